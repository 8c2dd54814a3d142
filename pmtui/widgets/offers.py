"""A short list of things to begin with: a letter each, what it is, and what is known about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.cursor_list import CursorList
from pmtui.widgets.palette import palette_of


class Offer(NamedTuple):
    """One thing to begin with.

    Attributes:
        name: What it stands for.
        key: The letter that chooses it at once.
        label: What it is, in two or three words.
        detail: What is known about it.
        help: What will happen, in a sentence or two.
    """

    name: str
    key: str
    label: str
    detail: str = ""
    help: str = ""


class Offers(CursorList, inherit_bindings=False):
    """The offers, one a line, with a cursor. It reads its keys itself."""

    DEFAULT_CSS = """
    Offers { height: auto; overflow-y: hidden; scrollbar-size-vertical: 0; background: $background; }
    """

    class Moved(Message):
        """The cursor is on another offer."""

    class Chosen(Message):
        """An offer was chosen.

        Attributes:
            offer: Which.
        """

        def __init__(self, offer: Offer) -> None:
            """Carry it."""
            super().__init__()
            self.offer = offer

    def __init__(self, offers: Sequence[Offer]) -> None:
        """These offers, in this order."""
        super().__init__()
        self.offers = tuple(offers)

    def on_mount(self) -> None:
        """As high as there are offers."""
        self.styles.height = len(self.offers)
        self.lay_out()

    @property
    def _stops(self) -> int:
        return len(self.offers)

    @property
    def current(self) -> Offer:
        """The offer under the cursor."""
        return self.offers[self.cursor_index]

    def took(self, key: str) -> bool:
        """Do what a key means here; False where it means nothing."""
        if self.move_by_letter(key):
            return True
        chosen = self.current if key == "enter" else next((one for one in self.offers if one.key == key), None)
        if chosen is not None:
            self._choose(chosen)
        return chosen is not None

    def page(self, direction: int) -> None:
        """Stay: there is no more than a screen of offers."""

    def _choose(self, offer: Offer) -> None:
        self.move_to(self.offers.index(offer))
        self.post_message(self.Chosen(offer))

    def move_to(self, index: int) -> None:
        """Move the cursor, and tell so; outside means the nearest end."""
        before = self.cursor_index
        super().move_to(index)
        if self.cursor_index != before:
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor in sight on a terminal with few lines."""
        self.seen()

    def pointed(self, index: int, event: Click) -> None:
        """Choose with the mouse."""
        self._choose(self.offers[index])

    def render_line(self, y: int) -> Strip:
        """One offer."""
        style, width = palette_of(self.app).style, self.size.width
        at = y + round(self.scroll_y)
        if at >= len(self.offers):
            return Strip([Segment(" " * width, style())], width)
        offer, is_current = self.offers[at], at == self.cursor_index
        ground = "cursor" if is_current else "background"
        labels = min(max(width_of(steady(one.label)) for one in self.offers), max(8, width - 8))
        parts = [
            Segment(f" {glyphs.CURSOR if is_current else ' '} ", style("accent bold", ground)),
            Segment(f"{offer.key}  ", style("key", ground)),
            Segment(fitted(steady(offer.label), labels), style("text bold" if is_current else "text", ground)),
        ]
        room = width - labels - 10
        if room > 3:
            parts += [Segment("   ", style("text", ground)), Segment(shortened(steady(offer.detail), room), style("muted", ground))]
        return Strip(parts).adjust_cell_length(width, style("text", ground))

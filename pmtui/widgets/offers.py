"""A short list of things to begin with: a letter each, what it is, and what is known about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.events import Click
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.palette import palette_of
from pmtui.widgets.scrolling import set_height

MOVES = {"j": 1, "down": 1, "k": -1, "up": -1}
ENDS = {"g": -1, "home": -1, "G": 1, "end": 1}


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


class Offers(DirectLines, ScrollView, can_focus=True, inherit_bindings=False):
    """The offers, one a line, with a cursor. It reads its keys itself."""

    DEFAULT_CSS = """
    Offers { height: auto; overflow-x: hidden; overflow-y: hidden; scrollbar-size-vertical: 0; background: $background; }
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
        self.cursor = 0

    def on_mount(self) -> None:
        """As high as there are offers."""
        self.styles.height = len(self.offers)
        set_height(self, len(self.offers))

    @property
    def current(self) -> Offer:
        """The offer under the cursor."""
        return self.offers[self.cursor]

    def took(self, key: str) -> bool:
        """Do what a key means here; False where it means nothing."""
        chosen = next((one for one in self.offers if one.key == key), None)
        if key in MOVES:
            self.move_to(self.cursor + MOVES[key])
        elif key in ENDS:
            self.move_to(0 if ENDS[key] < 0 else len(self.offers) - 1)
        elif key == "enter":
            self.post_message(self.Chosen(self.current))
        elif chosen is not None:
            self.move_to(self.offers.index(chosen))
            self.post_message(self.Chosen(chosen))
        else:
            return False
        return True

    def move_to(self, at: int) -> None:
        """Move the cursor; outside means the nearest end."""
        at = max(0, min(at, len(self.offers) - 1))
        if at != self.cursor:
            self.cursor = at
            self.refresh()
            self._follow()
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor in sight on a terminal with few lines."""
        self._follow()

    def _follow(self) -> None:
        top = min(max(round(self.scroll_y), self.cursor + 1 - max(1, self.size.height)), self.cursor)
        self.scroll_to(y=top, animate=False, force=True)

    def on_click(self, event: Click) -> None:
        """Choose with the mouse."""
        offset = event.get_content_offset(self)
        at = offset.y + round(self.scroll_y) if offset is not None else -1
        if 0 <= at < len(self.offers):
            self.move_to(at)
            self.post_message(self.Chosen(self.offers[at]))

    def render_line(self, y: int) -> Strip:
        """One offer."""
        style, width = palette_of(self.app).style, self.size.width
        at = y + round(self.scroll_y)
        if at >= len(self.offers):
            return Strip([Segment(" " * width, style())], width)
        offer, is_current = self.offers[at], at == self.cursor
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

"""One of a few values on one line, with what it means; arrows go through them, a letter goes to the next that begins so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.events import Blur, Click, Focus, Key
from textual.strip import Strip
from textual.widget import Widget

from pmtui.domain.text import folded
from pmtui.widgets.cells import shortened, steady
from pmtui.widgets.one_line import Span, line_of, spans_width
from pmtui.widgets.palette import Palette, palette_of


class Choice(NamedTuple):
    """One value.

    Attributes:
        value: What it stands for; empty for none.
        label: What people read.
        meaning: What it means, in a few words.
    """

    value: str
    label: str
    meaning: str = ""


class ChoiceLine(Widget, can_focus=True):
    """Shows the value that is chosen.

    Attributes:
        at: The index of the choice.
    """

    DEFAULT_CSS = """
    ChoiceLine { height: 1; width: 1fr; }
    """

    def __init__(self, choices: Sequence[Choice], *, id: str | None = None) -> None:
        """Choose among these; the first one at the beginning."""
        super().__init__(id=id)
        self.choices = tuple(choices)
        self.at = 0

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return self.choices[self.at].value if self.choices else ""

    def choose(self, at: int) -> None:
        """Choose by index; beyond an end it goes on at the other."""
        if self.choices:
            self.at = at % len(self.choices)
            self.refresh()

    def on_key(self, event: Key) -> None:
        """Go through the choices."""
        if event.key in ("left", "right", "space"):
            self.choose(self.at + (-1 if event.key == "left" else 1))
        elif event.key in ("backspace", "delete", "home"):
            self.choose(0)
        elif event.key == "end":
            self.choose(-1)
        elif event.is_printable and event.character:
            self._find(folded(event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def _find(self, letter: str) -> None:
        for step in range(1, len(self.choices) + 1):
            at = (self.at + step) % len(self.choices)
            if folded(self.choices[at].label).startswith(letter):
                self.choose(at)
                return

    def on_click(self, event: Click) -> None:
        """Go to the next choice."""
        if self.has_focus:
            self.choose(self.at + 1)

    def on_focus(self, event: Focus) -> None:
        """Show that the keys come here."""
        self.refresh()

    def on_blur(self, event: Blur) -> None:
        """Show that they do not."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The value between its arrows, its meaning, and how many there are."""
        width, palette = self.size.width, palette_of(self.app)
        return choice_strip(self.choices if not y else (), self.at, width, palette, has_focus=self.has_focus)


def choice_strip(choices: Sequence[Choice], at: int, width: int, palette: Palette, *, has_focus: bool) -> Strip:
    """The value that is chosen between its arrows, its meaning and, for who has the keys, how many there are; blank without choices."""
    ground = "panel" if has_focus else "surface"
    if not choices:
        return line_of((), (), width, palette, ground)
    one = choices[at]
    arrows = "accent" if has_focus else "faint"
    left = [Span("‹ ", arrows), Span(one.label, "text bold" if one.value else "faint"), Span(" ›", arrows)]
    right = [Span(f" {at + 1}/{len(choices)}", "faint")] if has_focus else []
    room = width - spans_width([*left, *right]) - 2
    if one.meaning and room > 3:
        left.append(Span(f"  {shortened(steady(one.meaning), room)}", "muted"))
    return line_of(left, right, width, palette, ground)

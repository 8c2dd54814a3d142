"""What dialogs of experiments show while one types: lines that follow, and choices that tell when they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.events import Resize
from textual.message import Message
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widget import Widget

from pmtui.widgets.choice_line import ChoiceLine
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import palette_of
from pmtui.widgets.styled_lines import Line, paint_line

LinesFor = Callable[[int], Sequence[Line]]
"""The lines for a width in cells."""


class LiveLines(Widget):
    """Lines that say what follows from what is typed; made anew for each width."""

    DEFAULT_CSS = """
    LiveLines { width: 1fr; height: 1fr; }
    """
    can_focus = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Nothing yet."""
        super().__init__(id=id, classes=classes)
        self._make: LinesFor = lambda width: ()
        self.lines: Sequence[Line] = ()

    def show(self, make: LinesFor) -> None:
        """Show other lines."""
        self._make = make
        self._lay()

    def on_resize(self, event: Resize) -> None:
        """Wrap anew."""
        self._lay()

    def _lay(self) -> None:
        width = self.size.width
        if width > 4:
            lines = tuple(self._make(width - 1))
            if lines != self.lines:
                self.lines = lines
                self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line; where there are more than fit, the last one says so."""
        width, palette = self.size.width, palette_of(self.app)
        if y == self.size.height - 1 and len(self.lines) > self.size.height:
            return paint_line((Span("…", "faint"),), width, palette, "surface")
        return paint_line(self.lines[y] if y < len(self.lines) else (), width, palette, "surface")


class Labels(Widget):
    """The labels of the rows of a dialog, one widget for all of them: a widget a row would make the dialog slow to open."""

    DEFAULT_CSS = """
    Labels { width: 14; }
    """
    can_focus = False

    def __init__(self) -> None:
        """None yet."""
        super().__init__()
        self._lines: list[Line] = []

    def show(self, rows: Sequence[tuple[str, int, bool]]) -> None:
        """Show a label for each row: its words, the lines that the row takes, and whether something is wrong in it."""
        lines: list[Line] = []
        for label, height, is_bad in rows:
            lines += [(Span(label, "error" if is_bad else "muted"),), *[()] * (height - 1)]
        if lines != self._lines:
            if len(lines) != len(self._lines):
                self.styles.height = max(1, len(lines))
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        return paint_line(self._lines[y] if y < len(self._lines) else (), self.size.width, palette_of(self.app), "surface")


class TellingChoice(ChoiceLine):
    """A choice that tells when another value is chosen."""

    class Chosen(Message):
        """Another value was chosen.

        Attributes:
            line: The choice.
        """

        def __init__(self, line: TellingChoice) -> None:
            """Name the choice."""
            super().__init__()
            self.line = line

    def choose(self, at: int) -> None:
        """Choose by index, and tell."""
        before = self.at
        super().choose(at)
        if self.at != before and self.is_mounted:
            self.post_message(self.Chosen(self))


class Paths(Suggester):
    """Completes paths: the right arrow takes what is shown."""

    def __init__(self, complete: Callable[[str], str]) -> None:
        """Complete by this function; another file may be there at the next key."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """The path with its rest."""
        return self._complete(value) or None

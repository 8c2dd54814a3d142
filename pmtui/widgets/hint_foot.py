"""The last line of a dialog: its keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from pmtui.widgets.hint_line import Hint, fitting_hints
from pmtui.widgets.one_line import Span, line_of
from pmtui.widgets.palette import palette_of


class HintFoot(Widget):
    """Keys with what they do, whole ones only; where room is short, the last ones give way."""

    DEFAULT_CSS = """
    HintFoot { height: 1; width: 1fr; }
    """

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys with what they do, the most important first."""
        super().__init__()
        self._hints = [Hint(key, label, at) for at, (key, label) in enumerate(keys)]

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show other keys."""
        self._hints = [Hint(key, label, at) for at, (key, label) in enumerate(keys)]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The keys."""
        width = self.size.width
        hints = fitting_hints(self._hints, width - 1)
        spans = [span for one in hints for span in (Span(f" {one.key}", "key"), Span(f" {one.label} ", "muted"))]
        if spans and isinstance(self.parent, Widget) and self.parent.styles.padding.left:  # the box keeps the distance to its border
            spans[0] = Span(spans[0].text[1:], "key")
        return line_of(spans, (), width, palette_of(self.app), "surface")

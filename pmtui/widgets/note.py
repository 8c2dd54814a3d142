"""A note beside the work: lies over a corner of the screen, takes no focus, and goes away with Escape or a click."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click

from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

WIDTH = 64
"""Cells, where the screen has them."""


class Note(Vertical, can_focus=False):
    """A few lines under a title, above the foot of the screen at the right."""

    DEFAULT_CSS = """
    Note { position: absolute; overlay: screen; border: round $border; background: $background; padding: 0; overflow: hidden hidden; }
    Note { border-title-color: $text; border-subtitle-color: $text-muted; }
    Note LinePane { height: 1fr; scrollbar-size-vertical: 0; overflow-y: hidden; }
    """

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        """A note with these lines, each wrapped under a sign of its own."""
        super().__init__()
        self._lines = list(lines)
        self.border_title = title
        self.border_subtitle = "esc closes"
        self.pane = LinePane()
        self.pane.can_focus = False

    def compose(self) -> ComposeResult:
        """The lines."""
        yield self.pane

    def on_mount(self) -> None:
        """Take a place."""
        self.place()
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self.place())

    def place(self) -> None:
        """Stand above the foot of the screen at the right, as high as the lines are."""
        width, height = self.app.size
        across = min(WIDTH, width - 2)
        lines = [part for line in self._lines for part in wrapped_spans(line, max(8, across - 5), (Span("• ", "accent"),), "  ")]
        tall = min(len(lines) + 2, max(3, height - 3))
        self.pane.set_lines(lines)
        self.styles.width, self.styles.height = across, tall
        self.styles.offset = (max(0, width - across - 1), max(0, height - tall - 2))

    def on_click(self, event: Click) -> None:
        """Close."""
        event.stop()
        self.remove()

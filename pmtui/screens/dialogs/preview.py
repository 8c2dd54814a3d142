"""A Markdown text as it will be read: the whole screen, over the dialog in which it is written."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key, Resize

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.markdown import load_renderer
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, markdown_lines

_WIDEST = 100
"""Cells of a line: longer ones are hard to read."""


class PreviewDialog(Dialog[None]):
    """Shows a text; every key of the dialog below waits until it is closed."""

    DEFAULT_CSS = """
    PreviewDialog > Vertical { width: 100%; max-width: 100%; height: 100%; }
    PreviewDialog LinePane { background: $surface; }
    """

    def __init__(self, title: str, text: str) -> None:
        """Show a text."""
        super().__init__()
        self._title, self._text = title, text
        self.pane = LinePane()
        self.pane.GROUND = "surface"

    def compose(self) -> ComposeResult:
        """The text, the keys."""
        with Vertical() as box:
            box.border_title = as_title(shortened(f"Preview · {self._title}", 72))
            yield self.pane
            yield HintFoot((("esc", "go on writing"), ("j k", "scroll"), ("space", "page")))

    def on_mount(self) -> None:
        """Read."""
        self.pane.focus()

    def on_resize(self, event: Resize) -> None:
        """Wrap anew."""
        self.call_after_refresh(self._render_text)

    def _render_text(self) -> None:
        self.run_worker(self._show(), exclusive=True)

    async def _show(self) -> None:
        """Make the lines in a thread: a long text takes a while."""
        width = max(20, min(_WIDEST, self.pane.text_width))

        def lines() -> list[Line]:
            if not self._text.strip():
                return [(Span("There is no text yet.", "muted"),)]
            load_renderer()
            return markdown_lines(self._text, width)

        self.pane.set_lines(await asyncio.to_thread(lines))

    def on_key(self, event: Key) -> None:
        """Scroll, or close."""
        event.stop()
        event.prevent_default()
        if event.key == "space":
            self.pane.page(1)
        elif not self.pane.move_by_letter(event.key) and event.key in ("escape", "q", "ctrl+p", "enter", "backspace"):
            self.dismiss(None)

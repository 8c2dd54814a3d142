"""Long text within a form: an editor of several lines that lies over its field."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import TextArea

from pmtui.domain.values import lines_of
from pmtui.widgets.paste_limits import TEXT_LIMIT, refuse_paste


class FormText(TextArea):
    """Textual's TextArea without line numbers, blinking and control characters; tab leaves it."""

    DEFAULT_CSS = """
    FormText, FormText:focus {
        position: absolute;
        overlay: screen;
        border: none;
        padding: 0;
        background: $panel;
        background-tint: $panel 0%;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, text: str) -> None:
        """An editor with a text; the cursor stands at its end."""
        super().__init__(text, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def show(self, text: str) -> None:
        """Edit another text."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        if len(event.text) > TEXT_LIMIT:
            refuse_paste(self, len(event.text), TEXT_LIMIT)
            return
        result = self._replace_via_keyboard("\n".join(lines_of(event.text)), *self.selection)
        if result is not None:
            self.move_cursor(result.end_location)

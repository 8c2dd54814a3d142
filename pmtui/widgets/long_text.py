"""A few lines of text in a dialog: wrapped, pasted in full, left with Tab."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import TextArea

from pmtui.domain.values import lines_of
from pmtui.widgets.paste_limits import TEXT_LIMIT, refuse_paste


class LongText(TextArea):
    """Textual's TextArea without line numbers, blinking and control characters."""

    DEFAULT_CSS = """
    LongText, LongText:focus {
        height: 4;
        border: none;
        padding: 0;
        background: $panel;
        background-tint: $panel 0%;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        """An editor with a text; the cursor stands at its end."""
        super().__init__(
            text, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True, highlight_cursor_line=False, id=id
        )
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        if len(event.text) > TEXT_LIMIT:
            refuse_paste(self, len(event.text), TEXT_LIMIT)
            return
        self.insert("\n".join(lines_of(event.text)))

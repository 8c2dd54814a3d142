"""Long text within a form: an editor of several lines that lies over its field."""

from __future__ import annotations

from textual.events import Paste
from textual.geometry import Region
from textual.widgets import TextArea

from pmtui.domain.values import lines_of

PASTE_LIMIT = 1_000_000
"""The most characters that one paste may put into a text."""


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

    def __init__(self, text: str, region: Region) -> None:
        """An editor with a text over a region of the screen; the cursor stands at the end."""
        super().__init__(text, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.place(region)
        self.move_cursor(self.document.end)

    def place(self, region: Region) -> None:
        """Lie over another region of the screen."""
        self.styles.offset = (region.x, region.y)
        self.styles.width, self.styles.height = region.width, region.height

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert("\n".join(lines_of(event.text[:PASTE_LIMIT])))

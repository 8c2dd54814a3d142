"""A text of several lines that stands in a cell: changed in a dialog over it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from pmtui.screens.dialogs.comment import Answer, CommentDialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.hint_foot import HintFoot


class LinesDialog(CommentDialog):
    """Asks for the lines of a field; ctrl+s saves, and what is left with Escape is there again the next time."""

    def __init__(self, title: str, text: str, help: str, *, is_draft: bool = False) -> None:
        """Ask.

        Args:
            title: The title of the box.
            text: What stands there now, or a draft.
            help: What belongs in it.
            is_draft: Whether the text is a draft that was not saved.
        """
        super().__init__(title, text)
        self._help = "This is your draft from before." if is_draft else help

    def compose(self) -> ComposeResult:
        """A box with the editor."""
        with Vertical() as box:
            box.border_title = as_title(shortened(self._title, 68))
            yield self.editor
            yield Static(self._help, classes="help", markup=False)
            yield HintFoot((("ctrl+s", "save"), ("esc", "close"), ("ctrl+p", "preview")))

    def action_save(self) -> None:
        """Answer with the text; none clears the field."""
        self.dismiss(Answer(self.editor.text, True))

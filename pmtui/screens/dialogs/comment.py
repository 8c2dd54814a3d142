"""A question that several lines of text answer: a comment."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title, shortened
from pmtui.widgets.hint_foot import HintFoot
from pmtui.widgets.long_text import LongText


class Answer(NamedTuple):
    """What became of a text.

    Attributes:
        text: What stands in the editor.
        is_saved: Whether it is to be saved; else it is a draft.
    """

    text: str
    is_saved: bool


class CommentDialog(Dialog[Answer]):
    """Asks for some lines; ctrl+s saves, Escape answers with a draft."""

    DEFAULT_CSS = """
    CommentDialog > Vertical { width: 76; height: 14; max-height: 92%; padding: 0 1; }
    CommentDialog LongText, CommentDialog LongText:focus { height: 1fr; background: $surface; background-tint: $surface 0%; }
    CommentDialog .help { height: 1; }
    CommentDialog .fault { color: $error; height: 1; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True), Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+p", "preview", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str = "") -> None:
        """Ask.

        Args:
            title: The title of the box.
            text: A draft to go on with.
        """
        super().__init__()
        self._title = title
        self._is_draft = bool(text)
        self.editor = LongText(text)

    def compose(self) -> ComposeResult:
        """A box with the editor."""
        with Vertical() as box:
            box.border_title = as_title(shortened(self._title, 68))
            yield self.editor
            yield Static("There is nothing to save yet: type what you want to say.", classes="fault", markup=False)
            if self._is_draft:
                yield Static("This is your draft from before.", classes="help", markup=False)
            yield HintFoot((("ctrl+s", "save"), ("esc", "keep as a draft"), ("ctrl+p", "preview")))

    def on_mount(self) -> None:
        """Begin to write."""
        self.editor.focus()

    def action_save(self) -> None:
        """Answer with the text, unless there is none."""
        if self.editor.text.strip():
            self.dismiss(Answer(self.editor.text, True))
        else:
            self.query_one(".fault").display = True

    def action_preview(self) -> None:
        """Show the text as it will be read."""
        from pmtui.screens.dialogs.preview import PreviewDialog

        self.app.push_screen(PreviewDialog(self._title, self.editor.text))

    def action_leave(self) -> None:
        """Close; what was typed is kept."""
        self.dismiss(Answer(self.editor.text, False))

"""A question that one line of text answers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.cells import as_title
from pmtui.widgets.line_edit import LineEdit


class AskDialog(Dialog[str | None]):
    """Asks for one line; answers None when it is dismissed with Escape."""

    DEFAULT_CSS = """
    AskDialog > Vertical { width: 72; height: auto; padding: 0 1; }
    AskDialog .help { height: auto; }
    AskDialog .fault { color: $error; height: auto; }
    """

    def __init__(self, question: str, value: str = "", help: str = "", fault: str = "") -> None:
        """Ask.

        Args:
            question: The title of the box.
            value: What the line holds at first.
            help: What can be typed.
            fault: What was wrong with the last answer.
        """
        super().__init__()
        self._question, self._value, self._help, self._fault = question, value, help, fault

    def compose(self) -> ComposeResult:
        """A box with a line."""
        with Vertical() as box:
            box.border_title = as_title(self._question)
            yield LineEdit(self._value, select=not self._fault)  # typing replaces what holds now, as over a cell
            yield Static(self._fault or self._help, classes="fault" if self._fault else "help", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(LineEdit).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.value)

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close without an answer."""
        event.stop()
        self.dismiss(None)

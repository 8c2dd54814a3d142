"""A line of text over a list of rows: the line keeps the keys, and those that move, move in the list."""

from __future__ import annotations

from typing import TypeVar

from textual.events import Click, Key

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.picker import PickList

T = TypeVar("T")


class LineOverList(Dialog[T]):
    """Asks by typing and choosing; answers None when it is dismissed with Escape. A class of its own sets `edit` and `list`.

    Attributes:
        edit: The line.
        list: The rows.
    """

    DEFAULT_CSS = """
    LineOverList LineEdit, LineOverList LineEdit:focus { background: $panel; }
    """
    edit: LineEdit
    list: PickList

    def pick(self) -> None:
        """Do with the row under the cursor what a click on it means; called only where there is one."""
        raise NotImplementedError

    def on_line_edit_cancelled(self, event: LineEdit.Cancelled) -> None:
        """Close without an answer."""
        event.stop()
        self.dismiss(None)

    def on_key(self, event: Key) -> None:
        """Move the cursor while the line keeps the focus."""
        if self.list.move_by_key(event.key) or event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()

    def on_click(self, event: Click) -> None:
        """Take the row that was clicked."""
        at = self.list.clicked(event)
        if at is not None:
            self.list.move_to(at)
            self.pick()

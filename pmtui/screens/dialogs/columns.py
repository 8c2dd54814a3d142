"""Which columns a list shows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.picker import Picker, PickRow


class ColumnsDialog(Dialog[tuple[str, ...] | None]):
    """Marks columns; answers their names in the order of the rows, none for the list's own, None when dismissed."""

    def __init__(self, rows: Sequence[tuple[str, str, str]], shown: Sequence[str]) -> None:
        """Ask; each row is a column's name, what people read, and what it holds."""
        super().__init__()
        own = PickRow("", "the list's own columns", "takes your choice back")
        title = "Columns · tab marks · enter shows them"
        self._picker = Picker([*(PickRow(*one) for one in rows), own], title=title, many=True, marked=shown, current=next(iter(shown), ""))

    def compose(self) -> ComposeResult:
        """The picker."""
        yield self._picker

    def on_picker_picked(self, event: Picker.Picked) -> None:
        """Answer."""
        event.stop()
        row = self._picker.list.cursor_row
        is_own = row is not None and row.value == "" and row.glyph == ""
        self.dismiss(() if is_own else event.values)

    def on_picker_cancelled(self, event: Picker.Cancelled) -> None:
        """Close without an answer."""
        event.stop()
        self.dismiss(None)

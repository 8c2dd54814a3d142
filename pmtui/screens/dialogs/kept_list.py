"""A list that somebody keeps, in a dialog: one row under the cursor, and keys that do something with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from textual.events import Key

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.keys import pressed
from pmtui.widgets.picker import PickList, PickRow

T = TypeVar("T")
R = TypeVar("R")


class KeptListDialog(Dialog[T]):
    """Shows rows with a cursor and gives keys to actions; how the rows look and where they come from is the dialog's own.

    Attributes:
        ACTIONS: The action of each key, by its name behind `action_`.
        list: What the rows stand in.
    """

    ACTIONS: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        """Without rows."""
        super().__init__()
        self.list = PickList()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.list.can_focus = True
        self.list.focus()
        self.begin()

    def begin(self) -> None:
        """Show the first rows."""
        raise NotImplementedError

    def moved(self) -> None:
        """The cursor is on another row."""

    def row_here(self, rows: Sequence[R]) -> R | None:
        """The row under the cursor, of all that are shown; None where there is none."""
        at = self.list.cursor_index
        return rows[at] if at < len(rows) else None

    def put_rows(self, rows: Sequence[PickRow], wanted: str, height: int) -> None:
        """Show rows; the cursor goes to the row of a value, or stays at its place where that is gone."""
        at = next((at for at, row in enumerate(rows) if row.value == wanted), self.list.cursor_index)
        self.list.styles.height = max(1, min(len(rows), height))
        self.list.show(rows, "", at)
        self.list.move_to(self.list.cursor_index)

    def takes(self, key: str) -> bool:
        """Whether a key means something else than moving and the actions; it has been done then."""
        return False

    def on_key(self, event: Key) -> None:
        """Move, or do what a key says; at once, so that quick keys keep their order."""
        key = pressed(event)
        if self.takes(key):
            pass
        elif self.list.move_by_letter(key):
            self.moved()
        elif key in self.ACTIONS:
            getattr(self, f"action_{self.ACTIONS[key]}")()
        else:
            return
        event.stop()
        event.prevent_default()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

"""The part of a list that knows which column the cursor is in, and so which field a key edits."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.widgets.list_view import ListColumn, Placed


class FieldCursor:
    """A cursor among the columns that are shown; it is kept by name, for columns come and go with the width."""

    _placed: Sequence[Placed] = ()
    _column: str = ""

    def _column_moved(self) -> None:
        """Paint what depends on the column."""
        raise NotImplementedError

    @property
    def cursor_column(self) -> ListColumn | None:
        """The column under the cursor: the one that was chosen, else the first that takes the rest of the width."""
        shown = [one.column for one in self._placed]
        for column in shown:
            if column.name == self._column:
                return column
        return next((one for one in shown if not one.width), shown[0] if shown else None)

    def move_across(self, delta: int) -> None:
        """Move to a column at the right (1) or left (-1)."""
        names = [one.column.name for one in self._placed]
        column = self.cursor_column
        if column is not None:
            self._column = names[max(0, min(names.index(column.name) + delta, len(names) - 1))]
            self._column_moved()

    def to_column(self, name: str) -> None:
        """Move to the column with this name, if it is shown."""
        self._column = name
        self.move_across(0)

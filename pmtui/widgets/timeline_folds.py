"""The part of a timeline that folds the items under milestones, and selects milestones alone."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.widgets.selection import Selecting
from pmtui.widgets.timeline_bars import Facts
from pmtui.widgets.timeline_view import ITEM, MILESTONE, TimelineView


class Folding(Selecting[TimelineView]):
    """Milestones with items under them.

    Attributes:
        unfolded: The ids of the milestones whose items are shown.
    """

    unfolded: set[str]
    _cursor: int = 0
    _facts: Facts | None = None

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where it is not shown."""
        raise NotImplementedError

    def step_aside(self, direction: int) -> None:
        """What a step aside does where there is nothing to fold."""
        raise NotImplementedError

    def _folds_changed(self) -> None:
        """Lay the lines out anew."""
        raise NotImplementedError

    def move_across(self, delta: int) -> None:
        """Unfold (1) or fold (-1) the items of a milestone; from an item go back to it. With nothing to fold, look aside."""
        row, id = self.view.row(self._cursor), self.cursor_id
        if row is not None and row.sort == ITEM and delta < 0:
            self.move_to_id(row.owner)
        elif row is not None and row.sort == MILESTONE and id is not None and self._can_fold(id, delta):
            self.fold(id, is_open=delta > 0)
        else:
            self.step_aside(delta)

    def _can_fold(self, id: str, delta: int) -> bool:
        if delta < 0:
            return id in self.unfolded
        return id not in self.unfolded and self._facts is not None and bool(self._facts.children(id))

    def fold(self, id: str, *, is_open: bool) -> None:
        """Show the items of a milestone below it, or hide them; the cursor stays on its record."""
        (self.unfolded.add if is_open else self.unfolded.discard)(id)
        self._folds_changed()

    def toggle_fold(self) -> None:
        """Unfold the milestone under the cursor, or fold it; nothing where it has no items."""
        for delta in (-1, 1):
            row, id = self.view.row(self._cursor), self.view.id(self._cursor)
            if row is not None and row.sort == MILESTONE and id is not None and self._can_fold(id, delta):
                self.fold(id, is_open=delta > 0)
                return

    def toggle_selection(self) -> None:
        """Select the milestone under the cursor, or no longer; items are not selected here."""
        row = self.view.row(self._cursor)
        if row is not None and row.sort == MILESTONE:
            super().toggle_selection()

    def toggle_range(self) -> None:
        """Begin a range at the milestone under the cursor, or end it."""
        row = self.view.row(self._cursor)
        if self.selection.anchor is not None or (row is not None and row.sort == MILESTONE):
            super().toggle_range()

    def _shown_ids(self) -> Sequence[str]:
        return self.view.ids()

"""The part of a timeline that folds lanes and the items under milestones, and selects milestones alone."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.widgets.selection import Selecting
from pmtui.widgets.timeline_bars import Facts
from pmtui.widgets.timeline_view import ITEM, LANE, MILESTONE, TimelineView


class Folding(Selecting[TimelineView]):
    """Milestones with items under them.

    Attributes:
        unfolded: The ids of the milestones whose items are shown.
        folded: The keys of the lanes of which only the heading is shown; it may be the screen's own set.
    """

    unfolded: set[str]
    folded: set[str]
    _cursor: int = 0
    _facts: Facts | None = None

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where it is not shown."""
        raise NotImplementedError

    def step_aside(self, direction: int) -> None:
        """What a step aside does where there is nothing to fold."""
        raise NotImplementedError

    def _folds_changed(self, lane: str = "") -> None:
        """Lay the lines out anew; with the key of a lane, the cursor goes to its heading or its first milestone."""
        raise NotImplementedError

    def move_across(self, delta: int) -> None:
        """Unfold (1) or fold (-1) the items of a milestone; from an item go back to it.

        With nothing to fold there, fold the lane, or all of them from a folded one; without lanes, look aside.
        """
        row, id = self.view.row(self._cursor), self.cursor_id
        if row is not None and row.sort == ITEM and delta < 0:
            self.move_to_id(row.owner)
        elif row is not None and row.sort == MILESTONE and id is not None and self._can_fold(id, delta):
            self.fold(id, is_open=delta > 0)
        elif self.view.lanes:
            self._fold_lane(is_open=delta > 0)
        else:
            self.step_aside(delta)

    def _fold_lane(self, *, is_open: bool) -> None:
        lane = self.view.lane_of(self._cursor)
        if lane is None:
            return
        if is_open:
            self.unfold_lane()
        else:
            self.folded |= {lane.key} if lane.key not in self.folded else {one.key for one in self.view.lanes}
            self._folds_changed(lane.key)

    @property
    def is_at_lane(self) -> bool:
        """Whether the cursor stands on the heading of a folded lane."""
        row = self.view.row(self._cursor)
        return row is not None and row.sort == LANE

    def unfold_lane(self) -> bool:
        """Open the folded lane on whose heading the cursor stands; False where it stands on none."""
        row = self.view.row(self._cursor)
        if row is None or row.sort != LANE:
            return False
        self.folded -= {row.owner}
        self._folds_changed(row.owner)
        return True

    def _toggle_lane(self, key: str) -> None:
        self.folded ^= {key}
        self._folds_changed(key)

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

    def _show_folded(self, id: str) -> bool:
        """Open the lane in which a record stands; False where none does, or it is open."""
        key = self.view.lane_holding(id)
        if key is None or key not in self.folded:
            return False
        self.folded -= {key}
        self._folds_changed()
        return True

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

"""What a timeline shows: milestones with dates, the items unfolded under them, milestones without dates, lanes; by line and stop."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.table import Fault
from pmtui.widgets.list_view import Positions, Records

FAULT, MILESTONE, ITEM, HEAD, LANE = "fault", "milestone", "item", "head", "lane"
"""The sorts of lines; on a head, and on a lane that is open, the cursor does not stop."""


class Lane(NamedTuple):
    """Milestones that have something in common.

    Attributes:
        key: What tells the lane from all others.
        title: What they have in common.
        rows: The positions of its milestones, in the order to show.
    """

    key: str
    title: str
    rows: Sequence[int]


class Row(NamedTuple):
    """One line.

    Attributes:
        sort: FAULT, MILESTONE, ITEM, HEAD or LANE.
        at: The position in its table, or the index of the fault or lane.
        owner: The id of the milestone that an item belongs to; the key of the lane.
    """

    sort: str
    at: int
    owner: str = ""


class TimelineView:
    """Lines over two tables; stops are the lines on which the cursor can stand, numbered from 0."""

    def __init__(
        self, table: Positions, rows: Sequence[int], undated: Sequence[int] = (), *, items: Positions | None = None,
        unfolded: Mapping[str, Sequence[int]] | None = None, faults: Sequence[Fault] = (), lanes: Sequence[Lane] = (),
        folded: Collection[str] = (),
    ) -> None:
        """Lay the lines out.

        Args:
            table: The milestones.
            rows: Positions of those with dates, in their order; unused where there are lanes.
            undated: Positions of those without, shown below under a head; unused where there are lanes.
            items: The items.
            unfolded: By a milestone's id, the positions of the items to show under it.
            faults: Files that could not be read, shown above all else.
            lanes: What the milestones are shown in, if anything.
            folded: The keys of the lanes of which only the heading is shown.
        """
        self.table = table
        self.items: Positions = items if items is not None else Records(())
        self.faults = tuple(faults)
        self.lanes = tuple(lanes)
        self.folded = frozenset(folded)
        self.milestones: Sequence[int] = (*rows, *undated)
        self.rows: list[Row] = [Row(FAULT, at) for at in range(len(faults))]
        if lanes:
            self._add_lanes(unfolded or {})
        else:
            self._add(rows, unfolded or {})
            if undated:
                self.rows.append(Row(HEAD, 0))
                self._add(undated, unfolded or {})
        self._lines = [line for line, row in enumerate(self.rows) if self._is_stop(row)]
        self._stops = {line: stop for stop, line in enumerate(self._lines)}
        self._places: dict[str, int] | None = None

    def _add_lanes(self, unfolded: Mapping[str, Sequence[int]]) -> None:
        shown: list[int] = []
        for at, lane in enumerate(self.lanes):
            self.rows.append(Row(LANE, at, lane.key))
            if lane.key not in self.folded:
                self._add(lane.rows, unfolded)
                shown += lane.rows
        self.milestones = tuple(shown)

    def _add(self, positions: Sequence[int], unfolded: Mapping[str, Sequence[int]]) -> None:
        if not unfolded:
            self.rows += [Row(MILESTONE, at) for at in positions]
            return
        for at in positions:
            self.rows.append(Row(MILESTONE, at))
            id = self.table.id(at)
            self.rows += [Row(ITEM, item, id) for item in unfolded.get(id, ())]

    def _is_stop(self, row: Row) -> bool:
        return row.sort != HEAD and (row.sort != LANE or row.owner in self.folded)

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.rows)

    @property
    def stops(self) -> int:
        """The number of lines on which the cursor can stand."""
        return len(self._lines)

    def line(self, stop: int) -> int:
        """The line of a stop; outside, as far beyond the last line or before the first one."""
        if 0 <= stop < len(self._lines):
            return self._lines[stop]
        return stop - len(self._lines) + len(self.rows) if stop > 0 else stop

    def stop(self, line: int) -> int | None:
        """The stop on a line; None on heads and outside."""
        return self._stops.get(line)

    def row(self, stop: int) -> Row | None:
        """What stands at a stop, or None."""
        return self.rows[self._lines[stop]] if 0 <= stop < self.stops else None

    def fault(self, stop: int) -> Fault | None:
        """The unreadable file at a stop, or None."""
        return self.faults[stop] if 0 <= stop < len(self.faults) else None

    def id(self, stop: int) -> str | None:
        """The id of the milestone or item at a stop, or None."""
        row = self.row(stop)
        return None if row is None or row.sort in (FAULT, LANE) else self.id_of(row)

    def id_of(self, row: Row) -> str:
        """The id of what a line shows."""
        return (self.items if row.sort == ITEM else self.table).id(row.at)

    def find(self, id: str) -> int | None:
        """The stop of a milestone or of an item that is unfolded; None where it is not shown."""
        if self._places is None:
            self._places = {self.id_of(row): line for line, row in enumerate(self.rows) if row.sort in (MILESTONE, ITEM)}
        line = self._places.get(id)
        return None if line is None else self.stop(line)

    def owner(self, stop: int) -> str | None:
        """The id of the milestone at a stop, or of the one that the item there belongs to."""
        row = self.row(stop)
        return None if row is None or row.sort in (FAULT, LANE) else row.owner or self.id_of(row)

    # Lanes

    def lane_of(self, stop: int) -> Lane | None:
        """The lane whose heading or whose milestone stands at a stop; None without lanes, and on an unreadable file."""
        if not self.lanes or not 0 <= stop < self.stops:
            return None
        line = self._lines[stop]
        return next((self.lanes[row.at] for row in reversed(self.rows[:line + 1]) if row.sort == LANE), None)

    def find_lane(self, key: str) -> int | None:
        """The stop of a folded lane's heading, or of the first milestone of an open one; None where it has none."""
        line = next((line for line, row in enumerate(self.rows) if row.sort == LANE and row.owner == key), None)
        return None if line is None else self.stop(line) if key in self.folded else self.stop(line + 1)

    def lane_holding(self, id: str) -> str | None:
        """The key of the lane in which a milestone, or the one that an item belongs to, stands; folded or not."""
        at = self.table.position(id)
        return next((lane.key for lane in self.lanes if at in lane.rows), None) if at is not None else None

    # Ids

    def ids(self, first: int | None = None, last: int | None = None) -> list[str]:
        """The ids of the milestones between two stops, both included, in either order; of all that are shown where none are given."""
        if first is None or last is None:
            return [self.table.id(at) for at in self.milestones]
        low, high = sorted((first, last))
        rows = (self.row(stop) for stop in range(max(0, low), min(high, self.stops - 1) + 1))
        return [self.id_of(row) for row in rows if row is not None and row.sort == MILESTONE]

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that are milestones shown here, in the order shown."""
        return [id for id in self.ids() if id in ids] if ids else []

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first to the last of some milestones, and one more at either end: as far as a step can take them."""
        all_ids = self.ids()
        places = [place for place, id in enumerate(all_ids) if id in ids]
        return all_ids[max(0, places[0] - 1):places[-1] + 2] if places else []

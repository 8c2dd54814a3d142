"""What a timeline shows: milestones with dates, the items unfolded under them, milestones without dates; by line and stop."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.table import Fault
from pmtui.widgets.list_view import Positions, Records

FAULT, MILESTONE, ITEM, HEAD = "fault", "milestone", "item", "head"
"""The sorts of lines; a head belongs to no record, and the cursor does not stand on it."""


class Row(NamedTuple):
    """One line.

    Attributes:
        sort: FAULT, MILESTONE, ITEM or HEAD.
        at: The position in its table, or the index of the fault.
        owner: The id of the milestone that an item belongs to.
    """

    sort: str
    at: int
    owner: str = ""


class TimelineView:
    """Lines over two tables; stops are the lines on which the cursor can stand, numbered from 0."""

    def __init__(
        self, table: Positions, rows: Sequence[int], undated: Sequence[int] = (), *, items: Positions | None = None,
        unfolded: Mapping[str, Sequence[int]] | None = None, faults: Sequence[Fault] = (),
    ) -> None:
        """Lay the lines out.

        Args:
            table: The milestones.
            rows: Positions of those with dates, in their order.
            undated: Positions of those without, shown below under a head.
            items: The items.
            unfolded: By a milestone's id, the positions of the items to show under it.
            faults: Files that could not be read, shown above all else.
        """
        self.table = table
        self.items: Positions = items if items is not None else Records(())
        self.faults = tuple(faults)
        self.milestones = (*rows, *undated)
        self.rows: list[Row] = [Row(FAULT, at) for at in range(len(faults))]
        self._add(rows, unfolded or {})
        self.head = len(self.rows) if undated else None
        if undated:
            self.rows.append(Row(HEAD, 0))
            self._add(undated, unfolded or {})
        self._places: dict[str, int] | None = None

    def _add(self, positions: Sequence[int], unfolded: Mapping[str, Sequence[int]]) -> None:
        if not unfolded:
            self.rows += [Row(MILESTONE, at) for at in positions]
            return
        for at in positions:
            self.rows.append(Row(MILESTONE, at))
            id = self.table.id(at)
            self.rows += [Row(ITEM, item, id) for item in unfolded.get(id, ())]

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.rows)

    @property
    def stops(self) -> int:
        """The number of lines on which the cursor can stand."""
        return len(self.rows) - (self.head is not None)

    def line(self, stop: int) -> int:
        """The line of a stop."""
        return stop + 1 if self.head is not None and stop >= self.head else stop

    def stop(self, line: int) -> int | None:
        """The stop on a line; None on the head and outside."""
        if not 0 <= line < len(self.rows) or line == self.head:
            return None
        return line - 1 if self.head is not None and line > self.head else line

    def row(self, stop: int) -> Row | None:
        """What stands at a stop, or None."""
        return self.rows[self.line(stop)] if 0 <= stop < self.stops else None

    def fault(self, stop: int) -> Fault | None:
        """The unreadable file at a stop, or None."""
        return self.faults[stop] if 0 <= stop < len(self.faults) else None

    def id(self, stop: int) -> str | None:
        """The id of the milestone or item at a stop, or None."""
        row = self.row(stop)
        return None if row is None or row.sort == FAULT else self.id_of(row)

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
        return None if row is None or row.sort == FAULT else row.owner or self.id_of(row)

    def ids(self, first: int | None = None, last: int | None = None) -> list[str]:
        """The ids of the milestones between two stops, both included, in either order; of all where none are given."""
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

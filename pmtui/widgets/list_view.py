"""What a list shows: records by position, group headers and unreadable files; and how its columns share the width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from pmtui.domain.records import Record
from pmtui.domain.table import Fault


class Positions(Protocol):
    """What a list needs of a table. `Table` has it, and `Records` for lists of several kinds."""

    def id(self, position: int) -> str:
        """The id at a position."""

    def position(self, id: str) -> int | None:
        """Where a record stands, or None."""

    def record(self, position: int) -> Record:
        """The record at a position."""


class Records:
    """A few records of any kinds as a table, position by position: for lists such as Today and Tree."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Hold them in the order given; the same record may stand in several places."""
        self._records = list(records)
        self._places: dict[str, int] = {}
        for place, record in enumerate(self._records):
            self._places.setdefault(record.id, place)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._records)

    def id(self, position: int) -> str:
        """The id at a position."""
        return self._records[position].id

    def position(self, id: str) -> int | None:
        """The first place where a record stands, or None."""
        return self._places.get(id)

    def record(self, position: int) -> Record:
        """The record at a position."""
        return self._records[position]


class ListColumn(NamedTuple):
    """One column of a list.

    Attributes:
        name: Its stable name.
        title: Its heading.
        text: From table and position to what the cell says and its colour role. The role `id` highlights the
            beginning of the id that tells it from all others. A role may be followed by bold, italic, underline, strike.
        width: Cells; 0 lets it take what the others leave.
        align: left, right or center.
        priority: 0 is always shown; where the screen is narrow, the column with the greatest number goes first.
        field: The field that `e` edits here; empty where there is none.
        least: The fewest cells that a column of width 0 must get.
        ample: So many it gets before columns of priority 5 and more are shown.
        is_spare: Whether it is shown only where the person chooses it.
        is_sign: Whether the glyph at its beginning says enough where titles are short of room.
    """

    name: str
    title: str
    text: Callable[[Any, int], tuple[str, str]]
    width: int = 0
    align: str = "left"
    priority: int = 5
    field: str = ""
    least: int = 18
    ample: int = 0
    is_spare: bool = False
    is_sign: bool = False


class Group(NamedTuple):
    """A header row: it stands before the row with index `at` and belongs to no record.

    Attributes:
        at: Index among the rows, from 0.
        title: What the rows below have in common.
        detail: Shown at the right: count, sum.
        role: Colour role of the title.
        key: What tells it from the other groups; empty for groups that cannot be folded.
        is_folded: Whether its rows are hidden; the cursor can then stand on the header.
    """

    at: int
    title: str
    detail: str = ""
    role: str = "heading"
    key: str = ""
    is_folded: bool = False


class Placed(NamedTuple):
    """A column with its first cell and its width on the screen."""

    column: ListColumn
    x: int
    width: int


GAP = 2
"""Cells between two columns."""
_EXTRA = 5
"""From this priority on a column says what a title cut short does not make up for."""
_ROOMY = 32
"""Where titles get fewer cells than this, signs stand for words."""
_FEW = 16
"""So many records are looked for one by one; of more, one pass over all rows finds them sooner."""


def laid_out(columns: Sequence[ListColumn], width: int, left: int) -> tuple[Placed, ...]:
    """The columns that fit, in their order: those of the greatest priority number are left out first.

    Args:
        columns: All columns.
        width: Cells of the whole line.
        left: Cells taken at the left for marks.
    """
    kept = list(columns)
    room = width - left
    while len(kept) > 1:
        worst = max(range(len(kept)), key=lambda at: (kept[at].priority, at))
        is_extra = kept[worst].priority >= _EXTRA
        least = sum(one.width or (max(one.least, one.ample) if is_extra else one.least) for one in kept)
        if kept[worst].priority == 0 or least + GAP * (len(kept) - 1) <= room:
            break
        del kept[worst]
    flexible = [one for one in kept if not one.width]
    rest = room - sum(one.width for one in kept) - GAP * (len(kept) - 1)
    is_tight = bool(flexible) and rest // len(flexible) < _ROOMY
    if is_tight:
        rest += sum(one.width - 1 for one in kept if one.is_sign)
    placed: list[Placed] = []
    x = left
    for one in kept:
        size = 1 if is_tight and one.is_sign else one.width
        if not size:
            size = max(1, rest // len(flexible))
            rest -= size
            flexible.pop()
        placed.append(Placed(one, x, max(0, min(size, width - x))))
        x += size + GAP
    return tuple(placed)


class ListView:
    """The lines of a list, and its stops: the lines on which the cursor can stand. Of the headers those of folded groups are stops."""

    def __init__(self, table: Positions, rows: Sequence[int], faults: Sequence[Fault] = (), groups: Sequence[Group] = ()) -> None:
        """Unreadable files first, then the rows with the headers among them."""
        self.table = table
        self.rows = rows
        self.faults = faults
        self.groups = groups
        self._starts = [group.at for group in groups]
        self._heads = [len(faults) + group.at + number for number, group in enumerate(groups)]
        self._skipped = [line for line, group in zip(self._heads, groups, strict=True) if not group.is_folded]
        self._stops_at = [line - number for number, line in enumerate(self._skipped)]

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.faults) + len(self.rows) + len(self.groups)

    @property
    def stops(self) -> int:
        """The number of lines on which the cursor can stand."""
        return len(self) - len(self._skipped)

    def line(self, stop: int) -> int:
        """The line of a stop."""
        return stop + bisect_right(self._stops_at, stop)

    def stop(self, line: int) -> int | None:
        """The stop on a line; None on the header of an open group and outside."""
        if not 0 <= line < len(self):
            return None
        before = bisect_right(self._skipped, line)
        return None if before and self._skipped[before - 1] == line else line - before

    def group(self, line: int) -> Group | None:
        """The header on a line, or None."""
        before = bisect_right(self._heads, line)
        return self.groups[before - 1] if before and self._heads[before - 1] == line else None

    def group_of(self, stop: int) -> Group | None:
        """The group to which a stop belongs, or whose header it is; None without groups and on an unreadable file."""
        before = bisect_right(self._heads, self.line(stop)) if self.groups else 0
        return self.groups[before - 1] if before and stop >= len(self.faults) else None

    def find_group(self, key: str) -> int | None:
        """The stop of a folded group's header, or that of the first row of an open one; None where there is no such group."""
        at = next((at for at, group in enumerate(self.groups) if group.key == key), None)
        if at is None:
            return None
        return self.stop(self._heads[at] + (0 if self.groups[at].is_folded else 1))

    def fault(self, stop: int) -> Fault | None:
        """The unreadable file at a stop, or None."""
        return self.faults[stop] if 0 <= stop < len(self.faults) else None

    def position(self, stop: int) -> int | None:
        """The record's position in the table at a stop, or None."""
        line = self.line(stop)
        before = bisect_right(self._heads, line)
        if before and self._heads[before - 1] == line:
            return None
        index = line - len(self.faults) - before
        return self.rows[index] if 0 <= index < len(self.rows) else None

    def id(self, stop: int) -> str | None:
        """The record's id at a stop, or None."""
        position = self.position(stop)
        return None if position is None else self.table.id(position)

    def find(self, id: str) -> int | None:
        """The stop of a record, or None where the view does not show it."""
        position = self.table.position(id)
        if position is None:
            return None
        try:
            return self._stop_of_row(self.rows.index(position))
        except ValueError:
            return None

    def find_fault(self, path: str) -> int | None:
        """The stop of an unreadable file, or None."""
        return next((at for at, fault in enumerate(self.faults) if fault.path == path), None)

    def ids(self, first: int, last: int) -> list[str]:
        """The ids of the records between two stops, both included, in either order."""
        low, high = sorted((first, last))
        return [self.table.id(position) for position in self.rows[self._rows_before(low):self._rows_before(high + 1)]]

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that the view shows, in the order shown."""
        return list(self._places(ids))

    def _stop_of_row(self, row: int) -> int:
        """The stop of a row by its index."""
        line = len(self.faults) + row + bisect_right(self._starts, row)
        return line - bisect_right(self._skipped, line)

    def _rows_before(self, stop: int) -> int:
        """How many rows stand above a stop."""
        line = self.line(max(0, min(stop, self.stops)))
        return max(0, line - len(self.faults) - bisect_left(self._heads, line))

    def _places(self, ids: Collection[str]) -> dict[str, int]:
        """The same with the indices of their rows."""
        if len(ids) <= _FEW:
            places = ((self.table.position(id), id) for id in ids)
            found = [(self.rows.index(position), id) for position, id in places if position is not None and position in self.rows]
            return {id: row for row, id in sorted(found)}
        wanted = {self.table.position(id): id for id in ids}
        return {wanted[position]: row for row, position in enumerate(self.rows) if position in wanted}

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first of some records to the last, and one more at either end: as far as a step can take them.

        Where there are groups, a step does not lead out of that of the first.
        """
        rows = self._places(ids).values()
        if not rows:
            return []
        low, high = min(rows) - 1, max(rows) + 2
        if self.groups:
            before = bisect_right(self._starts, min(rows))
            low = max(low, self._starts[before - 1] if before else 0)
            high = min(high, self._starts[before] if before < len(self._starts) else len(self.rows))
        return [self.table.id(position) for position in self.rows[max(0, low):high]]

"""What a list shows: records by position, group headers and unreadable files; and how its columns share the width."""

from __future__ import annotations

from bisect import bisect_right
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
    is_spare: bool = False
    is_sign: bool = False


class Group(NamedTuple):
    """A header row: it stands before the row with index `at` and belongs to no record.

    Attributes:
        at: Index among the rows, from 0.
        title: What the rows below have in common.
        detail: Shown at the right: count, sum.
        role: Colour role of the title.
    """

    at: int
    title: str
    detail: str = ""
    role: str = "heading"


class Placed(NamedTuple):
    """A column with its first cell and its width on the screen."""

    column: ListColumn
    x: int
    width: int


GAP = 2
"""Cells between two columns."""
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
    while len(kept) > 1 and sum(one.width or one.least for one in kept) + GAP * (len(kept) - 1) > room:
        worst = max(range(len(kept)), key=lambda at: (kept[at].priority, at))
        if kept[worst].priority == 0:
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
    """The lines of a list, and its stops: the lines on which the cursor can stand, which headers are not."""

    def __init__(self, table: Positions, rows: Sequence[int], faults: Sequence[Fault] = (), groups: Sequence[Group] = ()) -> None:
        """Unreadable files first, then the rows with the headers among them."""
        self.table = table
        self.rows = rows
        self.faults = faults
        self.groups = groups
        self._starts = [group.at for group in groups]
        self._heads = [len(faults) + group.at + number for number, group in enumerate(groups)]

    def __len__(self) -> int:
        """The number of lines."""
        return self.stops + len(self.groups)

    @property
    def stops(self) -> int:
        """The number of lines on which the cursor can stand."""
        return len(self.faults) + len(self.rows)

    def line(self, stop: int) -> int:
        """The line of a stop."""
        return stop + bisect_right(self._starts, stop - len(self.faults)) if stop >= len(self.faults) else stop

    def stop(self, line: int) -> int | None:
        """The stop on a line; None on a header and outside."""
        if not 0 <= line < len(self):
            return None
        before = bisect_right(self._heads, line)
        return None if before and self._heads[before - 1] == line else line - before

    def group(self, line: int) -> Group | None:
        """The header on a line, or None."""
        before = bisect_right(self._heads, line)
        return self.groups[before - 1] if before and self._heads[before - 1] == line else None

    def fault(self, stop: int) -> Fault | None:
        """The unreadable file at a stop, or None."""
        return self.faults[stop] if 0 <= stop < len(self.faults) else None

    def position(self, stop: int) -> int | None:
        """The record's position in the table at a stop, or None."""
        index = stop - len(self.faults)
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
            return self.rows.index(position) + len(self.faults)
        except ValueError:
            return None

    def find_fault(self, path: str) -> int | None:
        """The stop of an unreadable file, or None."""
        return next((at for at, fault in enumerate(self.faults) if fault.path == path), None)

    def ids(self, first: int, last: int) -> list[str]:
        """The ids of the records between two stops, both included, in either order."""
        low, high = sorted((first - len(self.faults), last - len(self.faults)))
        return [self.table.id(position) for position in self.rows[max(0, low):max(0, high + 1)]]

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that the view shows, in the order shown."""
        return list(self._places(ids))

    def _places(self, ids: Collection[str]) -> dict[str, int]:
        """The same with their stops."""
        if len(ids) <= _FEW:
            found = [(stop, id) for id in ids if (stop := self.find(id)) is not None]
            return {id: stop for stop, id in sorted(found)}
        wanted = {self.table.position(id): id for id in ids}
        rows = enumerate(self.rows, len(self.faults))
        return {wanted[position]: stop for stop, position in rows if position in wanted}

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first of some records to the last, and one more at either end: as far as a step can take them."""
        stops = self._places(ids).values()
        return self.ids(min(stops) - 1, max(stops) + 1) if stops else []

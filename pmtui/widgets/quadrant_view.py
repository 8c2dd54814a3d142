"""What a map of four quadrants shows: records by two values, and how the cells share the screen. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from pmtui.widgets.list_view import Positions
from pmtui.widgets.quadrant_axes import MIDDLE, STEPS

UNPLACED = 6
"""The column, right of the greatest value across, of records that lack one of the two values."""
Cell = tuple[int, int]
"""The value across and the value upwards."""
OUTSIDE: Cell = (UNPLACED, 0)
"""The one cell of the records without a place."""


class MapView:
    """Records of one table in cells, and one order through all of them: column by column from the left.

    Within a column the uppermost cell comes first, so the order begins where a team should begin. Records without
    a place come last.
    """

    def __init__(self, table: Positions, rows: Sequence[int], values: Sequence[tuple[Any, Any]] = ()) -> None:
        """Put records into cells.

        Args:
            table: Where the records are.
            rows: Their positions; records of one cell keep this order.
            values: The values across and upwards of each of the rows; what is not a whole number from 1 to 5 has no place.
        """
        self.table = table
        found = _in_cells(rows, values)
        self.rows: list[int] = []
        self.cells: dict[Cell, range] = {}
        """For each cell that holds records their places in `rows`."""
        for cell in sorted(found, key=lambda one: (one[0], -one[1])):
            self.cells[cell] = range(len(self.rows), len(self.rows) + len(found[cell]))
            self.rows += found[cell]
        self._places: dict[int, int] | None = None

    def __len__(self) -> int:
        """How many records there are."""
        return len(self.rows)

    def id(self, place: int) -> str | None:
        """The id at a place in the order, or None."""
        return self.table.id(self.rows[place]) if 0 <= place < len(self.rows) else None

    def find(self, id: str) -> int | None:
        """The place of a record in the order, or None."""
        if self._places is None:
            self._places = {position: place for place, position in enumerate(self.rows)}
        position = self.table.position(id)
        return None if position is None else self._places.get(position)

    def cell(self, place: int) -> Cell | None:
        """The cell in which a place is, or None outside."""
        return next((cell for cell, places in self.cells.items() if place in places), None)

    def across(self, cell: Cell, step: int) -> Cell | None:
        """The cell to go to from one: in the next column on that side that holds records, the nearest in height."""
        columns = sorted({one[0] for one in self.cells if (one[0] > cell[0] if step > 0 else one[0] < cell[0])}, reverse=step < 0)
        if not columns:
            return None
        return min((one for one in self.cells if one[0] == columns[0]), key=lambda one: (abs(one[1] - cell[1]), -one[1]))

    def quadrant_count(self, is_upper: bool, is_right: bool) -> int:
        """How many records a quadrant holds."""
        return sum(
            len(places) for (across, up), places in self.cells.items()
            if across != UNPLACED and (up >= MIDDLE) == is_upper and (across > MIDDLE) == is_right
        )

    def ids(self, first: int = 0, last: int | None = None) -> list[str]:
        """The ids from one place to another, both included, in either order; all where none is given."""
        low, high = sorted((first, len(self.rows) - 1 if last is None else last))
        return [self.table.id(position) for position in self.rows[max(0, low):high + 1]]

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that are shown, in the order of the map."""
        found = sorted((place, id) for id in ids if (place := self.find(id)) is not None)
        return [id for _, id in found]

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first of some records to the last in the order of the map, and one more at either end."""
        places = [place for id in ids if (place := self.find(id)) is not None]
        return self.ids(max(0, min(places) - 1), max(places) + 1) if places else []


def _in_cells(rows: Sequence[int], values: Sequence[tuple[Any, Any]]) -> dict[Cell, list[int]]:
    """The rows of each cell. Of many rows few have values of their own, so each pair of values is looked at once."""
    pairs: dict[tuple[Any, Any], list[int]] = {}
    odd: list[int] = []
    for position, pair in zip(rows, values, strict=True):
        try:
            pairs.setdefault(pair, []).append(position)
        except TypeError:  # a value that cannot be hashed is no step of a scale
            odd.append(position)
    found = {pair: some for pair, some in pairs.items() if pair[0] in STEPS and pair[1] in STEPS}
    places = {position: place for place, position in enumerate(rows)}
    outside = [*odd, *(position for pair, some in pairs.items() if pair not in found for position in some)]
    return {**found, OUTSIDE: sorted(outside, key=places.__getitem__)} if outside else found


class Band(NamedTuple):
    """A column or a row of the map on the screen.

    Attributes:
        value: The value across, or upwards.
        start: Its first cell or line.
        size: Cells or lines; 0 where there is no room.
    """

    value: int
    start: int
    size: int


class Grid(NamedTuple):
    """Where everything is on a screen of a certain size.

    Attributes:
        columns: By the value across, from left to right; that of records without a place last, where there are some.
        rows: By the value upwards, from the top down.
        upper: The line with the names of the upper quadrants.
        lower: The line with the names of the lower ones, between them.
        axis: The line with the values across.
        legend: The line that explains; -1 where there is no room.
    """

    columns: tuple[Band, ...]
    rows: tuple[Band, ...]
    upper: int
    lower: int
    axis: int
    legend: int

    def place(self, cell: Cell) -> tuple[Band, Band]:
        """Columns and lines of a cell; those of the records without a place take all lines but the headings."""
        column = next(one for one in self.columns if one.value == cell[0])
        if cell == OUTSIDE:
            return column, Band(0, self.upper + 1, max(0, self.axis - self.upper - 1))
        return column, next(one for one in self.rows if one.value == cell[1])


LEFT = 3
"""Cells at the left for the values upwards."""
_SLIM = 5
"""The fewest cells of a column in which nothing is."""
_SLIM_SHARE = 10
"""Such a column takes one part in so many of the map, so that an empty quadrant is still seen as one."""
_ASIDE = 14
"""The fewest cells of the column of records without a place."""
_TALL = 16
"""From so many lines on there is room for a legend."""
_LABEL_LINES = 3
"""The most lines that a label is worth."""


def grid(view: MapView, width: int, height: int) -> Grid:
    """Share a screen among the cells: columns and rows in which nothing is stay slim, the others share what is left.

    Args:
        view: What is to be shown.
        width: Cells of the screen.
        height: Lines of the screen.
    """
    legend = height - 1 if height >= _TALL else -1
    lines = height - 3 - (legend >= 0)
    sizes = row_sizes([max((len(places) for (_, one), places in view.cells.items() if one == value), default=0)
                       for value in reversed(STEPS)], lines)
    rows: list[Band] = []
    y, lower = 1, 0
    for value, size in zip(reversed(STEPS), sizes, strict=True):
        if value == MIDDLE - 1:
            lower, y = y, y + 1
        rows.append(Band(value, y, size))
        y += size
    return Grid(_columns(view, width), tuple(rows), 0, lower, y, legend)


def _columns(view: MapView, width: int) -> tuple[Band, ...]:
    """Columns with a gap of one cell behind each; a wall stands in the gap between left and right."""
    filled = {cell[0] for cell in view.cells}
    aside = max(_ASIDE, width // 6) if UNPLACED in filled else 0
    if filled == {UNPLACED}:  # nothing is placed yet: what is to be placed needs the room
        aside = max(aside, width // 2)
    room = width - LEFT - len(STEPS) - (aside + 1 if aside else 0)
    sharing = [value for value in STEPS if value in filled] or list(STEPS)
    slim = max(_SLIM, room // _SLIM_SHARE)
    room -= slim * (len(STEPS) - len(sharing))
    bands: list[Band] = []
    x = LEFT
    for value in STEPS:
        size = slim
        if value in sharing:
            size = max(1, room // len([one for one in sharing if one >= value]))
            room -= size
        bands.append(Band(value, min(x, width), max(0, min(size, width - x))))
        x += size + 1
    if aside:
        bands.append(Band(UNPLACED, min(x + 1, width), max(0, width - x - 1)))
    return tuple(bands)


def row_sizes(counts: Sequence[int], lines: int) -> list[int]:
    """How many lines each row gets: one at least, more where more records are, what nobody needs for all alike.

    Args:
        counts: The records in the fullest cell of each row.
        lines: Lines to share.
    """
    sizes = [1] * len(counts)
    for _ in range(lines - len(counts)):
        hungry = [at for at, count in enumerate(counts) if sizes[at] < count * _LABEL_LINES]
        fewest = min(hungry, key=lambda one: sizes[one] / counts[one]) if hungry else min(range(len(counts)), key=sizes.__getitem__)
        sizes[fewest] += 1
    left = max(0, lines)
    for at, size in enumerate(sizes):
        sizes[at] = min(size, left)
        left -= sizes[at]
    return sizes


def lines_of_label(count: int, size: int) -> int:
    """How many lines each label of a cell takes, so that as many records as possible show, and then as much of each."""
    return max(1, min(_LABEL_LINES, size // count)) if count else 1


def first_shown(count: int, size: int, at: int) -> int:
    """The first record that a cell shows, so that the one at the cursor is in sight.

    Args:
        count: Records in the cell.
        size: Lines of the cell.
        at: The record at the cursor, counted within the cell; negative where the cursor is elsewhere.
    """
    fitting = max(1, size // lines_of_label(count, size))
    return max(0, min(at - fitting + 1, count - fitting)) if at >= fitting else 0

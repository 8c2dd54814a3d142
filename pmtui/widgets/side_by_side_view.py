"""Records side by side: a column each, a row for each thing that is compared; which columns fit, and where each line stands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

LABEL = 13
"""Cells of what stands before the rows."""
GAP = 3
"""Cells before a column: a blank, and two for the cursor's mark."""
LEAST, MOST = 26, 60
"""The fewest and the most cells of a column."""


class SideRow(NamedTuple):
    """One thing that is compared.

    Attributes:
        name: Its stable name.
        label: What stands before it.
    """

    name: str
    label: str


class SideCell(NamedTuple):
    """What one record says of one thing.

    Attributes:
        paragraphs: Texts, each with its colour role; none where nothing is said.
        field: The field that is edited there.
    """

    paragraphs: Sequence[Span]
    field: str


CellOf = Callable[[str, str, str], SideCell]
"""From kind, id and the name of a row to a cell."""


class SideView:
    """The columns that there are.

    Attributes:
        columns: Kind and id of each record; those that are always in sight come first.
        rows: What is compared.
        fixed: How many columns stay in sight.
    """

    def __init__(self, columns: Sequence[tuple[str, str]] = (), rows: Sequence[SideRow] = (), fixed: int = 0) -> None:
        """Hold them."""
        self.columns, self.rows, self.fixed = columns, rows, fixed
        self._places = {id: at for at, (_, id) in enumerate(columns)}

    def find(self, id: str) -> int | None:
        """The column of a record, or None."""
        return self._places.get(id)

    def kind_of(self, id: str) -> str:
        """The kind of a record that is shown; empty for others."""
        at = self._places.get(id)
        return "" if at is None else self.columns[at][0]

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that are shown, in the order shown."""
        return [id for _, id in self.columns if id in ids]

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first of some records to the last, and one more at either end."""
        places = [at for id in ids if (at := self._places.get(id)) is not None]
        return [id for _, id in self.columns[max(0, min(places) - 1):max(places) + 2]] if places else []


class Sides(NamedTuple):
    """Which columns are in sight, and where their lines are.

    Attributes:
        columns: The indices of the columns in sight.
        size: Cells of a column.
        tops: The first line of each row, and behind them the number of all lines.
        cells: By row, for each column in sight the wrapped lines.
    """

    columns: Sequence[int]
    size: int
    tops: Sequence[int]
    cells: Sequence[Sequence[Sequence[Line]]]

    def row_at(self, line: int) -> int:
        """The row of a line; the rule below a row belongs to it."""
        return next((at for at in range(len(self.tops) - 1) if line < self.tops[at + 1]), max(0, len(self.tops) - 2))


def fitting(count: int, width: int) -> int:
    """How many of so many columns fit in a width."""
    return max(1, min(count, (width - LABEL + GAP) // (LEAST + GAP)))


def columns_in_sight(view: SideView, width: int, cursor: int, first: int) -> list[int]:
    """The columns to show: those that stay, and of the others as many as fit, with the cursor among them.

    Args:
        view: All columns.
        width: Cells of a line.
        cursor: The column that must be in sight.
        first: The first of the others that was in sight before.
    """
    room = fitting(len(view.columns), width)
    fixed = min(view.fixed, room - 1) if len(view.columns) > room else 0
    if not fixed and len(view.columns) <= room:
        return list(range(len(view.columns)))
    others = room - fixed
    first = max(fixed, min(first, len(view.columns) - others))
    if cursor >= fixed:
        first = min(max(first, cursor - others + 1), cursor)
    return [*range(fixed), *range(first, first + others)]


def laid_out_sides(view: SideView, columns: Sequence[int], width: int, cell_of: CellOf) -> Sides:
    """Wrap what the columns in sight say; each row is as high as its longest cell, with a rule below it."""
    count = max(1, len(columns))
    size = max(8, min(MOST, (width - LABEL - GAP * (count - 1)) // count))
    tops, cells = [0], []
    for row in view.rows:
        wrapped: list[list[Line]] = []
        for at in columns:
            kind, id = view.columns[at]
            lines: list[Line] = []
            for paragraph in cell_of(kind, id, row.name).paragraphs:
                lines += wrapped_spans([paragraph], size, (), "  " if paragraph.text[:2] in ("+ ", "− ", "• ") else "")
            wrapped.append(lines or [(Span("–", "faint"),)])
        cells.append(wrapped)
        tops.append(tops[-1] + max((len(one) for one in wrapped), default=1) + 1)
    return Sides(columns, size, tops, cells)

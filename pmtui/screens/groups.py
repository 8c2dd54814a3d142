"""The groups of a list or the swimlanes of a board: what their headers say, and which records they hold. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import floor, log10
from typing import Any, NamedTuple

from pmtui.domain.columns import Column
from pmtui.domain.query import Environment, grouped
from pmtui.domain.query_columns import filter_column
from pmtui.domain.query_fields import filter_field
from pmtui.domain.schema import INTEGER, LINK, LINKS, NUMBER, Field
from pmtui.domain.table import Table
from pmtui.domain.text import spoken

MANY = 20
"""Numbers of which more than so many differ are grouped in bands: 100 to 200, 200 to 500."""
_STEPS = (1, 2, 5)
"""Where the bands of each power of ten begin."""


class ShownGroup(NamedTuple):
    """One group.

    Attributes:
        key: What tells it from all others: the field and the value.
        title: What its records have in common.
        size: How many records it holds.
        points: The sum of their estimates; None where none has one.
        is_folded: Whether its records are left out of the rows.
    """

    key: str
    title: str
    size: int
    points: float | None = None
    is_folded: bool = False

    @property
    def detail(self) -> str:
        """The count and the sum, as a header says them."""
        return f"{self.size:,}" if self.points is None else f"{self.size:,} · {points_text(self.points)}"


def in_groups(
    rows: Sequence[int], table: Table, name: str, environment: Environment, folded: Collection[str] = (),
) -> list[tuple[ShownGroup, list[int]]]:
    """Records by the value of a field, with what the header of each group says.

    Args:
        rows: Their positions; each group keeps this order.
        table: Where they are.
        name: The field, stored or computed.
        environment: The day, and where linked records are found.
        folded: The keys of the groups that are folded.
    """
    field = filter_field(table.kind, name)
    points = points_of(table)
    column = filter_column(table, field.name, environment) if field is not None and field.type in (NUMBER, INTEGER) else None
    is_banded = column is not None and _is_many(column)
    parts: list[tuple[Any, list[int]]] = _in_bands(rows, column) if column and is_banded else grouped(rows, table, name, environment)
    found = []
    for value, positions in parts:
        key = f"{name}:{'' if value is None else value}"
        words = f"no {spoken(name)}" if value is None else _band_title(value) if is_banded else _title(value, field, environment)
        found.append((ShownGroup(key, words, len(positions), points(positions), key in folded), positions))
    return found


def points_of(table: Table) -> Callable[[Sequence[int]], float | None]:
    """What sums up the estimates of some records; each distinct estimate is looked at once."""
    if "estimate" not in table.kind.fields:
        return lambda positions: None
    column = table.column("estimate")
    amounts = [value if _is_number(value) else 0 for value in column.values]
    codes = column.codes

    def points(positions: Sequence[int]) -> float | None:
        places = positions if codes is None else map(codes.__getitem__, positions)
        return sum(map(amounts.__getitem__, places)) or None

    return points


def points_text(points: float) -> str:
    """A sum of estimates, as people read it."""
    return f"{points:,.0f} pts" if points == int(points) else f"{points:,.1f} pts"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e60


def _is_many(column: Column) -> bool:
    """Whether more numbers differ than make sensible groups."""
    seen: set[Any] = set()
    for value in column.values:
        if _is_number(value):
            seen.add(value)
            if len(seen) > MANY:
                return True
    return False


def _in_bands(rows: Sequence[int], column: Column) -> list[tuple[Any, list[int]]]:
    """Positions by the band of their number, the least first; what is no number comes last."""
    lows: dict[Any, float | None] = {}
    groups: dict[float | None, list[int]] = {}
    for position in rows:
        value = column[position]
        if value not in lows:
            lows[value] = _low(value) if _is_number(value) else None
        groups.setdefault(lows[value], []).append(position)
    found: list[tuple[Any, list[int]]] = [(low, groups[low]) for low in sorted(one for one in groups if one is not None)]
    return [*found, (None, groups[None])] if None in groups else found


def _low(value: float) -> float:
    """Where the band of a number begins: 1, 2 or 5 times a power of ten; below 1 there is one band, and one below 0."""
    if value < 1:
        return 0.0 if value >= 0 else -1.0
    power = 10.0 ** floor(log10(value))
    return max(step * power for step in _STEPS if step * power <= value * (1 + 1e-12))


def _band_title(low: float) -> str:
    if low < 0:
        return "below 0"
    if low == 0:
        return "below 1"
    lead = round(low / 10.0 ** floor(log10(low) + 1e-9))
    high = low * (2.5 if lead == 2 else 2)
    return f"{low:,.0f} to {high:,.0f}"


def _title(value: object, field: Field | None, environment: Environment) -> str:
    """The name of a group; a record's title where the group is one."""
    if field is not None and field.type in (LINK, LINKS) and environment.snapshot is not None:
        record = environment.snapshot.linked(field, str(value))
        if record is not None:
            return record.title
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)

"""What filters and sorting look at besides stored fields: columns that need the day, other records or the whole table."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.columns import Column, Mask, both, neither
from pmtui.domain.query_fields import AGE_DAYS, BLOCKED_BY, RANK_POSITION

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.table import Table

_NOTHING_CLOSED: Mapping[str, frozenset[str]] = {}


class Environment(NamedTuple):
    """What a filter depends on besides the records it looks at.

    Attributes:
        today: The calendar date where the person is.
        now: The instant, in UTC.
        me: The person who asks: a handle, a mail address, a name or an id.
        snapshot: Where the titles of linked records are found; None finds links by id only.
        with_deleted: Whether deleted records are listed too.
        closed: By kind, the statuses that count as closed where the team has its own; others are as declared.
    """

    today: str
    now: str
    me: str = ""
    snapshot: Snapshot | None = None
    with_deleted: bool = False
    closed: Mapping[str, frozenset[str]] = _NOTHING_CLOSED


def filter_column(table: Table, name: str, environment: Environment) -> Column:
    """A scalar or set field, a score or a computed column, by the name that the filter language knows."""
    return computed_column(table, name, environment) if name in _COMPUTED else table.column(name)


def computed_column(table: Table, name: str, environment: Environment) -> Column:
    """A computed column by name: `rank_position`, `age_days`, `blocked_by`; else the table's own, as for pure scores.

    Args:
        table: The records; kinds without a rank or dependencies get blanks.
        name: The name in `query_fields.computed_fields`.
        environment: The day, and where records of other kinds are found.
    """
    make = _COMPUTED.get(name)
    return table.column(name) if make is None else make(table, environment)


def open_mask(table: Table, environment: Environment) -> Mask:
    """Which records are in a status that asks for more work, deleted ones included; all, for kinds without statuses."""
    closed = environment.closed.get(table.kind.name, table.kind.closed)
    if not table.kind.statuses:
        return b"\1" * len(table)
    return table.column("status").where(lambda status: status not in closed)


def deleted_mask(table: Table) -> Mask:
    """Which records are deleted."""
    return neither(table.living())


def _rank_positions(table: Table, environment: Environment) -> Column:
    places: list[int | None] = [None] * len(table)
    if table.kind.ranked:
        open_living = both(open_mask(table, environment), table.living())
        order = table.in_order()
        chosen = open_living if isinstance(order, range) else map(open_living.__getitem__, order)
        for place, position in enumerate(compress(order, chosen), 1):
            places[position] = place
    return Column(places)


def _ages(table: Table, environment: Environment) -> Column:
    from pmtui.domain.dates import days_between

    ages: dict[str, int | None] = {}

    def age(created: Any) -> int | None:
        if not isinstance(created, str):
            return None
        day = created[:10]
        if day not in ages:
            ages[day] = days_between(day, environment.today)
        return ages[day]

    created = table.column("created_at")
    return Column([age(one) for one in created.values], created.codes)


def _blockers(table: Table, environment: Environment) -> Column:
    field = table.kind.fields.get("depends_on")
    if field is None:
        return Column([()], bytes(len(table)))
    tables = [_other(table, kind, environment) for kind in field.links]
    open_ones = [(one, both(open_mask(one, environment), one.living())) for one in tables if one is not None]

    def is_open(id: str) -> bool:
        return any((at := one.position(id)) is not None and mask[at] for one, mask in open_ones)

    needed = table.column("depends_on")
    return Column([tuple(id for id in ids or () if is_open(id)) for ids in needed.values], needed.codes)


def _other(table: Table, kind: str, environment: Environment) -> Table | None:
    if kind == table.kind.name:
        return table
    return None if environment.snapshot is None else environment.snapshot.table(kind)


_COMPUTED = {RANK_POSITION.name: _rank_positions, AGE_DAYS.name: _ages, BLOCKED_BY.name: _blockers}

"""What filters and sorting look at besides stored fields: columns that need the day, other records or the whole table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.columns import Column, Mask, both, neither
from pmtui.domain.query_fields import AGE_DAYS, BLOCKED_BY, PROGRESS, RANK_POSITION
from pmtui.domain.score_fields import SCORES

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.stale import LastChanges
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
        last_changes: When each record was last committed; None while that is not known.
    """

    today: str
    now: str
    me: str = ""
    snapshot: Snapshot | None = None
    with_deleted: bool = False
    closed: Mapping[str, frozenset[str]] = _NOTHING_CLOSED
    last_changes: LastChanges | None = None

    @property
    def settings(self) -> Mapping[str, Any]:
        """The team's settings; none where there is no snapshot."""
        return self.snapshot.settings if self.snapshot is not None else {}


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


def _progress(table: Table, environment: Environment) -> Column:
    if table.kind.name == "goal":
        from pmtui.domain.goal_figures import progress_column as of_goals

        return of_goals(table, environment)
    from pmtui.domain.rollups import progress_column

    return progress_column(table, environment)


def _of(path: str) -> Callable[[Table, Environment], Any]:
    """What `module:function` of this package makes of a table; imported when it is first asked for."""

    def made(table: Table, environment: Environment) -> Any:
        module, _, name = path.partition(":")
        return getattr(import_module(f"pmtui.domain.{module}"), name)(table, environment)

    return made


def _score(name: str) -> Callable[[Table, Environment], Column]:
    def made(table: Table, environment: Environment) -> Column:
        from pmtui.domain.score_columns import score_column

        return score_column(table, name, environment)

    return made


def _experiment(name: str) -> Callable[[Table, Environment], Column]:
    def made(table: Table, environment: Environment) -> Column:
        from pmtui.domain.experiment_computed import column

        return column(table, name, environment)

    return made


_COMPUTED = {RANK_POSITION.name: _rank_positions, AGE_DAYS.name: _ages, BLOCKED_BY.name: _blockers, PROGRESS.name: _progress,
             "stale": _of("stale:stale_column"), "ready": _of("ready:ready_column"), "missing": _of("ready:missing_column"),
             "evidence_confidence": _of("evidence_columns:confidence_column"), "must_share": _of("moscow:must_share_column"),
             "grade": _of("goal_figures:grade_column"), "expected": _of("goal_figures:expected_column"),
             "pace": _of("goal_figures:pace_column"), "kpi_progress": _of("goal_figures:kpi_column"),
             "bet": _of("shipped_bets:outcome_column"),
             **{name: _experiment(name) for name in SCORES["experiment"]},
             "evidence_weight": _of("evidence_age:weight_column"), "evidence_age_days": _of("evidence_age:age_column"),
             "asked_by": _of("demand:asked_column"), "slip_days": _of("slip:slip_column"),
             "stage_suggestion": _of("lifecycle:suggestion_column"), "days_in_stage": _of("lifecycle:days_column"),
             "review_due": _of("lifecycle:review_due_column"),
             **{name: _of(f"stakeholders:{name}_column") for name in SCORES["person"]},
             **{name: _score(name) for name in ("ice", "wsjf", "score", "kano", "value_effort", "balance", "weak")}}
MASKS: Mapping[str, Callable[[Table, Environment], Mask]] = {
    "ready": _of("ready:ready_mask"), "stale": _of("stale:stale_mask"), "orphaned": _of("orphans:orphan_mask"),
    "over_limit": _of("wip:over_limit_mask"), "snoozed": _of("triage:snoozed_mask"),
    "review_due": _of("lifecycle:review_due_mask"), "unheard": _of("stakeholders:unheard_mask"),
    "stale_evidence": _of("evidence_age:stale_evidence_mask"),
}
"""Words after `is:` that a module of their own answers."""

"""The computed figures of a record: those that `--json` shows under `computed` and that lists may show as columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pmtui.domain.query_fields import STALE_KINDS
from pmtui.domain.score_fields import RANK_RANGE, SCORES
from pmtui.domain.scoring import PURE_SCORES, scores_of

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.columns import Column
    from pmtui.domain.query import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

_OF_MILESTONE = ("slips", "slip_since_review", "scope", "load")
_DERIVED = {
    "item": ("rank_position", "age_days", "blocked_by", "progress"), "milestone": ("rank_position", "age_days", "progress", *_OF_MILESTONE),
}
"""Figures that need the clock or other records, by kind; every kind has its age."""


def _progress(record: Record, snapshot: Snapshot) -> dict[str, Any] | None:
    from pmtui.domain.rollups import progress_figure, progress_of

    return progress_figure(progress_of(snapshot.table(record.kind), record.id, snapshot.table("item")))


def _balance(record: Record, snapshot: Snapshot) -> dict[str, Any]:
    from pmtui.domain.balance import balance_figure

    return balance_figure(record.data)


def _confidence(record: Record, snapshot: Snapshot) -> float:
    from pmtui.domain.evidence_columns import confidence_of

    return confidence_of(record, snapshot).value


def _score(name: str) -> Callable[[Record, Snapshot], Any]:
    def made(record: Record, snapshot: Snapshot) -> Any:
        from pmtui.domain.item_scores import score_of

        return score_of(name, record.data, snapshot.settings)

    return made


_OF_SEVERAL: dict[str, Callable[[Record, Snapshot], Any]] = {"progress": _progress, "balance": _balance}
"""Figures of several numbers, of which lists and filters know one that tells most."""
_OF_RECORD: dict[str, Callable[[Record, Snapshot], Any]] = {
    **_OF_SEVERAL, "evidence_confidence": _confidence,
    **{name: _score(name) for name in ("ice", "wsjf", "kano", "value_effort", "score")},
}
"""Figures that one record has without a look at all others, though they have a column too."""
_ASKED_FOR = {"item": (RANK_RANGE.name, "weak", "missing", "bet"), "milestone": ("bet",), "hypothesis": ("bet",)}
"""Further columns, by kind, that `computed` does not hold by itself."""


def column_names(kind: str) -> tuple[str, ...]:
    """The names of all computed columns of a kind, also those that only show where they are asked for."""
    return (*computed_names(kind), *_ASKED_FOR.get(kind, ()))


def computed_names(kind: str) -> tuple[str, ...]:
    """The names of a kind's computed figures, in the order of the output."""
    own = ("stale", "ready") if kind == "item" else ("stale",) if kind in STALE_KINDS else ()
    return (*scores_of(kind), *SCORES.get(kind, ()), *_DERIVED.get(kind, ("age_days",)), *own)


def column_of(table: Table, name: str, environment: Environment, by: str = "rice") -> Column:
    """A computed figure of all records of a table.

    Args:
        table: The records.
        name: One of `column_names`.
        environment: The day, the settings, and where records of other kinds are found.
        by: The score whose ranks `rank_range` tells.
    """
    if name in PURE_SCORES:
        return table.column(name)
    if name == "outcome":  # what tells most of it; as a filter it has a name that no kind has for a field
        name = "bet"
    if name == RANK_RANGE.name:
        from pmtui.domain.sensitivity import rank_ranges

        return rank_ranges(table, by, environment)
    from pmtui.domain.query import computed_column

    return computed_column(table, name, environment)


def computed_of(
    record: Record, snapshot: Snapshot, environment: Environment, also: tuple[str, ...] = (), by: str = "rice"
) -> dict[str, Any]:
    """The computed figures of one record; None where an input is blank.

    Args:
        record: The record.
        snapshot: Where it is, with all others.
        environment: The day.
        also: Further names of `column_names`.
        by: The score whose ranks `rank_range` tells.
    """
    table = snapshot.table(record.kind)
    position = table.position(record.id)
    names = (*computed_names(record.kind), *also)
    if position is None:
        return dict.fromkeys(names)
    found: dict[str, Any] = {}
    whole = _of_kind(record, environment)
    for name in names:
        if name in whole:
            found[name] = whole[name]
        elif name == "outcome":
            from pmtui.domain.shipped_bets import computed_outcome

            found[name] = computed_outcome(record, snapshot, environment.today)
        elif name in _OF_RECORD:
            found[name] = _OF_RECORD[name](record, snapshot)
        elif name == "ready":
            missing = environment_column(table, "missing", environment)[position]
            found[name] = {"is": not missing, "missing": list(missing)}
        else:
            column = column_of(table, name, environment, by) if name == RANK_RANGE.name else environment_column(table, name, environment)
            value = column[position]
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _of_kind(record: Record, environment: Environment) -> dict[str, Any]:
    """The figures that a kind has all at once."""
    if record.kind == "experiment":
        from pmtui.domain.experiment_computed import computed_figures as of_experiment

        return of_experiment(record, environment.today)
    if record.kind == "product" and environment.snapshot is not None:
        from pmtui.domain.lifecycle import computed_figures as of_product
        from pmtui.domain.sentences import positioning_figure

        return {**of_product(record, environment.snapshot, environment.today), "positioning": positioning_figure(record.data)}
    if record.kind == "person":
        from pmtui.domain.stakeholders import computed_figures as of_person

        return of_person(record, environment.today)
    if record.kind == "milestone" and environment.snapshot is not None:
        from pmtui.domain.milestone_figures import computed_figures as of_milestone

        return of_milestone(record, environment.snapshot, environment.today)
    if record.kind != "goal":
        return {}
    from pmtui.domain.goal_figures import computed_figures

    return computed_figures(record, environment.today)


def environment_column(table: Table, name: str, environment: Environment) -> Column:
    """A computed column, kept on the table for the day and the data of the environment: records of one list share it."""
    cache: dict[tuple[object, ...], Column] = table.kept.setdefault("computed", {})
    key = (name, environment.today, environment.last_changes, environment.snapshot.version if environment.snapshot is not None else 0)
    if key not in cache:
        cache[key] = column_of(table, name, environment)
    return cache[key]

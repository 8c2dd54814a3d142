"""The computed figures of a record: those that `--json` shows under `computed` and that lists may show as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmtui.domain.scoring import PURE_SCORES, scores_of

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.columns import Column
    from pmtui.domain.query import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

_DERIVED = {"item": ("rank_position", "age_days", "blocked_by"), "milestone": ("rank_position", "age_days")}
"""Figures that need the clock or other records, by kind; every kind has its age."""


def computed_names(kind: str) -> tuple[str, ...]:
    """The names of a kind's computed figures, in the order of the output."""
    return (*scores_of(kind), *_DERIVED.get(kind, ("age_days",)))


def column_of(table: Table, name: str, environment: Environment) -> Column:
    """A computed figure of all records of a table."""
    if name in PURE_SCORES:
        return table.column(name)
    from pmtui.domain.query import computed_column

    return computed_column(table, name, environment)


def computed_of(record: Record, snapshot: Snapshot, environment: Environment) -> dict[str, Any]:
    """The computed figures of one record; None where an input is blank."""
    table = snapshot.table(record.kind)
    position = table.position(record.id)
    if position is None:
        return dict.fromkeys(computed_names(record.kind))
    found = {}
    for name in computed_names(record.kind):
        value = environment_column(table, name, environment)[position]
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def environment_column(table: Table, name: str, environment: Environment) -> Column:
    """A computed column, kept on the table for the environment's day: records of one list share it."""
    cache: dict[tuple[str, str], Column] = table.__dict__.setdefault("_computed", {})
    key = (name, environment.today)
    if key not in cache:
        cache[key] = column_of(table, name, environment)
    return cache[key]

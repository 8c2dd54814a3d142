"""Columns for which many records must be read and decoded, and whether that has been done: else a thread does it first. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from pmtui.domain.query_columns import computed_column

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

_READ: Final = {
    "evidence_confidence": ("item", "problem", "hypothesis", "experiment", "feedback", "milestone"),
    "evidence_weight": ("problem",), "evidence_age_days": ("problem",), "bet": ("goal", "problem", "hypothesis", "milestone", "item"),
}
"""The columns, with the kinds that are gone through for them."""
_AT_ONCE = 500
"""So many records are gone through in some milliseconds."""
_MARK = "gathered"


def not_gathered(names: Collection[str], table: Table, environment: Environment) -> list[str]:
    """Those of the columns of a table that would take long, for this snapshot; none where there is little to read."""
    snapshot = environment.snapshot
    if snapshot is None:
        return []
    slow = [name for name in _READ if name in names and sum(len(snapshot.table(kind)) for kind in _READ[name]) > _AT_ONCE]
    known = table.kept.get(_MARK, ())
    return [name for name in slow if (name, snapshot.version) not in known]


def not_mended(names: Collection[str], table: Table, environment: Environment) -> list[str]:
    """Those of the columns that are shown of which, after what has changed, so much must be made anew that it would take long."""
    return [name for name in not_gathered(names, table, environment) if not _is_mended(name, table, environment)]


def _is_mended(name: str, table: Table, environment: Environment) -> bool:
    from pmtui.domain import evidence_age, evidence_columns, shipped_bets

    snapshot = environment.snapshot
    if snapshot is None or name in ("evidence_weight", "evidence_age_days"):
        return evidence_age.is_mended(name, table, environment)
    return shipped_bets.is_mended(snapshot, environment.today) if name == "bet" else evidence_columns.is_mended(table, snapshot)


def kinds_read(names: Collection[str]) -> frozenset[str]:
    """The kinds that are gone through for those of the columns that may take long."""
    return frozenset(kind for name in names for kind in _READ.get(name, ()))


def note_made(names: Collection[str], table: Table, environment: Environment) -> None:
    """These columns of a table have been made."""
    version = environment.snapshot.version if environment.snapshot is not None else 0
    table.kept.setdefault(_MARK, set()).update((name, version) for name in _READ if name in names)


def gather(names: Collection[str], table: Table, environment: Environment) -> None:
    """Make columns, for a thread: what they take long for is kept with the tables."""
    for name in names:
        computed_column(table, name, environment)
    note_made(names, table, environment)

"""Open conflicts as a column: which records people disagree on, told without decoding the others.

The column `conflicts` of a table holds by record the contested fields as a sorted tuple; nearly all of them are empty, so
it is coded, and counting over 100,000 records is one pass at the speed of C.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pmtui.domain.columns import Column
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot

CONFLICTS: Final = "conflicts"
"""The field in which the merge keeps what it could not decide, and the column of the contested fields."""


def contested_fields(kind: Kind, data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a record with open conflicts, sorted; one inside an entry as a path such as `criteria.7k2m9q4x1c.text`.

    Conflicts that somebody ended by editing the field by hand are left out.
    """
    if not _mentions_conflicts(data):
        return ()
    from pmtui.domain.merge_conflicts import open_conflicts  # seldom needed, and quick commands load this module

    return tuple(sorted(open_conflicts(data, kind)))


def _mentions_conflicts(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(one, dict) and _mentions_conflicts(one) for one in value)
    return CONFLICTS in value or any(isinstance(one, list) and _mentions_conflicts(one) for one in value.values())


def open_conflict_count(snapshot: Snapshot) -> int:
    """How many open conflicts a workspace holds: contested fields, of living and deleted records of every kind.

    Reads one column a kind and decodes no record: far under a millisecond once tables are loaded, and none is loaded twice.
    Kinds that nobody has asked for yet are loaded, so call it behind the first paint.
    """
    return sum(_count(snapshot.table(kind).column(CONFLICTS)) for kind in SCHEMA.kinds)


def _count(column: Column) -> int:
    if column.codes is None:
        return sum(map(len, column.values))
    return sum(column.codes.count(code) * len(paths) for code, paths in enumerate(column.values) if paths)

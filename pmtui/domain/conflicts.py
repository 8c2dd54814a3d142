"""Open conflicts of a workspace: which records people disagree on, told without decoding the others, and about what.

The column `conflicts` of a table holds by record the contested fields as a sorted tuple; nearly all of them are empty, so
it is coded, and counting over 100,000 records is one pass at the speed of C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.columns import Column
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Field, Kind

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record

CONFLICTS: Final = "conflicts"
"""The field in which the merge keeps what it could not decide, and the column of the contested fields."""


class Conflict(NamedTuple):
    """One field of one record on which people disagree.

    Attributes:
        kind: The name of the record's kind.
        id: The record's id.
        title: The record's title as it is shown.
        path: The field; inside an entry of a keyed list a path such as `criteria.7k2m9q4x1c.text`.
        base: The value before people disagreed, in canonical form; `merge.ABSENT` where there was none.
        values: The values to choose from, the one shown first; `merge.ABSENT` is a value, too.
        is_deleted: Whether the record is deleted.
    """

    kind: str
    id: str
    title: str
    path: str
    base: Any
    values: tuple[Any, ...]
    is_deleted: bool = False

    @property
    def key(self) -> str:
        """What tells the conflict from all others of the workspace: `4k3fq9x2ma/title`."""
        return f"{self.id}/{self.path}"

    @property
    def field(self) -> Field | None:
        """The declaration of the contested field, within an entry that of its key; None for one that the schema does not know."""
        first, *rest = self.path.split(".")
        field = SCHEMA[self.kind].fields.get(first)
        for name in rest[1::2]:
            field = next((one for one in field.entry if one.name == name), None) if field is not None else None
        return field


class Origin(NamedTuple):
    """Where a value comes from.

    Attributes:
        at: When its commit was made, an instant in UTC.
        by: The name of its author.
        email: Their e-mail address.
        commit: The commit's full hash.
    """

    at: str
    by: str
    email: str
    commit: str


class Origins(NamedTuple):
    """Where the values of a conflict come from; None where git does not know.

    Attributes:
        base: That of the value before people disagreed.
        values: Those of the values to choose from, in their order.
    """

    base: Origin | None
    values: tuple[Origin | None, ...]


def conflicts_of(record: Record) -> tuple[Conflict, ...]:
    """The open conflicts of a record, by path."""
    if not _mentions_conflicts(record.data):
        return ()
    from pmtui.domain.merge_conflicts import disagreements

    found = sorted(disagreements(record.data, record.schema).items())
    about = record.kind, record.id, record.title
    return tuple(Conflict(*about, path, one.base, tuple(one.values), record.is_deleted) for path, one in found)


Known = dict[tuple[str, str], tuple[object, tuple[Conflict, ...]]]
"""Conflicts of records by kind and id, with what they were read from: as long as that is the same, so are they."""


def conflicts_in(snapshot: Snapshot, known: Known | None = None) -> Sequence[Conflict]:
    """Every open conflict of a workspace: kind by kind, records in their kind's own order, then by path.

    Decodes the contested records alone.

    Args:
        snapshot: The records.
        known: What was found the last time; filled, so that the next time only what changed since is looked at.
    """
    found: list[Conflict] = []
    known = {} if known is None else known
    for kind in SCHEMA.kinds:
        table = snapshot.table(kind)
        flags = table.column(CONFLICTS).where(bool)
        if 1 in flags:
            order = table.in_order()
            for position in compress(order, map(flags.__getitem__, order)):
                key, source = (kind, table.id(position)), table.source(position)
                before = known.get(key)
                if before is None or before[0] is not source:
                    before = known[key] = source, conflicts_of(table.record(position))
                found += before[1]
    return found


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

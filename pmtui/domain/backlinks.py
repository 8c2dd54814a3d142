"""Which records point to a record: an index of every link, made once for the records as they were read.

A pass over 100,000 links costs some 10 ms, and sixteen kinds have two dozen link fields, so nobody asks the columns
anew for each record. The rows of a table never change: their index is made once, in a thread where there are many,
and what has changed since they were read is asked one by one.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import Column
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK, LINKS
from pmtui.domain.table import Rows, Table

Index: TypeAlias = "Mapping[str, array[int]]"
"""The positions of the records that point to an id, by that id."""

AT_ONCE = 3_000
"""Up to so many records, the index of a kind is made when it is asked for: a few milliseconds."""

_indexes: WeakKeyDictionary[Rows, dict[str, Index]] = WeakKeyDictionary()


class Backlinks(NamedTuple):
    """The living records of one kind that point to a record by one field.

    Attributes:
        kind: Their kind.
        field: The field that holds the link.
        table: Their table.
        positions: Where they stand in it, in its order.
    """

    kind: str
    field: str
    table: Table
    positions: tuple[int, ...]

    def records(self, most: int) -> list[Record]:
        """The first of them, decoded."""
        return [self.table.record(at) for at in self.positions[:most]]


@lru_cache(64)
def link_fields(target: str) -> tuple[tuple[str, str], ...]:
    """The fields that may point to a kind, as (kind, field)."""
    return tuple(
        (kind.name, field.name) for kind in SCHEMA.kinds.values() for field in kind.fields.values()
        if field.type in (LINK, LINKS) and (target in field.links or not field.links)
    )


SCHEMA.forgetting(link_fields.cache_clear)


def backlinks(kind: str, id: str, snapshot: Snapshot) -> Iterator[Backlinks]:
    """The living records that point to a record, field by field; fields by which nothing does are left out."""
    for other, field in link_fields(kind):
        found = pointing(snapshot, other, field, id)
        if found:
            yield Backlinks(other, field, snapshot.table(other), found)


def pointing(snapshot: Snapshot, kind: str, field: str, id: str) -> tuple[int, ...]:
    """The positions of the living records of a kind whose field points to an id."""
    table = snapshot.table(kind)
    found: list[int] = list(_index(table.rows, field).get(id, ()))
    changed = table.overlay
    if changed or table.added:
        found = [at for at in found if at not in changed]
        column, base = table.column(field), len(table.rows)
        found += [at for at in (*changed, *range(base, len(table))) if _holds(column[at], id)]
        found.sort()
    if not found:
        return ()
    deleted = table.column("deleted_at")
    return tuple(at for at in found if deleted[at] is None)


def is_indexed(snapshot: Snapshot, only: Collection[tuple[str, str]] = ()) -> bool:
    """Whether `backlinks` answers at once: each kind is indexed, or small enough to be indexed when it is asked for.

    Args:
        snapshot: The records.
        only: Links as (kind, field), where not all of them matter.
    """
    return all(
        len(rows) <= AT_ONCE or all(field in _indexes.get(rows, {}) for field in fields) for rows, fields in _rows_to_index(snapshot, only)
    )


def index_all(snapshot: Snapshot, only: Collection[tuple[str, str]] = ()) -> None:
    """Make every index of a snapshot, or those of some links; for a thread where there are many records."""
    for rows, fields in _rows_to_index(snapshot, only):
        for field in fields:
            _index(rows, field)
        rows.column("deleted_at")


def _rows_to_index(snapshot: Snapshot, only: Collection[tuple[str, str]]) -> Iterator[tuple[Rows, list[str]]]:
    for kind in SCHEMA.kinds.values():
        links = [field.name for field in kind.fields.values() if field.type in (LINK, LINKS)]
        fields = [name for name in links if not only or (kind.name, name) in only]
        if fields:
            yield snapshot.table(kind.name).rows, fields


def _index(rows: Rows, field: str) -> Index:
    known = _indexes.setdefault(rows, {})
    found = known.get(field)
    if found is None:
        found = known[field] = _made(rows.column(field))
    return found


def _made(column: Column) -> Index:
    if column.codes is None:
        return _inverted(enumerate(column.values))
    by_code: dict[int, array[int]] = {code: array("I") for code, value in enumerate(column.values) if value}
    for at, code in enumerate(column.codes if by_code else ()):
        if code in by_code:
            by_code[code].append(at)
    index: dict[str, array[int]] = {}
    for code, positions in by_code.items():
        value = column.values[code]
        for id in dict.fromkeys((value,) if isinstance(value, str) else value):
            index[id] = array("I", sorted((*index[id], *positions))) if id in index else positions
    return index


def _inverted(pairs: Iterator[tuple[int, object]]) -> Index:
    index: dict[str, array[int]] = {}
    for at, value in pairs:
        if value:
            for id in dict.fromkeys(value if isinstance(value, tuple) else (str(value),)):
                index.setdefault(id, array("I")).append(at)
    return index


def _holds(value: object, id: str) -> bool:
    return value == id or (isinstance(value, tuple) and id in value)

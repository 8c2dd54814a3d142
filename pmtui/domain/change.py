"""Snapshot, Edit and Change: the data at one moment, and the steps between two moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from pmtui.domain.canonical import compact
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import ID_LENGTH, Field
from pmtui.domain.table import MemoryRows, Rows, Table
from pmtui.domain.team_settings import NAME, SETTINGS_ID, WORKSPACE, as_fields, settings_in

MINIMUM_PREFIX = 3
"""The fewest characters of an id that people see and type."""


def same_value(a: Mapping[str, Any], b: Mapping[str, Any], name: str) -> bool:
    """Whether a field is the same in both, absent included; compared as JSON, for Python holds 1, 1.0 and true equal."""
    if name in a and name in b:
        return a[name] is b[name] or compact(a[name]) == compact(b[name])
    return name not in a and name not in b


class Edit(NamedTuple):
    """What happens to one record: the values of the touched fields before and after.

    A field that is missing from `before` or `after` is absent there. `before` is None for a new record. Where a
    record is deleted, both sides name its `deleted_at`, so that a writer can tell an edit of a tombstone from an
    edit of a record that somebody deleted meanwhile.
    """

    kind: str
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that differ."""
        before = self.before or {}
        return frozenset(name for name in {*before, *self.after} if not same_value(before, self.after, name))


class Change(NamedTuple):
    """Edits that happen together and are undone together.

    Attributes:
        title: What happened, in the past tense and in words: `Set status of 3 items to ready`.
        edits: At most one edit a record.
        command: The id of the command that planned it.
        at: When it was planned, an instant in UTC.
        by: Who asked for it.
    """

    title: str
    edits: tuple[Edit, ...]
    command: str = ""
    at: str = ""
    by: str = ""


class Source(Protocol):
    """Where a snapshot gets what nobody has asked for yet."""

    def rows(self, kind: str) -> Rows:
        """All records of a kind."""

    def record(self, kind: str, id: str) -> Record | None:
        """One record, without loading the others."""


class Snapshot:
    """All records at one moment. Immutable to its users; tables are loaded when first asked for."""

    def __init__(
        self, source: Source, tables: Mapping[str, Table] | None = None, settings: Mapping[str, Any] | None = None, name: str = "",
        version: int = 0,
    ) -> None:
        """A snapshot over a source; `settings` are the team's, from `pmtui.json`."""
        self._source = source
        self._tables: dict[str, Table] = dict(tables or {})
        self.settings: Mapping[str, Any] = {} if settings is None else settings
        self.name = name
        self.version = version
        self._lengths: dict[str, int] = {}  # of the beginnings that tell ids from all others, as far as they were asked for
        self.memory: dict[str, Any] = {}  # what was last made of a snapshot, for those that follow from it to mend

    def table(self, kind: str) -> Table:
        """All records of a kind."""
        found = self._tables.get(kind)
        if found is None:
            found = self._tables[kind] = Table(kind, self._source.rows(kind))
        return found

    def is_loaded(self, kind: str) -> bool:
        """Whether the records of a kind have been loaded."""
        return kind in self._tables

    def record(self, kind: str, id: str) -> Record | None:
        """One record, or None; does not load its kind's table."""
        if kind in self._tables:
            return self._tables[kind].get(id)
        if kind == WORKSPACE:
            return Record(kind, id, as_fields(self.settings, self.name)) if id == SETTINGS_ID else None
        return self._source.record(kind, id)

    def records(self, keys: Iterable[tuple[str, str]]) -> list[Record]:
        """Those that are here of some records, which are given by kind and id."""
        found = (self.record(kind, id) for kind, id in keys)
        return [record for record in found if record is not None]

    def find(self, id: str) -> Record | None:
        """The record with this whole id, of whatever kind."""
        for kind in SCHEMA.kinds:
            found = self.record(kind, id)
            if found is not None:
                return found
        return None

    def linked(self, field: Field, id: str) -> Record | None:
        """The record that a link points to, of the kinds to which it may point; None where it is not here."""
        for kind in field.links or SCHEMA.kinds:
            found = self.record(kind, id)
            if found is not None:
                return found
        return None

    def prefix_length(self, id: str) -> int:
        """How many characters of an id tell it from all others; at least 3. Looked up once as long as no id comes or goes."""
        found = self._lengths.get(id)
        if found is None:
            shared = max(self.table(kind).shared(id) for kind in SCHEMA.kinds)
            found = self._lengths[id] = min(ID_LENGTH, max(MINIMUM_PREFIX, shared + 1))
        return found

    def with_records(self, records: Iterable[Record]) -> Snapshot:
        """The snapshot in which these records are as given."""
        return self._with({(record.kind, record.id): record for record in records})

    def with_rows(self, kind: str, rows: Rows, kept: Iterable[Record] = ()) -> Snapshot:
        """The snapshot with newly read rows of a kind; `kept` are records whose saving is still under way."""
        table = Table(kind, rows).with_records({record.id: record for record in kept})
        found = Snapshot(self._source, {**self._tables, kind: table}, self.settings, self.name, self.version + 1)
        found.memory = self.memory
        before = self._tables.get(kind)
        if before is not None and before.rows.held == rows.held and {one.id for one in before.added} == {one.id for one in table.added}:
            found._lengths = self._lengths
        return found

    def with_settings(self, settings: Mapping[str, Any], name: str) -> Snapshot:
        """The snapshot with other settings of the team, and another name of the product."""
        found = Snapshot(self._source, self._tables, settings, name, self.version + 1)
        found._lengths, found.memory = self._lengths, self.memory
        return found

    def _with(self, records: Mapping[tuple[str, str], Record | None]) -> Snapshot:
        by_kind: dict[str, dict[str, Record | None]] = {}
        for (kind, id), record in records.items():
            by_kind.setdefault(kind, {})[id] = record
        settings, name, own = self.settings, self.name, by_kind.pop(WORKSPACE, {}).get(SETTINGS_ID)
        if own is not None:
            settings, name = settings_in(own.data), str(own.data.get(NAME) or name)
        tables = dict(self._tables)
        for kind, some in by_kind.items():
            tables[kind] = self.table(kind).with_records(some)
        found = Snapshot(self._source, tables, settings, name, self.version + 1)
        found.memory = self.memory
        if all(one is not None and self.table(kind).position(id) is not None for kind, some in by_kind.items() for id, one in some.items()):
            found._lengths = self._lengths
        return found


class MemorySource:
    """A source over decoded documents, by kind and id."""

    def __init__(self, documents: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        """Hold the documents."""
        self._documents = documents

    def rows(self, kind: str) -> Rows:
        """All records of a kind."""
        return MemoryRows(kind, self._documents.get(kind, {}))

    def record(self, kind: str, id: str) -> Record | None:
        """One record."""
        found = self._documents.get(kind, {}).get(id)
        return None if found is None else Record(kind, id, dict(found))


def edited_data(data: Mapping[str, Any], edit: Edit) -> dict[str, Any]:
    """A record's fields after an edit; fields that the edit does not name stay."""
    result = dict(data)
    for name in edit.before or {}:
        result.pop(name, None)
    result.update(edit.after)
    return result


def apply(change: Change, snapshot: Snapshot) -> Snapshot:
    """The snapshot after a change."""
    records: dict[tuple[str, str], Record | None] = {}
    for edit in change.edits:
        old = snapshot.record(edit.kind, edit.id)
        data = edited_data(old.data if old is not None else {"id": edit.id}, edit)
        records[edit.kind, edit.id] = Record(edit.kind, edit.id, data)
    return snapshot._with(records)


def inverse(change: Change, at: str = "") -> Change:
    """The change that undoes a change.

    A record that the change created cannot be un-created, for absence never means deletion: it gets a tombstone.

    Args:
        change: What to undo.
        at: The instant of the tombstones; the change's own instant where it is empty.
    """
    edits = []
    for edit in change.edits:
        if edit.before is None:
            if "deleted_at" in edit.after:  # it came as a tombstone, as imports bring them: it is one already
                continue
            edits.append(Edit(edit.kind, edit.id, {}, {"deleted_at": at or change.at}))
        else:
            edits.append(Edit(edit.kind, edit.id, edit.after, edit.before))
    return Change(change.title, tuple(edits), change.command, at or change.at, change.by)


def stale_fields(change: Change, snapshot: Snapshot) -> list[tuple[Record | None, str]]:
    """The fields in which the snapshot no longer is as a change expects it: those an undo must not overwrite."""
    found: list[tuple[Record | None, str]] = []
    for edit in change.edits:
        if edit.before is None:
            continue
        record = snapshot.record(edit.kind, edit.id)
        if record is None:
            found.append((None, edit.id))
            continue
        before = edit.before
        found.extend((record, name) for name in sorted(edit.fields) if not same_value(record.data, before, name))
    return found

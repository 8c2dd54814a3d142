"""Planning an import: what is new, what changed in the file since the last import, and how the records link.

A record is known by `source.system` and `source.key`. What the last import read is remembered under
`source.extra` as a hash a field (and the members of sets and lists), so that importing again changes only what
changed in the file: local edits stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of
from pmtui.domain.canonical import compact, normal
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.ranking import bottom_rank, milliseconds_of
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINKS, SET, Field, Kind
from pmtui.domain.validation import record_fault

SEEN = "pmtui:seen"
"""The key under `source.extra` that holds what the last import read."""
UNLINKED = "pmtui:unlinked"
"""The key under `source.extra` that holds references to records that have not arrived."""


class Foreign(Protocol):
    """A record as another tracker has it, translated; see `formats.imported.Imported`."""

    @property
    def kind(self) -> str:
        """Our kind."""

    @property
    def system(self) -> str:
        """The tracker."""

    @property
    def key(self) -> str:
        """The record's key there."""

    @property
    def data(self) -> dict[str, Any]:
        """Our fields."""

    @property
    def links(self) -> tuple[tuple[str, str, str], ...]:
        """Our field, the tracker and the key that it points to."""

    @property
    def order(self) -> float | None:
        """Its place among its kind there; None where the tracker has no order."""

    @property
    def place(self) -> str:
        """Where it stands in the file."""


class ImportPlan(NamedTuple):
    """What an import would do.

    Attributes:
        change: All of it as one change.
        added: How many records are new.
        updated: How many known records change.
        same: How many known records stay as they are.
        faults: What could not be taken in, as (place, message).
    """

    change: Change
    added: int
    updated: int
    same: int
    faults: tuple[tuple[str, str], ...]


Key = tuple[str, str]


def import_plan(context: Context, foreign: Sequence[Foreign], title: str) -> ImportPlan:
    """Plan the import of translated records as one change."""
    known = _known(context, {one.kind for one in foreign})
    ids = {key: record.id for key, record in known.items()}
    for one in foreign:
        ids.setdefault((one.system, one.key), context.new_id())
    edits: list[Edit] = []
    faults: list[tuple[str, str]] = []
    counts = [0, 0, 0]
    for serial, one in enumerate(sorted(foreign, key=lambda one: (one.order is None, one.order or 0))):
        record = known.get((one.system, one.key))
        try:
            edit = _created(context, one, ids, serial) if record is None else _updated(record, one, ids)
        except Refused as error:
            faults.append((one.place, str(error)))
            continue
        counts[2 if edit is None else 0 if record is None else 1] += 1
        if edit is not None:
            edits.append(edit)
    touched = {edit.id for edit in edits}
    arrived = [_linked_later(record, ids) for record in known.values() if record.id not in touched]
    edits.extend(edit for edit in arrived if edit is not None)
    return ImportPlan(change_of(context, title, "workspace.import", edits), counts[0], counts[1], counts[2], tuple(faults))


def _known(context: Context, kinds: set[str]) -> dict[Key, Record]:
    """Every record that an earlier import made, by tracker and key."""
    found: dict[Key, Record] = {}
    for kind in kinds | {"item", "milestone", "person"}:
        for record in context.snapshot.table(kind):
            source = record["source"]
            if isinstance(source, dict) and source.get("system") and source.get("key"):
                found[str(source["system"]), str(source["key"])] = record
    return found


def _resolved(one_links: Iterable[Sequence[str]], ids: Mapping[Key, str]) -> tuple[dict[str, list[str]], list[list[str]]]:
    found: dict[str, list[str]] = {}
    missing: list[list[str]] = []
    for field, system, key in one_links:
        id = ids.get((system, key))
        if id is None:
            missing.append([field, system, key])
        else:
            found.setdefault(field, []).append(id)
    return found, missing


def _values(kind: Kind, one: Foreign, ids: Mapping[Key, str]) -> tuple[dict[str, Any], list[list[str]]]:
    """The fields that the file gives, links resolved."""
    links, missing = _resolved(one.links, ids)
    values = {name: value for name, value in one.data.items() if name != "source"}
    for name, found in links.items():
        values[name] = sorted({*values.get(name, []), *found}) if kind.fields[name].type == LINKS else found[0]
    return {name: normal(kind.fields[name], value) for name, value in values.items() if name in kind.fields}, missing


def _source(one: Foreign, seen: Mapping[str, Any], missing: list[list[str]]) -> dict[str, Any]:
    source = dict(one.data.get("source") or {})
    extra = {**(source.get("extra") or {}), SEEN: dict(seen)}
    if missing:
        extra[UNLINKED] = missing
    return {**source, "system": one.system, "key": one.key, "extra": extra}


def _mark(field: Field, value: Any) -> Any:
    """What to remember of a value: the members of a set, a hash an entry, else one hash."""
    if field.type in (SET, LINKS):
        return list(value or [])
    if field.type == ENTRIES:
        return {str(entry["id"]): _hash(entry) for entry in value or []}
    return _hash(value)


def _hash(value: Any) -> str:
    return f"{crc32(compact(value).encode('utf-8', 'surrogatepass')):08x}"


def _created(context: Context, one: Foreign, ids: Mapping[Key, str], serial: int) -> Edit:
    kind = SCHEMA[one.kind]
    values, missing = _values(kind, one, ids)
    seen = {name: _mark(kind.fields[name], value) for name, value in sorted(values.items())}
    id = ids[one.system, one.key]
    data: dict[str, Any] = {"id": id, "created_at": context.now, **values, "source": _source(one, seen, missing)}
    if kind.ranked:
        data["rank"] = bottom_rank(milliseconds_of(context.now, serial))
    _check(kind, data)
    return Edit(one.kind, id, None, _stored(kind, data))


def _updated(record: Record, one: Foreign, ids: Mapping[Key, str]) -> Edit | None:
    kind = record.schema
    values, missing = _values(kind, one, ids)
    old_source = record["source"] or {}
    seen: Mapping[str, Any] = (old_source.get("extra") or {}).get(SEEN) or {}
    changed: dict[str, Any] = {}
    for name in {*values, *seen}:
        field = kind.fields.get(name)
        if field is None:
            continue
        new = _merged(field, record[name], values.get(name), seen.get(name))
        if compact(new) != compact(record[name]):
            changed[name] = new
    marks = {name: _mark(kind.fields[name], value) for name, value in sorted(values.items())}
    source = _source(one, marks, missing)
    if compact(source) != compact(old_source):
        changed["source"] = source
    if not changed:
        return None
    _check(kind, {**record.data, **changed})
    return _edit(record, changed)


def _merged(field: Field, local: Any, new: Any, seen: Any) -> Any:
    """The local value with what changed in the file since the last import."""
    if field.type in (SET, LINKS):
        before, now = set(seen or []), set(new or [])
        return sorted((set(local or []) | (now - before)) - (before - now))
    if field.type == ENTRIES:
        marks = seen if isinstance(seen, dict) else {}
        fresh = {str(entry["id"]): entry for entry in new or []}
        kept = [_entry(entry, fresh, marks) for entry in local or [] if entry["id"] in fresh or entry["id"] not in marks]
        present = {entry["id"] for entry in local or []}
        added = [entry for id, entry in fresh.items() if id not in present and id not in marks]
        return sorted([*kept, *added], key=lambda entry: str(entry["id"]))
    value = field.blank if new is None else new
    return local if seen == _hash(value) or (seen is None and new is None) else value


def _entry(entry: dict[str, Any], fresh: Mapping[str, dict[str, Any]], marks: Mapping[str, str]) -> dict[str, Any]:
    new = fresh.get(entry["id"])
    return entry if new is None or marks.get(entry["id"]) == _hash(new) else new


def _linked_later(record: Record, ids: Mapping[Key, str]) -> Edit | None:
    """Link a record of an earlier import to those that have now arrived."""
    source = record["source"] or {}
    waiting = (source.get("extra") or {}).get(UNLINKED)
    if not isinstance(waiting, list):
        return None
    found, missing = _resolved([one for one in waiting if isinstance(one, list) and len(one) == 3], ids)
    if not found:
        return None
    changed: dict[str, Any] = {}
    for name, some in found.items():
        field = record.schema.fields[name]
        changed[name] = sorted({*(record[name] or []), *some}) if field.type == LINKS else record[name] or some[0]
    extra = {key: value for key, value in source["extra"].items() if key != UNLINKED}
    marks = {**extra.get(SEEN, {}), **{name: _mark(record.schema.fields[name], value) for name, value in changed.items()}}
    extra[SEEN] = marks
    if missing:
        extra[UNLINKED] = missing
    changed["source"] = {**source, "extra": extra}
    return _edit(record, changed)


def _check(kind: Kind, data: Mapping[str, Any]) -> None:
    wrong = record_fault(kind, data)
    if wrong:
        raise Refused(wrong, code="bad_value")


def _stored(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in data.items()
        if value is not None and (name not in kind.fields or compact(value) != compact(kind.fields[name].blank))
    }


def _edit(record: Record, changed: Mapping[str, Any]) -> Edit:
    names = {*changed, "deleted_at"} if record.is_deleted else set(changed)
    after = _stored(record.schema, {**record.data, **changed})
    return Edit(
        record.kind, record.id, {name: record.data[name] for name in sorted(names) if name in record.data},
        {name: after[name] for name in sorted(names) if name in after},
    )

"""Planning an import: what is new, what changed in the file since the last import, and how the records link.

A record is known by `source.system` and `source.key`. What the last import read is remembered under
`source.extra` as a hash a field (and the members of sets and lists), so that importing again changes only what
changed in the file: local edits stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of
from pmtui.commands.import_marks import hashed, is_overridden, mark, merged
from pmtui.commands.plausibility import is_of_another_clock, new_faults
from pmtui.domain.canonical import compact, normal
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.ranking import bottom_rank, milliseconds_of
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK, LINKS, Kind
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
        overridden: Fields that had changed both there and here, and now have the value from there, as (kind, id, field).
    """

    change: Change
    added: int
    updated: int
    same: int
    faults: tuple[tuple[str, str], ...]
    overridden: tuple[tuple[str, str, str], ...] = ()


Key = tuple[str, str]


def import_plan(context: Context, foreign: Sequence[Foreign], title: str) -> ImportPlan:
    """Plan the import of translated records as one change."""
    faults: list[tuple[str, str]] = []
    known = _known(context)
    taken = _taken(foreign, faults)
    ids = {key: record.id for key, record in known.items()}
    for one in taken:
        ids.setdefault((one.system, one.key), context.new_id())
    edits: list[Edit] = []
    overridden: list[tuple[str, str, str]] = []
    counts = [0, 0, 0]
    for serial, one in enumerate(sorted(taken, key=lambda one: (one.order is None, one.order or 0))):
        record = known.get((one.system, one.key))
        edit: Edit | None
        try:
            if record is None:
                edit = _created(context, one, ids, serial)
            else:
                edit, lost = _updated(context, record, one, ids)
                overridden.extend((record.kind, record.id, name) for name in lost)
        except Refused as error:
            faults.append((one.place, str(error)))
            continue
        counts[2 if edit is None else 0 if record is None else 1] += 1
        if edit is not None:
            edits.append(edit)
    read = {(one.system, one.key) for one in taken}
    arrived = [_linked_later(record, ids) for key, record in known.items() if key not in read]
    edits.extend(edit for edit in arrived if edit is not None)
    counts[1] += sum(edit is not None for edit in arrived)
    change = change_of(context, title, "workspace.import", edits)
    return ImportPlan(change, counts[0], counts[1], counts[2], tuple(faults), tuple(overridden))


def _taken(foreign: Sequence[Foreign], faults: list[tuple[str, str]]) -> list[Foreign]:
    """The records that can be taken in: others must get no id, or links would lead to them."""
    taken: list[Foreign] = []
    seen: set[Key] = set()
    for one in foreign:
        wrong = record_fault(SCHEMA[one.kind], one.data)
        if (one.system, one.key) in seen:
            wrong = f"{one.key} stands there twice; the first one counts"
        if wrong:
            faults.append((one.place, wrong))
        else:
            seen.add((one.system, one.key))
            taken.append(one)
    return taken


def _known(context: Context) -> dict[Key, Record]:
    """Every record that an earlier import made, by tracker and key.

    Two clones that import the same file make two records of one key: the living one counts, else the least id, so that
    everybody's next import changes the same one.
    """
    found: dict[Key, Record] = {}
    for kind in SCHEMA.kinds:
        for record in context.snapshot.table(kind):
            source = record["source"]
            if isinstance(source, dict) and source.get("system") and source.get("key"):
                key = str(source["system"]), str(source["key"])
                other = found.get(key)
                if other is None or (record.is_deleted, record.id) < (other.is_deleted, other.id):
                    found[key] = record
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
    if isinstance(values.get("status"), str):
        values["status"] = kind.named(values["status"])  # as the team calls it
    return {name: normal(kind.fields[name], value) for name, value in values.items() if name in kind.fields}, missing


def _source(one: Foreign, seen: Mapping[str, Any], missing: list[list[str]]) -> dict[str, Any]:
    source = dict(one.data.get("source") or {})
    extra = {**(source.get("extra") or {}), SEEN: dict(seen)}
    if missing:
        extra[UNLINKED] = missing
    return {**source, "system": one.system, "key": one.key, "extra": extra}


def _created(context: Context, one: Foreign, ids: Mapping[Key, str], serial: int) -> Edit:
    kind = SCHEMA[one.kind]
    values, missing = _values(kind, one, ids)
    seen = {name: mark(kind.fields[name], value) for name, value in sorted(values.items())}
    id = ids[one.system, one.key]
    data: dict[str, Any] = {"id": id, "created_at": context.now, **values, "source": _source(one, seen, missing)}
    if kind.ranked:
        data["rank"] = bottom_rank(milliseconds_of(context.now, serial))
    _check(kind, data, {}, data, context.today)
    return Edit(one.kind, id, None, _stored(kind, data))


def _updated(context: Context, record: Record, one: Foreign, ids: Mapping[Key, str]) -> tuple[Edit | None, list[str]]:
    """The edit that brings a record up to date, and the fields whose local change it overrides."""
    kind = record.schema
    values, missing = _values(kind, one, ids)
    old_source, extra = _remembered(record)
    seen = _seen(extra)
    waited = {row[0] for row in _waiting(extra)}
    changed: dict[str, Any] = {}
    lost: list[str] = []
    for name in sorted({*values, *seen}):
        field = kind.fields.get(name)
        if field is None or (field.type == LINK and name in waited and name not in seen and record[name] is not None):
            continue
        new = merged(field, record[name], values.get(name), seen.get(name))
        if compact(new) != compact(record[name]):
            changed[name] = new
            if is_overridden(field, record[name], seen.get(name)):
                lost.append(name)
    marks = {name: mark(kind.fields[name], value) for name, value in sorted(values.items())}
    source = _source(one, marks, missing)
    if compact(source) != compact(old_source):
        changed["source"] = source
    if not changed:
        return None, []
    _check(kind, {"title": "as it was", **changed}, record.data, {**record.data, **changed}, context.today)
    return _edit(record, changed), lost


def _remembered(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """The record's source and what stands in its `extra`, as far as somebody's own edits of the file left them whole."""
    source = record["source"] if isinstance(record["source"], dict) else {}
    extra = source.get("extra")
    return source, extra if isinstance(extra, dict) else {}


def _seen(extra: Mapping[str, Any]) -> dict[str, Any]:
    marks = extra.get(SEEN)
    return dict(marks) if isinstance(marks, dict) else {}


def _waiting(extra: Mapping[str, Any]) -> list[list[str]]:
    rows = extra.get(UNLINKED)
    whole = [one for one in rows if isinstance(one, list) and len(one) == 3] if isinstance(rows, list) else []
    return [[str(part) for part in one] for one in whole]


def _linked_later(record: Record, ids: Mapping[Key, str]) -> Edit | None:
    """Link a record of an earlier import to those that have now arrived; a link that was set here meanwhile stays."""
    source, extra = _remembered(record)
    rows = [one for one in _waiting(extra) if one[0] in record.schema.fields]
    found, missing = _resolved(rows, ids)
    if not found:
        return None
    changed: dict[str, Any] = {}
    marks = _seen(extra)
    for name, some in found.items():
        field = record.schema.fields[name]
        if field.type == LINKS:
            changed[name] = sorted({*(record[name] or []), *some})
            marks[name] = sorted({*(marks.get(name) or []), *some})
        elif name not in marks:
            changed[name] = record[name] or some[0]
            marks[name] = hashed(some[0])
    rest = {key: value for key, value in extra.items() if key != UNLINKED}
    rest[SEEN] = {name: marks[name] for name in sorted(marks)}
    if missing:
        rest[UNLINKED] = missing
    return _edit(record, {**changed, "source": {**source, "extra": rest}})


def _check(kind: Kind, values: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], today: str) -> None:
    """Refuse values that do not fit, or that make something which cannot be; another program's clock may be ahead of ours."""
    wrong = record_fault(kind, values)
    if wrong:
        raise Refused(wrong, code="bad_value")
    for fault in new_faults(kind.name, before, after, values, today):
        if not is_of_another_clock(fault):
            raise Refused(f"{fault.field}: {fault.words}", code="bad_value")


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

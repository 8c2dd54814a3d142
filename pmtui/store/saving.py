"""What an edit makes of a record's file: applied to what is on the disk, or merged where that has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, compact, encode_object, normal_fields, normal_record
from pmtui.domain.change import Change, Edit, edited_data, same_value
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import Kind
from pmtui.domain.text import one_line
from pmtui.domain.validation import is_id, read_record, record_fault
from pmtui.store.errors import USAGE, StoreError
from pmtui.store.layout import record_path
from pmtui.store.reading import Stored

Documents = Callable[[str, str], Mapping[str, Any] | None]
"""The whole record of a kind and id as the caller has it, or None."""

STALE = "stale"
"""The code of the error for an undo whose record has changed since, and for a scenario that somebody has decided meanwhile."""
_DECIDED_ONCE = frozenset({"scenario"})
"""Kinds of which a decision changes other records: what two people do at once is not merged, for it would be done twice."""

_KEPT_BY_MERGE = ("conflicts", "settled")


class Saved(NamedTuple):
    """What a save came to.

    Attributes:
        records: The records of the edits, in their order, as they now stand on the disk.
        merged: Whether one of them had changed on the disk since it was loaded.
        conflicts: The record's id and the field, for each field on which both sides disagree.
    """

    records: tuple[Record, ...]
    merged: bool = False
    conflicts: tuple[tuple[str, str], ...] = ()


class Prepared(NamedTuple):
    """An edit ready to be written.

    Attributes:
        edit: What was asked for.
        path: The file, inside the workspace.
        old: Those fields of the record on the disk that may change, in canonical form; None where there is no file.
        data: The record after the edit, in canonical form.
        raw: The bytes to write; None where the file needs no writing.
        is_merged: Whether the record had changed on the disk.
        conflicts: The fields on which both sides disagree.
        names: The fields that may have changed on the disk.
    """

    edit: Edit
    path: str
    old: Mapping[str, Any] | None
    data: Mapping[str, Any]
    raw: bytes | None
    is_merged: bool = False
    conflicts: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def record(self) -> Record:
        """The record as it will stand on the disk."""
        return Record(self.edit.kind, self.edit.id, dict(self.data))

    def performed(self) -> Edit:
        """What really changes on the disk, for the journal: an undo then reverts that and nothing else."""
        if self.old is None:
            return Edit(self.edit.kind, self.edit.id, None, {name: value for name, value in self.data.items() if name != "id"})
        changed = [name for name in self.names if not same_value(self.old, self.data, name)]
        if "deleted_at" in self.old and "deleted_at" in self.data and changed:
            changed.append("deleted_at")  # both sides name it, so that an undo knows it for an edit of a tombstone
        before, after = ({name: side[name] for name in changed if name in side} for side in (self.old, self.data))
        return Edit(self.edit.kind, self.edit.id, before, after)


def prepared(edit: Edit, stored: Stored, documents: Documents | None, *, is_checked: bool = True) -> Prepared:
    """The record that an edit makes of what is on the disk.

    Args:
        edit: The edit.
        stored: What the record's file holds now.
        documents: Where to get the whole record if its file has vanished: absence never means deletion.
        is_checked: Whether the edit's values are checked; those that an undo brings back were there before.

    Raises:
        StoreError: The file cannot be read or is gone, or a value may not be written.
    """
    kind = SCHEMA.kinds.get(edit.kind)
    if kind is None or not is_id(edit.id):
        raise StoreError(f"{edit.kind} {edit.id!r} is not a kind and an id", "", "bad_value", USAGE)
    path = record_path(kind, edit.id)
    if stored.data is None and stored.raw is not None:
        raise StoreError(
            f"cannot save {path}: it is not written over, for it cannot be read: {stored.reason}",
            "mend the file by hand or take an older version from git", "unreadable",
        )
    fields, disk = edit.fields, stored.data
    if is_checked:
        _check(kind, edit, fields, path)
        _refuse_decided(kind, disk or {}, edit)
    if disk is None:
        data, is_merged = _new(edit, path, documents), False
    else:
        is_merged = edit.before is None or not _agrees(disk, edit, fields)
        data = _merged(kind, disk, edit) if is_merged else _applied(kind, disk, edit, fields)
    conflicts = new_conflicts(kind, disk, data) if is_merged and disk is not None else ()
    new = normal_record(kind, data)
    names = {*disk, *data} if is_merged and disk is not None else {*fields, *_KEPT_BY_MERGE}  # an edit leaves the others alone
    old = None if disk is None else _normal_part(kind, disk, (*names, "deleted_at"))
    # what was repaired in memory is written also where the edit changes nothing
    is_same = old is not None and not stored.reason and all(same_value(old, new, name) for name in names)
    raw = None if is_same else _encoded(new, path)
    if raw is not None and not is_checked:
        _require_readable(kind, edit.id, raw, path)
    return Prepared(edit, path, old, new, raw, is_merged, conflicts, frozenset(names))


def _normal_part(kind: Kind, data: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Some fields of a record in canonical form."""
    part = {name: data[name] for name in names if name in data}
    return normal_fields({name: kind.fields[name] for name in part if name in kind.fields}, part)


def refuse_stale(change: Change, edit: Edit, stored: Stored, mark: str) -> None:
    """Refuse an undo or redo that would have to be merged.

    Raises:
        StoreError: A touched field is no longer as the change left it, or the record is gone or deleted; which is said.
    """
    disk, kind = stored.data, SCHEMA[edit.kind]
    name = kind.shown_id(edit.id)
    before = edit.before or {}
    if disk is None:
        reason = f"{name} {stored.reason or 'has no file any more'}"
    elif edit.before is None or _agrees(disk, edit, edit.fields):
        return
    else:
        stale = [field for field in sorted(edit.fields) if not same_value(disk, before, field)]
        what = f"{stale[0]} has changed since" if stale else "it has been deleted since"
        reason = f"{name} {disk.get('title', '')!r}: {what}"
    raise StoreError(f"cannot {mark} {change.title!r}: {reason}", "look at the record and change it by hand", STALE)


def _refuse_decided(kind: Kind, disk: Mapping[str, Any], edit: Edit) -> None:
    """Refuse to decide what somebody else has decided meanwhile: both saw it open, and only one of them can have applied it."""
    if edit.kind not in _DECIDED_ONCE:
        return
    wanted, found = (str(side.get("status") or kind.statuses[0]) for side in (edit.after, disk))
    if "status" in edit.fields and not same_value(disk, edit.before or {}, "status") and {wanted, found} <= kind.closed:
        title = one_line(str(disk.get("title") or edit.id))
        said = f"“{title}” is {found} already: somebody else did that just now, and nothing is done twice"
        raise StoreError(said, "look at what it changed; undo takes it back", STALE)


def _new(edit: Edit, path: str, documents: Documents | None) -> dict[str, Any]:
    if edit.before is None:
        return {"id": edit.id, **edit.after}
    whole = documents(edit.kind, edit.id) if documents is not None else None
    if whole is None:
        hint = "bring it back with git, for instance `git checkout -- FILE`"
        raise StoreError(f"cannot save {path}: the file is gone since it was loaded", hint, "missing")
    return {**edited_data(whole, edit), "id": edit.id}


def _agrees(disk: Mapping[str, Any], edit: Edit, fields: frozenset[str]) -> bool:
    """Whether the record on the disk is, where the edit touches it, as the edit expects; alive unless it says otherwise."""
    before = edit.before or {}
    return all(same_value(disk, before, name) for name in {*fields, "deleted_at"})


def _applied(kind: Kind, disk: Mapping[str, Any], edit: Edit, fields: frozenset[str]) -> dict[str, Any]:
    known = {*disk.get("conflicts", ()), *disk.get("settled", ())}
    if known.isdisjoint(fields) or not fields.isdisjoint(_KEPT_BY_MERGE):
        # what the edit names but does not change stays as it is on the disk, where somebody else may have changed it
        kept = {name: value for name, value in disk.items() if name not in fields}
        kept.update({name: edit.after[name] for name in fields if name in edit.after})
        return kept
    from pmtui.domain.merge import edited

    return edited(kind, disk, {name: edit.after.get(name) for name in fields})


def _merged(kind: Kind, disk: Mapping[str, Any], edit: Edit) -> dict[str, Any]:
    from pmtui.domain.merge import merge

    if edit.before is None:
        return merge(kind, {}, {"id": edit.id, **edit.after}, disk)
    touched = {*edit.fields, "deleted_at"}
    base = {name: value for name, value in disk.items() if name not in touched}
    base.update({name: value for name, value in edit.before.items() if name in touched})
    return merge(kind, base, edited_data(base, edit), disk)


def new_conflicts(kind: Kind, disk: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields on which `data` holds a conflict that `disk` does not hold."""
    from pmtui.domain.merge import ABSENT, open_conflicts

    def spelled(values: list[Any]) -> list[str]:
        return ["" if value is ABSENT else compact(value) for value in values]

    known = open_conflicts(disk, kind)
    found = open_conflicts(data, kind)
    return tuple(name for name, values in found.items() if name not in known or spelled(known[name]) != spelled(values))


def _encoded(normal: Mapping[str, Any], path: str) -> bytes:
    try:
        return encode_object(normal)
    except (TypeError, ValueError) as error:
        raise StoreError(f"cannot save {path}: {error}", "", "bad_value", USAGE) from None


def _require_readable(kind: Kind, id: str, raw: bytes, path: str) -> None:
    """Refuse what an undo may not make of a file, whatever the journal says: a record that nobody could read any more."""
    try:
        read_record(kind, id, raw)
    except BadJson as error:
        raise StoreError(
            f"cannot save {path}: the journal is damaged: {error}", "remove .local/journal/changes.jsonl to go on without it", "bad_journal"
        ) from None


def _check(kind: Kind, edit: Edit, fields: frozenset[str], path: str) -> None:
    """Refuse values that may not be written; what the edit leaves as it was is not looked at."""
    if edit.after.get("id", edit.id) != edit.id:
        raise StoreError(f"cannot save {path}: the id of a record never changes", "", "bad_value", USAGE)
    touched = {name: edit.after[name] for name in fields if name in edit.after}
    if edit.before is not None and "title" not in fields:
        touched["title"] = "not touched"
    wrong = record_fault(kind, touched)
    if wrong:
        raise StoreError(f"cannot save {path}: {wrong}", "correct the value", "bad_value", USAGE)

"""From new values to an edit: what follows a status, what needs a reason, what settles a conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.commands.assignments import Assignment, field_of, new_entry
from pmtui.commands.core import Context, Refused
from pmtui.domain.canonical import compact, normal
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.records import Record
from pmtui.domain.schema import LINES, LINK, LINKS, SET, Field, Kind
from pmtui.domain.text import one_line
from pmtui.domain.validation import record_fault, value_fault

_STARTED = ("doing", "review", "done")
_NOT_STARTED = ("inbox", "ready")


def edit_of(context: Context, record: Record, values: Mapping[str, Any], reason: str = "") -> Edit | None:
    """The edit that gives a record new values, or None where nothing would change.

    Args:
        context: The clock, the author and the source of ids.
        record: The record as it stands.
        values: New values by field; None clears a field.
        reason: Why, for the changes that need or carry one.

    Raises:
        Refused: A value that may not be written, or a missing reason.
    """
    kind = record.schema
    changed = {name: value for name, value in values.items() if _differs(kind, record, name, value)}
    for name, value in changed.items():
        wrong = value_fault(kind.fields[name], value) if name in kind.fields else None
        if wrong:
            raise Refused(wrong, f"pmtui schema {kind.name} tells what fits", "bad_value")
    if "title" in changed and not str(changed["title"] or "").strip():
        raise Refused("the title is blank", "give it one line that names it", "bad_value")
    if not changed:
        return None
    changed.update(followers(context, record, changed))
    explained = [name for name in changed if needs_reason(kind, record, name, changed[name])]
    if explained and not reason.strip():
        raise Refused(
            f"{describe(kind.fields[explained[0]], changed[explained[0]])} needs a reason", "give one with --reason", "missing_reason"
        )
    if reason.strip():
        changed["reasons"] = _with_reasons(context, record, changed, explained, reason)
    return _edit(record, changed)


def needs_reason(kind: Kind, record: Record, name: str, value: Any) -> bool:
    """Whether a change must say why: a decline, drop, dismissal, refutation, reversal, verdict or slipped date."""
    if name == "status":
        return value in kind.reasoned
    if kind.name == "product" and name == "verdict":
        return value is not None
    if kind.name == "milestone" and name == "target":
        old = record["target"]
        return isinstance(old, str) and (value is None or value > old)
    return False


def change_of(context: Context, title: str, command: str, edits: Iterable[Edit | None]) -> Change:
    """One change of these edits, those that change nothing left out."""
    return Change(title, tuple(edit for edit in edits if edit is not None), command, context.now, context.author)


def new_record(context: Context, kind: Kind, values: Mapping[str, Any], serial: int = 0) -> Edit:
    """The edit that makes a new record.

    Args:
        context: The clock, the author and the source of ids.
        kind: Its kind.
        values: Its fields; blanks and defaults may be left out.
        serial: Its place among records made in the same change, so that they keep their order.

    Raises:
        Refused: A value that may not be written.
    """
    from pmtui.domain.ranking import bottom_rank, milliseconds_of

    id = context.new_id()
    data: dict[str, Any] = {"id": id}
    if kind.ranked:
        data["rank"] = bottom_rank(milliseconds_of(context.now, serial))
    data["created_at"] = context.now
    if context.author:
        data["created_by"] = context.author
    given = {name: value for name, value in values.items() if value is not None}
    data.update({name: normal(kind.fields[name], value) if name in kind.fields else value for name, value in given.items()})
    for name, value in followers(context, Record(kind.name, id, {}), given).items():
        data.setdefault(name, value)
    wrong = record_fault(kind, data)
    if wrong:
        raise Refused(wrong, f"pmtui schema {kind.name} tells what fits", "bad_value")
    stored = {name: value for name, value in data.items() if value is not None and not _is_default(kind, name, value)}
    return Edit(kind.name, id, None, stored)


def with_reason(context: Context, kind: Kind, edit: Edit, reason: str) -> Edit:
    """A new record with why it begins in its status.

    Args:
        context: The clock, the author and the source of ids.
        kind: Its kind.
        edit: What makes it.
        reason: Why; may be blank.

    Raises:
        Refused: Its status needs a reason (`missing_reason`).
    """
    status = edit.after.get("status")
    if not reason.strip():
        if status in kind.reasoned:
            raise Refused(f"status {status} needs a reason", "give one with --reason", "missing_reason")
        return edit
    facts = {"field": "status", "to": str(status or ""), "text": reason.strip().splitlines()}
    reasons = list(edit.after.get("reasons") or [])
    entry = new_entry(context, kind.fields["reasons"], reasons, {key: value for key, value in facts.items() if value})
    return edit._replace(after={**edit.after, "reasons": [*reasons, entry]})


def describe(field: Field, value: Any, snapshot: Snapshot | None = None) -> str:
    """`status dropped`, `target 2027-03-31`: a field and a value in words; where the records are known, linked ones by title."""
    if value is None or value == []:
        return f"{field.name} cleared"
    if field.type == LINES:
        return field.name
    if field.type in (LINK, LINKS) and snapshot is not None:
        value = [_title_of(snapshot, field, id) for id in ([value] if isinstance(value, str) else value)]
    shown = ", ".join(map(str, value)) if isinstance(value, list) and not any(isinstance(one, dict) for one in value) else value
    return field.name if isinstance(shown, list) else f"{field.name} {one_line(str(shown))[:60]}"


def in_words(kind: Kind, values: Mapping[str, Any], assignments: Iterable[Assignment], snapshot: Snapshot) -> str:
    """What assignments set, in words: `status ready, tags +billing`; of a set, what is added and taken away.

    Args:
        kind: The kind of the records.
        values: The new values of the first of them.
        assignments: What was asked for.
        snapshot: The records, for the titles of linked ones.
    """
    changed = [(field_of(kind, one.field), one) for one in assignments if one.operator != "="]
    sets = [(field.name, f"{one.operator[0]}{one_line(one.text)[:60]}") for field, one in changed if field.type == SET]
    names = dict.fromkeys(name for name, _ in sets)
    parts = [f"{name} {' '.join(words for other, words in sets if other == name)}" for name in names]
    parts += [describe(kind.fields[name], value, snapshot) for name, value in values.items() if name not in names]
    return ", ".join(parts)


def _title_of(snapshot: Snapshot, field: Field, id: str) -> str:
    found = snapshot.linked(field, id)
    return f"“{one_line(found.title)[:40]}”" if found is not None else id


def _differs(kind: Kind, record: Record, name: str, value: Any) -> bool:
    field = kind.fields.get(name)
    if field is None:
        return compact(record.data.get(name)) != compact(value)
    new = field.blank if value is None else normal(field, value)
    return compact(record[name]) != compact(new) or name in record.data.get("conflicts", {})


def _is_default(kind: Kind, name: str, value: Any) -> bool:
    field = kind.fields.get(name)
    return field is not None and compact(value) == compact(field.blank)


def followers(context: Context, record: Record, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The instants that follow a status, unless they are given with it."""
    status = changed.get("status")
    fields = record.schema.fields
    result: dict[str, Any] = {}
    if status is None:
        return result
    if "done_at" in fields:
        if status == "done":
            result["done_at"] = context.now
        elif record["done_at"] is not None:
            result["done_at"] = None
        if status in _STARTED and record["started_at"] is None:
            result["started_at"] = context.now
        elif status in _NOT_STARTED and record["started_at"] is not None:
            result["started_at"] = None
    if "shipped_at" in fields:
        if status == "shipped":
            result["shipped_at"] = context.now
        elif record["shipped_at"] is not None:
            result["shipped_at"] = None
    return {name: value for name, value in result.items() if name not in changed}


def _with_reasons(context: Context, record: Record, changed: Mapping[str, Any], explained: list[str], reason: str) -> list[Any]:
    field = record.schema.fields["reasons"]
    entries = list(record["reasons"] or [])
    for name in explained or [one for one in changed if one not in ("started_at", "done_at", "shipped_at")][:1]:
        facts = {"field": name, "from": _word(record[name]), "to": _word(changed[name]), "text": reason.strip().splitlines()}
        entries.append(new_entry(context, field, entries, {key: value for key, value in facts.items() if value}))
    return entries


def _word(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else compact(value)


def _edit(record: Record, values: Mapping[str, Any]) -> Edit:
    kind = record.schema
    if _has_merge_marks(record.data):
        from pmtui.domain.merge import edited

        after = edited(kind, record.data, values)
        names = [name for name in {*record.data, *after} if compact(record.data.get(name)) != compact(after.get(name))]
        return _trimmed(record, names, after)
    after = dict(record.data)
    for name, value in values.items():
        field = kind.fields.get(name)
        if value is None or _is_default(kind, name, value):
            after.pop(name, None)
        else:
            after[name] = normal(field, value) if field is not None else value
    return _trimmed(record, list(values), after)


def _has_merge_marks(data: Mapping[str, Any]) -> bool:
    """Whether a record or one of its entries holds conflicts, or tags of settled ones."""
    if "conflicts" in data or "settled" in data:
        return True
    lists = (value for value in data.values() if isinstance(value, list))
    return any(isinstance(entry, dict) and _has_merge_marks(entry) for entries in lists for entry in entries)


def _trimmed(record: Record, names: Iterable[str], after: Mapping[str, Any]) -> Edit:
    """An edit of only the touched fields, and of `deleted_at` where the record is a tombstone."""
    touched = {*names, "deleted_at"} if record.is_deleted else set(names)
    return Edit(
        record.kind, record.id,
        {name: record.data[name] for name in sorted(touched) if name in record.data},
        {name: after[name] for name in sorted(touched) if name in after},
    )

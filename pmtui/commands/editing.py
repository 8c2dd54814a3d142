"""From new values to an edit: what follows a status, what needs a reason, what settles a conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.commands.assignments import new_entry
from pmtui.commands.core import Context, Refused
from pmtui.commands.value_words import describe, meant
from pmtui.domain.canonical import compact, normal
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.records import Record
from pmtui.domain.schema import Kind
from pmtui.domain.text import spoken
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
    _refuse_circles(context.snapshot, record, changed)
    changed.update(followers(context, record, changed))
    explained = _explained(kind, record, changed)
    if explained and not reason.strip() and not context.what_if:
        what = f"{_in_words(record, changed, explained[0])} needs a reason"
        if kind.name == "product":
            from pmtui.commands.stage_changes import still_open

            what += still_open(context, record, changed)
        raise Refused(what, "give one with --reason", "missing_reason")
    if reason.strip():
        if kind.name == "decision" and kind.like(str(changed.get("status"))) == "reversed" and not (
            changed.get("wrong_because") or record["wrong_because"]
        ):
            changed["wrong_because"] = reason.strip().splitlines()
        changed["reasons"] = _with_reasons(context, record, changed, explained, reason)
    return _edit(record, changed)


def _in_words(record: Record, changed: Mapping[str, Any], name: str) -> str:
    """One of the new values of a record in words: a target as exactly as it is meant."""
    values = meant(record.schema, {"resolution": record["resolution"], **changed} if "target" in changed else changed)
    name = name if name in values else "target"
    return f"clearing the {spoken(name)}" if values[name] is None else describe(record.schema.fields[name], values[name])


def _refuse_circles(snapshot: Snapshot, record: Record, changed: Mapping[str, Any]) -> None:
    """Refuse a new link by which a record would wait for itself, be part of itself, and so on."""
    from pmtui.domain.dependencies import acyclic_fields, in_words, linked, way_back

    for field in acyclic_fields(record.schema):
        if field.name not in changed:
            continue
        table, known = snapshot.table(record.kind), set(linked(record[field.name]))
        for target in linked(changed[field.name]):
            way = [] if target in known else way_back(table, field.name, record.id, target)
            if way:
                titles = {one.id: one.title for id in way if (one := table.get(id)) is not None}
                words = in_words(way, {**titles, record.id: record.title})
                name = spoken(field.name)
                raise Refused(f"{name}: that would lead back to itself: {words}", "take one of these links away first", "circle")


def _explained(kind: Kind, record: Record, changed: Mapping[str, Any]) -> list[str]:
    """The changed fields that must say why; a target that is meant more coarsely slips with the end of its period."""
    found = [name for name in changed if needs_reason(kind, record, name, changed[name])]
    if not found and kind.name == "milestone" and "resolution" in changed and isinstance(record["target"], str):
        from pmtui.domain.slip import slipped_by

        target, resolution = changed.get("target", record["target"]), changed["resolution"] or "day"
        found = ["resolution"] if (slipped_by(record["target"], target, resolution, record["resolution"]) or 0) > 0 else []
    return found


def needs_reason(kind: Kind, record: Record, name: str, value: Any) -> bool:
    """Whether a change must say why: a decline, drop, dismissal, refutation, reversal, verdict or slipped date."""
    if name == "status":
        return value in kind.reasoned or (kind.name == "product" and kind.like(str(value)) in ("decline", "retired"))
    if (kind.name, name) in (("product", "verdict"), ("hypothesis", "decision")):
        return value is not None
    if kind.name == "milestone" and name == "target":
        old = record["target"]
        return isinstance(old, str) and (value is None or value > old)
    return False


def change_of(context: Context, title: str, command: str, edits: Iterable[Edit | None]) -> Change:
    """One change of these edits, those that change nothing left out.

    Raises:
        Refused: An edit makes something that cannot be.
    """
    from pmtui.domain.plausible_fields import may_be_impossible

    made = tuple(edit for edit in edits if edit is not None)
    if any(may_be_impossible(edit.kind, edit.after, edit.fields, context.today) for edit in made):
        from pmtui.commands.plausibility import refuse_impossible

        refuse_impossible(context, made, command)
    return Change(title, made, command, context.now, context.author)


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
    """What follows a status, unless it is given with it: instants, the frozen design of an experiment, what a verdict found stated."""
    fields = record.schema.fields
    result: dict[str, Any] = {}
    if "forecast" in fields and ("status" in changed or "confidence" in changed):
        from pmtui.domain.calibration import follow_verdict

        result.update(follow_verdict(record, changed))
    if changed.get("status") is None:
        return result
    status = record.schema.like(str(changed["status"]))
    if "done_at" in fields:
        if status == "done":
            result["done_at"] = context.now
        elif record["done_at"] is not None:
            result["done_at"] = None
        if status in _STARTED and record["started_at"] is None:  # what is said to have been done before was started by then
            result["started_at"] = min(str(changed.get("done_at") or context.now), context.now)
        elif status in _NOT_STARTED and record["started_at"] is not None:
            result["started_at"] = None
    if "shipped_at" in fields:
        if status == "shipped":
            result["shipped_at"] = context.now
        elif record["shipped_at"] is not None:
            result["shipped_at"] = None
    if "frozen" in fields:
        from pmtui.domain.freezing import follow_status

        result.update(follow_status(record, changed, status, context.now, context.today))
    if record.kind == "product" and not (record.data and record.status == changed["status"]):
        from pmtui.commands.stage_changes import with_stage

        result["stages"] = with_stage(context, record, str(changed["status"]))
    return {name: value for name, value in result.items() if name not in changed}


def _with_reasons(context: Context, record: Record, changed: Mapping[str, Any], explained: list[str], reason: str) -> list[Any]:
    field = record.schema.fields["reasons"]
    entries = list(changed.get("reasons", record["reasons"]) or [])  # a form may have changed what stands there, too
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

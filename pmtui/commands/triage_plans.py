"""The plans of triage: each makes one change of any number of records, so that one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmtui.commands.assignments import new_entry, read_value
from pmtui.commands.core import Arguments, Context, Effect, Plan, Refused
from pmtui.commands.editing import change_of, edit_of, new_record
from pmtui.commands.records import called, targets
from pmtui.domain.change import Change, Edit
from pmtui.domain.joining import joined, original_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import Field
from pmtui.domain.text import one_line
from pmtui.domain.triage import (
    ACCEPTABLE,
    ACCEPTED,
    DECLINED,
    DUPLICATE,
    KINDS,
    decided,
    event_words,
    evidence_from,
    item_from,
    problem_from,
)
from pmtui.domain.values import BadValue

ITEM, PROBLEM = "item", "problem"
"""What accepted feedback becomes."""


class Edits:
    """Edits of one change, at most one a record, in the order in which the records came."""

    def __init__(self, context: Context) -> None:
        """Begin with none."""
        self.context = context
        self._values: dict[tuple[str, str], tuple[Record, dict[str, Any], str]] = {}
        self._made: list[Edit] = []

    def value(self, record: Record, name: str) -> Any:
        """A field as it will be."""
        found = self._values.get((record.kind, record.id))
        return found[1].get(name, record[name]) if found is not None else record[name]

    def set(self, record: Record, values: Mapping[str, Any], reason: str = "") -> None:
        """Give a record new values, and why."""
        _, before, why = self._values.get((record.kind, record.id), (record, {}, ""))
        self._values[record.kind, record.id] = record, {**before, **values}, reason or why

    def add(self, record: Record, name: str, ids: Iterable[str]) -> None:
        """Add ids to a set of links."""
        self.set(record, {name: sorted({*(self.value(record, name) or ()), *ids})})

    def append(self, record: Record, name: str, entry: Mapping[str, Any]) -> None:
        """Add an entry to a keyed list."""
        entries = list(self.value(record, name) or ())
        self.set(record, {name: [*entries, new_entry(self.context, record.schema.fields[name], entries, entry)]})

    def make(self, kind: str, values: Mapping[str, Any]) -> str:
        """Make a record; its id."""
        edit = new_record(self.context, SCHEMA[kind], values, len(self._made))
        self._made.append(edit)
        return edit.id

    def take(self, edit: Edit) -> None:
        """Take an edit that makes a record."""
        self._made.append(edit)

    def change(self, title: str, command: str) -> Change:
        """The change: what is decided first, what was made for it last.

        Raises:
            Refused: A value may not be written, or a reason is missing.
        """
        edits = [edit_of(self.context, record, values, reason) for record, values, reason in self._values.values()]
        return change_of(self.context, title, command, [*edits, *self._made])


def _undecided(context: Context, arguments: Arguments) -> tuple[Record, ...]:
    records = targets(context, arguments)
    wrong = next((record for record in records if record.kind not in KINDS), None)
    if wrong is not None:
        kind = wrong.schema
        raise Refused(f"{called([wrong])} is a {kind.name}: triage is for feedback and items", "name one of these", "bad_value")
    return records


def _reason(arguments: Arguments) -> str:
    return str(arguments.get("reason") or "").strip()


def accept(context: Context, arguments: Arguments) -> Change | Effect:
    """Items become ready; of feedback an item is made, or what it says is linked with a record that is there (`to`)."""
    records = _undecided(context, arguments)
    if arguments.get("to"):
        return duplicate(context, {**arguments, "of": arguments["to"]})
    edits = Edits(context)
    for record in records:
        if record.schema.like(record.status) not in ACCEPTABLE[record.kind]:
            raise Refused(f"{called([record])} is {record.status} already", "set another status where that is meant", "blocked", 1)
        if record.kind == "item":
            edits.set(record, {**decided(record.schema, ACCEPTED), "duplicate_of": None}, _reason(arguments))
            continue
        made = edits.make(ITEM, item_from(record))
        edits.set(record, decided(record.schema, ACCEPTED), _reason(arguments))
        edits.add(record, "linked", [made])
    words = "" if any(record.kind == "item" for record in records) else f" as {'an item' if len(records) == 1 else 'items'}"
    return edits.change(f"Accept {called(records)}{words}", "triage.accept")


def to_problem(context: Context, arguments: Arguments) -> Change:
    """A problem of each: feedback is linked with it and gives its evidence, an item is dropped for it."""
    records = _undecided(context, arguments)
    edits = Edits(context)
    field = SCHEMA[PROBLEM].fields["evidence"]
    for record in records:
        values = problem_from(record)
        if record.kind == "feedback":
            values["evidence"] = [_entry(context, field, record)]
        elif record["comments"]:
            values["comments"] = record["comments"]
        made = edits.make(PROBLEM, values)
        if record.kind == "feedback":
            edits.set(record, decided(record.schema, ACCEPTED), _reason(arguments))
            edits.add(record, "linked", [made])
        else:
            edits.set(record, decided(record.schema, DECLINED), _reason(arguments) or f"turned into the problem P-{made[:6]}")
            edits.add(record, "problems", [made])
    return edits.change(f"Turn {called(records)} into {'a problem' if len(records) == 1 else 'problems'}", "triage.problem")


def _entry(context: Context, field: Field, record: Record) -> dict[str, Any]:
    return new_entry(context, field, [], evidence_from(record))


def decline(context: Context, arguments: Arguments) -> Change | Effect:
    """Give records up, with a reason; the screens ask for it."""
    records = _undecided(context, arguments)
    if not _reason(arguments):
        if context.is_screen:
            return _asked("decline", records)
        raise Refused(f"declining {called(records)} needs a reason", "give one with --reason", "missing_reason")
    edits = Edits(context)
    for record in records:
        edits.set(record, decided(record.schema, DECLINED), _reason(arguments))
    return edits.change(f"Decline {called(records)}: {one_line(_reason(arguments))[:40]}", "triage.decline")


def snooze(context: Context, arguments: Arguments) -> Change | Effect:
    """Put records away until a day, or until something is done; the screens ask for when."""
    records = _undecided(context, arguments)
    if not arguments.get("until"):
        if context.is_screen:
            return _asked("snooze", records)
        raise Refused("snooze needs to know until when", "give a date or a record with --until, for example --until +2w")
    day, event = _when(context, str(arguments["until"]))
    edits = Edits(context)
    said = f"until {event_words(event)}" if event is not None else f"until {day}"
    for record in records:
        if event is not None and event.id == record.id:
            raise Refused(f"{called([record])} cannot be snoozed for itself", "name another record, or a date", "bad_value")
        values: dict[str, Any] = {"snoozed_until": day, "snoozed_for": event.id if event is not None else None}
        if record.kind == "feedback":
            values["status"] = record.schema.named("snoozed")
        edits.set(record, values, _reason(arguments))
    return edits.change(f"Snooze {called(records)} {said}", "triage.snooze")


def _when(context: Context, text: str) -> tuple[str | None, Record | None]:
    """A day that is still to come, or a record whose end is."""
    fields = SCHEMA["item"].fields
    try:
        day = str(read_value(context, fields["snoozed_until"], text) or "")
    except BadValue as error:
        try:
            event = context.resolve(text, fields["snoozed_for"].links)
        except Refused as other:
            if other.code == "ambiguous":
                raise
            raise Refused(f"{text[:30]!r} is no date, milestone, item, experiment or decision", error.hint, "bad_value") from None
        if event.is_closed or event.is_deleted:
            raise Refused(f"{event_words(event)} already", "name what is still to come, or a date", "bad_value") from None
        return None, event
    if day <= context.today:
        raise Refused(f"{day} is not in the future", "name a later day, for example +2w", "bad_value")
    return day, None


def duplicate(context: Context, arguments: Arguments) -> Change | Effect:
    """Records that repeat another one: what people gave goes over to it; feedback may belong to an item or a problem instead."""
    records = targets(context, arguments)
    if not arguments.get("of"):
        if context.is_screen:
            return _asked("duplicate", records)
        raise Refused(f"which record does {called(records)} repeat?", "name it with --of ID")
    kinds = tuple(kind for kind in DUPLICATE if all(_may_repeat(record, kind) for record in records))
    if not kinds:
        raise Refused("these records cannot repeat the same one", "choose records of one kind", "bad_value")
    original = _original(context, context.resolve(str(arguments["of"]), kinds), records)
    same = [record for record in records if record.kind == original.kind]
    found = joined(original, same, context.snapshot, is_whole=False)
    edits = Edits(context)
    name = f"“{one_line(original.title)[:60]}”"
    for record in records:  # what is decided stands first in the change
        if record.kind == original.kind:
            reason = _reason(arguments) or f"repeats {name}"
            edits.set(record, {**decided(record.schema, DUPLICATE), "duplicate_of": original.id}, reason)
    edits.set(original, found.kept)
    for record, values in found.others:
        edits.set(record, values)
    for record in records:
        if record.kind != original.kind:
            edits.set(record, decided(record.schema, ACCEPTED), _reason(arguments))
            edits.add(record, "linked", [original.id])
            if original.kind == PROBLEM:
                edits.append(original, "evidence", evidence_from(record))
    verb, joint = ("Mark", "as a duplicate of") if same else ("Link", "with")
    return edits.change(f"{verb} {called(records)} {joint} {name}", "triage.duplicate")


def _may_repeat(record: Record, kind: str) -> bool:
    """Whether a record can repeat one of a kind: its own; feedback may belong to an item or a problem, too."""
    return record.kind == kind or record.kind == "feedback"


def _original(context: Context, chosen: Record, records: Sequence[Record]) -> Record:
    original = original_of(chosen, context.snapshot)
    if any(record.kind == original.kind and record.id == original.id for record in records):
        what = "a record cannot repeat itself" if original.id == chosen.id else f"{called([chosen])} repeats this one already"
        raise Refused(what, "name another one", "bad_value")
    if original.is_deleted:
        raise Refused(f"{called([original])} is deleted", "name a living one, or restore it first", "bad_value")
    return original


def _asked(what: str, records: Sequence[Record]) -> Effect:
    return Effect(f"triage_{what}", {"records": tuple((record.kind, record.id) for record in records)})


def _of_feedback(name: str) -> Plan:
    """A plan of `commands.feedback`, which is imported when it is needed."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands import feedback

        made: Plan = getattr(feedback, name)
        return made(context, arguments)

    return plan


VERDICTS = {
    "link": _of_feedback("link"), "evidence": _of_feedback("evidence"),
    "accept": accept, "problem": to_problem, "duplicate": duplicate, "decline": decline, "snooze": snooze,
}
"""The plans by the word of the command line."""


def decide(context: Context, arguments: Arguments) -> Change | Effect:
    """What the command line says: a verdict, and the records."""
    return VERDICTS[str(arguments["verdict"])](context, arguments)

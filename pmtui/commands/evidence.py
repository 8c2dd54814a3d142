"""Adding what was heard and learnt: evidence to problems, learnings to hypotheses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.commands.assignments import parse_assignment, read_entry
from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Refused, without_target
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.one_record import with_article
from pmtui.commands.records import called, targets
from pmtui.domain.canonical import compact
from pmtui.domain.change import Change
from pmtui.domain.schema import Field, Kind
from pmtui.domain.values import BadValue

LISTS: Mapping[str, tuple[str, str, str]] = {
    "problem": ("evidence", "quote", "evidence"), "hypothesis": ("learnings", "text", "a learning"),
}
"""By kind the keyed list that takes what was learnt, the field of its entries that holds the words, and what one is called."""
_DATE = "date"
"""What people call `at`."""


def add_evidence(context: Context, arguments: Arguments) -> Change | Effect:
    """One more entry in the evidence of problems, or in the learnings of hypotheses.

    Without words, a screen asks for them in a dialog. An entry of today carries the time; of another day, that day.
    """
    records = targets(context, arguments)
    kinds = {record.kind: record.schema for record in records}
    if context.is_screen and set(kinds) == {"goal"}:
        from pmtui.commands.readings import add_reading

        return add_reading(context, {})
    wrong = [one for one in kinds.values() if one.name not in LISTS]
    if wrong:
        raise Refused(_not_here(wrong[0]), "name a problem or a hypothesis", "blocked", 1)
    if len(kinds) > 1:
        raise Refused("problems take evidence, hypotheses learnings: both at once cannot be said", "name records of one kind", "blocked", 1)
    kind = records[0].schema
    field, main, name = LISTS[kind.name]
    if "text" not in arguments and context.is_screen:
        return Effect("add_evidence", {"kind": kind.name, "ids": [record.id for record in records]})
    values = _values(context, kind.fields[field], arguments)
    values[main] = str(arguments.get("text") or "")
    if not values[main].strip():
        raise Refused(f"the {main} is empty", "say it in the words that were used", "bad_value")
    edits = []
    for record in records:
        entries = list(record[field] or [])
        try:
            entry = read_entry(context, kind.fields[field], entries, compact(values))
        except BadValue as error:
            raise Refused(str(error), error.hint or f"pmtui schema {kind.name} tells what fits", "bad_value") from None
        edits.append(edit_of(context, record, {field: [*entries, entry]}))
    return change_of(context, f"Add {name} to {called(records)}", "record.evidence", edits)


def _values(context: Context, field: Field, arguments: Arguments) -> dict[str, Any]:
    """The other fields of the entry, by name, as texts."""
    values: dict[str, Any] = {}
    for word in arguments.get("fields") or ():
        one = parse_assignment(word)
        if one.operator != "=" or one.entry:
            raise Refused(f"{word[:60]!r}: a new entry takes only NAME=VALUE", "for example: source=interview customer=Ada", "bad_value")
        if one.text.strip():
            values["at" if one.field == _DATE else one.field] = one.text
    if _is_today(context, values.get("at", "")):
        del values["at"]  # it then carries the time, and so stands behind what was said earlier today
    return values


def _is_today(context: Context, text: str) -> bool:
    return text.strip().lower() in ("today", "now", context.today)


def _blocked(context: Context) -> str | None:
    """Why no evidence can be added here: there is no record, or one of another kind."""
    if not context.is_screen:
        return None
    reason = without_target(context)
    if reason is None and context.targets()[0].kind not in (*LISTS, "goal"):
        return _not_here(context.targets()[0].schema)
    return reason


def _not_here(kind: Kind) -> str:
    return f"evidence belongs to a problem or a hypothesis, not to {with_article(kind.name)}"


COMMANDS = (
    Command(
        "record.evidence", "Add evidence", "Add what a customer said to a problem, what was learnt to a hypothesis, a reading to a goal.",
        add_evidence,
        ('"', "V"),
        (
            Parameter("ids", "record", "The problem or hypothesis: id, beginning of an id or exact title.", is_required=True),
            Parameter("text", "lines", "What was said or learnt; - reads standard input."),
            Parameter("fields", "assignments", "Who and where, as in source=interview customer=Ada date=yesterday.", is_many=True),
        ), RECORDS, _blocked, word="evidence", group="Set", hint="evidence",
        example='pmtui evidence P-4ab "I gave up at page two" source=interview',
    ),
)

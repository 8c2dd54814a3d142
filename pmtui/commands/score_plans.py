"""The plans of scoring: a person's own scores, ballots in a group, and the value that a group agrees on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.commands.assignments import Assignment, assigned, field_of, new_entry, parse_assignment
from pmtui.commands.core import Arguments, Context, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called, targets
from pmtui.domain.ballots import FIELD, Tally, ballot_value, ballots_of, field_value, tally, with_ballots, without_ballots
from pmtui.domain.change import Change
from pmtui.domain.records import Record
from pmtui.domain.schema import CHOICE, Field
from pmtui.domain.score_methods import methods
from pmtui.domain.text import spoken
from pmtui.domain.validation import value_fault
from pmtui.domain.values import shown_value

SCORED, VOTED, AGREED = "score.one", "score.ballot", "score.agree"
"""The ids of the commands that these changes come from."""


def scored(context: Context, record: Record, method: str, values: Mapping[str, Any]) -> Change:
    """A record with the inputs that somebody gave by a method.

    Raises:
        Refused: A value may not be written.
    """
    return change_of(context, f"Score {called([record])} by {method}", SCORED, [edit_of(context, record, values)])


def voted(context: Context, record: Record, values: Mapping[str, Any]) -> Change:
    """A record with the ballots of whoever gives the command; None takes one back.

    Args:
        context: Who votes.
        record: What is scored.
        values: The scores by input, as its field would hold them.

    Raises:
        Refused: A value does not fit its field, or nobody knows who votes.
    """
    if not context.author:
        raise Refused("a ballot needs a name, and git does not know yours", "git config user.name 'Your Name' tells it", "blocked", 1)
    numbers: dict[str, float | None] = {}
    for name, value in values.items():
        field = _input(context, record, name)
        wrong = value_fault(field, value) if value is not None else None
        if wrong:
            raise Refused(wrong, f"pmtui schema {record.kind} tells what fits", "bad_value")
        try:
            numbers[name] = None if value is None else ballot_value(field, value)
        except ValueError:
            raise Refused(f"{name} cannot be {value!r}", f"use one of {', '.join(field.choices)}", "bad_value") from None
    before = list(record[FIELD] or [])
    after = with_ballots(before, context.author, numbers)
    edit = edit_of(context, record, {FIELD: after or None})
    return change_of(context, f"Score {called([record])} for the group: {_named(values)}", VOTED, [edit])


def agreed(context: Context, record: Record, values: Mapping[str, Any]) -> Change:
    """A record with the values on which the group agreed: the fields take them, and the round is over.

    The ballots of these inputs go, so that the next round begins anew; who had said what is kept among the reasons.

    Raises:
        Refused: A value may not be written.
    """
    reasons = list(record["reasons"] or [])
    for name, value in values.items():
        field, found = _input(context, record, name), tally(record, name)
        if found is not None:
            facts = {"field": name, "from": shown_value(field, record[name]), "to": shown_value(field, value),
                     "text": [f"agreed by the group: {said(field, found)}"]}
            reasons.append(new_entry(context, record.schema.fields["reasons"], reasons, {key: one for key, one in facts.items() if one}))
    left = without_ballots(record[FIELD] or [], values)
    edit = edit_of(context, record, {**values, FIELD: left or None, "reasons": reasons or None})
    return change_of(context, f"Agree on {_named(values)} of {called([record])}", AGREED, [edit])


def said(field: Field, found: Tally) -> str:
    """Who said what: `Ana 3, Bo 1`."""
    return ", ".join(f"{one.by or 'somebody'} {shown_ballot(field, one.value)}" for one in found.ballots)


def shown_ballot(field: Field, value: float) -> str:
    """A ballot's number as people read it: choices by their names."""
    shown = field_value(field, value)
    return shown_value(field, shown) if shown is not None else f"{value:g}"


def median_value(field: Field, found: Tally) -> Any:
    """The median as the field holds it."""
    return field_value(field, found.median)


def _named(values: Iterable[str]) -> str:
    *most, last = [spoken(name) for name in values]
    return f"{', '.join(most)} and {last}" if most else last


def _input(context: Context, record: Record, name: str) -> Field:
    """The field of an input of one of the methods.

    Raises:
        Refused: No method asks for it.
    """
    if FIELD not in record.schema.fields:
        raise Refused(f"a {record.kind} has no ballots: a group scores items", "name an item", "blocked", 1)
    known = [one.field for method in methods(record.kind, context.snapshot.settings).values() for one in method.inputs]
    if name not in known:
        hint = f"inputs are {', '.join(dict.fromkeys(known))}"
        raise Refused(f"{name[:60]!r} is no input of a score", hint, "unknown_field")
    return field_of(record.schema, name)


# The command line


def ballot(context: Context, arguments: Arguments) -> Change:
    """One's own scores of an item, given in words: `impact=2 confidence=80`."""
    (record,) = targets(context, arguments)
    words = [parse_assignment(word) for word in arguments.get("fields") or ()]
    if not words:
        raise Refused("no score is given", "name an input and a value, for example impact=2")
    for one in words:
        if one.operator != "=" or one.entry:
            raise Refused(f"a ballot is given with INPUT=VALUE, not with {one.field}{one.operator}", "for example impact=2", "bad_value")
        _input(context, record, field_of(record.schema, one.field).name)
    return voted(context, record, assigned(context, record.schema, record, words))


def agree(context: Context, arguments: Arguments) -> Change:
    """The value that counts for inputs: one that is given, else the median of the ballots; all inputs where none is named."""
    (record,) = targets(context, arguments)
    values: dict[str, Any] = {}
    for word in arguments.get("inputs") or sorted({one.input for one in ballots_of(record)}):
        name, equals, text = word.partition("=")
        field = _input(context, record, field_of(record.schema, name.strip()).name)
        if equals:
            values |= assigned(context, record.schema, record, [Assignment(field.name, "=", text)])
            continue
        found = tally(record, field.name)
        if found is None:
            raise Refused(f"nobody has scored {field.name} of {called([record])}", f"say what counts: {field.name}=VALUE", "bad_value")
        values[field.name] = median_value(field, found)
        if field.type == CHOICE and values[field.name] is None:
            raise Refused(f"{field.name}: the ballots name no choice", f"say what counts: {field.name}=VALUE", "bad_value")
    if not values:
        raise Refused(f"nobody has scored {called([record])} for the group", "pmtui ballot ID INPUT=VALUE gives a score", "blocked", 1)
    return agreed(context, record, values)

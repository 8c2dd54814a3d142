"""Commands of evidence: single quotes, the list of those that have grown old, and the weekly pulse of talks with customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.commands.assignments import Assignment, assigned, new_entry, parse_assignment
from pmtui.commands.core import JSON, SHELL, Arguments, Command, Context, Effect, Parameter, Refused, without_target
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.navigation import effect
from pmtui.commands.records import called, targets
from pmtui.domain.change import Change
from pmtui.domain.records import Record

_FIELD = "evidence"
_DATE = "date"
"""What people call `at`."""


def quote(context: Context, arguments: Arguments) -> Change | Effect:
    """One quote of a problem: new values for it, moved to another problem, or removed; each is one change.

    Without an entry, a screen shows all quotes of the problem.
    """
    words = arguments.get("ids")
    records = targets(context, arguments) if not words else (
        context.resolve(str(words[0] if isinstance(words, list | tuple) else words), ("problem",)),
    )
    if records[0].kind != "problem":
        raise Refused(f"{called(records[:1])} is no problem: quotes belong to problems", "name a problem", "bad_value")
    if not arguments.get("entry"):
        if context.is_screen:
            return Effect("quotes_of", {"id": records[0].id})
        raise Refused("which quote?", "name it by the beginning of its id: pmtui quotes --all --json tells them", "usage")
    problem = records[0]
    entries = [one for one in problem[_FIELD] or () if isinstance(one, Mapping)]
    found = [one for one in entries if str(one.get("id") or "").startswith(str(arguments["entry"]))]
    if len(found) != 1:
        why = "is ambiguous" if found else "is not there"
        raise Refused(f"the quote {str(arguments['entry'])[:20]!r} {why}", f"{called([problem])} has {len(entries)}", "not_found", 4)
    entry = found[0]
    if arguments.get("remove"):
        return change_of(context, f"Remove {_named(entry)} from {called([problem])}", "record.quote", [_without(context, problem, entry)])
    if arguments.get("move"):
        return _moved(context, problem, entry, context.resolve(str(arguments["move"]), ("problem",)))
    values = [parse_assignment(word) for word in arguments.get("fields") or ()]
    if not values:
        raise Refused("nothing to change", "give new values, as in importance=3; or --move ID, or --remove", "usage")
    steps = [Assignment(_FIELD, one.operator, one.text, str(entry["id"]), "at" if one.field == _DATE else one.field) for one in values]
    edit = edit_of(context, problem, assigned(context, problem.schema, problem, steps))
    return change_of(context, f"Change {_named(entry)} of {called([problem])}", "record.quote", [edit])


def _moved(context: Context, problem: Record, entry: Mapping[str, Any], to: Record) -> Change:
    """The quote taken from one problem and given to another, with all that is known of it."""
    if to.id == problem.id:
        raise Refused(f"it belongs to {called([to])} already", "choose another problem", "bad_value")
    if to.is_deleted:
        raise Refused(f"{called([to])} is deleted", "choose a living one", "bad_value")
    there = list(to[_FIELD] or ())
    values = {name: value for name, value in entry.items() if name != "id" or all(one.get("id") != value for one in there)}
    made = values if "id" in values else new_entry(context, to.schema.fields[_FIELD], there, values)
    edits = [_without(context, problem, entry), edit_of(context, to, {_FIELD: [*there, made]})]
    return change_of(context, f"Move {_named(entry)} from {called([problem])} to {called([to])}", "record.quote", edits)


def _without(context: Context, problem: Record, entry: Mapping[str, Any]) -> Any:
    return edit_of(context, problem, {_FIELD: [one for one in problem[_FIELD] if one is not entry] or None})


def _named(entry: Mapping[str, Any]) -> str:
    words = entry.get("quote")
    text = " ".join((" ".join(map(str, words)) if isinstance(words, list) else str(words or "")).split())
    return f"the quote “{text[:30]}{'…' * (len(text) > 30)}”" if text else "a quote"


def _no_problem(context: Context) -> str | None:
    records = context.targets()
    return without_target(context) if not records or records[0].kind == "problem" else "quotes belong to problems: g p shows them"


COMMANDS = (
    Command(
        "problems.quotes", "Words of customers", "What customers said about a problem: every quote can be edited, renewed, moved to "
        "another problem or removed.", quote, ("W",), (), "problems", _no_problem, group="Set", hint="quotes",
    ),
    Command(
        "record.quote", "Quote", "Change a quote of a problem, move it to another problem, or remove it.", quote, (),
        (
            Parameter("ids", "record", "The problem: id, beginning of an id or exact title.", is_required=True),
            Parameter("entry", "word", "The beginning of the quote's id."),
            Parameter("fields", "assignments", "New values, as in importance=3 date=yesterday.", is_many=True),
            Parameter("move", "record", "The problem to which it is moved.", option="--move"),
            Parameter("remove", "flag", "Take it away.", option="--remove"),
        ), SHELL, _no_problem, word="quote", group="Set", example="pmtui quote P-4ab 7kq --move P-9xq",
    ),
    Command(
        "go.quotes", "Old quotes", "What customers said so long ago that it weighs less than half, the oldest first: renew, edit, move or "
        "remove it.", effect("stale_quotes"), ("g q",), group="Go",
    ),
    Command(
        "quotes.list", "Quotes", "List what customers said that is older than a half-life (evidence_half_life), the oldest first.",
        effect("quotes"), (), (Parameter("all", "flag", "Younger quotes, too.", option="--all"), JSON), SHELL, word="quotes", group="Read",
        example="pmtui quotes --json",
    ),
    Command(
        "go.contact", "Customer contact", "How many talks with customers each of the last twelve weeks had, and how long ago the last "
        "one was.", effect("contact_pulse"), group="Go",
    ),
    Command(
        "contact.pulse", "Customer contact", "Tell how many talks with customers each of the last twelve weeks had, how many weeks on end "
        "had any, and how long ago the last one was.", effect("contact"), (), (JSON,), SHELL, word="contact", group="Read",
        example="pmtui contact --json",
    ),
)

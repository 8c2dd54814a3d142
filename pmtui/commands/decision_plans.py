"""The plans of decisions: each makes one change, so that one undo takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.commands.assignments import parse_assignment, people_called
from pmtui.commands.core import Arguments, Context, Effect, Refused
from pmtui.commands.linking import linked_record
from pmtui.commands.one_record import named_one
from pmtui.commands.records import called, targets
from pmtui.commands.triage_plans import Edits
from pmtui.domain.change import Change
from pmtui.domain.decision_facts import DECIDED, OPEN, REVERSED, SUPERSEDED, is_state, option_named, options_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import one_line

INHERITED = ("driver", "approver", "contributors", "informed", "about", "product", "owner", "tags")
"""What a decision that replaces another takes over from it."""


def _lines(value: Any) -> list[str]:
    text = "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]
    return lines if any(lines) else []


def _title(arguments: Mapping[str, Any]) -> str:
    return " ".join(one_line(str(arguments.get("title") or "")).split())


def decided(context: Context, record: Record, arguments: Mapping[str, Any]) -> Change:
    """An option is taken.

    The arguments: `option` the one that is taken, by number, title or id; `is_new` whether it is none of those that are there, but
    becomes one; `because` why; `approver` who decides, where the decision names nobody yet; `new_approver` the name of somebody
    who is no person yet, and becomes one.

    Raises:
        Refused: No such option, no reason, nobody who approves, or it is closed already.
    """
    if is_state(record, SUPERSEDED, REVERSED):
        raise Refused(f"{called([record])} is {record.status}", "ask the question anew: pmtui supersede, or add a decision", "blocked", 1)
    options, words = options_of(record.data), one_line(str(arguments.get("option") or "")).strip()
    edits = Edits(context)
    at = None if arguments.get("is_new") else option_named(options, words)
    if at is None and not arguments.get("is_new"):
        known = "; ".join(f"{number} {one_line(str(one.get('title') or ''))[:40]}" for number, one in enumerate(options, 1))
        hint = f"there are {known}" if known else f'add one: pmtui option {record.schema.shown_id(record.id)[:5]} "…"'
        raise Refused(f"option: {called([record])} has no option {words[:60]!r}", hint, "bad_value")
    if not words:
        raise Refused("option: which one is taken?", "name one by its number", "bad_value")
    title = one_line(str(options[at].get("title") or "")) if at is not None else words
    because = _lines(arguments.get("because"))
    if not because:
        raise Refused("because: a decision needs its reason", "give one with --reason", "missing_reason")
    approver, name = (one_line(str(arguments.get(key) or "")).strip() for key in ("approver", "new_approver"))
    values: dict[str, Any] = {"status": record.schema.named(DECIDED), "chosen": title, "because": because}
    if approver:
        values["approver"] = context.resolve(approver, ("person",)).id
    elif name:
        person = linked_record(context, SCHEMA["person"], name, 0)
        edits.take(person)
        values["approver"] = person.id
    elif not record["approver"]:
        hint = "say who does" if context.is_screen else "name one with --approver @ana"
        raise Refused("approver: nobody is named who decides", hint, "bad_value")
    edits.set(record, values, f"Decided: {title}")
    if at is None:
        edits.append(record, "options", {"title": title})
    return edits.change(f"Decide {called([record])}: {title[:40]}", "decision.decide")


def option(context: Context, arguments: Arguments) -> Change | Effect:
    """One more option, with what speaks for and against it; a screen asks in a dialog.

    Raises:
        Refused: It has no title, there is one of that title, or the decision is closed.
    """
    record = named_one(context, arguments, "decision")
    if context.is_screen and "title" not in arguments:
        return Effect("add_option", {"id": record.id})
    title = _title(arguments)
    if not title:
        raise Refused("title: what could be done?", "name the option in a few words", "bad_value")
    if any(one_line(str(one.get("title") or "")).strip().casefold() == title.casefold() for one in options_of(record.data)):
        raise Refused(f"title: there is an option “{title[:60]}” already", "edit that one, or name this one otherwise", "bad_value")
    entry: dict[str, Any] = {"title": title}
    for word in arguments.get("fields") or ():
        one = parse_assignment(word)
        if one.field not in ("for", "against") or one.operator != "=" or one.entry:
            raise Refused(f"{word[:60]!r}: an option has for=TEXT and against=TEXT", "", "unknown_field")
        if one.text.strip():
            entry[one.field] = _lines(one.text)
    edits = Edits(context)
    edits.append(record, "options", entry)
    return edits.change(f"Add option “{title[:40]}” to {called([record])}", "decision.option")


def reverse(context: Context, arguments: Arguments) -> Change | Effect:
    """A decision turned out wrong; why is kept in it, and among its reasons.

    Raises:
        Refused: No reason, or it was never decided.
    """
    record = named_one(context, arguments, "decision")
    if is_state(record, OPEN, REVERSED):
        what = "not decided yet" if is_state(record, OPEN) else "reversed already"
        raise Refused(f"{called([record])} is {what}", "pmtui list decision status:decided lists what can be taken back", "blocked", 1)
    because = _lines(arguments.get("reason"))
    if not because:
        raise Refused("reason: wrong because of what?", "give it with --reason", "missing_reason")
    edits = Edits(context)
    edits.set(record, {"status": record.schema.named(REVERSED), "wrong_because": because}, "\n".join(because))
    return edits.change(f"Take back {called([record])}", "decision.reverse")


def supersede(context: Context, arguments: Arguments) -> Change | Effect:
    """A new, open decision takes the place of one that was made.

    Raises:
        Refused: No title, or it has been replaced already.
    """
    record = named_one(context, arguments, "decision")
    if is_state(record, SUPERSEDED):
        raise Refused(f"{called([record])} has been replaced already", "replace the one that followed", "blocked", 1)
    title = _title(arguments)
    if not title:
        raise Refused("title: what is the new question?", "give it in one line", "bad_value")
    edits = Edits(context)
    kept = {name: record.data[name] for name in INHERITED if record.data.get(name)}
    values: dict[str, Any] = {"status": record.schema.named(SUPERSEDED)}
    reason = str(arguments.get("reason") or "").strip() or f"Replaced by “{title[:80]}”"
    edits.set(record, values, reason)
    edits.make("decision", {"title": title, **kept, "supersedes": record.id})
    return edits.change(f"Replace {called([record])} by “{title[:40]}”", "decision.supersede")


def about(context: Context, arguments: Arguments) -> Change | Effect:
    """A new decision about records: who asks drives it.

    Raises:
        Refused: No title.
    """
    records = targets(context, arguments)
    title = _title(arguments)
    if not title:
        raise Refused("title: what has to be decided?", "ask it in one line", "bad_value")
    drivers = people_called(context.snapshot, context.author, "me")
    products = {one.data.get("product") for one in records}
    values: dict[str, Any] = {"title": title, "about": sorted(one.id for one in records)}
    values["driver"] = drivers[0] if len(drivers) == 1 else None
    values["product"] = products.pop() if len(products) == 1 and records[0].kind != "product" else None
    edits = Edits(context)
    edits.make("decision", values)
    return edits.change(f"Ask “{title[:60]}” about {called(records)}", "decision.about")

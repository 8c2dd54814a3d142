"""The plans of a product's life: a stage, a verdict with what follows from it. Each makes one change, so that one undo takes it back."""

from __future__ import annotations

from typing import Any

from pmtui.commands.assignments import new_entry, read_value
from pmtui.commands.core import Arguments, Context, Refused
from pmtui.commands.one_record import named_one
from pmtui.commands.records import called
from pmtui.commands.triage_plans import Edits
from pmtui.domain.change import Change
from pmtui.domain.dates import parse_date
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.lifecycle_facts import DELETE, KEEP, RESTART, RETIRE_TAG, VERDICTS, Dependants, checklist, dependants
from pmtui.domain.lifecycle_stages import DECLINE, INTRODUCTION, RETIRED
from pmtui.domain.lifecycle_thresholds import thresholds
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.domain.values import BadValue

NEXT_LOOK = "+90d"
"""When a product is to be looked at again, where nobody says otherwise: in a quarter."""
_NAMED = 12
"""So many records of a kind are named in the item that retires a product; the others are counted."""


def _reason(arguments: Arguments, what: str) -> str:
    reason = str(arguments.get("reason") or "").strip()
    if not reason:
        raise Refused(f"reason: {what} needs one", "give it with --reason", "missing_reason")
    return reason


def _review(context: Context, arguments: Arguments, usual: str = "") -> dict[str, Any]:
    """The day of the next look: the one that was given, else the usual one; nothing where there is neither."""
    text = str(arguments.get("review") or "").strip()
    if not text:
        return {"review_on": parse_date(usual, context.today)} if usual else {}
    try:
        day = read_value(context, SCHEMA["product"].fields["review_on"], text)
    except BadValue as error:
        raise Refused(f"review: {error}", error.hint, "bad_value") from None
    if str(day) <= context.today:
        raise Refused(f"review: {day} is not in the future", "name a later day, for example +90d", "bad_value")
    return {"review_on": day}


def _successor(context: Context, product: Record, arguments: Arguments) -> dict[str, Any]:
    text = str(arguments.get("successor") or "").strip()
    if not text:
        return {}
    try:
        found = context.resolve(text, ("product",))
    except Refused as error:
        hint = error.hint if error.code == "ambiguous" else "type its title or id"
        raise Refused(f"successor: {error}", hint, error.code, error.status) from None
    if found.id == product.id:
        raise Refused("successor: a product cannot follow itself", "name another one, or leave it out", "bad_value")
    return {"successor": found.id}


def stage(context: Context, arguments: Arguments) -> Change:
    """A product comes into another stage, with the reason.

    Raises:
        Refused: No such stage, it is in it already, or there is no reason.
    """
    product = named_one(context, arguments, "product")
    kind = product.schema
    name = str(arguments.get("stage") or "").strip().lower()
    if name not in kind.statuses:
        raise Refused(f"stage: there is none called {name[:40]!r}", f"one of {', '.join(kind.statuses)}", "bad_value")
    if name == product.status:
        raise Refused(f"{called([product])} is in the stage {name} already", "pmtui lifecycle shows since when", "blocked", 1)
    reason = _reason(arguments, f"a change to {name}")
    edits = Edits(context)
    edits.set(product, {"status": name, **_review(context, arguments)}, reason)
    return edits.change(f"Set stage {name} of {called([product])}", "product.stage")


def verdict(context: Context, arguments: Arguments) -> Change:
    """Keep, delete or restart, with the reason and what follows from it.

    keep sets the day of the next look. delete makes an item with the checklist of its end, unless there is one that is open, and takes
    what was not in decline there. restart takes the product back to introduction and sets the day of the next look.

    Raises:
        Refused: No such verdict, no reason, or a day or a successor that does not do.
    """
    product = named_one(context, arguments, "product")
    what = str(arguments.get("verdict") or "").strip().lower()
    if what not in VERDICTS:
        raise Refused(f"verdict: there is none called {what[:40]!r}", f"one of {', '.join(VERDICTS)}", "bad_value")
    reason = _reason(arguments, f"the verdict {what}")
    values: dict[str, Any] = {"verdict": what, **_successor(context, product, arguments)}
    values |= _review(context, arguments, "" if what == DELETE else NEXT_LOOK)
    title = {KEEP: "Decide to keep", DELETE: "Decide to delete", RESTART: "Decide to restart"}[what]
    edits = Edits(context)
    if what == RESTART:
        values["status"] = product.schema.named(INTRODUCTION)
    elif what == DELETE and product.stage != RETIRED:
        values["status"] = product.schema.named(DECLINE)
        if (found := checklist(context.snapshot, product)) is None or found.item.is_closed:
            edits.make("item", _end_of(context, product, reason))
    edits.set(product, values, reason)
    return edits.change(f"{title} {called([product])}: {one_line(reason)[:40]}", "product.verdict")


def _end_of(context: Context, product: Record, reason: str) -> dict[str, Any]:
    """The item that retires a product: its checklist, and what depends on the product."""
    field = SCHEMA["item"].fields["criteria"]
    points: list[Any] = []
    for text in thresholds(context.snapshot.settings).checklist:
        points.append(new_entry(context, field, points, {"text": text}))
    name = product.schema.shown_id(product.id)
    lines = [f"The verdict on {name} is delete: {one_line(reason)}", "", *_needed(context, product, name)]
    return {
        "title": f"Retire {one_line(product.title)}"[:200], "type": "chore", "product": product.id, "tags": [RETIRE_TAG],
        "criteria": points, "so_that": one_line(reason), "body": lines,
    }


def _needed(context: Context, product: Record, name: str) -> list[str]:
    """What depends on the product, kind by kind, with the command that lists all of it."""
    found = dependants(context.snapshot, product)
    if not found:
        return ["Nothing that is open depends on it."]
    lines = ["What depends on it:"]
    for one in found:
        lines += ["", *_of_kind(context, one, name)]
    return [*lines, "", f"When all points hold: `pmtui stage {name} retired --reason …`"]


def _of_kind(context: Context, one: Dependants, name: str) -> list[str]:
    kind = SCHEMA[one.kind]
    is_open = " is:open" if kind.statuses else ""
    head = f"{one.words(kind.plural)}: `pmtui list {one.kind} {one.field}:{name}{is_open}`"
    records = [context.snapshot.record(one.kind, id) for id in one.first(_NAMED)]
    named = [f"- {kind.shown_id(record.id)} {one_line(record.title)}" for record in records if record is not None]
    more = [f"- and {len(one.places) - _NAMED} more"] if len(one.places) > _NAMED else []
    return [head, "", *named, *more]

"""What scenarios make of records: one change that applies all, a rejection with its reason, values within a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.commands.core import Arguments, Context, Refused
from pmtui.commands.editing import change_of, edit_of, needs_reason, new_record
from pmtui.domain.change import Change, Edit, apply
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.planned_dates import dates_of
from pmtui.domain.records import Record
from pmtui.domain.scenario_edits import NotPlanned, redirected
from pmtui.domain.scenario_values import in_words, quoted
from pmtui.domain.scenarios import APPLIED, DRAFT, KIND, REJECTED, Fitting, Misfit, fitting, with_changes
from pmtui.domain.text import counted, spoken

_SHOWN = 3
"""So many changes that do not fit are named in one message."""


class Wish(NamedTuple):
    """What a scenario wants of one record.

    Attributes:
        record: The record as it is.
        values: The new values by field.
        words: What that is, in words.
    """

    record: Record
    values: Mapping[str, Any]
    words: str


class Open(NamedTuple):
    """What must be known before a scenario can be applied.

    Attributes:
        wishes: What fits, by record.
        misfits: What does not fit, or contradicts what was changed since; it is left out.
        reasons: The records whose change needs a reason, each with what is asked.
    """

    wishes: tuple[Wish, ...]
    misfits: tuple[Misfit, ...]
    reasons: tuple[tuple[Record, str], ...]


def opened(context: Context, scenario: Record) -> Open:
    """What a scenario wants, what does not fit, and which reasons it needs."""
    good, misfits = fitting(context.snapshot, scenario)
    contested = {one.change.id for one in misfits}
    by_record: dict[tuple[str, str], list[Fitting]] = {}
    for one in good:
        if one.change.id not in contested and not one.is_so:
            by_record.setdefault((one.record.kind, one.record.id), []).append(one)
    wishes = tuple(_wish(context, some) for some in by_record.values())
    reasons = tuple((one.record, asked) for one in wishes if (asked := _asked(one)))
    return Open(wishes, misfits, reasons)


def _wish(context: Context, changes: Sequence[Fitting]) -> Wish:
    words = ", ".join(f"{spoken(one.field.name)} {in_words(context.snapshot, one.field, one.value)}" for one in changes)
    return Wish(changes[0].record, {one.field.name: one.value for one in changes}, words)


def _asked(wish: Wish) -> str:
    """What needs a reason; empty where nothing does."""
    record = wish.record
    name = next((name for name, value in wish.values.items() if needs_reason(record.schema, record, name, value)), "")
    if not name:
        return ""
    if name != "target":
        return f"{quoted(record.title)} becomes {wish.values[name]}"
    before = dates_of(record["start"], record["target"], record["resolution"])
    after = dates_of(record["start"], wish.values["target"], wish.values.get("resolution", record["resolution"]))
    return f"{quoted(record.title)} slips, {before.target_label} → {after.target_label or 'no target'}"


def draft(context: Context, record: Record) -> Record:
    """A scenario that is still open.

    Raises:
        Refused: It has been decided.
    """
    if record.stage != DRAFT:
        raise Refused(f"{quoted(record.title)} is {record.status} already", "status=draft opens it again", "blocked", 1)
    return record


def applied(context: Context, arguments: Arguments) -> Change:
    """The change that makes what a scenario wants, and marks it as applied.

    Raises:
        Refused: Something does not fit and the rest alone is not asked for; a reason is missing; nothing would change.
    """
    words = arguments["ids"]
    scenario = draft(context, context.resolve(words[0] if isinstance(words, list) else words, (KIND,)))
    reasons: Mapping[str, str] = arguments.get("reasons") or {}
    common = str(arguments.get("reason") or "")
    found = opened(context, scenario)
    if found.misfits and not arguments.get("rest"):
        raise Refused(misfit_words(found.misfits), "--rest applies the others and leaves that as it is", "stale", 1)
    missing = [asked for record, asked in found.reasons if not reasons.get(record.id, common).strip()]
    if missing:
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise Refused(f"{missing[0]}{more}, which needs a reason", "give one with --reason", "missing_reason")
    if not found.wishes:
        if scenario["changes"]:
            said = f"{quoted(scenario.title)} changes nothing: all that it plans is so already"
            raise Refused(said, "pmtui list scenario tells whether somebody has just applied it", "blocked", 1)
        raise Refused(f"{quoted(scenario.title)} changes nothing", "V on the Roadmap, or pmtui scenario-set", "blocked", 1)
    edits: list[Edit] = []
    known = _copy(context)
    for wish in found.wishes:  # one after the other: two links that are right alone may make a circle together
        try:
            edit = edit_of(known, wish.record, wish.values, reasons.get(wish.record.id, common))
        except Refused as error:
            raise Refused(f"{quoted(wish.record.title)}: {error.words}", error.hint, error.code, error.status) from None
        if edit is not None:
            edits.append(edit)
            known.snapshot = apply(Change("", (edit,)), known.snapshot)
    end = edit_of(context, scenario, {"status": SCHEMA[KIND].named(APPLIED)})
    count = len(edits)
    return change_of(context, f"Apply {quoted(scenario.title)}: {counted(count, 'record')}", "scenario.apply", [*edits, end])


def misfit_words(misfits: Sequence[Misfit]) -> str:
    """What does not fit any more, in one sentence."""
    shown = "; ".join(one.words for one in misfits[:_SHOWN])
    return shown + (f"; and {len(misfits) - _SHOWN} more" if len(misfits) > _SHOWN else "")


def _copy(context: Context) -> Context:
    """A context of its own, whose records may move on."""
    return Context(
        context.snapshot, now=context.now, today=context.today, author=context.author, new_id=context.new_id, resolve=context.resolve,
    )


def rejected(context: Context, scenario: Record, reason: str) -> Change:
    """A scenario that is not done, with the reason.

    Raises:
        Refused: There is no reason, or it has been decided already.
    """
    if not reason.strip():
        raise Refused("that needs a reason", "say why it is not done", "missing_reason")
    edit = edit_of(context, draft(context, scenario), {"status": SCHEMA[KIND].named(REJECTED)}, reason)
    return change_of(context, f"Reject {quoted(scenario.title)}", "scenario.reject", [edit])


def made(context: Context, title: str) -> Change:
    """A new scenario without changes."""
    return change_of(context, f"Add {quoted(title)}", "scenario.new", [new_record(context, SCHEMA[KIND], {"title": title})])


def deleted(context: Context, scenario: Record) -> Change:
    """A scenario that is gone; undo brings it back."""
    edit = Edit(KIND, scenario.id, {}, {"deleted_at": context.now})
    return change_of(context, f"Delete {quoted(scenario.title)}", "record.delete", [edit])


def set_in(context: Context, arguments: Arguments) -> Change:
    """New values of records within a scenario, for the command line.

    Raises:
        Refused: The scenario has been decided, or cannot hold such a change.
    """
    from pmtui.commands.records import set_fields

    if not arguments.get("scenario"):
        raise Refused("scenario-set: --in SCENARIO is missing", "pmtui list scenario lists them, pmtui add scenario TITLE makes one")
    scenario = draft(context, context.resolve(arguments["scenario"], (KIND,)))
    inside = _copy(context)
    inside.snapshot, inside.what_if = with_changes(context.snapshot, scenario).snapshot, scenario.title
    resolve = context.resolve

    def found(words: str, kinds: Any) -> Record:
        record = resolve(words, kinds)
        return inside.snapshot.record(record.kind, record.id) or record

    inside.resolve = found
    planned = set_fields(inside, {"ids": arguments["ids"], "fields": arguments["fields"]})
    assert isinstance(planned, Change)  # it has records and fields
    if not planned.edits:
        return planned
    try:
        return redirected(planned, scenario, context.snapshot)
    except NotPlanned as error:
        raise Refused(str(error).partition(": Escape")[0], "pmtui set changes what is so", "blocked", 1) from None

"""The criteria of an item: what must hold for it to be done, as a checklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.commands.assignments import new_entry
from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Refused, without_target
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called
from pmtui.domain.change import Change
from pmtui.domain.ranking import ranked
from pmtui.domain.records import Record

ADD, EDIT, TICK, MOVE, REMOVE = STEPS = ("add", "edit", "tick", "move", "remove")
"""What can be done with one criterion."""
_FIELD = "criteria"

Entry = Mapping[str, Any]


def in_order(entries: object) -> list[dict[str, Any]]:
    """The criteria in the order that people gave them; those without a place come last, as they stand in the file."""
    return [dict(one) for one in ranked(entries)]


def criteria(context: Context, arguments: Arguments) -> Change | Effect:
    """One step in the checklist of an item; without a step, a screen shows the list.

    The arguments: `step` one of STEPS; `entry` the id of a criterion; `texts` the words of new ones, or of one that is
    edited; `after` the id behind which new ones go, the end without it; `by` so many places, for a move.
    """
    records = context.targets()
    if len(records) != 1:
        raise Refused("the checklist is that of one record at a time", "clear the selection first", "blocked", 1)
    record = records[0]
    if not arguments.get("step"):
        return Effect("criteria", {"kind": record.kind, "id": record.id})
    entries = in_order(record[_FIELD])
    step, id = str(arguments["step"]), str(arguments.get("entry") or "")
    if step == ADD:
        new, words = _added(context, record, entries, arguments)
    else:
        at = next((at for at, one in enumerate(entries) if one.get("id") == id), None)
        if at is None:
            raise Refused("the criterion is gone: somebody has removed it meanwhile", "", "blocked", 1)
        new, words = _stepped(entries, at, step, arguments)
    edit = edit_of(context, record, {_FIELD: new or None})
    return change_of(context, f"{words} of {called(records)}", "record.criteria", [edit])


def _added(context: Context, record: Record, entries: list[dict[str, Any]], arguments: Arguments) -> tuple[list[dict[str, Any]], str]:
    texts = [text for one in arguments.get("texts") or () if (text := " ".join(str(one).split()))]
    if not texts:
        raise Refused("the criterion is empty", "say what must hold", "bad_value")
    field = record.schema.fields[_FIELD]
    new: list[dict[str, Any]] = []
    for text in texts:
        new.append(new_entry(context, field, [*entries, *new], {"text": text}))
    after = next((at for at, one in enumerate(entries, 1) if one.get("id") == arguments.get("after")), len(entries))
    return _placed(entries, new, after), f"Add {_named(new[0]) if len(new) == 1 else f'{len(new)} criteria'} to the criteria"


def _stepped(entries: list[dict[str, Any]], at: int, step: str, arguments: Arguments) -> tuple[list[dict[str, Any]], str]:
    entry = entries[at]
    others = [one for one in entries if one is not entry]
    if step == TICK:
        is_done = entry.get("done") is not True
        ticked = {**entry, "done": True} if is_done else {name: value for name, value in entry.items() if name != "done"}
        return [ticked if one is entry else one for one in entries], f"{'Tick' if is_done else 'Untick'} criterion {_named(entry)}"
    if step == REMOVE:
        return others, f"Remove criterion {_named(entry)}"
    if step == MOVE:
        to = max(0, min(at + int(arguments.get("by") or 0), len(others)))
        return _placed(others, [entry], to), f"Move criterion {_named(entry)}"
    text = " ".join(str(one) for one in arguments.get("texts") or ()).strip()
    if not text:
        raise Refused("the criterion is empty", "d in the list removes one", "bad_value")
    return [{**entry, "text": text} if one is entry else one for one in entries], f"Edit criterion {_named(entry)}"


def _placed(entries: Sequence[dict[str, Any]], moving: Sequence[dict[str, Any]], index: int) -> list[dict[str, Any]]:
    """All criteria, with those that move before the one at an index; only what must get another place gets one."""
    from pmtui.domain.ranking import Place, moved_ranks

    order = [Place(str(one.get("id")), str(one["rank"]) if one.get("rank") else None) for one in entries]
    ranks = moved_ranks(order, [str(one.get("id")) for one in moving], index)
    return [{**one, "rank": ranks[str(one.get("id"))]} if str(one.get("id")) in ranks else one for one in (*entries, *moving)]


def _named(entry: Entry) -> str:
    text = " ".join(str(entry.get("text") or "").split())
    return f"“{text if len(text) <= 40 else f'{text[:39]}…'}”"


def without_criteria(context: Context) -> str | None:
    """Why there is no checklist here: no record, or one of a kind without criteria."""
    records = context.targets()
    if not records or _FIELD in records[0].schema.fields:
        return without_target(context)
    return f"{records[0].schema.plural} have no criteria"


COMMANDS = (
    Command(
        "record.criteria", "Criteria", "The checklist of an item: add, tick, edit, move and remove what must hold.", criteria, ("X",),
        (
            Parameter("step", "word", "What to do; the list is shown when left out.", choices=STEPS),
            Parameter("entry", "word", "The id of a criterion."),
            Parameter("texts", "titles", "The words of new ones.", is_many=True),
            Parameter("after", "word", "The id behind which new ones go."),
            Parameter("by", "number", "So many places down; negative ones up."),
        ), RECORDS, without_criteria, group="Set",
    ),
)

"""Commands of the timeline: earlier and later, the target alone, zoom. The same two keys step through states and lanes elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Plan, Refused, without_target
from pmtui.commands.editing import change_of, edit_of, needs_reason
from pmtui.commands.navigation import LIST, effect
from pmtui.commands.records import counted, status_step, targets
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.planned_dates import Dates, Steps, dates_of
from pmtui.domain.records import Record

TIMELINE = "timeline"
"""The layout on which `<` and `>` move dates."""
LANES = "lanes"
"""The layout on which they move a milestone between now, next, later and unplanned."""
HORIZONS: tuple[str | None, ...] = (*SCHEMA["milestone"].fields["horizon"].choices, None)
"""The lanes in their order; None is unplanned."""
_REASON = Parameter("reason", "text", "Why; kept with the record.", option="--reason")


def record_dates(record: Record) -> Dates:
    """The dates of a milestone."""
    return dates_of(record["start"], record["target"], record["resolution"])


def without_milestone(context: Context) -> str | None:
    """Why dates cannot be moved here: it is no milestone."""
    missing = without_target(context)
    if missing:
        return missing
    return None if context.targets()[0].kind == "milestone" else "only milestones have a target: g r shows them"


def without_timeline(context: Context) -> str | None:
    """Why there is nothing to zoom."""
    return None if context.layout == TIMELINE else "that is for the timeline of the Roadmap: g r shows it"


def step(direction: int) -> Plan:
    """A plan for `<` and `>`: dates on a timeline, the horizon in its lanes, the status anywhere else."""
    by_status = status_step(direction)

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        records = targets(context, arguments)
        if all(record.kind == "milestone" for record in records):
            if context.layout == TIMELINE:
                return _preview(records, Steps(both=direction))
            if context.layout == LANES:
                return _horizon_change(context, records, direction, arguments.get("reason") or "")
        return by_status(context, arguments)

    return plan


def target_step(direction: int) -> Plan:
    """A plan for `(` and `)`: the target alone; on a timeline as a preview, elsewhere at once."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        records = targets(context, arguments)
        steps = Steps(target=direction)
        if context.layout == TIMELINE:
            return _preview(records, steps)
        return moved(context, records, steps, arguments.get("reason") or "")

    return plan


def _preview(records: Sequence[Record], steps: Steps) -> Effect:
    """What a timeline is to show before anything is changed; refused where nothing can move at all.

    Whether a date can move that far only the preview knows, which may have moved it the other way before.
    """
    _moved_dates(records, Steps(abs(steps.both), abs(steps.target)))
    return Effect("preview_move", {"ids": [record.id for record in records], "steps": steps})


def move(context: Context, arguments: Arguments) -> Change | Effect:
    """Milestones moved by so many of their own periods."""
    steps = Steps(_count(arguments.get("by")), _count(arguments.get("target_by")))
    return moved(context, targets(context, arguments), steps, arguments.get("reason") or "")


def _count(value: Any) -> int:
    text = str(value or "0").strip()
    try:
        return int(text)
    except ValueError:
        raise Refused(f"{text[:30]!r} is not a number of periods", "write 1, 2 or -1", "bad_value") from None


def moved(context: Context, records: Sequence[Record], steps: Steps, reason: str = "") -> Change:
    """One change that moves the dates of milestones.

    Raises:
        Refused: Nothing can move, or a target slips without a reason.
    """
    edits = []
    found = _moved_dates(records, steps)
    for record, dates in found:
        values = {"start": dates.start, "target": dates.target}
        if not reason.strip() and needs_reason(record.schema, record, "target", dates.target) and record["target"] != dates.target:
            slips = f"{counted([record])} slips to {dates.target_label}"
            more = f" and {len(found) - 1} more move" if len(found) > 1 else ""
            raise Refused(f"{slips}{more}, which needs a reason", "give one with --reason", "missing_reason")
        edits.append(edit_of(context, record, values, reason))
    where = record_dates(found[0][0]).words_to(found[0][1]) if len(found) == 1 else f"by {steps.both + steps.target:+d}"
    return change_of(context, f"Move {counted([record for record, _ in found])}: {where}", "roadmap.move", edits)


def _moved_dates(records: Sequence[Record], steps: Steps) -> list[tuple[Record, Dates]]:
    """The milestones that have dates, with the new ones; those without any stay behind where others move.

    Raises:
        Refused: None can move, or one must not.
    """
    found = []
    fault = ""
    other = next((record for record in records if record.kind != "milestone"), None)
    if other is not None:
        raise Refused(f"{counted([other])} is no milestone", "select milestones alone", "blocked", 1)
    for record in records:
        dates = record_dates(record)
        try:
            found.append((record, dates.moved(steps)))
        except ValueError as error:
            fault = f"{counted([record])}: {error}"
            if dates.target is not None:
                raise Refused(fault, "", "blocked", 1) from None
    if not found:
        raise Refused(fault, "ctrl+e sets them, as does e in the list", "blocked", 1)
    return found


def _horizon_change(context: Context, records: Sequence[Record], direction: int, reason: str) -> Change:
    edits = []
    word = ""
    for record in records:
        at = HORIZONS.index(record["horizon"]) if record["horizon"] in HORIZONS else len(HORIZONS) - 1
        if not 0 <= at + direction < len(HORIZONS):
            raise Refused(f"{HORIZONS[at] or 'unplanned'} is the {'last' if direction > 0 else 'first'} lane", "", "blocked", 1)
        word = HORIZONS[at + direction] or "unplanned"
        edits.append(edit_of(context, record, {"horizon": HORIZONS[at + direction]}, reason))
    where = word if len(records) == 1 else "the next lane" if direction > 0 else "the previous lane"
    return change_of(context, f"Move {counted(records)} to {where}", "record.horizon", edits)


def _on_timeline(id: str, title: str, keys: tuple[str, ...], help: str, name: str, hint: str = "", **arguments: Any) -> Command:
    return Command(
        f"timeline.{id}", title, help, effect(name, **arguments), keys, scope=LIST, blocked=without_timeline, group="Timeline", hint=hint
    )


_STEP = "To the next status; in the lanes of the Roadmap to the next lane, on its timeline later."
_BACK = "To the previous status; in the lanes of the Roadmap to the previous lane, on its timeline earlier."
COMMANDS = (
    Command("record.status_next", "Next status, or later", _STEP, step(1), (">",), (_REASON,), RECORDS, without_target, group="Shift"),
    Command("record.status_previous", "Previous status, or earlier", _BACK, step(-1), ("<",), (_REASON,), RECORDS, without_target,
            group="Shift"),
    Command("roadmap.target_later", "Target later", "Move the target of a milestone by one of its periods; the start stays.",
            target_step(1), (")",), (_REASON,), RECORDS, without_milestone, group="Shift"),
    Command("roadmap.target_earlier", "Target earlier", "Move the target of a milestone to one period before; the start stays.",
            target_step(-1), ("(",), (_REASON,), RECORDS, without_milestone, group="Shift"),
    Command("roadmap.move", "Move by periods", "Move a milestone by so many of its own periods: days, months, quarters.", move, (),
            (Parameter("by", "number", "By how many periods; -1 is one earlier.", is_required=True),
             Parameter("target_by", "number", "The target alone, on top of that.", option="--target"), _REASON),
            RECORDS, without_milestone, group="Shift"),
    _on_timeline("zoom_in", "Zoom in", ("+", "="), "Years, quarters, months, weeks: closer.", "zoom", "zoom", step=1),
    _on_timeline("zoom_out", "Zoom out", ("-",), "Weeks, months, quarters, years: from further away.", "zoom", step=-1),
    _on_timeline("pan_later", "Look later", ("shift+right",), "Move the timeline to later dates.", "pan", step=1),
    _on_timeline("pan_earlier", "Look earlier", ("shift+left",), "Move the timeline to earlier dates.", "pan", step=-1),
    _on_timeline("today", "Look at today", ("0",), "Bring today's line back into sight.", "pan", step=0),
)

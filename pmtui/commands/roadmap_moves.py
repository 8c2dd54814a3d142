"""Commands of the timeline: earlier and later, the target alone, zoom. The same two keys step through states and lanes elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Plan, Refused, without_target
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.navigation import LIST, PEOPLE_MAP, effect
from pmtui.commands.records import called, status_step, targets
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

TIMELINE = "timeline"
"""The layout on which `<` and `>` move dates."""
LANES = "lanes"
"""The layout on which they move a milestone between now, next, later and unplanned."""
HORIZONS: tuple[str | None, ...] = (*SCHEMA["milestone"].fields["horizon"].choices, None)
"""The lanes in their order; None is unplanned."""
_WAYS = ("needed", "all")
"""What `domain.pushing` calls its ways."""
_REASON = Parameter("reason", "text", "Why; kept with the record.", option="--reason")


def without_milestone(context: Context) -> str | None:
    """Why dates cannot be moved here: it is no milestone."""
    missing = without_target(context)
    if missing:
        return missing
    return None if context.targets()[0].kind == "milestone" else "only milestones have a target: g r shows them"


def without_timeline(context: Context) -> str | None:
    """Why there is nothing to zoom."""
    return None if context.layout == TIMELINE else "that is for the timeline of the Roadmap: g r shows it"


def without_zoom(context: Context) -> str | None:
    """Why there is nothing to zoom or to fold."""
    is_list = context.layout in (TIMELINE, "list") and context.screen not in ("history", "conflicts", "today", "inbox")
    if is_list or context.screen == "tree":
        return None
    return "that is for the timeline of the Roadmap and for groups of a list"


def step(direction: int) -> Plan:
    """A plan for `<` and `>`: dates on a timeline, the horizon in its lanes, the status anywhere else."""
    by_status = status_step(direction)

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        records = targets(context, arguments)
        if context.layout == "matrix":
            from pmtui.commands.matrix_moves import effort_change

            return effort_change(context, records, direction)
        if context.layout == PEOPLE_MAP:
            from pmtui.commands.people_map import moved_people

            return moved_people(context, records, "interest", direction)
        if context.layout == "journey":
            from pmtui.commands.journey import stage_change

            return stage_change(context, records, direction, arguments.get("stages"))
        if all(record.kind == "milestone" for record in records):
            if context.layout == TIMELINE:
                from pmtui.commands.milestone_dates import Steps, preview

                return preview(records, Steps(both=direction))
            if context.layout == LANES:
                return _horizon_change(context, records, direction, arguments.get("reason") or "")
        return by_status(context, arguments)

    return plan


def target_step(direction: int) -> Plan:
    """A plan for `(` and `)`: the target alone; on a timeline as a preview, elsewhere at once."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        from pmtui.commands.milestone_dates import Steps, moved, preview

        records = targets(context, arguments)
        steps = Steps(target=direction)
        if context.layout == TIMELINE:
            return preview(records, steps)
        return moved(context, records, steps, arguments.get("reason") or "")

    return plan


def move(context: Context, arguments: Arguments) -> Change | Effect:
    """Milestones moved by so many of their own periods."""
    from pmtui.commands.milestone_dates import Steps, moved

    steps = Steps(_count(arguments.get("by")), _count(arguments.get("target_by")), _count(arguments.get("start_by")))
    along = str(arguments.get("along") or "")
    if along not in ("", *_WAYS):
        raise Refused(f"{along[:30]!r} is no way to take along", f"write {' or '.join(_WAYS)}", "bad_value")
    return moved(context, targets(context, arguments), steps, arguments.get("reason") or "", along)


def _count(value: Any) -> int:
    text = str(value or "0").strip()
    try:
        return int(text)
    except ValueError:
        raise Refused(f"{text[:30]!r} is not a number of periods", "write 1, 2 or -1", "bad_value") from None


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
    return change_of(context, f"Move {called(records)} to {where}", "record.horizon", edits)


def _on_timeline(id: str, title: str, keys: tuple[str, ...], help: str, name: str, hint: str = "", **arguments: Any) -> Command:
    blocked = without_zoom if name == "zoom" else without_timeline
    return Command(f"timeline.{id}", title, help, effect(name, **arguments), keys, scope=LIST, blocked=blocked, group="Timeline", hint=hint)


_STEP = ("To the next status; in the lanes of the Roadmap to the next lane, on its timeline later; on the matrix larger; on the journey "
         "map to the next stage.")
_BACK = ("To the previous status; in the lanes of the Roadmap to the previous lane, on its timeline earlier; on the matrix smaller; on the "
         "journey map to the previous stage.")
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
             Parameter("target_by", "number", "The target alone, on top of that.", option="--target"),
             Parameter("start_by", "number", "The start alone, on top of that.", option="--start"),
             Parameter("along", "text", "What waits for it goes along: as needed, or by as much.", choices=_WAYS, option="--along"),
             _REASON),
            RECORDS, without_milestone, group="Shift"),
    _on_timeline("zoom_in", "Zoom in, or unfold", ("+", "="), "Closer: quarters, months, weeks. Unfold a group, then all.", "zoom", "zoom",
                 step=1),
    _on_timeline("zoom_out", "Zoom out, or fold", ("-",), "From afar: months, quarters, years. Fold a group, then all.", "zoom", step=-1),
    _on_timeline("pan_later", "Look later", ("shift+right",), "Move the timeline to later dates.", "pan", step=1),
    _on_timeline("pan_earlier", "Look earlier", ("shift+left",), "Move the timeline to earlier dates.", "pan", step=-1),
    Command("roadmap.take_along", "Take along", "In a move that is shown: what waits for it goes along, as far as needed; again: all that "
            "depends, by as much; again: nothing.", effect("take_along"), ("p",), scope="roadmap", blocked=without_timeline, group="Shift"),
    Command("timeline.path", "Critical path", "The milestones that hold up the end of all, and the slack of the others; again hides it.",
            effect("critical_path"), ("P",), scope="roadmap", blocked=without_timeline, group="Timeline", hint="path"),
    _on_timeline("today", "Look at today", ("0",), "Bring today's line back into sight.", "pan", step=0),
)

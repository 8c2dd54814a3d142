"""Moving the dates of milestones: the change, and what a timeline shows before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pmtui.commands.core import Context, Effect, Refused
from pmtui.commands.editing import change_of, edit_of, needs_reason
from pmtui.commands.records import called
from pmtui.domain.change import Change, Snapshot
from pmtui.domain.planned_dates import Dates, Steps, dates_of
from pmtui.domain.records import Record

__all__ = ["Steps", "Taken", "moved", "preview", "record_dates", "taken_along"]


class Taken(NamedTuple):
    """A milestone that a move takes along.

    Attributes:
        record: It.
        dates: Its new dates.
    """

    record: Record
    dates: Dates


def record_dates(record: Record) -> Dates:
    """The dates of a milestone."""
    return dates_of(record["start"], record["target"], record["resolution"])


def preview(records: Sequence[Record], steps: Steps) -> Effect:
    """What a timeline is to show before anything is changed; refused where nothing can move at all.

    Whether a date can move that far only the preview knows, which may have moved it the other way before.
    """
    _moved_dates(records, Steps(abs(steps.both), abs(steps.target), -abs(steps.start)))
    return Effect("preview_move", {"ids": [record.id for record in records], "steps": steps})


def taken_along(snapshot: Snapshot, moved: Mapping[str, Dates], how: str) -> tuple[list[Taken], tuple[str, ...]]:
    """What a move takes along, and the titles of milestones that stay because they wait for each other in a circle.

    Args:
        snapshot: Where the milestones are.
        moved: The new dates of those that are moved, by id.
        how: `needed` or `all`, as `domain.pushing` has them; empty for nothing.

    Raises:
        ValueError: A date would lie outside the calendar.
    """
    if not how:
        return [], ()
    from pmtui.domain.pushing import pushed

    table = snapshot.table("milestone")
    found = pushed(table, moved, how)
    taken = [Taken(record, dates) for id, dates in found.dates.items() if (record := table.get(id)) is not None]
    return taken, tuple(record.title for id in found.circle if (record := table.get(id)) is not None)


def moved(context: Context, records: Sequence[Record], steps: Steps, reason: str = "", along: str = "") -> Change:
    """One change that moves the dates of milestones, and of those that wait for them where they are to come along.

    Args:
        context: Where the milestones are.
        records: Which are moved.
        steps: How far.
        reason: Why; needed where a target slips.
        along: What goes with them, as `taken_along` takes it.

    Raises:
        Refused: Nothing can move, or a target slips without a reason.
    """
    found = _moved_dates(records, steps)
    own = [record for record, _ in found]
    try:
        taken, _ = taken_along(context.snapshot, {record.id: dates for record, dates in found}, along)
    except ValueError as error:
        raise Refused(f"what waits for {called(own)}: {error}", "", "blocked", 1) from None
    every = [*found, *((one.record, one.dates) for one in taken)]
    edits = []
    for record, dates in every:
        is_slip = needs_reason(record.schema, record, "target", dates.target) and record["target"] != dates.target
        if is_slip and not reason.strip() and not context.what_if:
            slips = f"{called([record])} slips to {dates.target_label}"
            others = len(every) - 1
            more = f" and {others} more {'moves' if others == 1 else 'move'}" if others else ""
            raise Refused(f"{slips}{more}, which needs a reason", "give one with --reason", "missing_reason")
        edits.append(edit_of(context, record, {"start": dates.start, "target": dates.target}, reason))
    by = steps.both + steps.target
    where = record_dates(own[0]).words_to(found[0][1]) if len(found) == 1 else f"by {by:+d}" if by else f"start by {steps.start:+d}"
    waiting = f"{len(taken)} that {'waits' if len(taken) == 1 else 'wait'}"
    more = f", and {waiting} for {'it' if len(own) == 1 else 'them'}" if taken else ""
    return change_of(context, f"Move {called(own)}: {where}{more}", "roadmap.move", edits)


def _moved_dates(records: Sequence[Record], steps: Steps) -> list[tuple[Record, Dates]]:
    """The milestones that have dates, with the new ones; those without any stay behind where others move.

    Raises:
        Refused: None can move, or one must not.
    """
    found = []
    fault = ""
    other = next((record for record in records if record.kind != "milestone"), None)
    if other is not None:
        raise Refused(f"{called([other])} is no milestone", "select milestones alone", "blocked", 1)
    for record in records:
        dates = record_dates(record)
        try:
            found.append((record, dates.moved(steps)))
        except ValueError as error:
            fault = f"{called([record])}: {error}"
            if dates.target is not None:
                raise Refused(fault, "", "blocked", 1) from None
    if not found:
        raise Refused(fault, "d sets the target, ctrl+e every date", "blocked", 1)
    return found

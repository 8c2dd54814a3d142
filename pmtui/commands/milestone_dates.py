"""Moving the dates of milestones: the change, and what a timeline shows before it."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.commands.core import Context, Effect, Refused
from pmtui.commands.editing import change_of, edit_of, needs_reason
from pmtui.commands.records import counted
from pmtui.domain.change import Change
from pmtui.domain.planned_dates import Dates, Steps, dates_of
from pmtui.domain.records import Record

__all__ = ["Steps", "moved", "preview", "record_dates"]


def record_dates(record: Record) -> Dates:
    """The dates of a milestone."""
    return dates_of(record["start"], record["target"], record["resolution"])


def preview(records: Sequence[Record], steps: Steps) -> Effect:
    """What a timeline is to show before anything is changed; refused where nothing can move at all.

    Whether a date can move that far only the preview knows, which may have moved it the other way before.
    """
    _moved_dates(records, Steps(abs(steps.both), abs(steps.target)))
    return Effect("preview_move", {"ids": [record.id for record in records], "steps": steps})


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
        raise Refused(fault, "d sets the target, ctrl+e every date", "blocked", 1)
    return found

"""The figures of a milestone that `computed` shows: how its target moved, what became of its scope, how full its weeks are. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmtui.domain.burn_up import burn_up_of, figures
from pmtui.domain.capacity import load_of, weeks_of
from pmtui.domain.capacity_setting import over_words
from pmtui.domain.milestone_risks import risks
from pmtui.domain.slip import last_review, moves_at, slip_figures, slip_sum, slipped_since, slips_in
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record


def computed_figures(record: Record, snapshot: Snapshot, today: str) -> dict[str, Any]:
    """`slips`, `slip_since_review` (days; None without a review), `scope` and `load` of a milestone.

    Args:
        record: The milestone.
        snapshot: The records around it.
        today: The calendar date where the person is.
    """
    milestones = snapshot.table("milestone")
    at = milestones.position(record.id)
    scope = figures(burn_up_of(snapshot.table("item"), record.id, today, _start(record)))
    moves = moves_at(milestones, at) if at is not None else ()
    since = last_review(snapshot)
    recent = slipped_since(moves, since) if since else None
    return {"slips": slip_figures(moves), "slip_since_review": recent, "scope": scope, "load": _load(record, snapshot, today)}


def report(record: Record, snapshot: Snapshot, today: str) -> list[str]:
    """What a milestone's scope, slips and load come to, and what endangers it, in sentences for a terminal."""
    slips = slips_in(record)
    load, burnt = load_of(snapshot, today), burn_up_of(snapshot.table("item"), record.id, today, _start(record))
    lines = []
    change = burnt.change
    if change is not None and (change.added or change.removed):
        gone = f", {change.removed} dropped or deleted" if change.removed else ""
        before = counted(change.before, "item")
        lines.append(f"scope: {before} when work began on {change.since}, {change.added} added since{gone}")
    if words := slip_sum(slips, record.data).words:
        lines.append(words)
    for one in slips:
        by = f" by {one.by}" if one.by else ""
        lines.append(f"  {one.at[:10]}{by}: {' → '.join(one.labels)}{': ' if one.reason else ''}{' '.join(one.reason.split())}")
    weeks = [] if record.is_closed else weeks_of(load, record.id)
    crowded = [week for week, _ in weeks if week.over]
    if weeks:
        lines.append(f"load: {len(crowded)} of {counted(len(weeks), 'week')} with too much" if crowded else "load: it fits")
    lines += [f"  {week.monday.isoformat()}: {_of(week.committed, week.capacity)} {load.unit}: {over_words(week.over)}" for week in crowded]
    found = risks(record, snapshot, today, load=load, burnt=burnt)
    return [*lines, *(["risks:"] if found else []), *(f"  {one.words}" for one in found)]


def _of(committed: float, capacity: float | None) -> str:
    return f"{committed:.4g}" if capacity is None else f"{committed:.4g} of {capacity:.4g}"


def _start(record: Record) -> str:
    return record["start"] if isinstance(record["start"], str) else ""


def _load(record: Record, snapshot: Snapshot, today: str) -> dict[str, Any] | None:
    """The weeks of an open milestone with what is planned for them; None where no capacity is set, or it loads no week."""
    if not snapshot.settings.get("capacity"):
        return None
    load = load_of(snapshot, today)
    weeks = [
        {"monday": week.monday.isoformat(), "own": round(own, 3), "committed": round(week.committed, 3),
         "capacity": None if week.capacity is None else round(week.capacity, 3), "over": list(week.over)}
        for week, own in weeks_of(load, record.id)
    ]
    return {"unit": load.unit, "weeks": weeks, "unsized": load.unsized.get(record.id, 0)} if weeks else None

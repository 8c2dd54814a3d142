"""The milestones as lanes: now, next, later, and what nobody has planned yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.roadmap import NO_ITEMS, days_late, planned, progress_by_milestone
from pmtui.domain.table import Table
from pmtui.screens.roadmap_facts import near_label
from pmtui.screens.roadmap_outlook import Outlook
from pmtui.widgets.board_view import Card, CardOf, Lane
from pmtui.widgets.glyphs import CONFLICT, HEALTHS, LATE, health_glyph, health_role, horizon_glyph, horizon_role, status_glyph, status_role
from pmtui.widgets.timeline_whisker import IN_TIME, sign

UNPLANNED = "unplanned"


def horizon_lanes(table: Table, rows: Sequence[int], items: Table) -> list[Lane]:
    """One lane for each horizon, one for milestones without one, and one for each unknown word that a record has."""
    horizon = table.column("horizon")
    lanes: dict[str, list[int]] = {name: [] for name in (*SCHEMA["milestone"].fields["horizon"].choices, UNPLANNED)}
    for at in rows:
        lanes.setdefault(str(horizon[at] or UNPLANNED), []).append(at)
    progress = progress_by_milestone(items)

    def work(positions: Sequence[int]) -> str:
        found = [progress.get(table.id(at), NO_ITEMS) for at in positions]
        total = sum(one.total for one in found)
        return f"{sum(one.done for one in found)}/{total} done" if total else ""

    return [
        Lane(name, f"{horizon_glyph(name)} {name}", horizon_role(name), positions, work(positions)) for name, positions in lanes.items()
    ]


def milestone_card(snapshot: Snapshot, today: date, outlook: Outlook) -> CardOf:
    """What a card says: title, and below it status, health, progress and the target, marked where it lies before the forecast."""
    progress = progress_by_milestone(snapshot.table("item"))

    def card(table: Any, at: int) -> Card:
        status, health = str(table.column("status")[at]), str(table.column("health")[at] or "")
        found, when = progress.get(table.id(at), NO_ITEMS), planned(table, at)
        mark = f"{CONFLICT} " if table.column("conflicts")[at] else ""
        left = [(f"{found.done}/{found.total} ", "muted")] if found.total else []  # first: a figure must never be cut
        left.append((status_glyph(status), status_role(status)))
        if health in HEALTHS:
            left.append((health_glyph(health), health_role(health)))
        label = "" if when.target is None else near_label(when.target, today)
        late = days_late(when, status, today)
        whisker = outlook.whisker(table.id(at), when) if label else None
        right = [(f"{LATE} {label}", "error")] if late else [(label, "muted")] if label else []
        if whisker is not None and whisker.tip != IN_TIME and not late:
            right = [(f"{sign(whisker.tip)} {label}", whisker.role)]
        return Card(mark + str(table.column("title")[at] or ""), left, right)

    return card

"""The columns of the list of milestones: when, how far, how it goes, what it waits for."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.periods import day_of, period_of
from pmtui.domain.roadmap import NO_ITEMS, clashes, days_late, planned, progress_by_milestone
from pmtui.screens.item_columns import Titles
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, status_cell, title_column
from pmtui.screens.roadmap_facts import EARLY, short_label
from pmtui.widgets.glyphs import EMPTY, FULL, HEALTHS, LATE, health_glyph, health_role, horizon_glyph, horizon_role
from pmtui.widgets.list_view import ListColumn

_BAR = 4
"""Cells of a progress bar."""


def milestone_columns(snapshot: Snapshot, positions: Any, today: date) -> tuple[ListColumn, ...]:
    """The columns of a list of milestones.

    Args:
        snapshot: Where items, people and other milestones are.
        positions: Each milestone's place in the team's order; None for closed ones.
        today: For what is late, and for near dates.
    """
    titles = Titles(snapshot)

    def place(table: Any, at: int) -> Cell:
        return ("", "faint") if positions[at] is None else (str(positions[at]), "faint")

    return (
        ListColumn("rank", "#", place, 3, "right", 6),
        id_column(6),
        ListColumn("status", "status", status_cell, 11, priority=3, field="status", is_sign=True),
        title_column(),
        ListColumn("release", "release", _word("release"), 9, priority=8, field="release"),
        ListColumn("horizon", "horizon", _horizon, 7, priority=7, field="horizon"),
        ListColumn("start", "start", _start(today), 11, "right", 5, "start"),
        ListColumn("target", "target", _target(today), 11, "right", 1, "target"),
        ListColumn("progress", "progress", progress_cell(snapshot), _BAR + 7, priority=2),
        ListColumn("health", "health", _health, 11, priority=4, field="health"),
        ListColumn("owner", "owner", titles.cell("person", "owner"), 8, priority=9, field="owner"),
        ListColumn("depends_on", "waits for", _waits(titles), 24, priority=10, field="depends_on"),
        ListColumn("resolution", "resolution", _word("resolution"), 10, priority=11, field="resolution", is_spare=True),
    )


def progress_cell(snapshot: Snapshot) -> CellOf:
    """Done of all items, as a bar and in figures; counted when the first cell is painted."""

    def text(table: Any, at: int) -> Cell:
        found = progress_by_milestone(snapshot.table("item")).get(table.id(at), NO_ITEMS)
        if found.share is None:
            return BLANK
        full = int(found.share * _BAR)
        return (f"{FULL * full}{EMPTY * (_BAR - full)} {found.done}/{found.total}", "success" if found.share == 1 else "muted")

    return text


def _word(field: str) -> CellOf:
    def text(table: Any, at: int) -> Cell:
        value = table.column(field)[at]
        return (str(value), "muted") if value else BLANK

    return text


def _horizon(table: Any, at: int) -> Cell:
    value = str(table.column("horizon")[at] or "")
    return (f"{horizon_glyph(value)} {value}", horizon_role(value)) if value else BLANK


def _health(table: Any, at: int) -> Cell:
    value = str(table.column("health")[at] or "")
    return (f"{health_glyph(value)} {value.replace('_', ' ')}", health_role(value)) if value in HEALTHS else BLANK


def _start(today: date) -> CellOf:
    def text(table: Any, at: int) -> Cell:
        day = day_of(table.column("start")[at])
        return BLANK if day is None else (short_label(period_of(day, "day"), today), "muted")

    return text


def _target(today: date) -> CellOf:
    """The target at its resolution: a quarter is a quarter."""

    def text(table: Any, at: int) -> Cell:
        when = planned(table, at)
        if when.target is None:
            return BLANK
        is_late = days_late(when, str(table.column("status")[at]), today) > 0
        label = short_label(when.target, today)
        return (f"{LATE} {label}", "error") if is_late else (label, "text")

    return text


def _waits(titles: Titles) -> CellOf:
    def text(table: Any, at: int) -> Cell:
        names = ", ".join(titles.of("milestone", str(id)) for id in table.column("depends_on")[at] or ())
        return (f"{EARLY} {names}", "warning") if table.id(at) in clashes(table) else (names, "muted") if names else BLANK

    return text

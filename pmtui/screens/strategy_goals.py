"""Goals on the Strategy screen: how far, against what is expected by now, how the first KPI went, and how much serves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.goal_figures import GoalFigures, figures_at, percent
from pmtui.domain.kpis import AHEAD, BEHIND, kpis_of, series
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, status_cell, title_cell
from pmtui.screens.strategy_columns import day_cell, person_cell, served_cell
from pmtui.widgets.charts import sparkline
from pmtui.widgets.glyphs import EMPTY, FULL, NORTH_STAR, PACE_ROLES, grade_glyph, grade_role
from pmtui.widgets.list_view import ListColumn

_BAR = 5
_TREND = 12
"""Cells of the bar of progress and of the line of readings."""


def goal_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """Goals: how they stand, how far they are and whether that is enough by now, what serves them, and when they are due."""
    return (
        id_column(7), ListColumn("status", "status", status_cell, 14, priority=2, field="status", is_sign=True),
        ListColumn("title", "title", _title, 0, priority=0, field="title", least=24, ample=30),
        ListColumn("progress", "progress", _progress(today), _BAR + 8, priority=1),
        ListColumn("pace", "pace", _pace(today), 10, priority=2),
        ListColumn("trend", "trend", _trend(today), _TREND, priority=6),
        ListColumn("serves", "served by", served_cell(snapshot), 11, priority=3),
        ListColumn("due", "due", day_cell("due", today), 9, priority=5, field="due"),
        ListColumn("owner", "owner", person_cell(snapshot, "owner"), 9, priority=8, field="owner"),
    )


def _title(table: Any, at: int) -> Cell:
    """The title; the north star wears its sign."""
    text, role = title_cell(table, at)
    return (f"{NORTH_STAR} {text}" if table.column("north_star")[at] is True else text, role)


def _figures(today: str, cell: Callable[[GoalFigures, bool], Cell]) -> CellOf:
    """A cell of what is known of a goal, and whether the goal is closed."""

    def text(table: Any, at: int) -> Cell:
        return cell(figures_at(table, at, today), str(table.column("status")[at]) in table.kind.closed)

    return text


def _progress(today: str) -> CellOf:
    def cell(found: GoalFigures, is_closed: bool) -> Cell:
        share = found.progress
        if share is None:
            return BLANK if is_closed else ("no KPI" if not found.kpis else "no reading", "warning")
        full = round(share * _BAR)
        bar = FULL * full + EMPTY * (_BAR - full)
        return (f"{bar} {grade_glyph(found.grade)} {percent(share):>3} %", grade_role(found.grade))

    return _figures(today, cell)


def _pace(today: str) -> CellOf:
    """Percentage points ahead of what is expected by now, or behind."""

    def cell(found: GoalFigures, is_closed: bool) -> Cell:
        progress, expected = percent(found.progress), percent(found.expected)
        if is_closed or not found.pace or progress is None or expected is None:
            return BLANK
        words = {AHEAD: f"{progress - expected:+d} ahead", BEHIND: f"−{expected - progress} behind"}.get(found.pace, "on pace")
        return (words, PACE_ROLES[found.pace])

    return _figures(today, cell)


def _trend(today: str) -> CellOf:
    """The readings of the first KPI that has any."""

    def text(table: Any, at: int) -> Cell:
        found = figures_at(table, at, today)
        if not any(one.at for one in found.kpis):
            return BLANK
        readings = next((known for kpi in kpis_of(table.record(at).data) if len(known := series(kpi, today))), [])
        return ("".join(span.text for span in sparkline([value for _, value in readings], _TREND)), "accent")

    return text

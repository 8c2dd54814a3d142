"""Products on the Strategy screen: the stage and whether the figures say the same, the verdict, and when to look again."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.lifecycle import suggestion
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, status_cell, title_column
from pmtui.screens.strategy_columns import person_cell, positioning_cell
from pmtui.widgets.lifecycle_lines import VERDICT_ROLES
from pmtui.widgets.list_view import ListColumn


def product_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """Products: the stage, what the figures say, how much of the positioning is said, the verdict, and when to look again."""
    return (
        id_column(7), ListColumn("status", "stage", status_cell, 14, priority=2, field="status"), title_column(),
        ListColumn("stage_suggestion", "figures say", suggested_cell(snapshot, today), 14, priority=3),
        ListColumn("review_on", "review", review_cell(today), 10, priority=1, field="review_on"),
        ListColumn("positioning", "positioning", positioning_cell, 11, priority=4),
        ListColumn("verdict", "verdict", verdict_cell, 8, priority=5, field="verdict"),
        ListColumn("owner", "owner", person_cell(snapshot, "owner"), 9, priority=6, field="owner"),
    )


def suggested_cell(snapshot: Snapshot, today: str) -> CellOf:
    """The stage that the figures suggest; marked where it is another one. Worked out once a product."""
    known: dict[str, str] = {}

    def text(table: Any, at: int) -> Cell:
        id = table.id(at)
        if table.column("status")[at] in table.kind.closed:
            return BLANK  # it has no stage to come
        if id not in known:
            known[id] = suggestion(snapshot, table.record(at), today).stage
        stage = known[id]
        if not stage:
            return BLANK
        is_same = table.kind.like(str(table.column("status")[at])) == stage
        return ("= the same", "muted") if is_same else (f"≠ {stage}", "warning")

    return text


def review_cell(today: str) -> CellOf:
    """When to look again; marked where that day has come."""

    def text(table: Any, at: int) -> Cell:
        day = str(table.column("review_on")[at] or "")
        if not day or table.column("status")[at] in table.kind.closed:
            return BLANK
        is_due = day <= today
        return (relative(day, today), "error" if is_due else "muted")

    return text


def verdict_cell(table: Any, at: int) -> Cell:
    """The verdict."""
    value = str(table.column("verdict")[at] or "")
    return (value, VERDICT_ROLES.get(value, "text")) if value else BLANK

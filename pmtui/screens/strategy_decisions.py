"""The columns of decisions on the Strategy screen: how long a question is open, who drives and who approves, what was chosen."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import days_between
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, status_cell, title_column
from pmtui.screens.strategy_columns import person_cell, text_cell
from pmtui.widgets.list_view import ListColumn

LONG_OPEN = 14
"""Days after which an open question is marked: it holds up what waits for it."""
SORT = "status,created"
"""Open ones first, the longest open before all others."""


def decision_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """Decisions: how they stand, for how long they are open, who drives and approves, what was chosen."""
    return (
        id_column(6), ListColumn("status", "status", status_cell, 14, priority=2, field="status"), title_column(),
        ListColumn("age", "open for", age_cell(today), 8, "right", priority=3),
        ListColumn("driver", "driver", person_cell(snapshot, "driver"), 9, priority=4, field="driver"),
        ListColumn("approver", "approver", approver_cell(snapshot), 9, priority=4, field="approver"),
        ListColumn("chosen", "chosen", text_cell("chosen"), 24, priority=6, field="chosen"),
    )


def age_cell(today: str) -> CellOf:
    """For how many days a question has been open; blank where it is decided."""

    def text(table: Any, at: int) -> Cell:
        if table.kind.like(str(table.column("status")[at])) != "open":
            return BLANK
        days = days_between(str(table.column("created_at")[at] or "")[:10], today)
        return BLANK if days is None else (f"{max(0, days)} d", "warning" if days >= LONG_OPEN else "text")

    return text


def approver_cell(snapshot: Snapshot) -> CellOf:
    """Who decides; an open question of nobody is marked."""
    person = person_cell(snapshot, "approver")

    def text(table: Any, at: int) -> Cell:
        if table.column("approver")[at]:
            return person(table, at)
        return ("nobody", "warning") if table.kind.like(str(table.column("status")[at])) == "open" else BLANK

    return text

"""People on the Strategy screen: by role, those first who should hear from us by now, and what each of them cares about."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.stakeholders import CLOSELY, SATISFIED, standing_at, told_words
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, scale_cell, title_column
from pmtui.screens.strategy_columns import lines_cell, text_cell
from pmtui.widgets.list_view import ListColumn

SORT = "unheard,role,-influence,-interest"
"""Those who should hear from us first, the most influential before the others; then by role."""
_ROLES = {CLOSELY: "accent", SATISFIED: "accent"}


def person_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """People: their role, where they stand, when they were last told and what they care about."""
    return (
        id_column(7), ListColumn("role", "role", text_cell("role"), 14, priority=2, field="role"), title_column(),
        ListColumn("last_told", "told", told_cell(today), 19, priority=1, field="last_told"),
        ListColumn("quadrant", "stands", quadrant_cell(today), 14, priority=3),
        ListColumn("influence", "influence", scale_cell("influence"), 9, priority=4, field="influence"),
        ListColumn("interest", "interest", scale_cell("interest"), 8, priority=5, field="interest"),
        ListColumn("cares_about", "cares about", lines_cell("cares_about"), 0, priority=6, field="cares_about", least=30),
    )


def told_cell(today: str) -> CellOf:
    """When somebody was last told; marked where they should have heard again."""

    def text(table: Any, at: int) -> Cell:
        found = standing_at(table, at, today)
        if found.days is None and found.every is None:
            return BLANK
        role = "muted" if not found.is_due else "error" if found.quadrant == CLOSELY else "warning"
        return (told_words(found), role)

    return text


def quadrant_cell(today: str) -> CellOf:
    """Where somebody stands by influence and interest, in words."""

    def text(table: Any, at: int) -> Cell:
        quadrant = standing_at(table, at, today).quadrant
        return (quadrant, _ROLES.get(quadrant, "muted")) if quadrant else ("not placed", "faint")

    return text

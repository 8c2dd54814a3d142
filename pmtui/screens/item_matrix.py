"""The backlog as a matrix of value and effort: where each item stands, and what stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.domain.effort_steps import effort_step
from pmtui.domain.table import Table
from pmtui.widgets.glyphs import CONFLICT, status_glyph, status_role
from pmtui.widgets.one_line import Span
from pmtui.widgets.quadrant_axes import VALUE_EFFORT
from pmtui.widgets.quadrant_map import QuadrantMap
from pmtui.widgets.quadrant_paint import MapLabel

SIGNS = (Span("effort in months, else in points", "faint"),)
"""What the line below the matrix explains."""


def made_matrix() -> QuadrantMap:
    """The widget of the matrix."""
    return QuadrantMap(VALUE_EFFORT, id="matrix")


def matrix_label(table: Any, at: int) -> MapLabel:
    """What stands for an item on the value/effort matrix."""
    status = str(table.column("status")[at])
    title, role = str(table.column("title")[at] or ""), "faint" if status in table.kind.closed else "text"
    if table.column("conflicts")[at]:
        title, role = f"{CONFLICT} {title}", "conflict"
    return MapLabel(title, status_glyph(status), status_role(status), role)


def matrix_values(table: Table, rows: Sequence[int]) -> list[tuple[int | None, Any]]:
    """Size and value of each item; each pair of effort and estimate is looked at once."""
    effort, estimate, value = (table.column(name) for name in ("effort", "estimate", "value"))
    known: dict[tuple[Any, Any], int | None] = {}
    found = []
    for at in rows:
        pair = effort[at], estimate[at]
        if pair not in known:
            known[pair] = effort_step(*pair)
        found.append((known[pair], value[at]))
    return found

"""Cells that the lists of several kinds have: id, status, title, a number, a scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.domain.kinds import SCHEMA
from pmtui.widgets.glyphs import CONFLICT, bar, status_glyph, status_role
from pmtui.widgets.list_view import ListColumn

Cell = tuple[str, str]
CellOf = Callable[[Any, int], Cell]
"""From table and position to what a cell says and its colour role."""
BLANK: Cell = ("–", "faint")


def id_column(priority: int = 3) -> ListColumn:
    """The beginning of the id."""
    return ListColumn("id", "id", lambda table, at: (table.id(at), "id"), 5, priority=priority)


def title_column() -> ListColumn:
    """The title, which takes what the other columns leave."""
    return ListColumn("title", "title", title_cell, 0, priority=0, field="title", least=25)


def status_cell(table: Any, at: int) -> Cell:
    """The status with its sign."""
    value = str(table.column("status")[at])
    return (f"{status_glyph(value)} {value}", status_role(value))


def title_cell(table: Any, at: int) -> Cell:
    """The title; faint where the record asks for no more work, marked where it holds a conflict."""
    title = str(table.column("title")[at] or "")
    if table.column("conflicts")[at]:
        return (f"{CONFLICT} {title}", "conflict")
    if table.column("deleted_at")[at]:
        return (title, "faint strike")
    return (title, "faint" if table.column("status")[at] in SCHEMA[table.kind.name].closed else "text")


def number_cell(field: str, unit: str = "") -> CellOf:
    """A number, with its unit behind it."""

    def text(table: Any, at: int) -> Cell:
        value = table.column(field)[at]
        return BLANK if not isinstance(value, int | float) else (f"{value:g}{unit}", "text")

    return text


def scale_cell(field: str, top: int = 5, high: str = "text") -> CellOf:
    """A value of a scale as a bar; `high` is the role of the two highest values."""

    def text(table: Any, at: int) -> Cell:
        value = table.column(field)[at]
        if not isinstance(value, int | float):
            return (bar(None, top), "faint")
        return (bar(value, top), high if value >= top - 1 else "muted")

    return text

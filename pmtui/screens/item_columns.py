"""The columns of the backlog's list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import Column
from pmtui.domain.dates import relative
from pmtui.domain.records import Record
from pmtui.domain.rollups import criteria_met, progress_by_parent
from pmtui.domain.schema import Field
from pmtui.widgets.glyphs import CONFLICT, priority_glyph, priority_role, status_glyph, status_role, type_glyph, type_role
from pmtui.widgets.list_view import ListColumn

Cell = tuple[str, str]
_BLANK = ("–", "faint")
_OPTIONAL = frozenset({"assignee", "milestone", "due", "tags"})
"""Columns that stay away while no record has anything in them: their room belongs to the titles."""


def item_columns(snapshot: Snapshot, positions: Column, today: str) -> tuple[ListColumn, ...]:
    """The columns of a list of items.

    Args:
        snapshot: Where titles of links are looked up.
        positions: Each item's place in the team's order, 1 for the first; None for closed ones.
        today: For due dates.
    """
    titles = Titles(snapshot)

    def place(table: Any, at: int) -> Cell:
        value = positions[at]
        return ("", "faint") if value is None else (str(value), "faint")

    def due(table: Any, at: int) -> Cell:
        day = table.column("due")[at]
        if not day:
            return ("", "faint")
        is_late = str(day) < today and table.column("status")[at] not in table.kind.closed
        return (relative(str(day), today), "error" if is_late else "muted")

    columns = (
        ListColumn("rank", "#", place, 4, "right", 4),
        ListColumn("id", "id", lambda table, at: (table.id(at), "id"), 5, priority=3),
        ListColumn("status", "status", _status, 9, priority=1, field="status", is_sign=True),
        ListColumn("type", "t", _type, 1, priority=5, field="type"),
        ListColumn("priority", "!", _priority, 1, priority=5, field="priority"),
        ListColumn("title", "title", _title, 0, priority=0, field="title", least=25, ample=42),
        ListColumn("rice", "RICE", _rice, 6, "right", 2),
        ListColumn("estimate", "est", _number("estimate"), 4, "right", 2, "estimate"),
        ListColumn("assignee", "who", titles.cell("person", "assignee"), 7, priority=4, field="assignee"),
        ListColumn("milestone", "milestone", titles.cell("milestone", "milestone"), 14, priority=5, field="milestone"),
        ListColumn("due", "due", due, 9, priority=7, field="due"),
        ListColumn("tags", "tags", _tags, 18, priority=8, field="tags"),
        ListColumn("criteria", "criteria", criteria_cell, 8, "right", 8, "criteria", is_spare=True),
        ListColumn("progress", "parts", parts_cell, 7, "right", 8, is_spare=True),
    )
    table = snapshot.table("item")
    return tuple(one for one in columns if one.name not in _OPTIONAL or _is_used(table.column(one.name)))


def criteria_cell(table: Any, at: int) -> Cell:
    """How many of an item's criteria are met: `1/3`. Only what is shown is decoded."""
    done, total = criteria_met(table.record(at)["criteria"]) if table.column("criteria")[at] else (0, 0)
    return _BLANK if not total else (f"{done}/{total}", "success" if done == total else "text")


def parts_cell(table: Any, at: int) -> Cell:
    """How much of the work below an item is done: `3/8`."""
    progress = progress_by_parent(table).get(table.id(at))
    if progress is None or not progress.total:
        return _BLANK
    return (f"{progress.done}/{progress.total}", "success" if progress.done == progress.total else "text")


def _is_used(column: Column) -> bool:
    """Whether any record has something in a column."""
    return any(value is not None and value != () for value in column.values)


class Titles:
    """The short names of linked records, looked up once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, str] = {}

    def cell(self, kind: str, field: str) -> Callable[[Any, int], Cell]:
        """A cell that names what a link points to."""

        def text(table: Any, at: int) -> Cell:
            id = table.column(field)[at]
            return _BLANK if not id else (self.of(kind, str(id)), "muted")

        return text

    def of(self, kind: str, id: str) -> str:
        """The handle of a person, the title of anything else; the id where the record is missing."""
        return self._known.get(id) or self._named(id, self._snapshot.record(kind, id))

    def linked(self, field: Field, id: str) -> str:
        """The same for a link that may point to several kinds."""
        return self._known.get(id) or self._named(id, self._snapshot.linked(field, id))

    def _named(self, id: str, record: Record | None) -> str:
        handle = record["handle"] if record is not None and record.kind == "person" else None
        found = self._known[id] = str(handle) if handle else record.title if record is not None else f"?{id[:4]}"
        return found


def _status(table: Any, at: int) -> Cell:
    value = str(table.column("status")[at])
    return (f"{status_glyph(value)} {value}", status_role(value))


def _type(table: Any, at: int) -> Cell:
    value = str(table.column("type")[at])
    return (type_glyph(value), type_role(value))


def _priority(table: Any, at: int) -> Cell:
    value = str(table.column("priority")[at])
    return (priority_glyph(value), priority_role(value))


def _title(table: Any, at: int) -> Cell:
    title = str(table.column("title")[at] or "")
    if table.column("conflicts")[at]:
        return (f"{CONFLICT} {title}", "conflict")
    if table.column("deleted_at")[at]:
        return (title, "faint strike")
    return (title, "faint" if table.column("status")[at] in table.kind.closed else "text")


def _rice(table: Any, at: int) -> Cell:
    value = table.column("rice")[at]
    return ("n/a", "faint") if value is None else (f"{value:,.0f}" if value >= 10 else f"{value:.3g}", "text")


def _number(field: str) -> Callable[[Any, int], Cell]:
    def text(table: Any, at: int) -> Cell:
        value = table.column(field)[at]
        return _BLANK if value is None else (f"{value:g}", "text")

    return text


def _tags(table: Any, at: int) -> Cell:
    return (" ".join(f"#{tag}" for tag in table.column("tags")[at] or ()), "faint")

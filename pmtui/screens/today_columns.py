"""The columns of Today: how many and what, and of a record why it stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pmtui.domain.dates import relative
from pmtui.domain.query import Environment, computed_column
from pmtui.domain.stale import untouched_days
from pmtui.domain.table import Table
from pmtui.domain.text import spoken
from pmtui.screens.item_columns import Titles
from pmtui.widgets.glyphs import CONFLICT, status_glyph
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.today_rows import Row

Cell = tuple[str, str]
FOLDED, OPEN = "▸", "▾"
"""The signs of a concern whose records are hidden or shown."""
_NOTHING: Cell = ("", "faint")


class TodayCells:
    """What the cells of the list say."""

    def __init__(self, environment: Environment, unfolded: frozenset[str], ways: Mapping[str, str]) -> None:
        """Take what all cells have in common.

        Args:
            environment: The records, the day, and when records were last committed.
            unfolded: The concerns whose records are shown.
            ways: The names of screens by their key, for where Enter leads.
        """
        assert environment.snapshot is not None
        self._around, self._snapshot = environment, environment.snapshot
        self._unfolded, self._ways = unfolded, ways
        self._titles = Titles(self._snapshot)

    def columns(self) -> tuple[ListColumn, ...]:
        """The columns of the list."""
        return (
            ListColumn("number", "", self.number, 6, "right", priority=0),
            ListColumn("title", "what needs you", self.title, least=36, priority=0, field="title"),
            ListColumn("note", "why", self.note, 16, priority=2),
            ListColumn("who", "who", self.who, 8, priority=4, field="assignee"),
            ListColumn("id", "id", self.id, 5, priority=3),
        )

    def number(self, table: Any, at: int) -> Cell:
        """How many."""
        row: Row = table.rows[at]
        if row.record is not None or row.more:
            return _NOTHING
        return (f"{row.concern.number:,}" if row.concern.number else "!", f"{row.concern.role} bold")

    def title(self, table: Any, at: int) -> Cell:
        """What it is, or the title of a record."""
        row: Row = table.rows[at]
        if row.more:
            return (f"  and {row.more:,} more", "muted")
        if row.record is None:
            sign = OPEN if row.concern.key in self._unfolded else FOLDED if row.concern.records else " "
            return (f"{sign} {row.concern.title}", "text bold")
        place = self._place(row)
        if place is None:
            return ("  (gone)", "faint")
        of, position = place
        status = str(of.column("status")[position] or "") if of.kind.statuses else ""
        mark = CONFLICT if of.column("conflicts")[position] else status_glyph(status)
        return (f"  {mark} {of.column('title')[position] or '(no title)'}", "text")

    def id(self, table: Any, at: int) -> Cell:
        """The id of a record."""
        row: Row = table.rows[at]
        return (row.record[1], "id") if row.record is not None else _NOTHING

    def note(self, table: Any, at: int) -> Cell:
        """Of a concern where it leads, of a record why it is here."""
        row: Row = table.rows[at]
        if row.record is None:
            way = self._ways.get(row.concern.screen, "")
            return (f"→ {way}" if way and not row.more else "", "faint")
        place = self._place(row)
        if place is None:
            return _NOTHING
        make = _NOTES.get(row.concern.key.split(" ")[0])
        return make(self, *place) if make is not None else _NOTHING

    def who(self, table: Any, at: int) -> Cell:
        """Who works on a record, or owns it."""
        row: Row = table.rows[at]
        place = self._place(row) if row.record is not None else None
        if place is None:
            return _NOTHING
        of, position = place
        for name in ("assignee", "driver", "owner"):
            id = of.column(name)[position] if name in of.kind.fields else None
            if id:
                return (self._titles.of("person", str(id)), "muted")
        return _NOTHING

    def _place(self, row: Row) -> tuple[Table, int] | None:
        assert row.record is not None
        table = self._snapshot.table(row.record[0])
        at = table.position(row.record[1])
        return None if at is None else (table, at)

    # Why a record is here

    def _day(self, name: str) -> Callable[[Table, int], Cell]:
        def note(table: Table, at: int) -> Cell:
            value = table.column(name)[at]
            return (relative(str(value)[:10], self._around.today), "muted") if value else _NOTHING

        return note

    def untouched(self, table: Table, at: int) -> Cell:
        """For how many days nobody has touched it."""
        days = untouched_days(table, self._around)[at]
        return (f"{days} days", "muted") if days is not None else _NOTHING

    def blocked(self, table: Table, at: int) -> Cell:
        """What it waits for."""
        waits = computed_column(table, "blocked_by", self._around)[at] or ()
        words = self._titles.of("item", str(waits[0])) if waits else ""
        return (f"by {words}{f' +{len(waits) - 1}' if len(waits) > 1 else ''}", "muted")

    def missing(self, table: Table, at: int) -> Cell:
        """What it lacks to be ready."""
        from pmtui.domain.ready import missing_of

        return (", ".join(rule.key for rule in missing_of(table.record(at), self._around)), "muted")

    def health(self, table: Table, at: int) -> Cell:
        """How a milestone goes."""
        return (spoken(str(table.column("health")[at] or "")), "muted")

    def contested(self, table: Table, at: int) -> Cell:
        """On which fields people disagree."""
        return (", ".join(dict.fromkeys(spoken(path.split(".")[0]) for path in table.column("conflicts")[at] or ())), "conflict")


def _of_day(name: str) -> Callable[[TodayCells, Table, int], Cell]:
    return lambda cells, table, at: cells._day(name)(table, at)


_NOTES: dict[str, Callable[[TodayCells, Table, int], Cell]] = {
    "stale": TodayCells.untouched, "blocked": TodayCells.blocked, "not": TodayCells.missing, "at": TodayCells.health,
    "conflicts": TodayCells.contested, "late": _of_day("target"), "overdue": _of_day("due"), "triage": _of_day("created_at"),
    "back": _of_day("snoozed_until"), "decisions": _of_day("created_at"), "products": _of_day("review_on"), "decide": _of_day("end"),
    "orphaned": _of_day("created_at"), "unheard": _of_day("last_told"), "over": _of_day("started_at"),
}
"""What the note of a record says, by the first word of its concern's key."""

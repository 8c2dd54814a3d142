"""The columns of the sections of the Strategy screen, as far as no topic has a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.discovery import linked_counts
from pmtui.domain.sentences import POSITIONING
from pmtui.domain.serving import served_goals
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, title_column
from pmtui.widgets.list_view import ListColumn

T = TypeVar("T")


def persona_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """Personas: the group they stand for, the stages of their journey, and how many problems name them."""
    problems = made_when_asked(lambda: linked_counts(snapshot.table("problem"), "personas"))

    def count(table: Any, at: int) -> Cell:
        found = problems().get(table.id(at), 0)
        return (str(found), "text") if found else ("none", "muted")

    return (
        id_column(6), ListColumn("segment", "segment", text_cell("segment"), 14, priority=3, field="segment"), title_column(),
        ListColumn("journey", "stages", count_cell("journey"), 6, "right", 4, "journey"),
        ListColumn("problems", "problems", count, 8, "right", 2),
    )


def competitor_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """Competitors: what they say they are, and where to find them."""
    return (
        id_column(6), ListColumn("points", "better, worse", points_cell, 14, priority=3), title_column(),
        ListColumn("positioning", "positioning", lines_cell("positioning"), 0, priority=2, field="positioning", least=24),
        ListColumn("url", "url", text_cell("url"), 26, priority=4, field="url"),
    )


# Cells


def positioning_cell(table: Any, at: int) -> Cell:
    """How many parts of the positioning statement are said."""
    found = sum(bool(str(table.column(name)[at] or "").strip()) for name in POSITIONING)
    return (f"{found} of {len(POSITIONING)}", "success" if found == len(POSITIONING) else "warning" if found else "muted")


def points_cell(table: Any, at: int) -> Cell:
    """In how many points a competitor is better and worse."""
    better, worse = (sum(bool(str(one).strip()) for one in table.column(name)[at] or ()) for name in ("strengths", "weaknesses"))
    return (f"+{better} −{worse}", "text") if better or worse else ("not compared", "muted")


def served_cell(snapshot: Snapshot) -> CellOf:
    """How many milestones and problems serve a goal."""
    served = made_when_asked(lambda: served_goals(snapshot))

    def text(table: Any, at: int) -> Cell:
        found = served().of(table.id(at))
        if not found.milestones and not found.problems:
            return ("nothing", "warning") if str(table.column("status")[at]) not in table.kind.closed else BLANK
        words = [f"{found.milestones} ms"] if found.milestones else []
        return (" ".join([*words, *([f"{found.problems} prob"] if found.problems else [])]), "text")

    return text


def text_cell(field: str) -> CellOf:
    """A short text or a choice."""

    def text(table: Any, at: int) -> Cell:
        value = table.column(field)[at]
        return (str(value), "muted") if value else BLANK

    return text


def lines_cell(field: str) -> CellOf:
    """The first line of a text."""

    def text(table: Any, at: int) -> Cell:
        lines = table.column(field)[at] or ()
        return (next((str(one) for one in lines if str(one).strip()), ""), "muted") if lines else BLANK

    return text


def count_cell(field: str) -> CellOf:
    """How many entries a list has."""

    def text(table: Any, at: int) -> Cell:
        count = len(table.column(field)[at] or ())
        return (str(count), "text") if count else BLANK

    return text


def day_cell(field: str, today: str) -> CellOf:
    """A day or an instant, by how far it is from today."""

    def text(table: Any, at: int) -> Cell:
        value = table.column(field)[at]
        return (relative(str(value), today), "muted") if value else BLANK

    return text


def person_cell(snapshot: Snapshot, field: str) -> CellOf:
    """A person, by the short name."""
    names: dict[str, str] = {}

    def text(table: Any, at: int) -> Cell:
        id = table.column(field)[at]
        if not id:
            return BLANK
        if id not in names:
            record = snapshot.record("person", str(id))
            names[id] = f"?{str(id)[:4]}" if record is None else str(record["handle"] or record.title)
        return (names[id], "text")

    return text


def made_when_asked(make: Callable[[], T]) -> Callable[[], T]:
    """What is made when it is first asked for: counting has to wait for the first cell that is painted."""
    made: list[T] = []

    def found() -> T:
        if not made:
            made.append(make())
        return made[0]

    return found

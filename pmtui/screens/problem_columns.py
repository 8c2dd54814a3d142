"""The columns of the list of problems: how much each matters, what is known, and what is being done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.discovery import quote_count, work_on_problems
from pmtui.domain.evidence_age import evidence_weight, half_life, heard_at, is_stale
from pmtui.domain.sentences import first_name
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, number_cell, scale_cell, status_cell, title_column
from pmtui.widgets.list_view import ListColumn

UNDERSERVED = 12
"""From this opportunity score on a problem is underserved. Source: Anthony Ulwick, "What Customers Want" (2005), chapter 3."""
_EXPECTED = frozenset({"validated", "solving"})
"""States in which somebody should be doing something."""


def problem_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """The columns of a list of problems.

    Args:
        snapshot: Where personas, hypotheses and items are.
        today: For the age of evidence.
    """
    half = half_life(snapshot.settings).days
    return (
        ListColumn("opportunity", "opp", opportunity_cell, 4, "right", 1),
        id_column(4),
        ListColumn("status", "status", status_cell, 13, priority=3, field="status", is_sign=True),
        title_column(),
        ListColumn("severity", "severity", scale_cell("severity", high="warning"), 8, priority=5, field="severity"),
        ListColumn("importance", "imp", number_cell("importance"), 3, "right", 7, "importance"),
        ListColumn("satisfaction", "sat", number_cell("satisfaction"), 3, "right", 7, "satisfaction"),
        ListColumn("evidence", "quotes", evidence_cell, 6, "right", 1),
        ListColumn("heard", "heard", heard_cell(today, half), 8, priority=4),
        ListColumn("evidence_weight", "weight", weight_cell(today, half), 6, "right", 8),
        ListColumn("work", "work", work_cell(snapshot), 13, priority=2),
        ListColumn("personas", "who", persona_cell(snapshot), 14, priority=6, field="personas"),
    )


def opportunity_cell(table: Any, at: int) -> Cell:
    """The opportunity score, one decimal at most; n/a where an input is blank."""
    value = table.column("opportunity")[at]
    if value is None:
        return ("n/a", "faint")
    return (f"{value:.3g}", "score-good bold" if value >= UNDERSERVED else "text")


def evidence_cell(table: Any, at: int) -> Cell:
    """How many pieces of evidence there are; none is worth a warning."""
    count = quote_count(table, at)
    return (str(count), "text") if count else ("none", "warning")


def heard_cell(today: str, half: int) -> CellOf:
    """How long ago the newest evidence was heard, and whether that is stale; decodes the records that are shown, each once."""
    known: dict[int, Cell] = {}

    def text(table: Any, at: int) -> Cell:
        found = known.get(at)
        if found is None:
            day = max((one.day for one in heard_at(table, at)), default="")
            found = known[at] = (relative(day, today), "warning" if is_stale(day, today, half) else "muted") if day else BLANK
        return found

    return text


def weight_cell(today: str, half: int) -> CellOf:
    """What the evidence weighs now; decodes the records that are shown, each once."""

    def text(table: Any, at: int) -> Cell:
        weight = evidence_weight(heard_at(table, at), today, half)
        return BLANK if weight is None else (f"{weight:.3g}", "warning" if weight < 1 else "text")

    return text


def work_cell(snapshot: Snapshot) -> CellOf:
    """What is being done: hypotheses, and items with how many of them are done."""
    work = _made_when_asked(lambda: work_on_problems(snapshot))

    def text(table: Any, at: int) -> Cell:
        found = work().of(table.id(at))
        if not found.hypotheses and not found.items:
            return ("nothing", "warning") if table.kind.like(str(table.column("status")[at])) in _EXPECTED else BLANK
        return (work_words(found.hypotheses, found.items, found.done), "text")

    return text


def work_words(hypotheses: int, items: int, done: int) -> str:
    """`2 hyp  3/7`: hypotheses, and items done of all; what there is none of is left out."""
    beliefs = f"{hypotheses} hyp" if hypotheses else ""
    return f"{beliefs:<6} {done}/{items}" if items else beliefs


def persona_cell(snapshot: Snapshot) -> CellOf:
    """Who has the problem, by first names."""
    names: dict[str, str] = {}

    def name(id: str) -> str:
        if id not in names:
            record = snapshot.record("persona", id)
            names[id] = (first_name(record.title) if record is not None else "") or f"?{id[:4]}"
        return names[id]

    def text(table: Any, at: int) -> Cell:
        return (", ".join(name(str(id)) for id in table.column("personas")[at] or ()), "muted")

    return text


def _made_when_asked(make: Callable[[], Any]) -> Callable[[], Any]:
    """What is made when it is first asked for: counting has to wait for the first cell that is painted."""
    made: list[Any] = []

    def found() -> Any:
        if not made:
            made.append(make())
        return made[0]

    return found

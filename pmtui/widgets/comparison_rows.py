"""The rows of a comparison: a group after the other, one line a record. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pmtui.domain.comparison import ADDED, DONE, DROPPED, GROUPS, SLIPPED, Comparison, Finding
from pmtui.domain.comparison_words import TITLES, notes, shown_id, summary, words
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_LEAST_TITLE, _MOST_TITLE = 16, 64
"""Cells of a title beside what became of it."""
_MOST_ID = 12
_SAID = 0.62
"""What became of a record takes at most this part of a line: it is what people look for."""
_ROLES = {DONE: "success", ADDED: "info", DROPPED: "muted"}


class Row(NamedTuple):
    """One line.

    Attributes:
        finding: What it tells; None for a heading, a note or a gap.
        words: What it says; of a finding what became of its record.
        role: The colour role of the words.
    """

    finding: Finding | None = None
    words: str = ""
    role: str = "text"


def comparison_rows(comparison: Comparison, titles: Mapping[str, str]) -> list[Row]:
    """All rows: how much there is, what could not be read, then each group under its heading."""
    rows = [Row(words=summary(comparison), role="text bold")]
    rows += [Row(words=note, role="warning") for note in notes(comparison)]
    for group in GROUPS:
        part = comparison.of(group)
        if part:
            rows += [Row(), Row(words=f"{TITLES[group]} ({len(part)})", role="heading")]
            rows += [Row(one, words(one, titles), _role(one)) for one in part]
    return rows


def _role(one: Finding) -> str:
    if one.group == SLIPPED and one.days is not None:
        return "error" if one.days > 0 else "success"
    return _ROLES.get(one.group, "accent")


class Columns(NamedTuple):
    """How wide the parts of a row are, in cells.

    Attributes:
        id: The id.
        title: The title, where something is said beside it.
    """

    id: int
    title: int


def columns_of(rows: Sequence[Row], width: int, short: Callable[[str], str]) -> Columns:
    """The columns of all rows in so many cells: titles take what they need, and leave room for what became of the records."""
    findings = [row.finding for row in rows if row.finding is not None]
    id = min(_MOST_ID, max((width_of(shown_id(one, short)) for one in findings), default=0)) + 2
    room = width - id - 2
    needed = max((width_of(steady(row.finding.title)) for row in rows if row.finding is not None and row.words), default=0)
    said = max((width_of(steady(row.words)) for row in rows if row.finding is not None), default=0)
    beside = room - min(said, int(room * _SAID))
    return Columns(id, max(min(_LEAST_TITLE, room // 2), min(needed, _MOST_TITLE, beside)))


def row_line(row: Row, width: int, columns: Columns, short: Callable[[str], str]) -> Line:
    """A row in so many cells: id, title, and what became of it."""
    if row.finding is None:
        return (Span(shortened(steady(row.words), width), row.role),)
    id = Span(fitted(shown_id(row.finding, short), columns.id), "faint")
    title = steady(row.finding.title)
    if not row.words:
        return (id, Span(shortened(title, max(1, width - columns.id))))
    room = max(1, width - columns.id - columns.title - 2)
    return (id, Span(fitted(title, columns.title)), Span("  "), Span(shortened(steady(row.words), room), row.role))

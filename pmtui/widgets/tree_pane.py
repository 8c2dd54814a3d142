"""The pane beside the tree: the record under the cursor, or what a line is about that is none: a branch, a quote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pmtui.domain.audit import Check
from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.detail import DetailPane
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

LinesOf = Callable[[int], list[Line]]
"""From a width to lines."""


def branch_lines(check: Check, lacking: int, every: int, key: str, width: int) -> list[Line]:
    """What a branch holds and what to do about it.

    Args:
        check: What its records lack.
        lacking: How many lack it.
        every: How many stand on the branch.
        key: The key that mends one; empty for none.
        width: Cells.
    """
    lines = wrapped_spans([Span(f"{lacking:,} {check.title}", "heading")], width)
    lines += [(), *wrapped_spans([Span(check.advice)], width)]
    if every > lacking:
        rest = f"{every - lacking:,} more stand here of which it is not asked: closed, given up, or waiting for triage."
        lines += [(), *wrapped_spans([Span(rest, "muted")], width)]
    lines += [(), *wrapped_spans([Span("l", "key"), Span(" unfolds · ", "muted"), Span("t", "key"), Span(" traces one", "muted")], width)]
    return [*lines, *wrapped_spans([Span(key, "key"), Span(" on one of them mends it", "muted")], width)] if key else lines


def quote_lines(entry: Any, today: str, width: int) -> list[Line]:
    """One piece of evidence, whole.

    Args:
        entry: The entry of the problem's evidence.
        today: The calendar date where the person is.
        width: Cells.
    """
    words = entry.get("quote")
    lines: list[Line] = []
    for line in words if isinstance(words, list) else [words]:
        lines += wrapped_spans([Span(str(line or ""), "text")], width, (Span("❝ ", "info"),) if not lines else (Span("  "),), "  ")
    who = [str(entry[name]) for name in ("customer", "company", "source", "origin") if entry.get(name)]
    day = str(entry.get("at") or "")[:10]
    who += [relative(day, today)] if day else []
    return [*lines, (), *wrapped_spans([Span(" · ".join(who), "muted")], width)] if who else lines


class TreePane(DetailPane):
    """One record, or lines about something else."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self._about: object = None
        self._lines_of: LinesOf | None = None

    def show_lines(self, about: object, lines_of: LinesOf) -> None:
        """Show lines.

        Args:
            about: What they depend on: as long as it is equal, the lines are the same.
            lines_of: The lines for a width.
        """
        if self._lines_of is None or self._about != about:
            self._about, self._lines_of = about, lines_of
            self._shown = (None, None, "")
            self._put(keep_place=False)

    def set_record(
        self, record: Record | Fault | None, snapshot: Snapshot, today: str, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Show a record; none empties the pane."""
        if self._lines_of is not None:
            self._about = self._lines_of = None
            self._shown = (None, None, "")
            self.set_lines([], keep_place=False)
        super().set_record(record, snapshot, today, id_length)

    def _build(self, is_whole: bool = False) -> None:
        if self._lines_of is None:
            super()._build(is_whole)
        else:
            self._put(keep_place=True)

    def _put(self, *, keep_place: bool) -> None:
        if self._lines_of is not None and self.reading_width:
            lines: Sequence[Line] = self._lines_of(self.reading_width)
            self.set_lines(list(lines), keep_place=keep_place)



"""What one must know of a record to score it: title, facts, story, why with the customers' words, text and criteria."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.domain.change import Snapshot
from pmtui.domain.discovery import entries
from pmtui.domain.records import Record
from pmtui.widgets.detail_lines import head_lines
from pmtui.widgets.detail_parts import criteria_lines, story_lines, why_lines
from pmtui.widgets.detail_text import Reading, long_text, texts
from pmtui.widgets.markdown import beginning
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

_TEXT = 3_000
"""Characters of a text that are shown: who judges in seconds reads no more."""
_QUOTES = 3
"""Quotes that are shown."""


def context_lines(
    record: Record, snapshot: Snapshot, today: str, width: int, id_length: Callable[[str], int] | None = None, *, is_dense: bool = False,
) -> list[Line]:
    """A record for judging.

    Args:
        record: What is to be scored.
        snapshot: Where linked records are.
        today: The calendar date where the person is.
        width: Cells of a line.
        id_length: How many characters tell an id from all others.
        is_dense: Whether lines are few: then no blank ones stand between the parts.
    """
    reading = Reading(snapshot, today, max(20, width), id_length)
    lines = [*wrapped_spans([Span(record.title or "(no title)", "heading")], reading.width), *head_lines(record, reading)]
    for part in _parts(record, reading):
        if part:
            lines += part if is_dense else [(), *part]
    return lines


def _parts(record: Record, reading: Reading) -> list[list[Line]]:
    text = long_text("body", beginning(record.body, _TEXT), reading.width, reading) if record.body.strip() else []
    if record.kind == "problem":
        from pmtui.widgets.detail_discovery import evidence_lines

        return [text, evidence_lines(record, reading)]
    if record.kind != "item":
        return [text]
    return [story_lines(record, reading), text, [*why_lines(record, reading), *_quotes(record, reading)], criteria_lines(record, reading)]


def _quotes(record: Record, reading: Reading) -> list[Line]:
    """The newest words of customers about the problems that an item helps to solve."""
    problems = [reading.snapshot.record("problem", str(id)) for id in record["problems"]]
    said = [one for problem in problems if problem is not None for one in entries(problem, "evidence") if one.get("quote")]
    said.sort(key=lambda one: str(one.get("at") or ""), reverse=True)
    lines: list[Line] = []
    for one in said[:_QUOTES]:
        quote = one["quote"]
        words = " ".join(map(str, quote)) if isinstance(quote, list) else str(quote)
        who = ", ".join(str(one[name]) for name in ("customer", "company") if one.get(name))
        spans = [*texts(f"“{words.strip('“”')}”", reading), *([Span(f" {who}", "muted")] if who else [])]
        lines += wrapped_spans(spans, reading.value_width, (Span("• ", "accent"),), "  ")
    return labelled("", lines)

"""What the detail pane says of a persona: their words, goals and pains, their way stage by stage, and the problems that they have."""

from __future__ import annotations

from typing import Any

from pmtui.domain.backlinks import is_indexed, pointing
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.widgets.detail_competitor import point_lines
from pmtui.widgets.detail_text import Reading, field_lines, in_order, reference, texts
from pmtui.widgets.one_line import Span
from pmtui.widgets.stage_table import journey_lines
from pmtui.widgets.styled_lines import Line, labelled, rule, wrapped_spans

SHOWN = frozenset({"quote", "goals", "pains", "segment", "journey"})
"""The fields that these parts show."""
_MOST = 8
"""So many problems are named; the others are counted."""
_FIELDS = SCHEMA["persona"].fields
_TO_PROBLEM = SCHEMA["hypothesis"].fields["problem"]


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """Their words; what they want and what hurts; the problems by opportunity; the journey."""
    return [
        _quote(record, reading),
        [*field_lines(record, _FIELDS["segment"], reading), *point_lines("goals", record.data.get("goals"), ("•", "success"), reading),
         *point_lines("pains", record.data.get("pains"), ("•", "warning"), reading)],
        problem_lines(record, reading),
        _journey(record, reading),
    ]


def _quote(record: Record, reading: Reading) -> list[Line]:
    value = record.data.get("quote")
    words = " ".join(str(one).strip() for one in value) if isinstance(value, list) else str(value or "")
    return wrapped_spans(texts(f"“{words.strip()}”", reading, "text italic"), reading.width) if words.strip() else []


def _journey(record: Record, reading: Reading) -> list[Line]:
    stages = in_order(_FIELDS["journey"], record["journey"] or [])
    return [rule("journey", reading.width), *journey_lines(stages, reading.width)] if stages else []


def problem_lines(record: Record, reading: Reading) -> list[Line]:
    """The problems that name a persona, the greatest opportunity first; late as long as what points to it is not indexed."""
    if reading.late is not None and not is_indexed(reading.snapshot):
        reading.late.append("links")
        return []
    table = reading.snapshot.table("problem")
    opportunity = table.column("opportunity")
    found = sorted(pointing(reading.snapshot, "problem", "personas", record.id), key=lambda at: _least_last(opportunity[at]))
    lines: list[Line] = []
    for at in found[:_MOST]:
        value = opportunity[at]
        score = Span(f"{value:>4.3g} " if isinstance(value, int | float) else " n/a ", "text" if value is not None else "faint")
        lines += wrapped_spans(reference(_TO_PROBLEM, table.id(at), reading), reading.value_width, (score,), "     ")
    if len(found) > _MOST:
        lines.append((Span(f"     and {len(found) - _MOST} more", "faint"),))
    if not lines:
        lines = wrapped_spans([Span("none yet:", "muted"), Span(" no problem names this persona", "muted")], reading.value_width)
    return labelled("problems", lines)


def _least_last(value: Any) -> tuple[bool, float]:
    return (False, -value) if isinstance(value, int | float) else (True, 0.0)

"""What the detail pane says of a product: the positioning as a sentence, where it leads, what is said of it, and what tests it."""

from __future__ import annotations

from itertools import compress

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import both
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.sentences import POSITIONING, positioning_sentence, sentence_gaps
from pmtui.widgets import glyphs
from pmtui.widgets.detail_competitor import point_lines
from pmtui.widgets.detail_parts import sentence_spans
from pmtui.widgets.detail_text import Reading, field_lines, reference
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = frozenset({*POSITIONING, "vision", "messages", "market_research"})
"""The fields that these parts show."""
_TO_GOAL = SCHEMA["problem"].fields["goal"]
_FIELDS = SCHEMA["product"].fields


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """The positioning and what tests it; the vision; messages and market."""
    return [
        [*positioning_lines(record, reading.width), *_tested_by(record, reading)],
        field_lines(record, _FIELDS["vision"], reading),
        point_lines("messages", record.data.get("messages"), ("•", "accent"), reading),
        field_lines(record, _FIELDS["market_research"], reading),
    ]


def positioning_lines(record: Record, width: int) -> list[Line]:
    """The positioning as the sentence it stands for; what is blank stands in it by name."""
    sentence = positioning_sentence(record.data)
    lines = wrapped_spans(sentence_spans(sentence), width)
    gaps = [one for one in sentence_gaps(sentence) if one in POSITIONING]
    if gaps:
        words = f"{len(gaps)} of {len(POSITIONING)} parts {'is' if len(gaps) == 1 else 'are'} still blank: P asks for them one by one"
        lines += wrapped_spans([Span(words, "muted")], width)
    return lines


def testing_goals(product: Record, snapshot: Snapshot) -> list[Record]:
    """The goals that test whether a product's positioning holds: its own, and those of no product where it is the only one."""
    goals = snapshot.table("goal")
    belongs = goals.column("product")
    testing = both(goals.living(), goals.column("tests_positioning").where(lambda value: value is True))
    is_only = snapshot.table("product").living().count(1) == 1
    return [
        goals.record(at) for at in compress(range(len(goals)), testing) if belongs[at] == product.id or (is_only and not belongs[at])
    ]


def _tested_by(record: Record, reading: Reading) -> list[Line]:
    lines: list[Line] = []
    for goal in testing_goals(record, reading.snapshot):
        spans = [*reference(_TO_GOAL, goal.id, reading), Span(f" {goal.status}", glyphs.status_role(goal.status))]
        lines += wrapped_spans(spans, reading.value_width, (), "  ")
    if not lines:
        if not any(record.data.get(name) for name in POSITIONING):
            return []
        words = [Span("nothing yet:", "warning"), Span(" set tests positioning of the goal that shows whether it holds", "muted")]
        lines = wrapped_spans(words, reading.value_width)
    return [(), *labelled("tested by", lines)]

"""What the detail pane says of what shipped: its metric before and after, against the target, with the day in a small chart."""

from __future__ import annotations

from pmtui.domain.amounts import amount_words
from pmtui.domain.backlinks import AT_ONCE
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.outcomes import MISSED, Outcome
from pmtui.domain.records import Record
from pmtui.domain.shipped_bets import outcomes_of
from pmtui.domain.text import spoken
from pmtui.widgets import glyphs
from pmtui.widgets.charts import line_chart
from pmtui.widgets.detail_text import Reading, dated, reference
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

_SHIPPED = {"item": "done", "milestone": "shipped"}
"""By kind, the status in which something has shipped."""
_MOST = 4
"""So many metrics are told, the one that counts first; the others are counted."""
_CHART_HEIGHT, _WIDEST = 7, 70
_HYPOTHESES = SCHEMA["item"].fields["hypotheses"]
_DOT = Span("\u00a0· ", "faint")


def outcome_lines(record: Record, reading: Reading) -> list[Line]:
    """What came of an item, a milestone or a hypothesis; nothing where nothing shipped."""
    status = _SHIPPED.get(record.kind)
    if status is not None and record.stage != status:
        return []
    items = reading.snapshot.table("item")
    if reading.late is not None and len(items) > AT_ONCE and "shipped_work" not in items.kept:
        reading.late.append("links")
        return []
    found = outcomes_of(record, reading.snapshot, reading.today)
    if not found:
        if record.kind != "milestone":
            return []
        words = "not measured: no hypothesis of its items names a KPI, and no goal that it serves has one"
        return labelled("outcome", wrapped_spans([Span(words, "muted")], reading.value_width))
    lines = labelled("outcome", [line for one in found[:_MOST] for line in _told(one, record, reading)])
    if len(found) > _MOST:
        lines += labelled("", wrapped_spans([Span(f"and {len(found) - _MOST} more metrics", "faint")], reading.value_width))
    first, width = found[0], min(reading.width, _WIDEST)
    marks = {first.at: "shipped"}
    return [*lines, *line_chart(first.measure.series, width, _CHART_HEIGHT, first.target, marks=marks, until=reading.today)]


def outcome_spans(verdict: str) -> list[Span]:
    """A verdict with its sign."""
    sign, role = glyphs.OUTCOMES.get(verdict, ("·", "muted"))
    words = spoken(verdict) if verdict else "no target"
    return [Span(f"{sign} {words}".replace(" ", "\u00a0"), f"{role} bold" if verdict == MISSED else role)]


def _told(one: Outcome, record: Record, reading: Reading) -> list[Line]:
    """The verdict, the metric from before to after, and who stated the target."""
    measure = one.measure
    unit = f"\u00a0{measure.unit}" if measure.unit else ""
    way = f"{amount_words(one.before)} → {amount_words(one.after)}{unit}".replace(" ", "\u00a0")
    goal = LinkSpan(measure.name or "(no name)", "text", Target("goal", measure.goal))
    spans = [*outcome_spans(one.verdict), _DOT, goal, Span(" "), Span(way, "text bold")]
    if one.target is not None:
        spans += [_DOT, Span(f"target {amount_words(one.target)}{unit}".replace(" ", "\u00a0"))]
    lines = wrapped_spans(spans, reading.value_width, (), "  ")
    facts = [Span(one.why, "muted"), _DOT, Span("shipped ", "muted"), *dated(one.at, reading, "muted")]
    lines += wrapped_spans(facts, reading.value_width, (Span("  "),), "  ")
    if measure.hypothesis and measure.hypothesis != record.id:
        lines += wrapped_spans(reference(_HYPOTHESES, measure.hypothesis, reading), reading.value_width, (Span("  "),), "  ")
    return lines

"""What dialogs say while numbers, sessions and verdicts are typed: the figures as they would be, drawn."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.experiment_figures import ExperimentFigures
from pmtui.domain.experiment_words import percent as said_percent
from pmtui.domain.records import Record
from pmtui.widgets.detail_experiment import (
    difference_lines,
    guardrail_lines,
    proposal_lines,
    warning_lines,
)
from pmtui.widgets.detail_experiment_sessions import rate_lines
from pmtui.widgets.interval_lines import Interval, axis_of_rates, ends, interval_lines, percent
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, rule, wrapped_spans

_LABELS = 12


def numbers_lines(found: ExperimentFigures, width: int) -> list[Line]:
    """The statistics of what is typed: verdict and warnings first, for little may fit."""
    lines = proposal_lines(found, width) if found.comparisons else []
    if any(one.difference is not None for one in found.comparisons):
        lines += difference_lines(found, width)
    lines += warning_lines(found, width)
    rows = [Interval(one.name, *ends(one.rate, one.interval), "text", said_percent(one.rate)) for one in found.arms]
    if any(one.rate is not None for one in found.arms):
        lines += [rule("rates", width), *interval_lines(rows, width, zero=None, shown=percent, axis=axis_of_rates(rows))]
    if any(one.difference is not None for one in found.guardrails):
        lines += guardrail_lines(found, width)
    return lines


def session_live_lines(record: Record, found: ExperimentFigures, faults: Sequence[str], width: int) -> list[Line]:
    """The rate of success with the session that is typed, and what is wrong with it."""
    lines: list[Line] = []
    for words in faults:
        lines += wrapped_spans([Span(words, "error")], width)
    count = found.success_rate.sessions
    planned = record["planned_n"]
    of = f" of {planned:g}" if isinstance(planned, int | float) else ""
    lines += [rule(f"with this one: {count}{of} {'session' if count == 1 and not of else 'sessions'} with counts", width)]
    return lines + (rate_lines(found, width) or wrapped_spans([Span("tasks and successes make the rate", "muted")], width))


def verdict_live_lines(record: Record, found: ExperimentFigures, width: int) -> list[Line]:
    """The rule that was stated before, what the figures say, and what to know before they are believed."""
    inside = max(8, width - _LABELS)
    rule_text = str(record["decision_rule"] or "")
    spans = [Span(rule_text, "text bold")] if rule_text else [Span("none was stated before: say so in the learning", "warning")]
    lines = labelled("rule", wrapped_spans(spans, inside))
    if found.comparisons:
        lines += labelled("figures say", proposal_lines(found, inside))
    lines += warning_lines(found, width)
    if any(one.difference is not None for one in found.comparisons):
        lines += [(), *difference_lines(found, width)]
    if any(one.difference is not None for one in found.guardrails):
        lines += [(), *guardrail_lines(found, width)]
    return lines + ([(), *rate_lines(found, width)] if found.success_rate.rate is not None else [])

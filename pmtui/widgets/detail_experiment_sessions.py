"""The sessions of an experiment in the detail pane: the rate of success with its interval, who managed what, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.domain.discovery import entries
from pmtui.domain.experiment_design import family_of
from pmtui.domain.experiment_figures import ExperimentFigures
from pmtui.domain.records import Record
from pmtui.widgets.detail_text import Reading, dated, texts
from pmtui.widgets.interval_lines import Interval, ends, interval_lines, percent
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, rule, wrapped_spans

_SEPARATE = Span("\u00a0· ", "faint")


def session_lines(record: Record, found: ExperimentFigures, reading: Reading) -> list[Line]:
    """The sessions with the rate of success and its interval, the newest first."""
    seen = sorted(entries(record, "sessions"), key=lambda one: str(one.get("at") or ""), reverse=True)
    if not seen:
        return []
    planned = record["planned_n"]
    is_planned = isinstance(planned, int | float) and family_of(record["method"]) == "sessions"
    total = f"{len(seen)} of {planned:g}" if is_planned else str(len(seen))
    lines: list[Line] = [rule(f"sessions: {total}", reading.width), *rate_lines(found, reading.width)]
    said = _said(record, reading)
    for one in seen:
        tasks, done = one.get("tasks"), one.get("succeeded")
        score = f"{done if done is not None else '–'}/{tasks}" if tasks is not None else ""
        is_all = tasks is not None and tasks == done
        head = [Span(f"{score} ", "success" if is_all else "warning" if done == 0 else "text")] if score else []
        head += [Span(_text(one.get("who")) or "somebody", "text")]
        if isinstance(one.get("at"), str):
            head += [_SEPARATE, *[Span(part.text, "muted") for part in dated(one["at"][:10], reading)]]
        lines += wrapped_spans(head, reading.width, (Span("• ", "accent"),), "  ")
        if one.get("notes"):
            lines += wrapped_spans(texts(_text(one["notes"]), reading, "muted"), reading.width, (Span("  "),), "  ")
        here = [quote for quote in said if _is_from(quote, one, record.title)]
        said = [quote for quote in said if quote not in here]
        lines += [line for quote in here for line in _quote(_text(quote["quote"]), reading)]
    rest = [quote for quote in said if quote.get("origin") == record.title]
    return lines + [line for quote in rest for line in _quote(_text(quote["quote"]), reading)]


def _said(record: Record, reading: Reading) -> list[Mapping[str, Any]]:
    """The quotes in the evidence of the problem behind an experiment."""
    belief = reading.snapshot.record("hypothesis", str(record["hypothesis"] or ""))
    problem = reading.snapshot.record("problem", str(belief["problem"] or "")) if belief is not None else None
    return [one for one in entries(problem, "evidence") if one.get("quote")] if problem is not None else []


def _is_from(quote: Mapping[str, Any], session: Mapping[str, Any], title: str) -> bool:
    """Whether something was said in a session: by who took part, in this experiment or on that very day."""
    customer, who = _text(quote.get("customer")), _text(session.get("who"))
    if not customer or not who.startswith(customer):
        return False
    return quote.get("origin") == title or str(quote.get("at") or "-")[:10] == str(session.get("at") or "")[:10]


def _quote(text: str, reading: Reading) -> list[Line]:
    return wrapped_spans(texts(f"“{text.strip('“”')}”", reading), reading.width, (Span("  "),), "  ")


def rate_lines(found: ExperimentFigures, width: int) -> list[Line]:
    """The rate of success over all sessions, drawn from nothing to all with its interval."""
    rate = found.success_rate
    if rate.rate is None:
        return []
    row = Interval(f"{rate.succeeded} of {rate.tasks} tasks", *ends(rate.rate, rate.interval), "text",
                   f"{percent(rate.rate)} ({' to '.join(percent(one) for one in rate.interval or ())})")
    return interval_lines([row], width, zero=None, shown=percent, axis=(0.0, 1.0))


def _text(value: Any) -> str:
    parts: Iterable[Any] = value if isinstance(value, list) else (value,)
    return " ".join(str(part).strip() for part in parts if part is not None).strip()

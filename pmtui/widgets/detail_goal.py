"""What the detail pane says of goals: how far against what is expected by now, each KPI with its chart, and what serves it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from pmtui.domain.amounts import amount_words
from pmtui.domain.backlinks import is_indexed
from pmtui.domain.dates import days_between
from pmtui.domain.discovery import records_linked_to
from pmtui.domain.goal_figures import GoalFigures, KpiFigures, goal_figures, percent
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.kpis import AHEAD, BEHIND, grade, hypotheses_moving, kpis_of, readings_of, series
from pmtui.domain.records import Record
from pmtui.domain.scoring import number_in
from pmtui.widgets import glyphs
from pmtui.widgets.charts import line_chart
from pmtui.widgets.detail_text import Reading, dated, reference, texts
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, rule, wrapped_spans

SHOWN = {"objective", "north_star", "tests_positioning", "start", "due", "kpis"}
"""The fields that these parts show."""
_BAR = 10
_CHART_HEIGHT = 8
_WIDEST = 90
"""A wider chart says no more."""
_OLD = 35
"""A KPI that nobody has read for so many days is asked for."""
_DOT = Span("\u00a0· ", "faint")
_PROBLEMS = SCHEMA["item"].fields["problems"]
_HYPOTHESES = SCHEMA["item"].fields["hypotheses"]
_SERVING = (("milestones", "milestone", "goals", SCHEMA["item"].fields["milestone"]), ("problems", "problem", "goal", _PROBLEMS))


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """The objective and how far it is; the KPIs, one below the other; what serves it."""
    figures = goal_figures(record.data, reading.today)
    return [
        [*_objective(record, reading), *_marks(record, reading)],
        [*_progress(record, figures, reading), *_time(record, figures, reading)],
        *_kpis(record, figures, reading),
        _serving(record, reading),
    ]


def grade_spans(share: float | None) -> list[Span]:
    """Progress in percent with the sign and the colour of its grade."""
    if share is None:
        return [Span("not measured", "muted")]
    word = grade(share)
    return [Span(f"{glyphs.grade_glyph(word)}\u00a0{percent(share)}\u00a0%", glyphs.grade_role(word))]


def _objective(record: Record, reading: Reading) -> list[Line]:
    text = str(record.data.get("objective") or "")
    return wrapped_spans(texts(text, reading), reading.width) if text.strip() else []


def _marks(record: Record, reading: Reading) -> list[Line]:
    """Whether it is the north star, and which positioning it tests."""
    spans: list[Span] = []
    if record["north_star"] is True:
        spans.append(Span(f"{glyphs.NORTH_STAR} north star", "accent"))
    if record["tests_positioning"] is True:
        id = record.data.get("product")
        product = reading.snapshot.record("product", id) if isinstance(id, str) else None
        spans += [_DOT] * bool(spans) + [Span("tests the positioning")]
        spans += [Span(" of ", "muted"), LinkSpan(product.title, "text", Target("product", product.id))] if product is not None else []
    return wrapped_spans(spans, reading.width) if spans else []


def _progress(record: Record, figures: GoalFigures, reading: Reading) -> list[Line]:
    """The mean of the KPIs with its grade, and against what is expected by now."""
    share = figures.progress
    if share is None:
        words = "no KPI yet: \" adds one" if not figures.kpis else "no KPI has baseline, target and a reading"
        return labelled("progress", wrapped_spans([Span(words, "warning" if not record.is_closed else "muted")], reading.value_width))
    word = grade(share)
    spans = [Span(glyphs.bar(share * _BAR, _BAR), glyphs.grade_role(word)), Span(" "), *grade_spans(share)]
    if figures.measured < len(figures.kpis):
        spans += [_DOT, Span(f"{figures.measured} of {len(figures.kpis)} KPIs measured".replace(" ", "\u00a0"), "warning")]
    return labelled("progress", wrapped_spans(spans, reading.value_width))


def _time(record: Record, figures: GoalFigures, reading: Reading) -> list[Line]:
    """How much of the time has gone, and whether the goal is ahead of that or behind."""
    start, due = (str(record.data.get(name) or "") for name in ("start", "due"))
    if figures.expected is None:
        return labelled("since", wrapped_spans(dated(start, reading), reading.value_width)) if start and not due else []
    spans: list[Span] = []
    if figures.pace and not record.is_closed:
        apart = abs(percent(figures.progress) - percent(figures.expected))  # type: ignore[operator]
        words = {AHEAD: f"ahead by {apart} points", BEHIND: f"behind by {apart} points"}.get(figures.pace, "on pace")
        spans += [Span(words.replace(" ", "\u00a0"), glyphs.PACE_ROLES[figures.pace]), _DOT]
    spans += [Span(f"{percent(figures.expected)}\u00a0% expected by now".replace(" ", "\u00a0")), _DOT,
              Span(f"{start}\u00a0→\u00a0{due}", "muted")]
    return labelled("pace", wrapped_spans(spans, reading.value_width))


def _kpis(record: Record, figures: GoalFigures, reading: Reading) -> list[list[Line]]:
    """Each KPI with its chart; of a north star the first one is the figure itself, the others are what feeds it."""
    shown: list[list[Line]] = []
    is_star = record["north_star"] is True
    for at, (kpi, figure) in enumerate(zip(kpis_of(record.data), figures.kpis, strict=True)):
        lines: list[Line] = []
        if is_star and at == 1:
            lines.append((Span("what feeds it", "muted"),))
        sign = f"{glyphs.NORTH_STAR} " if is_star and not at else ""
        lines += [rule(f"{sign}{figure.name or '(no name)'}", reading.width), *kpi_lines(kpi, figure, reading)]
        shown.append(lines)
    return shown


def kpi_lines(kpi: Mapping[str, Any], figure: KpiFigures, reading: Reading) -> list[Line]:
    """One KPI: where it stands, from where to where, its chart, and what was noted with the latest reading."""
    unit, baseline, target = str(kpi.get("unit") or ""), number_in(kpi, "baseline"), number_in(kpi, "target")
    stands = amount_words(figure.value, unit).replace(" ", "\u00a0")
    spans = [Span(stands, "text bold")] if figure.value is not None else [Span("no reading yet", "warning")]
    if figure.at:
        age = days_between(figure.at, reading.today) or 0
        spans += [_DOT, *dated(figure.at, reading, "warning" if age > _OLD else "muted")]
    arrow = "↘" if kpi.get("direction") == "down" else "↗"
    way = f"{amount_words(baseline)} {arrow} {amount_words(target, unit)}".replace(" ", "\u00a0")
    spans += [_DOT, Span(way, "text" if baseline is not None and target is not None else "warning"), _DOT, *grade_spans(figure.progress)]
    lines = wrapped_spans(spans, reading.width)
    found = series(kpi, reading.today)
    if found:
        lines += line_chart(found, min(reading.width, _WIDEST), _CHART_HEIGHT, target, baseline)
        note = next((one.get("note") for one in reversed(readings_of(kpi)) if str(one["at"])[:10] <= reading.today), None)
        if note:
            lines += wrapped_spans([Span("latest: ", "muted"), *texts(str(note), reading)], reading.width)
    else:
        lines += wrapped_spans([Span("\" adds a reading", "muted")], reading.width)
    return lines


def _serving(record: Record, reading: Reading) -> list[Line]:
    """The milestones and problems that serve the goal, and the hypotheses that move its KPIs."""
    if reading.late is not None and not is_indexed(reading.snapshot):
        reading.late.append("links")
        return []
    lines: list[Line] = []
    for label, kind, field, to in _SERVING:
        found = records_linked_to(reading.snapshot, kind, field, record.id)
        named = [wrapped_spans(reference(to, one.id, reading), reading.value_width, (), "  ") for one in found]
        lines += labelled(label, list(chain.from_iterable(named)))
    if not lines:
        role = "muted" if record.is_closed else "warning"
        words = [Span("nothing yet:", role), Span(" no milestone and no problem serves it", "muted")]
        lines = labelled("served by", wrapped_spans(words, reading.value_width))
    return [*lines, *labelled("moved by", _bets(record, reading))]


def _bets(record: Record, reading: Reading) -> list[Line]:
    """The living hypotheses that name one of its KPIs, with how they stand."""
    table = reading.snapshot.table("hypothesis")
    lines: list[Line] = []
    for at in hypotheses_moving(reading.snapshot).get(record.id, ()):
        status = str(table.column("status")[at])
        spans = [*reference(_HYPOTHESES, table.id(at), reading), Span(f" {status}", glyphs.status_role(status))]
        lines += wrapped_spans(spans, reading.value_width, (), "  ")
    return lines

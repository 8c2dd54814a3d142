"""What is shown of a product's life: its stages as a bar, the suggestion with its chart, what matters, what speaks for each verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import days_between, relative
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.lifecycle import Suggestion, suggestion
from pmtui.domain.lifecycle_facts import VERDICTS, Checklist, Dependants
from pmtui.domain.lifecycle_metrics import stage_metrics
from pmtui.domain.lifecycle_stages import Stay, days_in_stage, stays
from pmtui.domain.ranking import ranked
from pmtui.domain.records import Record
from pmtui.domain.scoring import number_in
from pmtui.domain.text import counted
from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.charts import line_chart
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import LABEL, Line, labelled, wrapped_spans

_BARS = ("━", "─")
"""Stages one after the other, told apart without colours."""
_WIDEST = 90
VERDICT_ROLES = {"keep": "success", "delete": "error", "restart": "accent"}


def stage_lines(product: Record, today: str, width: int) -> list[Line]:
    """The stage and since when it is in it, and before that all its stages as a bar, each as long as it lasted."""
    days = days_in_stage(product, today)
    since = stays(product)[-1].since
    spans = [Span(f"{glyphs.status_glyph(product.status)} {product.status}", glyphs.status_role(product.status))]
    if days is not None:
        spans.append(Span(f" for {counted(days, 'day')}, since {since}", "muted"))
    lines = wrapped_spans(spans, width)
    known = [(one, _length(one, today)) for one in stays(product)]
    if len(known) > 1 and all(length is not None for _, length in known):
        lines += stage_bar([(one.stage, length or 0) for one, length in known], min(width, _WIDEST))
    return lines


def _length(stay: Stay, today: str) -> int | None:
    """The days of a stay; None where nothing says when it began."""
    return days_between(stay.since, stay.until or today) if stay.since else None


def stage_bar(stages: Sequence[tuple[str, int]], width: int) -> list[Line]:
    """Stages as a bar of so many cells with their names below, as far as these fit: the last one always does."""
    whole = sum(days for _, days in stages) or 1
    least = 2
    room = max(0, width - least * len(stages))
    sizes = [least + round(room * days / whole) for _, days in stages]
    sizes[-1] += width - sum(sizes)
    bar: list[Span] = []
    names: list[Span] = []
    for at, ((stage, days), size) in enumerate(zip(stages, sizes, strict=True)):
        role = glyphs.status_role(stage)
        bar.append(Span(("┃" if at else "") + _BARS[at % 2] * (size - (at > 0)), role))
        text = next((one for one in (f"{stage} {days} d", stage) if width_of(one) < size), "")
        if at == len(stages) - 1 and not text:
            names = [Span(shortened("".join(one.text for one in names).rstrip(), max(0, width - len(stage) - 1)).ljust(width - len(stage)))]
            names.append(Span(stage, role))
        else:
            names.append(Span(text.ljust(size), role if at == len(stages) - 1 else "muted"))
    return [tuple(bar), tuple(names)]


def suggestion_spans(found: Suggestion, product: Record) -> list[Span]:
    """The stage that the figures suggest, with the reason; told apart where it is another one than the product has."""
    if not found.stage:
        return [Span("no stage: ", "muted"), Span(found.reason, "muted")]
    is_other = SCHEMA["product"].like(product.status) != found.stage
    role = "warning bold" if is_other else "success"
    sign = "≠ " if is_other else "= "
    return [Span(f"{sign}{found.stage}", role), Span(f" {found.reason}".replace(" %", "\u00a0%"))]


def chart_lines(found: Suggestion, product: Record, today: str, width: int, height: int) -> list[Line]:
    """The KPI that tells the stage over time, with a line at each change of stage; nothing without readings."""
    measured = found.measured
    if measured is None or not measured.series:
        return []
    first = measured.series[0][0]
    marks = {one.since: one.stage for one in stays(product)[1:] if one.since and first <= one.since <= today}
    unit = str(measured.kpi.get("unit") or "")
    head: list[Span] = [LinkSpan(measured.name, "heading", Target("goal", measured.goal.id))]
    head += [Span(f" in {unit}" if unit else "", "muted"), Span(f" · {measured.goal.title}", "muted")]
    lines = wrapped_spans([one for one in head if one.text], width)[:1]
    return lines + line_chart(
        measured.series, min(width, _WIDEST), height, number_in(measured.kpi, "target"), number_in(measured.kpi, "baseline"), marks=marks,
    )


def metric_lines(snapshot: Snapshot, product: Record, today: str, width: int) -> list[Line]:
    """What matters in its stage, with the KPIs that tell it, and what is lacking."""
    lines: list[Line] = []
    for one in stage_metrics(snapshot, product, today):
        known = Span(", ".join(one.kpis), "text") if one.kpis else Span("no KPI tells it", "warning")
        lines += wrapped_spans([Span(f"{one.name}:", "muted"), Span(" "), known], width, (), "  ")
    return lines


def verdict_lines(speaking: Mapping[str, Sequence[str]], width: int) -> list[Line]:
    """What speaks for each verdict, with its key."""
    lines: list[Line] = []
    for what in VERDICTS:
        words = list(speaking.get(what, ())) or ["nothing on record"]
        role = "text" if speaking.get(what) else "muted"
        points: list[Line] = []
        for one in words:
            points += wrapped_spans([Span(one, role)], max(8, width - LABEL), (Span("• ", VERDICT_ROLES[what]),), "  ")
        lines += labelled(what, points)
    return lines


def dependant_lines(snapshot: Snapshot, found: Sequence[Dependants], width: int, named: int = 3) -> list[Line]:
    """What depends on a product, kind by kind, the first of each by title."""
    if not found:
        return wrapped_spans([Span("nothing that is open", "muted")], width)
    lines: list[Line] = []
    for one in found:
        spans: list[Span] = [Span(one.words(SCHEMA[one.kind].plural))]
        records = [record for id in one.first(named) if (record := snapshot.record(one.kind, id)) is not None]
        for at, record in enumerate(records):
            spans += [Span(": " if not at else ", ", "muted"), LinkSpan(shortened(record.title, 34), "text", Target(one.kind, record.id))]
        if len(one.places) > named:
            spans.append(Span(f" and {len(one.places) - named:,} more", "muted"))
        lines += wrapped_spans(spans, width, (), "  ")
    return lines


def checklist_lines(end: Checklist | None, width: int) -> list[Line]:
    """How far the end is prepared; nothing where no item holds a checklist."""
    if end is None:
        return []
    role = "success" if not end.open else "warning"
    link = LinkSpan(end.item.title, "text", Target("item", end.item.id))
    lines = wrapped_spans([Span(f"{end.done} of {end.total} points hold", role), Span(" · ", "faint"), link], width)
    for one in ranked(end.item["criteria"]):
        if isinstance(one, dict) and one.get("done") is not True:
            lines += wrapped_spans([Span(str(one.get("text") or ""))], width, (Span(f"{glyphs.OPEN} ", "muted"),), "  ")
    return lines


def review_spans(product: Record, today: str) -> list[Span]:
    """When to look again; marked where that day has come."""
    day = str(product.data.get("review_on") or "")
    if not day:
        return [Span("no day set: d sets one", "muted")]
    is_due = day <= today and not product.is_closed
    return [Span(relative(day, today), "error" if is_due else "text"), Span(f" ({day})", "muted")]


def life_lines(snapshot: Snapshot, product: Record, today: str, width: int, height: int = 8) -> list[Line]:
    """The stage, the suggestion with its chart, and what matters: the part that pane and dialog have alike."""
    found, room = suggestion(snapshot, product, today), max(8, width - LABEL)
    lines = labelled("stage", stage_lines(product, today, room))
    lines += labelled("suggested", wrapped_spans(suggestion_spans(found, product), room))
    lines += labelled("matters", metric_lines(snapshot, product, today, room))
    lines += labelled("review", wrapped_spans(review_spans(product, today), room))
    chart = chart_lines(found, product, today, width, height)
    return [*lines, *([(), *chart] if chart else [])]

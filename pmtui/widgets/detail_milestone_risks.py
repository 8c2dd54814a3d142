"""What endangers a milestone, how its target moved, and what hangs together with it, in the detail pane."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.dates import relative
from pmtui.domain.milestone_risks import GRAVE, risks
from pmtui.domain.periods import day_of
from pmtui.domain.planned_dates import Dates
from pmtui.domain.records import Record
from pmtui.domain.roadmap import needed_by, when_of
from pmtui.domain.slip import Slip
from pmtui.widgets import glyphs
from pmtui.widgets.detail_milestone_flow import burnt, known_load
from pmtui.widgets.detail_text import Reading, person_span, reference, texts
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

_MOST = 12
"""So many moves of a target are listed; the others are counted."""
_DOT = Span("\u00a0· ", "faint")


def risk_lines(record: Record, reading: Reading) -> list[Line]:
    """What endangers it, a line each."""
    forecast = reading.known.forecast if reading.known is not None else None
    found = risks(
        record, reading.snapshot, reading.today, load=known_load(reading), burnt=burnt(record, reading), forecast=forecast,
    )
    lines: list[Line] = []
    for one in found:
        sign = glyphs.HEALTHS["off_track" if one.role == GRAVE else "at_risk"]
        words = LinkSpan(one.words, "text", Target(one.kind, one.id)) if one.kind else Span(one.words)
        lines += wrapped_spans([words], reading.value_width, (Span(f"{sign} ", one.role),), "  ")
    return labelled("risks", lines)


def slip_lines(slips: Sequence[Slip], reading: Reading) -> list[Line]:
    """The moves of its target, the newest first: from when to when, who, when, and why."""
    lines: list[Line] = []
    for one in list(reversed(slips))[:_MOST]:
        lines += _move(one, reading)
    if len(slips) > _MOST:
        lines.append((Span(f"and {len(slips) - _MOST} more", "faint"),))
    return labelled("slips" if any((one.days or 0) > 0 for one in slips) else "moves", lines)


def _move(slip: Slip, reading: Reading) -> list[Line]:
    spans = [Span(_from_to(slip, reading.today).replace(" ", "\u00a0"))]
    if slip.days:
        words = f"{abs(slip.days)} d {'later' if slip.days > 0 else 'earlier'}".replace(" ", "\u00a0")
        spans += [_DOT, Span(words, "warning" if slip.days > 0 else "success")]
    if slip.at:
        spans += [_DOT, Span(relative(slip.at[:10], reading.today).replace(" ", "\u00a0"), "muted")]
    if slip.by:
        spans += [_DOT, person_span(slip.by, reading.snapshot, "muted")]
    lines = wrapped_spans(spans, reading.value_width, (Span("• ", "accent"),), "  ")
    reason = " ".join(slip.reason.split())
    said = texts(reason, reading, "muted") if reason else [Span("no reason was given", "faint")] if (slip.days or 0) > 0 else []
    return lines + (wrapped_spans(said, reading.value_width, (Span("  "),), "  ") if said else [])


def _from_to(slip: Slip, today: str) -> str:
    """`3 → 10 Dec`, `Q1 2027 → Q2 2027`; the present year is not said of days."""
    was, now = (Dates(None, day, meant) for day, meant in ((slip.was, slip.meant or slip.resolution), (slip.now, slip.resolution)))
    words = was.words_to(now).removeprefix("target ") or " → ".join(slip.labels)
    return words.removesuffix(f" {today[:4]}") if "day" in (slip.meant, slip.resolution) else words


def dependency_lines(record: Record, reading: Reading) -> list[Line]:
    """What must come first, and what waits for it, each with its target."""
    field = record.schema.fields["depends_on"]
    first = record["depends_on"]
    then = needed_by(reading.snapshot.table("milestone"), record.id)
    lines: list[Line] = []
    for label, ids in (("waits for", first if isinstance(first, list) else ()), ("then", then)):
        rows: list[Line] = []
        for id in map(str, ids):
            rows += wrapped_spans([*reference(field, id, reading), *_target(id, reading)], reading.value_width, (), "  ")
        lines += labelled(label, rows)
    return lines


def _target(id: str, reading: Reading) -> list[Span]:
    """When a milestone is to ship, or that it has."""
    milestones = reading.snapshot.table("milestone")
    at = milestones.position(id)
    if at is None:
        return []
    shipped = day_of(milestones.column("shipped_at")[at])
    when = when_of(*(milestones.column(name)[at] for name in ("start", "target", "resolution")))
    if shipped is not None or when.target is None:
        return []
    label = when.target.label.removesuffix(f" {reading.today[:4]}")
    return [Span("\u00a0· ", "faint"), Span(label.replace(" ", "\u00a0"), "muted")]

"""What the detail pane says of milestones: what will be different, when, how far, how it goes."""

from __future__ import annotations

from datetime import date

from pmtui.domain.dates import relative
from pmtui.domain.discovery import entries
from pmtui.domain.records import Record
from pmtui.domain.roadmap import NO_ITEMS, days_late, progress_by_milestone, when_of
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading, dated, person_span, texts
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = {
    "outcome", "release", "horizon", "start", "target", "resolution", "public_target", "theme", "health", "updates", "confidence",
    "shipped_at",
}
"""The fields that these parts show."""
_BAR = 10
"""Cells of the bar of progress."""


def milestone_parts(record: Record, reading: Reading) -> list[list[Line]]:
    """What it stands for; when it ships and how far it is; how it went, the newest first."""
    outcome = record.data.get("outcome")
    return [
        wrapped_spans(texts(str(outcome), reading), reading.width) if outcome else [],
        [*_when(record, reading), *_progress(record, reading), *_health(record, reading), *_sort(record, reading)],
        _updates(record, reading),
    ]


def _when(record: Record, reading: Reading) -> list[Line]:
    """The dates at their own resolution: a quarter is a quarter."""
    data = record.data
    lines: list[Line] = []
    given = (data.get("start"), data.get("target"), record["resolution"])
    start, target, resolution = (one if isinstance(one, str) else None for one in given)
    when = when_of(start, target, resolution)
    if data.get("shipped_at"):
        lines += _row("shipped", dated(str(data["shipped_at"])[:10], reading), reading)
    if when.target is not None:
        late = days_late(when, record.status, date.fromisoformat(reading.today))
        far = relative(when.target.last.isoformat(), reading.today)
        label = [] if when.target.resolution == "day" else [Span(when.target.label), Span("\u00a0· ", "faint")]
        mark = [Span(f"{glyphs.LATE} ", "error")] if late else []
        words = [*mark, Span(far, "error" if late else "text"), Span(f" ({when.target.last.isoformat()})", "muted")]
        lines += _row("target", [*label, *words], reading)
    if data.get("public_target"):
        lines += _row("announced", [Span(str(data["public_target"]))], reading)
    return lines + (_row("start", dated(str(start), reading), reading) if when.start is not None else [])


def _progress(record: Record, reading: Reading) -> list[Line]:
    """How many of its items are done, and how many points."""
    progress = progress_by_milestone(reading.snapshot.table("item")).get(record.id, NO_ITEMS)
    if progress.share is None:
        return _row("progress", [Span("no items yet", "muted")], reading)
    role = "success" if progress.done == progress.total else "text"
    spans = [Span(glyphs.bar(progress.share * _BAR, _BAR), role), Span(f" {progress.done}/{progress.total}"), Span(" items", "muted")]
    if progress.points:
        spans += [Span("\u00a0· ", "faint"), Span(f"{progress.done_points:g}/{progress.points:g}"), Span(" points", "muted")]
    return _row("progress", spans, reading)


def _health(record: Record, reading: Reading) -> list[Line]:
    spans = _health_spans(record.data.get("health"))
    confidence = record.data.get("confidence")
    if isinstance(confidence, int | float):
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + [Span(f"{confidence:g} %"), Span(" confident", "muted")]
    return _row("health", spans, reading) if spans else []


def _sort(record: Record, reading: Reading) -> list[Line]:
    """What sort of release it is, where it stands, and to which story it belongs."""
    data = record.data
    spans: list[Span] = []
    for name in ("horizon", "release", "theme"):
        if data.get(name):
            word = str(data[name])
            sign = [Span(f"{glyphs.horizon_glyph(word)} ", glyphs.horizon_role(word))] if name == "horizon" else []
            spans += [Span("\u00a0· ", "faint")] * bool(spans) + [*sign, Span(word)]
    return _row("plan", spans, reading) if spans else []


def _updates(record: Record, reading: Reading) -> list[Line]:
    lines: list[Line] = []
    for one in sorted(entries(record, "updates"), key=lambda one: str(one.get("at") or ""), reverse=True):
        words = one.get("text")
        text = " ".join(map(str, words)) if isinstance(words, list) else str(words or "")
        spoken = texts(text, reading) if text else [Span("(no words)", "faint")]
        lines += wrapped_spans(spoken, reading.value_width, (Span("• ", "accent"),), "  ")
        facts = [dated(str(one["at"])[:10], reading)] if one.get("at") else []
        facts += [[person_span(one["by"], reading.snapshot, "muted")]] if one.get("by") else []
        facts += [_health_spans(one["health"])] if one.get("health") else []
        spans: list[Span] = []
        for fact in facts:
            spans += [Span("\u00a0· ", "faint")] * bool(spans) + fact
        lines += wrapped_spans(spans, reading.value_width, (Span("  "),), "  ") if spans else []
    return labelled("updates", lines) if lines else []


def _health_spans(health: object) -> list[Span]:
    if not health:
        return []
    word = str(health)
    return [Span(f"{glyphs.health_glyph(word)}\u00a0{word.replace('_', chr(0xA0))}", glyphs.health_role(word))]


def _row(label: str, spans: list[Span], reading: Reading) -> list[Line]:
    return labelled(label, wrapped_spans(spans, reading.value_width))

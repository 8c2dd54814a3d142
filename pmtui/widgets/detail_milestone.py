"""What the detail pane says of milestones: what will be different, when, how far, how likely, how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmtui.domain.amounts import chance_words
from pmtui.domain.dates import relative
from pmtui.domain.discovery import entries
from pmtui.domain.periods import near_day_words
from pmtui.domain.records import Record
from pmtui.domain.roadmap import NO_ITEMS, When, days_late, progress_by_milestone, when_of
from pmtui.domain.slip import Slip, last_review, slip_sum, slipped_since, slips_in
from pmtui.domain.text import counted
from pmtui.widgets import glyphs
from pmtui.widgets.detail_milestone_flow import burn_up_lines, burnt, load_lines, load_spans, pace_spans, scope_spans
from pmtui.widgets.detail_milestone_risks import dependency_lines, risk_lines, slip_lines
from pmtui.widgets.detail_scores import check_lines
from pmtui.widgets.detail_text import Reading, dated, person_span, texts
from pmtui.widgets.milestone_items import is_at_hand
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

SHOWN = {
    "outcome", "release", "horizon", "start", "target", "resolution", "public_target", "theme", "health", "updates", "confidence",
    "shipped_at", "depends_on",
}
"""The fields that these parts show."""
_BAR = 10
"""Cells of the bar of progress."""
_DOT = Span("\u00a0· ", "faint")


def parts(record: Record, reading: Reading) -> list[list[Line]]:
    """What it stands for; how far it is and when it comes; the burn-up, risks, slips, load, updates, what depends; how it is planned."""
    outcome = record.data.get("outcome")
    slips = moves(record, reading)
    first = wrapped_spans(texts(str(outcome), reading), reading.width) if outcome else []
    if reading.late is not None and not is_at_hand(reading.snapshot):
        reading.late.append("items")
        return [first, [*_when(record, slips, reading), *_health(record, reading)]]
    return [
        first,
        [
            *_progress(record, reading), *_when(record, slips, reading), *_ahead(record, reading), *_health(record, reading),
        ],
        burn_up_lines(record, reading), risk_lines(record, reading), slip_lines(slips, reading), load_lines(record, reading),
        _updates(record, reading), dependency_lines(record, reading), [*_plan(record, reading), *check_lines(record, reading)],
    ]


def moves(record: Record, reading: Reading) -> Sequence[Slip]:
    """The moves of its target: all of them where git has been asked, else those of which the record keeps a reason."""
    known = reading.known
    return known.slips if known is not None and known.slips is not None else slips_in(record)


def _when(record: Record, slips: Sequence[Slip], reading: Reading) -> list[Line]:
    """The dates at their own resolution: a quarter is a quarter; how often the target slipped stands beside it."""
    data = record.data
    lines: list[Line] = []
    when = _planned(record)
    if data.get("shipped_at"):
        lines += _row("shipped", dated(str(data["shipped_at"])[:10], reading), reading)
    if when.target is not None:
        late = days_late(when, record.status, date.fromisoformat(reading.today))
        far = relative(when.target.last.isoformat(), reading.today)
        label = [] if when.target.resolution == "day" else [Span(when.target.label), _DOT]
        mark = [Span(f"{glyphs.LATE} ", "error")] if late else []
        words = [*mark, Span(far, "error" if late else "text"), Span(f" ({when.target.last.isoformat()})", "muted")]
        lines += _row("target", [*label, *words, *_slipped(record, slips, reading)], reading)
    return lines


def _planned(record: Record) -> When:
    given = (record.data.get("start"), record.data.get("target"), record["resolution"])
    return when_of(*(one if isinstance(one, str) else None for one in given))


def _slipped(record: Record, slips: Sequence[Slip], reading: Reading) -> list[Span]:
    """`slipped twice, 21 days in all · 7 of them since the review`."""
    found = slip_sum(slips, record.data)
    if not found.times:
        return []
    spans = [_DOT, Span(found.words, "muted" if record.is_closed else "warning")]
    since = last_review(reading.snapshot)
    recent = slipped_since(slips, since) if since else 0
    if recent > 0 and not record.is_closed:
        spans += [_DOT, Span(f"{counted(recent, 'day')} since the last review".replace(" ", "\u00a0"), "warning")]
    return spans


def _progress(record: Record, reading: Reading) -> list[Line]:
    """How many of its items are done, how many points, and what came in since work began."""
    progress = progress_by_milestone(reading.snapshot.table("item")).get(record.id, NO_ITEMS)
    if progress.share is None:
        return _row("progress", [Span("no items yet", "muted")], reading)
    role = "success" if progress.done == progress.total else "text"
    spans = [Span(glyphs.bar(progress.share * _BAR, _BAR), role), Span(f" {progress.done}/{progress.total}"), Span(" items", "muted")]
    if progress.points:
        spans += [_DOT, Span(f"{progress.done_points:g}/{progress.points:g}"), Span(" points", "muted")]
    pace = [] if record.is_closed else pace_spans(record, reading)
    return [
        *_row("progress", spans, reading), *_row("scope", scope_spans(burnt(record, reading)), reading), *_row("pace", pace, reading),
    ]


def _ahead(record: Record, reading: Reading) -> list[Line]:
    """The forecast in one line, the slack, and whether the weeks hold what is planned for them."""
    if record.is_closed:
        return []
    return [
        *_row("forecast", forecast_spans(reading), reading), *_row("slack", _slack(reading), reading),
        *_row("load", load_spans(record, reading), reading),
    ]


def forecast_spans(reading: Reading) -> list[Span]:
    """`half by 14 Dec · 85 % by 22 Dec · 38 % for the target`; why there is none, or that it is being computed."""
    known = reading.known
    if known is None:
        return []
    found = known.forecast
    if found is None:
        return [Span("computing…", "muted")] if known.word else []
    if not found.remaining:
        return []
    if not found.is_known:
        return [Span(found.drivers[0] if found.drivers else "the history is too thin", "muted")]
    spans: list[Span] = []
    for share, day in (("50", found.p50), ("85", found.p85)):
        spans += [_DOT] * bool(spans) + [Span(f"{share}\u00a0%\u00a0by\u00a0", "muted"), Span(_near(day, reading.today))]
    chance = found.chance_of_target
    if chance is not None:
        words = chance_words(chance).replace(" ", "\u00a0")
        spans += [_DOT, Span(words, glyphs.chance_role(chance)), Span("\u00a0for\u00a0the\u00a0target", "muted")]
    return spans


def _near(day: str | None, today: str) -> str:
    """A day; where it is near, without its year."""
    return near_day_words(day, date.fromisoformat(today), "–").replace(" ", "\u00a0")


def _slack(reading: Reading) -> list[Span]:
    node = reading.known.node if reading.known is not None else None
    if node is None or node.slack is None or reading.known is None:
        return []
    if node.critical:
        return [Span("none: it is on the critical path", "warning")]
    unit = reading.known.unit
    return [Span(f"{node.slack} {unit.removesuffix('s') if node.slack == 1 else unit}"), Span(" before the end of all moves", "muted")]


def _health(record: Record, reading: Reading) -> list[Line]:
    spans = _health_spans(record.data.get("health"))
    confidence = record.data.get("confidence")
    if isinstance(confidence, int | float):
        spans += [_DOT] * bool(spans) + [Span(f"{confidence:g} %"), Span(" confident", "muted")]
    return _row("health", spans, reading)


def _plan(record: Record, reading: Reading) -> list[Line]:
    """When it begins, what customers were told, what sort of release it is, where it stands, and to which story it belongs."""
    data = record.data
    lines: list[Line] = []
    if (start := _planned(record).start) is not None:
        lines += _row("start", dated(start.isoformat(), reading), reading)
    if data.get("public_target"):
        lines += _row("announced", [Span(str(data["public_target"]))], reading)
    spans: list[Span] = []
    for name in ("horizon", "release", "theme"):
        if data.get(name):
            word = str(data[name])
            sign = [Span(f"{glyphs.horizon_glyph(word)} ", glyphs.horizon_role(word))] if name == "horizon" else []
            spans += [_DOT] * bool(spans) + [*sign, Span(word)]
    return lines + _row("plan", spans, reading)


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
            spans += [_DOT] * bool(spans) + fact
        lines += wrapped_spans(spans, reading.value_width, (Span("  "),), "  ") if spans else []
    return labelled("updates", lines) if lines else []


def _health_spans(health: object) -> list[Span]:
    if not health:
        return []
    word = str(health)
    return [Span(f"{glyphs.health_glyph(word)}\u00a0{word.replace('_', chr(0xA0))}", glyphs.health_role(word))]


def _row(label: str, spans: list[Span], reading: Reading) -> list[Line]:
    """A labelled line; none where there is nothing to say."""
    return labelled(label, wrapped_spans(spans, reading.value_width)) if spans else []

"""One milestone on a page of a review, large: outcome, progress, dates and forecast, what changed, slips with reasons, risks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.milestone_review import Told, changes_of
from pmtui.domain.milestone_risks import GRAVE, risks
from pmtui.domain.planned_dates import Dates, dates_of
from pmtui.domain.query_columns import Environment
from pmtui.domain.records import Record
from pmtui.domain.review import Since, near_day
from pmtui.domain.roadmap import NO_ITEMS, days_late, progress_by_milestone, when_of
from pmtui.domain.slip import Slip, slip_sum, slips_in
from pmtui.domain.text import one_line, spoken
from pmtui.widgets import glyphs
from pmtui.widgets.detail_milestone import forecast_spans
from pmtui.widgets.detail_milestone_flow import burn_up_lines, burnt, known_load, load_spans, scope_spans
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.known import NOTHING as NOTHING_KNOWN
from pmtui.widgets.known import Known
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.review_lines import DOT, Look, beside, blocks, heading, tail, titled
from pmtui.widgets.styled_lines import Line, wrapped_spans

_LABEL = 11
_ROOMY = 36
"""Lines from which there is room for the burn-up in one column."""
_SLIPS = 4
"""So many moves of a target are told, the last ones."""


class Page(NamedTuple):
    """What a page is made of.

    Attributes:
        record: The milestone as it is.
        now: All records as they are.
        then: As they were at the last review; None where that is not known (yet).
        since: From when on the review looks back.
        environment: The clock.
        known: What takes long to find out about the milestone, as far as it is known: the forecast above all.
        is_reading: Whether the past is still being read.
        moved: The dates that a move would give it which is only shown so far; None for none.
    """

    record: Record
    now: Snapshot
    then: Snapshot | None
    since: Since
    environment: Environment
    known: Known = NOTHING_KNOWN
    is_reading: bool = False
    moved: Dates | None = None

    def reading(self, width: int) -> Reading:
        """What the parts of the detail pane ask for."""
        return Reading(self.now, self.environment.today, width, known=self.known)


def milestone_lines(page: Page, look: Look) -> list[Line]:
    """The page of a milestone."""
    width = look.column_width if look.is_wide else look.text_width
    head = _head(page, look)
    figures = _figures(page, look, width)
    told = _changed(page, look, width)
    slips = _slips(page, look, width)
    dangers = _risks(page, look, width)
    if look.is_wide:
        left = blocks([figures, burn_up_lines(page.record, page.reading(width)), _body(page, look, width)], look)
        right = blocks([told, slips, dangers], look)
        return [*head, (), *beside(left, right, look)]
    if look.is_shown:
        return _for_many(page, look, [figures, told, dangers])
    burnt_up = burn_up_lines(page.record, page.reading(width)) if look.height >= _ROOMY else []
    return blocks([head, figures, burnt_up, told, slips, dangers], look)


def _for_many(page: Page, look: Look, parts: Sequence[Sequence[Line]]) -> list[Line]:
    """The page for a projector: in large type where all of it fits then, with the burn-up where there is room for that, too."""
    plain = wrapped_spans([_title(page.record)], look.text_width)
    said = _outcome(page, look)
    chart = burn_up_lines(page.record, page.reading(look.text_width))[1:]
    for head, shown in ((titled(_title(page.record), look), [parts[0], chart, *parts[1:]]), (titled(_title(page.record), look), parts)):
        lines = blocks([[*head, *said], *shown], look)
        if len(lines) <= look.height:
            return lines
    return blocks([[*plain, *said], *parts], look)


def _title(record: Record) -> Span:
    return LinkSpan(one_line(record.title) or "(no title)", "heading", Target("milestone", record.id))


def _outcome(page: Page, look: Look) -> list[Line]:
    outcome = one_line(str(page.record["outcome"] or ""))
    words = outcome or "no outcome is named: what will be different for customers?"
    return wrapped_spans([Span(words, "text" if outcome else "faint")], look.text_width)


def _head(page: Page, look: Look) -> list[Line]:
    lines = [*wrapped_spans([_title(page.record)], look.text_width), *_outcome(page, look)]
    return [*lines, *wrapped_spans(_facts(page.record), look.text_width)]


def _facts(record: Record) -> list[Span]:
    health = str(record["health"] or "")
    parts = [[Span(f"{glyphs.status_glyph(record.status)} {record.status}", glyphs.status_role(record.status))]]
    if health:
        parts.append([Span(f"{glyphs.health_glyph(health)} {spoken(health)}", glyphs.health_role(health))])
    if isinstance(record["confidence"], int | float):
        parts.append([Span(f"{record['confidence']:g} % confident")])
    parts += [[Span(str(record[name]), "muted")] for name in ("release", "theme") if record[name]]
    spans: list[Span] = []
    for part in parts:
        spans += [DOT] * bool(spans) + part
    return spans


# Figures


def _row(label: str, spans: Sequence[Span], width: int) -> list[Line]:
    return wrapped_spans(spans, width, (Span(label.ljust(_LABEL), "muted"),), " " * _LABEL)


def _figures(page: Page, look: Look, width: int) -> list[Line]:
    """How far it is, when it is meant to ship, and what the forecast says."""
    record = page.record
    found = progress_by_milestone(page.now.table("item")).get(record.id, NO_ITEMS)
    size = 40 if look.is_shown else 24
    size = max(8, min(size, width - _LABEL - 34))
    rows: list[list[Line]] = []
    if found.share is None:
        rows.append(_row("progress", [Span("no items yet", "muted")], width))
    else:
        rows.append(_row("progress", [*_bar(found.done, found.total, size), Span(f"  {found.done} of {found.total} items")], width))
        if found.points:
            words = f"  {found.done_points:g} of {found.points:g} points"
            rows.append(_row("", [*_bar(found.done_points, found.points, size), Span(words)], width))
    scope = [] if look.is_shown else scope_spans(burnt(record, page.reading(width)))
    rows.append(_row("scope", scope, width) if scope else [])
    rows.append(_row("target", _target(page), width))
    ahead = [] if record.is_closed else [
        ("forecast", forecast_spans(page.reading(width))), ("load", [] if look.is_shown else load_spans(record, page.reading(width))),
    ]
    rows += [_row(label, spans, width) for label, spans in ahead if spans]
    if look.is_shown and record["health"]:
        health = str(record["health"])
        sign = Span(f"{glyphs.health_glyph(health)} {spoken(health)}", f"{glyphs.health_role(health)} bold")
        rows.insert(0, _row("health", [sign], width))
    gap: list[Line] = [()] if look.is_roomy else []
    return [line for at, row in enumerate(row for row in rows if row) for line in [*(gap if at else ()), *row]]


def _bar(done: float, total: float, size: int) -> list[Span]:
    full = round(size * done / total) if total else 0
    return [Span("━" * full, "success" if done == total else "accent"), Span("─" * (size - full), "faint")]


def _target(page: Page) -> list[Span]:
    record, today = page.record, page.environment.today
    if page.moved is not None:
        before = dates_of(record["start"], record["target"], record["resolution"])
        words = before.words_to(page.moved).removeprefix("target ")
        return [Span(words or "as before", "accent bold"), DOT, Span("enter keeps it", "muted")]
    when = when_of(record["start"], record["target"], record["resolution"])
    if record["shipped_at"]:
        return [Span(f"shipped {near_day(str(record['shipped_at']), today)}", "success bold")]
    if when.target is None:
        return [Span("none yet: d gives it one", "muted")]
    late = days_late(when, record.status, date.fromisoformat(today))
    far = relative(when.target.last.isoformat(), today)
    spans = [Span(when.target.label, "text bold"), DOT, Span(f"{glyphs.LATE + ' ' if late else ''}{far}", "error" if late else "muted")]
    total = slip_sum(slips_in(record), record.data).words
    return [*spans, DOT, Span(total, "warning")] if total else spans


# What changed, slipped, and may go wrong


def _changed(page: Page, look: Look, width: int) -> list[Line]:
    since = page.since
    title = f"Since the last review, {near_day(since.at, page.environment.today)}" if since.review else f"Since {since.day}"
    lines = [heading(title, look, width)]
    told = changes_of(page.record, page.now, page.then, since.at)
    for one in told[: look.most] if look.is_shown else told:
        lines += _told(one, page.environment.today, width)
    if page.is_reading:
        lines.append((Span("reading what it was then…", "faint"),))
    return [*lines, (Span("nothing changed", "faint"),)] if not told and not page.is_reading else lines


def _told(one: Told, today: str, width: int) -> list[Line]:
    sign = Span(f"{glyphs.health_glyph(one.health)} ", glyphs.health_role(one.health)) if one.health else Span("• ", "accent")
    spans: list[Span] = [LinkSpan(one.words, "text", Target(one.kind, one.id)) if one.kind else Span(one.words)]
    who = ", ".join(filter(None, (one_line(one.by), near_day(one.at, today) if one.at else "")))
    spans += tail(who)
    return wrapped_spans(spans, width, (sign,), "  ")


def _slips(page: Page, look: Look, width: int) -> list[Line]:
    """The moves of the target, the last one first; those since the last review stand out."""
    found = [one for one in slips_in(page.record) if one.days is None or one.days > 0][::-1]
    if not found:
        return []
    lines = [heading("Slips", look, width, count=len(found))]
    for one in found[:_SLIPS]:
        lines += _slip(one, page, width)
    return lines


def _slip(one: Slip, page: Page, width: int) -> list[Line]:
    was, will = one.labels
    distance = f", {one.days} d" if one.days else ""
    who = ", ".join(filter(None, (one_line(one.by), near_day(one.at, page.environment.today) if one.at else "")))
    is_new = one.at > page.since.at
    spans = [Span(f"{was} → {will}{distance}", "warning" if is_new else "text"), *tail(who)]
    lines = wrapped_spans(spans, width, (Span(f"{glyphs.LATE} ", "warning" if is_new else "muted"),), "  ")
    why = " ".join(one_line(one.reason).split())
    return [*lines, *wrapped_spans([Span(why, "muted")], width, (Span("  "),), "  ")] if why else lines


def _risks(page: Page, look: Look, width: int) -> list[Line]:
    reading = page.reading(width)
    load, burnt_up = known_load(reading), burnt(page.record, reading)
    found = risks(page.record, page.now, page.environment.today, load=load, burnt=burnt_up, forecast=page.known.forecast)
    if not found:
        return []
    lines = [heading("Risks", look, width, count=len(found))]
    for one in found[: look.most] if look.is_shown else found:
        words = f"{one.words[0].upper()}{one.words[1:]}"
        span = LinkSpan(words, "text", Target(one.kind, one.id)) if one.kind else Span(words)
        lines += wrapped_spans([span], width, (Span("▲ " if one.role == GRAVE else "△ ", one.role),), "  ")
    return lines


def _body(page: Page, look: Look, width: int) -> list[Line]:
    """What the milestone says of itself, where there is room beside."""
    from pmtui.widgets.styled_lines import markdown_lines

    text = page.record.body.strip()
    return [heading("About", look, width), *markdown_lines(text, width)[:12]] if text else []

"""How work flows into a milestone and out of it, in the detail pane: the burn-up with its scope, and the load of its weeks."""

from __future__ import annotations

from datetime import date

from pmtui.domain.amounts import share_words
from pmtui.domain.burn_up import BurnUp, burn_up_of
from pmtui.domain.capacity import Load, WeekLoad, load_of, weeks_of
from pmtui.domain.capacity_setting import over_words
from pmtui.domain.pace import pace_of
from pmtui.domain.periods import day_of, period_of, target_period
from pmtui.domain.records import Record
from pmtui.domain.text import counted
from pmtui.widgets import glyphs
from pmtui.widgets.burn_up_chart import DONE, SCOPE, burn_up_chart
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.milestone_items import AT_ONCE
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, rule, wrapped_spans

_WIDEST, _HEIGHT = 90, 9
"""A wider burn-up says no more."""
_SIZED = 0.8
"""From such a share of items with an estimate on, points are drawn; else items."""
_LEAST_DAYS = 3
"""A burn-up of fewer days says less than its figures."""
_LEAST_WORDS = 16
_MOST_WEEKS = 6
_BAR = 10
_DOT = Span("\u00a0· ", "faint")


def burnt(record: Record, reading: Reading) -> BurnUp:
    """The burn-up of a milestone; of one that has shipped up to that day."""
    start, shipped = (day_of(one) if isinstance(one := record.data.get(name), str) else None for name in ("start", "shipped_at"))
    last = min(shipped.isoformat(), reading.today) if shipped is not None else reading.today
    spans = reading.known.spans if reading.known is not None else None
    return burn_up_of(reading.snapshot.table("item"), record.id, last, "" if start is None else start.isoformat(), spans)


def scope_spans(found: BurnUp) -> list[Span]:
    """`8 items when work began, 26 Oct · +9 since`."""
    change = found.change
    if change is None or not (change.added or change.removed):
        return []
    spans = [Span(f"{change.before}"), Span(f" when work began, {_short(change.since)}".replace(" ", "\u00a0"), "muted"), _DOT]
    spans.append(Span(f"+{change.added}", "warning" if change.added * 4 >= change.before else "text"))
    if change.removed:
        spans += [Span(" "), Span(f"−{change.removed}")]
    spans.append(Span(" since", "muted"))
    if change.points:
        spans += [_DOT, Span(f"{change.points:+g}".replace("-", "−")), Span(" points", "muted")]
    return spans


def pace_spans(record: Record, reading: Reading) -> list[Span]:
    """`1.5 of 3.2 items a week, last 4 weeks · half take 4 days or less`; of a milestone on which nothing was done, nothing."""
    items = reading.snapshot.table("item")
    if reading.late is not None and "throughput" not in items.kept and len(items) > AT_ONCE:
        reading.late.append("pace")
        return []
    found = pace_of(items, record.id, date.fromisoformat(reading.today))
    if found is None or (not found.own and found.cycle is None):
        return []
    window = f"last {found.weeks} weeks" if found.weeks > 1 else "last week"
    spans = [Span(_number(found.own)), Span(f" of {_number(found.team)} items a week, {window}".replace(" ", "\u00a0"), "muted")]
    if found.cycle is not None:
        days = _number(found.cycle)
        spans += [_DOT, Span("half\u00a0take ", "muted"), Span(f"{days} {'day' if days == '1' else 'days'}".replace(" ", "\u00a0"))]
        spans.append(Span(" or\u00a0less", "muted"))
    return spans


def burn_up_lines(record: Record, reading: Reading) -> list[Line]:
    """The burn-up, drawn: what is done as a hill below the line of the scope."""
    found = burnt(record, reading)
    first, last = (day_of(one.day) for one in (found.points[0], found.points[-1])) if found.points else (None, None)
    if first is None or last is None or (last - first).days < _LEAST_DAYS:
        return []
    end = found.points[-1]
    in_points = found.sized >= _SIZED and end.scope_points > 0
    marks = [] if record.is_closed else _marks(record, reading)
    chart = burn_up_chart(found.points, min(reading.width, _WIDEST), _HEIGHT, in_points=in_points, marks=marks)
    if not chart:
        return []
    unit = "points" if in_points else "items"
    scope, done = (end.scope_points, end.done_points) if in_points else (end.scope, end.done)
    legend = [Span("█\u00a0", DONE), Span(f"{done:g} done".replace(" ", "\u00a0")), _DOT, Span("─\u00a0", SCOPE)]
    legend.append(Span(f"{scope:g} {unit} in scope".replace(" ", "\u00a0")))
    return [_headed("burn-up", _source(found), reading.width), *wrapped_spans(legend, reading.width), *chart]


def _headed(title: str, words: str, width: int) -> Line:
    """A heading with what people must know to judge what stands below, as far as there is room."""
    room = width - width_of(title) - 2
    if room < _LEAST_WORDS:
        return rule(title, width)
    words = shortened(words, room)
    left = room - width_of(words)
    return (Span(title, "heading"), Span(f" {words} ", "muted"), Span("─" * left, "border"))


def _source(found: BurnUp) -> str:
    """From what it is known when work came in: people must be able to judge the line."""
    words = "by when items joined and left" if found.by_git else "by when items were added or dropped"
    return words if not found.undated else f"{words}; {found.undated} done on no known day"


def _marks(record: Record, reading: Reading) -> list[tuple[str, str, str]]:
    """The days that are marked: the end of the target, and by when it is done with 85 %."""
    target, resolution = record.data.get("target"), record["resolution"]
    period = target_period(target, resolution) if isinstance(target, str) else None
    found = [(period.last.isoformat(), "target", "info")] if period is not None else []
    forecast = reading.known.forecast if reading.known is not None else None
    if forecast is not None and forecast.p85 and forecast.remaining:
        found.append((forecast.p85, "85 %", "warning"))
    return found


# The load of its weeks


def known_load(reading: Reading) -> Load | None:
    """The load of all weeks; None where it takes long and nobody has worked it out behind the screen, or where no capacity is set."""
    milestones = reading.snapshot.table("milestone")
    if not reading.snapshot.settings.get("capacity"):
        return None
    if "loads" not in milestones.kept and len(reading.snapshot.table("item")) > AT_ONCE:
        return None
    return load_of(reading.snapshot, reading.today)


def load_spans(record: Record, reading: Reading) -> list[Span]:
    """Whether the weeks of a milestone hold what is planned for them, in one line."""
    load = known_load(reading)
    weeks = weeks_of(load, record.id) if load is not None else []
    if not weeks:
        return []
    crowded = [week for week, _ in weeks if week.over]
    if not crowded:
        fullest = max((week.share or 0 for week, _ in weeks), default=0)
        return [Span("it fits"), Span(f": the fullest week is taken to {share_words(fullest)}", "muted")]
    who = over_words(list(dict.fromkeys(one for week in crowded for one in week.over)))
    count = f"{len(crowded)} of {len(weeks)} weeks".replace(" ", "\u00a0")
    return [Span(f"{glyphs.FAULT} ", "warning"), Span(f"too much in {count}", "warning"), Span(f": {who}", "muted")]


def load_lines(record: Record, reading: Reading) -> list[Line]:
    """The weeks of a milestone, each with all that is planned for it against what the team can do, and its own part."""
    load = known_load(reading) if not record.is_closed else None
    weeks = weeks_of(load, record.id) if load is not None else []
    if load is None or not weeks or not any(week.over for week, _ in weeks):
        return []
    lines: list[Line] = [rule(f"{load.unit} a week", reading.width)]
    figures = [_figures(week) for week, _ in weeks[:_MOST_WEEKS]]
    widest = max(map(len, figures))
    for (week, own), text in zip(weeks, figures, strict=False):
        lines += _week(week, own, text.rjust(widest), reading)
    rest = [week for week, _ in weeks[_MOST_WEEKS:]]
    if rest:
        over = sum(bool(week.over) for week in rest)
        lines.append((Span(f"and {len(rest)} more weeks" + (f", {over} of them with too much" if over else ""), "muted"),))
    unsized = load.unsized.get(record.id, 0)
    if unsized:
        words = f"{counted(unsized, 'open item has no estimate and is', 'open items have no estimate and are')} not counted"
        lines += wrapped_spans([Span(words, "faint")], reading.width)
    return lines


def _week(week: WeekLoad, own: float, figures: str, reading: Reading) -> list[Line]:
    role = "warning" if week.over else "success"
    share = min(1.0, week.share) if week.share is not None else 1.0 if week.committed else 0.0
    spans = [Span(f"{_short(week.monday.isoformat()):>6}  ".replace(" ", "\u00a0"), "muted"), Span(glyphs.bar(share * _BAR, _BAR), role)]
    spans += [Span(f" {figures}".replace(" ", "\u00a0")), _DOT, Span(_number(round(own, 1))), Span("\u00a0of\u00a0it", "muted")]
    for one in week.people:
        if one.is_over:
            much = f"{glyphs.FAULT} @{one.who} {_number(one.committed)}/{_number(one.capacity or 0)}"
            spans += [_DOT, Span(much.replace(" ", "\u00a0"), "warning")]
    return wrapped_spans(spans, reading.width, (), " " * 8)


def _figures(week: WeekLoad) -> str:
    return f"{_number(week.committed)}/{_number(week.capacity)}" if week.capacity is not None else _number(week.committed)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 100 else f"{value:,.0f}"


def _short(day: str) -> str:
    found = day_of(day)
    return "" if found is None else " ".join(period_of(found, "day").label.split()[:2])

"""A roadmap's timeline as HTML: bars that grow with the page, so one drawing serves a phone, a desk and paper. Pure.

Days become parts of the width in hundredths; nothing is measured in pixels, and no script is needed. A target that is
meant by the quarter is drawn as the whole quarter. All that a bar says stands in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pmtui.domain.periods import Period, period_of, periods_between, shifted_day
from pmtui.domain.roadmap_entries import ACTIVE, PLANNED, SHIPPED, Entry, in_lanes
from pmtui.formats.html_elements import Html, joined, lines, tag, text
from pmtui.formats.roadmap_words import standing_words

_BACK, _AHEAD = 184, 1096
"""How many days a timeline shows at most before today and after it."""
_MARGIN = 5
"""Days before the first sign and after the last, so that none stands at the edge."""
_MONTHS_UP_TO, _QUARTERS_UP_TO = 300, 1300
"""How many days are divided into months, and into quarters; more into years."""
_NARROW_TICKS = 4
"""How many names of periods fit a phone."""
_HEALTHS = {"on_track": "good", "at_risk": "warn", "off_track": "bad"}
_ROLES = {ACTIVE: "accent", PLANNED: "idle", SHIPPED: "good"}


class Scale(NamedTuple):
    """The days that a timeline shows, both included."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day begins, in hundredths of the width; days outside lie at the edges."""
        days = (self.last - self.first).days + 1
        return round(100 * min(max((day - self.first).days, 0), days) / days, 3)

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.at(_after(day))


def scale_of(entries: Sequence[Entry], today: date) -> Scale | None:
    """The whole months around today and all that is open; None where nothing has a date."""
    dated = [one for one in entries if one.first is not None]
    if not dated:
        return None
    days = [day for one in dated for day in (one.first, one.last, _outlook_end(one)) if day is not None]
    low, high = _moved(today, -_BACK), _moved(today, _AHEAD)
    inside = [min(max(day, low), high) for day in days]
    first = period_of(_moved(min(today, *inside), -_MARGIN), "month").first
    last = period_of(_moved(max(_moved(today, 60), *inside), _MARGIN), "month").last
    return Scale(first, last)


def timeline(entries: Sequence[Entry], lanes: Sequence[str], today: date, scale: Scale) -> Html:
    """The chart with its axis, a row for each milestone that has a date in sight, and the legend of what it uses."""
    shown = [one for one in entries if _is_shown(one, scale)]
    parts = [_axis(scale, today)]
    for lane, some in in_lanes(shown, lanes):
        rows = (tag("li", _name(one), _track(one, scale), class_="row") for one in some)
        parts.append(tag("section", tag("h3", text(lane)), tag("ol", Html("\n"), lines(*rows), Html("\n"))))
    return tag("div", Html("\n"), lines(*parts, _legend(shown)), Html("\n"), class_="timeline")


def _is_shown(entry: Entry, scale: Scale) -> bool:
    """Whether a milestone has a row: it is in sight, or open and announced in words that no calendar knows."""
    if entry.first is None or entry.last is None:
        return bool(entry.when) and entry.stage != SHIPPED
    return entry.last >= scale.first


def timeline_style(scale: Scale, today: date) -> str:
    """The rules of one timeline: where its lines stand."""
    ticks = [scale.at(one.first) for one in _ticks(scale)]
    places = [f"{at:g}%" for at in ticks if 0 < at < 100]
    line = "linear-gradient(var(--line), var(--line))"
    grid = "" if not places else (
        f".track {{ background-image: {', '.join([line] * len(places))}; background-position: {', '.join(f'{at} 0' for at in places)};"
        " background-size: 1px 100%; background-repeat: no-repeat; }\n"
    )
    return f"{TIMELINE_STYLE}\n{grid}.track::after, .now {{ left: {scale.at(today):g}%; }}"


def _axis(scale: Scale, today: date) -> Html:
    ticks = _ticks(scale)
    stride = max(1, -(-len(ticks) // _NARROW_TICKS))
    names = []
    for number, one in enumerate(ticks):
        width = scale.end(min(one.last, scale.last)) - scale.at(one.first)
        is_wide = width >= 80 / len(ticks)  # a piece of a period at the edge has no room for its name
        if is_wide:
            names.append(tag("span", text(_tick(one, number == 0)), class_="tick" if number % stride == 0 else "tick minor",
                             style=f"left:{scale.at(one.first):g}%"))
    now = tag("span", Html("today"), class_="now", title=today.isoformat())
    return tag("div", tag("div", *names, now, class_="track"), class_="axis", aria_hidden="true")


def _ticks(scale: Scale) -> list[Period]:
    days = (scale.last - scale.first).days
    resolution = "month" if days <= _MONTHS_UP_TO else "quarter" if days <= _QUARTERS_UP_TO else "year"
    return list(periods_between(scale.first, scale.last, resolution))


def _tick(period: Period, is_first: bool) -> str:
    """The name of a period; months tell their year in January and at the beginning alone."""
    if period.resolution == "month" and not is_first and period.first.month != 1:
        return period.short
    return period.label


def _name(entry: Entry) -> Html:
    words = [entry.when, *standing_words(entry)] if entry.team is not None else [entry.when]
    team = entry.team
    if team is not None and team.progress.total:
        words.append(f"{team.progress.done}/{team.progress.total}")
    title = tag("a", text(entry.title), href=f"#{entry.key}", class_="title")
    return tag("div", title, tag("small", text(" · ".join(filter(None, words)))), class_="name")


def _track(entry: Entry, scale: Scale) -> Html:
    first, target = entry.first, entry.target
    if first is None:
        return tag("div", class_="track", aria_hidden="true")
    role, pieces = _role(entry), []
    if target is None:
        pieces.append(tag("i", class_=f"bar open {role}", style=f"left:{scale.at(first):g}%;width:8%"))
        return tag("div", *pieces, class_="track", aria_hidden="true")
    if target.resolution != "day" or first < target.last:
        left, right = scale.at(first), scale.end(target.last)
        share = entry.team.progress.share if entry.team is not None and entry.stage != SHIPPED else None
        fill = tag("i", class_="fill", style=f"width:{round(100 * share)}%") if share else None
        zone = scale.at(max(first, target.first)) if target.resolution != "day" else right
        soft = tag("i", class_="zone", style=f"left:{100 * (zone - left) / (right - left):.1f}%") if left < zone < right else None
        whole = " zoned" if zone == left else ""
        pieces.append(tag("i", fill, soft, class_=f"bar {role}{whole}", style=f"left:{left:g}%;width:{right - left:.3f}%"))
    if target.resolution == "day" and target.last <= scale.last:
        pieces.append(tag("i", class_=f"point {role}", style=f"left:{scale.at(target.last):g}%"))
    forecast = entry.team.forecast if entry.team is not None else None
    if forecast is not None and forecast.p50 <= scale.last:
        left, right = scale.at(forecast.p50), scale.end(forecast.p85)
        cut = " cut" if forecast.p85 > scale.last else ""
        pieces.append(tag("i", class_=f"whisker{cut}", style=f"left:{left:g}%;width:{right - left:.3f}%"))
    return tag("div", *pieces, class_="track", aria_hidden="true")


def _role(entry: Entry) -> str:
    """The colour of a bar: that of its health while it is open, else that of its status."""
    health = entry.team.health if entry.team is not None and entry.stage != SHIPPED else ""
    return _HEALTHS.get(health) or _ROLES[entry.stage]


def _legend(shown: Sequence[Entry]) -> Html | None:
    """What the signs mean that are there."""
    roles = {_role(one) for one in shown if one.first is not None}
    healths = {one.team.health for one in shown if one.team is not None and one.stage != SHIPPED}
    signs = [
        ("bar accent", "in progress", "accent" in roles), ("bar idle", "planned", "idle" in roles),
        ("bar good", _good_words(shown, healths), "good" in roles),
        ("bar warn", "at risk", "warn" in roles), ("bar bad", "off track", "bad" in roles),
        ("bar fills", "share of the work done", any(one.team is not None and one.team.progress.done for one in shown)),
        ("bar zoned", "within this time", any(one.target is not None and one.target.resolution != "day" for one in shown)),
        ("point", "on this day", any(one.target is not None and one.target.resolution == "day" for one in shown)),
        ("whisker", "forecast, 50 to 85 %", any(one.team is not None and one.team.forecast is not None for one in shown)),
        ("nowline", "today", True),
    ]
    items = [tag("li", tag("i", class_=f"sign {name}"), text(words)) for name, words, is_there in signs if is_there]
    return tag("ul", joined(*items), class_="legend", aria_hidden="true") if shown else None


def _good_words(shown: Sequence[Entry], healths: set[str]) -> str:
    is_shipped = any(one.stage == SHIPPED for one in shown)
    words = ["on track"] if "on_track" in healths else []
    return " or ".join(words + (["available" if shown[0].team is None else "shipped"] if is_shipped else []))


def _outlook_end(entry: Entry) -> date | None:
    forecast = entry.team.forecast if entry.team is not None else None
    return None if forecast is None else forecast.p85


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _moved(day: date, days: int) -> date:
    try:
        return shifted_day(day, days, "day")
    except ValueError:
        return date.min if days < 0 else date.max


TIMELINE_STYLE = """\
.timeline { margin: 1.5rem 0 2.5rem; }
.timeline section { margin: 0; }
.timeline h3 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); margin: 1rem 0 .25rem; }
.timeline ol { list-style: none; margin: 0; padding: 0; }
.timeline .row, .timeline .axis { display: grid; grid-template-columns: minmax(11rem, 17rem) 1fr; gap: 0 1rem; max-width: none; margin: 0; }
.timeline .row { align-items: center; border-top: 1px solid var(--line); }
.timeline .axis .track { grid-column: 2; height: 1.6rem; }
.name { padding: .4rem 0; line-height: 1.3; min-width: 0; }
.name small { display: block; }
.name .title { color: inherit; text-decoration: none; } .name .title:hover { text-decoration: underline; }
.track { position: relative; align-self: stretch; min-height: 2.6rem; overflow: hidden; }
.track::after { content: ""; position: absolute; top: 0; bottom: 0; border-left: 2px solid var(--bad); opacity: .55; }
.track i, .sign { position: absolute; display: block; font-style: normal; }
.axis .track { overflow: visible; }
.axis .track::after { top: auto; height: .35rem; }
.tick { position: absolute; bottom: .1rem; padding-left: .35rem; font-size: .78rem; color: var(--soft); white-space: nowrap; }
.now { position: absolute; bottom: 1.35rem; transform: translateX(-50%); font-size: .72rem; line-height: 1.2; color: var(--bad);
  font-weight: 600; white-space: nowrap; }
.bar { top: calc(50% - .5rem); height: 1rem; min-width: 5px; border-radius: 5px; border: 1.5px solid; overflow: hidden; }
.bar.accent { background: var(--accent-soft); border-color: var(--accent); --full: var(--accent); }
.bar.idle { background: var(--idle-soft); border-color: var(--idle); --full: var(--idle); }
.bar.good { background: var(--good-soft); border-color: var(--good); --full: var(--good); }
.bar.warn { background: var(--warn-soft); border-color: var(--warn); --full: var(--warn); }
.bar.bad { background: var(--bad-soft); border-color: var(--bad); --full: var(--bad); }
.bar.open { border-right: 0; -webkit-mask: linear-gradient(to right, #000, transparent);
  mask: linear-gradient(to right, #000, transparent); }
.bar .fill { inset: 0 auto 0 0; background: var(--full); opacity: .75; }
.bar .zone { top: 0; bottom: 0; right: 0; border-left: 1.5px dashed var(--full); }
.bar .zone, .bar.zoned { background-image: repeating-linear-gradient(135deg, transparent 0 5px, var(--paper) 5px 6.5px); }
.point { top: calc(50% - .45rem); width: .9rem; height: .9rem; margin-left: -.4rem; transform: rotate(45deg); border-radius: 2px;
  background: var(--full, var(--ink)); border: 2px solid var(--paper); }
.point.accent { --full: var(--accent); } .point.idle { --full: var(--idle); } .point.good { --full: var(--good); }
.point.warn { --full: var(--warn); } .point.bad { --full: var(--bad); }
.whisker { top: calc(50% + .62rem); height: .5rem; min-width: 4px; border: solid var(--ink); border-width: 0 2px;
  background: linear-gradient(var(--ink), var(--ink)) 0 50% / 100% 2px no-repeat; }
.whisker.cut { border-right: 0; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: .9rem 0 0; margin: 0; font-size: .82rem;
  color: var(--soft); border-top: 1px solid var(--line); }
.legend li { display: flex; align-items: center; gap: .45rem; margin: 0; }
.legend .sign { position: relative; inset: auto; flex: none; width: 1.5rem; height: .8rem; margin: 0; top: 0; bottom: 0; }
.legend .sign.point { width: .75rem; height: .75rem; margin: 0 .25rem; }
.legend .sign.whisker { height: .5rem; }
.legend .sign.zoned { background-color: var(--idle-soft); border-color: var(--idle); }
.legend .sign.nowline { width: 0; border-left: 2px solid var(--bad); margin: 0 .6rem; }
.legend .sign.fills { border-color: var(--soft); background: linear-gradient(to right, var(--soft) 60%, transparent 60%); }
@media (max-width: 40rem) {
  .timeline .row, .timeline .axis { grid-template-columns: 1fr; }
  .timeline .axis .track { grid-column: 1; }
  .timeline .row { padding-bottom: .35rem; }
  .name { padding-bottom: .1rem; }
  .track { min-height: 2.1rem; }
  .tick.minor { display: none; }
}
@media print {
  .timeline .row, .timeline .axis { grid-template-columns: 13rem 1fr; }
  .tick { font-size: .66rem; padding-left: .15rem; }
}
@media print { .name .title { text-decoration: none; } .timeline section { break-inside: auto; } }"""

"""A forecast in lines: its days beside a chart of all futures, the chance of the target, and what drives it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmtui.domain.amounts import chance_words
from pmtui.domain.dates import MONTHS, relative
from pmtui.domain.periods import Period, day_of, day_words
from pmtui.domain.text import counted
from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.chart_signs import signs
from pmtui.widgets.charts import bars
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

if TYPE_CHECKING:
    from pmtui.domain.forecasting import Fit, Forecast

LEAST_ROWS, MOST_ROWS = 3, 12
"""Lines of the chart of futures."""
_LEFT = 31
"""Cells of the days, beside which the chart stands."""
_NARROW = 62
"""In fewer cells than these there is no room for a chart."""


def forecast_lines(forecast: Forecast, target: Period | None, today: str, width: int, rows: int = MOST_ROWS) -> list[Line]:
    """The forecast of a milestone.

    Args:
        forecast: The forecast.
        target: Its target.
        today: The day of today.
        width: Cells of a line.
        rows: Lines of the chart, at most.
    """
    if not forecast.is_known:
        return [(Span("No forecast", "text bold"),), *_drivers(forecast.drivers, width)]
    left = [*_days(forecast, today), *_chance(forecast, target, today)]
    right = _futures(forecast, target, width - _LEFT, max(LEAST_ROWS, rows)) if width >= _NARROW else []
    lines = [
        _beside(left[at] if at < len(left) else (), right[at] if at < len(right) else ()) for at in range(max(len(left), len(right)))
    ]
    return [*lines, (), (Span("what drives it", "muted"),), *_drivers(forecast.drivers, width)]


def fit_line(fit: Fit, forecast: Forecast | None, width: int) -> list[Line]:
    """How much fits by a day, and how much of the milestone's own work that is."""
    spans = [Span(f"by {day_words(fit.day)}"), Span(f" ({counted(fit.weeks, 'whole week')}) ", "muted")]
    if fit.at_50 is None or fit.at_85 is None:
        return wrapped_spans([*spans, Span("nothing can be said: the history is too thin", "muted")], width)
    lines = wrapped_spans([*spans, Span(f"{counted(fit.at_50, 'item')} at 50 %, {fit.at_85} at 85 %")], width)
    if forecast is not None and forecast.is_known and forecast.remaining:
        own = forecast.fitting(fit)
        first = f"{forecast.before} come first; " if forecast.before else ""
        words = [Span(f"{first}of the {forecast.remaining} left here ", "muted"), Span(f"{own[0]} at 50 %, {own[1]} at 85 %")]
        lines += wrapped_spans(words, width)
    return lines


def _days(forecast: Forecast, today: str) -> list[Line]:
    found: list[Line] = []
    for share, text in (("50 %", forecast.p50), ("70 %", forecast.p70), ("85 %", forecast.p85), ("95 %", forecast.p95)):
        day = day_of(text)
        role = "text bold" if share == "85 %" else "text"
        if day is None or text is None:
            found.append((Span(f"{share}  ", "muted"), Span("over 20 years", role)))
        else:
            found.append((Span(f"{share}  ", "muted"), Span(day_words(day).rjust(11), role),
                          Span(f"  {relative(text, today)}", "muted")))
    return found


def _chance(forecast: Forecast, target: Period | None, today: str) -> list[Line]:
    if target is None or forecast.chance_of_target is None:
        return [(), (Span("no target: d sets one", "muted"),)]
    chance = forecast.chance_of_target
    role = glyphs.chance_role(chance)
    sign = "✓" if role == "success" else glyphs.LATE
    return [
        (), (Span("target ", "muted"), Span(target.label), Span(f"  {relative(target.last.isoformat(), today)}", "muted")),
        (Span("chance ", "muted"), Span(f"{sign} {chance_words(chance)}", role)),
    ]


def _futures(forecast: Forecast, target: Period | None, width: int, rows: int) -> list[Line]:
    """The futures as bars, the days downwards; a line between them where the target lies."""
    steps = _fewer(forecast.spread, rows - 1 - (target is not None))
    ends = [date.fromisoformat(day) for day, _ in steps]
    drawn = bars([(_short(day).rjust(6), round(100 * share)) for day, (_, share) in zip(ends, steps, strict=True)], width, unit=" %")
    lines: list[Line] = [(Span("futures that end up to each day", "muted"),)]
    is_marked = target is None
    for day, (label, bar, value) in zip(ends, drawn, strict=True):
        if not is_marked and target is not None and day > target.last:
            lines.append(_mark(target, width))
            is_marked = True
        in_time = target is None or day <= target.last
        lines.append((label._replace(role="muted"), bar._replace(role="success" if in_time else "warning"), value))
    return lines if is_marked or target is None else [*lines, _mark(target, width)]


def _fewer(spread: Sequence[tuple[str, float]], rows: int) -> list[tuple[str, float]]:
    """Neighbours taken together, so that no more steps are left than there are rows."""
    size = -(-len(spread) // max(1, rows))
    parts = [spread[at:at + size] for at in range(0, len(spread), size)]
    return [(part[-1][0], sum(share for _, share in part)) for part in parts]


def _mark(target: Period, width: int) -> Line:
    words = f" target {target.label} "
    dashes = max(0, width - width_of(words))
    sign = signs().target
    return (Span(sign * min(6, dashes) + words + sign * max(0, dashes - 6), "accent"),)


def _beside(left: Line, right: Line) -> Line:
    used = sum(width_of(one.text) for one in left)
    return (*left, Span(" " * (_LEFT - used)), *right) if right else left


def _drivers(drivers: Sequence[str], width: int) -> list[Line]:
    return [line for words in drivers for line in wrapped_spans([Span(shortened(words, 400))], width, (Span("• ", "accent"),), "  ")]


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"

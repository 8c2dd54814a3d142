"""What a scope line stands for, in words: what falls out, what is taken in, and how the forecasts move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pmtui.domain.amounts import amount_words, chance_words
from pmtui.domain.forecasting import Forecast
from pmtui.domain.periods import day_words
from pmtui.domain.scope_line import Scope, ScopeRow
from pmtui.domain.text import counted
from pmtui.widgets.cells import shortened, steady
from pmtui.widgets.glyphs import chance_role
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_MOST = 2
"""So many other milestones are named at most."""
_LEAST_DAYS = 7
"""Other milestones count as moved from so many days on: forecasts know weeks."""


class CutForecasts(NamedTuple):
    """The forecasts of a cut.

    Attributes:
        now: The milestone's forecast as things are; None where it has none.
        then: With the cut.
        others: Titles and days at 85 % of other milestones that move, as things are and with the cut.
    """

    now: Forecast | None
    then: Forecast | None
    others: Sequence[tuple[str, str, str]] = ()


def moved_others(now: dict[str, Forecast], then: dict[str, Forecast], titles: dict[str, str], own: str) -> list[tuple[str, str, str]]:
    """The other milestones whose day at 85 % moves by a week or more, those that move most first."""
    found = []
    for id, before in now.items():
        after = then.get(id)
        if id != own and after is not None and before.p85 is not None and after.p85 is not None:
            days = (date.fromisoformat(after.p85) - date.fromisoformat(before.p85)).days
            if abs(days) >= _LEAST_DAYS:
                found.append((-abs(days), titles.get(id, id), before.p85, after.p85))
    return [(title, before, after) for _, title, before, after in sorted(found)]


def cut_lines(scope: Scope, line: int, place: str, width: int) -> list[Line]:
    """What falls out or is taken in, and where what falls out goes."""
    out, taken = scope.out(line), scope.taken(line)
    if out:
        where = f"→ {shortened(steady(place), 40)}" if place else "→ no milestone"
        head = [Span(f"− {_counted(out)} out ", "error"), Span(where, "accent"), Span("  m: elsewhere", "faint")]
    elif taken:
        head = [Span(f"+ {_counted(taken)} in", "success")]
    else:
        head = [Span("J takes in the next one, K lets the last one fall out", "muted")]
    names = ", ".join(" ".join(row.title.split()) for row in (out or taken))
    return [tuple(head), (Span(shortened(steady(names), max(4, width)), "muted"),) if names else ()]


def cut_forecast_lines(cut: CutForecasts | None, width: int) -> list[Line]:
    """How the forecasts move."""
    if cut is None:
        return [(Span("forecast: computing…", "muted"),)]
    now, then = cut.now, cut.then
    if now is None or then is None or now.p85 is None or then.p85 is None:
        told = then or now
        why = next(iter(told.drivers), "") if told is not None else ""
        return wrapped_spans([Span(why or "nothing can be forecast", "muted")], width)
    spans = [Span("85 % by ", "muted"), Span(day_words(now.p85))]
    if then.p85 != now.p85:
        days = (date.fromisoformat(then.p85) - date.fromisoformat(now.p85)).days
        spans += [Span(" → "), Span(day_words(then.p85), "success bold" if days < 0 else "warning bold"),
                  Span(f" ({abs(days)} d {'earlier' if days < 0 else 'later'})", "muted")]
    if now.chance_of_target is not None and then.chance_of_target is not None:
        spans += [Span("   target ", "muted"), Span(chance_words(now.chance_of_target), chance_role(now.chance_of_target))]
        if chance_words(then.chance_of_target) != chance_words(now.chance_of_target):
            spans += [Span(" → "), Span(chance_words(then.chance_of_target), chance_role(then.chance_of_target))]
    lines: list[Line] = [tuple(spans)]
    for title, before, after in cut.others[:_MOST]:
        room = max(8, width - 30)
        name = shortened(steady(" ".join(title.split())), room)
        lines.append((Span(f"{name}  ", "muted"), Span(f"{day_words(before)} → {day_words(after)}")))
    if len(cut.others) > _MOST:
        lines[-1] = (*lines[-1], Span(f"  and {len(cut.others) - _MOST} more", "faint"))
    return lines


def _counted(rows: Sequence[ScopeRow]) -> str:
    points = sum(row.points or 0 for row in rows)
    words = counted(len(rows), "item")
    return f"{words}, {amount_words(points)} pts" if points else words

"""What drives a forecast, in words: the pace and how it varies, what comes first, what must be waited for, scope that grew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import compress
from typing import TYPE_CHECKING

from pmtui.domain.columns import both, neither
from pmtui.domain.dependencies import circle_of, circles, in_words
from pmtui.domain.forecast_places import MOST_WEEKS
from pmtui.domain.periods import day_words
from pmtui.domain.roadmap import NO_ITEMS, progress_by_milestone
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.forecasting import Forecast, Plan

_LEAST_WEEKS = 4
_FEW_WEEKS = 8
"""With fewer weeks than these it is said that the range is rough."""
_NAMED = 8
"""Of a circle the titles of so many at its beginning and at its end are looked up; fewer are told."""
_GROWTH_DAYS = 28
"""Items that were added since so many days count as scope that grew."""
_IDLE_WEEKS = 3
"""So many weeks without anything done, up to today, are named: the pace may be another one by now."""


class Words:
    """Says what drives the forecasts of one moment."""

    def __init__(self, snapshot: Snapshot, today: date, plan: Plan, history: Sequence[int]) -> None:
        """Look at what all of them share."""
        self.snapshot, self.today, self.plan, self.history = snapshot, today, plan, history
        self.places = {id: at for at, id in enumerate(plan.ids)}
        self.progress = progress_by_milestone(snapshot.table("item"))
        self.grown = added_lately(snapshot, today)
        self.why_none = self._why_none()
        self.pace = self._pace()
        self._known_circles: dict[str, list[str]] | None = None
        self._on_circles: frozenset[str] | None = None
        self.titles = snapshot.table("milestone").column("title")

    def of(self, forecast: Forecast, told: Mapping[str, Forecast]) -> tuple[str, ...]:
        """The sentences about a milestone; where it has no dates, why.

        Args:
            forecast: Its forecast, without words.
            told: The forecasts of what comes before it.
        """
        id = forecast.id
        if id not in self.places:
            return (self._circle(id),)
        if not self.progress.get(id, NO_ITEMS).total:
            return ("it has no items yet: with some, there is something to forecast",)
        if self.why_none:
            return (self.why_none,)
        if not forecast.remaining:
            return ("all of its items are done", *self._waits(id, told))
        much = f"{counted(forecast.remaining, 'item')} left"
        found = [f"{much}, {self.pace}", *self._before(forecast), *self._waits(id, told), *self._start(id)]
        grown = self.grown.get(id, 0)
        if grown:
            found.append(f"scope grew: {counted(grown, 'item')} added in the last {_GROWTH_DAYS // 7} weeks")
        idle = next((weeks for weeks, done in enumerate(reversed(self.history)) if done), 0)
        if idle >= _IDLE_WEEKS:
            found.append(f"nothing was done in the last {idle} weeks")
        if len(self.history) < _FEW_WEEKS:
            found.append(f"only {len(self.history)} weeks of history: the range is rough")
        years = f"futures take longer than {MOST_WEEKS // 52} years"
        if forecast.p50 is None:
            found.insert(0, f"half of the {years}, or more of them")
        elif forecast.p95 is None:
            found.append(f"some {years}")
        return tuple(found)

    def _why_none(self) -> str:
        weeks = len(self.history)
        if weeks < _LEAST_WEEKS:
            done, undated = _done(self.snapshot)
            so_far = f"only {counted(weeks, 'whole week')}" if weeks else "no whole week"
            since = f"{so_far} since the first item was done" if done else "nothing was done yet"
            also = f"; {counted(undated, 'done item')} without done_at" if undated else ""
            return f"{since}: a forecast needs {_LEAST_WEEKS} whole weeks of history{also}"
        return "" if any(self.history) else f"nothing was done in the last {weeks} weeks: there is no pace to go by"

    def _pace(self) -> str:
        """How much is done in a week, over which weeks, and how that varies."""
        if not any(self.history):
            return ""
        weeks = sorted(self.history)
        low, high, none = weeks[len(weeks) // 10], weeks[-1 - len(weeks) // 10], weeks.count(0)
        mean = f"{sum(weeks) / len(weeks):.1f}".removesuffix(".0")
        spread = f", {low} to {high} in most" if low != high else ""
        empty = f", none in {none} of them" if none else ""
        return f"{mean} done a week over {counted(len(weeks), 'week')}{spread}{empty}"

    def _before(self, forecast: Forecast) -> list[str]:
        at = self.places[forecast.id]
        others = sum(1 for job in self.plan.jobs[:at] if job.work)
        if not forecast.before:
            return []
        return [f"shares the team: {counted(forecast.before, 'item')} of {counted(others, 'milestone')} come first"]

    def _waits(self, id: str, told: Mapping[str, Forecast]) -> list[str]:
        known = [told[one] for one in self.plan.waits[id] if one in told]
        last = max((one for one in known if one.p85 is not None), key=lambda one: str(one.p85), default=None)
        if last is not None:
            return [f"waits for “{self._title(last.id)}”, done by {day_words(last.p85)} at 85 %"]
        return [f"waits for “{self._title(one.id)}”, which has no forecast" for one in known[:1]]

    def _start(self, id: str) -> list[str]:
        start = self.plan.starts[self.places[id]]
        return [f"nobody works on it before {day_words(start)}"] if start > self.today else []

    def _circle(self, id: str) -> str:
        milestones = self.snapshot.table("milestone")
        if self._known_circles is None:
            found = circles(milestones, "depends_on", self.plan.waits)
            self._known_circles = {one: circle for circle in found for one in circle}
        circle = self._known_circles.get(id, [])
        if circle:
            at = circle.index(id)
            circle = [*circle[at:-1], *circle[:at], id]
        elif id in self._may_be_on_another():
            circle = circle_of(milestones, "depends_on", id, self._may_be_on_another())
        if not circle:
            return "it waits for milestones that wait for each other in a circle"
        return f"it waits for itself: {in_words(circle, {one: self._title(one) for one in (*circle[:_NAMED], *circle[-_NAMED:])})}"

    def _may_be_on_another(self) -> frozenset[str]:
        """Those that have no place in the order, without those behind the circles: nobody on a circle waits for them."""
        if self._on_circles is None:
            left = {id: [one for one in some if one not in self.places] for id, some in self.plan.waits.items() if id not in self.places}
            waiting = Counter(one for some in left.values() for one in some)
            free = [id for id in left if not waiting[id]]
            while free:
                for one in left.pop(free.pop()):
                    waiting[one] -= 1
                    if not waiting[one]:
                        free.append(one)
            self._on_circles = frozenset(left)
        return self._on_circles

    def _title(self, id: str) -> str:
        at = self.snapshot.table("milestone").position(id)
        title = " ".join(str(self.titles[at] or "").split()) if at is not None else ""
        return title[:39] + "…" if len(title) > 40 else title or id


def added_lately(snapshot: Snapshot, today: date) -> Counter[str]:
    """How many living items that are not dropped came to each milestone's plan in the last four weeks, by their creation."""
    items = snapshot.table("item")
    since, dropped = (today - timedelta(days=_GROWTH_DAYS)).isoformat(), frozenset(items.kind.alike("dropped"))
    mask = both(items.living(), items.column("status").where(lambda value: value not in dropped))
    mask = both(mask, items.column("created_at").where(lambda value: isinstance(value, str) and value[:10] > since))
    milestone = items.column("milestone")
    return Counter(str(milestone[at]) for at in compress(range(len(items)), mask) if milestone[at])


def _done(snapshot: Snapshot) -> tuple[int, int]:
    """How many living items are done, and how many of them do not say when: they may have come from elsewhere."""
    items = snapshot.table("item")
    made = frozenset(items.kind.alike("done"))
    mask = both(items.living(), items.column("status").where(lambda value: value in made))
    return sum(mask), sum(both(mask, neither(items.column("done_at").filled())))

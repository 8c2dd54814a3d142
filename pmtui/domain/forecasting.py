"""When open milestones will be done, by Monte-Carlo simulation over the team's own throughput; and how much fits before a day.

All open milestones draw on one throughput, in the order of rank; what a milestone waits for comes before it, and nobody works on one
before its start. `forecast_runs` has the simulation, `forecast_words` says what drives it. A scenario is but another snapshot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import compress
from math import ceil
from typing import Final, NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import both
from pmtui.domain.critical_path import in_sequence
from pmtui.domain.dependencies import linked
from pmtui.domain.forecast_places import MOST_WEEKS, Job
from pmtui.domain.forecast_runs import Simulate, Stop, done_within, finishing_weeks, never_stop, quantile_week
from pmtui.domain.roadmap import NO_ITEMS, planned, progress_by_milestone
from pmtui.domain.throughput import WEEK, throughput

SEED: Final = 2026
"""Of the random numbers unless somebody asks for another one: a forecast is the same for everybody."""
RUNS: Final = 10_000
"""How many futures are tried."""
LEAST_WEEKS: Final = 4
"""With fewer whole weeks of history nothing is forecast."""
QUANTILES: Final = (0.5, 0.7, 0.85, 0.95)
"""The shares of runs for which a day is told."""

_AT_ONCE: Final = 32
"""So many milestones are put into words before somebody is asked whether to stop: about 2 ms."""
_STEPS: Final = 12
"""Of a distribution so many steps are kept."""


class Fit(NamedTuple):
    """How many items get done before a day.

    Attributes:
        day: The day.
        weeks: Whole weeks until then.
        at_50: So many or more in half of the runs; None where nothing can be said.
        at_85: So many or more in 85 % of them.
        weeks_of_history: Whole weeks of throughput that it rests on.
    """

    day: date
    weeks: int
    at_50: int | None
    at_85: int | None
    weeks_of_history: int


class Forecast(NamedTuple):
    """When a milestone will be done.

    Attributes:
        id: The milestone.
        remaining: Its items that are neither done nor dropped.
        weeks_of_history: Whole weeks of throughput that it rests on.
        p50: The day, in ISO form, by which half of the runs have it done; None where nothing can be said.
        p70: The same of 70 %.
        p85: The same of 85 %.
        p95: The same of 95 %.
        chance_of_target: The share of runs that have it done by the last day of its target, 0 to 1; None without a target.
        drivers: What it rests on and what drives it, a sentence each; where there are no dates, why.
        spread: Days, equally far apart, with the share of runs that end in the time up to each; at most 12.
        before: Items of other milestones that come first.
        start: The day before which nobody works on it: its own start, or that of what it waits for; None where that is not to come.
    """

    id: str
    remaining: int
    weeks_of_history: int
    p50: str | None = None
    p70: str | None = None
    p85: str | None = None
    p95: str | None = None
    chance_of_target: float | None = None
    drivers: tuple[str, ...] = ()
    spread: tuple[tuple[str, float], ...] = ()
    before: int = 0
    start: str | None = None

    def fitting(self, fit: Fit) -> tuple[int, int]:
        """How many of its remaining items get done by a day, in 50 and in 85 % of futures; nothing where there are no dates."""
        found = []
        for done, many in ((self.p50, fit.at_50), (self.p85, fit.at_85)):
            day = fit.day.isoformat()
            if done is None or many is None or (self.start is not None and day <= self.start):
                found.append(0)
            elif day >= done:
                found.append(self.remaining)
            else:
                found.append(max(0, min(self.remaining - 1, many - self.before)))
        return found[0], found[1]

    @property
    def is_known(self) -> bool:
        """Whether there are dates."""
        return self.p50 is not None


class Plan(NamedTuple):
    """The open milestones as the simulation sees them, in the order in which they are worked on.

    Attributes:
        ids: The milestones; those on and behind a circle of dependencies are left out.
        jobs: What remains of each, and from when on.
        starts: Days before which none is worked on: its own start, or that of what it waits for.
        waits: What each waits for.
    """

    ids: Sequence[str]
    jobs: Sequence[Job]
    starts: Sequence[date]
    waits: Mapping[str, Sequence[str]]


def forecasts(
    snapshot: Snapshot, today: date, *, seed: int = SEED, runs: int = RUNS, stop: Stop = never_stop, simulate: Simulate = finishing_weeks
) -> Mapping[str, Forecast]:
    """When each open milestone will be done, in the order of rank.

    What was found is kept for as long as items, milestones and day are the same, so that `known_forecasts` has it.

    Args:
        snapshot: The records.
        today: From which day on.
        seed: Of the random numbers; the same seed gives the same forecast.
        runs: How many futures are tried.
        stop: Asked every few milliseconds.
        simulate: Plays the runs: `finishing_weeks`, or the same somewhere else.

    Raises:
        InterruptedError: `stop` said so.
    """
    is_usual = (seed, runs) == (SEED, RUNS)
    if is_usual and (known := known_forecasts(snapshot, today)) is not None:
        return known
    items = snapshot.table("item")
    found = _told(snapshot, today, throughput(items, today).items, seed, runs, stop, simulate)
    if is_usual:
        keep(snapshot, today, found)
    return found


def keep(snapshot: Snapshot, today: date, found: Mapping[str, Forecast]) -> None:
    """Keep the forecasts of a snapshot's milestones and items for `known_forecasts`."""
    snapshot.table("milestone").kept["forecasts"] = (snapshot.table("item"), today, found)


def inputs_of(snapshot: Snapshot, today: date) -> tuple[object, ...]:
    """All that forecasts depend on: where that is equal, they are, though titles and texts of items be others. Takes some milliseconds."""
    from pmtui.domain.forecast_words import added_lately

    milestones, items = snapshot.table("milestone"), snapshot.table("item")
    progress, titles = progress_by_milestone(items), milestones.column("title")
    places = [(id, at) for id in open_milestones(snapshot) if (at := milestones.position(id)) is not None]
    facts = [(id, planned(milestones, at), titles[at], progress.get(id, NO_ITEMS).total > 0) for id, at in places]
    return today, throughput(items, today).items, plan_of(snapshot, today), facts, added_lately(snapshot, today)


def _told(
    snapshot: Snapshot, today: date, history: Sequence[int], seed: int, runs: int, stop: Stop, simulate: Simulate
) -> dict[str, Forecast]:
    from pmtui.domain.forecast_words import Words

    plan = plan_of(snapshot, today)
    can_tell = len(history) >= LEAST_WEEKS and any(history)
    weeks = simulate(history, plan.jobs, runs, seed, stop) if can_tell and plan.jobs else None
    words = Words(snapshot, today, plan, history)
    progress = progress_by_milestone(snapshot.table("item"))
    told: dict[str, Forecast] = {}
    before = 0
    for at, id in enumerate(plan.ids):
        start = plan.starts[at].isoformat() if plan.starts[at] > today else None
        told[id] = Forecast(id, plan.jobs[at].work, len(history), before=before, start=start)
        before += plan.jobs[at].work
        if weeks is not None and progress.get(id, NO_ITEMS).total:
            told[id] = _dated(told[id], weeks[at], snapshot, plan.starts[at], today)
        told[id] = told[id]._replace(drivers=words.of(told[id], told))
        if at % _AT_ONCE == _AT_ONCE - 1 and stop():
            raise InterruptedError
    for at, id in enumerate(ids := open_milestones(snapshot)):
        if at % _AT_ONCE == _AT_ONCE - 1 and stop():
            raise InterruptedError
        if id not in told:  # on a circle, or behind one
            one = progress.get(id, NO_ITEMS)
            told[id] = Forecast(id, one.total - one.done, len(history))
            told[id] = told[id]._replace(drivers=words.of(told[id], told))
    return {id: told[id] for id in ids}


def known_forecasts(snapshot: Snapshot, today: date) -> Mapping[str, Forecast] | None:
    """The forecasts of these records that have been worked out already; None where they have not been. Takes no time."""
    found: tuple[object, date, Mapping[str, Forecast]] | None = snapshot.table("milestone").kept.get("forecasts")
    return found[2] if found is not None and found[0] is snapshot.table("item") and found[1] == today else None


def fits_by(
    snapshot: Snapshot, today: date, day: date, *, seed: int = SEED, runs: int = RUNS, stop: Stop = never_stop
) -> Fit:
    """How many items the team gets done in the whole weeks from today to a day.

    Raises:
        InterruptedError: `stop` said so.
    """
    history = throughput(snapshot.table("item"), today).items
    weeks = max(0, (day - today).days // WEEK)
    if len(history) < LEAST_WEEKS or not any(history):
        return Fit(day, weeks, None, None, len(history))
    done = done_within(history, weeks, runs, seed, stop)
    at_50, at_85 = (done[len(done) - ceil(share * len(done))] for share in (0.5, 0.85))
    return Fit(day, weeks, at_50, at_85, len(history))


def is_out_of_sight(day: date, today: date) -> bool:
    """Whether a day lies further ahead than the futures are looked at: more than twenty years."""
    return (day - today).days > MOST_WEEKS * WEEK


def open_milestones(snapshot: Snapshot) -> list[str]:
    """The ids of the milestones that have neither shipped nor been cancelled, in the order of rank."""
    milestones = snapshot.table("milestone")
    closed = milestones.kind.closed
    mask = both(milestones.living(), milestones.column("status").where(lambda value: value not in closed))
    order = milestones.in_order()
    return [milestones.id(at) for at in compress(order, map(mask.__getitem__, order))]


def plan_of(snapshot: Snapshot, today: date) -> Plan:
    """The open milestones as the simulation sees them: by rank, each behind all that it waits for."""
    milestones = snapshot.table("milestone")
    ids = open_milestones(snapshot)
    among, needed = frozenset(ids), milestones.column("depends_on")
    place = {id: at for id in ids if (at := milestones.position(id)) is not None}
    waits = {id: [one for one in dict.fromkeys(linked(needed[place[id]])) if one in among] for id in ids}
    progress = progress_by_milestone(snapshot.table("item"))
    order = in_sequence(waits)
    at_of = {id: at for at, id in enumerate(order)}
    starts: list[date] = []
    jobs: list[Job] = []
    for id in order:
        own = planned(milestones, place[id]).start
        starts.append(max([today, *([own] if own is not None else []), *(starts[at_of[one]] for one in waits[id])]))
        one = progress.get(id, NO_ITEMS)
        release = ((starts[-1] - today).days + WEEK // 2) // WEEK  # the nearest week: half of them begin early, half late
        jobs.append(Job(one.total - one.done, release, tuple(at_of[other] for other in waits[id])))
    return Plan(order, jobs, starts, waits)


def _dated(blank: Forecast, weeks: Counter[int], snapshot: Snapshot, start: date, today: date) -> Forecast:
    """The forecast with its days and chances; no day lies before the start."""
    runs = weeks.total()
    days: Callable[[int], date | None] = lambda week: max(start, today + timedelta(weeks=week)) if week <= MOST_WEEKS else None  # noqa: E731
    found = [days(quantile_week(weeks, share)) for share in QUANTILES]
    milestones = snapshot.table("milestone")
    position = milestones.position(blank.id)
    target = planned(milestones, position).target if position is not None else None
    chance = None
    if target is not None:
        chance = sum(count for week, count in weeks.items() if (day := days(week)) is not None and day <= target.last) / runs
    p50, p70, p85, p95 = (None if day is None else day.isoformat() for day in found)
    return blank._replace(p50=p50, p70=p70, p85=p85, p95=p95, chance_of_target=chance, spread=_spread(weeks, days))


def _spread(weeks: Counter[int], days: Callable[[int], date | None]) -> tuple[tuple[str, float], ...]:
    """The distribution in few steps; the last of them has the long tail of the latest runs, too."""
    first, last = min(weeks), quantile_week(weeks, 0.995)
    step = (last - first) // _STEPS + 1
    shares = [0] * ((last - first) // step + 1)
    for week, count in weeks.items():
        shares[min((week - first) // step, len(shares) - 1)] += count
    ends = [days(first + (at + 1) * step - 1) for at in range(len(shares))]
    return tuple((day.isoformat(), count / weeks.total()) for day, count in zip(ends, shares, strict=True) if day is not None)

"""The runs of a Monte-Carlo forecast: one team works on milestones in an order, with the pace of weeks that it has had. Pure numbers.

Past weekly throughput, its zero weeks included, is resampled with replacement (Daniel Vacanti, "When Will It Be Done?", 2020). A run is
one such future. In it, the throughput of each week goes to the first milestone in the order that may be worked on; what it leaves goes
to the next. One that is not to begin before some week takes over, from then on, from those behind it.

`forecast_places` finds where in a run each milestone ends, without playing it week by week.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, repeat
from math import ceil, sqrt
from random import Random

from pmtui.domain.forecast_places import MOST_WEEKS, Job, blocks_of, ends_of, weeks_of

_CALLS = 20_000
"""So many small steps are made before somebody is asked whether to stop: about 3 ms."""
_ROWS = 128
"""Runs that are counted together."""


Stop = Callable[[], bool]
Simulate = Callable[[Sequence[int], Sequence[Job], int, int, Stop], list[Counter[int]]]
"""What `finishing_weeks` does, wherever it is done."""


def never_stop() -> bool:
    """Go on."""
    return False


def finishing_weeks(history: Sequence[int], jobs: Sequence[Job], runs: int, seed: int, stop: Stop = never_stop) -> list[Counter[int]]:
    """In how many of the runs each job ends in which week from today; week `MOST_WEEKS + 1` stands for later than that.

    A run is the same whatever else is asked: more work never ends earlier, and jobs at the end change none before them.

    Args:
        history: Items done in past weeks; at least one of them not 0.
        jobs: What is to be done, in its order.
        runs: How many futures are tried.
        seed: Of the random numbers; the same seed gives the same forecast.
        stop: Asked every few milliseconds.

    Raises:
        InterruptedError: `stop` said so.
    """
    first = next((at for at, job in enumerate(jobs) if job.release), len(jobs))
    steady, waiting = _Steady(jobs[:first], _enough_weeks(history, jobs[:first])), _Waiting(jobs, first)
    weeks = _enough_weeks(history, jobs)
    every = max(1, min(_ROWS, _CALLS // (len(jobs) - first + weeks + 1)))
    for number, done in enumerate(_futures(history, weeks, runs, seed), 1):
        ends = waiting.ends(done, steady.ends) if waiting.jobs else []
        if (most := max(ends, default=0)) > done[-1] or steady.most > done[-1]:
            done = _longer(history, max(most, steady.most), seed, number - 1)
        steady.add(done)
        waiting.add(done, ends)
        if number % _ROWS == 0 or number == runs:
            steady.count()
            waiting.count(stop)
        if number % every == 0 and stop():
            raise InterruptedError
    return [*steady.found(stop), *waiting.found]


class _Steady:
    """The jobs at the beginning of the order that wait for no week: in each run they end at the same places.

    Where they are more than the weeks, no run is looked at by itself: what counts is how many runs have come how far by the end of each
    week. Fewer jobs are looked for in each run: that is quicker, and saves tens of megabytes where one looks far ahead.
    """

    def __init__(self, jobs: Sequence[Job], weeks: int) -> None:
        self._weeks = weeks
        self.ends: list[int] = []
        for job, end in zip(jobs, accumulate(job.work for job in jobs), strict=True):
            self.ends.append(end if job.work else max([0, *(self.ends[one] for one in job.waits)]))
        self.most = max(self.ends, default=0)
        self._are_few = len(jobs) <= weeks
        self._rows: list[list[int]] = []
        self._runs: list[list[int]] = []
        self._far: list[Counter[int]] = []
        self._long: list[Counter[int]] = [Counter() for _ in jobs]

    def add(self, done: list[int]) -> None:
        """Take a run; those that take longer than nearly all others are looked at by themselves."""
        if not self.ends:
            return
        if self._are_few:
            self._rows.append(list(map(bisect_left, repeat(done), self.ends)))
        elif done[self._weeks] >= self.most:
            self._runs.append(done[:self._weeks + 1])
        else:
            for counter, week in zip(self._long, map(bisect_left, repeat(done), self.ends), strict=True):
                counter[week] += 1

    def count(self) -> None:
        """Count how far the runs have come that were taken since the last time."""
        for counter, weeks in zip(self._long, zip(*self._rows, strict=True), strict=False):
            counter.update(weeks)
        self._rows.clear()
        for at, column in enumerate(zip(*self._runs, strict=True)):
            if at == len(self._far):
                self._far.append(Counter())
            self._far[at].update(column)
        self._runs.clear()

    def found(self, stop: Stop) -> list[Counter[int]]:
        """In how many runs each job ends in which week."""
        before = [0] * len(self.ends)
        for week, far in enumerate(self._far):
            values = sorted(far)
            below = [0, *accumulate(map(far.__getitem__, values))]
            for at, place in enumerate(map(bisect_left, repeat(values), self.ends)):
                reached = below[-1] - below[place]
                if reached > before[at]:
                    self._long[at][week] += reached - before[at]
                    before[at] = reached
            if stop():
                raise InterruptedError
        return self._long


class _Waiting:
    """The jobs from the first on that waits for a week: where they end differs from run to run."""

    def __init__(self, jobs: Sequence[Job], first: int) -> None:
        self.jobs = jobs[first:]
        self._first = first
        self._releases, self._blocks = blocks_of([Job(sum(job.work for job in jobs[:first])), *self.jobs])
        self._idle = [at for at, job in enumerate(self.jobs) if not job.work]
        self._rows: list[list[int]] = []
        self.found: list[Counter[int]] = [Counter() for _ in self.jobs]

    def ends(self, done: Sequence[int], steady: Sequence[int]) -> list[int]:
        """Where they end; what has no work left ends where what it waits for does."""
        ends = ends_of(self._blocks, self._releases, done)
        del ends[0]
        for at in self._idle:
            job = self.jobs[at]
            before = (steady[one] if one < self._first else ends[one - self._first] for one in job.waits)
            ends[at] = max([done[min(job.release, MOST_WEEKS)], *before])
        return ends

    def add(self, done: Sequence[int], ends: Sequence[int]) -> None:
        """Take a run."""
        if ends:
            self._rows.append(weeks_of(ends, done))
            for at in self._idle:  # it may stand still in the weeks before
                self._rows[-1][at] = max(self._rows[-1][at], min(self.jobs[at].release, MOST_WEEKS))

    def count(self, stop: Stop) -> None:
        """Count the runs that were taken since the last time."""
        if self._rows:
            for at, column in enumerate(zip(*self._rows, strict=True)):
                self.found[at].update(column)
                if at % _ROWS == _ROWS - 1 and stop():
                    raise InterruptedError
            self._rows.clear()


def done_within(history: Sequence[int], weeks: int, runs: int, seed: int, stop: Stop = never_stop) -> list[int]:
    """How many items are done within so many weeks, in each run, the fewest first.

    Raises:
        InterruptedError: `stop` said so.
    """
    weeks = min(weeks, MOST_WEEKS)
    every = max(1, _CALLS // (weeks + 1))
    found = []
    for number, done in enumerate(_futures(history, weeks, runs, seed)):
        found.append(done[weeks])
        if number % every == 0 and stop():
            raise InterruptedError
    return sorted(found)


def quantile_week(weeks: Counter[int], share: float) -> int:
    """The first week by whose end so much of the runs has finished, 0 < share ≤ 1."""
    needed = ceil(share * weeks.total())
    reached = 0
    for week in sorted(weeks):
        reached += weeks[week]
        if reached >= needed:
            return week
    return MOST_WEEKS + 1


def _futures(history: Sequence[int], weeks: int, runs: int, seed: int) -> Iterator[list[int]]:
    """The runs: how many items are done by the end of each week, from today, where none is, on."""
    random, choices = Random(), list(history)
    for run in range(runs):
        random.seed(_seed(seed, run))
        yield list(accumulate(random.choices(choices, k=weeks), initial=0))


def _longer(history: Sequence[int], needed: int, seed: int, run: int) -> list[int]:
    """The same run, on to where so many items are done or nobody looks any further."""
    random = Random(_seed(seed, run))
    done = [0]
    while done[-1] < needed and len(done) <= MOST_WEEKS:
        done += list(accumulate(random.choices(history, k=min(100, MOST_WEEKS + 1 - len(done))), initial=done[-1]))[1:]
    return done


def _seed(seed: int, run: int) -> int:
    """A seed for each run, so that a run does not depend on how far the one before it went."""
    return ((seed & (1 << 64) - 1) << 24) + run


def _enough_weeks(history: Sequence[int], jobs: Sequence[Job]) -> int:
    """So many weeks that nearly all runs come to their end: six standard deviations of the sum of weeks."""
    work, release = sum(job.work for job in jobs), max((job.release for job in jobs), default=0)
    mean = sum(history) / len(history)
    deviation = sqrt(sum((one - mean) ** 2 for one in history) / len(history))
    weeks = work / mean
    return min(MOST_WEEKS, max(release + ceil(weeks + 6 * sqrt(weeks) * deviation / mean) + 1, 1))

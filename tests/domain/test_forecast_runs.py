from __future__ import annotations

import random
import time
import tracemalloc
from collections import Counter
from itertools import pairwise
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.forecast_places import MOST_WEEKS, Job
from pmtui.domain.forecast_runs import done_within, finishing_weeks, quantile_week

HISTORIES = st.lists(st.integers(0, 6), min_size=4, max_size=12).filter(any)
JOBS = st.lists(st.builds(Job, st.integers(0, 12), st.integers(0, 8), st.just(())), min_size=1, max_size=8)


def test_constant_throughput_is_a_division() -> None:
    found = finishing_weeks([3] * 6, [Job(10), Job(1), Job(7, 20), Job(2)], 50, 1)
    assert found == [Counter({4: 50}), Counter({4: 50}), Counter({23: 50}), Counter({5: 50})]
    assert done_within([3] * 6, 7, 20, 1) == [21] * 20
    assert quantile_week(found[0], 0.5) == quantile_week(found[0], 0.95) == 4


@pytest.mark.parametrize(("share", "work"), [(0.5, 1), (0.25, 1), (0.5, 5), (0.75, 12)])
def test_weeks_of_nothing_or_one_follow_the_negative_binomial_distribution(share: float, work: int) -> None:
    history = [1] * int(share * 4) + [0] * (4 - int(share * 4))
    found = finishing_weeks(history, [Job(work)], 10_000, 7)[0]

    def chance_by(week: int) -> float:
        return sum(comb(n - 1, work - 1) * share**work * (1 - share) ** (n - work) for n in range(work, week + 1))

    for week in range(work, work + 40):
        expected = chance_by(week)
        simulated = sum(count for one, count in found.items() if one <= week) / 10_000
        assert abs(simulated - expected) < 5 * (expected * (1 - expected) / 10_000) ** 0.5 + 1e-3
    for quantile in (0.5, 0.7, 0.85, 0.95):
        exact = next(week for week in range(work, 1000) if chance_by(week) >= quantile)
        assert abs(quantile_week(found, quantile) - exact) <= 1


def test_items_done_within_some_weeks_follow_the_binomial_distribution() -> None:
    done = done_within([1, 0, 1, 0], 10, 10_000, 3)
    counts = Counter(done)
    for many in range(11):
        expected = comb(10, many) / 1024
        assert abs(counts[many] / 10_000 - expected) < 5 * (expected * (1 - expected) / 10_000) ** 0.5


@settings(max_examples=40, deadline=None)
@given(HISTORIES, JOBS, st.integers(-5, 2**70), st.data())
def test_more_work_never_ends_earlier_and_the_same_seed_says_the_same(
    history: list[int], jobs: list[Job], seed: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(jobs) - 1))
    more = [job._replace(work=job.work + 3) if number == at else job for number, job in enumerate(jobs)]
    before, again, after = (finishing_weeks(history, some, 60, seed) for some in (jobs, jobs, more))
    assert before == again
    for share in (0.05, 0.5, 0.7, 0.85, 0.95):
        weeks = [quantile_week(one, share) for one in before]
        assert all(a <= b for a, b in zip(weeks, (quantile_week(one, share) for one in after), strict=True))
        assert after[:at] == before[:at]  # those that come first know nothing of it
    for one, job in zip(before, jobs, strict=True):
        assert min(one) >= job.release + (job.work > 0)
        order = [quantile_week(one, share) for share in (0.5, 0.7, 0.85, 0.95)]
        assert order == sorted(order)


def test_what_has_nothing_left_ends_when_what_it_waits_for_has() -> None:
    found = finishing_weeks([2] * 4, [Job(6), Job(0, 0, (0,)), Job(0, 9), Job(0)], 10, 1)
    assert found == [Counter({3: 10}), Counter({3: 10}), Counter({9: 10}), Counter({0: 10})]


def test_nobody_looks_further_than_twenty_years_ahead() -> None:
    found = finishing_weeks([1, 0, 0, 0], [Job(3000), Job(1, 5000)], 20, 1)
    assert found == [Counter({MOST_WEEKS + 1: 20})] * 2
    wide = finishing_weeks([40] + [0] * 39, [Job(30)], 2000, 1)[0]
    assert max(wide) < MOST_WEEKS  # runs that take longer than most go on as long as they need


def test_few_jobs_and_many_end_alike_and_few_take_little_memory() -> None:
    history = [0, 700, 12, 95, 1, 330]
    many = [Job(40)] * 300
    tracemalloc.start()
    few = finishing_weeks(history, [*many[:12], Job(25_000)], 300, 1)[:12]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert few == finishing_weeks(history, many, 300, 1)[:12], "each run looked at by itself, and all of them week by week"
    assert peak < 2_000_000, "a screen that is visited meanwhile would stand between holes for as long as the program runs"


def test_it_stops_when_it_is_told_to() -> None:
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(InterruptedError):
        finishing_weeks([random.Random(1).randint(0, 5) for _ in range(20)], [Job(40)] * 50, 10_000, 1, stop)
    assert len(asked) == 4
    with pytest.raises(InterruptedError):
        done_within([1, 2, 3, 4], 30, 10_000, 1, lambda: True)


@pytest.mark.soak
def test_five_hundred_milestones_that_begin_at_any_time_take_seconds() -> None:
    """One to two of CPU on two quiet cores, of which the other half may be taken here."""
    draw = random.Random(4)
    jobs = [Job(draw.randint(5, 35), draw.choice((0, draw.randint(1, 100)))) for _ in range(500)]
    history = [draw.randint(40, 160) for _ in range(104)]
    asked: list[float] = []
    took = []
    for _ in range(3):
        begin = time.process_time()
        finishing_weeks(history, jobs, 10_000, 1, lambda: bool(asked.append(time.process_time())))
        took.append(time.process_time() - begin)
    assert min(took) < 4
    assert sorted(b - a for a, b in pairwise(asked))[len(asked) // 2] < 0.008

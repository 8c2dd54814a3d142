from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pmtui.domain.forecast_places import Job, blocks_of, ends_of, weeks_of

HISTORIES = st.lists(st.integers(0, 6), min_size=4, max_size=12).filter(any)
JOBS = st.lists(st.builds(Job, st.integers(0, 12), st.integers(0, 8), st.just(())), min_size=1, max_size=8)


def week_by_week(jobs: Sequence[Job], done: Sequence[int]) -> list[int]:
    """The same future as people would play it: each week, the first in the order that may be worked on gets what there is."""
    left = [job.work for job in jobs]
    found = [0 if not job.work else -1 for job in jobs]
    for week in range(1, len(done)):
        room = done[week] - done[week - 1]
        for at, job in enumerate(jobs):
            if job.release < week and left[at]:
                taken = min(room, left[at])
                left[at] -= taken
                room -= taken
                if not left[at]:
                    found[at] = week
    return found


@settings(max_examples=150, deadline=None)
@given(HISTORIES, JOBS, st.integers(0, 1000), st.sampled_from([120, 400]))
def test_a_run_is_what_a_team_would_do_week_by_week(history: list[int], jobs: list[Job], seed: int, weeks: int) -> None:
    done = list(accumulate(random.Random(seed).choices(history, k=weeks), initial=0))
    releases, blocks = blocks_of(jobs)
    ends = ends_of(blocks, releases, done)
    assume(max(ends) <= done[-1])
    found = zip(jobs, weeks_of(ends, done), week_by_week(jobs, done), strict=True)
    assert not [(job, week, expected) for job, week, expected in found if job.work and week != expected]


def test_weeks_are_those_in_which_a_place_is_reached() -> None:
    done = [0, 2, 2, 5, 5, 9]
    assert weeks_of([0, 1, 2, 3, 5, 6, 9], done) == [0, 1, 1, 3, 3, 5, 5]
    many = [0, *range(100_000, 1_000_000, 100_000)]
    assert weeks_of([0, 1, 100_000, 100_001], many) == [0, 1, 1, 2]

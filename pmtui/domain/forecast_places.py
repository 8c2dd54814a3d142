"""Where milestones end in one run of a forecast: places on an axis of items, and the weeks in which the run reaches them. Pure numbers.

A milestone that may begin after week `s` begins where `done[s]` items have been done, takes the places there that none before it in the
order has taken, and ends in the week in which the run has come as far as its last place. That is what a team would do that gives the
throughput of each week to the first milestone in the order which may be worked on, and what it leaves to the next.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, groupby, repeat
from operator import itemgetter, mul, sub
from typing import NamedTuple

MOST_WEEKS = 1040
"""So many weeks are looked ahead: 20 years."""


class Job(NamedTuple):
    """A milestone as the runs see it; jobs stand in the order in which they are worked on.

    Attributes:
        work: Items that remain.
        release: Weeks from today before which nobody works on it.
        waits: The places in the order of those that must be done first, all before it.
    """

    work: int
    release: int = 0
    waits: tuple[int, ...] = ()


_BYTES = [bytes([week]) for week in range(1, 256)]
_MOST_BYTES = 50_000


def weeks_of(ends: Sequence[int], done: Sequence[int]) -> list[int]:
    """The week of a run in which each place is reached.

    Where there are no more weeks than a byte can name, the week of every item is written down first: to look there takes half as long.
    """
    if len(done) > len(_BYTES) or done[-1] > _MOST_BYTES:
        return list(map(bisect_left, repeat(done), ends))
    week_of = b"\0" + b"".join(map(mul, _BYTES, map(sub, done[1:], done)))
    return list(itemgetter(0, *ends)(week_of)[1:])  # half as long as asking for one place after the other; of one alone it gives no row


Block = tuple[int, int, Sequence[int], Sequence[int]]
"""Neighbours in the order with the same release: where nothing comes in between, they end one behind the other.

The place of the release among the distinct ones; the work of all; the end of each, counted from the beginning of the first, empty for a
block of one; the work of each. A plain tuple: taking a named one apart costs a third more, some millions of times.
"""


def blocks_of(jobs: Sequence[Job]) -> tuple[list[int], list[Block]]:
    """The distinct releases, the earliest first, and the blocks."""
    releases = sorted({min(job.release, MOST_WEEKS) for job in jobs})
    found: list[Block] = []
    for release, some in groupby(jobs, key=lambda job: min(job.release, MOST_WEEKS)):
        works = [job.work for job in some]
        found.append((releases.index(release), sum(works), list(accumulate(works)) if len(works) > 1 else (), works))
    return releases, found


_FAR = 1 << 62


def ends_of(blocks: Sequence[Block], releases: Sequence[int], done: Sequence[int]) -> list[int]:
    """The last place of each job on the axis of items.

    The places that are taken make stretches. At first there is an empty one at each release; as one grows over the beginning of the next,
    that becomes part of it: `part_of` leads there.
    """
    begins = [done[week] for week in releases]
    ends = begins.copy()
    begins.append(_FAR)
    limits = begins[1:]
    part_of = list(range(len(ends)))
    found: list[int] = []
    for at, work, offsets, works in blocks:
        while part_of[at] != at:
            at = part_of[at]
        begin = ends[at]
        end = begin + work
        if end <= limits[at]:
            ends[at] = end
            if offsets:
                found += map(begin.__add__, offsets)
            else:
                found.append(end)
            continue
        for one in works:
            end = ends[at] + one
            other = at + 1
            while end > limits[at]:
                while part_of[other] != other:
                    other += 1
                part_of[other] = at
                end += ends[other] - begins[other]
                limits[at] = limits[other]
            ends[at] = end
            found.append(end)
    return found

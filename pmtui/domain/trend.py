"""How a figure moves: over the last period and the one before it, and how far it is from its best. Pure.

Readings come irregularly: the value at the beginning of a period is interpolated between its neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Final, NamedTuple

LEAST_DAYS: Final = 28
"""Over fewer days no change is told."""


class Change(NamedTuple):
    """A change over some days.

    Attributes:
        days: Over how many.
        share: How much better (above 0) or worse it became, as a share of the value before: 0.1 is 10 %. None where that was 0.
        before: The value before.
    """

    days: int
    share: float | None
    before: float


class Trend(NamedTuple):
    """How a figure moves.

    Attributes:
        at: The day of the latest reading.
        value: What it says.
        recent: The change up to then.
        earlier: The change of the period before; None where the readings do not reach so far back.
        of_best: The latest value as a share of the best one, 0 to 1; of a figure that shall fall, the other way round. None where the
            best is 0.
        best_at: The day of the best one.
        first: The first value.
    """

    at: str
    value: float
    recent: Change
    earlier: Change | None
    of_best: float | None
    best_at: str
    first: float


def trend_of(series: Sequence[tuple[str, float]], days: int, *, rises: bool = True) -> Trend | None:
    """How a figure moves.

    Args:
        series: Days with values, the earliest first.
        days: The length of a period.
        rises: Whether more is better.

    Returns:
        The trend; None where the readings span fewer than 28 days, or a value is below 0: there is no share of it.
    """
    points = [(date.fromisoformat(day).toordinal(), value) for day, value in series]
    if not points or points[-1][0] - points[0][0] < LEAST_DAYS or any(value < 0 for _, value in points):
        return None
    last, first = points[-1][0], points[0][0]
    middle = max(first, last - days)
    if last - middle < LEAST_DAYS:
        middle = last - LEAST_DAYS
    before = max(first, middle - days)
    earlier = _change(points, before, middle, rises) if middle - before >= LEAST_DAYS else None
    best = (max if rises else min)(points, key=lambda one: one[1])
    value = points[-1][1]
    above, below = (value, best[1]) if rises else (best[1], value)
    return Trend(
        series[-1][0], value, _change(points, middle, last, rises), earlier, above / below if below else None,
        date.fromordinal(best[0]).isoformat(), points[0][1],
    )


def _change(points: Sequence[tuple[int, float]], start: int, end: int, rises: bool) -> Change:
    before, after = _value_at(points, start), _value_at(points, end)
    share = (after - before) / before if before else None
    if share is not None and not isfinite(share):  # as good as from nothing
        share = None
    return Change(end - start, share if rises or share is None else -share, before)


def _value_at(points: Sequence[tuple[int, float]], day: int) -> float:
    """The value on a day between the first and the last; of several readings of a day the last one."""
    at = bisect_left(points, (day + 1,)) - 1
    left, value = points[max(0, at)]
    if left == day or at + 1 >= len(points):
        return value
    right, after = points[at + 1]
    return value + (after - value) * (day - left) / (right - left)

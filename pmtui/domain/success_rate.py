"""How well people got on in interviews, mockups and usability tests: tasks done out of tasks tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.domain.proportions import MOST, Interval, rate, wilson_interval


class SuccessRate(NamedTuple):
    """Tasks done out of tasks tried.

    Attributes:
        sessions: Sessions in which tasks were counted.
        tasks: Tasks tried in these.
        succeeded: Tasks done.
        rate: The share of those done, between 0 and 1; None where none was tried.
        interval: The interval of this share by Wilson's score, which holds for few tasks, too.
    """

    sessions: int
    tasks: int
    succeeded: int
    rate: float | None
    interval: Interval | None


def success_rate(sessions: Iterable[Any], alpha: float = 0.05) -> SuccessRate:
    """The success rate over the sessions of an experiment; sessions without counts, or with impossible ones, are left out.

    Args:
        sessions: The entries of the field `sessions`.
        alpha: The interval misses the true rate with this probability.
    """
    counted = [pair for one in sessions if isinstance(one, Mapping) and (pair := _counts(one)) is not None]
    tasks, succeeded = sum(tried for tried, _ in counted), sum(done for _, done in counted)
    return SuccessRate(len(counted), tasks, succeeded, rate(succeeded, tasks), wilson_interval(succeeded, tasks, alpha))


def whole(value: Any) -> int | None:
    """A count of people or tasks as a file may hold it: a whole number of 0 or more, else None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST or value != int(value):
        return None
    return int(value)


def _counts(session: Mapping[str, Any]) -> tuple[int, int] | None:
    tried, done = whole(session.get("tasks")), whole(session.get("succeeded"))
    return (tried, done) if tried is not None and done is not None and tried > 0 and done <= tried else None

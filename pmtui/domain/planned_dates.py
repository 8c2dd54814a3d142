"""The dates of a milestone as stored, and how they move: earlier, later, the target alone."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.domain.periods import Period, day_of, moved_target, period_of, shifted_day, target_period


class Steps(NamedTuple):
    """How far dates move, in units of the milestone's own resolution; negative is earlier.

    Attributes:
        both: Start and target together.
        target: The target alone, on top of that.
        start: The start alone, on top of that; in finer units, for it is a day: a quarter begins later by a month.
    """

    both: int = 0
    target: int = 0
    start: int = 0

    def plus(self, other: Steps) -> Steps:
        """Both moves together."""
        return Steps(self.both + other.both, self.target + other.target, self.start + other.start)


_FINER = {"year": "quarter", "half": "month", "quarter": "month", "month": "week"}
"""By which periods a start moves alone, by the resolution of the target; days for all others."""


class Dates(NamedTuple):
    """Start and target as stored, None where blank, and how exactly the target is meant."""

    start: str | None
    target: str | None
    resolution: str = "day"

    @property
    def target_label(self) -> str:
        """The target at its resolution: `Q1 2027`; empty where there is none."""
        period = target_period(self.target, self.resolution)
        return period.label if period is not None else ""

    def moved(self, steps: Steps) -> Dates:
        """The dates after a move. A blank start stays blank, as does a blank target.

        A target moves to the last day of its new period, so that a quarter stays a whole quarter; a start keeps its
        place in the month, or takes the last day of a shorter one.

        Raises:
            ValueError: There is nothing to move, the target would lie before the start, or a date outside the calendar.
        """
        start, target = day_of(self.start), day_of(self.target)
        if start is None and steps.start and target is not None:
            start = period_of(target, self.resolution).first  # there the bar begins
        if target is None and (start is None or steps.target):
            raise ValueError("it has no target date yet" if start is not None else "it has no dates yet")
        new_start, new_target = self.start, self.target
        if start is not None and steps.both:
            new_start = shifted_day(start, steps.both, self.resolution).isoformat()
        if steps.start and (begin := day_of(new_start) or start) is not None:
            new_start = shifted_day(begin, steps.start, _FINER.get(self.resolution, "day")).isoformat()
        if target is not None and steps.both + steps.target:
            new_target = moved_target(self.target, self.resolution, steps.both + steps.target)
        moved = self._replace(start=new_start, target=new_target)
        if steps.target < 0 and (begin := day_of(new_start)) is not None and moved.is_reversed:
            raise ValueError(f"the target would lie before the start, {period_of(begin, 'day').label}")
        if steps.start > 0 and moved.is_reversed:
            raise ValueError(f"the start would lie behind the target, {moved.target_label}")
        return moved

    @property
    def is_reversed(self) -> bool:
        """Whether the whole target period lies before the start."""
        start, period = day_of(self.start), target_period(self.target, self.resolution)
        return start is not None and period is not None and period.last < start

    def words_to(self, other: Dates) -> str:
        """What differs, in words: `target Q1 2027 → Q2 2027, start 1 Feb → 1 May 2027`; empty where nothing does."""
        periods = {
            "target": [target_period(one.target, one.resolution) for one in (self, other)],
            "start": [target_period(one.start, "day") for one in (self, other)],
        }
        return ", ".join(f"{name} {_span(*both)}" for name, both in periods.items() if both[0] != both[1])


def _span(before: Period | None, after: Period | None) -> str:
    """Two periods; of two days what they share is said once."""
    labels = [one.label if one is not None else "none" for one in (before, after)]
    if before is not None and after is not None and before.resolution == after.resolution == "day":
        shared = next((size for size in (2, 1) if labels[0].split()[-size:] == labels[1].split()[-size:]), 0)
        labels[0] = " ".join(labels[0].split()[:3 - shared])
    return " → ".join(labels)


def dates_of(start: object, target: object, resolution: object) -> Dates:
    """The dates of a milestone from its fields; what is not text counts as blank."""
    return Dates(
        start if isinstance(start, str) else None, target if isinstance(target, str) else None,
        resolution if isinstance(resolution, str) else "day",
    )

"""Calendar periods: a day, an ISO week, a month, a quarter, a half or a whole year.

A date that is meant by the quarter is the whole quarter: whoever draws or compares it asks for its first and last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from pmtui.domain.dates import MONTHS

RESOLUTIONS = ("day", "week", "month", "quarter", "half", "year")
"""How exactly a date can be meant, from the finest on."""
NEAR = 200
"""In fewer days than these from today a day or a month needs no year: no other one can be meant."""
_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_OUTSIDE = "outside the years 1 to 9999"


class Period(NamedTuple):
    """A calendar period.

    Attributes:
        resolution: One of `RESOLUTIONS`.
        first: Its first day.
        last: Its last day; for a day the same.
    """

    resolution: str
    first: date
    last: date

    @property
    def label(self) -> str:
        """Its name: `31 Mar 2027`, `W12 2027`, `Mar 2027`, `Q1 2027`, `H1 2027`, `2027`; weeks count as in ISO 8601."""
        if self.resolution == "day":
            return f"{self.first.day} {self.short} {self.first.year}"
        if self.resolution == "week":
            return f"{self.short} {self.first.isocalendar()[0]}"
        return self.short if self.resolution == "year" else f"{self.short} {self.first.year}"

    @property
    def short(self) -> str:
        """Its name without the year: `Mar` for a day and a month, `W12`, `Q1`, `H1`; a year is `2027`."""
        first = self.first
        if self.resolution == "week":
            return f"W{first.isocalendar()[1]}"
        if self.resolution == "quarter":
            return f"Q{(first.month + 2) // 3}"
        if self.resolution == "half":
            return "H1" if first.month < 7 else "H2"
        return str(first.year) if self.resolution == "year" else MONTHS[first.month - 1][:3]

    def shifted(self, count: int) -> Period:
        """The period so many periods later, or earlier where the number is negative.

        Raises:
            ValueError: It would begin outside the years 1 to 9999.
        """
        return period_of(shifted_day(self.first, count, self.resolution), self.resolution)


@lru_cache(4096)
def period_of(day: date, resolution: str) -> Period:
    """The period in which a day lies; a resolution that no version knows is taken as `day`."""
    months = _MONTHS_IN.get(resolution)
    if months is not None:
        begin = (day.month - 1) // months * months + 1
        return Period(resolution, date(day.year, begin, 1), date(day.year, begin + months - 1, _days_in(day.year, begin + months - 1)))
    if resolution == "week":
        first = day - timedelta(days=day.weekday())
        return Period("week", first, first + timedelta(days=min(6, (date.max - first).days)))
    return Period("day", day, day)


def shifted_day(day: date, count: int, resolution: str) -> date:
    """A day so many periods later; in a shorter month the last day stands in for one that it does not have.

    Raises:
        ValueError: It would lie outside the years 1 to 9999.
    """
    months = _MONTHS_IN.get(resolution)
    if months is None:
        try:
            return day + timedelta(days=count * (7 if resolution == "week" else 1))
        except OverflowError:
            raise ValueError(_OUTSIDE) from None
    year, month = divmod(day.year * 12 + day.month - 1 + count * months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(_OUTSIDE)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def periods_between(first: date, last: date, resolution: str) -> Iterator[Period]:
    """The periods from that of one day to that of another, in order."""
    period = period_of(first, resolution)
    while period.first <= last:
        yield period
        if period.last >= last or period.last == date.max:
            return
        period = period_of(period.last + timedelta(days=1), resolution)


@lru_cache(8192)
def day_of(text: object) -> date | None:
    """The day of a stored date or instant; None for a blank and for what is no date."""
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def iso_day(text: object) -> str | None:
    """The same as it is stored: `2027-03-31`; whatever stands there."""
    day = day_of(text) if isinstance(text, str) else None
    return None if day is None else day.isoformat()


def day_words(day: date | str | None, otherwise: str = "") -> str:
    """A day as people read it: `31 Mar 2027`.

    Args:
        day: The day, or a date or an instant as stored.
        otherwise: What is said where it is none.
    """
    found = day if isinstance(day, date) else day_of(day)
    return otherwise if found is None else period_of(found, "day").label


def near_day_words(day: date | str | None, today: date, otherwise: str = "") -> str:
    """The same as shortly as it can be understood: `9 Nov`, without the year, for a day that is near."""
    found = day if isinstance(day, date) else day_of(day)
    if found is None or abs((found - today).days) >= NEAR:
        return day_words(found, otherwise)
    return f"{found.day} {MONTHS[found.month - 1][:3]}"


def target_period(target: object, resolution: object) -> Period | None:
    """What a target means: the whole period at its resolution; None where there is no date.

    Args:
        target: The date as stored.
        resolution: How exactly it is meant.
    """
    day = day_of(target)
    return None if day is None else period_of(day, resolution if isinstance(resolution, str) else "day")


def moved_target(target: object, resolution: object, count: int) -> str:
    """A target so many of its own periods later, as it is stored: the last day of the period.

    Raises:
        ValueError: There is no target, or it would lie outside the years 1 to 9999.
    """
    period = target_period(target, resolution)
    if period is None:
        raise ValueError("there is no target date")
    return period.shifted(count).last.isoformat()


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31

"""Days on which work is done: the setting `calendar`, and arithmetic over them. Without it, every day counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

KEY: Final = "calendar"
"""The name in the settings."""
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week, as the setting names them."""
_PARTS = ("working_days", "holidays")
_SAMPLE = '{"working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": ["2026-12-25"]}'


class Calendar:
    """Which days are working days. All arithmetic is over calendar days, so that no zone and no daylight saving moves anything.

    Attributes:
        is_set: Whether the team has set one; without it every day is a working day.
        faults: What in the setting makes no sense, in a sentence each.
    """

    __slots__ = ("_before", "_holidays", "_working", "faults", "is_set")

    def __init__(
        self, working: Iterable[int] = range(7), holidays: Iterable[date] = (), *, is_set: bool = False, faults: tuple[str, ...] = ()
    ) -> None:
        """A calendar.

        Args:
            working: The weekdays of work, Monday is 0; at least one.
            holidays: Days on which nobody works.
            is_set: Whether a team has set it.
            faults: What in the setting makes no sense.

        Raises:
            ValueError: No weekday is a working day.
        """
        self._working = frozenset(working)
        if not self._working:
            raise ValueError("a calendar has at least one working day in a week")
        self._before = [sum(day in self._working for day in range(end)) for end in range(8)]
        self._holidays = sorted({day.toordinal() for day in holidays if day.weekday() in self._working})
        self.is_set = is_set
        self.faults = faults

    @property
    def unit(self) -> str:
        """What durations are counted in: `working days`, or `days` where every day counts."""
        return "working days" if self.is_set else "days"

    @property
    def days_a_week(self) -> int:
        """The working days of a week without holidays, 1 to 7."""
        return self._before[7]

    def is_working(self, day: date) -> bool:
        """Whether work is done on a day."""
        ordinal = day.toordinal()
        at = bisect_left(self._holidays, ordinal)
        return day.weekday() in self._working and self._holidays[at:at + 1] != [ordinal]

    def count_up_to(self, day: date) -> int:
        """How many working days there are from 1 January of the year 1 up to a day, that day included."""
        return self._count(day.toordinal())

    def day_at(self, count: int) -> date:
        """The working day with which the count of `count_up_to` is reached.

        Raises:
            ValueError: It would lie outside the years 1 to 9999.
        """
        found, passed, before = 0, -1, 0
        while passed != before and count > 0:  # each holiday that lies up to there moves it on by one, perhaps past the next one
            passed = before
            weeks, rest = divmod(count + passed - 1, self._before[7])
            found = 7 * weeks + bisect_left(self._before, rest + 1)
            before = bisect_right(self._holidays, found)
        if not 1 <= found <= date.max.toordinal():
            raise ValueError("outside the years 1 to 9999")
        return date.fromordinal(found)

    def working_days_between(self, first: date, last: date) -> int:
        """The working days after the first day, up to and including the last; negative where that comes before."""
        return self._count(last.toordinal()) - self._count(first.toordinal())

    def add_working_days(self, day: date, count: int) -> date:
        """The day so many working days after a day, or before it where the number is negative; for 0 the day itself.

        Raises:
            ValueError: It would lie outside the years 1 to 9999.
        """
        if not count:
            return day
        reached = self.count_up_to(day)
        return self.day_at(reached + count if count > 0 or self.is_working(day) else reached + count + 1)

    def _count(self, ordinal: int) -> int:
        weeks, rest = divmod(ordinal, 7)  # ordinal 1, the first day there is, is a Monday
        return weeks * self._before[7] + self._before[rest] - bisect_right(self._holidays, ordinal)


EVERY_DAY: Final = Calendar()
"""What holds without the setting."""


def calendar_of(settings: Mapping[str, Any]) -> Calendar:
    """The calendar of a team, by the setting `calendar`; what makes no sense there is left out, and named in its `faults`."""
    given = settings.get(KEY)
    if given is None:
        return EVERY_DAY
    if not isinstance(given, Mapping):
        return Calendar(faults=(f"{KEY} is an object such as {_SAMPLE}, not {given!r}"[:160],))
    wrong = [f"{KEY} knows no {str(name)[:40]}: it has {' and '.join(_PARTS)}" for name in given if name not in _PARTS]
    working = _weekdays(given.get("working_days"), wrong)
    holidays = _holidays(given.get("holidays"), wrong)
    return Calendar(working, holidays, is_set=len(working) < 7 or bool(holidays), faults=tuple(wrong))


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the setting makes no sense, in a sentence each."""
    return list(calendar_of(settings).faults)


def _weekdays(given: Any, wrong: list[str]) -> tuple[int, ...]:
    if given is None:
        return tuple(range(7))
    found = []
    for word in given if isinstance(given, list) else [given]:
        short = word.strip().lower()[:3] if isinstance(word, str) else ""
        if short in DAYS:
            found.append(DAYS.index(short))
        else:
            wrong.append(f"{KEY}.working_days is a list of {' '.join(DAYS)}, without {word!r}"[:120])
    if not found and not wrong:
        wrong.append(f"{KEY}.working_days names no day: at least one is needed")
    return tuple(found) or tuple(range(7))


def _holidays(given: Any, wrong: list[str]) -> list[date]:
    found = []
    for word in (given if isinstance(given, list) else [given]) if given is not None else ():
        try:
            found.append(date.fromisoformat(word if isinstance(word, str) and len(word) == 10 else ""))
        except ValueError:
            wrong.append(f"{KEY}.holidays is a list of days such as 2026-12-25, without {word!r}"[:120])
    return found

"""How much a team can do in a week: the setting `capacity`. Pure.

    "capacity": {
      "unit": "points",
      "team": 20,
      "people": {"ana": 8, "bo": 6},
      "weeks": {"2026-12-21": {"ana": 0, "bo": 3}, "2026-12-28": 0}
    }

`unit` is points or items; `team` is what all of them do in a week together, without it the sum of `people`; `people` are handles. A week in
which it is otherwise is named by its Monday: a number is the whole team's, an object those of single people (and `team`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from pmtui.domain.dates import WEEKDAYS
from pmtui.domain.periods import day_of

KEY: Final = "capacity"
"""The name in the settings."""
UNITS: Final = ("points", "items")
TEAM: Final = "team"
"""What the whole team is called where it has more to do than it can."""
_MOST = 1_000_000
_PARTS = ("unit", "team", "people", "weeks")
_SAMPLE = '{"team": 20, "people": {"ana": 8}}'


class Shares(NamedTuple):
    """What can be done in one week.

    Attributes:
        team: By all together; None where that is not set.
        people: By single people, by handle.
    """

    team: float | None
    people: Mapping[str, float]


class Capacity(NamedTuple):
    """What a team can do.

    Attributes:
        unit: Of what: `points` or `items`.
        team: In a usual week, all together; None where that is not set.
        people: In a usual week, by handle.
        weeks: Weeks in which it is otherwise, by their Monday.
        faults: What in the setting makes no sense.
    """

    unit: str = UNITS[0]
    team: float | None = None
    people: Mapping[str, float] = {}
    weeks: Mapping[str, float | Mapping[str, float]] = {}
    faults: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether anything is known at all."""
        return self.team is not None or bool(self.people) or bool(self.weeks)

    def of_week(self, monday: str, share: float = 1.0) -> Shares:
        """What can be done in a week.

        Args:
            monday: Its Monday.
            share: What part of its working days is no holiday, 0 to 1; counts only where the week is not named in the setting.
        """
        given = self.weeks.get(monday)
        if given is None:
            whole = self.team if self.team is not None else sum(self.people.values()) if self.people else None
            return Shares(None if whole is None else whole * share, {name: one * share for name, one in self.people.items()})
        if isinstance(given, Mapping):
            people = {**self.people, **{name: one for name, one in given.items() if name != TEAM}}
            fewer = sum(people.values()) - sum(self.people.values())
            team = given.get(TEAM, max(0.0, self.team + fewer) if self.team is not None else sum(people.values()))
            return Shares(team, people)
        usual = sum(self.people.values())
        part = min(1.0, given / usual) if usual else 0.0
        return Shares(given, {name: one * part for name, one in self.people.items()})


UNSET: Final = Capacity()


def who_words(who: str) -> str:
    """Somebody who can do so much, for people: `@ana`, `the team`."""
    return "the team" if who == TEAM else f"@{who}"


def over_words(over: Sequence[str]) -> str:
    """Who has more to do than they can: `@ana, @bo and the team`."""
    names = [who_words(one) for one in over]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def capacity_of(settings: Mapping[str, Any]) -> Capacity:
    """The capacity of a team, by the setting `capacity`; what makes no sense there is left out and told in `faults`."""
    given = settings.get(KEY)
    if given is None:
        return UNSET
    if not isinstance(given, Mapping):
        return UNSET._replace(faults=(f"{KEY} is an object such as {_SAMPLE}, not {given!r}"[:160],))
    wrong = [f"{KEY} knows no {str(name)[:40]}: it has {', '.join(_PARTS)}" for name in given if name not in _PARTS]
    unit = given.get("unit", UNITS[0])
    if unit not in UNITS:
        wrong.append(f"{KEY}.unit is points or items, not {unit!r}"[:160])
        unit = UNITS[0]
    team = given.get("team")
    if team is not None and not _is_amount(team):
        wrong.append(f"{KEY}.team is a number from 0 to {_MOST:,}, {unit} in a week, not {team!r}"[:160])
        team = None
    people = _people(given.get("people"), f"{KEY}.people", unit, wrong)
    weeks = _weeks(given.get("weeks"), unit, wrong)
    return Capacity(str(unit), team, people, weeks, tuple(wrong))


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the setting makes no sense, in a sentence each."""
    return list(capacity_of(settings).faults)


def _people(given: Any, where: str, unit: str, wrong: list[str], team: bool = False) -> dict[str, float]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        wrong.append(f'{where} is an object of handles such as {{"ana": 8}}, not {given!r}'[:160])
        return {}
    found = {}
    for name, value in given.items():
        handle = str(name).removeprefix("@")
        if handle == TEAM and not team:
            wrong.append(f"{where}: what the whole team can do stands in {KEY}.team, beside people, not among them")
        elif not handle.strip():
            wrong.append(f"{where} has a name that is blank: write a handle such as ana")
        elif not _is_amount(value):
            wrong.append(f"{where}.{handle[:40]} is a number from 0 to {_MOST:,}, {unit} in a week, not {value!r}"[:160])
        else:
            found[handle] = float(value)
    return found


def _weeks(given: Any, unit: str, wrong: list[str]) -> dict[str, float | Mapping[str, float]]:
    where = f"{KEY}.weeks"
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        wrong.append(f'{where} is an object of Mondays such as {{"2026-12-21": 0}}, not {given!r}'[:160])
        return {}
    found: dict[str, float | Mapping[str, float]] = {}
    for name, value in given.items():
        day = day_of(name) if len(str(name)) == 10 else None
        if day is None:
            wrong.append(f"{where}: {str(name)[:40]!r} is no day: name a week by its Monday, such as 2026-12-21")
        elif day.weekday():
            monday = monday_of(day).isoformat()
            wrong.append(f"{where}: {day.isoformat()} is a {WEEKDAYS[day.weekday()].capitalize()}: name the week by its Monday, {monday}")
        elif isinstance(value, Mapping):
            found[day.isoformat()] = _people(value, f"{where}.{day.isoformat()}", unit, wrong, team=True)
        elif _is_amount(value):
            found[day.isoformat()] = float(value)
        else:
            wrong.append(f"{where}.{day.isoformat()} is a number of {unit}, or an object of handles, not {value!r}"[:160])
    return found


def _is_amount(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= _MOST


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=min(day.weekday(), (day - date.min).days))

"""How much a team has promised for each week, against what it can do: the load of its open milestones. Pure; told from columns.

The open estimates of a milestone are spread evenly over the working days from its start, or from today where that has come, to the last
day of its target. What should have shipped already is due now. Milestones without a target, and items without an estimate where points
count, load nothing: how many these are is told, for they make every figure here too small. A week's capacity goes down by the share of its
working days that is free (`calendar`), that of this week by the days that are over, unless the setting names the week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple

from pmtui.domain.capacity_setting import TEAM, Capacity, capacity_of, monday_of
from pmtui.domain.columns import both
from pmtui.domain.roadmap import is_open, planned

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.table import Table
    from pmtui.domain.working_days import Calendar

WEEKS: Final = 26
"""So many weeks are looked at where nobody says: half a year."""
MOST_WEEKS: Final = 40 * WEEKS
"""Nobody plans further: twenty years."""
_CLOSE = 1e-6
_TO_SUNDAY = timedelta(days=6)


class PersonLoad(NamedTuple):
    """What one person has to do in a week.

    Attributes:
        who: Their handle; empty for work that nobody has yet.
        committed: What is planned for them.
        capacity: What they can do; None where that is not set.
    """

    who: str
    committed: float
    capacity: float | None

    @property
    def is_over(self) -> bool:
        """Whether it is more than they can."""
        return self.capacity is not None and self.committed > self.capacity + _CLOSE


class WeekLoad(NamedTuple):
    """What is planned for a week.

    Attributes:
        monday: Its first day.
        committed: All that is planned for it, in the unit of the setting.
        capacity: What the team can do; None where only some people's is set for some weeks.
        over: Who has more to do than they can: handles, and `team` for all together.
        people: Everybody who has something to do, the busiest first.
    """

    monday: date
    committed: float
    capacity: float | None
    over: tuple[str, ...]
    people: tuple[PersonLoad, ...] = ()

    @property
    def share(self) -> float | None:
        """What part of the capacity is taken; above 1 is too much; None where there is none."""
        return self.committed / self.capacity if self.capacity else None


class Load(NamedTuple):
    """The load of all weeks that were asked for.

    Attributes:
        unit: `points` or `items`.
        weeks: The weeks, this one first; none where no capacity is set.
        of: By milestone, what it has in each of them, by the week's number.
        unsized: By milestone, its open items without an estimate, where points count.
    """

    unit: str
    weeks: tuple[WeekLoad, ...]
    of: Mapping[str, Mapping[int, float]]
    unsized: Mapping[str, int]


def load_by_week(snapshot: Snapshot, today: str, weeks: int = WEEKS) -> list[WeekLoad]:
    """What is planned for this week and those after it, against what the team can do; none where no capacity is set.

    Args:
        snapshot: Milestones, items, people and the setting.
        today: The calendar date where the person is.
        weeks: How many weeks.
    """
    return list(load_of(snapshot, today, weeks).weeks)


def load_of(snapshot: Snapshot, today: str, weeks: int = WEEKS) -> Load:
    """The load by week and milestone; worked out once for the records as they are."""
    milestones, items, people = (snapshot.table(kind) for kind in ("milestone", "item", "person"))
    known: dict[int, tuple[tuple[object, ...], Load]] = milestones.kept.setdefault("loads", {})
    kept, key = known.get(weeks), (items, people, snapshot.settings, today)
    if kept is None or any(a is not b and a != b for a, b in zip(kept[0], key, strict=True)):
        for other in [one for one in known if one not in (WEEKS, weeks)]:  # of those that somebody asked for, the last
            del known[other]
        kept = known[weeks] = (key, _load(snapshot, capacity_of(snapshot.settings), date.fromisoformat(today), weeks))
    return kept[1]


def weeks_until(today: str, day: date) -> int:
    """So many weeks have to be looked at to know those up to a day: each time twice as many, so that a step further is often known."""
    needed, weeks = (day - monday_of(date.fromisoformat(today))).days // 7 + 1, WEEKS
    while weeks < min(needed, MOST_WEEKS):
        weeks *= 2
    return min(weeks, MOST_WEEKS)


def weeks_of(load: Load, milestone: str) -> list[tuple[WeekLoad, float]]:
    """The weeks that a milestone takes, each with what it has in it."""
    return [(load.weeks[at], part) for at, part in sorted(load.of.get(milestone, {}).items())]


def worst_of(load: Load, milestone: str) -> WeekLoad | None:
    """Of the weeks that a milestone takes, the one with too much in it, the fullest first; None where all is well."""
    crowded = [week for week, _ in weeks_of(load, milestone) if week.over]
    return max(crowded, key=lambda week: week.share or 0, default=None)


def _load(snapshot: Snapshot, capacity: Capacity, today: date, count: int) -> Load:
    if not capacity.is_set or count < 1:
        return Load(capacity.unit, (), {}, {})
    from pmtui.domain.working_days import calendar_of

    milestones, days = snapshot.table("milestone"), _Days(calendar_of(snapshot.settings), today, count)
    open_work, unsized = _open_work(snapshot.table("item"), capacity.unit)
    by_week: list[dict[str, float]] = [{} for _ in range(count)]
    of: dict[str, dict[int, float]] = {}
    for id, by_person in open_work.items():
        at = milestones.position(id)
        if at is None or not is_open(milestones, at):
            continue
        when = planned(milestones, at)
        if when.target is None:
            continue
        shares = days.shares(max(when.start or today, today), when.target.last)
        whole = sum(by_person.values())
        of[id] = {week: share * whole for week, share in shares.items()}
        for week, share in shares.items():
            for who, size in by_person.items():
                by_week[week][who] = by_week[week].get(who, 0) + size * share
    handles = _handles(snapshot, {who for week in by_week for who in week})
    found = [_week(capacity, days, at, {handles[who]: size for who, size in week.items()}) for at, week in enumerate(by_week)]
    return Load(capacity.unit, tuple(found), of, unsized)


def _week(capacity: Capacity, days: _Days, at: int, load: Mapping[str, float]) -> WeekLoad:
    monday, part = days.start(at), days.left(at)
    shares = capacity.of_week(monday.isoformat(), days.worked(at))
    able = {who: most * part for who, most in shares.people.items()}
    people = [PersonLoad(who, round(size, 6), able.get(who)) for who, size in load.items()]
    people.sort(key=lambda one: (-one.committed, one.who))
    committed = round(sum(load.values()), 6)
    whole = None if shares.team is None else shares.team * part
    over = [one.who for one in people if one.is_over]
    if whole is not None and committed > whole + _CLOSE:
        over.append(TEAM)
    return WeekLoad(monday, committed, whole, tuple(over), tuple(people))


def _open_work(items: Table, unit: str) -> tuple[dict[str, dict[str, float]], dict[str, int]]:
    """The open work of each milestone by the id of who does it, and how many of its items have no estimate."""
    closed = items.kind.closed
    mask = both(items.living(), items.column("milestone").where(bool))
    mask = both(mask, items.column("status").where(lambda one: one not in closed))
    columns = [compress(items.column(name).rows(), mask) for name in ("milestone", "assignee", "estimate")]
    found: dict[str, dict[str, float]] = {}
    unsized: dict[str, int] = {}
    for (milestone, who, size), count in Counter(zip(*columns, strict=True)).items():
        id, name = str(milestone), str(who or "")
        amount = 1.0 if unit == "items" else float(size) if isinstance(size, int | float) else None
        if amount is None:
            unsized[id] = unsized.get(id, 0) + count
        else:
            of = found.setdefault(id, {})
            of[name] = of.get(name, 0) + amount * count
    return found, unsized


def _handles(snapshot: Snapshot, ids: set[str]) -> dict[str, str]:
    """What people are called in the setting: by handle, else by title; nobody is empty."""
    table = snapshot.table("person")
    handles, titles = table.column("handle"), table.column("title")
    found = {}
    for id in ids:
        at = table.position(id)
        found[id] = id if at is None else str(handles[at] or titles[at] or id).removeprefix("@")
    return found


class _Days:
    """The working days from this week on: what part of some work lies in which week."""

    def __init__(self, calendar: Calendar, today: date, weeks: int) -> None:
        """Look at so many weeks from that of today on."""
        self.calendar = calendar
        self.today, self.weeks = today, weeks
        self.monday = monday_of(today)

    def between(self, first: date, last: date) -> int:
        """The working days from one day to another, both included."""
        return max(0, self.calendar.working_days_between(first, last) + self.calendar.is_working(first)) if last >= first else 0

    def shares(self, first: date, last: date) -> dict[int, float]:
        """What part of the work from one day to another lies in which week; of weeks that are looked at."""
        first = max(first, self.today)
        last = max(first, last)
        total = self.between(first, last)
        if not total:  # a weekend, or holidays: it is done on the next day on which somebody works
            first = last = self.calendar.add_working_days(last, 1)
            total = 1
        found = {}
        for at in range((first - self.monday).days // 7, min(self.weeks, (last - self.monday).days // 7 + 1)):
            days = self.between(max(first, self.start(at)), min(last, self.start(at) + _TO_SUNDAY))
            if days:
                found[at] = days / total
        return found

    def start(self, at: int) -> date:
        """The Monday of a week, by its number; this week is 0."""
        return self.monday + timedelta(days=7 * at)

    def left(self, at: int) -> float:
        """What part of a week's working days is still to come, today included."""
        whole = self.between(self.start(at), self.start(at) + _TO_SUNDAY)
        return self.between(max(self.today, self.start(at)), self.start(at) + _TO_SUNDAY) / whole if whole else 1.0

    def worked(self, at: int) -> float:
        """What part of the days on which the team usually works is no holiday in a week."""
        return self.between(self.start(at), self.start(at) + _TO_SUNDAY) / self.calendar.days_a_week

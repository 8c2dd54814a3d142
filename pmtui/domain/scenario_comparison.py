"""Today beside one or two scenarios: per milestone target, forecast, chance and open work; what drops out, and where too much is planned.

Forecasts are passed in, for they take a while: a case without them says that they are computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.capacity_setting import over_words
from pmtui.domain.change import Snapshot
from pmtui.domain.periods import day_of, day_words
from pmtui.domain.planned_dates import dates_of
from pmtui.domain.records import Record
from pmtui.domain.roadmap import NO_ITEMS, progress_by_milestone
from pmtui.domain.scenarios import Misfit, changes_of, with_changes
from pmtui.domain.table import Table
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.forecasting import Forecast

TODAY = "today"
"""What the case is called that is no scenario."""
WEEKS = 12
"""So many weeks of capacity are looked at."""


class Case(NamedTuple):
    """One of the columns: today, or a scenario.

    Attributes:
        id: The id of the scenario; empty for today.
        name: What it is called.
        snapshot: All records as they are in it.
        changes: How many changes the scenario has.
        misfits: Those that do not fit any more.
    """

    id: str
    name: str
    snapshot: Snapshot
    changes: int
    misfits: tuple[Misfit, ...]


class Standing(NamedTuple):
    """How a milestone stands in a case.

    Attributes:
        target: Its target as stored, None where it has none.
        label: The same at its resolution: `Q1 2027`.
        status: Its status.
        is_open: Whether it is still to be reached.
        open: How many of its items are not done.
        points: What they add up to.
        p50: The forecast at 50 %.
        p85: The forecast at 85 %.
        chance: The chance of the target, from 0 to 1.
        waits: The titles of the milestones that must come first.
    """

    target: str | None
    label: str
    status: str
    is_open: bool
    open: int
    points: float
    p50: str | None = None
    p85: str | None = None
    chance: float | None = None
    waits: frozenset[str] = frozenset()


class Row(NamedTuple):
    """A milestone in all cases.

    Attributes:
        id: Its id.
        title: What it is called.
        cases: How it stands in each case, today first.
    """

    id: str
    title: str
    cases: tuple[Standing, ...]

    @property
    def is_same(self) -> bool:
        """Whether it stands alike in all cases."""
        return all(one == self.cases[0] for one in self.cases)


class Drop(NamedTuple):
    """Something that a scenario leaves out, and today does not.

    Attributes:
        kind: Its kind.
        id: Its id.
        title: What it is called.
        why: dropped, cancelled or unplanned.
        milestone: The milestone of today; empty for a milestone itself.
    """

    kind: str
    id: str
    title: str
    why: str
    milestone: str = ""


class Overload(NamedTuple):
    """A week in which more is planned than there is capacity for.

    Attributes:
        monday: Its first day.
        over: For whom.
    """

    monday: str
    over: tuple[str, ...]


class SideBySide(NamedTuple):
    """All of a comparison.

    Attributes:
        cases: Today, then the scenarios.
        rows: The open milestones in the order of rank.
        drops: What each case leaves out; of today nothing.
        overloads: The weeks of each case in which too much is planned; None where no capacity is set.
        is_complete: Whether the forecasts of each case are known.
        is_thin: Whether history is too thin for a forecast.
    """

    cases: tuple[Case, ...]
    rows: tuple[Row, ...]
    drops: tuple[tuple[Drop, ...], ...]
    overloads: tuple[tuple[Overload, ...] | None, ...]
    is_complete: tuple[bool, ...]
    is_thin: bool


def cases_of(present: Snapshot, scenarios: Sequence[Record]) -> tuple[Case, ...]:
    """Today, and the records as each of these scenarios has them."""
    found = [Case("", TODAY, present, 0, ())]
    for one in scenarios:
        shown = with_changes(present, one)
        found.append(Case(one.id, one.title, shown.snapshot, len(changes_of(one)), shown.misfits))
    return tuple(found)


def side_by_side(cases: Sequence[Case], forecasts: Sequence[Mapping[str, Forecast] | None], today: str) -> SideBySide:
    """Cases beside each other.

    Args:
        cases: Today, then the scenarios.
        forecasts: Of each case the forecasts by milestone; None while they are computed.
        today: The day.
    """
    standings = [_standings(case.snapshot, known or {}) for case, known in zip(cases, forecasts, strict=True)]
    table = cases[0].snapshot.table("milestone")
    ids, titles = [table.id(at) for at in table.in_order()], {id: title for _, id, title in _alive(table)}
    rows = [Row(id, titles[id], tuple(of[id] for of in standings)) for id in ids if id in titles and all(id in of for of in standings)]
    return SideBySide(
        tuple(cases), tuple(row for row in rows if any(one.is_open for one in row.cases)),
        tuple(tuple(_drops(cases[0].snapshot, case.snapshot)) if case.id else () for case in cases),
        tuple(_overloads(case.snapshot, today) for case in cases), tuple(known is not None for known in forecasts),
        any(known and all(one.p50 is None for one in known.values()) for known in forecasts),
    )


def _alive(table: Table) -> list[tuple[int, str, str]]:
    """Position, id and title of the records that have not been deleted."""
    gone, titles = table.column("deleted_at"), table.column("title")
    return [(at, table.id(at), str(titles[at] or "")) for at in range(len(table)) if gone[at] is None]


def _standings(snapshot: Snapshot, forecasts: Mapping[str, Forecast]) -> dict[str, Standing]:
    """How each milestone stands: by columns, for there may be hundreds of them."""
    table, progress = snapshot.table("milestone"), progress_by_milestone(snapshot.table("item"))
    alive = _alive(table)
    titles = {id: title for _, id, title in alive}
    status, start, target, resolution, needed = (table.column(name) for name in ("status", "start", "target", "resolution", "depends_on"))
    found = {}
    for at, id, _ in alive:
        is_open = status[at] not in table.kind.closed
        done, forecast = progress.get(id, NO_ITEMS), forecasts.get(id) if is_open else None
        waits = frozenset(titles[one] for one in needed[at] or () if one in titles)
        dates = dates_of(start[at], target[at], resolution[at])
        found[id] = Standing(
            dates.target, dates.target_label, str(status[at] or ""), is_open, done.total - done.done, done.points - done.done_points,
            *((None, None, None) if forecast is None else (forecast.p50, forecast.p85, forecast.chance_of_target)), waits,
        )
    return found


def _drops(today: Snapshot, shown: Snapshot) -> list[Drop]:
    """What is planned today and not in a scenario: only records that it changes can be."""
    found = []
    titles = today.table("milestone")
    for kind in ("milestone", "item"):
        for record in shown.table(kind).overlay.values():
            before = today.record(kind, record.id)
            if before is None or before.is_deleted or record.is_deleted or before.is_closed:
                continue
            home = titles.get(str(before["milestone"])) if kind == "item" and before["milestone"] else None
            where = "" if home is None else home.title
            if record.stage in ("dropped", "cancelled"):
                found.append(Drop(kind, record.id, record.title, record.stage, where))
            elif kind == "item" and before["milestone"] and not record["milestone"]:
                found.append(Drop(kind, record.id, record.title, "unplanned", where))
    return sorted(found, key=lambda one: (one.kind != "milestone", one.milestone, one.title))


def _overloads(snapshot: Snapshot, today: str) -> tuple[Overload, ...] | None:
    if not snapshot.settings.get("capacity"):
        return None
    from pmtui.domain.capacity import load_by_week  # seldom set, and with a calendar of its own

    return tuple(Overload(one.monday.isoformat(), one.over) for one in load_by_week(snapshot, today, WEEKS) if one.over)


# Differences in words


def differences(today: Standing, other: Standing) -> list[tuple[int, str]]:
    """What is different in a scenario: -1 for earlier or better, 1 for later or worse, 0 for neither, each with its words."""
    found = []
    if other.status != today.status:
        found.append((0, other.status))
    if other.target != today.target:
        found.append(_moved("target", today.target, other.target))
    found += [(0, f"waits for {title}") for title in sorted(other.waits - today.waits)]
    found += [(0, f"waits no longer for {title}") for title in sorted(today.waits - other.waits)]
    for name, a, b in (("50 %", today.p50, other.p50), ("85 %", today.p85, other.p85)):
        if a != b and a is not None and b is not None:
            found.append(_moved(name, a, b))
    if today.chance is not None and other.chance is not None:
        points = round(other.chance * 100) - round(today.chance * 100)
        if points:
            found.append((-1 if points > 0 else 1, f"chance {points:+d} points".replace("-", "\u2212")))
    if other.open != today.open:
        count = other.open - today.open
        found.append((0, f"{counted(abs(count), 'item')} {'more' if count > 0 else 'fewer'}"))
    elif other.points != today.points:
        points_of = other.points - today.points
        size = abs(points_of)
        found.append((0, f"{size:g} point{'' if size == 1 else 's'} {'more' if points_of > 0 else 'fewer'}"))
    return found


def _moved(name: str, before: str | None, after: str | None) -> tuple[int, str]:
    a, b = day_of(before), day_of(after)
    if a is None or b is None:
        return 0, f"{name} {'gone' if b is None else 'new'}"
    days = (b - a).days
    return (1 if days > 0 else -1), f"{name} {span_words(days)} {'later' if days > 0 else 'earlier'}"


def span_words(days: int) -> str:
    """A span of days: `5 days`, `3 weeks`, `13 weeks`; weeks from two weeks on."""
    count, unit = (abs(days), "day") if abs(days) < 14 else (round(abs(days) / 7), "week")
    return counted(count, unit)


def capacity_words(overloads: Sequence[Overload]) -> str:
    """In how many weeks too much is planned, and for whom first."""
    if not overloads:
        return f"no week of the next {WEEKS} is over capacity"
    count, first = len(overloads), overloads[0]
    return f"{count} of {WEEKS} weeks over capacity, first that of {day_words(first.monday)} ({over_words(first.over[:3])})"

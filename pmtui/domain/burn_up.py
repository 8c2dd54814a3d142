"""How a milestone's scope and the work done for it grew, day by day: what was added apart from what was finished. Pure.

It is told from what the items say themselves: an item belongs to the scope from the day on which it was written down up to that on which
it was dropped or deleted, and is done from the day of `done_at`. So an item that joined the milestone later counts from its first day, and
one that was moved elsewhere is not seen; `Spans` from the history of git (when an item joined, when it left) mend both.

A burn-up shows what a burn-down hides, that a rising line of scope and not slow work moves the end (Alistair Cockburn, "Earned-value
and burn charts", 2004).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.periods import iso_day

if TYPE_CHECKING:
    from pmtui.domain.table import Table


class Point(NamedTuple):
    """How far a milestone was at the end of a day.

    Attributes:
        day: The day, as `2026-11-22`.
        scope: Items that belonged to it.
        done: Those of them that were done.
        scope_points: The sum of the estimates of all.
        done_points: The sum of the estimates of those that were done.
    """

    day: str
    scope: int
    done: int
    scope_points: float
    done_points: float


class Span(NamedTuple):
    """From when until when an item belonged to a milestone, by git.

    Attributes:
        id: The item.
        joined: The day on which it came; empty where that is not known.
        left: The day on which it left; empty while it is there, dropped or not.
        points: Its estimate when it left.
    """

    id: str
    joined: str
    left: str = ""
    points: float = 0


class ScopeChange(NamedTuple):
    """What became of the scope since work on a milestone began.

    Attributes:
        since: The day from which it is counted.
        before: Items then.
        added: Items that came since then.
        removed: Items that were dropped or deleted since then; from git also those that went elsewhere.
        points: By how many points the scope grew in all; negative where it shrank.
    """

    since: str
    before: int
    added: int
    removed: int
    points: float


class BurnUp(NamedTuple):
    """A milestone's burn-up.

    Attributes:
        points: A point for each day on which something changed, the first and the last day among them; none without items.
        change: What became of the scope; None without items.
        undated: Items that are done, though nobody knows since when: they count from their first day.
        sized: What part of the items has an estimate, 0 to 1.
        by_git: Whether it is known from git when items joined and left.
    """

    points: tuple[Point, ...]
    change: ScopeChange | None
    undated: int
    sized: float
    by_git: bool


class _Step(NamedTuple):
    """What changes on a day."""

    day: str
    scope: int
    done: int
    scope_points: float
    done_points: float


NOTHING = BurnUp((), None, 0, 0.0, False)


def burn_up(items: Table, milestone: str, today: str, start: str = "", spans: Iterable[Span] | None = None) -> list[Point]:
    """A milestone's burn-up as points; see `burn_up_of`."""
    return list(burn_up_of(items, milestone, today, start, spans).points)


def burn_up_of(items: Table, milestone: str, today: str, start: str = "", spans: Iterable[Span] | None = None) -> BurnUp:
    """A milestone's burn-up; worked out once for a table of items.

    Args:
        items: All items; only columns are read, and of those only the rows of this milestone.
        milestone: Its id.
        today: The calendar date where the person is: the last day.
        start: The day on which work on it began, from which changes of scope are counted; empty for the day of its first item.
        spans: When items came and left, by git; None where that is not known.
    """
    known = None if spans is None else tuple(sorted(spans))
    kept: dict[tuple[object, ...], BurnUp] = items.kept.setdefault("burn_up", {})
    key = (milestone, today, start, known)
    if key not in kept:
        kept[key] = _worked_out(items, milestone, today, start, known)
    return kept[key]


def _worked_out(items: Table, milestone: str, today: str, start: str, spans: Sequence[Span] | None) -> BurnUp:
    from pmtui.domain.roadmap import items_of

    positions = items_of(items, milestone)
    gone = [*_given_up(items, milestone), *(one for one in spans or () if one.left)]
    if not positions and not gone:
        return NOTHING
    status, estimate, created, done_at = (items.column(name) for name in ("status", "estimate", "created_at", "done_at"))
    made = frozenset(items.kind.alike("done"))
    joined = {} if spans is None else {one.id: one.joined for one in spans if one.joined and not one.left}
    steps: list[_Step] = []
    undated = sized = 0
    for at in positions:
        size = estimate[at]
        points = float(size) if isinstance(size, int | float) else 0.0
        sized += isinstance(size, int | float)
        done = (iso_day(done_at[at]) or "") if status[at] in made else ""
        first = joined.get(items.id(at)) or min(filter(None, (iso_day(created[at]), done)), default=today)
        steps.append(_Step(first, 1, 0, points, 0))
        if status[at] in made:
            undated += not done
            steps.append(_Step(max(done, first), 0, 1, 0, points))
    steps += _gone(gone, joined)
    share = sized / len(positions) if positions else 0.0
    begin = _begin(steps, start, today)
    change = _scope_change(steps, begin)
    return BurnUp(tuple(_summed(steps, begin, today)), change, undated, share, spans is not None)


def _given_up(items: Table, milestone: str) -> list[Span]:
    """The items that still name a milestone and were dropped or deleted, where it is known when; few, so they are decoded."""
    from pmtui.domain.roadmap import all_items_of

    dropped, status, deleted = frozenset(items.kind.alike("dropped")), items.column("status"), items.column("deleted_at")
    found = []
    for at in all_items_of(items, milestone):
        if deleted[at] is None and status[at] not in dropped:
            continue
        record = items.record(at)
        reasons = record["reasons"] if isinstance(record["reasons"], list) else []
        days = [str(record.data.get("deleted_at") or "")[:10]]
        days += [str(one.get("at") or "")[:10] for one in reasons if isinstance(one, dict) and one.get("to") in dropped]
        left = min(filter(None, map(iso_day, days)), default="")
        if left:
            size = record["estimate"]
            points = float(size) if isinstance(size, int | float) else 0.0
            found.append(Span(record.id, min(left, iso_day(record["created_at"]) or left), left, points))
    return found


def _gone(spans: Iterable[Span], joined: Mapping[str, str]) -> list[_Step]:
    """What came and left again."""
    found = []
    for one in spans:
        first = min(one.left, joined.get(one.id) or one.joined or one.left)
        found += [_Step(first, 1, 0, one.points, 0), _Step(one.left, -1, 0, -one.points, 0)]
    return found


def _begin(steps: Iterable[_Step], start: str, today: str) -> str:
    """The first day of the chart: the start, unless work was done before it or it has not come yet."""
    days = [one.day for one in steps]
    done = min((one.day for one in steps if one.done > 0), default="")
    first = min(days, default=today)
    wanted = min(filter(None, (start, done)), default=first) if start else first
    return min(max(wanted, first), today)


def _scope_change(steps: Iterable[_Step], begin: str) -> ScopeChange:
    before = added = removed = 0
    points = 0.0
    for one in steps:
        if one.day <= begin:
            before += one.scope
            continue
        added += max(0, one.scope)
        removed += max(0, -one.scope)
        points += one.scope_points
    return ScopeChange(begin, before, added, removed, points)


def _summed(steps: Iterable[_Step], begin: str, today: str) -> list[Point]:
    """The state at the end of each day on which something changed; what was before the first day is in it, what comes later in the last."""
    by_day: dict[str, list[float]] = {begin: [0, 0, 0, 0], today: [0, 0, 0, 0]}
    for day, *numbers in steps:
        row = by_day.setdefault(min(max(day, begin), today), [0, 0, 0, 0])
        for at, number in enumerate(numbers):
            row[at] += number
    sums = [0.0, 0.0, 0.0, 0.0]
    found = []
    for day in sorted(by_day):
        sums = [one + more for one, more in zip(sums, by_day[day], strict=True)]
        found.append(Point(day, int(sums[0]), int(sums[1]), round(sums[2], 10), round(sums[3], 10)))
    return found


def figures(found: BurnUp) -> Mapping[str, object] | None:
    """What `computed` says of the scope: since when, what it was, what came and what left; None without items."""
    change = found.change
    if change is None:
        return None
    return {"since": change.since, "before": change.before, "added": change.added, "removed": change.removed}

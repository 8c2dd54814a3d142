"""How the target of a milestone moved: when, by whom, from which day to which, and why. Pure.

What people said when a date slipped stands in the record (`reasons`), so most of it is known at once. Moves for which nobody had to
say why, those to an earlier day, only git knows: `slip_history` makes the same of a record's revisions.

A target counts by the last day of its period, as in comparisons: a quarter that becomes the next one has slipped by the days between
their ends. A record does not say how exactly a target of then was meant, so it is read as it is meant now; where both days lie in one
period by that, they count as the days that they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.columns import Column
from pmtui.domain.kept_figures import KeptFigures
from pmtui.domain.periods import day_of, iso_day, target_period
from pmtui.domain.text import counted

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table


class Slip(NamedTuple):
    """One move of a target.

    Attributes:
        at: When, an instant in UTC; empty where that is not known.
        by: Who, a handle or a name; may be empty.
        was: The target before, a day as stored; None where there was none.
        now: The target since then; None where it was taken away.
        days: By how many days it lies later; negative is earlier; None where there was or is none.
        reason: Why, where somebody said so; several lines are possible.
        commit: The commit that brought it, where it is known from git; else empty.
        resolution: How exactly it is meant since then: `day`, `month`, `quarter`, `half`, `year`.
        meant: How exactly it was meant before, where that is known to be something else; else empty.
    """

    at: str
    by: str
    was: str | None
    now: str | None
    days: int | None
    reason: str = ""
    commit: str = ""
    resolution: str = "day"
    meant: str = ""

    @property
    def labels(self) -> tuple[str, str]:
        """Both targets as people read them: `Q1 2027` and `Q2 2027`; days where the periods are the same; `none` for no target."""
        periods = [target_period(self.was, self.meant or self.resolution), target_period(self.now, self.resolution)]
        if periods[0] == periods[1]:
            periods = [target_period(one, "day") for one in (self.was, self.now)]
        was, now = ("none" if one is None else one.label for one in periods)
        return was, now


class SlipSum(NamedTuple):
    """All moves of one target taken together.

    Attributes:
        times: How often it moved to a later day.
        days: The sum of the days of those moves.
        first: The first target that is known; None where it never moved or had none.
        against_first: By how many days the present target lies later than the first one; 0 where it never moved; None without a target.
    """

    times: int
    days: int
    first: str | None
    against_first: int | None

    @property
    def words(self) -> str:
        """`slipped twice, 21 days in all`; empty where it never did."""
        if not self.times:
            return ""
        if self.times == 1:
            return f"slipped once, by {counted(self.days, 'day')}"
        return f"slipped {'twice' if self.times == 2 else f'{self.times} times'}, {counted(self.days, 'day')} in all"


def slipped_by(was: object, now: object, resolution: object, before: object = None) -> int | None:
    """By how many days a target lies later than another one; None where one of them is no date.

    Args:
        was: The target before.
        now: The target after.
        resolution: How exactly they are meant.
        before: How exactly the first one was meant, where that is known to be something else.
    """
    periods = target_period(was, resolution if before is None else before), target_period(now, resolution)
    if periods[0] is None or periods[1] is None:
        return None
    days = (periods[1].last - periods[0].last).days
    if days == 0 and before is None and was != now:  # meant more coarsely by now than when it moved
        return (day_of(now) - day_of(was)).days  # type: ignore[operator]  # both have periods, so both are days
    return days


def slips_in(record: Record) -> list[Slip]:
    """The moves of a milestone's target for which the record keeps a reason, the oldest first."""
    return slips_in_data(record.data)


def slips_in_data(data: Mapping[str, Any]) -> list[Slip]:
    """The same from the fields of a record."""
    entries = data.get("reasons")
    if not isinstance(entries, list):
        return []
    moves = [one for one in entries if isinstance(one, dict) and one.get("field") in ("target", "resolution")]
    moves.sort(key=lambda one: str(one.get("at") or ""), reverse=True)
    found: list[Slip] = []
    target, resolution = iso_day(data.get("target")), _resolution(data)
    for entry in moves:  # the newest first: so it is known what the target was when only its resolution changed
        text = entry.get("text")
        reason = "\n".join(map(str, text)) if isinstance(text, list) else str(text or "")
        at, by = (str(entry.get(name) or "") for name in ("at", "by"))
        if entry["field"] == "target":
            was, now = iso_day(entry.get("from")), iso_day(entry.get("to"))
            found.append(Slip(at, by, was, now, slipped_by(was, now, resolution), reason, "", resolution))
            target = was
        else:
            meant, resolution = str(entry.get("from") or "day"), str(entry.get("to") or "day")
            days = slipped_by(target, target, resolution, meant)
            found.append(Slip(at, by, target, target, days, reason, "", resolution, meant))
            resolution = meant
    return _once(found[::-1])


def _once(slips: Sequence[Slip]) -> list[Slip]:
    """The moves, where those from the same to the same on one day are one, with all that was said: two people made it, each in a clone.

    Further apart they are two, with a way back in between for which nobody had to say why.
    """
    found: list[Slip] = []
    for one in slips:
        last = found[-1] if found else None
        same = last is not None and (last.at[:10], last.was, last.now, last.meant) == (one.at[:10], one.was, one.now, one.meant)
        if last is not None and same and one.was != one.now:
            by, reason = (_joined(mark, *pair) for mark, *pair in ((", ", last.by, one.by), ("; ", last.reason, one.reason)))
            found[-1] = last._replace(by=by, reason=reason)
        else:
            found.append(one)
    return found


def _joined(mark: str, first: str, second: str) -> str:
    return first if second in first.split(mark) else mark.join(filter(None, (first, second)))


def _resolution(data: Mapping[str, Any]) -> str:
    resolution = data.get("resolution")
    return resolution if isinstance(resolution, str) else "day"


def slip_sum(slips: Sequence[Slip], data: Mapping[str, Any]) -> SlipSum:
    """What the moves of a target, the oldest first, come to.

    Args:
        slips: The moves.
        data: The fields of the milestone as it is now.
    """
    later = [one.days for one in slips if one.days is not None and one.days > 0]
    first, meant = next(((one.was or one.now, one.meant if one.was else "") for one in slips if one.was or one.now), (None, ""))
    target = iso_day(data.get("target"))
    against = slipped_by(first if first is not None else target, target, _resolution(data), meant or None)
    return SlipSum(len(later), sum(later), first, against)


def _kept(data: Mapping[str, Any], _: str) -> tuple[SlipSum, tuple[Slip, ...]]:
    found = tuple(slips_in_data(data))
    return slip_sum(found, data), found


_KEPT: KeptFigures[tuple[SlipSum, tuple[Slip, ...]]] = KeptFigures(_kept)
"""What is known without git; worked out once for a milestone as it stands."""


def slip_at(milestones: Table, at: int) -> SlipSum:
    """How the target of the milestone at a position moved, by the reasons that it keeps."""
    return _KEPT.at(milestones, at, "")[0]


def moves_at(milestones: Table, at: int) -> tuple[Slip, ...]:
    """The moves of that target, the oldest first."""
    return _KEPT.at(milestones, at, "")[1]


def last_review(snapshot: Snapshot) -> str:
    """When the last review was, an instant in UTC; empty where there was none."""
    table = snapshot.table("review")
    days = compress(table.column("at").rows(), table.living())
    return max((str(one) for one in days if one), default="")


def slipped_since(slips: Iterable[Slip], since: str) -> int:
    """By how many days a target moved after an instant, later and earlier taken together."""
    return sum(one.days or 0 for one in slips if one.at > since)


def slip_column(table: Table, environment: Environment) -> Column:
    """By how many days each milestone's target lies later than its first one; None where it never moved."""
    rows: list[int | None] = [None] * len(table)
    for at in compress(range(len(table)), table.column("reasons").where(bool)):
        found = slip_at(table, at)
        if found.first is not None:
            rows[at] = found.against_first
    return Column.of(rows)


def slip_figures(slips: Sequence[Slip]) -> list[dict[str, Any]]:
    """The moves as `computed` has them: `at`, `by`, `from`, `to`, `days`, `reason`."""
    return [
        {"at": one.at or None, "by": one.by or None, "from": one.was, "to": one.now, "days": one.days, "reason": one.reason or None}
        for one in slips
    ]

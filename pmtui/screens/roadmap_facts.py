"""What the lines of the Roadmap's timeline say: milestones with their progress, health and dates, and their items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import Period, day_of, period_of
from pmtui.domain.planned_dates import Dates
from pmtui.domain.roadmap import NO_ITEMS, When, clash_of, clashes, days_late, items_of, needed_by, planned, progress_by_milestone, when_of
from pmtui.screens.item_columns import Titles
from pmtui.widgets.glyphs import CONFLICT, HEALTHS, LATE, health_glyph, health_role, status_glyph, status_role
from pmtui.widgets.timeline_bars import Bar, Extent

EARLY = "«"
"""The mark of what begins before what must come first has ended."""
_CLOSED_ITEMS = SCHEMA["item"].closed
_CLOSED = SCHEMA["milestone"].closed
_MONTHS_NEAR = 200
"""Up to so many days away, a day needs no year to be understood."""


def extent_of(when: When) -> Extent | None:
    """The days of a bar; None where nothing is planned."""
    first, last = when.first, when.last
    if first is None or last is None:
        return None
    if when.target is None:
        return Extent(first.toordinal(), last.toordinal(), last.toordinal(), is_open=True)
    landing = max(first, when.target.first)
    return Extent(
        first.toordinal(), last.toordinal(), landing.toordinal(), when.target.resolution == "day", has_start=when.start is not None
    )


def short_label(period: Period, today: date) -> str:
    """A target as shortly as it can be understood: `16 Dec` for a near day, else its label."""
    if period.resolution == "day" and abs((period.first - today).days) < _MONTHS_NEAR:
        return f"{period.first.day} {period.short}"
    return period.label


def near_label(period: Period, today: date) -> str:
    """The same for places where every cell counts: a near month needs no year either."""
    is_near = period.resolution in ("week", "month") and abs((period.first - today).days) < _MONTHS_NEAR
    return period.short if is_near else short_label(period, today)


def how_late(period: Period, today: date) -> str:
    """How long a period has been over, in words: `7 d late`, `3 w late`."""
    if (today - period.last).days == 1:
        return "1 d late"
    return relative(period.last.isoformat(), today.isoformat()).replace(" ago", " late")


class RoadmapFacts:
    """The lines of one snapshot on one day; with dates that are only tried so far in the place of those stored."""

    def __init__(self, snapshot: Snapshot, today: date, tried: Mapping[str, Dates]) -> None:
        """Take the tables; nothing is decoded."""
        self._milestones, self._items = snapshot.table("milestone"), snapshot.table("item")
        self._today = today
        self._tried = tried
        self._titles = Titles(snapshot)

    def children(self, id: str) -> Sequence[int]:
        """The positions of a milestone's items."""
        return items_of(self._items, id) if id in progress_by_milestone(self._items) else ()

    def first(self, id: str) -> Sequence[str]:
        """The milestones that must come before one."""
        at = self._milestones.position(id)
        return () if at is None else [str(one) for one in self._milestones.column("depends_on")[at] or ()]

    def then(self, id: str) -> Sequence[str]:
        """The milestones that wait for one."""
        return needed_by(self._milestones, id)

    def bar(self, position: int) -> Bar:
        """The line of a milestone."""
        table = self._milestones
        id, status, health = table.id(position), str(table.column("status")[position]), str(table.column("health")[position] or "")
        stored, tried = planned(table, position), self._tried.get(id)
        when = self._when(position)
        progress = progress_by_milestone(self._items).get(id, NO_ITEMS)
        is_closed = status in _CLOSED
        late = days_late(when, status, self._today)
        clash = clash_of(table, position, self._when) if self._tried else clashes(table).get(id)
        alert = (LATE, "error") if late else (EARLY, "warning") if clash is not None else (" ", "text")
        role = health_role(health) if health in HEALTHS and not is_closed else status_role(status)
        labels = [self._when_label(when, late, tried is not None)]
        if progress.total:
            labels.append((f"{progress.done}/{progress.total}", "muted"))
        if clash is not None:
            labels.append((f"{EARLY} {clash.days} d too early", "warning"))
        labels += [(str(word), "faint") for word in (table.column("release")[position],) if word]
        signs = ((f"{status_glyph(status)} ", status_role(status)), self._health(health, is_closed), alert, (" ", "text"))
        before = None if tried is None else extent_of(stored)
        title_role = "faint" if is_closed else "text"
        return Bar(self._title(position), signs, extent_of(when), progress.share, role, labels, before, progress.total, title_role)

    def _when(self, position: int) -> When:
        """When a milestone is planned, with the dates that are tried."""
        tried = self._tried.get(self._milestones.id(position))
        return planned(self._milestones, position) if tried is None else when_of(*tried)

    def _title(self, position: int) -> str:
        title = str(self._milestones.column("title")[position] or "")
        return f"{CONFLICT} {title}" if self._milestones.column("conflicts")[position] else title

    @staticmethod
    def _health(health: str, is_closed: bool) -> tuple[str, str]:
        return (health_glyph(health), health_role(health)) if health in HEALTHS and not is_closed else (" ", "text")

    def _when_label(self, when: When, late: int, is_tried: bool) -> tuple[str, str]:
        if when.target is None:
            begin = "" if when.start is None else f"from {short_label(period_of(when.start, 'day'), self._today)}, "
            return (f"{begin}no target", "muted")
        label = short_label(when.target, self._today)
        if late:
            return (f"{label} {LATE} {how_late(when.target, self._today)}", "error")
        return (label, "accent bold" if is_tried else "text")

    def item(self, position: int) -> Bar:
        """The line of an item: its due date is a mark on the day."""
        table = self._items
        status, due, who = str(table.column("status")[position]), day_of(table.column("due")[position]), table.column("assignee")[position]
        is_closed = status in _CLOSED_ITEMS
        is_late = due is not None and due < self._today and not is_closed
        labels = [(f"@{self._titles.of('person', str(who))}", "faint")] if who else []
        extent = None
        if due is not None:
            extent = Extent(due.toordinal(), due.toordinal(), due.toordinal())
            day = short_label(period_of(due, "day"), self._today)
            labels.insert(0, (f"{LATE} due {day}" if is_late else f"due {day}", "error" if is_late else "muted"))
        mark = f"{CONFLICT} " if table.column("conflicts")[position] else ""
        return Bar(
            f"{mark}{table.column('title')[position] or ''}", ((f"{status_glyph(status)} ", status_role(status)),), extent,
            1.0 if is_closed else 0.0, "error" if is_late else "muted", labels, title_role="faint" if is_closed else "muted", is_point=True,
        )

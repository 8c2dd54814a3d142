"""What the lines of the Roadmap's timeline say: milestones with their progress, health and dates, and their items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.periods import NEAR, Period, day_of, near_day_words, period_of
from pmtui.domain.planned_dates import Dates
from pmtui.domain.roadmap import NO_ITEMS, When, clash_of, clashes, days_late, items_of, needed_by, planned, progress_by_milestone, when_of
from pmtui.screens.item_columns import Titles
from pmtui.screens.roadmap_outlook import Outlook
from pmtui.widgets.glyphs import CONFLICT, HEALTHS, LATE, health_glyph, health_role, status_glyph, status_role
from pmtui.widgets.timeline_bars import Bar, Extent
from pmtui.widgets.timeline_view import Lane
from pmtui.widgets.timeline_whisker import IN_TIME, Whisker, sign

EARLY = "«"
"""The mark of what begins before what must come first has ended."""


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
    return near_day_words(period.first, today) if period.resolution == "day" else period.label


def near_label(period: Period, today: date) -> str:
    """The same for places where every cell counts: a near month needs no year either."""
    is_near = period.resolution in ("week", "month") and abs((period.first - today).days) < NEAR
    return period.short if is_near else short_label(period, today)


def _sign_of(whisker: Whisker | None) -> tuple[str, str]:
    """What stands before the name of a milestone whose target lies before its forecast."""
    return (" ", "text") if whisker is None or whisker.tip == IN_TIME else (sign(whisker.tip), whisker.role)


def how_late(period: Period, today: date) -> str:
    """How long a period has been over, in words: `7 d late`, `3 w late`."""
    if (today - period.last).days == 1:
        return "1 d late"
    return relative(period.last.isoformat(), today.isoformat()).replace(" ago", " late")


_NOTHING_KNOWN = Outlook()
_OVERNIGHT = 1
"""What begins the day after has a day of slack before it by the figures, though no day lies between."""


class RoadmapFacts:
    """The lines of one snapshot on one day; with dates that are only tried so far in the place of those stored."""

    def __init__(
        self, snapshot: Snapshot, today: date, tried: Mapping[str, Dates], outlook: Outlook = _NOTHING_KNOWN, *, has_lanes: bool = False,
    ) -> None:
        """Take the tables; nothing is decoded. In lanes, what has no date says so; else it stands below a heading that does."""
        self._has_lanes = has_lanes
        self._outlook = outlook
        self._path: list[tuple[str, str]] | None = None
        self._on_path: set[str] = set()
        self._then: dict[str, Sequence[str]] = {}
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
        if id not in self._then:
            self._then[id] = needed_by(self._milestones, id)
        return self._then[id]

    @property
    def path(self) -> Sequence[tuple[str, str]]:
        """The dependencies on the chain that holds up the end of all, where the path is shown."""
        if self._path is None:
            slack = self._outlook.slack
            waiting = [id for id, node in self._outlook.path.nodes.items() if node.critical] if self._outlook.path is not None else []
            self._on_path, self._path = set(waiting), []
            for id in waiting:
                for first in self.first(id):
                    own, others = slack(first), slack(id)
                    if own is not None and others is not None and own <= others + _OVERNIGHT:
                        self._path.append((first, id))
                        if first not in self._on_path:
                            self._on_path.add(first)
                            waiting.append(first)
        return self._path

    def lane(self, lane: Lane, *, is_folded: bool) -> Bar:
        """The heading of a lane: how many milestones, how much of them is done, how many are late; folded, from when to when."""
        table, progress = self._milestones, progress_by_milestone(self._items)
        status = table.column("status")
        whens = [self._when(at) for at in lane.rows]
        found = [progress.get(table.id(at), NO_ITEMS) for at in lane.rows]
        done, total = sum(one.done for one in found), sum(one.total for one in found)
        late = sum(days_late(when, str(status[at]), self._today) > 0 for at, when in zip(lane.rows, whens, strict=True))
        labels = [(str(len(lane.rows)), "muted")]
        labels += [(f"{done}/{total} done", "muted")] if total else []
        labels += [(f"{LATE} {late} late", "error")] if late else []
        dated = [(when.first, when.last) for when in whens if when.first is not None and when.last is not None]
        if not is_folded or not dated:
            return Bar(lane.title, labels=labels, title_role="heading bold")
        first, last = min(one for one, _ in dated).toordinal(), max(one for _, one in dated).toordinal()
        return Bar(lane.title, (), Extent(first, last, last), role="muted", labels=labels, title_role="heading bold", is_span=True)

    def bar(self, position: int) -> Bar:
        """The line of a milestone."""
        table = self._milestones
        id, status, health = table.id(position), str(table.column("status")[position]), str(table.column("health")[position] or "")
        stored, tried = planned(table, position), self._tried.get(id)
        when = self._when(position)
        progress = progress_by_milestone(self._items).get(id, NO_ITEMS)
        is_closed = status in table.kind.closed
        late = days_late(when, status, self._today)
        clash = clash_of(table, position, self._when) if self._tried else clashes(table).get(id)
        whisker = None if is_closed else self._outlook.whisker(id, when)
        alert = (LATE, "error") if late else (EARLY, "warning") if clash is not None else _sign_of(whisker)
        role = health_role(health) if health in HEALTHS and not is_closed else status_role(status)
        is_said = self._has_lanes or when.first is not None or whisker is not None
        labels = [*([self._when_label(when, late, tried is not None)] if is_said else []), *self._path_label(id)]
        if progress.total:
            labels.append((f"{progress.done}/{progress.total}", "muted"))
        if clash is not None:
            labels.append((f"{EARLY} {clash.days} d too early", "warning"))
        labels += self._forecast_label(whisker)
        labels += [(str(word), "faint") for word in (table.column("release")[position],) if word]
        signs = ((f"{status_glyph(status)} ", status_role(status)), self._health(health, is_closed), alert, (" ", "text"))
        before = None if tried is None else extent_of(stored)
        title_role = "faint" if is_closed else "text"
        if self._outlook.path is not None:
            role, title_role = (role, "text bold") if self._holds_up(id) else ("faint", "faint")
        return Bar(self._title(position), signs, extent_of(when), progress.share, role, labels, before, progress.total, title_role,
                   whisker=whisker)

    def _path_label(self, id: str) -> list[tuple[str, str]]:
        """That a milestone is critical, or how much slack it has, where the path is shown."""
        slack = self._outlook.slack(id)
        if slack is None:
            return []
        if self._outlook.is_critical(id):
            return [("critical", "warning bold")]
        return [(f"slack {slack} d", "warning" if self._holds_up(id) else "muted")]

    def _holds_up(self, id: str) -> bool:
        """Whether a milestone is critical, or comes right before one that holds up the end: not a day lies between them."""
        return bool(self.path is not None and id in self._on_path)

    def _forecast_label(self, whisker: Whisker | None) -> list[tuple[str, str]]:
        """By when a milestone is done with 85 %, where that is behind its target, or it has none."""
        if whisker is None or whisker.role == "success":
            return []
        day = period_of(date.fromordinal(whisker.last), "day")
        return [(f"85 % {short_label(day, self._today)}", whisker.role)]

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
            return (f"{begin}no target" if begin else "no date", "muted")
        label = short_label(when.target, self._today)
        if late:
            return (f"{label} {LATE} {how_late(when.target, self._today)}", "error")
        return (label, "accent bold" if is_tried else "text")

    def item(self, position: int) -> Bar:
        """The line of an item: its due date is a mark on the day."""
        table = self._items
        status, due, who = str(table.column("status")[position]), day_of(table.column("due")[position]), table.column("assignee")[position]
        is_closed = status in table.kind.closed
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

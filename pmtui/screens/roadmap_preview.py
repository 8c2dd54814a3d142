"""A move on the timeline that is shown before it is made: further presses adjust it, Enter keeps it, Escape drops it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pmtui.commands.milestone_dates import record_dates, taken_along
from pmtui.domain.critical_path import Path, critical_path
from pmtui.domain.periods import day_of, period_of
from pmtui.domain.planned_dates import Dates, Steps
from pmtui.domain.roadmap import when_of
from pmtui.domain.working_days import calendar_of
from pmtui.widgets.cells import shortened, steady

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.screens.host import Host
    from pmtui.screens.roadmap_outlook import Outlook

ALONG = ("", "needed", "all")
"""What a move takes along, in the order in which a key goes through them."""
_WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TITLE = 32
"""Cells of a title that moves: where it goes must stand beside it."""


class MovePreview:
    """At most one move that is only shown so far.

    Attributes:
        dates: The new dates of all milestones that move, by id; empty while there is no preview.
        steps: How far they move.
        along: What goes with them, one of `ALONG`.
        is_start_alone: Whether earlier and later are meant for the start alone.
    """

    def __init__(self, host: Host) -> None:
        """Nothing moves yet."""
        self._host = host
        self._before: dict[str, Dates] = {}
        self._all_before: dict[str, Dates] = {}
        self._own: dict[str, str] = {}
        self._taken: dict[str, tuple[str, Dates]] = {}
        self.dates: dict[str, Dates] = {}
        self.steps = Steps()
        self.along = ALONG[0]
        self.is_start_alone = False
        self._ahead: tuple[Mapping[str, Dates], Path, Path] | None = None

    @property
    def is_shown(self) -> bool:
        """Whether a move is shown that has not been made."""
        return bool(self.dates)

    @property
    def taken(self) -> int:
        """How many milestones go with those that are moved."""
        return len(self._taken)

    def adjust(self, ids: Sequence[str], steps: Steps) -> str:
        """Move milestones further; another set of them begins a new preview. Gives what stands in the way, or nothing."""
        if set(ids) != set(self._before):
            self.drop()
        if self.is_start_alone:
            steps = Steps(target=steps.target, start=steps.both + steps.start)
        return self._try(ids, self.steps.plus(steps), self.along)

    def take_along(self, along: str) -> str:
        """Take along what waits for the milestones that are moved. Gives what stands in the way or is left out, or nothing."""
        return self._try(list(self._before), self.steps, along)

    def _try(self, ids: Sequence[str], steps: Steps, along: str) -> str:
        snapshot = self._host.snapshot
        records = [record for id in ids if (record := snapshot.record("milestone", id)) is not None]
        before = {record.id: record_dates(record) for record in records}
        moved: dict[str, Dates] = {}
        for record in records:
            try:
                moved[record.id] = before[record.id].moved(steps)
            except ValueError as error:
                if before[record.id].target is not None or len(records) == 1:
                    return f"{record.title[:40]}: {error}"
        try:
            taken, circle = taken_along(snapshot, moved, along)
        except ValueError as error:
            return f"what waits for it: {error}"
        self._own = {record.id: record.title for record in records if record.id in moved}
        self._taken = {one.record.id: (one.record.title, one.dates) for one in taken}
        self._before = before
        self._all_before = {**before, **{one.record.id: record_dates(one.record) for one in taken}}
        self.dates, self.steps, self.along = {**moved, **{one.record.id: one.dates for one in taken}}, steps, along
        return f"these wait for each other, and stay: {', '.join(circle)}" if circle else ""

    def drop(self) -> None:
        """Show the stored dates again."""
        self._before, self.dates, self.steps = {}, {}, Steps()
        self._taken, self.along, self.is_start_alone = {}, ALONG[0], False

    def keep(self) -> None:
        """Make the move, as one change; where a target slips, the reason is asked, and the preview stays until it is given."""
        if self.steps == Steps() or all(self.dates[id] == self._before[id] for id in self._own):
            self.drop()
            return
        targets = tuple(("milestone", id) for id in self._own)
        arguments = {"by": self.steps.both, "target_by": self.steps.target, "start_by": self.steps.start}
        self._host.dispatch(
            "roadmap.move", {"targets": targets, **{name: str(count) for name, count in arguments.items()}, "along": self.along}
        )

    def follow(self, snapshot: Snapshot) -> str:
        """Drop the preview where the dates under it have changed; gives what to say about it, or nothing."""
        if not self._before:
            return ""
        now = self._stored(snapshot, self._all_before)
        if now == self._all_before:
            return ""
        is_mine = all(now.get(id) == dates for id, dates in self.dates.items())
        self.drop()
        return "" if is_mine else "the dates have changed meanwhile: the move is dropped"

    @staticmethod
    def _stored(snapshot: Snapshot, ids: Mapping[str, object]) -> dict[str, Dates]:
        return {id: record_dates(record) for id in ids if (record := snapshot.record("milestone", id)) is not None}

    def outlook(self, known: Outlook) -> Outlook:
        """What is known of the days to come, with the critical path and the slack as they would be with the dates that are tried."""
        if known.path is None or not self.dates:
            return known
        if self._ahead is None or self._ahead[0] is not self.dates or self._ahead[1] is not known.path:
            snapshot = self._host.snapshot
            tried = {id: when_of(*dates) for id, dates in self.dates.items()}
            path = critical_path(snapshot.table("milestone"), calendar_of(snapshot.settings), tried)
            self._ahead = self.dates, known.path, path
        return known._replace(path=self._ahead[2])

    def words(self) -> str:
        """What moves, and from when to when."""
        if self._taken:
            every = {**self._own, **{id: title for id, (title, _) in self._taken.items()}}
            return self._words_along() + " · ".join(f"{_brief(title)} {self._landing(id)}" for id, title in every.items())
        if len(self._own) == 1:
            ((id, title),) = self._own.items()
            text = f"{_brief(title)}: {self._before[id].words_to(self.dates[id]) or 'as before'}"
        else:
            steps = self.steps
            by = f"{steps.both:+d}" if steps.both else "start as before" if not steps.start else ""
            alone = [f"{name} alone {count:+d}" for name, count in (("target", steps.target), ("start", steps.start)) if count]
            text = f"{len(self._own)} milestones: {', '.join([*([by] if by else []), *alone])}, each by its own periods"
        return f"nothing has to go along · {text}" if self.along else text

    def _words_along(self) -> str:
        """How many go along, and how far; first, for the line may be short."""
        count = len(self._taken)
        many = _WORDS[count] if count < len(_WORDS) else str(count)
        return f"{many} go{'es' if count == 1 else ''} along, {'as far as needed' if self.along == 'needed' else 'by as much'} · "

    def _landing(self, id: str) -> str:
        """Where a milestone comes to: its new target, or its new start where the target stays as it is meant."""
        before, after = self._all_before[id], self.dates[id]
        start = day_of(after.start)
        if start is not None and before.target_label == after.target_label:
            return f"from {period_of(start, 'day').label}"
        return f"→ {after.target_label}"


def _brief(title: str) -> str:
    """A title that leaves room for where it goes."""
    return shortened(steady(title), _TITLE)

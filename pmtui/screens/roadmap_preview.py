"""A move on the timeline that is shown before it is made: further presses adjust it, Enter keeps it, Escape drops it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmtui.commands.milestone_dates import record_dates
from pmtui.domain.planned_dates import Dates, Steps

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.screens.host import Host


class MovePreview:
    """At most one move that is only shown so far.

    Attributes:
        dates: The new dates of the milestones that move, by id; empty while there is no preview.
        steps: How far they move.
    """

    def __init__(self, host: Host) -> None:
        """Nothing moves yet."""
        self._host = host
        self._before: dict[str, Dates] = {}
        self._titles: list[str] = []
        self.dates: dict[str, Dates] = {}
        self.steps = Steps()

    @property
    def is_shown(self) -> bool:
        """Whether a move is shown that has not been made."""
        return bool(self.dates)

    def adjust(self, ids: Sequence[str], steps: Steps) -> str:
        """Move milestones further; another set of them begins a new preview. Gives what stands in the way, or nothing."""
        snapshot = self._host.snapshot
        if set(ids) != set(self._before):
            self.drop()
        records = [record for id in ids if (record := snapshot.record("milestone", id)) is not None]
        before = {record.id: record_dates(record) for record in records}
        total = self.steps.plus(steps)
        moved: dict[str, Dates] = {}
        for record in records:
            try:
                moved[record.id] = before[record.id].moved(total)
            except ValueError as error:
                if before[record.id].target is not None or len(records) == 1:
                    return f"{record.title[:40]}: {error}"
        self._before, self._titles = before, [record.title for record in records if record.id in moved]
        self.dates, self.steps = moved, total
        return ""

    def drop(self) -> None:
        """Show the stored dates again."""
        self._before, self.dates, self.steps = {}, {}, Steps()

    def keep(self) -> None:
        """Make the move, as one change; where a target slips, the reason is asked, and the preview stays until it is given."""
        if self.steps == Steps() or all(self.dates[id] == self._before[id] for id in self.dates):
            self.drop()
            return
        targets = tuple(("milestone", id) for id in self.dates)
        self._host.dispatch("roadmap.move", {"targets": targets, "by": str(self.steps.both), "target_by": str(self.steps.target)})

    def follow(self, snapshot: Snapshot) -> str:
        """Drop the preview where the dates under it have changed; gives what to say about it, or nothing."""
        now = {id: record_dates(record) for id in self._before if (record := snapshot.record("milestone", id)) is not None}
        if not self._before or now == self._before:
            return ""
        is_mine = all(now.get(id) == dates for id, dates in self.dates.items())
        self.drop()
        return "" if is_mine else "the dates have changed meanwhile: the move is dropped"

    def words(self) -> str:
        """What moves, and from when to when."""
        if len(self.dates) == 1:
            id, after = next(iter(self.dates.items()))
            return f"{self._titles[0]}: {self._before[id].words_to(after) or 'as before'}"
        by = f"{self.steps.both:+d}" if self.steps.both else "start as before"
        target = f", target alone {self.steps.target:+d}" if self.steps.target else ""
        return f"{len(self.dates)} milestones: {by}{target}, each by its own periods"

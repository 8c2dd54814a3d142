"""What lies ahead of a roadmap: forecasts, the critical path, how much is committed. It is worked out behind the screen, and told here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.capacity_setting import who_words
from pmtui.domain.periods import day_of
from pmtui.domain.roadmap import When
from pmtui.widgets.known import Known
from pmtui.widgets.timeline_band import Band, Load
from pmtui.widgets.timeline_whisker import Whisker, whisker_of

if TYPE_CHECKING:
    from pmtui.domain.capacity import WeekLoad
    from pmtui.domain.critical_path import Path
    from pmtui.domain.forecasting import Forecast


class Outlook(NamedTuple):
    """What is known so far.

    Attributes:
        forecasts: By milestone; None while they are computed, and before.
        path: The critical path of all open milestones; None where it is not shown, or not known yet.
        loads: What is planned for each week; none where no capacity is set.
        unit: In what that is counted: points or items.
        word: What is being computed; empty where nothing is.
    """

    forecasts: Mapping[str, Forecast] | None = None
    path: Path | None = None
    loads: Sequence[WeekLoad] = ()
    unit: str = "points"
    word: str = ""

    def whisker(self, id: str, when: When) -> Whisker | None:
        """The forecast of a milestone, against its target; None where there is none, or nothing is left to do."""
        found = None if self.forecasts is None else self.forecasts.get(id)
        p50, p85 = (None, None) if found is None or not found.remaining else (day_of(found.p50), day_of(found.p85))
        if p50 is None or p85 is None:
            return None
        return whisker_of(p50.toordinal(), p85.toordinal(), when.target.last.toordinal() if when.target is not None else None)

    def slack(self, id: str) -> int | None:
        """The days by which a milestone may be later before the end of all is; None where the path is not shown or does not have it."""
        node = None if self.path is None else self.path.nodes.get(id)
        return None if node is None else node.slack

    def is_critical(self, id: str) -> bool:
        """Whether a milestone holds up the end of all."""
        node = None if self.path is None else self.path.nodes.get(id)
        return node is not None and node.critical

    def known(self, id: str) -> Known:
        """What takes long to find out about a milestone, as far as it is known."""
        path = self.path
        word = self.word if self.forecasts is None else ""
        return Known(
            (self.forecasts or {}).get(id), word, None if path is None else path.nodes.get(id), "days" if path is None else path.unit
        )

    def band(self) -> Band | None:
        """The band of capacity; None where none is set."""
        weeks = [Load(one.monday.toordinal(), one.committed, one.capacity or 0, tuple(map(who_words, one.over))) for one in self.loads]
        return Band(weeks, self.unit) if weeks else None

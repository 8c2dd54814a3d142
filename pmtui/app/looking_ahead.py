"""What the Roadmap shows of the days to come, worked out behind it: critical path, load, forecasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.screens.roadmap_outlook import Outlook

if TYPE_CHECKING:
    from pmtui.app.forecasts import Forecasts
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.change import Snapshot

Told = Callable[[Outlook], None]
FORECASTS = "pmtui.app.forecasts:Forecasts"
"""The room of forecasts."""


class LookingAhead:
    """Knows what lies ahead of the snapshot that was asked about last; of several wishes meanwhile, the last one counts."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._of: tuple[object, ...] = ()
        self._known = Outlook()
        self._weeks = 0
        self._wanted: tuple[Snapshot, str, int, Told] | None = None
        self._is_busy = False

    def do_look_ahead(self, arguments: Mapping[str, Any]) -> None:
        """Call `told` with what is known of the snapshot shown: at once where that is all, else when more is.

        The load is looked at up to the day `until`, or for as many weeks as usual.
        """
        if self.app.awaited and not self.app.link.is_loaded:
            return  # it is asked again once the files have been read
        from pmtui.domain.capacity import WEEKS, weeks_until

        snapshot, today, told = self.app.snapshot, self.app.shown_today, arguments["told"]
        weeks = weeks_until(today, arguments["until"]) if arguments.get("until") is not None else WEEKS
        if self._is_known(snapshot, today, weeks):
            told(self._with_forecasts(snapshot, self._known))
        else:
            self._wanted = snapshot, today, weeks, told
            self._begin()

    def _is_known(self, snapshot: Snapshot, today: str, weeks: int) -> bool:
        if weeks > self._weeks:
            return False
        of = _facts_of(snapshot, today)
        return len(of) == len(self._of) and all(one is other or one == other for one, other in zip(of, self._of, strict=True))

    def _begin(self) -> None:
        if self._wanted is not None and not self._is_busy:
            (snapshot, today, weeks, told), self._wanted, self._is_busy = self._wanted, None, True
            in_thread(self.app, "look-ahead", self._look, snapshot, today, weeks, told)

    def _look(self, snapshot: Snapshot, today: str, weeks: int, told: Told) -> None:
        from pmtui.domain.capacity import load_of
        from pmtui.domain.critical_path import critical_path
        from pmtui.domain.working_days import calendar_of

        path = critical_path(snapshot.table("milestone"), calendar_of(snapshot.settings))
        load_of(snapshot, today)  # list and detail ask for these on the event loop
        load = load_of(snapshot, today, weeks)
        on_loop(self.app, self._looked, Outlook(None, path, load.weeks, load.unit), snapshot, today, weeks, told)

    def _looked(self, outlook: Outlook, snapshot: Snapshot, today: str, weeks: int, told: Told) -> None:
        self._is_busy = False
        self._known, self._of, self._weeks = outlook, _facts_of(snapshot, today), weeks
        if self._wanted is None and snapshot is self.app.snapshot:
            told(self._with_forecasts(snapshot, outlook))
        self._begin()

    def _with_forecasts(self, snapshot: Snapshot, outlook: Outlook) -> Outlook:
        """The outlook with forecasts where they are known; else they are begun, and the screen is told of them (`forecasts_known`)."""
        room: Forecasts = self.app.effects.room(FORECASTS)
        known = room.forecasts_of(snapshot)
        return outlook._replace(forecasts=known, word=room.word if known is None else "")


def _facts_of(snapshot: Snapshot, today: str) -> tuple[object, ...]:
    """All that the outlook depends on; a table is another object after each change of its records."""
    return (*(snapshot.table(kind) for kind in ("milestone", "item", "person")), snapshot.settings, today)

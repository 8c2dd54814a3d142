"""Forecasts behind the screens: made in a thread once for records and a day, told when they are known; and the dialog that shows one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.domain.forecasting import Fit, Forecast, fits_by, forecasts, inputs_of, keep, known_forecasts

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.change import Snapshot

FORECASTS = "pmtui.app.forecasts:Forecasts"
"""The room."""
COMPUTING = "forecast: computing…"
"""What is said meanwhile."""
_REST = 0.0001
"""Seconds that a forecast rests every few milliseconds, so that a key finds the event loop free."""
_AGAIN = 0.1
"""Seconds after which a dialog asks again that was opened before the files had been read."""


def unhurried(is_over: Callable[[], bool]) -> Callable[[], bool]:
    """A `stop` for forecasts in a thread, which lets the event loop go first each time it is asked."""

    def stop() -> bool:
        time.sleep(_REST)
        return is_over()

    return stop


def forecasts_behind(snapshot: Snapshot, today: date, is_over: Callable[[], bool]) -> Mapping[str, Forecast]:
    """The forecasts of a snapshot, for a thread: great ones in a process of their own, so that keys need not wait for them.

    Raises:
        InterruptedError: They are not needed any more.
    """
    from pmtui.store.simulating import finishing_weeks_apart

    return forecasts(snapshot, today, stop=unhurried(is_over), simulate=finishing_weeks_apart)


class Forecasts:
    """Knows the forecasts of what the screens show; of several snapshots meanwhile, the last one counts."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._running: tuple[object, object, date] | None = None
        self._over = threading.Event()
        self._told: list[Callable[[], None]] = []
        self._last: tuple[tuple[object, ...], Mapping[str, Forecast] | None] = ((), None)

    @property
    def word(self) -> str:
        """What to say while a forecast is being computed; empty where none is."""
        return COMPUTING if self._running is not None else ""

    def forecasts_of(self, snapshot: Snapshot, told: Callable[[], None] | None = None) -> Mapping[str, Forecast] | None:
        """The forecasts of a snapshot by milestone, at once where they are known; else None, and they are begun.

        Args:
            snapshot: What the screens show, or a scenario of it.
            told: Called once they are known, on the event loop; in any case the shown screen's `forecasts_known()` is, if it has one.
        """
        if self.app.awaited and not self.app.link.is_loaded:
            return None  # it is asked again once the files have been read
        today = date.fromisoformat(self.app.shown_today)
        found = known_forecasts(snapshot, today)
        if found is not None:
            return found
        if told is not None:
            self._told.append(told)
        wanted = (snapshot.table("milestone"), snapshot.table("item"), today)
        running = self._running
        if running is None or any(one is not other for one, other in zip(wanted[:2], running[:2], strict=True)) or running[2] != today:
            self._over.set()
            self._over, self._running = threading.Event(), wanted
            in_thread(self.app, "forecast", self._work, snapshot, today, self._over)
        return None

    def _work(self, snapshot: Snapshot, today: date, over: threading.Event) -> None:
        """Forecast, unless nothing has changed that forecasts depend on."""
        inputs = inputs_of(snapshot, today)
        before, found = self._last
        if inputs == before and found is not None:
            keep(snapshot, today, found)
        else:
            try:
                found = forecasts_behind(snapshot, today, over.is_set)
            except InterruptedError:
                return
        on_loop(self.app, self._known, over, inputs, found)

    def _known(self, over: threading.Event, inputs: tuple[object, ...], found: Mapping[str, Forecast]) -> None:
        self._last = inputs, found
        if over is not self._over:
            return
        self._running = None
        told, self._told = self._told, []
        for one in told:
            one()
        known = getattr(self.app.records_screen, "forecasts_known", None)
        if known is not None:
            known()

    def do_forecast(self, arguments: Mapping[str, Any]) -> None:
        """Show the forecast of a milestone."""
        from pmtui.screens.dialogs.forecast import ForecastDialog

        record = self.app.snapshot.record("milestone", str(arguments["id"]))
        if record is None:
            return
        today = self.app.shown_today

        def fits(day: date, answer: Callable[[Fit], None], over: threading.Event) -> None:
            in_thread(self.app, "fits", self._fit, self.app.snapshot, date.fromisoformat(today), day, answer, over)

        dialog = ForecastDialog(record, today, fits)

        def ask() -> None:
            if dialog.is_answered:
                return
            found = self.forecasts_of(self.app.snapshot, ask)
            if found is not None:
                dialog.show(found.get(record.id))
            elif self._running is None:  # the files are still being read
                self.app.set_timer(_AGAIN, ask)

        ask()
        self.app.push_screen(dialog)

    def _fit(self, snapshot: Snapshot, today: date, day: date, answer: Callable[[Fit], None], over: threading.Event) -> None:
        try:
            found = fits_by(snapshot, today, day, stop=unhurried(over.is_set))
        except InterruptedError:
            return
        on_loop(self.app, answer, found)

    def close(self) -> None:
        """The program ends: no forecast is needed any more."""
        self._over.set()

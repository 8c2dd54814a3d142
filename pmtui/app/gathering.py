"""Columns for which many records must be decoded: made in a thread before a screen filters or sorts by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.domain.slow_columns import gather

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class Gathering:
    """Makes columns."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._wanted: Mapping[str, Any] | None = None
        self._is_busy = False

    def do_gather(self, arguments: Mapping[str, Any]) -> None:
        """Make the columns `names` of a `table` in an `environment`, then call `told`; of several such wishes the last counts."""
        self._wanted = arguments
        self._begin()

    def _begin(self) -> None:
        if self._wanted is not None and not self._is_busy:
            wanted, self._wanted, self._is_busy = self._wanted, None, True
            in_thread(self.app, "columns", self._gather, wanted)

    def _gather(self, wanted: Mapping[str, Any]) -> None:
        gather(wanted["names"], wanted["table"], wanted["environment"])
        on_loop(self.app, self._gathered, wanted["told"])

    def _gathered(self, told: Callable[[], None]) -> None:
        self._is_busy = False
        if self._wanted is None:
            told()
        self._begin()

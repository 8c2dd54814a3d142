"""Reading the history behind the screens: page by page, with progress, and given up where nobody waits for it any more."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.commands.core import Effect
from pmtui.commands.history import HISTORY
from pmtui.domain.history import Revision
from pmtui.domain.history_query import searchable

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.history import HistoryScreen
    from pmtui.store.record_log import RecordLog

_TELL = 0.15
"""Seconds between two words of progress."""
_PAUSE, _EVERY = 0.002, 40
"""So long the reading rests after so many revisions, for the keys."""


class ReadingHistory:
    """Reads the history for the History screen, on a thread of its own for each page."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app; nothing is read yet."""
        self.app = app
        self._log: RecordLog | None = None
        self._revisions: Iterator[Revision] = iter(())
        self._is_reading = False

    def do_read_history(self, arguments: Mapping[str, Any]) -> None:
        """Begin anew with the newest change: `kind` and `id` ask for a part of the history, `count` says how much of it."""
        from pmtui.store.record_log import Asked, RecordLog

        self.do_stop_history({})
        workspace = self.app.workspace
        asked = Asked(str(arguments.get("kind") or ""), str(arguments.get("id") or ""))
        self._log = RecordLog(workspace.root, workspace.local, asked, self.app.author)
        self._revisions = self._log.revisions()
        self._start(int(arguments["count"]))

    def do_more_history(self, arguments: Mapping[str, Any]) -> None:
        """Read on, `count` revisions further."""
        if self._log is not None and not self._is_reading:
            self._start(int(arguments["count"]))

    def do_stop_history(self, arguments: Mapping[str, Any]) -> None:
        """Give up reading; what has come stays."""
        if self._log is not None:
            self._log.end()
        self._log, self._is_reading = None, False

    def do_history_of(self, arguments: Mapping[str, Any]) -> None:
        """Show the history of one record."""
        self.app.effects.carry_out(Effect("screen", {"name": HISTORY}))
        screen = self.screen()
        if screen is not None:
            screen.show_record(str(arguments["kind"]), str(arguments["id"]))

    def close(self) -> None:
        """The program ends."""
        self.do_stop_history({})

    def screen(self) -> HistoryScreen | None:
        """The History screen, where it is the one that is shown."""
        from pmtui.screens.history import HistoryScreen

        found = self.app.records_screen
        if isinstance(found, HistoryScreen):
            return found
        made = self.app.get_screen(HISTORY)  # a switch takes effect a moment later
        return made if isinstance(made, HistoryScreen) else None

    def _start(self, count: int) -> None:
        log = self._log
        assert log is not None
        self._is_reading = True
        in_thread(self.app, "history", self._read, log, self._revisions, count)

    def _read(self, log: RecordLog, revisions: Iterator[Revision], count: int) -> None:
        from pmtui.store.errors import StoreError

        page: list[Revision] = []
        fault = ""
        told = time.monotonic()
        try:
            for one in islice(revisions, count):
                page.append(one._replace(words=searchable(one)))
                if len(page) % _EVERY == 0:
                    time.sleep(_PAUSE)
                if time.monotonic() - told > _TELL:
                    told = time.monotonic()
                    on_loop(self.app, self._told, log, log.commits)
        except StoreError as error:
            if error.code == "cancelled":
                return
            fault = str(error).replace(self.app.workspace.root, "this workspace")
        on_loop(self.app, self._came, log, page, len(page) < count, fault)

    def _told(self, log: RecordLog, commits: int) -> None:
        screen = self._asking(log)
        if screen is not None:
            screen.reading.told(commits)

    def _came(self, log: RecordLog, page: list[Revision], is_all: bool, fault: str) -> None:
        screen = self._asking(log)
        if screen is not None:
            self._is_reading = False
            screen.reading.came(page, log.commits, is_all=is_all, note=log.note, fault=fault)

    def _asking(self, log: RecordLog) -> HistoryScreen | None:
        """The screen that waits for what this log gives; None where it asked for another one meanwhile."""
        return self.screen() if log is self._log else None

"""Knowing what is stale: when records were last committed is read behind the screens, and again when other commits come."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.domain.query_fields import STALE_KINDS

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.change import Change
    from pmtui.store.last_commits import LastCommits

FRESHNESS = "pmtui.app.freshness:Freshness"
_NAMES = ("stale", "untouched")


class Freshness:
    """Reads for the app when its records were last committed."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app; nothing is read yet."""
        self.app = app
        self._head: str | None = None
        self._cancel = threading.Event()
        self._turn = threading.Lock()

    def heed(self, head: str) -> None:
        """Read, where the commit that is checked out is another than at the last time; empty where there is none, or no repository."""
        if head != self._head and not self._cancel.is_set():
            self._head = head
            in_thread(self.app, "freshness", self._read)

    def close(self) -> None:
        """The program ends."""
        self._cancel.set()

    def _read(self) -> None:
        from pmtui.domain.stale import untouched_days
        from pmtui.store.errors import StoreError
        from pmtui.store.git import GitError
        from pmtui.store.last_commits import last_commits

        app = self.app
        try:
            with self._turn:  # one after the other: both would keep what they find in the same file
                found = last_commits(app.workspace.root, app.workspace.local, self._cancel)
            found = found.with_changes(_changed(app.ledger.undos.copy()))
            environment = app.environment()._replace(last_changes=found)
            for kind in STALE_KINDS:  # here rather than on the event loop
                untouched_days(app.present.table(kind), environment)
        except (GitError, StoreError):  # nothing is known then, and nothing stale
            return
        if not self._cancel.is_set():
            on_loop(app, self._came, found)

    def _came(self, found: LastCommits) -> None:
        app = self.app
        app.known_changes = found
        screen = app.records_screen
        words = " ".join((screen.filter_text, screen.sort, screen.group, *screen.chosen_columns))
        if screen.is_filled and (screen.name == "today" or any(name in words for name in _NAMES)):
            screen.show_snapshot()


def _changed(changes: Iterable[Change]) -> dict[tuple[str, str], str]:
    """When records were changed last by these changes, which are looked at one by one: as lines of the journal they are small."""
    found: dict[tuple[str, str], str] = {}
    for change in changes:
        for edit in change.edits:
            found[edit.kind, edit.id] = max(change.at, found.get((edit.kind, edit.id), ""))
    return found

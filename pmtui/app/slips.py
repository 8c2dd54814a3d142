"""What git knows of a milestone that somebody looks at: how its target moved, and when items joined it and left it. Read in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.domain.burn_up import Span
    from pmtui.domain.records import Record
    from pmtui.domain.slip import Slip
    from pmtui.store.history_reader import HistoryReader

Told = Callable[["Record", "Sequence[Slip]", "Sequence[Span] | None"], None]
_PATIENCE = 0.4
"""Seconds that somebody must stay on a milestone before git is asked who belonged to it: that looks at the history of all items."""


class Slips:
    """Reads for one milestone at a time; of several that are looked at meanwhile, the last one counts."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app; nothing is read yet."""
        self.app = app
        self._looked_at: Record | None = None
        self._left = threading.Event()
        self._reading: HistoryReader | None = None
        self._members: dict[tuple[str, str], Sequence[Span]] = {}

    def do_look_at_milestone(self, arguments: Mapping[str, Any]) -> None:
        """Read about a `record`, and call `told` with it, the moves of its target, and the spans of its items once these are known."""
        record: Record = arguments["record"]
        told: Told = arguments["told"]
        if self.app.as_it_was or self.app.awaited or (self._looked_at is not None and _is_same(self._looked_at, record)):
            return
        self.close()
        self._looked_at, self._left = record, threading.Event()
        in_thread(self.app, "slips", self._read, record, told, self._left)

    def close(self) -> None:
        """Give up reading: the cursor is elsewhere, or the program ends."""
        self._left.set()
        if self._reading is not None:
            self._reading.end()
        self._looked_at = None

    def _read(self, record: Record, told: Told, left: threading.Event) -> None:
        from pmtui.domain.slip_history import moves_of
        from pmtui.store.errors import StoreError
        from pmtui.store.milestone_members import MilestoneMembers
        from pmtui.store.record_log import Asked, RecordLog

        workspace = self.app.workspace
        log = RecordLog(workspace.root, workspace.local, Asked("milestone", record.id), self.app.author)
        try:
            self._begun(log, left)
            slips = moves_of(record, log.revisions())
            key = record.id, log.head
            spans = self._members.get(key)
            on_loop(self.app, self._tell, told, record, slips, spans, left)
            if spans is None and not left.wait(_PATIENCE):
                members = MilestoneMembers(workspace.root, record.id)
                self._begun(members, left)
                spans = self._members[key] = members.spans()
                on_loop(self.app, self._tell, told, record, slips, spans, left)
        except StoreError:  # no repository, no git, given up: what the records themselves tell is shown
            return

    def _begun(self, reading: HistoryReader, left: threading.Event) -> None:
        """Remember what is to be ended when somebody goes on; ended at once where they have."""
        self._reading = reading
        if left.is_set():
            reading.end()

    def _tell(self, told: Told, record: Record, slips: Sequence[Slip], spans: Sequence[Span] | None, left: threading.Event) -> None:
        if not left.is_set():
            told(record, slips, spans)


def _is_same(one: Record, other: Record) -> bool:
    """Whether a record still says the same of its dates."""
    return one.id == other.id and all(one.data.get(name) == other.data.get(name) for name in ("target", "resolution", "reasons"))

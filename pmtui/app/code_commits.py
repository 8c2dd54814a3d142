"""Knowing which commits of the code name a record: read behind the screens, and again when other commits come."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.domain.named_records import NamedRecords, NamingCommit

if TYPE_CHECKING:
    from textual.app import App

    from pmtui.app.sessions import Sessions
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record
    from pmtui.store.workspace import Workspace

    _Base = App[Any]
else:
    _Base = object


class CodeCommits(_Base):
    """The part of an app that knows the commits of the code."""

    workspace: Workspace
    sessions: Sessions
    _named: NamedRecords | None = None
    _code_head = _code_wanted = ""
    _code_reader: threading.Thread | None = None

    if TYPE_CHECKING:

        @property
        def snapshot(self) -> Snapshot:
            """What the screens show."""

    def commits_of(self, record: Record) -> Sequence[NamingCommit]:
        """The commits whose message names a record, the newest first, as far as they are known."""
        if self._named is None:
            return ()
        return self._named.naming(record.schema.letter, record.id, self.snapshot.prefix_length)

    def heed_commits(self, head: str) -> None:
        """Read, where the commit that is checked out is another than at the last time; empty where there is no repository."""
        self._code_wanted = head
        if head and head != self._code_head and (self._code_reader is None or not self._code_reader.is_alive()):
            self._code_head = head
            self._code_reader = in_thread(self, "commits", self._read_commits)

    def _read_commits(self) -> None:
        from pmtui.store.code_repository import code_repository
        from pmtui.store.record_commits import all_naming

        code = code_repository(self.workspace.root, self.workspace.settings)
        named = NamedRecords(all_naming(code) if code is not None else ())
        on_loop(self, self._take_commits, named)

    def _take_commits(self, named: NamedRecords) -> None:
        self._named, self._code_reader = named, None
        self.heed_commits(self._code_wanted)  # others may have come while it was read
        for screen in self.sessions.screens().values():
            screen.detail.renew()

"""The records as the start-up cache has them: what the first paint shows."""

from __future__ import annotations

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows, Rows
from pmtui.store.cached_rows import CachedRows
from pmtui.store.reading import first_rows
from pmtui.store.workspace import Workspace


class Unchecked:
    """A source that takes the start-up cache as it is; what has changed on disk arrives a moment later.

    Attributes:
        known: The rows read so far, by kind; the reading thread brings them up to date.
        awaited: The kinds that are shown empty until the reading thread has read them.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Read from this workspace."""
        self._workspace = workspace
        self.known: dict[str, CachedRows] = {}
        self.awaited: set[str] = set()

    def rows(self, kind: str) -> Rows:
        """All records of a kind, as the cache has them; none yet where reading the files takes long."""
        found = self.known.get(kind)
        if found is None:
            read = first_rows(self._workspace.root, self._workspace.local, SCHEMA[kind])
            if read is None:
                self.awaited.add(kind)
                return MemoryRows(kind, {})
            found = self.known.setdefault(kind, read)
        return found

    def record(self, kind: str, id: str) -> Record | None:
        """One record: from its table, so that nothing is read from the disk on the event loop twice."""
        rows = self.rows(kind)
        position = rows.position(id)
        return None if position is None else Record(kind, id, rows.document(position))

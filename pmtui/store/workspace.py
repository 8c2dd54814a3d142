"""The workspace: TinyDB for scripts, snapshots and saves for everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pmtui.domain.change import Change, Snapshot
from pmtui.domain.records import Record
from pmtui.domain.table import Rows
from pmtui.store.errors import StoreError
from pmtui.store.files import RecordStore
from pmtui.store.journal import DO, REDO, UNDO, History
from pmtui.store.layout import StorePath
from pmtui.store.record_files import RecordDatabase
from pmtui.store.saving import Documents, Saved
from pmtui.store.unmerged import save

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Saved", "StoreError", "Workspace"]


class Workspace(RecordDatabase):
    """The folder that holds `pmtui.json` and the records.

    It is a TinyDB: `Workspace("product").table("backlog").search(...)`. It is also the source of snapshots, and the
    place where changes are saved.

    Attributes:
        root: The folder, absolute.
        local: Its `.local` folder: journal, cache, rescued records, this person's own state; never committed.
    """

    def __init__(self, path: StorePath, **options: Any) -> None:
        """Open a workspace.

        Args:
            path: The folder that holds `pmtui.json`.
            options: `timeout`, the seconds to wait for another writer; `may_fork`, whether large collections may be
                read by several processes (only in a program without threads); `steps`, see `pmtui.store.writing.Steps`.

        Raises:
            StoreError: It is not a workspace, or its `pmtui.json` cannot be read.
        """
        super().__init__(path, **options)
        self.records: RecordStore = self._storage.records
        self.root = self.records.root
        self.local = self.records.local

    @property
    def path(self) -> Path:
        """The folder as a path object."""
        from pathlib import Path

        return Path(self.root)

    @property
    def name(self) -> str:
        """What people call the product."""
        return self.records.layout.name

    @property
    def settings(self) -> Mapping[str, Any]:
        """The team's settings."""
        return self.records.layout.settings

    @property
    def is_read_only(self) -> bool:
        """Whether a newer version of the program wrote it, so that this one may only read it."""
        return self.records.is_read_only

    def snapshot(self) -> Snapshot:
        """All records at this moment; a kind is read when it is first asked for."""
        return Snapshot(self, settings=self.settings, name=self.name)

    def rows(self, kind: str, validated: bool = True) -> Rows:
        """All records of a kind.

        Args:
            kind: The kind's name.
            validated: Whether the cache is compared with the files first; without it, what is shown may be old.
        """
        return self.records.rows(kind, validated)

    def record(self, kind: str, id: str) -> Record | None:
        """One record, with one file read; None where there is no file or it cannot be read."""
        return self.records.record(kind, id)

    def required(self, kind: str, id: str) -> Record:
        """One record.

        Raises:
            StoreError: There is none, or its file cannot be read; the message says where and why.
        """
        return self.records.required(kind, id)

    def resolve(self, text: str, kinds: Iterable[str] = ()) -> list[tuple[str, str]]:
        """The records, as kind and id, that a person may mean; see `pmtui.store.resolving`."""
        from pmtui.store.resolving import resolved

        return resolved(self.records, text, kinds)

    def save(self, change: Change, mark: str = DO, documents: Documents | None = None) -> Saved:
        """Write a change: all of it or, unless the disk fails in the middle, nothing.

        A record whose touched fields are on the disk as the change expects them is edited; one that has changed there
        is merged. Untouched files keep every byte.

        Args:
            change: What to write.
            mark: `do`, or `undo` or `redo` where the change came from `undoable` or `redoable`.
            documents: Where to get the whole record, should its file have vanished: absence never means deletion.

        Raises:
            StoreError: It could not be saved; what is not on the disk lies where `rescue` says.
        """
        return save(self.records, change, mark, documents)

    def undoable(self) -> Change | None:
        """The change that an undo would make, or None."""
        undo = self.history().undo
        return undo[0] if undo else None

    def redoable(self) -> Change | None:
        """The change that a redo would make, or None."""
        redo = self.history().redo
        return redo[0] if redo else None

    def settle(self) -> bool:
        """Bring to its end what a program had begun when it died: see `pmtui.store.half_written`. Whether there was anything."""
        if not self.records.journal.has_begun or self.is_read_only:
            return False
        with suppress(StoreError), self.records.lock:  # of a writer at work nothing is left once it lets us in
            self.records.settle()
        return bool(self.records.news)

    def take_news(self) -> list[str]:
        """What was brought to its end for programs that died, in a sentence each, once."""
        found, self.records.news = self.records.news, []
        return found

    def history(self, limit: int | None = None) -> History:
        """The changes that undo and redo would make, the next one first; at most `limit` of each."""
        self.settle()
        found = self.records.journal.history()
        return found if limit is None else History(found.undo[:limit], found.redo[:limit])

    def undo(self, now: str) -> Saved:
        """Take back the last change.

        Args:
            now: The instant that a record gets as `deleted_at` whose creation is undone.

        Raises:
            StoreError: There is nothing to undo, or a field has changed since; it is never forced.
        """
        from pmtui.store.reverting import reverted

        return reverted(self.records, UNDO, now)

    def redo(self, now: str) -> Saved:
        """Do again what was last undone.

        Raises:
            StoreError: There is nothing to redo, or a field has changed since.
        """
        from pmtui.store.reverting import reverted

        return reverted(self.records, REDO, now)

    def purge(self, before: str | None = None, *, is_dry_run: bool = False) -> tuple[Record, ...]:
        """Remove the files of deleted records for good.

        Args:
            before: Only of those deleted before this instant; None for all deleted ones.
            is_dry_run: Only say which they would be.

        Returns:
            The records whose files are gone.

        Raises:
            StoreError: A file could not be removed; the message says how many were.
        """
        from pmtui.store.purging import purged

        return purged(self.records, before, is_dry_run=is_dry_run)

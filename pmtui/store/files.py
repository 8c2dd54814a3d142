"""The record files of one workspace: reading them, and saving changes to them under the lock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import FORMAT
from pmtui.domain.team_settings import WORKSPACE
from pmtui.domain.validation import is_id
from pmtui.store.errors import NOT_FOUND, StoreError, refusal
from pmtui.store.journal import DO, Journal
from pmtui.store.layout import LOCAL, SETTINGS, Layout, StorePath, newer_format, read_layout, record_path
from pmtui.store.lock import TIMEOUT, Lock
from pmtui.store.reading import all_rows, read_stored
from pmtui.store.saving import STALE, Documents, Prepared, Saved, prepared, refuse_stale
from pmtui.store.writing import Files, Interrupted, Output, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmtui.store.cached_rows import CachedRows


class RecordStore:
    """One canonical JSON file for each record.

    Attributes:
        root: The workspace's folder.
        local: Its `.local` folder, which may not exist yet.
        layout: What `pmtui.json` says.
        lock: The lock of all writers.
        journal: What undo and redo live on; written under the lock.
        news: What was brought to its end for a program that died, a sentence each, until somebody is told.
    """

    def __init__(self, root: StorePath, steps: Steps | None = None, timeout: float = TIMEOUT, may_fork: bool = False) -> None:
        """Open a workspace.

        Args:
            root: The folder that holds `pmtui.json`.
            steps: The calls to the operating system of which a save consists.
            timeout: Seconds to wait for another writer.
            may_fork: Whether large collections may be read by several processes: only in a program without threads.

        Raises:
            StoreError: It is not a workspace, or its `pmtui.json` cannot be read.
        """
        self.root = os.path.abspath(os.fspath(root))
        self.local = os.path.join(self.root, LOCAL)
        self._known: dict[str, CachedRows] = {}
        self.layout: Layout = read_layout(self.root)
        self._put_in_force()
        self._signature = self._settings_signature()
        self.lock = Lock(os.path.join(self.local, "lock"), timeout)
        self.journal = Journal(os.path.join(self.local, "journal"))
        self.may_fork = may_fork
        self._files = Files(steps)
        self.news: list[str] = []

    @property
    def is_read_only(self) -> bool:
        """Whether a newer version of the program wrote the workspace, so that this one may only read it."""
        return self.layout.format > FORMAT

    def require_writable(self) -> None:
        """Raise StoreError where the workspace is read-only, or gone, or made newer since it was opened."""
        self.renew_layout()
        if self.is_read_only:
            raise newer_format(self.root, self.layout.format)

    def renew_layout(self) -> bool:
        """Read `pmtui.json` again if it changed since; whether what it says of statuses and fields is another now.

        Raises:
            StoreError: It is gone, or cannot be read.
        """
        signature = self._settings_signature()
        if signature == self._signature:
            return False
        self.layout = read_layout(self.root)
        self._signature = signature
        return self._put_in_force()

    def _put_in_force(self) -> bool:
        """Let the schema be that of this workspace's team."""
        if not self.layout.settings and not SCHEMA.is_extended:
            return False
        from pmtui.domain.team_schema import put_in_force

        is_other = put_in_force(self.layout.settings)
        if is_other:
            self._known = {}
        return is_other

    def rows(self, kind: str, validated: bool = True) -> CachedRows:
        """All records of a kind; see `Workspace.rows`."""
        return all_rows(self.root, self.local, SCHEMA[kind], validated=validated, may_fork=self.may_fork)

    def current_rows(self, kind: str) -> CachedRows:
        """All records of a kind; of what was read the last time only the files that changed are read again."""
        known = self._known.get(kind)
        if known is None:
            found = self.rows(kind)
        else:
            from pmtui.store.cache import refresh

            found = refresh(known, may_fork=self.may_fork)
        self._known[kind] = found
        return found

    def record(self, kind: str, id: str) -> Record | None:
        """One record, with one file read; None where there is no file or it cannot be read."""
        data = read_stored(self.root, SCHEMA[kind], id).data
        return None if data is None else Record(kind, id, data)

    def exists(self, kind: str, id: str) -> bool:
        """Whether there is a file for a record, readable or not."""
        return is_id(id) and os.path.lexists(self._absolute(record_path(SCHEMA[kind], id)))

    def required(self, kind: str, id: str) -> Record:
        """One record.

        Raises:
            StoreError: There is none, or its file cannot be read; the message says where and why.
        """
        declared = SCHEMA[kind]
        stored = read_stored(self.root, declared, id)
        if stored.data is not None:
            return Record(kind, id, stored.data)
        if stored.raw is None:
            raise StoreError(f"there is no {kind} {id!r}", f"pmtui list {kind} lists them", "not_found", NOT_FOUND)
        path = record_path(declared, id)
        raise StoreError(f"cannot read {path}: {stored.reason}", "mend the file by hand or take an older version from git", "unreadable")

    def save(self, change: Change, mark: str = DO, documents: Documents | None = None, *, is_strict: bool = False) -> Saved:
        """Write a change; see `Workspace.save`. A strict save refuses where it would have to merge."""
        if self.is_read_only:
            raise newer_format(self.root, self.layout.format)
        unsaved: list[Edit] = list(change.edits)
        try:
            with self.lock:
                self.require_writable()
                self.settle()
                made = self.prepared(change, mark, documents, is_strict)
                return self._written(change, mark, made, unsaved)
        except StoreError as error:
            if error.code != STALE:
                self.put_aside(change._replace(edits=tuple(unsaved)), error, documents)
            raise
        except Exception as fault:  # also a fault of the program must not cost anybody what they typed
            failure = StoreError(f"cannot save {change.title!r}: {type(fault).__name__}: {fault}", "please report this", "internal")
            self.put_aside(change._replace(edits=tuple(unsaved)), failure, documents)
            raise failure from fault

    def settle(self) -> None:
        """Bring to its end what a program had begun when it died, and remove what it left; under the lock."""
        if self.journal.has_begun:
            from pmtui.store.half_written import settled

            self.news += settled(self)

    def write_prepared(self, made: Sequence[Prepared], placed: Callable[[int], None]) -> None:
        """Write what has been prepared, under the lock; `placed` is told how many files are in place.

        Raises:
            StoreError: The disk refuses.
        """
        try:
            self._write(made, placed)
        except Interrupted as stop:
            raise self._interrupted(stop, stop.done, len(made)) from None

    def _write(self, made: Sequence[Prepared], placed: Callable[[int], None]) -> None:
        self._files.settle()
        if made:
            self._files.write([Output(self._absolute(one.path), one.raw or b"") for one in made], placed)

    def write_file(self, path: str, raw: bytes) -> None:
        """Write one file of the workspace, under the lock, as safely as a record.

        Raises:
            StoreError: It cannot be written; the file is as it was.
        """
        try:
            self._files.write([Output(self._absolute(path), raw)])
        except Interrupted as stop:
            raise self._interrupted(stop, 0, 1) from None

    def remove_files(self, paths: Sequence[str]) -> None:
        """Remove files of the workspace, under the lock.

        Raises:
            StoreError: One could not be removed; the message says how many were.
        """
        try:
            self._files.remove([self._absolute(path) for path in paths])
        except Interrupted as stop:
            error = refusal(stop.error, f"cannot remove {os.path.relpath(stop.path, self.root)}")
            error.message += f"; {stop.done} of {len(paths)} files are removed"
            raise error from None

    def close(self) -> None:
        """Close the lock file."""
        self.lock.close()

    def _written(self, change: Change, mark: str, made: Sequence[Prepared], unsaved: list[Edit]) -> Saved:
        writing = [one for one in made if one.raw is not None]
        performed = change._replace(edits=tuple(one.performed() for one in writing))

        def placed(done: int) -> None:
            self.journal.append(performed._replace(edits=performed.edits[:done]), mark)

        if len(writing) > 1:
            self.journal.begin(performed, mark)
        try:
            self._write(writing, placed)
        except Interrupted as stop:
            if stop.done:
                unsaved[:] = [one.edit for one in writing[stop.done :]]
            raise self._interrupted(stop, len(change.edits) - len(unsaved), len(change.edits)) from None
        finally:
            if len(writing) > 1:
                self.journal.end()
        if any(one.edit.kind == WORKSPACE for one in writing):
            self.renew_layout()
        conflicts = tuple((one.edit.id, name) for one in made for name in one.conflicts)
        return Saved(tuple(one.record for one in made), any(one.is_merged for one in made), conflicts)

    def prepared(self, change: Change, mark: str, documents: Documents | None, is_strict: bool) -> list[Prepared]:
        """What the edits of a change make of the files, under the lock; nothing is written yet. See `save`."""
        made: dict[tuple[str, str], Prepared] = {}
        for edit in change.edits:
            if (edit.kind, edit.id) in made:
                raise StoreError(f"the change edits {edit.kind} {edit.id} twice", "", "bad_value")
            if edit.kind == WORKSPACE:
                from pmtui.store.settings_saving import prepared_settings

                made[edit.kind, edit.id] = prepared_settings(self.root, change, edit, mark, is_strict=is_strict)
                continue
            kind = SCHEMA.kinds.get(edit.kind)
            if kind is None:
                raise StoreError(f"no kind is called {edit.kind!r}", "", "bad_value")
            stored = read_stored(self.root, kind, edit.id)
            if is_strict:
                refuse_stale(change, edit, stored, mark)
            made[edit.kind, edit.id] = prepared(edit, stored, documents, is_checked=mark == DO)
        return list(made.values())

    def _interrupted(self, stop: Interrupted, done: int, total: int) -> StoreError:
        error = refusal(stop.error, f"cannot write {os.path.relpath(stop.path, self.root)}")
        if total > 1:
            error.message += f"; {done} of {total} records are saved" if done else f"; none of the {total} records is saved"
        return error

    def put_aside(self, change: Change, error: StoreError, documents: Documents | None) -> None:
        """Put what could not be saved aside, and let the error say where."""
        if not change.edits:
            return
        from pmtui.store.rescue import rescued

        error.rescue = rescued(self.root, self.local, change, error.message, documents)
        what = "your change" if len(change.edits) == 1 else f"your change of {len(change.edits)} records"
        error.message += f"; {what} is kept in {error.rescue}" if error.rescue else f"; {what} could not be put aside either"

    def _absolute(self, path: str) -> str:
        return f"{self.root}{os.sep}{path.replace('/', os.sep)}"

    def _settings_signature(self) -> tuple[int, ...]:
        try:
            found = os.stat(os.path.join(self.root, SETTINGS))
        except OSError:
            return ()
        return found.st_mtime_ns, found.st_size, found.st_ino

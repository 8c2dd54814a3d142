"""Putting a merge in its place: files, branch and index go from one commit to the next, and a dead sync's move is finished.

What is on its way stands in a file under `.local` before anything is touched. The files come first, the branch after
them: whoever looks in between finds the merge as work not committed yet, never as a change that takes it back.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

from pmtui.domain.canonical import BadJson, encode
from pmtui.store.errors import StoreError, refusal
from pmtui.store.files import RecordStore
from pmtui.store.git import GitError
from pmtui.store.interrupts import unbroken
from pmtui.store.small_files import forget, keep, kept
from pmtui.store.sync_commit import Committed, disk_bytes
from pmtui.store.sync_git import Calls, Said
from pmtui.store.sync_index import UserIndex
from pmtui.store.sync_paths import inside, record_at
from pmtui.store.sync_repository import Repository
from pmtui.store.sync_trees import Changes, Difference, Entry, Trees, update_index
from pmtui.store.writing import Files, Interrupted, Output


class Move(NamedTuple):
    """A branch on its way from one commit to another."""

    ref: str
    old: str
    new: str


class Placing:
    """Moves the branch, the workspace's files and the index of one repository."""

    def __init__(self, store: RecordStore, trees: Trees, repository: Repository, folder: str, said: Said) -> None:
        """Work in a repository; `folder` is where sync keeps what it has to remember."""
        self._store = store
        self._trees = trees
        self._calls: Calls = trees.calls
        self._at = repository
        self._state = os.path.join(folder, "move.json")
        self._said = said
        self._edited: set[str] = set()
        self.index = UserIndex(trees.calls, repository.index_path, store.root)

    def unfinished(self) -> Move | None:
        """The move that an earlier sync began and did not end, if it is still one of this branch."""
        words = kept(self._state)
        if not words:
            return None
        move = Move(*(str(words.get(name, "")) for name in Move._fields))
        if move.ref == self._at.ref and self._at.head in (move.old, move.new):
            return move
        forget(self._state)  # somebody went on without us; the files are as that person has them
        return None

    def place(
        self, move: Move, found: Mapping[str, Difference], committed: Committed | None = None, *, is_resumed: bool = False
    ) -> bool:
        """Bring files, branch and index to the new commit.

        Args:
            move: From where to where.
            found: What differs between the two.
            committed: What was committed just before, of which the index is still to be told.
            is_resumed: Whether some of it may have been done by a sync that died.

        Returns:
            False where a file of the workspace changed since it was committed: nothing was touched.

        Raises:
            StoreError: Unfinished work is in the way, or the disk refuses.
        """
        own = {path: one for path, one in found.items() if inside(self._at.prefix, path)}
        other = {path: one for path, one in found.items() if path not in own}
        self._refuse_held(own, committed.held if committed is not None else ())
        raws = self._trees.contents(entry.blob for one in own.values() for entry in one if entry is not None)
        before = committed.staged if committed is not None else {}
        self._calls.check()  # from here on it is whole or not at all
        with self._store.lock, self.index.locked(), unbroken(), self._calls.firm():
            outputs, gone, is_changed = self._files(own, raws, is_resumed=is_resumed)
            head = self._head()
            if is_changed or (not is_resumed and head != move.old):
                return False
            self._remember(move)
            self._said("place.remembered", "")
            if other:
                self._place_other(move, other, before, is_resumed=is_resumed)
                self._said("place.other", "")
            self._write(outputs, gone)
            self._said("place.written", "")
            self._finish(move, head, own, before)
        return True

    def _refuse_held(self, own: Mapping[str, Difference], held: Collection[str]) -> None:
        for path in held:
            if path in own:
                raise StoreError(
                    f"{path} cannot be read here, and it changed at the remote too; nothing was merged",
                    f"mend the file by hand, or take back the last version with git checkout -- {path}, and sync again", "unreadable",
                )

    def _finish(self, move: Move, head: str, own: Mapping[str, Difference], before: Changes) -> None:
        if head != move.new:
            try:
                self._calls.run("update-ref", "-m", "pmtui sync: merge", move.ref, move.new, move.old)
            except GitError as error:
                forget(self._state)
                raise StoreError(f"the branch {self._at.branch} was moved meanwhile: {error.message}", "sync again", "moved") from None
        self._said("place.branch", "")
        changes = {**before, **{path: one.new for path, one in own.items()}}
        self.index.align(changes, [path for path in changes if path not in self._edited], self._at.top)
        self._said("place.index", "")
        forget(self._state)

    def _head(self) -> str:
        return self._calls.text("rev-parse", "HEAD")

    def _remember(self, move: Move) -> None:
        if not keep(self._state, move._asdict()):
            raise StoreError(f"cannot write {self._state}", "make the workspace folder writable, and free some space")

    def _files(self, own: Mapping[str, Difference], raws: Mapping[str, bytes], *, is_resumed: bool) -> tuple[list[Output], list[str], bool]:
        """The files to write, those to remove, and whether one of them is not as it was committed."""
        outputs: list[Output] = []
        gone: list[str] = []
        for path, one in own.items():
            absolute = os.path.join(self._at.top, path)
            old, new = (None if entry is None else raws[entry.blob] for entry in one)
            disk = disk_bytes(absolute)
            if disk is not None and disk != old and disk.replace(b"\r\n", b"\n") in (old, new):
                disk = old if disk.replace(b"\r\n", b"\n") == old else new
            if disk == new:
                continue
            if disk != old and disk is not None:
                if not is_resumed:
                    return [], [], True
                new = _brought(inside(self._at.prefix, path), old, disk, new)
                self._edited.add(path)
            if new is None:
                gone.append(absolute)
            elif new != disk:
                outputs.append(Output(absolute, new))
        return outputs, gone, False

    def _write(self, outputs: list[Output], gone: list[str]) -> None:
        files = Files()
        try:
            if outputs:
                files.write(outputs)
            if gone:
                files.remove(gone)
        except Interrupted as stop:
            error = refusal(stop.error, f"cannot write {os.path.relpath(stop.path, self._store.root)}")
            error.message += "; the merge is kept, and the next sync writes it"
            raise error from None
        for path in gone:
            with suppress(OSError):
                os.rmdir(os.path.dirname(path))

    def _place_other(self, move: Move, other: Mapping[str, Difference], before: Changes, *, is_resumed: bool) -> None:
        """Let git bring the rest of the repository along, as it does when a branch is checked out."""
        changes: Changes = {path: one.new for path, one in other.items()}
        target = self._trees.tree(move.old, changes)

        def work(index: str) -> None:
            known = {**before, **(self._there_already(changes) if is_resumed else {})}
            if known:
                update_index(self._calls, index, known)
            with suppress(GitError):  # it ends with 1 where a file differs
                self._calls.run("update-index", "-q", "--refresh", index=index, folder=self._at.top)
            self._calls.run("read-tree", "-m", "-u", move.old, target, index=index, folder=self._at.top)

        try:
            self.index.change(work)
        except GitError as error:
            forget(self._state)
            raise StoreError(
                f"unfinished work is in the way of the merge, and was left alone: {_words(error)}",
                "commit it or put it aside with git stash, and sync again", "in_the_way",
            ) from None

    def _there_already(self, changes: Changes) -> dict[str, Entry | None]:
        """Those files that a dead sync brought along before it died."""
        found: dict[str, Entry | None] = {}
        for path, entry in changes.items():
            absolute = os.path.join(self._at.top, path)
            if entry is None:
                if not os.path.lexists(absolute):
                    found[path] = None
            elif os.path.isfile(absolute):
                with suppress(GitError):
                    blob = self._calls.text("hash-object", "--path", path, "--", absolute, folder=self._at.top)
                    if blob == entry.blob:
                        found[path] = entry
        return found


def _brought(own: str, old: bytes | None, disk: bytes, new: bytes | None) -> bytes | None:
    """A file that somebody edited while a dead sync's move stood half done: the edit and the merge together."""
    record = record_at(own)
    if record is None or new is None:
        return disk
    from pmtui.domain.merge import merge  # it seldom comes to this

    try:
        base = record.read(old) if old is not None else {}
        return encode(record.kind, merge(record.kind, base, record.read(disk), record.read(new)))
    except BadJson:
        return disk


def _words(error: GitError) -> str:
    lines = [line.removeprefix("error: ").strip() for line in error.message.splitlines() if line.strip()]
    return "; ".join(lines[:3])

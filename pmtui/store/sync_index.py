"""The user's own index: entries of the workspace are brought in line, everything else in it stays as it is.

We hold git's own lock, `index.lock`, with a line in it that says whose it is, work on a copy, and rename that over the
index. So a dead sync's lock is known for what it is, and the index is the old one or the new one, never half of one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress

from pmtui.store.errors import StoreError
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import Changes, update_index

PATIENCE = 3.0
"""Seconds to wait for another git that is at work."""
_PAUSE = 0.05
TOKEN = "pmtui sync of"
"""How a lock begins that sync has made."""


class UserIndex:
    """The index of the user's working tree."""

    def __init__(self, calls: Calls, path: str, root: str) -> None:
        """The index at a path; `root` is the workspace's folder, whose sync nobody else runs meanwhile."""
        self._calls = calls
        self._path = path
        self._lock = f"{path}.lock"
        self._copy = f"{path}.pmtui"
        self._token = f"{TOKEN} {root}\n".encode()

    @contextmanager
    def locked(self, patience: float | None = None) -> Iterator[None]:
        """Keep every other git from the index; `patience` is how many seconds to wait for one that is at work.

        Raises:
            StoreError: Another git holds it for too long, or died and left its lock.
        """
        end = time.monotonic() + (PATIENCE if patience is None else patience)
        while not self._taken():
            if time.monotonic() > end:
                raise self._foreign()
            self._calls.pause(_PAUSE)
        try:
            yield
        finally:
            for path in (self._copy, f"{self._copy}.lock", self._lock):  # the lock last
                with suppress(OSError):
                    os.remove(path)

    def _taken(self) -> bool:
        self.remove_stale_lock()
        try:
            file = os.open(self._lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return False
        try:
            os.write(file, self._token)
        finally:
            os.close(file)
        return True

    def remove_stale_lock(self) -> bool:
        """Remove the lock that an earlier sync of this workspace left when it died; True where there was one."""
        try:
            with open(self._lock, "rb") as file:
                is_ours = file.read(len(self._token) + 1) == self._token
        except OSError:
            return False
        if is_ours:
            with suppress(FileNotFoundError):
                os.remove(self._lock)
        return is_ours

    def change(self, work: Callable[[str], None]) -> None:
        """Change a copy of the index and put it in its place; only within `locked`.

        Args:
            work: Changes the index file at the path that it is given.
        """
        with suppress(FileNotFoundError):
            os.remove(f"{self._copy}.lock")
        try:
            with open(self._path, "rb") as old, open(self._copy, "wb") as new:
                new.write(old.read())
        except FileNotFoundError:  # nothing was ever added
            with suppress(FileNotFoundError):
                os.remove(self._copy)
        work(self._copy)
        if os.path.exists(self._copy):
            os.replace(self._copy, self._path)

    def align(self, changes: Changes, fresh: Collection[str], top: str) -> None:
        """Set entries; only within `locked`.

        Args:
            changes: By path in the repository what the index shall say.
            fresh: Those of them of which the working tree holds the same: git then keeps the times of the files too, or
                it would have to read them all again whenever somebody asks for the status.
            top: The top folder of the working tree.
        """

        def work(index: str) -> None:
            said = {path: entry for path, entry in changes.items() if path not in fresh}
            if said:
                update_index(self._calls, index, said)
            looked_at = b"".join(os.fsencode(path) + b"\0" for path in changes if path in fresh)
            if looked_at:
                self._calls.run("update-index", "--add", "--remove", "-z", "--stdin", data=looked_at, index=index, folder=top)

        if changes:
            self.change(work)

    def _foreign(self) -> StoreError:
        try:
            age = _spoken(time.time() - os.stat(self._lock).st_mtime)
        except OSError:
            age = "just made"
        return StoreError(
            f"another git is at work in the repository, or died there: {self._lock}, {age}",
            f"wait for it; if no git runs any more, remove that file with rm {self._lock}, and sync again", "index_locked",
        )


def _spoken(seconds: float) -> str:
    """An age in words: `40 seconds old`, `3 hours old`."""
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'' if count == 1 else 's'} old"
    return f"{max(int(seconds), 0)} seconds old"

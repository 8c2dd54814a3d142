"""The user's own index: entries of the workspace are brought in line, everything else in it stays as it is.

We hold git's own lock, `index.lock`, with a line in it that says whose it is, work on a copy, and rename that over the
index. So a dead sync's lock is known for what it is, and the index is the old one or the new one, never half of one.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import Changes, update_index

_PATIENCE = 3.0
"""Seconds to wait for another git that is at work."""
_PAUSE = 0.05
_MANY = 100
"""From so many entries on, it pays to let git look at the files once for all."""
_TOKEN = "pmtui sync of"


class UserIndex:
    """The index of the user's working tree."""

    def __init__(self, calls: Calls, path: str, root: str) -> None:
        """The index at a path; `root` is the workspace's folder, whose sync nobody else runs meanwhile."""
        self._calls = calls
        self._path = path
        self._lock = f"{path}.lock"
        self._copy = f"{path}.pmtui"
        self._token = f"{_TOKEN} {root}\n".encode()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other git from the index.

        Raises:
            StoreError: Another git holds it for too long, or died and left its lock.
        """
        end = time.monotonic() + _PATIENCE
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
            shutil.copyfile(self._path, self._copy)
        except FileNotFoundError:  # nothing was ever added
            with suppress(FileNotFoundError):
                os.remove(self._copy)
        work(self._copy)
        if os.path.exists(self._copy):
            os.replace(self._copy, self._path)

    def align(self, changes: Changes) -> None:
        """Set entries; only within `locked`."""

        def work(index: str) -> None:
            update_index(self._calls, index, changes)
            if len(changes) > _MANY:
                with suppress(GitError):
                    self._calls.run("update-index", "-q", "--refresh", index=index)

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

"""Notices that files of one sort in a few small folders were saved, added or removed: theme files above all.

It looks at the files' times now and then. A look at a dozen files takes 0.1 ms, sees what is on any file system and in folders
that are made later; waiting for the system's notices wakes the program ten times a second.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable

POLL = 1.0
"""Seconds between two looks."""


def files_of(folders: Iterable[str], suffix: str) -> list[str]:
    """The paths of the files with a suffix, folder by folder, each folder's by name; hidden ones do not count."""
    found: list[str] = []
    for folder in folders:
        try:
            found += sorted(os.path.join(folder, one) for one in os.listdir(folder) if one.endswith(suffix) and one[0] != ".")
        except OSError:
            continue
    return found


def mark_of(path: str) -> tuple[int, ...]:
    """Times, size and identity of a file: another mark means that it was saved; empty where there is none."""
    try:
        at = os.stat(path)
    except OSError:
        return ()
    return at.st_mtime_ns, at.st_ctime_ns, at.st_size, at.st_ino


class FolderWatch:
    """Watches from `start` to `close`; the callback runs on the watch's thread."""

    def __init__(self, folders: Iterable[str], suffix: str, changed: Callable[[], None], poll: float = POLL) -> None:
        """Prepare to watch; nothing is started yet.

        Args:
            folders: The folders; they need not exist. What lies within their folders does not count.
            suffix: How the names of the files end.
            changed: Told that something changed, at the next look.
            poll: Seconds between two looks.
        """
        self._folders = tuple(folders)
        self._suffix = suffix
        self._changed = changed
        self._poll = poll
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pmtui-folders", daemon=True)

    def start(self) -> None:
        """Begin to watch: what changes from now on is told."""
        self._known = self._marks()
        self._thread.start()

    def close(self) -> None:
        """Stop watching, at once."""
        self._stop.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(0.2)

    def _run(self) -> None:
        while not self._stop.wait(self._poll):
            now = self._marks()
            if now != self._known:
                self._known = now
                self._changed()

    def _marks(self) -> dict[str, tuple[int, ...]]:
        return {path: mark_of(path) for path in files_of(self._folders, self._suffix)}

"""Notices that files of a workspace changed: by git, by an editor, by another pmtui.

A thread waits for the system to tell. It reports paths, not contents, and reports the program's own writes too: whoever
listens looks again with `cache.refresh`, which is cheap and says what really differs. Where the system cannot tell
(too many folders are watched, a file system without notices), the times of the folders are compared instead.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

STEP = 0.1
"""Seconds without a further change after which changes are reported together."""
LONGEST = 0.5
"""Seconds after which they are reported though more keep coming."""
POLL = 2.0
"""Seconds between two looks at the workspace's folder, and at all folders where the system does not tell."""
_WHOLE_LOOK = 15
"""Every so many looks at the folders, all files are reported: an edit in place does not move a folder's time."""


class Watcher:
    """Watches a workspace from `start` to `close`. Both callbacks run on the watcher's thread."""

    def __init__(
        self, root: Path, changed: Callable[[set[Path]], None], lost: Callable[[str], None] | None = None, poll: float = POLL,
    ) -> None:
        """Prepare to watch; nothing is imported or started yet.

        Args:
            root: The workspace's folder.
            changed: Told which files or folders changed. The root alone means that anything may have: so it is told once
                at the beginning, for what changed before the watching began, and whenever the folder comes back.
            lost: Told, in a sentence, why changes are no longer noticed at once: the folder is gone, or the system
                cannot watch it. The watcher goes on trying.
            poll: Seconds between two looks at the workspace's folder.
        """
        self.root = Path(os.path.abspath(root))
        self._changed = changed
        self._lost = lost or (lambda reason: None)
        self._poll = poll
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pmtui-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching; returns within a fifth of a second."""
        self._stop.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(2 * STEP)

    def _run(self) -> None:
        while not self._stop.is_set():
            if _identity(self.root) is None:
                self._lost(f"the folder {self.root} is gone")
                while _identity(self.root) is None:
                    if self._stop.wait(self._poll):
                        return
            try:
                self._listen()
            except (OSError, RuntimeError, ImportError) as error:
                if _identity(self.root) is not None:
                    self._lost(f"changes in {self.root} are noticed only every {self._poll:g} seconds: {error}")
                    self._compare()

    def _listen(self) -> None:
        """Wait for the system's notices until the folder is gone or the watcher is closed."""
        from watchfiles import watch

        identity = _identity(self.root)
        is_first = True
        notices = watch(
            self.root, watch_filter=None, debounce=int(LONGEST * 1000), step=int(STEP * 1000), stop_event=self._stop,
            rust_timeout=int(self._poll * 1000), yield_on_timeout=True, raise_interrupt=False, ignore_permission_denied=True,
        )
        for notice in notices:
            if _identity(self.root) != identity:  # moved, removed or put in place anew: the notices are of the old one
                return
            paths = {Path(path) for _, path in notice if is_of_records(path[len(str(self.root)) :])}
            if is_first:
                paths, is_first = {self.root}, False
            if paths:
                self._changed(paths)

    def _compare(self) -> None:
        """Compare the times of the folders until the workspace is gone or the watcher is closed."""
        identity = _identity(self.root)
        known = _folder_times(self.root)
        self._changed({self.root})
        looks = 0
        while not self._stop.wait(self._poll):
            if _identity(self.root) != identity:
                return
            now = _folder_times(self.root)
            looks += 1
            paths = {Path(path) for path in now.keys() | known.keys() if now.get(path) != known.get(path)}
            if looks % _WHOLE_LOOK == 0:
                paths = {self.root}
            if paths:
                self._changed(paths)
            known = now


def is_of_records(inside: str) -> bool:
    """Whether a path within the workspace may concern records or settings: not `.local`, `.git` or temporary files."""
    parts = inside.replace(os.sep, "/").strip("/").split("/")
    return not (any(part.startswith(".") for part in parts) or parts[-1].endswith((".tmp", "~")))


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder is at a path now; None if there is none."""
    try:
        at = os.stat(folder)
    except OSError:
        return None
    return at.st_dev, at.st_ino


def _folder_times(root: Path) -> dict[str, int]:
    """The modification times of the collections' and shards' folders, and of the settings."""
    found: dict[str, int] = {}
    for folder in [str(root), *_subfolders(str(root))]:
        found.update((path, _time(path)) for path in _subfolders(folder))
    settings = os.path.join(root, "pmtui.json")
    found[settings] = _time(settings)
    return found


def _subfolders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _time(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0

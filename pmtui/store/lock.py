"""One writer at a time: a lock file that the operating system releases when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from _thread import RLock, get_ident

from pmtui.store.errors import CLOSED, StoreError, refusal

TIMEOUT = 10.0
"""Seconds to wait for another writer."""

_PAUSE = 0.002
_LONGEST_PAUSE = 0.05


class Lock:
    """The workspace's lock, for use with `with`: between processes by the file, between threads by a mutex.

    It may be entered again by the thread that holds it. The file stays open between saves, and it is never removed:
    removing a lock file lets two writers hold two different ones.
    """

    def __init__(self, path: str, timeout: float = TIMEOUT) -> None:
        """A lock at a path; `timeout` is how many seconds to wait for another holder."""
        self._path = path
        self._timeout = timeout
        self._mutex = RLock()
        self._depth = 0
        self._file: int | None = None
        self._owner = 0

    @property
    def is_held(self) -> bool:
        """Whether this thread holds the lock."""
        return self._depth > 0 and self._owner == get_ident()

    def __enter__(self) -> Lock:
        """Wait for the lock.

        Raises:
            StoreError: Another process holds it for longer than the timeout, or the lock file cannot be opened.
        """
        if not self._mutex.acquire(timeout=self._timeout):
            raise self._refused("another thread of this program")
        try:
            if self._depth == 0:
                self._take()
                self._owner = get_ident()
            self._depth += 1
        except BaseException:
            self._mutex.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Let the next writer in."""
        self._depth -= 1
        if self._depth == 0 and self._file is not None:
            _unlock(self._file)
        self._mutex.release()

    def close(self) -> None:
        """Close the lock file."""
        with self._mutex:
            if self._file is not None and self._depth == 0:
                os.close(self._file)
                self._file = None

    def _take(self) -> None:
        try:
            file = self._opened()
            end = time.monotonic() + self._timeout
            pause = _PAUSE
            while not _try_lock(file):
                if time.monotonic() >= end:
                    raise self._refused(_holder(file))
                time.sleep(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
            if not self._is_current(file):  # somebody moved the folder away under the open file
                os.close(file)
                self._file = None
                return self._take()
        except OSError as error:
            raise refusal(error, f"cannot lock the workspace with {self._path}") from None
        os.pwrite(file, f"{os.getpid():<20}\n".encode(), 0) if hasattr(os, "pwrite") else None
        return None

    def _opened(self) -> int:
        if self._file is None:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            try:
                self._file = os.open(self._path, flags, 0o666)
            except FileNotFoundError:
                os.mkdir(os.path.dirname(self._path))
                self._file = os.open(self._path, flags, 0o666)
        return self._file

    def _is_current(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), os.stat(self._path))
        except FileNotFoundError:
            return False

    def _refused(self, holder: str) -> StoreError:
        return StoreError(
            f"the workspace is locked by {holder}, for longer than {self._timeout:g} s",
            "wait until it is done, or end it, and try again", "locked", CLOSED,
        )


def _holder(file: int) -> str:
    try:
        words = os.pread(file, 20, 0).split() if hasattr(os, "pread") else []
    except OSError:
        words = []
    return f"process {int(words[0])}" if words and words[0].isdigit() else "another process"


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """The byte that is locked lies far behind the holder's number, so that others can read that."""

    def _try_lock(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

"""One writer at a time: a lock file that the operating system releases when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from _thread import RLock, get_ident
from collections.abc import Callable
from contextlib import suppress

from pmtui.store.errors import CLOSED, StoreError, refusal
from pmtui.store.regular import require_regular

TIMEOUT = 10.0
"""Seconds to wait for another writer."""

_PAUSE = 0.002
_LONGEST_PAUSE = 0.05


class Lock:
    """The workspace's lock, for use with `with`: between processes by the file, between threads by a mutex.

    It may be entered again by the thread that holds it. The file stays open between saves, and it is never removed:
    removing a lock file lets two writers hold two different ones. Somebody else may remove it all the same, together
    with its folder: therefore the folder above is locked too, where the operating system can do that.
    """

    def __init__(self, path: str, timeout: float = TIMEOUT) -> None:
        """A lock at a path; `timeout` is how many seconds to wait for another holder."""
        self._path = path
        self._timeout = timeout
        self._mutex = RLock()
        self._depth = 0
        self._file: int | None = None
        self._folder: int | None = None
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
        if self._depth == 0:
            self._leave()
        self._mutex.release()

    def close(self) -> None:
        """Close the lock file."""
        with self._mutex:
            if self._file is not None and self._depth == 0:
                os.close(self._file)
                self._file = None

    def __del__(self) -> None:
        """Close the lock file of a workspace that was opened and never closed."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)

    def _take(self) -> None:
        end = time.monotonic() + self._timeout
        try:
            file = self._opened()
            self._wait(file, end)
            if not self._is_current(file):  # somebody moved the folder away under the open file
                os.close(file)
                self._file = None
                return self._take()
            self._folder = _opened_folder(os.path.dirname(os.path.dirname(self._path)))
            if self._folder is not None:
                self._wait(self._folder, end, _try_lock_folder)
        except OSError as error:
            self._leave()
            raise refusal(error, f"cannot lock the workspace with {self._path}") from None
        except BaseException:
            self._leave()
            raise
        if hasattr(os, "pwrite"):
            mine = f"{os.getpid():<20}\n".encode()
            with suppress(OSError):  # on a full disk the lock holds as well, only its holder is not named
                if os.pread(file, len(mine), 0) != mine:  # what is written anew each time, the next fsync has to carry
                    os.pwrite(file, mine, 0)
        return None

    def _wait(self, file: int, end: float, try_lock: Callable[[int], bool] | None = None) -> None:
        """Wait for the lock on an open file or folder until an instant of the monotonic clock."""
        pause, attempt = _PAUSE, try_lock or _try_lock
        while not attempt(file):
            if time.monotonic() >= end:
                raise self._refused(_holder(self._file))
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def _leave(self) -> None:
        if self._folder is not None:
            with suppress(OSError):  # a file system that cannot lock folders
                _unlock(self._folder)
            os.close(self._folder)
            self._folder = None
        if self._file is not None:
            _unlock(self._file)

    def _opened(self) -> int:
        if self._file is None:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            try:
                file = os.open(self._path, flags, 0o666)
            except FileNotFoundError:
                with suppress(FileExistsError):  # two writers may be the first ones
                    os.mkdir(os.path.dirname(self._path))
                file = os.open(self._path, flags, 0o666)
            try:
                require_regular(file, self._path)
            except OSError:
                os.close(file)
                raise
            self._file = file
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


def _holder(file: int | None) -> str:
    try:
        words = os.pread(file, 20, 0).split() if file is not None and hasattr(os, "pread") else []
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
        with suppress(OSError):  # it was not locked
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

    def _opened_folder(path: str) -> int | None:
        return None  # there, an open file cannot be removed, and a folder cannot be locked

    _try_lock_folder = _try_lock

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

    def _opened_folder(path: str) -> int | None:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def _try_lock_folder(folder: int) -> bool:
        try:
            return _try_lock(folder)
        except OSError:  # a file system that cannot lock folders: the lock file has to do
            return True

"""One call of git that is under way: waited for, given up, ended with all that it started.

Input and output are files, not pipes: a process that nobody reads from yet goes on, and one that git left behind holds
nothing open.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

from pmtui.store.git import GitError
from pmtui.store.processes import started

if TYPE_CHECKING:
    from pmtui.store.sync_git import Calls

LOCAL_LIMIT = 600.0
"""Seconds after which a call that needs no network is given up."""

_PAUSE = 0.1
"""Seconds between two looks at whether the sync was cancelled."""


class Outcome(NamedTuple):
    """What a call came to.

    Attributes:
        status: Git's exit status.
        out: What it printed.
        err: What it complained of.
    """

    status: int
    out: str
    err: str


class Running:
    """A call that is under way."""

    def __init__(self, calls: Calls, command: Sequence[str], what: str, environment: Mapping[str, str], data: bytes | None) -> None:
        """Start it.

        Args:
            calls: Those that it belongs to.
            command: All words, git's name first.
            what: The git command among them.
            environment: Its variables.
            data: Its standard input.

        Raises:
            GitError: It cannot be run.
        """
        self._calls = calls
        self._what = what
        self._last = command[-1]
        self._out, self._err = _scratch(), _scratch()
        with _source(data) as source:
            try:
                self._process = started(command, environment, source, self._out.fileno(), self._err.fileno())
            except OSError as error:
                self._close()
                raise GitError(f"git cannot be run: {error.strerror}") from None

    def result(self, allowed: Iterable[int] = (0,)) -> bytes:
        """Wait for it and return what it printed.

        Args:
            allowed: The exit statuses that are no failure.

        Raises:
            GitError: It ended with another status, or took too long.
            StoreError: The sync was cancelled.
        """
        status, out, err = self._waited()
        if status not in allowed:
            words = err.decode("utf-8", "replace").strip()
            raise GitError(words or f"git {self._what} ended with status {status}", status)
        return out

    def outcome(self, silence: float | None = None) -> Outcome:
        """Wait for it and return all of it, whatever its exit status.

        Args:
            silence: How many seconds it may say nothing, if it may take any time as long as it goes on.

        Raises:
            GitError: It said nothing for too long (status -2).
            StoreError: The sync was cancelled.
        """
        status, out, err = self._waited(silence)
        return Outcome(status, os.fsdecode(out), err.decode("utf-8", "replace"))

    def end(self) -> None:
        """End it and all that it started, where it still runs."""
        if self._process.status is None:
            self._process.end()
        self._close()

    def _waited(self, silence: float | None = None) -> tuple[int, bytes, bytes]:
        try:
            self._wait(silence)
            return self._process.status or 0, _bytes_of(self._out), _bytes_of(self._err)
        finally:
            self.end()
            self._calls.forget(self)

    def _wait(self, silence: float | None) -> None:
        self._calls.check()
        begin = since = time.monotonic()
        size = 0
        while not self._process.wait(_PAUSE):
            self._calls.check()
            now = time.monotonic()
            if silence is None:
                if now - begin > LOCAL_LIMIT:
                    raise GitError(f"git {self._what} took longer than {LOCAL_LIMIT:g} s")
                continue
            grown = sum(os.fstat(file.fileno()).st_size for file in (self._out, self._err))
            if grown != size:
                size, since = grown, now
            elif now - since > silence:
                raise GitError(f"no word from {self._last} for {silence:g} s", -2)

    def _close(self) -> None:
        for file in (self._out, self._err):
            file.close()


def _scratch() -> IO[bytes]:
    """A file without a name."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("pmtui"), "w+b")
    import tempfile

    return tempfile.TemporaryFile()


@contextmanager
def _source(data: bytes | None) -> Iterator[int | None]:
    """A file that holds some bytes, to be read; None where there are none."""
    if data is None:
        yield None
        return
    with _scratch() as file:
        file.write(data)
        file.seek(0)
        yield file.fileno()


def _bytes_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()

"""Git as `sync` calls it: every call can be cancelled, none waits for a person, and what hangs is ended.

Each call is a process group of its own without a terminal: whatever git starts (ssh, hooks, helpers) ends with it, and
nothing can ask for a password on the keyboard.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any, NamedTuple

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError

LOCAL_LIMIT = 600.0
"""Seconds after which a call that needs no network is given up."""
SILENCE = 60.0
"""Seconds without a word of progress after which a remote counts as hanging."""
CANCELLED = "cancelled"
"""The code of the error of a sync that was cancelled."""

_PAUSE = 0.1
_LOOK = 0.02
_THEIR_OWN = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
)
"""Variables by which a hook points git at a repository or changes what a path means; here the arguments say both."""

_QUIETLY = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
"""Nothing may go on in the background after a sync."""

Said = Callable[[str, str], None]
"""Told each step by its name, with words for people where there are any; a test ends the program in it."""


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


class Calls:
    """Calls of git in one folder.

    Attributes:
        folder: Where git works.
        count: How many processes were started.
    """

    def __init__(self, folder: str, cancel: Event | None = None, silence: float = SILENCE) -> None:
        """Work in a folder; `cancel` ends a running call, `silence` is how many seconds a remote may say nothing."""
        self.folder = folder
        self.count = 0
        self._cancel = cancel
        self._is_firm = False
        self._silence = silence

    def check(self) -> None:
        """Raise StoreError where the sync was cancelled."""
        if self._cancel is not None and self._cancel.is_set() and not self._is_firm:
            raise StoreError("the sync was cancelled; nothing is half done", "pmtui sync goes on from here", CANCELLED)

    @contextmanager
    def firm(self) -> Iterator[None]:
        """What is whole or not at all: cancelling takes effect after it."""
        self._is_firm = True
        try:
            yield
        finally:
            self._is_firm = False

    def pause(self, seconds: float) -> None:
        """Wait; the cancelling of the sync ends it."""
        if self._cancel is None:
            time.sleep(seconds)
        else:
            self._cancel.wait(seconds)
            self.check()

    def run(self, *arguments: str, data: bytes | None = None, index: str = "", folder: str = "", allowed: Iterable[int] = (0,)) -> bytes:
        """Run `git ARGUMENTS` and return what it prints.

        Args:
            arguments: The words after `git`.
            data: Its standard input.
            index: The index file to use in the place of the user's own.
            folder: Where to work, if elsewhere.
            allowed: The exit statuses that are no failure.

        Raises:
            GitError: It ends with another status, cannot be run or takes too long.
            StoreError: The sync was cancelled.
        """
        self.check()
        end = time.monotonic() + LOCAL_LIMIT
        with _source(data) as source:  # no pipe: what a pipe has not taken when the time is up, Python never sends
            process = self._started(arguments, index, folder, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            while True:
                try:
                    out, err = process.communicate(timeout=_PAUSE)
                    break
                except subprocess.TimeoutExpired:
                    self.check()
                    if time.monotonic() > end:
                        raise GitError(f"git {arguments[0]} took longer than {LOCAL_LIMIT:g} s") from None
        except BaseException:
            _ended(process)
            raise
        if process.returncode not in allowed:
            words = err.decode("utf-8", "replace").strip()
            raise GitError(words or f"git {arguments[0]} ended with status {process.returncode}", process.returncode)
        return bytes(out)

    def text(self, *arguments: str, **options: Any) -> str:
        """What `run` prints, as text without the newline at its end."""
        return os.fsdecode(self.run(*arguments, **options)).rstrip("\n")

    def network(self, *arguments: str) -> Outcome:
        """Run a command that speaks with a remote, which may take any time as long as it goes on.

        Raises:
            GitError: It said nothing for too long (status -2), or git cannot be run.
            StoreError: The sync was cancelled.
        """
        self.check()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = self._started(arguments, "", "", stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            try:
                self._wait(process, (out.fileno(), err.fileno()), arguments[-1])
            except BaseException:
                _ended(process)
                raise
            return Outcome(process.returncode, _text_of(out), _text_of(err))

    def _wait(self, process: subprocess.Popen[bytes], files: tuple[int, ...], what: str) -> None:
        size, since = 0, time.monotonic()
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK)
                return
            self.check()
            grown = sum(os.fstat(file).st_size for file in files)
            if grown != size:
                size, since = grown, time.monotonic()
            elif time.monotonic() - since > self._silence:
                raise GitError(f"no word from {what} for {self._silence:g} s", -2)

    def _started(self, arguments: tuple[str, ...], index: str, folder: str, **streams: Any) -> subprocess.Popen[bytes]:
        environment = {name: value for name, value in os.environ.items() if name not in _THEIR_OWN}
        environment.update(
            GIT_TERMINAL_PROMPT="0", GIT_OPTIONAL_LOCKS="0", LC_ALL="C", LANGUAGE="", GIT_EDITOR="true", GIT_SEQUENCE_EDITOR="true",
            GIT_MERGE_AUTOEDIT="no", SSH_ASKPASS_REQUIRE="never", GCM_INTERACTIVE="never",
        )
        if index:
            environment["GIT_INDEX_FILE"] = index
        self.count += 1
        command = ["git", "-C", folder or self.folder, *_QUIETLY, *arguments]
        try:
            return subprocess.Popen(command, env=environment, start_new_session=True, **streams)
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from None


@contextmanager
def _source(data: bytes | None) -> Iterator[Any]:
    """Standard input that holds some bytes."""
    if data is None:
        yield subprocess.DEVNULL
        return
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        yield file


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGTERM)  # git removes its lock files then
        else:
            process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.3)
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _text_of(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode("utf-8", "replace"))

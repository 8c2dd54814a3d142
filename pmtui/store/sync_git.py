"""Git as `sync` calls it: every call can be cancelled, none waits for a person, and what hangs is ended.

Each call is a process group of its own without a terminal: whatever git starts (ssh, hooks, helpers) ends with it, and
nothing can ask for a password on the keyboard. Several may be under way at once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pmtui.store.errors import StoreError
from pmtui.store.git import git_environment
from pmtui.store.sync_running import Outcome, Running

if TYPE_CHECKING:
    from threading import Event

SILENCE = 60.0
"""Seconds without a word of progress after which a remote counts as hanging."""
CANCELLED = "cancelled"
"""The code of the error of a sync that was cancelled."""

_QUIETLY = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
"""Nothing may go on in the background after a sync."""

Said = Callable[[str, str], None]
"""Told each step by its name, with words for people where there are any; a test ends the program in it."""


class Calls:
    """Calls of git in one folder.

    Attributes:
        folder: Where git works.
        count: How many processes were started.
        silence: How many seconds a remote may say nothing.
    """

    def __init__(self, folder: str, cancel: Event | None = None, silence: float = SILENCE) -> None:
        """Work in a folder; `cancel` ends a running call, `silence` is how many seconds a remote may say nothing."""
        self.folder = folder
        self.count = 0
        self._cancel = cancel
        self._is_firm = False
        self.silence = silence
        self._running: list[Running] = []
        self._environment: dict[str, str] = {}

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

    def start(self, *arguments: str, data: bytes | None = None, index: str = "", folder: str = "") -> Running:
        """Begin to run `git ARGUMENTS`, while something else goes on.

        Args:
            arguments: The words after `git`.
            data: Its standard input.
            index: The index file to use in the place of the user's own.
            folder: Where to work, if elsewhere.

        Raises:
            GitError: It cannot be run.
            StoreError: The sync was cancelled.
        """
        return self._started(arguments, data, index, folder)

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
        return self.start(*arguments, data=data, index=index, folder=folder).result(allowed)

    def text(self, *arguments: str, **options: Any) -> str:
        """What `run` prints, as text without the newline at its end."""
        return os.fsdecode(self.run(*arguments, **options)).rstrip("\n")

    def network(self, *arguments: str) -> Outcome:
        """Run a command that speaks with a remote, which may take any time as long as it goes on.

        Raises:
            GitError: It said nothing for too long (status -2), or git cannot be run.
            StoreError: The sync was cancelled.
        """
        return self.start(*arguments).outcome(self.silence)

    def end(self) -> None:
        """End every call that is still under way."""
        for one in self._running:
            one.end()
        self._running.clear()

    def forget(self, running: Running) -> None:
        """A call has come to its end."""
        if running in self._running:
            self._running.remove(running)

    def _started(self, arguments: tuple[str, ...], data: bytes | None, index: str, folder: str) -> Running:
        self.check()
        self.count += 1
        command = ["git", "-C", folder or self.folder, *_QUIETLY, *arguments]
        running = Running(self, command, arguments[0], self._variables(index), data)
        self._running.append(running)
        return running

    def _variables(self, index: str) -> dict[str, str]:
        if not self._environment:
            self._environment = git_environment(
                GIT_EDITOR="true", GIT_SEQUENCE_EDITOR="true", GIT_MERGE_AUTOEDIT="no", SSH_ASKPASS_REQUIRE="never",
                GCM_INTERACTIVE="never",
            )
        return {**self._environment, "GIT_INDEX_FILE": index} if index else self._environment

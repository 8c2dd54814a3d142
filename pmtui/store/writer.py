"""The writer thread: changes go to the disk in the order in which they were made, and none is ever dropped."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from pmtui.domain.change import Change
from pmtui.store.errors import StoreError
from pmtui.store.journal import DO
from pmtui.store.saving import STALE, Documents, Saved
from pmtui.store.workspace import Workspace

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a failed save is tried again; each further failure doubles them, up to the longest."""


class _Entry(NamedTuple):
    change: Change
    mark: str
    documents: Documents | None


class Writer:
    """A queue of changes and the thread that saves them, first in, first out.

    A change that cannot be saved stays at the head of the queue and is tried again: what comes after it may build on
    it. Until then it lies in a rescue file, too, in case the program ends; that file goes when the save succeeds.
    """

    def __init__(
        self, workspace: Workspace, saved: Callable[[Change, Saved], None], failed: Callable[[Change, StoreError], None],
        pause: float = FIRST_PAUSE,
    ) -> None:
        """Start the thread.

        Args:
            workspace: Where to save.
            saved: Called on the writer's thread when a change is on the disk.
            failed: Called on the writer's thread each time a save fails.
            pause: Seconds before the first further try.
        """
        self._workspace = workspace
        self._saved = saved
        self._failed = failed
        self._first_pause = pause
        self._queue: deque[_Entry] = deque()
        self._changed = threading.Condition()
        self._is_closing = False
        self._is_urged = self._is_given_up = False
        self._rescue = ""
        self._thread = threading.Thread(target=self._run, name="pmtui-writer", daemon=True)
        self._thread.start()

    def put(self, change: Change, mark: str = DO, documents: Documents | None = None) -> None:
        """Queue a change; see `Workspace.save` for the arguments. Returns at once."""
        with self._changed:
            if self._is_closing:
                raise RuntimeError("the writer is closed")
            self._queue.append(_Entry(change, mark, documents))
            self._changed.notify_all()

    def pending(self) -> int:
        """How many changes are not on the disk yet, the one being written included."""
        return len(self._queue)

    def retry(self) -> None:
        """Try a failed save again now."""
        with self._changed:
            self._is_urged = True
            self._changed.notify_all()

    def give_up(self) -> None:
        """Let go of the change at the head of the queue when it fails once more: it stays in its rescue file."""
        with self._changed:
            self._is_given_up = self._is_urged = True
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Wait until everything is on the disk.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            Whether the queue is empty.
        """
        self.retry()
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue, timeout)

    def close(self, timeout: float = 10.0) -> tuple[Change, ...]:
        """Flush the queue and end the thread. A save that is under way is never broken off.

        Returns:
            The changes that could not be saved in `timeout` seconds; all of them lie in rescue files.
        """
        self.flush(timeout)
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._thread.join()
        unsaved = list(self._queue)
        if unsaved:
            from pmtui.store.rescue import rescued

            root, local = self._workspace.root, self._workspace.local
            for entry in unsaved:
                rescued(root, local, entry.change, "the program ended before it could be saved", entry.documents)
        return tuple(entry.change for entry in unsaved)

    def _run(self) -> None:
        pause = self._first_pause
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._is_closing)
                if not self._queue or self._is_closing:
                    return
                entry = self._queue[0]
            if self._save(entry):
                pause = self._first_pause
                continue
            self._wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _save(self, entry: _Entry) -> bool:
        error, result = None, None
        try:
            result = self._workspace.save(entry.change, entry.mark, entry.documents)
        except StoreError as stopped:
            error = stopped
        with self._changed:
            is_given_up = error is not None and (bool(error.rescue) or error.code == STALE) and self._is_given_up
            if result is not None or is_given_up:
                self._queue.popleft()
                self._is_given_up = False
                self._changed.notify_all()
        if error is not None:
            self._rescue = "" if is_given_up else error.rescue or self._rescue
            _tell(self._failed, entry.change, error)
            return is_given_up
        if self._rescue:
            from pmtui.store.rescue import forget

            forget(self._rescue)
            self._rescue = ""
        if result is not None:
            _tell(self._saved, entry.change, result)
        return True

    def _wait(self, pause: float) -> None:
        end = time.monotonic() + pause
        with self._changed:
            while not self._is_urged and not self._is_closing:
                rest = end - time.monotonic()
                if rest <= 0:
                    break
                self._changed.wait(rest)
            self._is_urged = False


def _tell(listener: Callable[[Change, Any], None], change: Change, result: Saved | StoreError) -> None:
    """Tell a listener; one that fails must not end the thread, and what it was told about is done."""
    with suppress(Exception):
        listener(change, result)

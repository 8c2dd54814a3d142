"""What reads git's history has in common: it reads from one thread, and is ended from any."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.git_log import CommitLog
from pmtui.store.git_stream import Blobs


class HistoryReader:
    """Has the processes of git that tell commits and the bytes of old files, until the reading is over or given up."""

    def __init__(self, root: str) -> None:
        """Read nothing yet.

        Args:
            root: The workspace's folder.
        """
        self._root = root
        self._cancel = Event()
        self._blobs = Blobs(root)
        self._log: CommitLog | None = None

    def end(self) -> None:
        """Give up reading, from whatever thread; who reads gets a StoreError with the code `cancelled`."""
        self._cancel.set()
        self._blobs.end()
        if self._log is not None:
            self._log.end()

    def _check(self) -> None:
        """Raise StoreError where the reading has been given up."""
        if self._cancel.is_set():
            raise StoreError("reading the history was cancelled", "", "cancelled")

    @contextmanager
    def _reading(self, hint: str = "") -> Iterator[None]:
        """Ask git within this: what it cannot do becomes an error of the store, and in the end nothing of it runs any more.

        Args:
            hint: What to do where git cannot read on.

        Raises:
            StoreError: Git cannot be run or cannot read on, or `end` was called.
        """
        try:
            yield
        except GitError as error:
            self._check()
            raise StoreError(f"git cannot read the history: {error.message}", hint, "git") from None
        finally:
            self._blobs.close()
            if self._log is not None:
                self._log.close()

"""Notices when a workspace may stand differently to its branch and remote, and then asks git, seldom enough not to be felt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.git_folders import GitFolders, place_of
from pmtui.store.sync_git import Calls
from pmtui.store.sync_state import Arrival, Marks, SyncState, arrivals, marks_of, sync_state

POLL = 2.0
"""Seconds between two looks at the times of git's files: a look costs some 50 µs and no process."""
PAUSE = 3.0
"""Seconds from one call of git to the next, at least."""
QUIET = 0.4
"""Seconds from a change until git is asked: what is saved together is looked at together."""
_SHARE = 20
"""So many times as long as git's last answer took, the next question waits: at most 5 % of one core, whatever changes."""

Told = Callable[[SyncState | None, Sequence[Arrival]], None]


class StateWatch:
    """Watches from `start` to `close`; the callback runs on the watch's thread.

    While nothing changes, git is not called at all.
    """

    def __init__(self, root: str, told: Told, *, poll: float = POLL, pause: float = PAUSE) -> None:
        """Prepare to watch; nothing is started yet.

        Args:
            root: The workspace.
            told: Told how it stands when that may have changed, None where it is in no repository or git does not answer; and
                what others' commits brought since the last time.
            poll: Seconds between two looks at the times of git's files.
            pause: Seconds from one call of git to the next, at least.
        """
        self._root = root
        self._told = told
        self._poll, self._pause = poll, pause
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._is_due = True
        self._is_urgent = self._is_held = False
        self._place: GitFolders | None = None
        self._state: SyncState | None = None
        self._last: SyncState | None = None  # the same, though git did not answer since
        self._marks: Marks = ()
        self._next_at = 0.0
        self._has_told = False
        self._thread = threading.Thread(target=self._run, name="pmtui-state", daemon=True)

    def start(self) -> None:
        """Begin: git is asked at once."""
        self._thread.start()

    def nudge(self, *, is_urgent: bool = False) -> None:
        """Say that records changed; returns at once. What is urgent does not wait for the pause between two calls."""
        with self._changed:
            self._is_due = True
            self._is_urgent |= is_urgent
            self._changed.notify_all()

    def hold(self, is_held: bool) -> None:
        """Ask nothing while a sync is at work; afterwards ask at once."""
        with self._changed:
            self._is_held = is_held
        if not is_held:
            self.nudge(is_urgent=True)

    def close(self) -> None:
        """Stop watching; a call of git is ended."""
        with self._changed:
            self._stop.set()
            self._changed.notify_all()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(0.5)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._place = place_of(self._root)
            marks = () if self._place is None else marks_of(self._place, self._state)
            if self._is_due or marks != self._marks:
                if not self._waited():
                    return
                self._look()
            else:
                with self._changed:
                    self._changed.wait_for(lambda: self._stop.is_set() or self._is_due, self._poll)

    def _waited(self) -> bool:
        """Wait until git may be asked; False where the watch was closed."""
        due = max(self._next_at, time.monotonic() + QUIET) if self._next_at else 0.0
        with self._changed:
            self._changed.wait_for(lambda: self._stop.is_set() or (self._is_urgent and not self._is_held), max(0.0, due - time.monotonic()))
            self._changed.wait_for(lambda: self._stop.is_set() or not self._is_held)
            self._is_due = self._is_urgent = False
        return not self._stop.is_set()

    def _look(self) -> None:
        before, begun = self._state, time.monotonic()
        place = place_of(self._root)
        state: SyncState | None = None
        came: list[Arrival] = []
        if place is not None:
            self._marks = marks_of(place, before)
            calls = Calls(self._root, self._stop)
            try:
                state = sync_state(self._root, place, calls)
                came = _came(calls, self._last, state)
                self._last = state
            except (GitError, StoreError, OSError, ValueError):  # the line says nothing then; a sync tells what is wrong
                pass
            if before is None or state is None or (before.branch, before.upstream) != (state.branch, state.upstream):
                self._marks = marks_of(place, state)  # of other files than before
        else:
            self._marks = ()
        self._state = state
        now = time.monotonic()
        self._next_at = now + max(self._pause, _SHARE * (now - begun))
        if not self._stop.is_set() and (state != before or came or not self._has_told):
            self._has_told = True
            self._told(state, came)


def _came(calls: Calls, before: SyncState | None, state: SyncState) -> list[Arrival]:
    """What others' commits brought since the last look, where the branch is the same and went on from there."""
    if before is None or not before.head or (before.branch, before.head) == (state.branch, state.head) or before.branch != state.branch:
        return []
    try:
        return arrivals(calls, before.head, state.head)
    except GitError:  # the branch was moved elsewhere, and the commit is gone
        return []

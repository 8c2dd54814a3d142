"""Bringing a workspace together with its remote: commit, fetch, merge, push. Killed at any point, the next sync finishes.

This is the door: who may sync, and that git begins to look while the rest of the program is still being loaded.
`sync_machine` has the order of things.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.lock import Lock
from pmtui.store.sync_early import asked
from pmtui.store.sync_git import SILENCE, Calls, Said

if TYPE_CHECKING:
    from threading import Event

    from pmtui.store.files import RecordStore
    from pmtui.store.open_conflicts import Contested


class Synced(NamedTuple):
    """What a sync did, or in a dry run would do.

    Attributes:
        message: The message of the commit that it made; empty where the workspace had not changed.
        merged: The commit whose changes it brought in; empty where there were none.
        is_pushed: Whether the remote got something.
        upstream: What the branch follows, `origin/main`; empty where there is no remote.
        head: The commit that the branch is at.
        notes: What people should know about it, one sentence each.
        processes: How many times git was called.
        contested: The records with open conflicts, by kind, then by id; in a dry run those that are there now.
    """

    message: str
    merged: str
    is_pushed: bool
    upstream: str
    head: str
    notes: tuple[str, ...]
    processes: int
    contested: tuple[Contested, ...] = ()


def _silent(name: str, words: str) -> None:
    """Tell nobody."""


def sync(
    store: RecordStore, *, is_dry: bool = False, cancel: Event | None = None, said: Said = _silent, silence: float = SILENCE
) -> Synced:
    """Commit the workspace's files, bring in what others did, and push.

    Args:
        store: The workspace.
        is_dry: Whether only to say what would happen. The remote is asked all the same.
        cancel: Set from another thread, it ends the sync within a second; no file is touched then.
        said: Told each step, for a live log.
        silence: Seconds without a word from the remote after which it counts as hanging.

    Raises:
        StoreError: It cannot go on; the message says why and what to do. What was committed stays committed.
    """
    store.require_writable()
    folder = os.path.join(store.local, "sync")
    with _only_one(folder):
        question = asked(store.root) if cancel is None and silence == SILENCE else None
        calls = Calls(store.root, cancel, silence) if question is None else question.calls
        try:
            from pmtui.store.sync_repository import Looking

            looking = Looking(calls, question)
            from pmtui.store.sync_machine import Machine  # much to load, and git is at work meanwhile

            return Machine(store, folder, calls, said, is_dry=is_dry).run(looking)
        except StoreError as error:
            if is_dry:
                from pmtui.store.sync_network import KEPT

                error.hint = error.hint.replace(KEPT, "nothing was changed")
            raise
        except GitError as error:
            raise StoreError(f"git failed: {' '.join(error.message.split())[:400]}", "do what git says, and sync again", "git") from None
        finally:
            calls.end()


_A_MOMENT = 0.5
"""Seconds for which a sync that was killed may seem alive: the process of git that it was about to start holds its lock until it is git."""


@contextmanager
def _only_one(folder: str) -> Iterator[None]:
    """Keep any other sync of the workspace out."""
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {error.strerror}", "make the workspace folder writable", "read_only", 6) from None
    lock = Lock(os.path.join(folder, "lock"), timeout=_A_MOMENT)
    try:
        lock.__enter__()
    except StoreError as error:
        if error.code != "locked":
            raise
        raise StoreError("another sync of this workspace is at work", "wait until it is done, and sync again", "locked", 6) from None
    try:
        yield
    finally:
        lock.__exit__()
        lock.close()

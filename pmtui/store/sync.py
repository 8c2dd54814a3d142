"""Bringing a workspace together with its remote: commit, fetch, merge, push. Killed at any point, the next sync finishes.

The order keeps it so: a commit is made before anything is fetched, a merge is a whole commit before a file is touched,
and what is on its way to the files is written down first (`sync_placing`). Nothing is ever rebased or forced.
"""

from __future__ import annotations

import os
import random
from threading import Event
from typing import NamedTuple

from pmtui.store.errors import StoreError
from pmtui.store.files import RecordStore
from pmtui.store.git import GitError
from pmtui.store.layout import SETTINGS
from pmtui.store.lock import Lock
from pmtui.store.own_branch_remote import first_shared
from pmtui.store.sync_commit import Committed, committed, made_commit
from pmtui.store.sync_git import SILENCE, Calls, Said
from pmtui.store.sync_merge import TreeMerge
from pmtui.store.sync_network import Upstream, configured_upstream, fetch, push, upstream
from pmtui.store.sync_other_files import require_known_format
from pmtui.store.sync_placing import Move, Placing
from pmtui.store.sync_repository import Repository, look, require_branch, unfinished
from pmtui.store.sync_trees import Trees
from pmtui.store.sync_unfinished import Unfinished

_ATTEMPTS = 8
"""How often a push that came too late, or a merge under which files changed, is tried again."""
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 3.0


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
    """

    message: str
    merged: str
    is_pushed: bool
    upstream: str
    head: str
    notes: tuple[str, ...]
    processes: int


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
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {error.strerror}", "make the workspace folder writable", "read_only", 6) from None
    lock = Lock(os.path.join(folder, "lock"), timeout=0.0)
    try:
        lock.__enter__()
    except StoreError as error:
        if error.code != "locked":
            raise
        raise StoreError("another sync of this workspace is at work", "wait until it is done, and sync again", "locked", 6) from None
    try:
        return _Machine(store, folder, Calls(store.root, cancel, silence), said, is_dry=is_dry).run()
    except GitError as error:
        raise StoreError(f"git failed: {' '.join(error.message.split())[:400]}", "do what git says, and sync again", "git") from None
    finally:
        lock.__exit__()
        lock.close()


class _Machine:
    """One sync."""

    def __init__(self, store: RecordStore, folder: str, calls: Calls, said: Said, *, is_dry: bool) -> None:
        self._store = store
        self._folder = folder
        self._calls = calls
        self._said = said
        self._is_dry = is_dry
        self._trees = Trees(calls, os.path.join(folder, "index"))
        self._notes: list[str] = []
        self._message = ""
        self._merged = ""
        self._at: Repository
        self._commit: Committed

    def run(self) -> Synced:
        self._look()
        self._finish_what_waits()
        require_branch(self._at)
        self._commit_own()
        if not self._at.has_upstream:
            first = first_shared(self._calls, self._at, self._store, self._commit.head, is_dry=self._is_dry)
            if first is None:
                return self._alone()
            self._notes.append(first.note)
            if first.is_done:
                return self._result(first.upstream, True)
            self._look()
        self._said("fetch.begin", "asking the remote")
        fetch(self._calls)
        self._said("fetch.done", "")
        to, is_pushed = self._bring_together()
        return self._result(to.short, is_pushed)

    def _look(self) -> None:
        self._calls.folder = self._store.root
        self._at = look(self._calls)
        self._calls.folder = self._at.top

    @property
    def _placing(self) -> Placing:
        return Placing(self._store, self._trees, self._at, self._folder, self._said)

    def _finish_what_waits(self) -> None:
        """What a dead sync began, and what git waits for in the workspace's files alone."""
        waits = unfinished(self._at.folder)
        if self._is_dry:
            if waits:
                self._notes.append(f"a {waits} is not finished; sync would first finish it, or say why it cannot")
            return
        self._placing.index.remove_stale_lock()
        doing = Unfinished(self._store, self._calls, self._at, self._folder, self._said)
        if waits:
            self._notes.append(f"finished the {doing.conclude()} that waited for the workspace's files")
            self._look()
        move = self._placing.unfinished()
        if move is not None:
            self._placing.place(move, is_resumed=True)
            self._notes.append("finished the merge that an earlier sync had begun")
            self._look()
        if any(one.is_unmerged for one in self._at.changed):
            doing.repair()
            self._look()

    def _commit_own(self) -> None:
        self._commit = committed(self._trees, self._at, self._placing.index, self._said, is_dry=self._is_dry)
        self._message = self._message or self._commit.message
        self._notes += [one for one in self._commit.notes if one not in self._notes]

    def _alone(self) -> Synced:
        """What is left to say where the branch follows none."""
        remotes = self._calls.text("remote").split()
        if remotes:
            remote = "origin" if "origin" in remotes else remotes[0]
            done = "what changed is committed here, but " if self._message and not self._is_dry else ""
            raise StoreError(
                f"{done}the branch {self._at.branch} follows no branch of a remote, so nothing was shared",
                f"run git push -u {remote} {self._at.branch} once, and sync again", "no_upstream",
            )
        self._notes.append("this repository has no remote, so nothing was shared; git remote add origin URL names one")
        return self._result("", False)

    def _bring_together(self) -> tuple[Upstream, bool]:
        head, pause = self._commit.head, _FIRST_PAUSE
        for _ in range(_ATTEMPTS):
            to = self._upstream()
            if to.track == "gone":
                self._require_empty(to)
            elif not to.track and not (self._is_dry and self._message):
                return to, False
            elif self._is_dry or "behind" in to.track:
                head = self._merge(head, to)
                if self._is_theirs(head, to):
                    return to, False
            if not head:
                return to, False
            if self._is_dry:
                return to, True
            self._said("push.begin", f"pushing to {to.short}")
            if push(self._calls, to, head):
                self._said("push.done", "")
                return to, True
            self._said("push.late", "somebody else pushed meanwhile; once more")
            self._calls.pause(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 2, _LONGEST_PAUSE)
            fetch(self._calls)
        raise StoreError(
            f"others pushed to {to.short} again and again while this sync was merging; everything is merged and committed here",
            "sync again in a moment", "busy",
        )

    def _upstream(self) -> Upstream:
        found = upstream(self._calls, self._at.ref) or configured_upstream(self._calls, self._at.branch)
        if found is None or found.remote == ".":
            raise StoreError(
                f"the branch {self._at.branch} follows a branch of this very repository, so there is nobody to share with",
                f"let it follow a remote's with git branch -u origin/{self._at.branch}, and sync again", "no_upstream",
            )
        return found

    def _require_empty(self, to: Upstream) -> None:
        """The branch is not at the remote: fine where that is empty, else somebody has removed it."""
        if self._calls.run("for-each-ref", "--count=1", f"refs/remotes/{to.remote}/"):
            raise StoreError(
                f"{to.short}, which your branch follows, is not at the remote; nothing was shared",
                f"push it anew with git push -u {to.remote} {self._at.branch}, or switch to another branch, and sync again", "gone",
            )

    def _is_theirs(self, head: str, to: Upstream) -> bool:
        return head == self._calls.text("rev-parse", to.ref)

    def _merge(self, head: str, to: Upstream) -> str:
        """Merge what they have, until no file changes under it; returns the commit that the branch is at then."""
        merge = TreeMerge(self._trees, self._at.prefix)
        for _ in range(_ATTEMPTS):
            theirs = self._calls.text("rev-parse", to.ref)
            target = self._target(merge, head, theirs, to)
            if target == head:
                return head
            self._merged = theirs
            self._said("merge.made", f"merging {to.short}")
            if self._is_dry or self._placing.place(Move(self._at.ref, head, target), self._commit.held):
                return target
            self._said("merge.again", "a file changed meanwhile; once more")
            self._look()
            require_branch(self._at)
            self._commit_own()
            head = self._commit.head
        raise StoreError("the files of the workspace change all the time, so that nothing can be merged", "sync again in a moment", "busy")

    def _target(self, merge: TreeMerge, head: str, theirs: str, to: Upstream) -> str:
        """The commit that holds both sides: ours, theirs, or a new one."""
        bases = merge.bases(head, theirs) if head else [theirs]
        if bases == [theirs]:
            return head
        settings = self._calls.run("cat-file", "blob", f"{theirs}:{self._at.prefix}{SETTINGS}", allowed=(0, 128))
        require_known_format(settings or None)
        if bases == [head]:
            return theirs
        if self._at.is_shallow:
            raise StoreError(
                f"this clone is shallow: the history that it shares with {to.short} was cut off; nothing was merged",
                "fetch it with git fetch --unshallow, and sync again", "shallow",
            )
        merged = merge.merged(head, theirs)
        if merged is None:
            raise StoreError(
                f"{to.short} and the branch {self._at.branch} have no common history; nothing was merged",
                "if they belong together, join them once with git merge --allow-unrelated-histories @{upstream}, and sync again",
                "unrelated",
            )
        self._notes += [one for one in merged.notes if one not in self._notes]
        tree = self._trees.tree(head, merged.changes)
        count = len(merged.changes)
        words = f"Merge {to.short}\n\nIt changes {count} {'file' if count == 1 else 'files'} here.\n"
        return made_commit(self._trees, tree, (head, theirs), words)

    def _result(self, name: str, is_pushed: bool) -> Synced:
        head = self._calls.text("rev-parse", "HEAD") if self._merged and not self._is_dry else self._commit.head
        return Synced(self._message, self._merged, is_pushed, name, head, tuple(self._notes), self._calls.count)



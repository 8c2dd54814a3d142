"""The order of a sync, which lets the next one finish what this one began.

A commit is made before anything is merged, a merge is a whole commit before a file is touched, and what is on its way to
the files is written down first (`sync_placing`). Nothing is ever rebased or forced. The remote is asked from the first
moment on, beside the rest.
"""

from __future__ import annotations

import os
from contextlib import suppress

from pmtui.store.errors import StoreError
from pmtui.store.files import RecordStore
from pmtui.store.git import GitError
from pmtui.store.half_written import brought_to_their_end, sweep
from pmtui.store.mending import Mending
from pmtui.store.sync import Synced
from pmtui.store.sync_commit import Committed, committed
from pmtui.store.sync_contested import Ledger
from pmtui.store.sync_git import Calls, Said
from pmtui.store.sync_network import Configuration, Upstream, fetched, pushed, start_fetch, start_push
from pmtui.store.sync_placing import Move, Placing
from pmtui.store.sync_repository import Looking, Repository, look, require_branch, unfinished
from pmtui.store.sync_running import Running
from pmtui.store.sync_target import Target
from pmtui.store.sync_trees import Trees

_ATTEMPTS = 8
"""How often a push that came too late, or a merge under which files changed, is tried again."""
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 3.0


class Machine:
    """One sync."""

    def __init__(self, store: RecordStore, folder: str, calls: Calls, said: Said, *, is_dry: bool) -> None:
        """Sync a workspace; `folder` is where sync keeps what it has to remember."""
        self._store = store
        self._folder = folder
        self._calls = calls
        self._said = said
        self._is_dry = is_dry
        self._trees = Trees(calls)
        self._notes: list[str] = []
        self._message = ""
        self._merged = ""
        self._fetch: Running | None = None
        self._configuration: Configuration | None = None
        self._at: Repository
        self._commit: Committed
        self._ledger: Ledger

    def run(self, looking: Looking) -> Synced:
        """Go through it all; `looking` is where the repository stands, on its way.

        Raises:
            StoreError: It cannot go on.
            GitError: Git cannot.
        """
        if not unfinished(looking.folder()) and looking.upstream:
            self._fetch = self._begun_fetch()
        self._at = looking.repository()
        self._calls.folder = self._at.top
        self._ledger = Ledger(self._store, self._trees, os.path.join(self._folder, "conflicts.json"), self._at.prefix)
        self._finish_what_waits()
        require_branch(self._at)
        self._commit_own()
        try:
            return self._share()
        except (StoreError, GitError):
            with suppress(StoreError, GitError), self._calls.firm():  # what is committed the index shall know
                self._stage(patience=0.0)
            raise

    def _share(self) -> Synced:
        done = None if self._at.has_upstream else self._first_share()
        if done is None:
            sweep(self._store, self._folder)  # meanwhile
            self._end_fetch()
            done = self._result(*self._bring_together())
        return done

    def _look(self) -> None:
        self._calls.folder = self._store.root
        self._at = look(self._calls)
        self._calls.folder = self._at.top

    def _begun_fetch(self) -> Running:
        self._said("fetch.begin", "asking the remote")
        return start_fetch(self._calls)

    def _end_fetch(self) -> None:
        fetched(self._calls, self._fetch or self._begun_fetch())
        self._fetch = None
        self._said("fetch.done", "")

    @property
    def _placing(self) -> Placing:
        return Placing(self._store, self._trees, self._at, self._folder, self._said)

    def _configured(self) -> Configuration:
        if self._configuration is None:
            self._configuration = Configuration(self._calls, self._at.branch)
        return self._configuration

    def _finish_what_waits(self) -> None:
        """What a dead sync began, and what git waits for in the workspace's files alone."""
        waits = unfinished(self._at.folder)
        if self._is_dry:
            if waits:
                self._notes.append(f"a {waits} is not finished; sync would first finish it, or say why it cannot")
            return
        if told := brought_to_their_end(self._store):  # half of a change is nothing to share
            self._notes += told
            self._look()
        self._placing.index.remove_stale_lock()
        if waits or any(one.is_unmerged for one in self._at.changed):
            from pmtui.store.sync_unfinished import Unfinished

            doing = Unfinished(self._store, self._calls, self._at, self._folder, self._said)
            if waits:
                self._notes.append(f"finished the {doing.conclude()} that waited for the workspace's files")
                self._look()
            if any(one.is_unmerged for one in self._at.changed):
                doing.repair()
                self._look()
        placing = self._placing
        move = placing.unfinished()
        if move is not None:
            placing.place(move, self._trees.differences(move.old, move.new), is_resumed=True)
            self._notes.append("finished the merge that an earlier sync had begun")
            self._look()

    def _commit_own(self) -> None:
        old = self._at.head
        if self._at.changed and not self._is_dry:
            self._configured()  # it is asked beside what follows
        self._commit = committed(self._trees, self._at, self._configured, self._said, is_dry=self._is_dry)
        self._message = self._message or self._commit.message
        self._notes += [one for one in self._commit.notes if one not in self._notes]
        self._ledger.changed(old, self._commit.raws, self._commit.head)

    def _stage(self, patience: float | None = None) -> None:
        """Tell the user's index what was committed."""
        if self._commit.staged:
            index = self._placing.index
            with index.locked(patience):
                index.align(self._commit.staged, self._commit.staged.keys(), self._at.top)
            self._commit = self._commit._replace(staged={})
            self._said("commit.index", "")

    def _first_share(self) -> Synced | None:
        """Where the branch follows none: what is left to say; None where it is an own branch, which follows one from now on."""
        from pmtui.store.own_branch_remote import first_shared

        self._stage()
        first = first_shared(self._calls, self._at, self._store, self._commit.head, is_dry=self._is_dry)
        if first is None:
            return self._alone()
        self._notes.append(first.note)
        if first.is_done:
            return self._result(first.upstream, True)
        self._look()
        self._configuration = None
        return None

    def _alone(self) -> Synced:
        remotes = self._calls.text("remote").split()
        if remotes:
            remote = "origin" if "origin" in remotes else remotes[0]
            done = "what changed is committed here, but " if self._message and not self._is_dry else ""
            raise StoreError(
                f"{done}the branch {self._at.branch} follows no branch of a remote, so nothing was shared",
                f"run git push -u {remote} {self._at.branch} once, and sync again", "no_upstream",
            )
        self._mended(self._commit.head)
        self._notes.append("this repository has no remote, so nothing was shared; git remote add origin URL names one")
        return self._result("", False)

    def _bring_together(self) -> tuple[str, bool]:
        """Merge and push until both sides are one; returns what the branch follows, and whether something was pushed."""
        head, pause = self._commit.head, _FIRST_PAUSE
        for _ in range(_ATTEMPTS):
            theirs = self._theirs()
            if theirs == head:
                head = self._mended(head)
            if theirs and theirs == head:
                self._stage()
                return self._at.upstream.removeprefix("refs/remotes/"), False
            to = self._upstream()
            if not theirs:
                _require_empty(self._calls, to, self._at.branch)
            elif theirs != self._at.head:  # else only we have gone on
                head = self._merge(head, theirs, to)
            head = self._mended(head)
            if not head or head == theirs:
                self._stage()
                return to.short, False
            if self._is_dry:
                return to.short, True
            if self._push(to, head):
                return to.short, True
            self._calls.pause(pause * (0.5 + os.urandom(1)[0] / 255))
            pause = min(pause * 2, _LONGEST_PAUSE)
            self._end_fetch()
        raise StoreError(
            f"others pushed to {to.short} again and again while this sync was merging; everything is merged and committed here",
            "sync again in a moment", "busy",
        )

    def _theirs(self) -> str:
        """The commit that the remote's branch is at; empty where it is not there."""
        ref = self._at.upstream
        return self._calls.text("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", allowed=(0, 1)) if ref else ""

    def _push(self, to: Upstream, head: str) -> bool:
        self._said("push.begin", f"pushing to {to.short}")
        running = start_push(self._calls, to, head)
        self._stage()  # meanwhile
        if pushed(self._calls, running, to):
            self._said("push.done", "")
            return True
        self._said("push.late", "somebody else pushed meanwhile; once more")
        return False

    def _upstream(self) -> Upstream:
        found = self._configured().upstream(self._at.upstream)
        if found is None or found.remote == ".":
            raise StoreError(
                f"the branch {self._at.branch} follows a branch of this very repository, so there is nobody to share with",
                f"let it follow a remote's with git branch -u origin/{self._at.branch}, and sync again", "no_upstream",
            )
        return found

    def _merge(self, head: str, theirs: str, to: Upstream) -> str:
        """Merge what they have, until no file changes under it; returns the commit that the branch is at then."""
        from pmtui.store.sync_target import target_of

        for _ in range(_ATTEMPTS):
            target = target_of(self._trees, self._at, head, theirs, to.short)
            self._notes += [one for one in target.notes if one not in self._notes]
            if target.commit == head:
                return head
            self._merged = theirs
            self._said("merge.made", f"merging {to.short}")
            if self._is_dry:
                return target.commit
            if self._placed(head, target):
                return target.commit
            self._said("merge.again", "a file changed meanwhile; once more")
            self._stage()
            self._look()
            require_branch(self._at)
            self._commit_own()
            head = self._commit.head
        raise StoreError("the files of the workspace change all the time, so that nothing can be merged", "sync again in a moment", "busy")

    def _placed(self, head: str, target: Target) -> bool:
        """Bring files and branch to a commit; False where files changed meanwhile."""
        if not self._placing.place(Move(self._at.ref, head, target.commit), target.found, self._commit):
            return False
        self._commit = self._commit._replace(staged={})
        self._ledger.moved(head, target.found, target.commit)
        return True

    def _mended(self, head: str) -> str:
        """The commit that also holds what merges by plain git have lost; the same where they have lost nothing."""
        mending = Mending(self._trees, self._store.local, self._at.prefix, is_dry=self._is_dry)
        target = mending.target(head, self._at.head if head == self._commit.head else "", self._commit.held)
        if target is None:
            return head
        self._said("mend.made", target.notes[0])
        if not self._is_dry and not self._placed(head, target):
            return head  # files changed meanwhile: the next sync mends
        mending.remember(target.commit)
        self._notes += target.notes
        return target.commit

    def _result(self, name: str, is_pushed: bool) -> Synced:
        head = self._ledger.head if not self._is_dry else self._commit.head
        contested = self._ledger.contested(is_whole=self._commit.is_whole and not self._is_dry)
        return Synced(self._message, self._merged, is_pushed, name, head, tuple(self._notes), self._calls.count, contested)


def _require_empty(calls: Calls, to: Upstream, branch: str) -> None:
    """The branch is not at the remote: fine where that is empty, else somebody has removed it."""
    if calls.run("for-each-ref", "--count=1", f"refs/remotes/{to.remote}/"):
        raise StoreError(
            f"{to.short}, which your branch follows, is not at the remote; nothing was shared",
            f"push it anew with git push -u {to.remote} {branch}, or switch to another branch, and sync again", "gone",
        )

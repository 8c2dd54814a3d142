"""A merge, rebase, cherry-pick or revert that waits for a person: finished where only the workspace's files wait, else left alone."""

from __future__ import annotations

import os
import re

from pmtui.store.both_sides import both_sides
from pmtui.store.errors import StoreError
from pmtui.store.files import RecordStore
from pmtui.store.git import Git, GitError
from pmtui.store.small_files import forget, keep, kept
from pmtui.store.sync_driver import merging
from pmtui.store.sync_git import Calls, Said
from pmtui.store.sync_index import UserIndex
from pmtui.store.sync_paths import inside
from pmtui.store.sync_repository import Repository, unfinished

_MOST_STOPS = 500
"""At so many commits a rebase may stop before we believe that it never ends."""
_CONCLUSIONS = {
    "merge": ("commit", "--no-edit", "-q"), "rebase": ("rebase", "--continue"), "cherry-pick": ("cherry-pick", "--continue"),
    "revert": ("revert", "--continue"),
}

_STOPPED_FOR = re.compile(r"^\S\t(.+)$", re.MULTILINE)
"""A file of the list, in the message that git has prepared, of those that it could not merge."""


class Unfinished:
    """What git has not finished in one repository."""

    def __init__(self, store: RecordStore, calls: Calls, at: Repository, folder: str, said: Said) -> None:
        """Look after a repository; `folder` is where sync keeps what it has to remember."""
        self._store = store
        self._calls = calls
        self._at = at
        self._state = os.path.join(folder, "concluding.json")
        self._said = said

    def conclude(self) -> str:
        """Repair the workspace's files and finish what waits for them.

        Returns:
            What was finished, for people; empty where nothing waits.

        Raises:
            StoreError: Something waits that only a person can finish, or a hook refuses.
        """
        first = what = unfinished(self._at.folder)
        for _ in range(_MOST_STOPS):
            if not what:
                break
            self._require_only_ours(what)
            self.repair()
            keep(self._state, {"what": what})
            self._said("conclude.repaired", "")
            self._finish(what)
            forget(self._state)
            what = unfinished(self._at.folder)
        return first

    def repair(self) -> list[str]:
        """Merge the workspace's files that git's index has several versions of, and tell git; returns their paths in the repository."""
        done = []
        with self._store.lock:
            for own, stages in sorted(Git(self._store.root).versions().items()):
                raw = both_sides(self._store.root, own, stages) if inside("", own) else None
                if raw is None:
                    raise StoreError(
                        f"git has not finished merging {own}, and somebody has changed it since",
                        f"look at it, tell git with git add {os.path.join(self._store.root, own)}, and sync again", "unmerged",
                    )
                self._store.write_file(own, raw)
                done.append(self._at.prefix + own)
            self._tell_git(done)
        return done

    def _tell_git(self, paths: list[str]) -> None:
        if not paths:
            return
        index = UserIndex(self._calls, self._at.index_path, self._store.root)
        data = b"".join(os.fsencode(path) + b"\0" for path in paths)
        with index.locked(), self._calls.firm():
            index.change(lambda file: _add(self._calls, data, file, self._at.top))

    def _require_only_ours(self, what: str) -> None:
        words = self._calls.run("diff", "--name-only", "--diff-filter=U", "--no-relative", "-z", folder=self._at.top)
        unmerged = [os.fsdecode(path) for path in words.split(b"\0") if path]
        others = [path for path in unmerged if not inside(self._at.prefix, path)]
        if not others and (unmerged or kept(self._state).get("what") == what or self._stopped_for_ours_alone()):
            return
        named = f"; git waits for you to merge {', '.join(others[:3])}{' and others' if len(others) > 3 else ''}" if others else ""
        finish = "git commit" if what == "merge" else f"git {what} --continue"
        raise StoreError(
            f"you are in the middle of a {what}, which is left alone{named}",
            f"finish it with {finish}, or give it up with git {what} --abort, and sync again", "unfinished",
        )

    def _stopped_for_ours_alone(self) -> bool:
        """Whether git stopped for nothing but the workspace's files, which a save of their records has merged since."""
        try:
            with open(os.path.join(self._at.folder, "MERGE_MSG"), encoding="utf-8", errors="replace") as file:
                paths = _STOPPED_FOR.findall(file.read().rpartition(" Conflicts:\n")[2])
        except OSError:
            return False
        return bool(paths) and all(inside(self._at.prefix, path) for path in paths)

    def _finish(self, what: str) -> None:
        try:
            options = () if what == "merge" else merging(self._calls, os.path.dirname(self._state), self._at.prefix)
            self._calls.run(*options, *_CONCLUSIONS[what], folder=self._at.top)
        except GitError as error:
            if unfinished(self._at.folder) == what and what != "merge" and self._has_unmerged():
                return  # it stopped at the next commit
            raise StoreError(
                f"the {what} is merged, but git does not finish it: {' '.join(error.message.split())[:300]}",
                "do what git or the hook asks for, and sync again", "hook",
            ) from None

    def _has_unmerged(self) -> bool:
        return bool(self._calls.run("ls-files", "--unmerged", "-z", folder=self._at.top))


def _add(calls: Calls, data: bytes, index: str, top: str) -> None:
    calls.run("update-index", "--add", "--remove", "-z", "--stdin", data=data, index=index, folder=top)

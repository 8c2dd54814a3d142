"""When each record's file was last committed; where there is no repository, when it was last changed.

What git says is kept in `.local/cache` with the commit that it holds for: as long as that is checked out git is not
called at all, and afterwards only for the commits since. The file may be removed at any time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from pmtui.domain.kinds import SCHEMA
from pmtui.store.clock import instant_of
from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.git_folders import GitFolders, branch_in, branch_tips, place_of
from pmtui.store.regular import read_regular
from pmtui.store.sync_git import Calls
from pmtui.store.sync_paths import record_at

if TYPE_CHECKING:
    from threading import Event

_FILE = "last-commits.json"
_VERSION = 2
_MARK = "\x01"
Seconds = dict[str, dict[str, int]]
"""Seconds since 1970 by kind and id."""


class LastCommits:
    """When records were last changed: what `domain.stale` asks for. Never changes.

    It is kept while the program runs, but asked only when another commit is checked out or a day begins: so it holds
    the ids of each instant in one text, a tenth of what a mapping takes.
    """

    def __init__(self, head: str, seconds: Mapping[str, Mapping[str, int]]) -> None:
        """Hold what is known of the commit `head`; that is empty where files were looked at."""
        self.head = head
        self._ids = _by_instant(seconds)
        self._later: dict[str, dict[str, str]] = {}

    def of(self, kind: str) -> Mapping[str, str]:
        """For the ids of a kind, the instant of the last commit of the file. Made anew at every call."""
        found = {id: instant for stamp, ids in self._ids.get(kind, {}).items() for instant in (instant_of(stamp),) for id in ids.split()}
        for id, instant in self._later.get(kind, {}).items():
            found[id] = max(instant, found.get(id, instant))
        return found

    def with_changes(self, changes: Mapping[tuple[str, str], str]) -> LastCommits:
        """The same with what was changed since, by kind and id: the later instant counts."""
        made = LastCommits(self.head, {})
        made._ids = self._ids
        made._later = {kind: dict(later) for kind, later in self._later.items()}
        for (kind, id), instant in changes.items():
            later = made._later.setdefault(kind, {})
            later[id] = max(instant, later.get(id, instant))
        return made


def _by_instant(seconds: Mapping[str, Mapping[str, int]]) -> dict[str, dict[int, str]]:
    """By kind and seconds, the ids of the records that were changed then."""
    found: dict[str, dict[int, str]] = {}
    for kind, of in seconds.items():
        ids: dict[int, list[str]] = {}
        for id, stamp in of.items():
            ids.setdefault(stamp, []).append(id)
        found[kind] = {stamp: " ".join(some) for stamp, some in ids.items()}
    return found


class LazyLastCommits:
    """The same, read when the first kind is asked for; nothing is known where git does not answer."""

    def __init__(self, root: str, local: str) -> None:
        """For a workspace and its `.local` folder."""
        self._root, self._local = root, local
        self._read: LastCommits | None = None

    def of(self, kind: str) -> Mapping[str, str]:
        """For the ids of a kind, the instant of the last commit of the file."""
        if self._read is None:
            try:
                self._read = last_commits(self._root, self._local)
            except (GitError, StoreError):
                self._read = LastCommits("", {})
        return self._read.of(kind)


def last_commits(root: str, local: str, cancel: Event | None = None) -> LastCommits:
    """When each record's file was last committed.

    Args:
        root: The workspace's folder.
        local: Its `.local` folder.
        cancel: Ends it early.

    Raises:
        GitError: Git cannot be run, or refuses.
        StoreError: It was cancelled.
    """
    place = place_of(root)
    if place is None:
        return LastCommits("", _changed_files(root))
    calls = Calls(root, cancel)
    head = _head(place, calls)
    if not head:
        return LastCommits("", {})
    path = os.path.join(local, "cache", _FILE)
    before, known = _kept(path)
    if before != head:
        is_later = bool(before) and _is_ancestor(calls, before, head)
        known = _later(known if is_later else {}, _said(calls, f"{before}..{head}" if is_later else head))
        _keep(path, head, known)
    return LastCommits(head, known)


def _head(place: GitFolders, calls: Calls) -> str:
    """The commit that is checked out, read from the disk; asked of git only where it must be. Empty where there is none."""
    branch, tips = branch_in(place.folder), branch_tips(place.common)
    if branch and tips is not None:
        return tips.get(f"refs/heads/{branch}", "")
    return calls.text("rev-parse", "--verify", "--quiet", "HEAD", allowed=(0, 1))


def _is_ancestor(calls: Calls, before: str, head: str) -> bool:
    with suppress(GitError):  # the commit is gone
        return calls.text("merge-base", before, head, allowed=(0, 1)) == before
    return False


def _said(calls: Calls, commits: str) -> Seconds:
    """What git says of some commits: the last time for each file, whichever way a merge went."""
    out = os.fsdecode(calls.run(
        "-c", "log.showRoot=true", "-c", "log.showSignature=false", "log", "-z", "-c", "--name-only", "--no-renames", "--full-history",
        "--no-color", "--no-notes", "--no-decorate", "--relative", "--ignore-submodules=all", "--format=%x01%ct", commits, "--", ".",
    ))
    found: Seconds = {}
    for commit in out.split(_MARK)[1:]:
        stamp, *paths = (word.strip("\n") for word in commit.split("\0"))
        seconds = int(stamp) if stamp.removeprefix("-").isdecimal() else 0
        for path in paths:
            record = record_at(path) if path else None
            if record is not None and record.is_known:
                of = found.setdefault(record.kind.name, {})
                of[record.id] = max(seconds, of.get(record.id, seconds))
    return found


def _later(known: Seconds, said: Seconds) -> Seconds:
    for kind, times in said.items():
        of = known.setdefault(kind, {})
        for id, seconds in times.items():
            of[id] = max(seconds, of.get(id, seconds))
    return known


def _changed_files(root: str) -> Seconds:
    """When each record's file was last changed, where there is no git to ask."""
    found: Seconds = {}
    for kind in SCHEMA.kinds.values():
        folder = os.path.join(root, kind.collection)
        for shard in _entries(folder):
            for file in _entries(os.path.join(folder, shard)):
                record = record_at(f"{kind.collection}/{shard}/{file}")
                if record is not None:
                    with suppress(OSError):
                        found.setdefault(kind.name, {})[record.id] = int(os.stat(os.path.join(folder, shard, file)).st_mtime)
    return found


def _entries(folder: str) -> list[str]:
    with suppress(OSError):
        return os.listdir(folder)
    return []


def _kept(path: str) -> tuple[str, Seconds]:
    """What was found out before, and for which commit; nothing where the file is not what was kept."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        read = json.loads(read_regular(path))
        if read["version"] == _VERSION and isinstance(read["head"], str):
            times: Seconds = {}
            for kind, of in read["ids"].items():
                times[kind] = {id: int(stamp) for stamp, ids in of.items() for id in ids.split()}
            return read["head"], times
    return "", {}


def _keep(path: str, head: str, seconds: Seconds) -> None:
    """Keep it for the next time; a folder that cannot be written costs that one time, nothing else."""
    aside = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(aside, "w", encoding="ascii") as file:
            json.dump({"version": _VERSION, "head": head, "ids": _by_instant(seconds)}, file, separators=(",", ":"))
        os.replace(aside, path)

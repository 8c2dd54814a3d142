"""Who changed which field of which record when: from git's commits, and from the files that are not committed yet.

Two git processes tell where the repository stands, one streams its commits, and one gives the bytes of old files. What was
found out about a commit is kept in `.local/cache`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from pmtui.domain.canonical import BadJson
from pmtui.domain.history import EDITED, UNREADABLE, Revision, revised
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.team_settings import WORKSPACE
from pmtui.store.clock import instant_of
from pmtui.store.errors import StoreError
from pmtui.store.git_folders import common_folder, cut_off_commits
from pmtui.store.git_log import Commit, CommitLog, FileVersions
from pmtui.store.history_reader import HistoryReader
from pmtui.store.layout import record_path
from pmtui.store.log_cache import LogCache, as_kept, of_kept
from pmtui.store.regular import read_regular
from pmtui.store.sync_git import Calls
from pmtui.store.sync_paths import Record, told_at
from pmtui.store.sync_repository import Changed, Repository, look

_SLICE = 100
"""So many files of a commit are read in one go: the first one of an import may have thousands."""
_FLUSH = 2.0
"""Seconds after which what is new in the cache is written."""


class Asked(NamedTuple):
    """Which part of the history is asked for.

    Attributes:
        kind: The name of a kind; empty for all.
        id: A whole id; empty for all records.
        since: An instant; empty for all times. Somewhat older commits may come along where clocks differ.
    """

    kind: str = ""
    id: str = ""
    since: str = ""


EVERYTHING = Asked()
"""The whole history."""


class RecordLog(HistoryReader):
    """The history of a workspace, read as far as somebody asks for it.

    Attributes:
        note: What people must know to understand what they see, such as that older commits are not here; empty for nothing.
        commits: How many commits have been read so far.
        head: The commit that was checked out; empty before the first revision, and where there is none yet.
    """

    def __init__(self, root: str, local: str, asked: Asked = EVERYTHING, by: str = "") -> None:
        """Read nothing yet.

        Args:
            root: The workspace's folder.
            local: Its `.local` folder.
            asked: Which part of the history.
            by: Who is at work: whose changes those that are not committed yet are taken for.
        """
        super().__init__(root)
        self._local = local
        self._asked = asked
        self._by = by
        self.note = ""
        self.commits = 0
        self.head = ""

    def revisions(self) -> Iterator[Revision]:
        """All revisions, the newest first; those that are not committed yet come before all others.

        Raises:
            StoreError: There is no repository, git cannot be run or cannot read on, or `end` was called.
        """
        with self._reading("git fsck tells more; what is shown above it is right"):
            repository = self._looked()
            self.head = repository.head
            yield from self._uncommitted(repository)
            if repository.head:
                yield from self._committed(repository)

    def _looked(self) -> Repository:
        self._check()
        try:
            return look(Calls(self._root, self._cancel))
        except StoreError as error:
            self._check()
            raise _without_history(self._root, error) from None

    # What is not committed yet

    def _uncommitted(self, repository: Repository) -> Iterator[Revision]:
        changed = [one for one in repository.changed if self._is_asked(one.own)]
        for start in range(0, len(changed), _SLICE):
            self._check()
            some = changed[start : start + _SLICE]
            old = {one.path: self._old_name(repository, one) for one in some}
            contents = self._blobs.contents([name for name in old.values() if name])
            found = [self._of_working_tree(one, old[one.path], contents) for one in some]
            yield from (one for one in found if one is not None)

    def _old_name(self, repository: Repository, changed: Changed) -> str:
        if changed.is_unmerged:  # git names its versions, not what HEAD has
            return f"{repository.head}:{changed.path}"
        return changed.head.blob if changed.head is not None else ""

    def _of_working_tree(self, changed: Changed, name: str, contents: dict[str, bytes]) -> Revision | None:
        record = told_at(changed.own)
        if record is None:
            return None
        path = os.path.join(self._root, *changed.own.split("/"))
        after: bytes | None = None
        fault = ""
        try:
            after = read_regular(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            fault = f"the file cannot be read: {error.strerror or error}"
        of = Revision(self._moment(path), self._by, "", "", "", "", "", ())
        befores = [contents.get(name)] if name else [None]
        if befores == [None] and after is None and not fault:
            return None
        return _revision(record, befores, after, of, fault)

    def _moment(self, path: str) -> str:
        """When a file was changed; of one that is gone, when its folder was."""
        for place in (path, os.path.dirname(path)):
            with suppress(OSError):
                return instant_of(os.stat(place).st_mtime)
        return instant_of(time.time())

    # What is committed

    def _committed(self, repository: Repository) -> Iterator[Revision]:
        cut_off = _boundary(repository)
        cache = LogCache(self._local, repository.prefix)
        self._log = CommitLog(self._root, repository.head, self._paths(repository.prefix), self._asked.since)
        self._check()
        last = time.monotonic()
        try:
            for commit in self._log.commits():
                self._check()
                self.commits += 1
                if commit.name in cut_off:  # git tells it as if it had made all that there was
                    self.note = f"what was before {commit.at[:10]} is not in this clone, which is shallow: git fetch --unshallow brings it"
                else:
                    yield from self._of_commit(commit, repository.prefix, cache)
                if time.monotonic() - last > _FLUSH:
                    cache.flush()
                    last = time.monotonic()
            self._check()
        finally:
            cache.flush()

    def _paths(self, prefix: str) -> Sequence[str]:
        kinds = [SCHEMA[self._asked.kind]] if self._asked.kind else list(SCHEMA.kinds.values())
        if self._asked.id:
            return [prefix + record_path(kind, self._asked.id) for kind in kinds]
        if self._asked.kind:
            return [prefix + kinds[0].collection]
        return [prefix.rstrip("/")] if prefix else []

    def _of_commit(self, commit: Commit, prefix: str, cache: LogCache) -> Iterator[Revision]:
        of = Revision(
            commit.at, commit.by, commit.name, "", "", "", "", (), email=commit.email, subject=commit.subject,
            is_merge=len(commit.parents) > 1,
        )
        kept = cache.get(commit.name)
        if kept is not None:
            with suppress(KeyError, TypeError, ValueError):
                found = [of_kept(words, of) for words in kept]
                yield from (one for one in found if self._is_of(one))
                return
        files = [one for one in commit.files if one.path.startswith(prefix) and self._is_asked(one.path[len(prefix) :])]
        is_whole = not (self._asked.kind or self._asked.id)
        fresh: list[Revision] | None = [] if is_whole else None
        for start in range(0, len(files), _SLICE):
            self._check()
            some = self._of_files(files[start : start + _SLICE], prefix, of)
            yield from some
            fresh = fresh + some if fresh is not None and len(fresh) < 10 * _SLICE else None
        if fresh is not None and not any(one.fault for one in fresh):  # what cannot be read may be mended
            cache.put(commit.name, [as_kept(one) for one in fresh])

    def _of_files(self, files: Sequence[FileVersions], prefix: str, of: Revision) -> list[Revision]:
        contents = self._blobs.contents([blob for one in files if one.is_plain for blob in (*one.befores, one.after) if blob])
        found = []
        for one in files:
            record = told_at(one.path[len(prefix) :])
            if record is None:
                continue
            lost = [blob for blob in (*one.befores, one.after) if blob and blob not in contents]
            fault = "it is no file but a link or another repository" if not one.is_plain else ""
            fault = fault or (f"git has not got its version {lost[0][:10]} here" if lost else "")
            befores = [contents.get(blob) if blob else None for blob in one.befores]
            revision = _revision(record, befores, contents.get(one.after) if one.after else None, of, fault)
            if revision is not None:
                found.append(revision)
        return found

    def _is_asked(self, own: str) -> bool:
        record = told_at(own)
        return record is not None and self._asked.kind in ("", record.kind.name) and self._asked.id in ("", record.id)

    def _is_of(self, revision: Revision) -> bool:
        return self._asked.kind in ("", revision.kind) and self._asked.id in ("", revision.id)


def _revision(record: Record, befores: Sequence[bytes | None], after: bytes | None, of: Revision, fault: str = "") -> Revision | None:
    """What became of a record; None where nothing did."""
    of = of._replace(kind=record.kind.name, id=record.id)
    if fault:
        return of._replace(what=UNREADABLE, fault=fault)
    title = ""
    try:
        olds = [None if raw is None else record.read(raw) for raw in befores]
        title = next((str(one.get("title") or "") for one in olds if one is not None), "")
    except BadJson as error:
        olds, fault = [], f"its version before this cannot be read: {error}"
    try:
        new = None if after is None else record.read(after)
        title = str(new.get("title") or "") if new is not None else title
    except BadJson as error:
        new, fault = None, f"this version of it cannot be read: {error}"
    if fault:
        return of._replace(what=UNREADABLE, fault=fault, title=title)
    what, changes = revised(record.kind, olds, new)
    if record.kind.name == WORKSPACE and what != EDITED:  # to make a workspace is no change of its settings
        return None
    return None if what == EDITED and not changes else of._replace(what=what, changes=changes, title=title)


def _boundary(repository: Repository) -> frozenset[str]:
    """The commits at which a shallow clone was cut off."""
    return cut_off_commits(common_folder(repository.folder)) if repository.is_shallow else frozenset()


def _without_history(root: str, error: StoreError) -> StoreError:
    """Why there is no history to read."""
    if error.code == "no_repository":
        return StoreError(
            f"{root} is in no git repository, so it has no history", "git init makes one, and pmtui sync commits to it", error.code
        )
    if error.code == "no_git":
        return StoreError("git cannot be run, and the history is read from it", error.hint, error.code)
    return StoreError(str(error), "do what git says, and look again", error.code)

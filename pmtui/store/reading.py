"""Records as they stand in their files: one of them, or all of a kind."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.canonical import BadJson, encode
from pmtui.domain.schema import Kind
from pmtui.domain.validation import is_id, read_record
from pmtui.store.layout import record_path
from pmtui.store.regular import read_regular
from pmtui.store.unmerged import is_merging, repaired, unmerged_ids, versions

if TYPE_CHECKING:
    from pathlib import Path

    from pmtui.store.cached_rows import CachedRows
    from pmtui.store.loaded import Repair

_MARKER = b"<<<<<<<"
_FEW = 500
"""So many files are read before anybody notices."""


class Stored(NamedTuple):
    """What a record's file holds.

    Attributes:
        raw: Its bytes; None where there is no file.
        data: Its fields; None where there is no file or it cannot be read.
        reason: Why it cannot be read; empty where it can. With data: why that had to be repaired from the versions in git.
    """

    raw: bytes | None
    data: dict[str, Any] | None
    reason: str = ""

    @property
    def has_markers(self) -> bool:
        """Whether a merge by git may have left its markers in it."""
        return self.data is None and self.raw is not None and _MARKER in self.raw


NOTHING = Stored(None, None)


def read_stored(root: str, kind: Kind, id: str) -> Stored:
    """What the file of a record holds; never raises for what a file may hold.

    A file that git has not finished merging is repaired from git's versions, in memory.
    """
    if not is_id(id):  # also keeps `../` and the like from reaching the file system
        return NOTHING
    stored = read_path(f"{root}/{record_path(kind, id)}", kind, id)
    data = None if stored.raw is None else _repaired(root, kind, id, stored)
    return stored if data is None else Stored(stored.raw, data, stored.reason or "git has not finished merging it")


def read_path(path: str, kind: Kind, id: str) -> Stored:
    """What a file holds that should be the record of this kind and id."""
    try:
        return _stored(kind, id, read_regular(path, follows_links=False))
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING
    except OSError as error:
        return Stored(b"", None, error.strerror or str(error))


def _stored(kind: Kind, id: str, raw: bytes) -> Stored:
    try:
        return Stored(raw, read_record(kind, id, raw))
    except BadJson as error:
        return Stored(raw, None, str(error))


def all_rows(root: str, local: str, kind: Kind, *, validated: bool, may_fork: bool) -> CachedRows:
    """All records of a kind, through the cache; see `pmtui.store.cache.load_rows`."""
    from pmtui.store.cache import load_rows

    return load_rows(root, local, kind, validated, repair=_repair(root, kind), unmerged=_unmerged(root, kind), may_fork=may_fork)


def first_rows(root: str, local: str, kind: Kind) -> CachedRows | None:
    """The records of a kind for a first paint: from the cache as it is, else from the files where they are few.

    Returns:
        The records, or None where there is no cache and reading the files would keep a person waiting.
    """
    from pmtui.store.cache import cached_rows

    found = cached_rows(root, local, kind, repair=_repair(root, kind), unmerged=_unmerged(root, kind))
    if found is None and _count(os.path.join(root, kind.collection)) <= _FEW:
        return all_rows(root, local, kind, validated=False, may_fork=False)
    return found


def _count(folder: str) -> int:
    """How many files a collection has, as far as its folders can be listed."""
    count = 0
    with suppress(OSError):
        for shard in os.listdir(folder):
            with suppress(OSError):
                count += len(os.listdir(os.path.join(folder, shard)))
    return count


def _repair(root: str, kind: Kind) -> Repair:
    """What mends, in memory, a file that git has not finished merging."""

    def mended(path: Path, raw: bytes) -> bytes | None:
        data = _repaired(root, kind, path.stem, _stored(kind, path.stem, raw)) if is_id(path.stem) else None
        return None if data is None else encode(kind, data)

    return mended


def _unmerged(root: str, kind: Kind) -> Callable[[], frozenset[str]]:
    return lambda: unmerged_ids(root, kind)


def _repaired(root: str, kind: Kind, id: str, stored: Stored) -> dict[str, Any] | None:
    """What git's versions make of a record; None where its file stands as it is. Git is not asked without a sign of a merge."""
    if not stored.has_markers and not is_merging(root):
        return None
    stages = versions(root).get(record_path(kind, id))
    return None if stages is None else repaired(kind, id, stored, stages)

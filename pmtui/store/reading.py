"""Records as they stand in their files: one of them, or all of a kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson
from pmtui.domain.schema import Kind
from pmtui.domain.table import Fault, MemoryRows, Rows
from pmtui.domain.validation import is_id, read_record
from pmtui.store.layout import record_path

_MARKER = b"<<<<<<<"


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

    A file with the markers of a merge is repaired from git's versions, in memory, where git has them.
    """
    if not is_id(id):  # also keeps `../` and the like from reaching the file system
        return NOTHING
    stored = read_path(f"{root}/{record_path(kind, id)}", kind, id)
    if stored.has_markers:
        data = _repaired(root, kind, id)
        if data is not None:
            return Stored(stored.raw, data, stored.reason)
    return stored


def read_path(path: str, kind: Kind, id: str) -> Stored:
    """What a file holds that should be the record of this kind and id."""
    raw = None
    try:
        with open(path, "rb", buffering=0) as file:
            raw = file.read()
        return Stored(raw, read_record(kind, id, raw))
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING
    except OSError as error:
        return Stored(b"", None, error.strerror or str(error))
    except BadJson as error:
        return Stored(raw, None, str(error))


class Found(NamedTuple):
    """A file in the folder of a kind that should be a record: its path inside the workspace, and the stem of its name."""

    path: str
    id: str


def record_files(root: str, kind: Kind) -> Iterator[Found]:
    """Every `.json` file in the folder of a kind, also those that lie in a wrong place."""
    for shard in _names(f"{root}/{kind.collection}"):
        if shard.startswith("."):
            continue
        if shard.endswith(".json"):
            yield Found(f"{kind.collection}/{shard}", shard[:-5])
            continue
        for name in _names(f"{root}/{kind.collection}/{shard}"):
            if name.endswith(".json") and not name.startswith("."):
                yield Found(f"{kind.collection}/{shard}/{name}", name[:-5])


def read_rows(root: str, kind: Kind) -> MemoryRows:
    """All records of a kind, read from their files; those that cannot be read are its faults."""
    documents: dict[str, dict[str, Any]] = {}
    faults: list[Fault] = []
    for path, id in record_files(root, kind):
        if is_id(id) and path != record_path(kind, id):
            faults.append(Fault(path, id, f"it lies in the wrong folder: it belongs to {record_path(kind, id)}"))
            continue
        stored = read_path(f"{root}/{path}", kind, id)
        if stored.data is not None:
            documents[id] = stored.data
        elif stored.raw is not None:
            faults.append(Fault(path, id, stored.reason))
    return MemoryRows(kind.name, documents, tuple(sorted(faults)))


def repaired_rows(root: str, kind: Kind, rows: Rows) -> Rows:
    """The rows with those records repaired, in memory, whose files hold the markers of a merge.

    All documents are decoded where there is one such file: that is rare and does not last.
    """
    mended: dict[str, dict[str, Any]] = {}
    for fault in rows.faults:
        if is_id(fault.id) and fault.path == record_path(kind, fault.id):
            stored = read_stored(root, kind, fault.id)
            if stored.data is not None:
                mended[fault.id] = stored.data
    if not mended:
        return rows
    documents = {rows.id(at): rows.document(at) for at in range(len(rows))}
    faults = tuple(fault for fault in rows.faults if fault.id not in mended)
    return MemoryRows(kind.name, {**documents, **mended}, faults)


def _repaired(root: str, kind: Kind, id: str) -> dict[str, Any] | None:
    from pmtui.store.git import Git, GitError

    path = record_path(kind, id)
    try:
        stages = Git(root).stages(path)
    except GitError:
        return None
    if not {2, 3} <= stages.keys():
        return None
    from pmtui.domain.merge import merge

    try:
        base, ours, theirs = (read_record(kind, id, stages[one]) if one in stages else {} for one in (1, 2, 3))
        return merge(kind, base, ours, theirs)
    except BadJson:
        return None


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []

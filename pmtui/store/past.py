"""The workspace as it was: a snapshot of a commit, read by two calls of git and held in memory.

Nothing of it is written anywhere; the working tree and the index are not touched.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from threading import Event
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import FORMAT, Kind
from pmtui.domain.table import Fault, Rows
from pmtui.domain.validation import is_id
from pmtui.store.cache_base import Base, Place, Seen
from pmtui.store.cached_rows import CachedRows
from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.layout import SETTINGS
from pmtui.store.loaded import Loaded, loaded_record
from pmtui.store.past_points import Name, Point, Points, folder_of
from pmtui.store.sync_git import CANCELLED
from pmtui.store.sync_trees import Trees

_KEPT = 4
"""So many snapshots are kept in memory, the last ones that were asked for."""
_BREATH = 500
"""After so many records it is looked whether somebody has cancelled."""


class Moment(NamedTuple):
    """The workspace at a point.

    Attributes:
        point: Which one.
        snapshot: All records as they were; its version is a negative number of its own.
    """

    point: Point
    snapshot: Snapshot


class _File(NamedTuple):
    """A file of a commit, by its path inside the workspace."""

    path: str
    mode: str
    blob: str


class _Held(NamedTuple):
    """A snapshot that was read, and what there is to know about it."""

    snapshot: Snapshot
    note: str


class _Then:
    """The source of a snapshot of the past: every kind is there already."""

    def __init__(self, kinds: Mapping[str, CachedRows]) -> None:
        self._kinds = kinds

    def rows(self, kind: str) -> Rows:
        """All records of a kind."""
        return self._kinds[kind]

    def record(self, kind: str, id: str) -> Record | None:
        """One record."""
        rows = self._kinds[kind]
        at = rows.position(id)
        return None if at is None else Record(kind, id, rows.document(at))


class Past:
    """Reads the past of a workspace. What was read once is kept, and of the next point only what differs is read.

    To be used by one thread at a time.
    """

    def __init__(self, root: str) -> None:
        """Work for the workspace in a folder; nothing is read."""
        self.root = root
        self._moments: dict[str, _Held] = {}
        self._files: dict[str, Loaded] = {}
        self._count = 0

    def names(self, cancel: Event | None = None) -> list[Name]:
        """The tags, the newest first, then the branches; none where git cannot be asked."""
        return Points(self.root, cancel).names()

    def at(self, words: str, now: str, cancel: Event | None = None) -> Moment | None:
        """The workspace at a point; None where it was cancelled.

        Args:
            words: A date, a tag, a branch or a commit; see `pmtui.store.past_points.FORMS`.
            now: The present instant.
            cancel: Set by another thread, it ends the reading.

        Raises:
            StoreError: There is no such point, or no workspace then; the message says what to do.
        """
        points = Points(self.root, cancel)
        try:
            return self._moment(points, points.find(words, now), cancel)
        except StoreError as error:
            if error.code == CANCELLED:
                return None
            raise
        except GitError as error:
            raise StoreError(f"git refuses: {error.message.splitlines()[0]}", "do what git says, and try again", "git") from None

    def _moment(self, points: Points, point: Point, cancel: Event | None) -> Moment | None:
        found = self._moments.pop(point.commit, None)
        if found is None:
            files = self._listed(points, point)
            if not files and not point.label.startswith("on ") and not points.is_own(point.commit):
                point = points.same_moment(point)
                found = self._moments.pop(point.commit, None)
                files = [] if found is not None else self._listed(points, point)
            if found is None:
                if not files:
                    raise StoreError(
                        f"there was no workspace in {folder_of(self.root)} yet {point.label}{points.beginning()}",
                        "ask for a later point", "no_workspace_then",
                    )
                found = self._read(points, files, cancel)
        if found is None:
            return None
        self._moments[point.commit] = found
        for commit in list(self._moments)[:-_KEPT]:
            del self._moments[commit]
        return Moment(point._replace(note=point.note or found.note), found.snapshot)

    def _listed(self, points: Points, point: Point) -> list[_File]:
        """The files of the workspace at a commit; none where it was not one."""
        out = points.calls.run("ls-tree", "-r", "-z", point.commit)
        files = []
        for line in out.split(b"\0"):
            information, _, path = line.partition(b"\t")
            if path:
                mode, _, blob = information.decode("ascii").split(" ")
                files.append(_File(os.fsdecode(path), mode, blob))
        return files if any(one.path == SETTINGS for one in files) else []

    def _read(self, points: Points, files: list[_File], cancel: Event | None) -> _Held | None:
        settings = next(one for one in files if one.path == SETTINGS)
        kinds = {name: _Reading(kind, self.root) for name, kind in SCHEMA.kinds.items()}
        wanted = []
        for one in files:
            collection, slash, rest = one.path.partition("/")
            kind = SCHEMA.by_collection.get(collection) if slash else None
            id = kinds[kind.name].id_of(rest, one) if kind is not None else ""
            if kind is not None and id:
                wanted.append((kinds[kind.name], id, one))
        raws = Trees(points.calls).contents([settings.blob, *(one.blob for _, _, one in wanted if one.blob not in self._files)])
        is_collecting = gc.isenabled()
        gc.disable()  # many objects come and none of them in cycles
        try:
            for count, (reading, id, one) in enumerate(wanted):
                if count % _BREATH == 0 and cancel is not None and cancel.is_set():
                    return None
                reading.read(id, one, raws, self._files)
        finally:
            if is_collecting:
                gc.enable()
        self._forget()
        self._files.update((blob, loaded) for reading in kinds.values() for blob, loaded in reading.blobs.items())
        self._count -= 1
        return _held(raws[settings.blob], {name: reading.rows() for name, reading in kinds.items()}, self._count, folder_of(self.root))

    def _forget(self) -> None:
        """Let go of the records of snapshots that are kept no more."""
        if len(self._moments) < _KEPT:
            return
        kept = {id(one) for held in self._moments.values() for kind in SCHEMA.kinds for one in _records(held.snapshot, kind)}
        self._files = {blob: loaded for blob, loaded in self._files.items() if id(loaded) in kept}


class _Reading:
    """The records of one kind while they are read."""

    def __init__(self, kind: Kind, root: str) -> None:
        self.kind = kind
        self.blobs: dict[str, Loaded] = {}
        self._root = root
        self._records: dict[str, Loaded] = {}
        self._faults: list[Fault] = []

    def id_of(self, rest: str, file: _File) -> str:
        """The id of the record in a file below the collection's folder; empty where there is none, and a fault where there should be."""
        shard, _, name = rest.rpartition("/")
        stem = name.removesuffix(".json")
        if name.startswith(".") or stem == name:
            return ""
        reason = ""
        if not file.mode.startswith("100"):
            reason = "not a file"
        elif not is_id(stem):
            reason = "its name is not an id"
        elif shard != stem[0]:
            reason = f"it lies in {shard or self.kind.collection}/, but belongs in {stem[0]}/"
        if reason:
            self._faults.append(Fault(_shown(file.path), stem, reason))
        return "" if reason else stem

    def read(self, id: str, file: _File, raws: Mapping[str, bytes], known: Mapping[str, Loaded]) -> None:
        """Take in the bytes of a file."""
        loaded = known.get(file.blob)
        if loaded is None or loaded.id != id:
            try:
                loaded = loaded_record(self.kind, id, loaded.raw if loaded is not None else raws[file.blob])
            except BadJson as error:
                self._faults.append(Fault(_shown(file.path), id, str(error)))
                return
        self.blobs[file.blob] = self._records[id] = loaded

    def rows(self) -> CachedRows:
        """What was read, its columns made, for that is done here in a thread.

        It was seen in no folder, so nothing of it ever gets into the start-up cache.
        """
        place = Place(self._root, "", self.kind)
        rows = CachedRows(Base.of(place, []), Seen(None, frozenset(), {}), self._records, frozenset(), tuple(self._faults))
        for name in {*rows.names, "id", "status", "deleted_at"} if self._records else ():
            rows.column(name)
        rows.shared("")
        return rows


def _held(settings: bytes, kinds: Mapping[str, CachedRows], version: int, folder: str) -> _Held:
    """The snapshot of what was read; what `pmtui.json` said is for its name, and nothing of it is needed to show records."""
    try:
        said: Any = decode(settings)
    except BadJson:
        said = {}
    said = said if isinstance(said, dict) else {}
    team, format = said.get("settings"), said.get("format")
    is_newer = isinstance(format, int) and format > FORMAT
    note = f"a newer pmtui wrote it: this version reads format {FORMAT}, and may not show all of it" if is_newer else ""
    name = str(said.get("name") or folder)
    return _Held(Snapshot(_Then(kinds), settings=team if isinstance(team, dict) else {}, name=name, version=version), note)


def _records(snapshot: Snapshot, kind: str) -> list[Loaded]:
    rows = snapshot.table(kind).rows
    return list(rows.records.values()) if isinstance(rows, CachedRows) else []


def _shown(path: str) -> str:
    """A path that can be printed."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")

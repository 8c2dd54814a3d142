"""One look at a collection's folder: reading what changed since the last one."""

from __future__ import annotations

import gc
import os

from pmtui.domain.canonical import BadJson
from pmtui.domain.table import Fault
from pmtui.store.cache_base import Place, Seen
from pmtui.store.cached_rows import CachedRows
from pmtui.store.loaded import Loaded, loaded_record
from pmtui.store.signatures import BLANK, EMPTY, SIGNATURE, FileRead, Shard, read_file, stamp_time


def strays_of(place: Place, reasons: dict[str, str]) -> tuple[Fault, ...]:
    """What lies in a collection and is no record's file, or cannot be read, as faults."""
    found = []
    for name, reason in sorted(reasons.items()):
        stem = name.removesuffix(".json")
        found.append(Fault(_shown("/".join([place.kind.collection, name]).rstrip("/")), stem if stem != name else "", reason))
    return tuple(found)


def _shown(path: str) -> str:
    """A path that can be printed: bytes that are not UTF-8 are spelled out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def doubting(known: dict[str, Shard], ids: frozenset[str]) -> dict[str, Shard]:
    """What is known of the folder, but for the files of these records: they are read again whatever their signatures say."""
    names = {f"{id}.json" for id in ids}
    doubted = {}
    for name in {id[0] for id in ids} & known.keys():
        doubted[name] = Shard.of({name: BLANK if name in names else signature for name, signature in known[name].entries()})
    return {**known, **doubted}


class Look:
    """One look at the folder: what was read, and what follows from it."""

    def __init__(self, rows: CachedRows, known: dict[str, Shard], unmerged: frozenset[str] = frozenset()) -> None:
        """Start from the records and the folder as they were last seen; `unmerged` are the records that git has not finished merging."""
        self.rows = rows
        self.place = rows.place
        self.listing = dict(known)
        self.unmerged = unmerged
        self.records: dict[str, Loaded] = {}
        self.dropped: set[str] = set()
        self.faults = dict(rows.seen.faults)
        self.touched: set[str] = set()

    def read(self, found: dict[str, Shard]) -> None:
        """Read what changed in these shards."""
        stamp = stamp_time(os.path.join(self.place.local, "cache"))
        collecting = gc.isenabled()
        gc.disable()  # many objects come and none of them in cycles
        try:
            for shard, now in found.items():
                self._read_shard(shard, now, stamp)
        finally:
            if collecting:
                gc.enable()

    def _read_shard(self, shard: str, now: Shard, stamp: int) -> None:
        places, gone = now.since(self.listing.get(shard, EMPTY))
        names = now.name_list()
        signatures = bytearray(now.signatures)
        vanished: set[str] = set()
        for place in places:
            name = names[place]
            read = read_file(f"{self.place.folder}/{shard}/{name}", stamp)
            if read is None:
                vanished.add(name)
            else:
                signatures[place * SIGNATURE : (place + 1) * SIGNATURE] = self._take(shard, name, read)
        for name in (*gone, *vanished):
            self._drop(shard, name)
        seen = Shard(now.names, bytes(signatures))
        if vanished:
            seen = Shard.of({name: signature for name, signature in seen.entries() if name not in vanished})
        if seen.names:
            self.listing[shard] = seen
        else:
            self.listing.pop(shard, None)

    def _take(self, shard: str, name: str, read: FileRead) -> bytes:
        """Take in what was read of a file; its signature for the next look."""
        id = name.removesuffix(".json")
        path = _shown(f"{self.place.kind.collection}/{shard}/{name}")
        self.touched.add(path)
        self.faults.pop(path, None)
        signature = read.signature
        try:
            if read.raw is None:
                raise BadJson(read.reason)
            if id[:1] != shard:
                raise BadJson(f"it lies in {shard}/, but belongs in {id[:1]}/")
            if b"<<<<<<<" in read.raw:  # whether and how it can be mended depends on git: look again each time
                signature = BLANK
            self.records[id] = self._record(id, read.raw, f"{self.place.folder}/{shard}/{name}")
        except BadJson as fault:
            self.faults[path] = Fault(path, id, str(fault))
            if id[:1] == shard:
                self.dropped.add(id)
            return signature
        return signature if self.records[id].raw is read.raw else BLANK

    def _record(self, id: str, raw: bytes, path: str) -> Loaded:
        try:
            record = loaded_record(self.place.kind, id, raw)
        except BadJson:
            repaired = self._repaired(path, raw)
            if repaired is None:
                raise
            return loaded_record(self.place.kind, id, repaired)
        repaired = self._repaired(path, raw) if id in self.unmerged else None
        return record if repaired is None else loaded_record(self.place.kind, id, repaired)

    def _repaired(self, path: str, raw: bytes) -> bytes | None:
        if self.place.repair is None:
            return None
        from pathlib import Path  # 6 ms of import that a start without bad files need not pay

        return self.place.repair(Path(path), raw)

    def _drop(self, shard: str, name: str) -> None:
        path = _shown(f"{self.place.kind.collection}/{shard}/{name}")
        self.touched.add(path)
        self.faults.pop(path, None)
        if name[:1] == shard:
            self.dropped.add(name.removesuffix(".json"))

    def result(self, strays: tuple[Fault, ...]) -> CachedRows:
        """The records as they are now; the same object if none differs."""
        rows, base = self.rows, self.rows.base
        changed = {id: record for id, record in self.records.items() if rows.raw_of(id) != record.raw}
        dropped = {id for id in self.dropped if rows.position(id) is not None}
        touched = rows.seen.touched | self.touched
        if not changed and not dropped and self.faults == rows.seen.faults and strays == rows.strays:
            rows.seen.listing, rows.seen.touched, rows.seen.unmerged = self.listing, touched, self.unmerged
            return rows
        records = {id: record for id, record in {**rows.records, **changed}.items() if id not in dropped}
        back = {base.position(id) for id in changed}
        leaving = {position for id in dropped if (position := base.position(id)) is not None}
        gone = frozenset((rows.gone - back) | leaving)
        return CachedRows(base, Seen(self.listing, touched, self.faults, self.unmerged), records, gone, strays)

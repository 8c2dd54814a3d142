"""The cache under a set of records, which mends itself, and what was last seen of the folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from pmtui.domain.canonical import BadJson
from pmtui.domain.schema import Kind
from pmtui.domain.table import Fault
from pmtui.store.cache_format import Damaged, compose
from pmtui.store.cache_image import Image
from pmtui.store.loaded import Loaded, LoadedRecords, Repair, loaded_record
from pmtui.store.signatures import Shard, read_file

Answer = TypeVar("Answer")
Unmerged = Callable[[], frozenset[str]]
"""Tells the ids of the records that git has not finished merging."""


class Place(NamedTuple):
    """Where the records of a kind live.

    Attributes:
        root: The workspace's folder.
        local: Its `.local` folder.
        kind: The kind.
        repair: Mends a file that git has not finished merging; see `Repair`.
        unmerged: The ids of the records that git has not finished merging, readable or not.
    """

    root: str
    local: str
    kind: Kind
    repair: Repair | None = None
    unmerged: Unmerged | None = None

    @property
    def folder(self) -> str:
        """The collection's folder."""
        return os.path.join(self.root, self.kind.collection)

    @property
    def cache(self) -> str:
        """The cache's file."""
        return os.path.join(self.local, "cache", f"{self.kind.collection}.cache")

    def record_path(self, id: str) -> str:
        """The file of a record."""
        return os.path.join(self.folder, id[0], f"{id}.json")


class Seen:
    """What was last seen of the folder: bookkeeping for the next look, not content.

    Attributes:
        listing: What each shard held; None while nobody has looked.
        touched: Files that were read although the cache has them, or had no place in it: what a new cache would save.
        faults: The files that cannot be read, by path.
        unmerged: The ids of the records that git had not finished merging.
    """

    __slots__ = ("faults", "listing", "touched", "unmerged")

    def __init__(
        self, listing: dict[str, Shard] | None, touched: frozenset[str], faults: dict[str, Fault], unmerged: frozenset[str] = frozenset(),
    ) -> None:
        """Remember these."""
        self.listing = listing
        self.touched = touched
        self.faults = faults
        self.unmerged = unmerged


class Base:
    """A cache that mends itself: where it turns out to be damaged it is composed anew, from its own sound parts and the files."""

    __slots__ = ("image", "is_saved", "place")

    def __init__(self, place: Place, image: Image, is_saved: bool) -> None:
        """Hold a cache; `is_saved` tells whether it is that of the file."""
        self.place = place
        self.image = image
        self.is_saved = is_saved

    @classmethod
    def of(cls, place: Place, records: list[Loaded]) -> Base:
        """A cache in memory with these records, in their order."""
        pieces = compose(place.kind, LoadedRecords(place.kind, records), {}, (), ())
        return cls(place, Image(place.kind, memoryview(b"".join(pieces))), is_saved=False)

    def ask(self, question: Callable[[Image], Answer]) -> Answer:
        """Put a question to the cache; mend it where a part that the answer needs is damaged."""
        try:
            return question(self.image)
        except Damaged:
            self._mend()
            return question(self.image)

    def position(self, id: str) -> int | None:
        """Where the cache has a record, or None."""
        return self.ask(lambda image: image.position(id))

    def _mend(self) -> None:
        damaged = self.image
        self.image = Base.of(self.place, [self._rescued(damaged, position) for position in range(damaged.count)]).image
        self.is_saved = False
        try:
            os.unlink(self.place.cache)
        except OSError:
            return  # the next one to read it will find out by itself

    def _rescued(self, damaged: Image, position: int) -> Loaded:
        """A record of a damaged cache: from the cache if its bytes are sound, else from its file."""
        kind, id = self.place.kind, damaged.id(position)
        try:
            return loaded_record(kind, id, damaged.raw(position))
        except (Damaged, BadJson):
            read = read_file(self.place.record_path(id), 0)
        try:
            return loaded_record(kind, id, read.raw if read and read.raw else b"")
        except BadJson:  # its file is gone or bad by now: the next look at the folder tells
            return Loaded(kind, id, b'{\n  "id": "%s"\n}\n' % id.encode(), {"id": id})

"""A start-up cache in memory or mapped from its file: every part is checked when it is first used."""

from __future__ import annotations

import json
import mmap
import os
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pmtui.domain.columns import Column, Mask, both
from pmtui.domain.schema import ID_LENGTH, Kind
from pmtui.domain.table import Fault
from pmtui.store.cache_format import CODED, HEADER, MAGIC, PACKED, Damaged, decoded_column, fingerprint, listing_of, packed_column
from pmtui.store.loaded import blank_value, is_long
from pmtui.store.regular import open_regular
from pmtui.store.signatures import Shard

_CHUNK = 1 << 18
"""Bytes of text that are searched at a time: small enough to stay in the processor's cache."""
_FEW = 16
"""Where fewer than one record in so many may match, each is looked at on its own."""


class Image:
    """The parts of one cache, by position in the order in which they were composed."""

    def __init__(self, kind: Kind, view: memoryview, mapping: mmap.mmap | None = None) -> None:
        """Read header, table of contents and ids; `mapping` is what the view looks at, where it is mapped.

        Raises:
            Damaged: This is no whole cache of this kind, made by this version of the program.
        """
        self.kind = kind
        self._view, self._mapping = view, mapping
        self._contents, self._start = _contents(kind, view)
        self._checked: dict[str, memoryview] = {}
        self._columns: dict[str, Column] = {}
        self._starts: Sequence[int] | None = None
        try:
            self.count: int = self._contents["records"]
            self.names: dict[str, str] = self._contents["columns"]
            self.loose: frozenset[str] = frozenset(self._contents["loose"])
            self.faults = tuple(Fault(*one) for one in self._contents["faults"])
            self.strays = tuple(Fault(*one) for one in self._contents["strays"])
            self._ids = str(self._part("ids"), "ascii")
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"the table of contents: {error!r}") from None
        if len(self._ids) != self.count * ID_LENGTH:
            raise Damaged("the ids are not as many as the records")

    @classmethod
    def mapped(cls, kind: Kind, path: str) -> Image:
        """The cache in a file, mapped.

        Raises:
            Damaged: It is no whole cache of this kind.
            OSError: It cannot be opened.
        """
        with open(open_regular(path), "rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size < HEADER.size:
                raise Damaged("shorter than its header")
            if os.name == "nt":  # there a file that is mapped cannot be replaced by a newer one
                return cls(kind, memoryview(file.readall()))
            mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return cls(kind, memoryview(mapping), mapping)

    def let_go(self) -> None:
        """Give back the memory of what was read: columns have been made of it, and the system gets it again for whoever asks."""
        if self._mapping is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._mapping.madvise(mmap.MADV_DONTNEED)

    def _part(self, name: str) -> memoryview:
        """A part, checked at first use."""
        found = self._checked.get(name)
        if found is None:
            found, checksum = self._unchecked(name)
            if zlib.crc32(found) != checksum:
                raise Damaged(f"part {name}: another checksum")
            self._checked[name] = found
        return found

    def _unchecked(self, name: str) -> tuple[memoryview, int]:
        try:
            offset, length, checksum = self._contents["parts"][name]
            return self._view[self._start + offset : self._start + offset + length], checksum
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"part {name}: {error!r}") from None

    def listing(self) -> dict[str, Shard]:
        """What the folder held when the cache was written, by shard."""
        return listing_of(self._contents["shards"], bytes(self._part("names")), bytes(self._part("signatures")))

    def id(self, position: int) -> str:
        """The id at a position."""
        return self._ids[position * ID_LENGTH : (position + 1) * ID_LENGTH]

    def ids(self) -> list[str]:
        """All ids by position."""
        ids = self._ids
        return [ids[at : at + ID_LENGTH] for at in range(0, len(ids), ID_LENGTH)]

    def place(self, id: str) -> int:
        """Where an id stands, or would stand, among the sorted ids."""
        order, ids = self._order, self._ids
        low, high = 0, self.count
        while low < high:  # as bisect with a key, in a third of its time: for each row on the screen every kind is asked
            middle = (low + high) // 2
            at = order[middle] * ID_LENGTH
            if ids[at : at + ID_LENGTH] < id:
                low = middle + 1
            else:
                high = middle
        return low

    def at_place(self, place: int) -> int:
        """The position of the record at a place among the sorted ids."""
        return self._order[place]

    @cached_property
    def _order(self) -> memoryview:
        """The positions in the order of their ids."""
        return self._part("sorted").cast("I")

    def position(self, id: str) -> int | None:
        """Where a record stands, or None."""
        place = self.place(id)
        if place < self.count:
            position = self.at_place(place)
            if self.id(position) == id:
                return position
        return None

    def column(self, name: str) -> Column | None:
        """A column, or None for one that only the documents hold."""
        found = self._columns.get(name)
        if found is None:
            if name in self.loose or is_long(self.kind, name):
                return None
            form = self.names.get(name)
            if name == "id":
                found = Column(self.ids())
            elif form is None:
                found = Column([blank_value(self.kind, name)], bytes(self.count))
            elif form in PACKED:
                ends = self._numbers(f"ends {name}", "Q", self.count + 1)
                found = packed_column(form, self._part(f"values {name}"), ends)
            else:
                codes = bytes(self._part(f"codes {name}")) if form in CODED else b""
                found = decoded_column(self.kind, name, form, bytes(self._part(f"values {name}")), codes)
            if len(found) != self.count:
                raise Damaged(f"column {name}: {len(found)} values for {self.count} records")
            self._columns[name] = found
        return found

    def raw(self, position: int) -> bytes:
        """The bytes of a record's file."""
        ends = self._numbers("raw_ends", "Q", self.count + 1)
        sums = self._numbers("raw_sums", "I", self.count)
        blob, _ = self._unchecked("raw")
        raw = bytes(blob[ends[position] : ends[position + 1]])
        if zlib.crc32(raw) != sums[position]:
            raise Damaged(f"the bytes of {self.id(position)}: another checksum")
        return raw

    def folded_text(self, position: int) -> bytes:
        """The folded text of a record."""
        starts, blob = self._texts()
        return bytes(blob[starts[position] : starts[position + 1] - 1])

    def search(self, needle: bytes, within: Mask | None) -> bytearray:
        """Which records hold the needle in their folded text, looking only where `within` is 1."""
        if not needle:
            return bytearray(within or b"\1" * self.count)
        if within is not None and within.count(1) * _FEW < self.count:
            result = bytearray(self.count)
            starts, blob = self._texts()
            at = within.find(1)
            while at >= 0:
                result[at] = needle in bytes(blob[starts[at] : starts[at + 1]])
                at = within.find(1, at + 1)
            return result
        found = self._walk(needle)
        return found if within is None else bytearray(both(bytes(found), within))

    def _walk(self, needle: bytes) -> bytearray:
        """One walk over all texts, from each hit to the record after it."""
        starts, blob = self._texts()
        count = self.count
        result = bytearray(count)
        first = 0
        while first < count:
            after = max(bisect_right(starts, starts[first] + _CHUNK) - 1, first + 1)
            base = starts[first]
            chunk = bytes(blob[base : starts[after]])
            at = chunk.find(needle)
            while at >= 0:
                first += 1
                if starts[first] <= at + base:  # the hit is not in the next record: look where
                    first = bisect_right(starts, at + base, first, after)
                result[first - 1] = 1
                at = chunk.find(needle, starts[first] - base)
            first = after
        return result

    def _texts(self) -> tuple[Sequence[int], memoryview]:
        """Where each text begins, and all texts."""
        blob = self._part("text")
        if self._starts is None:
            starts = list(self._numbers("text_ends", "Q", self.count + 1))  # a list is twice as fast to walk
            if starts[-1] != len(blob):
                raise Damaged("the texts are not as long as said")
            self._starts = starts
        return self._starts, blob

    def _numbers(self, name: str, code: str, count: int) -> Sequence[int]:
        found = self._part(name)
        if len(found) != count * (8 if code == "Q" else 4):
            raise Damaged(f"part {name}: {len(found)} bytes for {count} numbers")
        return found.cast(code)  # type: ignore[call-overload,no-any-return]


def _contents(kind: Kind, view: memoryview) -> tuple[dict[str, Any], int]:
    """The table of contents, and where the parts begin."""
    if len(view) < HEADER.size:
        raise Damaged("shorter than its header")
    magic, mark, length, checksum, total = HEADER.unpack_from(view)
    if magic != MAGIC or mark != fingerprint(kind):
        raise Damaged("made by another version, or for another kind")
    head = bytes(view[HEADER.size : HEADER.size + length])
    if total != len(view) or zlib.crc32(head) != checksum:
        raise Damaged("cut short, or the table of contents is damaged")
    try:
        contents = json.loads(head)
    except ValueError as error:
        raise Damaged(f"the table of contents: {error}") from None
    return contents, HEADER.size + length

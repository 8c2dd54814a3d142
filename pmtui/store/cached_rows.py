"""The records of one kind as files hold them: a cache, and over it the few files that differ from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from pmtui.domain.canonical import decode
from pmtui.domain.columns import Column, Mask, both
from pmtui.domain.ordering import Key, common_length, order_field, order_key
from pmtui.domain.table import Fault, column_value
from pmtui.store.arrangement import Arrangement, arranged
from pmtui.store.cache_base import Base, Seen
from pmtui.store.cache_image import Image
from pmtui.store.loaded import Loaded, loaded_values


class CachedRows:
    """The records of one kind: implements `domain.table.Rows` over a cache and loaded records that differ from it.

    What it shows never changes; `seen` is bookkeeping for the next look at the folder.
    """

    def __init__(self, base: Base, seen: Seen, records: Mapping[str, Loaded], gone: frozenset[int], strays: tuple[Fault, ...]) -> None:
        """Lay records over a cache and take some out.

        Args:
            base: The cache.
            seen: What was seen of the folder.
            records: Records that are not, or not so, in the cache.
            gone: Positions in the cache whose records are no more.
            strays: What lies in the folder and is no record's file.
        """
        self.base = base
        self.place = base.place
        self.seen = seen
        self.records = records
        self.gone = gone
        self.strays = strays
        self.faults = tuple(sorted((*seen.faults.values(), *strays)))
        self._columns: dict[str, Column] = {}
        self._last: tuple[bytes, Mask] = b"", b""
        self._count = base.image.count
        self._replaced: dict[int, Loaded] = {}
        self._added: list[Loaded] = []
        self._entering: dict[int, Key] = {}
        self._arrangement = self._arranged()
        self._slots = {one.id: self._count + index for index, one in enumerate(self._added)}
        self.held: object = (base, gone, self._slots.keys())
        self._sorted_added: list[str] | None = None
        self._length = self._arrangement.length if self._arrangement else self._count + len(self._added)

    def _arranged(self) -> Arrangement | None:
        """Sort the records into replaced and added, and find where they stand; None where the order is the cache's own."""
        for id, record in self.records.items():
            slot = self.base.position(id) if self._count else None
            if slot is None:
                self._added.append(record)
            else:
                self._replaced[slot] = record
        self._added.sort(key=lambda one: one.key(self.place.kind))
        if not self._count:
            return None
        entering = {self._count + index: one.key(self.place.kind) for index, one in enumerate(self._added)}
        key = self._base_key()
        for slot, one in self._replaced.items():
            if one.key(self.place.kind) != key(slot):
                entering[slot] = one.key(self.place.kind)
        self._entering = entering
        if not entering and not self.gone:
            return None
        leaving = [*self.gone, *(slot for slot in entering if slot < self._count)]
        return arranged(self._count, key, leaving, [(into, slot) for slot, into in entering.items()])

    def _base_key(self) -> Callable[[int], Key]:
        name = order_field(self.place.kind)
        column = self.base.ask(lambda image: image.column(name)) if self.records else None
        return lambda slot: order_key(column[slot] if column else None, self.base.image.id(slot))

    def _slot(self, position: int) -> int:
        if not 0 <= position < self._length:
            raise IndexError(f"no record at position {position} of {self._length}")
        return position if self._arrangement is None else self._arrangement.slot(position)

    def _record(self, slot: int) -> Loaded | None:
        """The loaded record at a slot; None where the cache's own counts."""
        return self._added[slot - self._count] if slot >= self._count else self._replaced.get(slot)

    def __len__(self) -> int:
        """How many records there are, deleted ones too."""
        return self._length

    def id(self, position: int) -> str:
        """The id at a position."""
        slot = self._slot(position)
        return self.base.image.id(slot) if slot < self._count else self._added[slot - self._count].id

    def differing(self, other: object) -> set[str] | None:
        """The ids of the records that are others in other rows; None where these do not hold the same ids at the same positions."""
        if not isinstance(other, CachedRows) or other.base is not self.base or other.gone != self.gone:
            return None
        if other._slots != self._slots or other._entering != self._entering:
            return None
        mine, others = self.records, other.records
        return {id for id in {*mine, *others} if mine.get(id) is not others.get(id)}

    @property
    def ids(self) -> list[str]:
        """All ids by position."""
        found = [*self.base.image.ids(), *(one.id for one in self._added)]
        return found if self._arrangement is None else list(self._arrangement.column(Column(found)).values)

    def position(self, id: str) -> int | None:
        """Where a record stands, or None."""
        slot = self._slots.get(id)
        if slot is None:
            slot = self.base.position(id)
        if slot is None or self._arrangement is None:
            return slot
        return self._arrangement.position(slot)

    @property
    def names(self) -> list[str]:
        """The names of the columns in which some record is not blank, long texts left out."""
        names = {*self.base.image.names, *self.base.image.loose}
        names.update(name for one in self.records.values() for name in one.values)
        return sorted(names)

    def column(self, name: str) -> Column:
        """A scalar or set field, or a pure score, of all records by position."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self._column(name)
        return found

    def _column(self, name: str) -> Column:
        kind = self.place.kind
        cached = self.base.ask(lambda image: image.column(name))
        if cached is None:
            return Column.of(column_value(kind, self.document(position), name) for position in range(self._length))
        added = loaded_values(kind, name, self._added)
        if not self._count:
            slots = Column.of(added)
        elif self.records:
            changed = loaded_values(kind, name, self._replaced.values())
            slots = cached.patched(dict(zip(self._replaced, changed, strict=True)), added)
        else:
            slots = cached
        return slots if self._arrangement is None else self._arrangement.column(slots)

    def adopt_columns(self, other: CachedRows) -> None:
        """Take over columns that the same records have decoded already."""
        self._columns.update(other._columns)

    def raw(self, position: int) -> bytes:
        """The bytes of a record's file as they were read, or repaired."""
        slot = self._slot(position)
        record = self._record(slot)
        return record.raw if record else self.base.ask(lambda image: image.raw(slot))

    def raw_of(self, id: str) -> bytes | None:
        """The bytes of the record with this id, or None."""
        record = self.records.get(id)
        if record:
            return record.raw
        position = self.position(id)
        return None if position is None else self.raw(position)

    def document(self, position: int) -> dict[str, Any]:
        """The record as stored, decoded anew at each call."""
        return decode(self.raw(position))

    def folded_text(self, position: int) -> bytes:
        """The folded title and body of a record in UTF-8."""
        slot = self._slot(position)
        record = self._record(slot)
        return record.text if record else self.base.ask(lambda image: image.folded_text(slot))

    def text(self, needle: str, within: Mask | None) -> Mask:
        """Which records hold the folded needle in title or body, looking only where `within` is 1."""
        wanted = needle.encode("utf-8", "surrogatepass")
        is_whole = within is None
        last, candidates = self._last
        if last == wanted and last:
            return candidates if within is None else both(candidates, within)
        if last and last in wanted:  # a person types on: only what matched before can match now
            within = candidates if within is None else both(candidates, within)
        mask = self._search(wanted, within)
        if is_whole:
            self._last = wanted, mask
        return mask

    def _search(self, needle: bytes, within: Mask | None) -> Mask:
        slots = self._count + len(self._added)
        if within is not None and self._arrangement is not None:
            within = self._arrangement.by_slot(within, slots)
        mask = self.base.ask(lambda image: image.search(needle, within and within[: self._count]))
        mask.extend(needle in one.text for one in self._added)
        for slot, record in self._replaced.items():
            mask[slot] = needle in record.text
        found = bytes(mask) if within is None else both(bytes(mask), within)
        return found if self._arrangement is None else self._arrangement.mask(found)

    def starting(self, prefix: str) -> list[str]:
        """The ids that begin with a prefix, sorted."""
        found = [one.id for one in self._added if one.id.startswith(prefix)]
        found.extend(self.base.ask(lambda image: self._starting(image, prefix)))
        return sorted(found)

    def _starting(self, image: Image, prefix: str) -> list[str]:
        found: list[str] = []
        place = image.place(prefix)
        while place < image.count and image.id(image.at_place(place)).startswith(prefix):
            if image.at_place(place) not in self.gone:
                found.append(image.id(image.at_place(place)))
            place += 1
        return found

    def shared(self, id: str) -> int:
        """The length of the longest beginning that this id shares with another one here."""
        if self._sorted_added is None:
            self._sorted_added = sorted(self._slots)
        place = bisect_left(self._sorted_added, id)
        others = self._sorted_added[max(0, place - 1) : place + 2]
        others.extend(self.base.ask(lambda image: self._neighbours(image, id)))
        return max((common_length(id, one) for one in others if one != id), default=0)

    def _neighbours(self, image: Image, id: str) -> list[str]:
        """The cached ids next to an id in sorted order: none shares a longer beginning with it."""
        found: list[str] = []
        middle = image.place(id)
        for places in (range(middle, image.count), range(middle - 1, -1, -1)):
            for place in places:
                position = image.at_place(place)
                if position not in self.gone and image.id(position) != id:
                    found.append(image.id(position))
                    break
        return found

"""Values that stay text until somebody asks for one: of ten thousand titles a screen shows forty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from operator import sub
from typing import Any, overload

Value = Any
Read = Callable[[memoryview], list[Value]]
"""Makes values of the bytes of some that follow each other, with the one byte between each two."""
_CHUNK = 512
"""So many values are made at a time where all are looked at."""


class Packed(Sequence[Value]):
    """A sequence of values over their bytes. Never changes."""

    __slots__ = ("_added", "_changed", "_count", "_ends", "_raw", "_read", "blank")

    def __init__(
        self, raw: memoryview, ends: Sequence[int], read: Read, blank: int = -1,
        changed: Mapping[int, Value] | None = None, added: Sequence[Value] = (),
    ) -> None:
        """Lay values over bytes.

        Args:
            raw: The values one after the other, a byte between two.
            ends: Where each ends, the byte after it included; begins with 0.
            read: Makes values of them.
            blank: So many bytes has a blank value and no other one; -1 where that cannot be told.
            changed: Other values at some positions.
            added: More values at the end.
        """
        self._raw, self._ends, self._read, self.blank = raw, ends, read, blank
        self._count = len(ends) - 1
        self._changed: Mapping[int, Value] = changed or {}
        self._added = added

    def __len__(self) -> int:
        """The number of positions."""
        return self._count + len(self._added)

    @overload
    def __getitem__(self, position: int) -> Value: ...
    @overload
    def __getitem__(self, position: slice) -> list[Value]: ...
    def __getitem__(self, position: int | slice) -> Value | list[Value]:
        """The value at a position, or those of a slice."""
        if isinstance(position, slice):
            first, after, step = position.indices(len(self))
            return list(self._span(first, after)) if step == 1 else [self[at] for at in range(first, after, step)]
        at = position + len(self) if position < 0 else position
        if at >= self._count:
            return self._added[at - self._count]
        if at in self._changed:
            return self._changed[at]
        return self._read(self._raw[self._ends[at] : self._ends[at + 1] - 1])[0]

    def __iter__(self) -> Iterator[Value]:
        """All values; they are made some hundred at a time and not kept."""
        return self._span(0, len(self))

    def _span(self, first: int, after: int) -> Iterator[Value]:
        base = min(after, self._count)
        for at in range(first, base, _CHUNK):
            end = min(at + _CHUNK, base)
            values = self._read(self._raw[self._ends[at] : self._ends[end] - 1])
            for position in self._changed.keys() & range(at, end) if self._changed else ():
                values[position - at] = self._changed[position]
            yield from values
        yield from islice(self._added, max(first - self._count, 0), max(after - self._count, 0))

    def patched(self, changed: Mapping[int, Value], added: Sequence[Value]) -> Packed:
        """The same with other values at some positions and more at the end."""
        more = [*self._added, *added]
        within = dict(self._changed)
        for position, value in changed.items():
            if position < self._count:
                within[position] = value
            else:
                more[position - self._count] = value
        return Packed(self._raw, self._ends, self._read, self.blank, within, more)

    def where_filled(self, is_filled: Callable[[Value], bool]) -> bytes:
        """Which positions are not blank, a byte each; told by the length of their bytes where that is possible."""
        if self.blank < 0:
            return bytes(map(is_filled, self))
        blank = self.blank + 1
        found = bytearray(map(blank.__ne__, map(sub, islice(self._ends, 1, None), self._ends)))
        for position, value in self._changed.items():
            found[position] = is_filled(value)
        found.extend(map(is_filled, self._added))
        return bytes(found)

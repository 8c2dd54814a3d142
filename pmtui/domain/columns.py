"""A column: one field of many records, coded so that a filter looks at each distinct value once.

A choice, an owner or a tag set has few distinct values over thousands of records. They are kept once, in `values`,
and a record has only a code; a test of 100,000 records then costs as many calls as there are distinct values, and
one pass at the speed of C. Titles and other fields in which nearly every value differs have no codes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pmtui.domain.packed import Packed

Value = Any
Mask = bytes
"""One byte a record, 1 where it matches."""


class Column:
    """The values of one field, by position. Set-like fields hold tuples."""

    __slots__ = ("_index", "codes", "values")

    def __init__(self, values: Sequence[Value], codes: bytes | array[int] | None = None) -> None:
        """Values by position, or distinct values with one code a position (bytes up to 256 of them)."""
        self.values = values
        self.codes = codes
        self._index: dict[Any, int] | None = None

    @classmethod
    def of(cls, values: Iterable[Value]) -> Column:
        """The column of these values, coded where that saves anything."""
        rows = list(values)
        index: dict[Any, int] = {}
        codes: list[int] = []
        try:
            for value in rows:
                codes.append(index.setdefault((type(value), value), len(index)))
        except TypeError:  # an unknown type that cannot be hashed
            return cls(rows)
        distinct = [key[1] for key in index]
        if len(distinct) <= 256:
            return cls(distinct, bytes(codes))
        if len(distinct) * 4 < len(rows):
            return cls(distinct, array("I", codes))
        return cls(rows)

    def __len__(self) -> int:
        """The number of positions."""
        return len(self.values if self.codes is None else self.codes)

    def __getitem__(self, position: int) -> Value:
        """The value at a position."""
        return self.values[position] if self.codes is None else self.values[self.codes[position]]

    def rows(self) -> Sequence[Value]:
        """All values by position."""
        if self.codes is None:
            return list(self.values) if isinstance(self.values, Packed) else self.values
        return list(map(self.values.__getitem__, self.codes))

    def where(self, test: Callable[[Value], bool]) -> Mask:
        """Which positions pass a test; each distinct value is tested once."""
        if self.codes is None:
            return bytes(map(test, self.values))
        flags = bytes(map(test, self.values))
        if isinstance(self.codes, bytes):
            return self.codes.translate(flags.ljust(256, b"\0"))
        return bytes(map(flags.__getitem__, self.codes))

    def filled(self) -> Mask:
        """Which positions hold something: not None, no empty list, and not white space alone."""
        if isinstance(self.values, Packed):
            return self.values.where_filled(is_filled)
        return self.where(is_filled)

    def patched(self, changed: Mapping[int, Value], added: Sequence[Value]) -> Column:
        """A copy with other values at some positions and more values at the end."""
        if not changed and not added:
            return self
        if isinstance(self.values, Packed):
            return Column(self.values.patched(changed, added))
        if self.codes is None:
            rows = list(self.values)
            rows.extend(added)
            for position, value in changed.items():
                rows[position] = value
            return Column(rows)
        try:
            values, new_codes = self._coded([*changed.values(), *added])
        except TypeError:  # an unknown type that cannot be hashed
            return Column(list(self.rows())).patched(changed, added)
        codes: bytearray | array[int]
        if not isinstance(self.codes, bytes):
            codes = self.codes[:]
        else:  # a list for the array: it would take the bytes as memory
            codes = bytearray(self.codes) if len(values) <= 256 else array("I", list(self.codes))
        for position, code in zip(changed, new_codes, strict=False):
            codes[position] = code
        codes.extend(new_codes[len(changed):])
        return Column(values, bytes(codes) if isinstance(codes, bytearray) else codes)

    def _coded(self, more: Iterable[Value]) -> tuple[Sequence[Value], list[int]]:
        """The distinct values, with what of `more` is new among them, and the codes of `more`."""
        if self._index is None:
            self._index = {(type(value), value): code for code, value in enumerate(self.values)}
        new: dict[Any, int] = {}
        codes = []
        for value in more:
            key = (type(value), value)
            code = self._index.get(key)
            codes.append(new.setdefault(key, len(self.values) + len(new)) if code is None else code)
        return [*self.values, *(key[1] for key in new)] if new else self.values, codes


def is_filled(value: Value) -> bool:
    """Whether a value says something."""
    return value is not None and value != () and (not isinstance(value, str) or bool(value.strip()))


def both(a: Mask, b: Mask) -> Mask:
    """The positions in both masks."""
    number = int.from_bytes(a, "little") & int.from_bytes(b, "little")
    return number.to_bytes(len(a), "little")


def either(a: Mask, b: Mask) -> Mask:
    """The positions in one of the masks or both."""
    number = int.from_bytes(a, "little") | int.from_bytes(b, "little")
    return number.to_bytes(len(a), "little")


_FLIP = bytes([1, 0]) + bytes(254)


def neither(a: Mask) -> Mask:
    """The positions that are not in the mask."""
    return a.translate(_FLIP)

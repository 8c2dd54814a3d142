"""In which order cached and added records stand, as runs of neighbours: a few changes need a few runs, not a list of all."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pmtui.domain.columns import Column, Mask
from pmtui.domain.ordering import Key

Run = tuple[int, int]
"""Neighbours: the first slot and the one after the last."""


class Arrangement:
    """Which slot stands at which position. The cached records have the first slots, added ones those after them."""

    __slots__ = ("_by_slot", "_firsts", "_starts", "length", "runs")

    def __init__(self, runs: Sequence[Run]) -> None:
        """Positions are the slots of the runs, one after the other; a slot in no run has no position."""
        self.runs = runs
        self._starts: list[int] = []
        length = 0
        for first, after in runs:
            self._starts.append(length)
            length += after - first
        self.length = length
        self._by_slot = sorted(range(len(runs)), key=lambda index: runs[index][0])
        self._firsts = [runs[index][0] for index in self._by_slot]

    def slot(self, position: int) -> int:
        """The slot that stands at a position."""
        index = bisect_right(self._starts, position) - 1
        return self.runs[index][0] + position - self._starts[index]

    def position(self, slot: int) -> int | None:
        """Where a slot stands, or None."""
        found = bisect_right(self._firsts, slot) - 1
        if found < 0:
            return None
        index = self._by_slot[found]
        first, after = self.runs[index]
        return self._starts[index] + slot - first if slot < after else None

    def column(self, column: Column) -> Column:
        """A column by slots, put in order."""
        if column.codes is None:
            rows: list[Any] = []
            for first, after in self.runs:
                rows.extend(column.values[first:after])
            return Column(rows)
        if isinstance(column.codes, bytes):
            return Column(column.values, self.mask(column.codes))
        codes = array("I")
        for first, after in self.runs:
            codes.extend(column.codes[first:after])
        return Column(column.values, codes)

    def mask(self, by_slot: Mask) -> Mask:
        """One byte a slot, put in order."""
        return b"".join([by_slot[first:after] for first, after in self.runs])

    def by_slot(self, mask: Mask, slots: int) -> Mask:
        """One byte a position, back to slots; slots without position have 0."""
        result = bytearray(slots)
        for (first, after), start in zip(self.runs, self._starts, strict=True):
            result[first:after] = mask[start : start + after - first]
        return bytes(result)


def arranged(count: int, key: Callable[[int], Key], leaving: Iterable[int], entering: Iterable[tuple[Key, int]]) -> Arrangement:
    """Take some slots out of an order and put slots in where their keys belong.

    Args:
        count: How many slots there are, in the order of their keys.
        key: The key of each of those.
        leaving: Slots that leave their place.
        entering: Slots with the keys by which they enter.
    """
    events = [(slot, 1, ("", ""), 0) for slot in leaving]
    events.extend((bisect_left(range(count), into, key=key), 0, into, slot) for into, slot in entering)
    runs: list[Run] = []
    at = 0
    for place, leaves, _, slot in sorted(events):
        if at < place:
            runs.append((at, place))
            at = place
        if leaves:
            at = place + 1
        elif runs and runs[-1][1] == slot and slot >= count:  # added ones that are neighbours
            runs[-1] = (runs[-1][0], slot + 1)
        else:
            runs.append((slot, slot + 1))
    if at < count:
        runs.append((at, count))
    return Arrangement(runs)

"""A kind's own order: by rank where it has one, else by creation; blanks last, ties by id."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmtui.domain.schema import Kind

Key = tuple[str, str]
"""What gives a record its place: rank or creation, then id."""


def order_field(kind: Kind) -> str:
    """The field that gives the records of a kind their order."""
    return "rank" if kind.ranked else "created_at"


def order_key(value: Any, id: str) -> Key:
    """What a record with this rank or creation is ordered by; blank ones come last."""
    return str(value or "~"), id


def reordered(count: int, key: Callable[[int], Key], moved: Mapping[int, Key]) -> array[int]:
    """Positions in the order of their keys, where all but a few stand in the order of their numbers.

    A few moves then cost a few searches, where sorting 100,000 positions takes longer than a frame.

    Args:
        count: How many positions stand in the order of their numbers.
        key: The key by which each of them does.
        moved: The keys of those among them that have another one now, and of positions after them.
    """
    steps = [(bisect_left(range(count), into, key=key), 0, into, position) for position, into in moved.items()]
    steps.extend((position, 1, ("", ""), 0) for position in moved if position < count)
    result = array("I")
    at = 0
    for place, leaves, _, position in sorted(steps):
        result.extend(range(at, place))
        at = place + leaves
        if not leaves:
            result.append(position)
    result.extend(range(at, count))
    return result


def common_length(a: str, b: str) -> int:
    """How many characters two ids begin with in common."""
    length, most = 0, min(len(a), len(b))
    while length < most and a[length] == b[length]:
        length += 1
    return length

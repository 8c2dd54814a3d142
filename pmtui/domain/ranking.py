"""Order keys: the team's order as plain strings, so that moving one record changes one file.

The scheme is fractional indexing over base 62 (David Greenspan, "Implementing fractional indexing", 2020); keys are
compared as plain strings, ties by id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple, overload

if TYPE_CHECKING:
    from pmtui.domain.table import Table

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BOTTOM_DIGITS = 8
_LONGEST_KEY = 500
"""Characters that a key may have to be built upon. A thousand moves into one gap make one of 200; a broken file any."""


class Place(NamedTuple):
    """Where one record stands: its id and its order key (None where it has none; those come last)."""

    id: str
    rank: str | None


class RankPositions(Sequence[Place]):
    """The places of a table's living records, in order; each is made when it is looked at, for a move looks at few."""

    def __init__(self, table: Table, without: Collection[str] = ()) -> None:
        """The places of all living records but those with the ids `without`."""
        mask = bytearray(table.living())
        for id in without:
            position = table.position(id)
            if position is not None:
                mask[position] = 0
        order = table.in_order()
        self._table = table
        self._ranks = table.column("rank")
        self._positions = list(compress(order, mask if isinstance(order, range) else map(mask.__getitem__, order)))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._positions)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> list[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | list[Place]:
        """The place at an index."""
        if isinstance(index, slice):
            return [self._place(position) for position in self._positions[index]]
        return self._place(self._positions[index])

    def _place(self, position: int) -> Place:
        return Place(self._table.id(position), self._ranks[position])

    def ids(self) -> list[str]:
        """All ids, in order."""
        return list(map(self._table.column("id").rows().__getitem__, self._positions))

    def index_of(self, id: str) -> int | None:
        """Where the record with this id stands, or None."""
        position = self._table.position(id)
        try:
            return None if position is None else self._positions.index(position)
        except ValueError:
            return None


def bottom_rank(milliseconds: int) -> str:
    """A key at the bottom, made without looking at the other records.

    Args:
        milliseconds: The instant of creation since 1970; later records come lower.

    Returns:
        `h` and eight base-62 digits: a valid key, greater than those of all earlier records.
    """
    digits = []
    milliseconds = max(0, milliseconds)
    for _ in range(_BOTTOM_DIGITS):
        milliseconds, digit = divmod(milliseconds, len(DIGITS))
        digits.append(DIGITS[digit])
    return "h" + "".join(reversed(digits))


def milliseconds_of(instant: str, more: int = 0) -> int:
    """An instant as milliseconds since 1970, plus `more`."""
    return int(datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp() * 1000) + more


def is_rank(key: str | None) -> bool:
    """Whether a key is a valid order key of the scheme."""
    from fractional_indexing import FIError, validate_order_key

    if not key or len(key) > _LONGEST_KEY or any(one not in DIGITS for one in key):
        return False
    try:
        validate_order_key(key)
    except FIError:
        return False
    return True


def ranks_between(low: str | None, high: str | None, count: int) -> list[str]:
    """`count` keys between two keys, in order; None is the open end.

    Raises:
        ValueError: The keys are equal, in the wrong order, or not keys of the scheme.
    """
    from fractional_indexing import FIError, generate_n_keys_between

    try:
        return list(generate_n_keys_between(low, high, count))
    except FIError as error:
        raise ValueError(str(error)) from None


def ranked(entries: object) -> list[Any]:
    """The entries of an ordered list in the order that people gave them: those without a place last, what is no entry left out."""
    known = [one for one in entries if isinstance(one, Mapping)] if isinstance(entries, list | tuple) else []
    return sorted(known, key=lambda one: (str(one.get("rank") or "~"), str(one.get("id"))))


def moved_ranks(
    order: Sequence[Place], moving: Iterable[str], index: int, is_valid: Callable[[str | None], bool] = is_rank
) -> dict[str, str]:
    """The new keys that put records at a place.

    Equal or broken keys leave no room between them: the records that hold them get new keys in the same step.

    Args:
        order: The other records, in order, without those that move.
        moving: The ids to put there, in the order they shall have.
        index: Before which of `order` they go; its length puts them last.
        is_valid: Whether a key can be built upon.

    Returns:
        The new key of each record that needs one.
    """
    ids = list(moving)
    low, high = index, index
    while True:
        left = order[low - 1].rank if low > 0 else None
        right = order[high].rank if high < len(order) else None
        if low > 0 and not is_valid(left):
            low -= 1
        elif high < len(order) and right is not None and not is_valid(right):
            high += 1
        elif left is not None and right is not None and left >= right:
            low, high = low - 1, high + 1
        else:
            break
    renewed = [*(place.id for place in order[low:index]), *ids, *(place.id for place in order[index:high])]
    return dict(zip(renewed, ranks_between(left, right, len(renewed)), strict=True))

"""The selected records of a screen, decoded only when somebody looks at them: every key asks whether there are any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import overload

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record


class Chosen(Sequence[Record]):
    """Records by their kinds and ids."""

    __slots__ = ("_keys", "_snapshot")

    def __init__(self, snapshot: Snapshot, keys: Iterable[tuple[str, str]]) -> None:
        """Those that the snapshot has, in their order; each is given by kind and id."""
        self._keys = tuple(key for key in keys if snapshot.table(key[0]).position(key[1]) is not None)
        self._snapshot = snapshot

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of each, without decoding any."""
        return self._keys

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        """The record at an index, decoded anew."""
        if isinstance(index, slice):
            return [self._record(key) for key in self._keys[index]]
        return self._record(self._keys[index])

    def _record(self, key: tuple[str, str]) -> Record:
        found = self._snapshot.record(*key)
        return found if found is not None else Record(*key, {"id": key[1]})


class KeptChoice:
    """The selected records, found once for what they depend on."""

    __slots__ = ("_found", "_of")

    def __init__(self) -> None:
        """Nothing found yet."""
        self._of: tuple[object, ...] = ()
        self._found: Sequence[Record] = ()

    def found(self, of: tuple[object, ...], find: Callable[[], Sequence[Record]]) -> Sequence[Record]:
        """What was found before as long as each of these objects is the same, else what is found now."""
        if len(of) != len(self._of) or not all(one is other for one, other in zip(of, self._of, strict=True)):
            self._of, self._found = of, find()
        return self._found

"""The selected records of a screen, decoded only when somebody looks at them: every key asks whether there are any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record


class Chosen(Sequence[Record]):
    """Records of one kind by their ids."""

    __slots__ = ("_ids", "_kind", "_snapshot")

    def __init__(self, snapshot: Snapshot, kind: str, ids: Sequence[str]) -> None:
        """Those of the ids that the snapshot has, in their order."""
        table = snapshot.table(kind)
        self._ids = [id for id in ids if table.position(id) is not None]
        self._kind = kind
        self._snapshot = snapshot

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        """The record at an index, decoded anew."""
        if isinstance(index, slice):
            return [self._record(id) for id in self._ids[index]]
        return self._record(self._ids[index])

    def _record(self, id: str) -> Record:
        found = self._snapshot.record(self._kind, id)
        return found if found is not None else Record(self._kind, id, {"id": id})

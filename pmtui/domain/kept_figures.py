"""Figures that are worked out once for a record and a day: of thousands, those of the records that did not change stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from pmtui.domain.table import Rows, Table

T = TypeVar("T")


class KeptFigures(Generic[T]):
    """What a function tells of the records of one kind, by their positions."""

    def __init__(self, work_out: Callable[[Mapping[str, Any], str], T]) -> None:
        """Keep what a function tells of a record's data and a day."""
        self._work_out = work_out
        self._of_rows: WeakKeyDictionary[Rows, tuple[str, dict[int, T]]] = WeakKeyDictionary()

    def at(self, table: Table, position: int, today: str) -> T:
        """The figures of the record at a position; worked out once for a day and a record."""
        source = table.source(position)
        if source is not table.rows:  # changed or added since the files were read: rows never change
            kept: tuple[object, str, T] | None = table.kept.setdefault("figures", {}).get(position)
            if kept is None or kept[0] is not source or kept[1] != today:
                kept = table.kept["figures"][position] = (source, today, self._work_out(table.record(position).data, today))
            return kept[2]
        day, found = self._of_rows.get(table.rows, ("", {}))
        if day != today:
            found = {}
            self._of_rows[table.rows] = (today, found)
        if position not in found:
            found[position] = self._work_out(table.record(position).data, today)
        return found[position]

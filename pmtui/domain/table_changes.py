"""What differs between two tables of the same records: indexes and columns made of the one are mended for the other."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from pmtui.domain.columns import Column
from pmtui.domain.table import Table

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot

MOST_MENDED = 500
"""Where more records have changed, all is made anew."""


@runtime_checkable
class Comparable(Protocol):
    """Rows that know how they differ from others, so that what was made of these is mended when the files are read again."""

    def differing(self, other: object) -> Collection[str] | None:
        """The ids of the records that are others there; None where the same ids do not stand at the same positions."""


def changed_positions(old: Table, new: Table) -> list[int] | None:
    """The positions of the records that differ in a later table, changed or added; None where its rows are others."""
    if new.rows is not old.rows or len(new) < len(old):
        return None
    found = [at for at, record in new.overlay.items() if old.overlay.get(at) is not record]
    found += [at for at in old.overlay if at not in new.overlay]
    base = len(new.rows)
    found += [base + at for at, record in enumerate(new.added) if at >= len(old.added) or old.added[at] is not record]
    return found


def changed_since(old: Table, new: Table) -> list[int] | None:
    """As `changed_positions`, also where the files have been read again since; None where too much differs to mend anything."""
    if new is old:
        return []
    found = changed_positions(old, new)
    if found is None and isinstance(new.rows, Comparable) and len(new) >= len(old):
        ids = new.rows.differing(old.rows)
        if ids is not None:
            every = {at for id in ids if (at := new.rows.position(id)) is not None}
            every.update(at for at in {*old.overlay, *new.overlay} if old.overlay.get(at) is not new.overlay.get(at))
            every.update(len(new.rows) + at for at, one in enumerate(new.added) if at >= len(old.added) or old.added[at] is not one)
            found = sorted(every)
    return found if found is None or len(found) <= MOST_MENDED else None


def mended(column: Column, positions: Collection[int], value: Callable[[int], Any], length: int) -> Column:
    """A column with what is at some positions made anew, and what has come behind its end."""
    before = len(column)
    return column.patched({at: value(at) for at in positions if at < before}, [value(at) for at in range(before, length)])


def is_mendable(table: Table, snapshot: Snapshot, key: tuple[object, ...]) -> bool:
    """Whether `own_column` has little to make anew."""
    before: tuple[tuple[object, ...], Table, Column] | None = snapshot.memory.get(str(key[0]))
    return before is not None and before[0] == key and changed_since(before[1], table) is not None


def own_column(table: Table, snapshot: Snapshot | None, key: tuple[object, ...], value: Callable[[int], Any]) -> Column:
    """A column that rests on each record alone; made once, then mended, as long as its key stays.

    Args:
        table: The records; of one kind for one name.
        snapshot: Where they are.
        key: Its name, and what else it depends on.
        value: From a position to its value.
    """
    if snapshot is None:
        return Column.of(map(value, range(len(table))))
    name = str(key[0])
    before: tuple[tuple[object, ...], Table, Column] | None = snapshot.memory.get(name)
    column = None
    if before is not None and before[0] == key:
        changed = changed_since(before[1], table)
        column = mended(before[2], changed, value, len(table)) if changed is not None else None
    if column is None:
        column = Column.of(map(value, range(len(table))))
    snapshot.memory[name] = (key, table, column)
    return column

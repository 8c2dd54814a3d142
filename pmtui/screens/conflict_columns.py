"""The list of conflicts: its rows, and what its columns say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import Conflict, Known, Origins, conflicts_in
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.widgets.conflict_lines import conflict_name, origin_words, short_value
from pmtui.widgets.list_view import ListColumn

VALUE = "shown"
"""The name of the column with the value that counts for now: what `e` edits."""
_VALUE = 22


class ConflictRows:
    """Conflicts as a list wants them: position by position, each with an id of its own.

    Attributes:
        conflicts: The conflicts, in the order to show.
        snapshot: Of which they are.
    """

    def __init__(self, conflicts: Sequence[Conflict], snapshot: Snapshot | None) -> None:
        """Hold the conflicts of a snapshot."""
        self.conflicts = conflicts
        self.snapshot = snapshot
        self._places = {one.key: at for at, one in enumerate(conflicts)}

    @classmethod
    def of(cls, snapshot: Snapshot, known: Known) -> ConflictRows:
        """All conflicts of a snapshot; `known` are those of the one before."""
        return cls(conflicts_in(snapshot, known), snapshot)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.conflicts)

    def id(self, position: int) -> str:
        """What tells the conflict at a position from all others."""
        return self.conflicts[position].key

    def position(self, id: str) -> int | None:
        """Where a conflict stands, or None."""
        return self._places.get(id)

    def conflict(self, id: str) -> Conflict | None:
        """The conflict of this id, or None."""
        at = self._places.get(id)
        return None if at is None else self.conflicts[at]

    def record(self, position: int) -> Record:
        """The record that the conflict at a position is about."""
        one = self.conflicts[position]
        found = self.snapshot.record(one.kind, one.id) if self.snapshot is not None else None
        return found if found is not None else Record(one.kind, one.id, {"id": one.id, "title": one.title})


class _Cells:
    """What the cells of the list say."""

    def __init__(self, snapshot: Snapshot, origins: Mapping[str, Origins], today: str) -> None:
        self.snapshot = snapshot
        self.origins = origins
        self.today = today

    def kind(self, table: Any, at: int) -> tuple[str, str]:
        return table.conflicts[at].kind, "muted"

    def id(self, table: Any, at: int) -> tuple[str, str]:
        return table.conflicts[at].id, "id"

    def title(self, table: Any, at: int) -> tuple[str, str]:
        one = table.conflicts[at]
        return (f"{one.title} (deleted)", "faint") if one.is_deleted else (one.title, "text")

    def field(self, table: Any, at: int) -> tuple[str, str]:
        return conflict_name(table.conflicts[at], self.snapshot), "conflict"

    def shown(self, table: Any, at: int) -> tuple[str, str]:
        one = table.conflicts[at]
        return short_value(one, one.values[0], self.snapshot, _VALUE), "text"

    def other(self, table: Any, at: int) -> tuple[str, str]:
        one = table.conflicts[at]
        more = f" (+{len(one.values) - 2})" if len(one.values) > 2 else ""
        return short_value(one, one.values[1], self.snapshot, _VALUE - len(more)) + more, "muted"

    def who(self, table: Any, at: int) -> tuple[str, str]:
        return origin_words(self.origins.get(table.conflicts[at].key), self.today)[1], "accent"

    def age(self, table: Any, at: int) -> tuple[str, str]:
        return origin_words(self.origins.get(table.conflicts[at].key), self.today)[0], "muted"


def conflict_columns(snapshot: Snapshot, origins: Mapping[str, Origins], today: str) -> tuple[ListColumn, ...]:
    """The columns of the list of conflicts.

    Args:
        snapshot: The records.
        origins: Who gave the values, by the conflict's key.
        today: The calendar date where the person is.
    """
    cells = _Cells(snapshot, origins, today)
    return (
        ListColumn("id", "id", cells.id, 5, priority=1),
        ListColumn("kind", "kind", cells.kind, max(map(len, SCHEMA.kinds)), priority=3),
        ListColumn("title", "title", cells.title, least=20, priority=0),
        ListColumn("field", "field", cells.field, 16, priority=0),
        ListColumn(VALUE, "shown", cells.shown, _VALUE, priority=5, field=VALUE),
        ListColumn("other", "or", cells.other, _VALUE, priority=6),
        ListColumn("who", "who", cells.who, 12, priority=4),
        ListColumn("age", "age", cells.age, 9, priority=2),
    )

"""The rows of Today: concerns, and under those that are unfolded the first of their records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.contact import Key
from pmtui.domain.records import Record
from pmtui.domain.today import Concern

UNFOLDED = 8
"""So many records stand under a concern; of more, the last row says how many."""


class Row(NamedTuple):
    """One row.

    Attributes:
        concern: What it belongs to.
        record: The record; None on the row of the concern itself, and on the one that counts what is not shown.
        more: How many records are not shown, on that last row.
    """

    concern: Concern
    record: Key | None = None
    more: int = 0

    @property
    def key(self) -> str:
        """What tells the row from all others: a record may stand under several concerns."""
        if self.record is None:
            return f"{self.concern.key}{'/…' if self.more else ''}"
        return f"{self.concern.key}/{self.record[0]}/{self.record[1]}"


class TodayRows:
    """Rows as a list wants them: position by position, each with an id of its own.

    Attributes:
        rows: The rows, in the order to show.
        snapshot: Where their records are.
    """

    def __init__(self, concerns: Sequence[Concern], unfolded: Collection[str], snapshot: Snapshot) -> None:
        """The concerns, those named unfolded."""
        self.snapshot = snapshot
        self.rows: list[Row] = []
        for concern in concerns:
            self.rows.append(Row(concern))
            if concern.key in unfolded:
                shown = concern.records[:UNFOLDED]
                self.rows += [Row(concern, key) for key in shown]
                left = (concern.total or concern.number) - len(shown)
                if shown and left > 0:
                    self.rows.append(Row(concern, None, left))
        self._places = {row.key: at for at, row in enumerate(self.rows)}

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def id(self, position: int) -> str:
        """What tells the row at a position from all others."""
        return self.rows[position].key

    def position(self, id: str) -> int | None:
        """Where a row stands, or None."""
        return self._places.get(id)

    def row(self, id: str | None) -> Row | None:
        """The row of this id, or None."""
        at = self._places.get(id) if id is not None else None
        return None if at is None else self.rows[at]

    def record(self, position: int) -> Record:
        """The record at a position; an empty one where none is."""
        key = self.rows[position].record
        found = self.snapshot.record(*key) if key is not None else None
        return found if found is not None else Record("item", "", {})

    def of_record(self, id: str) -> str | None:
        """The first row of a record, or None."""
        return next((row.key for row in self.rows if row.record is not None and row.record[1] == id), None)

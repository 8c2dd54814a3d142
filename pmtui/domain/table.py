"""All records of one kind at one moment: rows as the store read them, plus an overlay of what changed since.

A table never decodes more than it is asked for: columns answer filters, sorting and lists; a document is decoded
when a person looks at it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pmtui.domain.columns import Column, Mask, both
from pmtui.domain.conflicts import CONFLICTS, contested_fields
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.ordering import Key, common_length, order_field, order_key, reordered
from pmtui.domain.records import Record
from pmtui.domain.schema import SCALARS, Kind
from pmtui.domain.scoring import PURE_SCORES, pure_score
from pmtui.domain.text import folded, searchable
from pmtui.domain.validation import is_fitting

_COMPARABLE = (str, int, float, bool, tuple, type(None))
"""Types of column values of which equal ones are the same."""
_WORTH_SORTING = 40
"""Where more than one record in so many has moved, sorting them all is quicker than finding the place of each."""


class Fault(NamedTuple):
    """A file that could not be read: where it lies, which record it should be, and why."""

    path: str
    id: str
    reason: str


class Rows(Protocol):
    """The records of one kind as the store read them, unchanging.

    Positions count from 0 in the store's own order: by rank and id where the kind is ranked, else by creation and id.
    """

    held: object
    """Equal for rows that hold the same ids, as far as that can be told at once."""

    def __len__(self) -> int:
        """How many records there are, deleted ones too."""

    def id(self, position: int) -> str:
        """The id at a position."""

    def position(self, id: str) -> int | None:
        """Where a record stands, or None."""

    def column(self, name: str) -> Column:
        """A scalar or set field, or a pure score; blanks are None (sets: an empty tuple), choices have their default.

        `conflicts` holds the contested fields (`domain.conflicts`), a tuple.
        """

    def document(self, position: int) -> dict[str, Any]:
        """The record as stored, decoded anew at each call."""

    def text(self, needle: str, within: Mask | None) -> Mask:
        """Which records hold the folded needle in title or body, looking only where `within` is 1."""

    def starting(self, prefix: str) -> list[str]:
        """The ids that begin with a prefix, sorted."""

    def shared(self, id: str) -> int:
        """The length of the longest beginning that this id shares with another one here."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The files that could not be read."""


def column_value(kind: Kind, data: Mapping[str, Any], name: str) -> Any:
    """What a column shows for a record: scalars with their default, sets as tuples, scores computed, `conflicts` the contested fields."""
    field = kind.fields.get(name)
    if field is None:
        if name == CONFLICTS:
            return contested_fields(kind, data)
        return pure_score(kind.name, name, data) if name in PURE_SCORES else data.get(name)
    value = data.get(name, field.default)
    if field.is_own and not is_fitting(field, value):
        value = None
    if field.type in SCALARS:
        return value
    if isinstance(value, list):
        return tuple(one if isinstance(one, str) else one.get("id", "") if isinstance(one, dict) else str(one) for one in value)
    return () if value is None else (str(value),)


class Table:
    """The records of one kind: rows and overlay. Immutable; `with_records` makes the next one."""

    def __init__(
        self, kind: str, rows: Rows, overlay: Mapping[int, Record] | None = None, added: tuple[Record, ...] = (),
        faults: tuple[Fault, ...] | None = None,
    ) -> None:
        """Lay changed records over the rows; added ones take the positions after them."""
        self.kind = SCHEMA[kind]
        self._own = order_field(self.kind)
        self.rows = rows
        self.overlay: Mapping[int, Record] = overlay or {}
        self.added = added
        self.faults = rows.faults if faults is None else faults
        self._columns: dict[str, Column] = {}
        self._earlier: Mapping[str, tuple[Column, frozenset[int]]] = {}
        self._added_at = {record.id: len(rows) + index for index, record in enumerate(added)}
        self._order: Sequence[int] | None = None
        self.kept: dict[str, Any] = {}  # what others have worked out from this table, each under a name of its own

    def __len__(self) -> int:
        """The number of positions, deleted records included."""
        return len(self.rows) + len(self.added)

    def __iter__(self) -> Iterator[Record]:
        """Every record by position; decodes each, so not for large tables on the event loop."""
        return (self.record(position) for position in range(len(self)))

    def id(self, position: int) -> str:
        """The id at a position."""
        base = len(self.rows)
        return self.rows.id(position) if position < base else self.added[position - base].id

    def position(self, id: str) -> int | None:
        """Where a record stands, or None."""
        found = self._added_at.get(id)
        return self.rows.position(id) if found is None else found

    def record(self, position: int) -> Record:
        """The record at a position."""
        base = len(self.rows)
        if position >= base:
            return self.added[position - base]
        found = self.overlay.get(position)
        return found or Record(self.kind.name, self.rows.id(position), self.rows.document(position))

    def source(self, position: int) -> object:
        """What the record at a position comes from: while that is the same object, the record says the same."""
        base = len(self.rows)
        return self.added[position - base] if position >= base else self.overlay.get(position, self.rows)

    def get(self, id: str) -> Record | None:
        """The record with this id, or None."""
        position = self.position(id)
        return None if position is None else self.record(position)

    def has_at_hand(self, name: str) -> bool:
        """Whether a column, or that of the table before, has been read."""
        return name in self._columns or name in self._earlier

    def column(self, name: str) -> Column:
        """A scalar or set field, or a pure score, of all records by position."""
        found = self._columns.get(name)
        if found is None:
            column, positions = self._earlier.get(name) or (self.rows.column(name), self.overlay.keys())
            changed = {}
            for position in positions:
                if position >= len(column):  # one that was added since
                    continue
                value, old = self._value(self.record(position), name), column[position]
                if type(value) is not type(old) or type(value) not in _COMPARABLE or value != old:
                    changed[position] = value
            added = self.added[len(column) - len(self.rows):]
            found = self._columns[name] = column.patched(changed, [self._value(record, name) for record in added])
        return found

    def _value(self, record: Record, name: str) -> Any:
        return record.id if name == "id" else column_value(self.kind, record.data, name)

    def text(self, needle: str, within: Mask | None = None) -> Mask:
        """Which records hold the words in title or body, case and accents folded, looking only where `within` is 1."""
        needle = folded(needle)
        base = len(self.rows)
        mask = bytearray(self.rows.text(needle, within[:base] if within is not None else None))
        mask.extend(needle in searchable(record.data) for record in self.added)
        for position, record in self.overlay.items():
            mask[position] = needle in searchable(record.data)
        return bytes(mask) if within is None else both(bytes(mask), within)

    def starting(self, prefix: str) -> list[str]:
        """The ids that begin with a prefix, sorted."""
        return sorted([*self.rows.starting(prefix), *(record.id for record in self.added if record.id.startswith(prefix))])

    def shared(self, id: str) -> int:
        """The length of the longest beginning that this id shares with another one here."""
        return max([self.rows.shared(id), *(common_length(id, one.id) for one in self.added if one.id != id)])

    def living(self) -> Mask:
        """Which records are not deleted."""
        return self.column("deleted_at").where(lambda value: value is None)

    def in_order(self) -> Sequence[int]:
        """Positions in the kind's own order: by rank where it has one, else by creation; ties by id."""
        if self._order is None:
            moved = self._moved()
            if not moved:
                self._order = range(len(self.rows))
            elif len(moved) * _WORTH_SORTING > len(self):
                keys = [order_key(value, id) for value, id in zip(self.column(self._own).rows(), self.column("id").rows(), strict=True)]
                self._order = array("I", sorted(range(len(self)), key=keys.__getitem__))
            else:
                own = self.rows.column(self._own)
                self._order = reordered(len(self.rows), lambda at: order_key(own[at], self.rows.id(at)), moved)
        return self._order

    def _moved(self) -> dict[int, Key]:
        """The positions that do not stand where the rows have them, with their keys."""
        own = self.rows.column(self._own) if self.overlay else None
        moved = {}
        for position, record in self.overlay.items():
            key = order_key(record.data.get(self._own), record.id)
            if own is not None and key != order_key(own[position], record.id):
                moved[position] = key
        base = len(self.rows)
        moved.update((base + at, order_key(record.data.get(self._own), record.id)) for at, record in enumerate(self.added))
        return moved

    def with_records(self, records: Mapping[str, Record | None], faults: tuple[Fault, ...] | None = None) -> Table:
        """The table in which these records, by id, are as given; None takes one out that was added since loading.

        A record that the rows hold cannot be taken out: its tombstone is given instead.
        """
        overlay = dict(self.overlay)
        added = {record.id: record for record in self.added}
        for id, record in records.items():
            position = self.rows.position(id)
            if position is None:
                if record is None:
                    added.pop(id, None)
                else:
                    added[id] = record
            elif record is not None:
                overlay[position] = record
        table = Table(self.kind.name, self.rows, overlay, tuple(added.values()), self.faults if faults is None else faults)
        if None not in records.values():  # else positions of added ones may have shifted
            table._earlier = self._known({position for id in records if (position := self.position(id)) is not None})
        return table

    def _known(self, changed: set[int]) -> dict[str, tuple[Column, frozenset[int]]]:
        """The columns that the next table can start from, each with the positions in which it may be out of date."""
        known = {name: (column, positions | changed) for name, (column, positions) in self._earlier.items()}
        positions = frozenset(changed)
        known.update((name, (column, positions)) for name, column in self._columns.items())
        return known


class MemoryRows:
    """Rows held as decoded documents: for tests, the demo and small sets."""

    def __init__(self, kind: str, documents: Mapping[str, Mapping[str, Any]], faults: tuple[Fault, ...] = ()) -> None:
        """Hold the documents by id, in the kind's own order."""
        self.kind = SCHEMA[kind]
        name = order_field(self.kind)
        self._ids = sorted(documents, key=lambda id: order_key(documents[id].get(name), id))
        self._documents = [documents[id] for id in self._ids]
        self._positions = {id: position for position, id in enumerate(self._ids)}
        self._columns: dict[str, Column] = {}
        self.faults = faults
        self.held: object = self._positions.keys()

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._ids)

    def id(self, position: int) -> str:
        """The id at a position."""
        return self._ids[position]

    def position(self, id: str) -> int | None:
        """Where a record stands, or None."""
        return self._positions.get(id)

    def column(self, name: str) -> Column:
        """A field or pure score of all records."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = Column.of(column_value(self.kind, document, name) for document in self._documents)
        return found

    def document(self, position: int) -> dict[str, Any]:
        """The record as stored."""
        return dict(self._documents[position])

    def text(self, needle: str, within: Mask | None) -> Mask:
        """Which records hold the folded needle."""
        return bytes(
            needle in searchable(document) if within is None or within[at] else 0 for at, document in enumerate(self._documents)
        )

    def starting(self, prefix: str) -> list[str]:
        """The ids that begin with a prefix, sorted."""
        return sorted(id for id in self._ids if id.startswith(prefix))

    def shared(self, id: str) -> int:
        """The length of the longest beginning that this id shares with another one here."""
        return max((common_length(id, one) for one in self._ids if one != id), default=0)

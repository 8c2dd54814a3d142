"""Records as TinyDB sees them: plain dictionaries by id, and what an updater did to them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from pmtui.domain.canonical import compact, normal_record
from pmtui.domain.change import Edit, same_value
from pmtui.domain.schema import Kind
from pmtui.domain.validation import is_id
from pmtui.store.files import RecordStore

Fields = dict[str, Any]


class UnreadableRecord(UserWarning):
    """A file could not be read; the records of the others are complete."""


class Living(Mapping[str, Fields]):
    """The records of one collection that are not deleted. `[id]` reads one file; each access gives a fresh document.

    Fields at their default are not in the files; here the defaults are filled in, so that a query finds them.
    """

    def __init__(self, store: RecordStore, kind: Kind) -> None:
        """Look at the records of a kind; nothing is read before it is asked for."""
        self.kind = kind
        self._store = store
        self._defaults = {name: one.default for name, one in kind.fields.items() if one.default not in (None, "")}

    def __getitem__(self, id: str) -> Fields:
        """A fresh document.

        Raises:
            KeyError: There is no such record, or it is deleted.
            StoreError: Its file cannot be read.
        """
        if not self.is_taken(id):
            raise KeyError(id)
        data = dict(self._store.required(self.kind.name, id).data)
        if data.get("deleted_at") is not None:
            raise KeyError(id)
        return self._filled(data)

    def __contains__(self, id: object) -> bool:
        """Whether there is such a record and it is not deleted."""
        try:
            self[str(id)]
        except KeyError:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        """The ids, in the order of the kind: by rank, or by creation."""
        rows, living = self._rows()
        return (rows.id(at) for at in living)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows()[1])

    def items(self) -> Any:
        """Ids and documents, without a second look at the files."""
        rows, living = self._rows()
        return [(rows.id(at), self._filled(rows.document(at))) for at in living]

    def values(self) -> Any:
        """The documents."""
        return [document for _, document in self.items()]

    def is_taken(self, id: str) -> bool:
        """Whether there is a record of this id, deleted ones included."""
        return self._store.exists(self.kind.name, id)

    def _rows(self) -> tuple[Any, list[int]]:
        rows = self._store.current_rows(self.kind.name)
        for fault in rows.faults:
            warnings.warn(f"{fault.path} cannot be read: {fault.reason}", UnreadableRecord, stacklevel=2)
        mask = rows.column("deleted_at").where(lambda at: at is None)
        return rows, [at for at, is_living in enumerate(mask) if is_living]

    def _filled(self, data: Fields) -> Fields:
        return {**{name: value for name, value in self._defaults.items() if name not in data}, **data}


class Draft(MutableMapping[str, Fields]):
    """The records of one collection while an updater works on them. It remembers what was touched and how that was."""

    def __init__(self, living: Living, created: Callable[[Kind, int], Fields]) -> None:
        """Begin with the living records; `created` gives what every new record of a kind has."""
        self._living = living
        self._created = created
        self._before: dict[str, str] = {}
        self._old: dict[str, Fields] = {}
        self._now: dict[str, Fields | None] = {}

    def __getitem__(self, id: str) -> Fields:
        """The document as it is now; changes made in it are saved."""
        if id not in self._now:
            document = self._living[id]
            self._old[id] = document
            self._before[id] = compact(document)
            self._now[id] = _copy(document)
        found = self._now[id]
        if found is None:
            raise KeyError(id)
        return found

    def __setitem__(self, id: str, document: Mapping[str, Any]) -> None:
        """Replace a document, or add one.

        Raises:
            ValueError: The id is not one, belongs to a deleted record, or is not that of the document.
        """
        if not (isinstance(id, str) and is_id(id)):
            raise ValueError(f"{id!r} is not an id: ten characters of Crockford's base 32 in lower case")
        if document.get("id", id) != id:
            raise ValueError(f"the document says id {document['id']!r}, but it is kept as {id!r}: insert Document(fields, doc_id)")
        if id not in self._now:
            if id in self._living:
                self[id]  # remembers how it was
            elif self._living.is_taken(id):
                raise ValueError(f"{id} belongs to a deleted record")
            else:
                document = {**self._created(self._living.kind, len(self._now)), **document}
        self._now[id] = {**document, "id": id}

    def __delitem__(self, id: str) -> None:
        """Delete a document: its record gets `deleted_at`."""
        self[id]
        self._now[id] = None

    def __contains__(self, id: object) -> bool:
        """Whether there is such a document now."""
        return self._now[str(id)] is not None if str(id) in self._now else id in self._living

    def __iter__(self) -> Iterator[str]:
        """The ids of the documents as they are now."""
        there = [id for id in self._living if id not in self._now]
        return iter([*there, *(id for id, document in self._now.items() if document is not None)])

    def __len__(self) -> int:
        """How many documents there are now."""
        return len(list(iter(self)))

    def clear(self) -> None:
        """Delete all documents."""
        for id in list(self):
            del self[id]

    def edits(self, at: str) -> list[Edit]:
        """What changed, as edits; `at` is the instant of deletions."""
        kind, result = self._living.kind, []
        for id, document in self._now.items():
            old = self._old.get(id)
            if document is None:
                if old is not None:
                    result.append(Edit(kind.name, id, {}, {"deleted_at": at}))
            elif old is None:
                result.append(Edit(kind.name, id, None, {name: value for name, value in document.items() if name != "id"}))
            elif self._before[id] != compact(document):
                if document.get("id") != id:
                    raise ValueError(f"{id}: the id of a record never changes")
                before, after = normal_record(kind, old), normal_record(kind, document)
                changed = [name for name in {**before, **after} if not same_value(before, after, name)]
                sides = ({name: side[name] for name in changed if name in side} for side in (before, after))
                result.append(Edit(kind.name, id, *sides))
        return result


def _copy(value: Any) -> Any:
    """A document of its own, to its depth: dictionaries and lists anew, the rest as it is."""
    if isinstance(value, dict):
        return {name: _copy(one) for name, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list) else value

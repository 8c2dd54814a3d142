"""TinyDB over one canonical JSON file for each record: its Storage and its Table.

TinyDB's own table reads and writes the whole database at every call and numbers its documents. This one looks at the
files that a call needs, writes those that changed, and knows documents by the ids of their records. It does so by
TinyDB's documented class attributes and by its three private methods `_get_next_id`, `_read_table` and `_update_table`,
the same since TinyDB 4.2; a contract test holds every stock method to them. All that mypy must overlook is here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from pmtui.store.clock import now
from pmtui.store.files import RecordStore
from pmtui.store.ids import new_id
from pmtui.store.journal import DO
from pmtui.store.record_documents import Draft, Fields, Living, UnreadableRecord
from pmtui.store.unmerged import save

__all__ = ["RecordDatabase", "RecordFiles", "RecordTable", "UnreadableRecord"]


class RecordFiles(Storage):
    """TinyDB's storage: the collections of a workspace, each a mapping of ids to documents."""

    def __init__(self, path: str | os.PathLike[str], **options: Any) -> None:
        """Open the workspace in a folder; options are those of `RecordStore`."""
        super().__init__()
        self.records = RecordStore(path, **options)

    def living(self, collection: str) -> Living:
        """The living records of a collection, a kind or its plural."""
        return Living(self.records, SCHEMA.kind(collection))

    def read(self) -> dict[str, dict[str, Any]]:
        """Every collection; a record is read when it is asked for."""
        return {kind.collection: self.living(kind.collection) for kind in SCHEMA.kinds.values()}  # type: ignore[misc]

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the collections hold these documents and no others; what is missing gets `deleted_at`."""
        unknown = set(data) - set(SCHEMA.by_collection)
        if unknown:
            raise ValueError(f"no collection is called {min(unknown)!r}")

        def update(name: str) -> Callable[[Draft], None]:
            def updater(draft: Draft) -> None:
                wanted = data.get(name, {})
                for id in [one for one in draft if one not in wanted]:
                    del draft[id]
                for id, document in wanted.items():
                    draft[id] = document

            return updater

        self.update({name: update(name) for name in SCHEMA.by_collection if not isinstance(data.get(name), Living)})

    def update(self, updaters: Mapping[str, Callable[[Draft], None]]) -> None:
        """Let updaters work on collections and save what they changed as one change, all under the lock.

        Raises:
            StoreError: It cannot be saved.
            ValueError: A document is not what it may be; nothing is saved.
        """
        self.records.require_writable()
        with self.records.lock:
            at, edits = now(), []
            for name, updater in updaters.items():
                draft = Draft(self.living(name), self._created)
                updater(draft)
                edits += draft.edits(at)
            if edits:
                title = f"Changed {len(edits)} record{'s' if len(edits) > 1 else ''} by script"
                save(self.records, Change(title, tuple(edits), "script", at, self._author()), DO)

    def close(self) -> None:
        """Close the lock file."""
        self.records.close()

    def _created(self, kind: Kind, count: int) -> Fields:
        """What every record has that a script does not have to give: when, by whom, and a place at the bottom."""
        fields: Fields = {"created_at": now(), "created_by": self._author()}
        if kind.ranked:
            from pmtui.domain.ranking import bottom_rank

            fields["rank"] = bottom_rank(time.time_ns() // 1_000_000 + count)
        return fields

    def _author(self) -> str:
        from pmtui.store.author import author

        return author(self.records)


class NoCache(dict[Any, Any]):
    """A query cache that keeps nothing: the stock one hands out documents that callers change, and misses other writers."""

    def __init__(self, capacity: int | None = None) -> None:
        """Take the capacity that TinyDB gives."""
        super().__init__()

    def __setitem__(self, query: Any, documents: Any) -> None:
        """Keep nothing."""


class RecordTable(Table):
    """TinyDB's table of one collection. Deleted records are not in it; `remove` and `truncate` set `deleted_at`."""

    document_id_class = str  # type: ignore[assignment]
    query_cache_class = NoCache  # type: ignore[assignment]
    _storage: RecordFiles

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        """A table; the folder of an empty collection needs no making, so `persist_empty` changes nothing."""
        super().__init__(storage, name, cache_size)

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        """TinyDB's `get`; ids are looked up one by one."""
        if doc_id is None and doc_ids is not None:
            living = self._read_table()
            return [Document(living[id], id) for id in dict.fromkeys(doc_ids) if id in living]
        return super().get(cond, doc_id, doc_ids)

    def update(self, fields: Any, cond: Any = None, doc_ids: Any = None) -> Any:
        """TinyDB's `update`; a condition is answered before documents are touched."""
        with self._storage.records.lock:
            if doc_ids is None and cond is not None:
                doc_ids = [document.doc_id for document in self.search(cond)]
            return super().update(fields, None, doc_ids)

    def upsert(self, document: Any, cond: Any = None) -> Any:
        """TinyDB's `upsert`, with nobody between its two halves."""
        with self._storage.records.lock:
            return super().upsert(document, cond)

    def remove(self, cond: Any = None, doc_ids: Iterable[Any] | None = None) -> Any:
        """TinyDB's `remove`; the records get `deleted_at` and can be restored."""
        with self._storage.records.lock:
            if doc_ids is None and cond is not None:
                doc_ids = [document.doc_id for document in self.search(cond)]
            return super().remove(None, doc_ids)

    def _get_next_id(self) -> Any:
        return new_id()

    def _read_table(self) -> Any:
        return self._storage.living(self._name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        self._storage.update({self._name: updater})


class RecordDatabase(TinyDB):
    """TinyDB with record files: its tables are the collections of a workspace, the backlog is the default one."""

    default_storage_class = RecordFiles  # type: ignore[assignment]
    table_class = RecordTable
    default_table_name = "backlog"
    _storage: RecordFiles

    def table(self, name: str, **options: Any) -> RecordTable:
        """The table of a collection (`backlog`), a kind (`item`) or its plural (`items`).

        Raises:
            UnknownKind: There is none of this name.
        """
        return super().table(SCHEMA.kind(name).collection, **options)  # type: ignore[return-value]

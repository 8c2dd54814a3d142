"""Removing the files of deleted records for good."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.store.files import RecordStore
from pmtui.store.layout import record_path


def purged(store: RecordStore, before: str | None, *, is_dry_run: bool = False) -> tuple[Record, ...]:
    """The deleted records whose files are gone; see `Workspace.purge`."""
    if is_dry_run:
        return tuple(_all_deleted(store, before))
    store.require_writable()
    with store.lock:
        store.settle()  # what died half-way could bring one of them back
        gone = _all_deleted(store, before)
        store.remove_files([record_path(record.schema, record.id) for record in gone])
    return tuple(gone)


def _all_deleted(store: RecordStore, before: str | None) -> list[Record]:
    return [record for kind in SCHEMA.kinds for record in _deleted(store, kind, before)]


def _deleted(store: RecordStore, kind: str, before: str | None) -> Sequence[Record]:
    rows = store.rows(kind)

    def is_due(at: object) -> bool:
        return at is not None and (before is None or str(at) < before)

    mask = rows.column("deleted_at").where(is_due)
    found = [store.record(kind, rows.id(at)) for at, is_gone in enumerate(mask) if is_gone]
    return [one for one in found if one is not None and is_due(one["deleted_at"])]  # somebody may have restored one just now

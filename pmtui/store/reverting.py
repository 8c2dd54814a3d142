"""Undo and redo for the command line: the last change taken back, unless somebody has been there since."""

from __future__ import annotations

from pmtui.domain.change import Change, Snapshot, stale_fields
from pmtui.store.errors import FAILED, StoreError
from pmtui.store.files import RecordStore
from pmtui.store.journal import UNDO
from pmtui.store.saving import Saved


def reverted(store: RecordStore, mark: str, now: str) -> Saved:
    """Undo or redo the last change.

    Args:
        store: The records.
        mark: `undo` or `redo`.
        now: The instant of the tombstone of a record whose creation is undone.

    Raises:
        StoreError: There is nothing to do, or a field is no longer as the change left it.
    """
    store.require_writable()
    with store.lock:
        history = store.journal.history(now)
        changes = history.undo if mark == UNDO else history.redo
        if not changes:
            raise StoreError(f"there is nothing to {mark}", "", f"nothing_to_{mark}", FAILED)
        change = changes[0]._replace(at=now)
        stale = _stale(store, change)
        if stale:
            raise StoreError(
                f"cannot {mark} {change.title!r}: {stale} since", "look at the record and change it by hand", "stale", FAILED
            )
        return store.save(change, mark)


def _stale(store: RecordStore, change: Change) -> str:
    """Where a record is no longer as the change expects it, in words; empty where all are."""
    found = stale_fields(change, Snapshot(store))
    for record, field in found:
        if record is None:
            return f"the file of {field} has gone or cannot be read"
        return f"{field} of {record.schema.letter}-{record.id} {record.title!r} has changed"
    for edit in change.edits:
        record = store.record(edit.kind, edit.id)
        if record is not None and record.is_deleted and "deleted_at" not in (edit.before or {}):
            return f"{record.schema.letter}-{record.id} {record.title!r} has been deleted"
    return ""

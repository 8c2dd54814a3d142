"""Undo and redo for the command line: the last change taken back, unless somebody has been there since."""

from __future__ import annotations

from pmtui.store.errors import StoreError
from pmtui.store.files import RecordStore
from pmtui.store.journal import UNDO
from pmtui.store.saving import Saved
from pmtui.store.unmerged import save


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
        store.settle()
        history = store.journal.history(now)
        changes = history.undo if mark == UNDO else history.redo
        if not changes:
            raise StoreError(f"there is nothing to {mark}", "", f"nothing_to_{mark}")
        return save(store, changes[0]._replace(at=now), mark, is_strict=True)

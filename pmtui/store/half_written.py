"""What a program leaves that dies in the middle of a change of several records: some are written, some are not.

The journal knew of the change before the first of them was in its place. What was written gets its line there, so that
it can be undone; temporary files of the rest are removed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress

from pmtui.domain.change import Edit, same_value
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.validation import is_id
from pmtui.store.journal import Journal
from pmtui.store.layout import record_path
from pmtui.store.reading import read_stored
from pmtui.store.writing import is_abandoned, leftovers

_A_DAY = 86400.0


def settled(root: str, journal: Journal) -> None:
    """Bring the journal of a workspace in line with its files. Needs the workspace's lock.

    Args:
        root: The workspace's folder.
        journal: Its journal.
    """
    edits = journal.settle(lambda edit: _is_done(root, edit))
    folders = {os.path.dirname(record_path(SCHEMA[edit.kind], edit.id)) for edit in edits if _is_known(edit)}
    remove_leftovers(leftovers(os.path.join(root, folder) for folder in folders))


def remove_leftovers(paths: Iterable[str]) -> list[str]:
    """Remove temporary files of dead processes; returns those that are gone now."""
    found = []
    for path in paths:
        if is_abandoned(path):
            with suppress(OSError):
                os.remove(path)
                found.append(path)
    return found


def sweep(root: str, folder: str) -> None:
    """Remove, once a day, what killed saves have left anywhere in a workspace.

    Args:
        root: The workspace's folder.
        folder: Where it is remembered when that was done.
    """
    marker = os.path.join(folder, "swept")
    with suppress(OSError):
        if time.time() - os.stat(marker).st_mtime < _A_DAY:
            return
    remove_leftovers(leftovers(os.path.join(root, collection) for collection in SCHEMA.by_collection))
    with suppress(OSError), open(marker, "w", encoding="ascii"):
        os.utime(marker)


def _is_done(root: str, edit: Edit) -> bool:
    """Whether a record is as the change left it, which is how its undo expects it."""
    if not _is_known(edit):
        return False
    data = read_stored(root, SCHEMA[edit.kind], edit.id).data
    before = edit.before or {}
    return data is not None and all(same_value(data, before, name) for name in edit.fields)


def _is_known(edit: Edit) -> bool:
    return edit.kind in SCHEMA.kinds and is_id(edit.id)

"""What a program leaves that dies in the middle of a change of several records: some are written, some are not.

The journal knew the whole change before the first record was in its place (`Journal.begin`). Where any of them is, the next
writer brings the change to its end, so that it is all there, and one undo takes all of it back. Where none is, nothing happened.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from pmtui.domain.change import Change, Edit, same_value
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.team_settings import WORKSPACE
from pmtui.domain.text import counted, one_line
from pmtui.domain.validation import is_id
from pmtui.store.errors import StoreError
from pmtui.store.layout import SETTINGS, record_path
from pmtui.store.reading import read_stored
from pmtui.store.saving import Prepared
from pmtui.store.writing import TEMPORARY, is_abandoned, leftovers

if TYPE_CHECKING:
    from pmtui.store.files import RecordStore

_A_DAY = 86400.0
_WHILE = 600.0
"""Seconds within which a change writes the file that is put in its place first."""
_CLOCK = 2.0
"""Seconds by which a file system may round the time of a file."""
_NAMED = 3
"""So many records that are left as they are get named."""


def settled(store: RecordStore) -> list[str]:
    """Bring a change to its end that a program had begun when it died. Needs the workspace's lock.

    Where the disk refuses, what is written gets its line in the journal, and the rest is put aside, as in any save.

    Args:
        store: The records.

    Returns:
        What was found and done, in a sentence; none where nothing was.

    Raises:
        StoreError: The disk refuses, and no folder takes the rest: then it stays written down for the next one.
    """
    begun = store.journal.begun()
    told = _brought_to_its_end(store, *begun) if begun is not None else ""
    store.journal.end()
    edits = begun[1].edits if begun is not None else ()
    folders = {os.path.dirname(_path(edit)) for edit in edits if _is_known(edit)}
    remove_leftovers(leftovers(os.path.join(store.root, folder) for folder in folders))
    return [told] if told else []


def brought_to_their_end(store: RecordStore) -> list[str]:
    """What was brought to its end for programs that died, in a sentence each; nobody else is told of it.

    Raises:
        StoreError: Another process holds the workspace's lock for too long.
    """
    if store.journal.has_begun:
        with store.lock:  # of a writer at work nothing is left once it lets us in
            store.settle()
    found, store.news = store.news, []
    return found


def stopped_change(store: RecordStore) -> str:
    """The title of a change that stands half written; empty where there is none. Only looks; a writer at work is waited for."""
    if store.journal.has_begun:
        with suppress(StoreError), store.lock:
            begun = store.journal.begun()
            if begun is not None and _in_place(store, begun[1])[0]:
                return one_line(begun[1].title)
    return ""


def _brought_to_its_end(store: RecordStore, mark: str, change: Change) -> str:
    is_begun, waiting = _in_place(store, change)
    done = {(edit.kind, edit.id) for edit in change.edits if _is_done(store.root, edit)}
    if not is_begun:
        alike = [one for one in _telling(change) if _key(one) in done and _path(one) not in waiting]
        return _told_of_the_past(change, len(alike)) if alike else ""
    count = len(done)
    rest = change._replace(edits=tuple(one for one in change.edits if _key(one) not in done))
    made, left = _still_to_write(store, mark, rest, waiting)
    placed: list[Prepared] = []
    fault = ""
    try:
        store.write_prepared(made, lambda several: placed.extend(made[:several]))
    except StoreError as error:
        store.put_aside(change._replace(edits=tuple(one.edit for one in made[len(placed) :])), error, None)
        if not error.rescue:  # nobody has it but the intent
            raise
        fault = f"; {error}"
    edits = {_key(one): one for one in change.edits if _key(one) in done} | {_key(one.edit): one.performed() for one in placed}
    in_order = (edits[key] for one in change.edits if (key := _key(one)) in edits)
    store.journal.append(change._replace(edits=tuple(in_order)), mark)
    return _told(change, count, len(placed), left) + fault


def _still_to_write(store: RecordStore, mark: str, change: Change, waiting: set[str]) -> tuple[list[Prepared], list[Edit]]:
    """What of the rest of a change can be written now; and what somebody has changed since, or cannot be read: that stays as it is.

    A record whose temporary file is gone was in its place once: somebody took it back.
    """
    made: list[Prepared] = []
    left: list[Edit] = []
    for edit in change.edits:
        if _path(edit) not in waiting:
            left.append(edit)
            continue
        try:
            made += store.prepared(change._replace(edits=(edit,)), mark, None, is_strict=edit.before is not None)
        except StoreError:
            left.append(edit)
    return [one for one in made if one.raw is not None], left


def _told(change: Change, done: int, made: int, left: Sequence[Edit]) -> str:
    names = ", ".join(edit.id if edit.kind not in SCHEMA.kinds else SCHEMA[edit.kind].shown_id(edit.id) for edit in left[:_NAMED])
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    now = f"; {'the next one is' if made == 1 else f'{made} more are'} written now" if made else ""
    rest = f"; changed since or not readable, and left as they are: {names}{more}" if left else ""
    title, many = one_line(change.title), counted(len(change.edits), "record")
    if done == len(change.edits):
        return f"“{title}”: its program was killed when all {many} were written; undo takes it back"
    return f"“{title}” stopped after {done} of {many}, for its program was killed{now}{rest}; undo takes it back"


def _told_of_the_past(change: Change, count: int) -> str:
    said = f"{count} of {counted(len(change.edits), 'record')} are as it was to leave them, and changed since: no more of it is written"
    return f"“{one_line(change.title)}” stopped half-way, for its program was killed; {said}; pmtui log shows what happened"


def remove_leftovers(paths: Iterable[str]) -> list[str]:
    """Remove temporary files of dead processes; returns those that are gone now."""
    found = []
    for path in paths:
        if is_abandoned(path):
            with suppress(OSError):
                os.remove(path)
                found.append(path)
    return found


def sweep(store: RecordStore, folder: str) -> None:
    """Remove, once a day, what killed saves have left anywhere in a workspace; that of a half-written change tells how far it came.

    Args:
        store: The records.
        folder: Where it is remembered when that was done.
    """
    if store.journal.has_begun:
        return
    marker = os.path.join(folder, "swept")
    with suppress(OSError):
        if time.time() - os.stat(marker).st_mtime < _A_DAY:
            return
    remove_leftovers(leftovers(os.path.join(store.root, collection) for collection in SCHEMA.by_collection))
    with suppress(OSError), open(marker, "w", encoding="ascii"):
        os.utime(marker)


def _telling(change: Change) -> list[Edit]:
    """The edits of which can be seen whether they are done: what leaves all fields as they are always seems so."""
    return [edit for edit in change.edits if edit.before is None or edit.fields]


def _in_place(store: RecordStore, change: Change) -> tuple[bool, set[str]]:
    """Whether any record of a change stands as its program left it when it died; and the paths of those that it had not put in place yet.

    What only looks as the change would leave it, somebody else may have made so: days later, on another branch, in another
    clone. What the program has put in place was written when the change was, and its temporary file is gone.
    """
    waiting: set[str] = set()
    for folder in {os.path.dirname(path) for edit in change.edits if (path := _path(edit))}:
        with suppress(OSError):
            names = (name for name in os.listdir(os.path.join(store.root, folder)) if name[0] == "." and name.endswith(TEMPORARY))
            waiting.update(f"{folder}/{name[1:].rsplit('.', 3)[0]}".lstrip("/") for name in names)
    at = store.journal.begun_at
    for edit in _telling(change):
        path = _path(edit)
        was_then = at - _CLOCK <= _written_at(os.path.join(store.root, path)) <= at + _WHILE
        if was_then and path and path not in waiting and _is_done(store.root, edit):
            return True, waiting
    return False, waiting


def _written_at(path: str) -> float:
    try:
        return os.lstat(path).st_mtime
    except OSError:
        return 0.0


def _key(edit: Edit) -> tuple[str, str]:
    return edit.kind, edit.id


def _path(edit: Edit) -> str:
    """The file of a record, inside the workspace; empty where there is none of such a kind and id."""
    if edit.kind == WORKSPACE:
        return SETTINGS
    return record_path(SCHEMA[edit.kind], edit.id) if _is_known(edit) else ""


def _is_done(root: str, edit: Edit) -> bool:
    """Whether a record is as a change leaves it; one that is made is when there is a file for it."""
    if edit.kind == WORKSPACE:
        from pmtui.store.settings_saving import stored_fields

        found = stored_fields(root)
        return found is not None and all(same_value(found, edit.after, name) for name in edit.fields)
    if not _is_known(edit):
        return False
    data = read_stored(root, SCHEMA[edit.kind], edit.id).data
    return data is not None and (edit.before is None or all(same_value(data, edit.after, name) for name in edit.fields))


def _is_known(edit: Edit) -> bool:
    return edit.kind in SCHEMA.kinds and is_id(edit.id)

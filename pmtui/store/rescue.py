"""Where the records go that could not be saved, so that nobody has to type them again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from pmtui.domain.canonical import BadJson, compact, decode, encode_object
from pmtui.domain.change import Change, edited_data
from pmtui.domain.kinds import SCHEMA
from pmtui.store.layout import record_path
from pmtui.store.reading import read_stored
from pmtui.store.regular import read_regular
from pmtui.store.saving import Documents
from pmtui.store.writing import Files, Interrupted, Output

FOLDER = "rescue"


def rescued(root: str, local: str, change: Change, reason: str, documents: Documents | None = None) -> str:
    """Put the records of a change aside and return the path of the file that holds them.

    The same change goes to the same file, so that a save that is tried again and again leaves one.

    Args:
        root: The workspace.
        local: Its local folder; where that cannot be written, the person's own state folder is used.
        change: What could not be saved.
        reason: Why.
        documents: Where to get whole records that have no file any more.

    Returns:
        The path; empty where no folder can be written.
    """
    try:
        raw = _encoded(root, change, reason, documents)
    except Exception:  # whatever made the save fail may lie in wait here, too: then only the words are kept
        raw = encode_object({"workspace": root, "reason": reason, "records": [{"spelling": repr(one)} for one in change.edits]})
    name = f"{(change.at or 'undated').replace(':', '')}-{_digest(change)}.json"
    for folder in (_local_folder(root, local), _state_folder):
        with suppress(OSError, Interrupted):
            path = os.path.join(folder(), name)
            Files().write([Output(path, raw)])
            return path
    return ""


def spelled(changes: Iterable[Change]) -> str:
    """What changes were to write, a line of JSON for each record: the last resort where no folder takes a file."""
    lines = (compact({"kind": edit.kind, "id": edit.id, **edit.after}) for change in changes for edit in change.edits)
    return "\n".join(lines).encode("utf-8", "backslashreplace").decode("utf-8")


def rescue_files(root: str, local: str) -> list[str]:
    """The paths of a workspace's rescue files: in its local folder and, where it was used for it, in the person's state folder."""
    outside = [path for path in _json_files(_state_folder()) if _workspace_of(path) in (root, "")]
    return [*_json_files(os.path.join(local, FOLDER)), *outside]


def left_unsaved(root: str, local: str, left: Sequence[Change]) -> tuple[str, str]:
    """Where the changes lie that a program could not save before it ended, in a sentence; and they themselves where no folder has them."""
    folders = sorted({os.path.dirname(path) for path in rescue_files(root, local)})
    what = "the last change" if len(left) == 1 else f"the last {len(left)} changes"
    where = f"kept in {' and '.join(folders)}" if folders else "printed above, for no folder takes a file"
    told = f"{what} could not be saved to {root} and {'is' if len(left) == 1 else 'are'} {where}"
    return told, "" if folders else spelled(left)


def forget(path: str) -> None:
    """Remove a rescue file whose change has been saved after all."""
    with suppress(OSError):
        os.remove(path)


def _encoded(root: str, change: Change, reason: str, documents: Documents | None) -> bytes:
    records: list[dict[str, Any]] = []
    for edit in change.edits:
        kind = SCHEMA.kinds.get(edit.kind)
        whole = None
        if documents is not None and edit.before is not None:
            with suppress(Exception):  # it may be what made the save fail
                whole = documents(edit.kind, edit.id)
        if whole is None and kind is not None and len(change.edits) <= 100:  # a failing disk is not asked for thousands of files
            whole = read_stored(root, kind, edit.id).data
        records.append({
            "path": "" if kind is None else record_path(kind, edit.id), "kind": edit.kind, "id": edit.id,
            "before": None if edit.before is None else dict(edit.before), "after": dict(edit.after),
            "record": {**edited_data(whole or {}, edit), "id": edit.id},
        })
    words = {
        "title": change.title, "command": change.command, "at": change.at, "by": change.by, "workspace": root, "reason": reason,
        "records": records,
    }
    try:
        return encode_object(words)
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can only spell out
        return compact(words).encode("utf-8", "backslashreplace") + b"\n"


def _digest(change: Change) -> str:
    try:
        text = compact([[edit.kind, edit.id, edit.before, edit.after] for edit in change.edits])
    except Exception:  # not only what JSON does not know: see above
        text = repr(change.edits)
    return hashlib.sha1(text.encode("utf-8", "backslashreplace"), usedforsecurity=False).hexdigest()[:8]


def _local_folder(root: str, local: str) -> Callable[[], str]:
    def folder() -> str:
        if not os.path.isdir(root):  # somebody removed the workspace: do not make a stump of it
            raise FileNotFoundError(root)
        return os.path.join(local, FOLDER)

    return folder


def _state_folder() -> str:
    from pmtui.store.small_files import state_folder

    return os.path.join(state_folder(), FOLDER)


def _json_files(folder: str) -> list[str]:
    with suppress(OSError):
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".json") and name[0] != "."]
    return []


def _workspace_of(path: str) -> str:
    """The workspace that a rescue file belongs to; empty where it does not say so."""
    with suppress(OSError, BadJson):
        return str(decode(read_regular(path)).get("workspace", ""))
    return ""

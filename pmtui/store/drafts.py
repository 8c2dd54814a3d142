"""Drafts of what was typed and not saved: a crash, a killed program or a closed terminal costs none of it.

A draft is a JSON file in `.local/drafts/` or, where that takes no file, in the person's state folder. It is replaced
whole and not forced to the disk: it must outlive the program, not the machine. Each program that edits a record has a
draft of its own, named after its owner, so that two of them do not write over each other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.validation import is_id
from pmtui.store.regular import read_regular
from pmtui.store.small_files import folder_outside, forget, keep, state_folder

FOLDER = "drafts"
TEXT = "text"
"""What stands in the place of the kind in the file name of a text that was typed in a dialog."""


def keep_draft(local: str, draft: Mapping[str, Any]) -> str:
    """Write a draft of a record in the place of the one that its owner had; returns its path, empty where no folder takes it.

    Args:
        local: The workspace's `.local` folder.
        draft: A JSON object that says at least `kind` and `id`; and `owner`, an id, where it has one.
    """
    return _keep(local, _name(str(draft["kind"]), str(draft["id"]), str(draft.get("owner", ""))), draft)


def drop_draft(local: str, kind: str, id: str, owner: str = "") -> None:
    """Remove the draft that an owner has of a record, where there is one."""
    _drop(local, _name(kind, id, owner))


def read_drafts(local: str) -> list[dict[str, Any]]:
    """All drafts of records, the latest first; files that hold none are left out."""
    found = []
    for name, draft in _read(local):
        kind, id, owner = draft.get("kind"), draft.get("id"), draft.get("owner", "")
        if not (isinstance(kind, str) and isinstance(id, str) and isinstance(owner, str)):
            continue
        if kind in SCHEMA.kinds and is_id(id) and name == _name(kind, id, owner):
            found.append(draft)
    return _latest_first(found)


def keep_text(local: str, draft: Mapping[str, Any]) -> str:
    """Write a text that was typed in a dialog; returns its path, empty where no folder takes it.

    Args:
        local: The workspace's `.local` folder.
        draft: A JSON object that says at least `id`, which names the file.
    """
    return _keep(local, _name(TEXT, str(draft["id"]), ""), draft)


def drop_text(local: str, id: str) -> None:
    """Remove a text, where it is kept."""
    _drop(local, _name(TEXT, id, ""))


def read_texts(local: str) -> list[dict[str, Any]]:
    """All texts that were typed in dialogs, the latest first; files that hold none are left out."""
    return _latest_first([one for name, one in _read(local) if is_id(str(one.get("id"))) and name == _name(TEXT, str(one["id"]), "")])


def _name(kind: str, id: str, owner: str) -> str:
    return f"{kind}-{id}{f'.{owner}' if owner else ''}.json"


def _latest_first(drafts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(drafts, key=lambda draft: str(draft.get("at", "")), reverse=True)


def _folders(local: str) -> Iterator[str]:
    yield os.path.join(local, FOLDER)
    if os.path.isdir(os.path.join(state_folder(), FOLDER)):
        yield folder_outside(FOLDER, local)


def _keep(local: str, name: str, draft: Mapping[str, Any]) -> str:
    inside = [os.path.join(local, FOLDER)] if os.path.isdir(os.path.dirname(local)) else []  # one that was removed gets no stump
    for folder in (*inside, folder_outside(FOLDER, local)):
        with suppress(OSError):
            os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        if keep(path, draft):
            return path
    return ""


def _drop(local: str, name: str) -> None:
    for folder in _folders(local):
        forget(os.path.join(folder, name))


def _read(local: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in _folders(local):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            if name.endswith(".json"):
                with suppress(OSError, BadJson):
                    yield name, decode(read_regular(os.path.join(folder, name), follows_links=False))

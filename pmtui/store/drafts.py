"""What stands in a form and is not saved yet, kept beside the workspace so that a crash costs nobody what they typed.

A draft is a JSON file in `.local/drafts/`. It is replaced whole and not forced to the disk: it must outlive the program, not the machine.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.validation import is_id
from pmtui.store.regular import read_regular

FOLDER = "drafts"


def keep_draft(local: str, draft: Mapping[str, Any]) -> str:
    """Write a draft in the place of the one that its record had; returns its path, empty where the folder takes no file.

    Args:
        local: The workspace's `.local` folder.
        draft: A JSON object that says at least `kind` and `id`.
    """
    path = _path(local, draft["kind"], draft["id"])
    half = f"{path}.{os.getpid()}.half"
    with suppress(OSError):
        if os.path.isdir(os.path.dirname(local)):  # somebody removed the workspace: do not make a stump of it
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(half, "wb") as file:
                file.write(encode_object(draft))
            os.replace(half, path)
            return path
    with suppress(OSError):
        os.remove(half)
    return ""


def drop_draft(local: str, kind: str, id: str) -> None:
    """Remove the draft of a record, where it has one."""
    with suppress(OSError):
        os.remove(_path(local, kind, id))


def read_drafts(local: str) -> list[dict[str, Any]]:
    """All drafts of a workspace, the latest first; files that hold none are left out."""
    folder = os.path.join(local, FOLDER)
    found: list[dict[str, Any]] = []
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    for name in names:
        if name.endswith(".json"):
            with suppress(OSError, BadJson):
                draft = decode(read_regular(os.path.join(folder, name), follows_links=False))
                if draft.get("kind") in SCHEMA.kinds and is_id(str(draft.get("id"))) and name == f"{draft['kind']}-{draft['id']}.json":
                    found.append(draft)
    return sorted(found, key=lambda draft: str(draft.get("at", "")), reverse=True)


def _path(local: str, kind: str, id: str) -> str:
    return os.path.join(local, FOLDER, f"{kind}-{id}.json")

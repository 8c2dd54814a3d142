"""How the screens stood when the program was left: kept for the next start, one small file a workspace, never committed.

It lies in the workspace's `.local` folder or, where that cannot be written, in the person's state folder. Losing it
loses a moment's convenience, so it is not fsynced, and whatever cannot be read counts as not there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pmtui.store.small_files import folder_outside, forget, keep, kept, made_state_folder, state_folder

FILE = "session.json"
"""The file's name in the workspace's local folder."""
_FOLDER = "sessions"
"""The folder, in the person's state folder, of the files of workspaces that cannot be written."""
_LARGEST = 1 << 20
"""Bytes: a larger file is not ours."""


def read_session(root: str, local: str) -> dict[str, Any]:
    """What was kept last; empty where nothing was, or nothing that can be read.

    Args:
        root: The workspace's folder.
        local: Its `.local` folder.
    """
    places = [os.path.join(local, FILE)]
    if os.path.isdir(os.path.join(state_folder(), _FOLDER)):
        places.append(_outside(root))
    newest, path = max((_mark(path), path) for path in places)
    return kept(path) if newest else {}


def keep_session(root: str, local: str, session: Mapping[str, Any]) -> bool:
    """Keep how the screens stand; False where no folder takes it.

    Args:
        root: The workspace's folder; where it is gone, nothing is made in its place.
        local: Its `.local` folder.
        session: What JSON can say.
    """
    if os.path.isdir(root) and keep(os.path.join(local, FILE), session):
        return True
    made_state_folder()
    return keep(_outside(root), session)


def forget_session(root: str, local: str) -> None:
    """Begin anew the next time."""
    forget(os.path.join(local, FILE))
    forget(_outside(root))


def _outside(root: str) -> str:
    """The file in the person's state folder, named after the workspace's place."""
    return f"{folder_outside(_FOLDER, root)}.json"


def _mark(path: str) -> int:
    """When a file was written, in nanoseconds; 0 for one that is not there or too large."""
    try:
        found = os.stat(path)
    except OSError:
        return 0
    return found.st_mtime_ns if found.st_size <= _LARGEST else 0

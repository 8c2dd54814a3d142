"""A person's own saved views of one workspace: kept beside the session, never committed.

They lie in the workspace's `.local` folder or, where that cannot be written, in the person's state folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.views import SavedView, of_json
from pmtui.store.small_files import folder_outside, keep, kept, made_state_folder

FILE = "views.json"
"""The file's name in the workspace's local folder."""
_FOLDER = "views"
"""The folder, in the person's state folder, of the files of workspaces that cannot be written."""


def read_own_views(root: str, local: str) -> tuple[list[SavedView], dict[str, str]]:
    """The views that the person has saved, and the digits that they chose, by the views' keys; what cannot be read is left out.

    Args:
        root: The workspace's folder.
        local: Its `.local` folder.
    """
    found = kept(os.path.join(local, FILE)) or kept(_outside(root))
    listed, digits = found.get("views"), found.get("digits")
    views = [view for one in listed if (view := of_json(one)) is not None] if isinstance(listed, list) else []
    chosen = {key: one for key, one in digits.items() if isinstance(one, str)} if isinstance(digits, dict) else {}
    return views, chosen


def keep_own_views(root: str, local: str, views: Sequence[SavedView], digits: Mapping[str, str]) -> bool:
    """Keep them; False where no folder takes them."""
    words: dict[str, Any] = {"views": [one.as_json() for one in views], "digits": dict(digits)}
    if os.path.isdir(root) and keep(os.path.join(local, FILE), words):
        return True
    made_state_folder()
    return keep(_outside(root), words)


def _outside(root: str) -> str:
    """The file in the person's state folder, named after the workspace's place."""
    return f"{folder_outside(_FOLDER, root)}.json"

"""The repository of the code that a workspace is about: the one around it, or, of a workspace on a branch of its own, the code's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from pmtui.store.git_folders import branch_in, git_folders, place_of
from pmtui.store.own_branch import said_by


class CodeRepository(NamedTuple):
    """Where the code is.

    Attributes:
        folder: The top folder of a working tree of the code.
        own_branch: The branch that holds nothing but the workspace; empty where there is none.
        prefix: The folder of the workspace in the repository, with slashes and one at its end; empty where it is on a branch of its own.
    """

    folder: str
    own_branch: str
    prefix: str


def code_repository(root: str, settings: Mapping[str, Any], here: str | None = None) -> CodeRepository | None:
    """The repository of the code; None where the workspace lies in none. Reads files alone, in some 100 µs.

    Args:
        root: The workspace's folder.
        settings: The team's settings, which name a branch of its own.
        here: Of several working trees of the code, the one around this folder is meant; None for the current one.
    """
    at = place_of(root)
    if at is None:
        return None
    said = said_by(settings)
    if said is None or said[0] != branch_in(at.folder):
        inside = os.path.relpath(os.path.realpath(root), at.top).replace(os.sep, "/")
        return CodeRepository(at.top, "", "" if inside == "." else f"{inside}/")
    near = git_folders(os.path.realpath(_current_folder() if here is None else here))
    is_ours = near is not None and near.common == at.common and near.top != at.top
    return CodeRepository(near.top if is_ours and near is not None else at.main_top, said[0], "")


def _current_folder() -> str:
    """The current folder; the root where it has been removed."""
    try:
        return os.getcwd()
    except OSError:
        return os.sep

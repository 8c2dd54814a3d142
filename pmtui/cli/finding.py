"""Which folder is the workspace of a call: one that is found on the way up, or one that a branch of the repository holds."""

from __future__ import annotations

import os
from collections.abc import Callable


def workspace_folder(named: str | None, here: str, told: Callable[[str], None] | None) -> str:
    """The folder of the workspace.

    Where there is one on the way up, nothing else is looked at. Else it may lie on its own branch: in a linked working tree
    elsewhere, which files tell, or nowhere yet, as in a fresh clone. Then git is asked, and it is checked out.

    Args:
        named: What `--workspace` says; None or empty where it was not given.
        here: The current folder.
        told: Told in a sentence what was set up; None where nothing may be.

    Raises:
        StoreError: There is none, there are several, or it cannot be checked out.
    """
    from pmtui.store.errors import StoreError
    from pmtui.store.layout import find_workspace

    try:
        return find_workspace(named, os.environ, here)
    except StoreError as error:
        found = _on_own_branch(named or os.environ.get("PMTUI_WORKSPACE") or "", here, told) if error.code == "no_workspace" else ""
        if not found:
            raise
        return found


def _on_own_branch(named: str, here: str, told: Callable[[str], None] | None) -> str:
    from pmtui.store.own_branch import workspace_around

    wanted = os.path.normpath(os.path.join(here, os.path.expanduser(named))) if named else ""
    found = "" if named else workspace_around(here)
    if found or told is None:
        return found
    from pmtui.store.own_branch_checkout import workspace_of_own_branch

    return workspace_of_own_branch(wanted or here, told, wanted)

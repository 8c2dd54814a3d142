"""What the doctor looks at where a workspace is a linked working tree: git finds it, and the code does not see it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

from pmtui.store.doctor_faults import ERROR, WARNING, DoctorFault
from pmtui.store.errors import StoreError
from pmtui.store.git import Git, GitError
from pmtui.store.git_folders import GitFolders, git_folders
from pmtui.store.linked_place import find_again, is_lost
from pmtui.store.own_branch import said_by
from pmtui.store.own_branch_exclude import exclude, is_excluded, place_in
from pmtui.store.workspace import Workspace

_FIX = "pmtui doctor --fix"


def place_faults(workspace: Workspace) -> Iterator[DoctorFault]:
    """What is wrong with the place of a workspace; git can tell nothing where one of these is an error."""
    try:
        if is_lost(workspace.root):
            message = "the repository or the workspace was moved or copied, and git does not find the one from the other"
            yield DoctorFault(ERROR, "moved", None, None, message, f"pmtui sync, or {_FIX}")
            return
    except StoreError as error:
        yield DoctorFault(ERROR, error.code, None, None, error.message, error.hint)
        return
    around = _code_around(workspace)
    if around is not None and not is_excluded(around, workspace.root) and _is_seen(around, workspace.root):
        message = "the code's branches see the folder of the workspace as not added yet"
        yield DoctorFault(WARNING, "not_excluded", None, None, message, f"{_FIX} writes it into {around.common}/info/exclude")


def place_fixes(workspace: Workspace) -> list[str]:
    """Mend that, and say in words what was mended."""
    done = []
    with suppress(StoreError):  # the doctor names it
        if find_again(workspace.root):
            done.append("git finds the workspace and its repository again")
    around = _code_around(workspace)
    with suppress(OSError):
        if around is not None and _is_seen(around, workspace.root) and exclude(around, workspace.root):
            done.append("the code's branches overlook the folder of the workspace again")
    return done


def _code_around(workspace: Workspace) -> GitFolders | None:
    """The code in whose folder a workspace on its own branch lies; None for any other workspace."""
    is_tree = os.path.isfile(os.path.join(workspace.root, ".git")) and said_by(workspace.settings) is not None
    return git_folders(os.path.dirname(workspace.root)) if is_tree else None


def _is_seen(around: GitFolders, root: str) -> bool:
    """Whether no rule at all lets the code overlook the folder; a team may have one in its `.gitignore`."""
    try:
        Git(around.top).run("check-ignore", "--quiet", "--", place_in(around, root) + "/")
    except GitError as error:
        return error.status == 1
    return False

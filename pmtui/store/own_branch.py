"""A workspace on a branch of its own, which has no history in common with the code: how it is known, and where it is checked out.

The branch says of itself that it is one, in the `pmtui.json` at its root. So a clone needs nothing but the branch, it may
have any name, and no other branch is taken for it. Everything here reads files, or asks git about objects that are here;
`own_branch_checkout` is what changes something.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.kinds import SCHEMA
from pmtui.store.errors import FAILED, NO_WORKSPACE, StoreError
from pmtui.store.git_folders import GitFolders, Linked, branch_in, branch_tips, is_treeless, linked_trees, repositories
from pmtui.store.layout import FOLDERS, LOCAL, SETTINGS, is_free
from pmtui.store.small_files import kept

SETTING = "own_branch"
"""The setting by which a branch says that it is one: `{"branch": "pmtui", "folder": "product"}`."""
USUAL = "pmtui"
"""What such a branch is usually called."""
UNDONE = "pmtui-checkout"
"""A file among what git keeps for a working tree: pmtui has not finished checking the branch out in it."""

_LARGEST = 1 << 20
"""Bytes: a larger `pmtui.json` is not ours."""
_LOCAL_BRANCH = "refs/heads/"
_REMOTE_BRANCH = "refs/remotes/"


class OwnBranch(NamedTuple):
    """An own branch of a repository that is here, or known from a remote.

    Attributes:
        branch: Its name.
        remote: The remote from which it is known; empty where there is a branch of that name here.
        folder: Where its workspace lies in the repository, as the branch says, with slashes; empty where it does not.
    """

    branch: str
    remote: str
    folder: str


def said_by(settings: Any) -> tuple[str, str] | None:
    """The branch and the folder that a workspace's settings name; None where they say nothing of an own branch."""
    said = settings.get(SETTING) if isinstance(settings, Mapping) else None
    branch, folder = (said.get("branch"), said.get("folder", "")) if isinstance(said, Mapping) else (None, "")
    return (branch, folder if isinstance(folder, str) else "") if isinstance(branch, str) and branch else None


def workspace_checked_out(at: GitFolders) -> str:
    """The workspace of the own branch that is checked out in some working tree of a repository; empty where there is none.

    Reads files only. A working tree counts from the moment in which it is whole.

    Raises:
        StoreError: There are several, so that somebody must say which is meant.
    """
    tops = [one.path for one in linked_trees(at.common) if not os.path.lexists(os.path.join(one.folder, UNDONE))]
    found = [top for top in (*tops, at.main_top) if said_by(kept(os.path.join(top, SETTINGS)).get("settings"))]
    if len(found) > 1:
        raise StoreError(
            f"there are several workspaces on branches of their own: {', '.join(sorted(found))}",
            "name the one you mean with --workspace DIR", "several_workspaces", NO_WORKSPACE,
        )
    return found[0] if found else ""


def workspace_around(start: str) -> str:
    """The workspace of the own branch that is checked out in a repository around a folder; empty where there is none.

    Raises:
        StoreError: There are several.
    """
    return next(filter(None, map(workspace_checked_out, repositories(start))), "")


def own_branches(at: GitFolders) -> list[OwnBranch]:
    """The own branches of a repository, sorted; of several remotes that have one, `origin` or the first counts.

    One call of git where it has any branches besides the one that is checked out, two where one of them may be it.
    """
    tips = branch_tips(at.common)
    if tips is None:
        tips = _asked(at)
    checked_out = _LOCAL_BRANCH + branch_in(at.folder)
    tips.pop(checked_out, None)  # it has been looked at: it is in the working tree
    if is_treeless(at):  # git would fetch the tree of each branch, one by one
        tips = {name: commit for name, commit in tips.items() if name.endswith(f"/{USUAL}")}
    said = _said_at(at, sorted(set(tips.values())))
    found: dict[str, OwnBranch] = {}
    for name, commit in sorted(tips.items(), key=lambda item: (item[0].startswith(_REMOTE_BRANCH), "/origin/" not in item[0], item[0])):
        branch, folder = said.get(commit, ("", ""))
        remote = name[len(_REMOTE_BRANCH) : -len(branch) - 1] if name.startswith(_REMOTE_BRANCH) else ""
        if branch and name == (f"{_REMOTE_BRANCH}{remote}/{branch}" if remote else _LOCAL_BRANCH + branch):
            found.setdefault(branch, OwnBranch(branch, remote, folder))
    return sorted(found.values())


def require_none(start: str) -> None:
    """Raise StoreError where a repository around a folder has its workspace on an own branch, so that no second one is made unawares."""
    for at in repositories(start):
        found = own_branches(at)
        if found:
            raise StoreError(
                f"the workspace of this repository lives on its own branch {found[0].branch}",
                "pmtui opens it; to make another one, name its folder: pmtui init DIR", "exists", FAILED,
            )


def tree_of(at: GitFolders, branch: str) -> Linked | None:
    """The linked working tree in which a branch is checked out, its folder there or gone; None where it is in none."""
    return next((one for one in linked_trees(at.common) if one.branch == branch), None)


def folder_for(at: GitFolders, own: OwnBranch) -> str:
    """Where in a repository the workspace of an own branch is to be checked out.

    Raises:
        StoreError: Something else lies in every folder where it may lie.
    """
    names = [one for one in (own.folder, *FOLDERS) if is_fit(one)]
    for name in names:
        target = os.path.join(at.main_top, *name.split("/"))
        if is_free(target) and is_within(at.main_top, target):
            return target
    raise StoreError(
        f"the workspace of this repository lives on its own branch {own.branch}, and there is no free folder for it: "
        f"{' and '.join(dict.fromkeys(names))} hold something else",
        f"name another folder: pmtui init DIR --branch {own.branch}", "own_branch", NO_WORKSPACE,
    )


def is_fit(folder: str) -> bool:
    """Whether a workspace on its own branch may lie at a path inside the repository.

    What git is told to overlook in the code, `/problems/`, it overlooks in the workspace as well.
    """
    parts = folder.split("/")
    taken = {*SCHEMA.by_collection, LOCAL, ".git"}
    return all(part not in ("", ".", "..") and part.casefold() != ".git" for part in parts) and parts[0].casefold() not in taken and not (
        os.path.isabs(folder) or "\\" in folder or any(ord(one) < 32 for one in folder)
    )


def is_within(top: str, folder: str) -> bool:
    """Whether a folder lies in another one in truth: a symbolic link on the way could lead anywhere."""
    above, real = os.path.realpath(top), os.path.realpath(folder)
    return real.startswith(os.path.join(above, ""))


def _asked(at: GitFolders) -> dict[str, str]:
    """The commits of all branches, as git tells them."""
    from pmtui.store.git import Git, GitError

    try:
        words = Git(at.top).run("for-each-ref", "--format=%(objectname) %(symref) %(refname)", _LOCAL_BRANCH, _REMOTE_BRANCH)
    except GitError:
        return {}
    lines = [line.split(" ") for line in os.fsdecode(words).splitlines()]
    return {name: commit for commit, symbolic, name in lines if not symbolic}


def _said_at(at: GitFolders, commits: list[str]) -> dict[str, tuple[str, str]]:
    """What the `pmtui.json` at the root of commits says of an own branch, by commit; those that say nothing are left out."""
    from pmtui.store.git import Git, GitError

    if not commits:
        return {}
    git = Git(at.top)
    try:
        asked = "".join(f"{one}:{SETTINGS}\n" for one in commits).encode()
        lines = git.run("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", standard_input=asked).splitlines()
        blobs = {}
        for commit, line in zip(commits, lines, strict=False):
            name, kind, *size = line.split(b" ")
            if kind == b"blob" and int(size[0]) <= _LARGEST:
                blobs[commit] = name
        wanted = sorted(set(blobs.values()))
        raws = dict(zip(wanted, git.contents(wanted), strict=True))
    except GitError:
        return {}
    found = {}
    for commit, blob in blobs.items():
        said = _decoded(raws[blob])
        if said is not None:
            found[commit] = said
    return found


def _decoded(raw: bytes) -> tuple[str, str] | None:
    try:
        return said_by(decode(raw).get("settings"))
    except BadJson:
        return None

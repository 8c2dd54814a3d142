"""What git keeps on the disk around a folder, read without running git: working trees, the branches in them, where branches stand."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from pmtui.store.regular import read_regular

_BRANCH = "ref: refs/heads/"
_PLACES = ("refs/heads/", "refs/remotes/")


class GitFolders(NamedTuple):
    """The folders of a repository, as seen from one of its working trees.

    Attributes:
        top: The top folder of the working tree.
        folder: What git keeps for this working tree: HEAD and index.
        common: What git keeps for all of them: branches, configuration, `info/exclude`.
    """

    top: str
    folder: str
    common: str

    @property
    def main_top(self) -> str:
        """The top folder of the main working tree, or the one around all of them; `top` where that cannot be told, as in a submodule."""
        above, name = os.path.split(self.common)
        return above if name == ".git" or pointed(os.path.join(above, ".git")) == self.common else self.top


class Linked(NamedTuple):
    """A linked working tree that git knows.

    Attributes:
        path: Its top folder, which may be gone.
        folder: What git keeps for it.
        branch: The branch that is checked out in it; empty where HEAD is detached.
        is_locked: Whether somebody asked git to keep it though it may seem gone.
    """

    path: str
    folder: str
    branch: str
    is_locked: bool

    @property
    def is_gone(self) -> bool:
        """Whether its folder, or what makes it a working tree, is not there."""
        return not os.path.lexists(os.path.join(self.path, ".git"))


def git_folders(start: str) -> GitFolders | None:
    """The folders of the repository around a folder, which need not exist; None where there is none."""
    top, folder = _nearest(start)
    return GitFolders(top, folder, common_folder(folder)) if folder else None


def kept_by_git(root: str) -> str:
    """What git keeps for the working tree around a workspace; empty where there is none. Every save asks: one look less than `place_of`."""
    return _nearest(os.path.realpath(root))[1]


def _nearest(top: str) -> tuple[str, str]:
    """The first folder from one upwards that is the top of a working tree, and what git keeps for it; that is empty where there is none."""
    while not (folder := _git_folder(os.path.join(top, ".git"))):
        above = os.path.dirname(top)
        if above == top:
            return top, ""
        top = above
    return top, folder


def _git_folder(path: str) -> str:
    """The folder that a `.git` is or points to; empty where there is none. One look at each level: every save asks for all of them."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return ""
    return path if stat.S_ISDIR(mode) else pointed(path)


def place_of(root: str) -> GitFolders | None:
    """The repository around a workspace, where its folder lies in truth, as git sees it; None where there is none. Takes some 60 µs."""
    return git_folders(os.path.realpath(root))


def repositories(start: str) -> Iterator[GitFolders]:
    """The repositories around a folder, the nearest first: a submodule lies in another one."""
    at = git_folders(start)
    while at is not None:
        yield at
        above = os.path.dirname(at.top)
        at = git_folders(above) if above != at.top else None


def pointed(path: str) -> str:
    """The folder to which the `.git` file of a linked working tree or of a submodule points; empty where it is none."""
    prefix, _, folder = _said(path).partition(":")
    return os.path.normpath(os.path.join(os.path.dirname(path), folder.strip())) if prefix == "gitdir" and folder.strip() else ""


def common_folder(folder: str) -> str:
    """What git keeps for all working trees of a repository, from what it keeps for one of them; the same where there is but one."""
    said = _said(os.path.join(folder, "commondir"))
    return os.path.normpath(os.path.join(folder, said)) if said else folder


def linked_trees(common: str) -> list[Linked]:
    """The linked working trees of a repository, in the order of their names."""
    folder = os.path.join(common, "worktrees")
    found = []
    for name in _names(folder):
        inside = os.path.join(folder, name)
        said = _said(os.path.join(inside, "gitdir"))
        if said:
            path = os.path.dirname(os.path.normpath(os.path.join(inside, said)))
            found.append(Linked(path, inside, branch_in(inside), os.path.lexists(os.path.join(inside, "locked"))))
    return found


def branch_in(folder: str) -> str:
    """The branch that the HEAD in a folder of git's names; empty where it names a commit, or there is none."""
    said = _said(os.path.join(folder, "HEAD"))
    return said[len(_BRANCH) :] if said.startswith(_BRANCH) else ""


def branch_tips(common: str) -> dict[str, str] | None:
    """The commits of all branches, those of remotes too, by full name; None where only git can read them."""
    if os.path.lexists(os.path.join(common, "reftable")):
        return None
    found: dict[str, str] = {}
    for line in _said(os.path.join(common, "packed-refs")).splitlines():
        commit, _, name = line.partition(" ")
        if name.startswith(_PLACES):
            found[name] = commit
    for place in _PLACES:
        found.update(_loose(common, place.rstrip("/")))
    return found


def cut_off_commits(common: str) -> frozenset[str]:
    """The commits at which the history of a shallow clone was cut off; none where it is whole."""
    return frozenset(_said(os.path.join(common, "shallow")).split())


def is_treeless(at: GitFolders) -> bool:
    """Whether it is a clone to which git fetches the trees of commits only when they are asked for."""
    return "partialclonefilter = tree:" in _said(os.path.join(at.common, "config")).lower()


def _loose(common: str, name: str) -> Iterator[tuple[str, str]]:
    """The branches under a name that have a file of their own; one that stands for another is left out."""
    for one in _names(os.path.join(common, name)):
        path = f"{name}/{one}"
        if os.path.isdir(os.path.join(common, path)):
            yield from _loose(common, path)
        else:
            commit = _said(os.path.join(common, path))
            if commit and not commit.startswith("ref:"):
                yield path, commit


def _names(folder: str) -> list[str]:
    with suppress(OSError):
        return sorted(os.listdir(folder))
    return []


def _said(path: str) -> str:
    with suppress(OSError):
        return os.fsdecode(read_regular(path)).strip("\n\r")
    return ""

"""Where a repository stands before a sync: its folders, its branch, what changed in the workspace, what is in the way."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.git_status import branch_and_commit, path_in, read_status
from pmtui.store.sync_early import Question
from pmtui.store.sync_git import Calls
from pmtui.store.sync_paths import inside
from pmtui.store.sync_trees import FILE, GONE, Entry

_UNFINISHED = {
    "rebase-merge": "rebase", "rebase-apply": "rebase", "MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert",
}
"""What git leaves in its folder while a person is in the middle of something, and what that is; the first counts."""


_PLACES = 5
"""So many lines git prints of where things are, before the branch that ours follows."""


class Changed(NamedTuple):
    """A file of the workspace that differs between HEAD, index and working tree.

    Attributes:
        path: Where it lies in the repository.
        own: Where it lies in the workspace.
        head: What HEAD has; None where it has none.
        staged: What the user's index has; None where it has none, or several versions.
        is_unmerged: Whether the index has several versions of it.
        mode: The mode of the file in the working tree, as git would write it down.
    """

    path: str
    own: str
    head: Entry | None
    staged: Entry | None
    is_unmerged: bool = False
    mode: str = FILE


class Repository(NamedTuple):
    """Where a repository stands.

    Attributes:
        top: Its top folder.
        folder: The folder that git keeps for this working tree.
        prefix: The workspace's folder in it, with a slash at the end; empty where that is the top folder.
        is_shallow: Whether its history was cut off when it was cloned.
        branch: The branch that is checked out; empty where HEAD is detached.
        head: The commit that is checked out; empty where there is none yet.
        upstream: The full name of the remote-tracking branch that the branch follows; empty where git knows of none.
        has_upstream: Whether the branch follows one, be it that git knows nothing of that yet.
        changed: What changed in the workspace since HEAD.
    """

    top: str
    folder: str
    prefix: str
    is_shallow: bool
    branch: str
    head: str
    upstream: str
    has_upstream: bool
    changed: tuple[Changed, ...]

    @property
    def ref(self) -> str:
        """The full name of the branch."""
        return f"refs/heads/{self.branch}"

    @property
    def index_path(self) -> str:
        """The path of the user's own index."""
        return os.path.join(self.folder, "index")


class Looking:
    """The question where a repository stands, on its way: two calls side by side."""

    def __init__(self, calls: Calls, question: Question | None = None) -> None:
        """Ask about the repository around a workspace, in whose folder the calls work, unless that was done before.

        Raises:
            StoreError: Git cannot be run, or the workspace is a copy of a linked working tree.
        """
        if os.path.isfile(os.path.join(calls.folder, ".git")):
            from pmtui.store.linked_place import find_again  # few workspaces are a linked working tree

            find_again(calls.folder)
        self._folder = calls.folder
        try:
            asked = question or Question(calls)
        except GitError as error:
            raise _no_repository(self._folder, error) from None
        self._places, self._status = asked.places, asked.status
        self._lines: list[str] = []

    def folder(self) -> str:
        """The folder that git keeps for the working tree, known before the rest is.

        Raises:
            StoreError: There is no repository.
        """
        if not self._lines:
            done = self._places.outcome()  # it fails at the last word where the branch follows none
            self._lines = done.out.split("\n")
            if len(self._lines) < _PLACES or self._lines[0] != "true":
                raise _no_repository(self._folder, None if self._lines[0] == "false" else GitError(done.err.strip()))
        return self._lines[2]

    @property
    def upstream(self) -> str:
        """The remote-tracking branch, once `folder` is known."""
        found = self._lines[5] if len(self._lines) > _PLACES else ""
        return found if found.startswith("refs/remotes/") else ""

    def repository(self) -> Repository:
        """Where it stands.

        Raises:
            StoreError: There is none, or git refuses.
        """
        folder = self.folder()
        _, top, _, is_shallow, prefix, *_ = self._lines
        heads, lines = read_status(self._status.result())
        changed: dict[str, Changed] = {}
        for line in lines:
            one = _changed(line, prefix)
            if one is not None:
                changed.setdefault(one.path, one)  # what is gone from the index alone stands there twice, the second time as not added
        branch, head = branch_and_commit(heads)
        return Repository(
            top, folder, prefix, is_shallow == "true", branch, head, self.upstream, "upstream" in heads, tuple(changed.values()),
        )


def look(calls: Calls) -> Repository:
    """Where the repository around a workspace stands.

    Raises:
        StoreError: There is none, or git cannot be run.
    """
    return Looking(calls).repository()


def _changed(line: str, prefix: str) -> Changed | None:
    """One line of `git status --porcelain=v2`; None where it is about no file of the workspace."""
    mode, head, staged, path = FILE, None, None, path_in(line)
    if line.startswith("1 "):
        _, _, _, head_mode, index_mode, mode, head_blob, index_blob, _ = line.split(" ", 8)
        head = Entry(head_mode, head_blob) if head_mode != GONE else None
        staged = Entry(index_mode, index_blob) if index_mode != GONE else None
    own = inside(prefix, path)
    return Changed(path, own, head, staged, line.startswith("u "), mode) if own else None


def unfinished(folder: str) -> str:
    """What the user is in the middle of: rebase, merge, cherry-pick or revert; empty where nothing is."""
    with suppress(OSError):
        there = set(os.listdir(folder))
        return next((what for name, what in _UNFINISHED.items() if name in there), "")
    return ""


def require_branch(repository: Repository) -> None:
    """Raise StoreError where no branch is checked out."""
    if not repository.branch:
        raise StoreError(
            f"no branch is checked out in {repository.top} (detached HEAD), so there is nothing to bring together",
            "check out the branch on which you work, with git switch BRANCH, and sync again", "detached",
        )


def _no_repository(folder: str, error: GitError | None) -> StoreError:
    words = error.message if error is not None else ""
    if "cannot be run" in words:
        return StoreError("git cannot be run, and sync works through it", "install git 2.34 or later", "no_git")
    if "not a git repository" in words or error is None:
        hint = "run git init in it or in the folder above, and sync again"
        return StoreError(f"{folder} is in no git repository, so there is nothing to sync with", hint, "no_repository")
    return StoreError(f"git refuses to work in {folder}: {words.splitlines()[0]}", "do what git says, and sync again", "git")

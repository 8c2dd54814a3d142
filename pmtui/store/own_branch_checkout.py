"""Checking a workspace's own branch out as a linked working tree, and doing so by itself in a fresh clone.

Killed at any point, the next call finishes: until a mark beside the working tree's index is gone, the folder is no
workspace, and `pmtui.json`, which would make it one, is written last.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from pmtui.store.errors import NO_WORKSPACE, StoreError, refusal
from pmtui.store.git import GitError
from pmtui.store.git_folders import GitFolders, Linked, linked_trees, pointed, repositories
from pmtui.store.layout import FOLDERS, SETTINGS, is_free, workspace_at
from pmtui.store.lock import Lock
from pmtui.store.own_branch import UNDONE, OwnBranch, folder_for, is_within, own_branches, tree_of
from pmtui.store.own_branch_exclude import exclude, excluded_words
from pmtui.store.own_branch_remote import follow
from pmtui.store.small_files import forget
from pmtui.store.sync_git import Calls

Told = Callable[[str], None]
"""Takes a sentence for people, without a full stop."""

_LOCK = "pmtui-lock"
_PATIENCE = 120.0
"""Seconds to wait for another pmtui that is checking the branch out."""


def workspace_of_own_branch(start: str, told: Told, named: str = "") -> str:
    """The workspace on an own branch of a repository around a folder, checked out where it is nowhere yet.

    Args:
        start: The folder in which somebody is at work.
        told: Told what was set up.
        named: The folder in which the workspace is wanted, or right above it; empty for wherever it is.

    Returns:
        Its folder; empty where no repository around has such a branch, or it belongs elsewhere than into `named`.

    Raises:
        StoreError: There is one that cannot be checked out, or there are several.
    """
    for at in repositories(start):
        if _meant(at) is not None:
            with checking_out(at):
                own = _meant(at)  # another pmtui may have been quicker
                return _set_up(at, own, told, named) if own is not None else ""
    return ""


def _meant(at: GitFolders) -> OwnBranch | None:
    found = own_branches(at)
    if len(found) > 1:
        names = ", ".join(one.branch for one in found)
        raise StoreError(
            f"{at.main_top} has several workspaces on branches of their own: {names}",
            "check out the one you work with: pmtui init DIR --branch BRANCH", "several_workspaces", NO_WORKSPACE,
        )
    return found[0] if found else None


def _set_up(at: GitFolders, own: OwnBranch, told: Told, named: str) -> str:
    tree = tree_of(at, own.branch)
    target = _place(at, own, tree)
    if named and os.path.realpath(target) not in (os.path.realpath(os.path.join(named, one)) for one in ("", *FOLDERS)):
        return ""
    found = workspace_at(target)
    if found:
        return found
    check_out(at, own, target)
    folder = os.path.relpath(target, at.main_top)
    told(f"set up {folder}, the workspace on its own branch {own.branch}; {excluded_words(at)}")
    return target


def _place(at: GitFolders, own: OwnBranch, tree: Linked | None) -> str:
    """Where the branch is to be checked out: where it was, if git still remembers that."""
    if tree is None:
        return folder_for(at, own)
    may_return = tree.is_gone and is_free(tree.path) and is_within(at.main_top, tree.path) and not tree.is_locked
    if may_return or is_unfinished(tree) or workspace_at(tree.path) == tree.path:
        return tree.path
    if tree.is_gone:
        raise StoreError(
            f"the workspace on the branch {own.branch} lies in {tree.path}, which is not there",
            "bring that folder back, or let git forget it with git worktree prune", "own_branch", NO_WORKSPACE,
        )
    raise StoreError(
        f"{tree.path}, where the branch {own.branch} is checked out, has no {SETTINGS}",
        f"bring it back with git -C {tree.path} restore {SETTINGS}", "own_branch", NO_WORKSPACE,
    )


def is_unfinished(tree: Linked) -> bool:
    """Whether a pmtui that was checking a branch out in a working tree died before it was done."""
    has_index = os.path.lexists(os.path.join(tree.folder, "index"))
    return not tree.is_gone and (os.path.lexists(os.path.join(tree.folder, UNDONE)) or not has_index)


def checking_out(at: GitFolders) -> Lock:
    """Keeps every other pmtui from checking a branch out in the same repository, for use with `with`."""
    return Lock(os.path.join(at.common, _LOCK), timeout=_PATIENCE)


def check_out(at: GitFolders, own: OwnBranch, target: str) -> None:
    """Check an own branch out in a folder that is free, or in which it was not finished; only within `checking_out`.

    No hook of the code runs. The branch that is made here for one of a remote follows it.

    Raises:
        StoreError: Git or the disk refuses; the message says why.
    """
    calls = Calls(at.top)
    tree = tree_of(at, own.branch)
    try:
        exclude(at, target)
        if tree is None or tree.is_gone:
            forced = ["--force"] if tree is not None or _was_there(at, target) else []
            calls.run("worktree", "add", "--no-checkout", *forced, *_start(own, target))
            if own.remote:
                follow(calls, own.branch, own.remote)
        _fill(calls, target)
    except GitError as error:
        lines = [line.removeprefix("fatal: ") for line in error.message.splitlines() if not line.startswith(("Preparing", "hint:"))]
        raise StoreError(
            f"git does not check the branch {own.branch} out in {target}: {'; '.join(lines)}", "do what git says, and try again",
            "own_branch",
        ) from None
    except OSError as error:
        raise refusal(error, f"cannot check the branch {own.branch} out in {target}") from None


def _start(own: OwnBranch, target: str) -> list[str]:
    if own.remote:
        return ["--no-track", "-b", own.branch, "--", target, f"refs/remotes/{own.remote}/{own.branch}"]
    return ["--", target, own.branch]


def _was_there(at: GitFolders, target: str) -> bool:
    """Whether git still knows of a working tree in a folder that is gone, on whatever branch or commit."""
    gone = (one.path for one in linked_trees(at.common) if one.is_gone and not one.is_locked)
    return os.path.realpath(target) in map(os.path.realpath, gone)


def _fill(calls: Calls, target: str) -> None:
    """Write the files of the branch."""
    folder = pointed(os.path.join(target, ".git"))
    if not folder:  # somebody removed it just now
        raise GitError("it is no working tree any more")
    mark = os.path.join(folder, UNDONE)
    with open(mark, "wb"):
        pass
    forget(os.path.join(folder, "index.lock"))  # of the one that died: nobody else works in this tree yet
    if calls.text("config", "--type=bool", "--get", "core.sparseCheckout", folder=target, allowed=(0, 1)) == "true":
        calls.run("sparse-checkout", "disable", folder=target)  # what the code leaves out says nothing about records
    calls.run("read-tree", "HEAD", folder=target)
    others = calls.run("ls-files", "-z", "--", ":/", f":(exclude,top){SETTINGS}", folder=target)
    for names in (others, SETTINGS.encode()):
        calls.run("checkout-index", "-q", "-f", "-u", "-z", "--stdin", data=names, folder=target)
    os.remove(mark)

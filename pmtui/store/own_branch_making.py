"""`pmtui init --branch`: a branch without history in common with the code, and the workspace on it.

The branch is made of objects alone, so that neither index, HEAD, files nor stash of the code are in play.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.domain.schema import FORMAT
from pmtui.store.errors import FAILED, USAGE, StoreError, refusal
from pmtui.store.git import GitError
from pmtui.store.git_folders import GitFolders, branch_in, git_folders
from pmtui.store.layout import ATTRIBUTES, IGNORED, SETTINGS, default_name, is_free
from pmtui.store.own_branch import SETTING, OwnBranch, said_by, tree_of
from pmtui.store.own_branch_checkout import check_out, checking_out, is_unfinished
from pmtui.store.own_branch_exclude import excluded_words, place_in
from pmtui.store.own_branch_remote import fetch_branch, remote_for
from pmtui.store.regular import read_regular
from pmtui.store.small_files import keep
from pmtui.store.sync_commit import made_commit
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import FILE, Entry, Trees

OLDEST = (2, 34)
"""The oldest git that is tried."""

_SILENCE = 20.0
"""Seconds without a word from the remote after which the branch is made without having asked it."""


class Made(NamedTuple):
    """A workspace on its own branch.

    Attributes:
        root: Its folder.
        branch: The branch.
        is_new: Whether the branch was made; else it was there, and was checked out.
        notes: What people should know about it, one sentence each, without a full stop.
    """

    root: str
    branch: str
    is_new: bool
    notes: tuple[str, ...]


def init_own_branch(here: str, branch: str, folder: str = "", name: str = "") -> Made:
    """Make a workspace on a branch of its own, or check out one that is there, as a linked working tree.

    Args:
        here: A folder of the code's repository.
        branch: The branch; made where neither the repository nor its remote has it.
        folder: Where the workspace shall lie; empty for `product` at the top of the repository.
        name: What people call the product; empty for the name of the repository's folder.

    Raises:
        StoreError: It cannot be made; the message says why and what to do. Nothing is left of it.
    """
    calls = Calls(here, silence=_SILENCE)
    try:
        at = _repository(calls, here)
        calls.folder = at.top
        _require_branch_name(calls, branch)
        target = os.path.abspath(os.path.join(here, os.path.expanduser(folder))) if folder else os.path.join(at.main_top, "product")
        with checking_out(at):
            begun = tree_of(at, branch)
            if begun is not None and is_unfinished(begun):  # by an earlier call that was killed
                target = begun.path
            else:
                _require_free(target, branch)
            return _made(calls, at, branch, target, name)
    except GitError as error:
        words = error.message.splitlines()[0].removeprefix("fatal: ")
        raise StoreError(f"git cannot make the branch {branch}: {words}", "do what git says, and try again", "git") from None
    except OSError as error:
        raise refusal(error, f"cannot make the branch {branch}") from None


def _made(calls: Calls, at: GitFolders, branch: str, target: str, name: str) -> Made:
    notes: list[str] = []
    place = place_in(at, target)
    if not place and os.path.realpath(target).startswith(os.path.realpath(at.top) + os.sep):
        raise StoreError(
            f"{target} cannot hold a workspace on its own branch: git would take it for a folder of the workspace itself, or for its own",
            "choose another folder", "bad_folder", USAGE,
        )
    remote = _where_it_is(calls, at, branch, notes)
    is_new, commit = remote is None, ""
    if is_new:
        commit = _first_commit(calls, branch, place, name.strip() or default_name(target))
        _begin_branch(calls, branch, commit)
    elif name:
        notes.append(f"the branch {branch} was there already, so its product keeps its name")
    try:
        check_out(at, OwnBranch(branch, remote or "", place), target)
    except BaseException:
        if is_new and tree_of(at, branch) is None:
            calls.run("update-ref", "-d", f"refs/heads/{branch}", commit)
        raise
    if place:
        notes.append(excluded_words(at))
    if not is_new:
        notes += _marked(target, branch, place)
    return Made(target, branch, is_new, tuple(notes))


def _repository(calls: Calls, here: str) -> GitFolders:
    """The repository around a folder, one with a working tree and a git that is new enough."""
    try:
        version = calls.text("version", folder=os.path.abspath(os.sep))
    except GitError:
        raise StoreError("git cannot be run, and a branch is made through it", "install git 2.34 or later", "no_git") from None
    numbers = re.search(r"(\d+)\.(\d+)", version)
    if numbers is not None and (int(numbers[1]), int(numbers[2])) < OLDEST:
        raise StoreError(f"this is {version}, and a workspace on its own branch needs git 2.34", "install a newer git", "old_git")
    at = git_folders(here)
    try:
        top = calls.text("rev-parse", "--show-toplevel")
    except GitError as error:
        said = error.message.lower()
        if "must be run in a work tree" in said:
            raise StoreError(
                f"{here} lies in a repository without files of its own (a bare one), so there is no place for a workspace",
                "run it in a clone, or in one of its working trees", "bare",
            ) from None
        if "not a git repository" in said and at is None:
            raise StoreError(
                f"{here} is in no git repository, so there is nowhere to make a branch",
                "run git init first, or make the workspace without --branch", "no_repository",
            ) from None
        raise
    at = git_folders(top)
    if at is None:  # GIT_DIR and the like are not heeded here, so git sees what we see
        raise StoreError(f"{top} has no .git", "run it at the top of the repository", "no_repository")
    return at


def _require_branch_name(calls: Calls, branch: str) -> None:
    is_good = not branch.startswith("-") and branch != "HEAD"
    try:
        calls.run("check-ref-format", f"refs/heads/{branch}")
    except (GitError, ValueError):  # a zero byte is no argument at all
        is_good = False
    if not is_good:
        raise StoreError(
            f"git allows no branch to be called {branch!r}", "choose another name, for example --branch pmtui", "bad_value", USAGE
        )


def _require_free(target: str, branch: str) -> None:
    if os.path.lexists(os.path.join(target, SETTINGS)):
        raise StoreError(f"{target} is a workspace already", "use it, or choose another folder", "exists", FAILED)
    if not is_free(target):
        what = "is not empty" if os.path.isdir(target) else "is no folder"
        raise StoreError(f"{target} {what}", f"choose another one: pmtui init DIR --branch {branch}", "exists", FAILED)


def _where_it_is(calls: Calls, at: GitFolders, branch: str, notes: list[str]) -> str | None:
    """The remote that has the branch, empty where it is here, None where it is nowhere.

    Raises:
        StoreError: It is checked out, or it holds no workspace.
    """
    _require_not_checked_out(at, branch)
    if _is_there(calls, f"refs/heads/{branch}"):
        _require_workspace(calls, f"refs/heads/{branch}", branch)
        return ""
    remote = remote_for(calls)
    if remote:
        try:
            fetch_branch(calls, remote, branch)
        except StoreError as error:
            notes.append(
                f"{remote} could not be asked whether it has a branch {branch} ({error.message}); if it has, remove this one "
                f"(git worktree remove, git branch -D {branch}) and run pmtui init --branch {branch} again"
            )
        if _is_there(calls, f"refs/remotes/{remote}/{branch}"):
            _require_workspace(calls, f"refs/remotes/{remote}/{branch}", f"{remote}/{branch}")
            return remote
    return None


def _is_there(calls: Calls, ref: str) -> bool:
    return bool(calls.run("show-ref", "--verify", ref, allowed=(0, 1, 128)))


def _require_not_checked_out(at: GitFolders, branch: str) -> None:
    tree = tree_of(at, branch)
    is_used = tree is not None and not is_unfinished(tree) and (tree.is_locked or not tree.is_gone)
    place = tree.path if tree is not None and is_used else at.main_top if branch_in(at.common) == branch else ""
    if place:
        is_workspace = os.path.lexists(os.path.join(place, SETTINGS))
        raise StoreError(
            f"the branch {branch} is checked out in {place}",
            "that is its workspace: use it there" if is_workspace else "choose another name for the workspace's branch, such as pmtui",
            "checked_out",
        )


def _require_workspace(calls: Calls, ref: str, called: str) -> None:
    try:
        calls.run("cat-file", "-e", f"{ref}:{SETTINGS}")
    except GitError:
        raise StoreError(
            f"there is a branch {called} already, and it holds no workspace", "choose another name, such as --branch pmtui", "taken"
        ) from None


def _first_commit(calls: Calls, branch: str, place: str, name: str) -> str:
    """A commit without parents that holds an empty workspace; no branch has it yet."""
    own = {"branch": branch, **({"folder": place} if place else {})}
    settings = encode_object({"format": FORMAT, "name": name, "settings": {SETTING: own}})
    files = {SETTINGS: settings, ".gitattributes": ATTRIBUTES.encode(), ".gitignore": IGNORED.encode()}
    trees = Trees(calls)
    blobs = trees.stored(list(files.values()))
    tree = trees.tree("", {path: Entry(FILE, blob) for path, blob in zip(files, blobs, strict=True)})
    is_signed = calls.text("config", "--type=bool", "--get", "commit.gpgSign", allowed=(0, 1)) == "true"
    try:
        return made_commit(trees, tree, (), "Make the workspace\n", is_signed=is_signed)
    except StoreError as error:
        error.hint = error.hint.replace("and sync again", "and try again")
        raise


def _begin_branch(calls: Calls, branch: str, commit: str) -> None:
    try:
        calls.run("update-ref", "-m", "pmtui init", f"refs/heads/{branch}", commit, "")
    except GitError as error:  # a branch cannot be called as the folder of another one: team, and team/backlog
        words = error.message.rpartition("ref ")[2]
        raise StoreError(f"git cannot make the branch {branch}: {words}", "choose another name", "taken") from None


def _marked(target: str, branch: str, place: str) -> list[str]:
    """Let a branch that somebody made by hand, or renamed, say that it is an own branch; the next sync shares that."""
    path = os.path.join(target, SETTINGS)
    try:
        data = decode(read_regular(path))
    except BadJson:
        return []
    settings = data.get("settings")
    said = said_by(settings)
    if not isinstance(settings, dict) or data.get("format") != FORMAT or (said is not None and said[0] == branch):
        return []
    own = {"branch": branch, **({"folder": place} if place else {})}
    if not keep(path, {**data, "settings": {**settings, SETTING: own}}):
        return []
    return [f"{SETTINGS} says now that {branch} is the workspace's own branch; pmtui sync shares that"]

"""A linked working tree and what git keeps for it find each other by paths, which a moved or copied folder makes wrong.

Git then says that there is no repository or, worse for a copy, works on the HEAD and index of the original: a commit
from there would look like a change that takes everything back in the other. Two lines of text mend it.
"""

from __future__ import annotations

import os

from pmtui.store.errors import StoreError, refusal
from pmtui.store.git_folders import git_folders, pointed
from pmtui.store.layout import SETTINGS
from pmtui.store.own_branch import said_by
from pmtui.store.own_branch_exclude import exclude
from pmtui.store.regular import read_regular
from pmtui.store.small_files import kept as kept_in


def is_lost(root: str) -> bool:
    """Whether a workspace that is a linked working tree and its repository no longer find each other.

    Reads three files where nothing is wrong, none where the workspace is no working tree of its own.

    Raises:
        StoreError: It is a copy of a working tree that goes on, or its repository is not around it.
    """
    return bool(_place_to_be(root))


def find_again(root: str) -> bool:
    """Let them find each other again where one was moved or copied.

    Returns:
        Whether something had to be mended.

    Raises:
        StoreError: As `is_lost`; or a file cannot be written.
    """
    own = _place_to_be(root)
    if not own:
        return False
    link, around = os.path.join(root, ".git"), git_folders(os.path.dirname(root))
    try:
        _write(link, f"gitdir: {own}\n")
        _write(os.path.join(own, "gitdir"), f"{link}\n")
        if around is not None and said_by(kept_in(os.path.join(root, SETTINGS)).get("settings")):
            exclude(around, root)
    except OSError as error:
        raise refusal(error, f"cannot tell git that {root} was moved") from None
    return True


def _place_to_be(root: str) -> str:
    """What git keeps for a working tree that it does not find any more; empty where it does."""
    link = os.path.join(root, ".git")
    if not os.path.isfile(link):
        return ""
    kept = pointed(link)
    back = _back(kept)
    if os.path.isdir(kept) and (not back or _is_same(back, link)):  # in a submodule, nothing leads back
        return ""
    around = git_folders(os.path.dirname(root))
    own = os.path.join(around.common, "worktrees", os.path.basename(kept)) if around is not None else ""
    if not os.path.isdir(own):
        raise StoreError(
            f"{root} belongs to a git repository that is not around it any more: {kept}",
            "put it back where it was, or run git worktree repair in the repository", "moved",
        )
    other = _back(own)
    if other and not _is_same(other, link) and _is_same(pointed(other), own):
        raise StoreError(
            f"{root} is a copy of {os.path.dirname(other)}, and git takes both for one",
            "work in the other one, and remove the copy", "copied",
        )
    return own


def _back(kept: str) -> str:
    """The `.git` file to which what git keeps for a working tree points; empty where it is not kept for one."""
    try:
        said = os.fsdecode(read_regular(os.path.join(kept, "gitdir"))).strip("\r\n")
    except OSError:
        return ""
    return os.path.normpath(os.path.join(kept, said))


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _write(path: str, text: str) -> None:
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "wb") as file:
        file.write(os.fsencode(text))
    os.replace(temporary, path)

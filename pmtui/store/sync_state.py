"""How a workspace stands to its branch and remote, as far as git knows without asking anybody: for the line at the head of the screens.

Whether it is worth asking git is told by the times of a few files; git itself is then one process.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from pmtui.store.folder_watch import mark_of
from pmtui.store.git_folders import GitFolders
from pmtui.store.git_status import STATUS, branch_and_commit, path_in, read_status
from pmtui.store.sync_git import Calls
from pmtui.store.sync_paths import inside, record_at

_MOST_COMMITS = 200
"""So many commits that came are looked at, to say who changed what."""


class SyncState(NamedTuple):
    """How a workspace stands.

    Attributes:
        branch: The branch that is checked out; empty where none is.
        head: The commit that is checked out; empty where there is none yet.
        upstream: What the branch follows, `origin/main`; empty where it follows none.
        ahead: Commits that the remote has not got; None where that cannot be told.
        behind: Commits of the remote that are not merged, as of the last fetch; None as before.
        changed: Records that differ from the last commit.
    """

    branch: str
    head: str
    upstream: str
    ahead: int | None
    behind: int | None
    changed: int


class Arrival(NamedTuple):
    """What one person's commits changed that have come to this clone.

    Attributes:
        author: The person's name, after the repository's `.mailmap`.
        records: The records, by kind and id, each once, the last change first.
    """

    author: str
    records: tuple[tuple[str, str], ...]


Marks = tuple[tuple[int, ...], ...]


def marks_of(place: GitFolders, state: SyncState | None) -> Marks:
    """The times and sizes of the files that change when branch, index, commits or remote do; some 30 µs."""
    branch, upstream = (state.branch, state.upstream) if state is not None else ("", "")
    own = (os.path.join(place.folder, name) for name in ("HEAD", "index", "logs/HEAD"))
    shared = (
        os.path.join(place.common, name)
        for name in ("config", "packed-refs", "reftable/tables.list", f"refs/heads/{branch}", f"refs/remotes/{upstream}")
    )
    return tuple(mark_of(path) for path in (*own, *shared))


def sync_state(root: str, place: GitFolders, calls: Calls) -> SyncState:
    """How a workspace stands, by one call of git that takes no lock and asks no remote.

    Args:
        root: The workspace.
        place: The repository around it.
        calls: Calls of git in the workspace.

    Raises:
        GitError: Git cannot be run, or refuses.
        StoreError: The calls were cancelled.
    """
    out = calls.run(*STATUS, "--", ".")
    below = os.path.relpath(os.path.realpath(root), place.top).replace(os.sep, "/")
    prefix = "" if below == "." else f"{below}/"
    heads, lines = read_status(out)
    changed: set[str] = set()
    for line in lines:
        own = inside(prefix, path_in(line))
        if own and record_at(own) is not None:
            changed.add(own)
    ahead, behind = (abs(int(one)) for one in heads["ab"].split(" ")) if "ab" in heads else (None, None)
    branch, head = branch_and_commit(heads)
    return SyncState(branch, head, heads.get("upstream", ""), ahead, behind, len(changed))


def arrivals(calls: Calls, old: str, new: str) -> list[Arrival]:
    """What other people changed between two commits of a branch, by person: two calls of git.

    Raises:
        GitError: One of the commits is not there, or git refuses.
        StoreError: The calls were cancelled.
    """
    out = os.fsdecode(calls.run(
        "log", "-z", "--no-merges", "--no-renames", f"--max-count={_MOST_COMMITS}", "--format=%x01%aN%x02%ae%x02", "--name-only",
        "--relative", f"{old}..{new}", "--", ".",
    ))
    me = calls.text("config", "--get", "user.email", allowed=(0, 1))
    found: dict[str, dict[tuple[str, str], None]] = {}
    for commit in out.split("\1")[1:]:
        author, email, paths = commit.split("\2", 2)
        records = [record_at(path) for path in paths.strip("\0\n").split("\0")]
        known = {(one.kind.name, one.id): None for one in records if one is not None and one.is_known}
        if email != me and known:
            found.setdefault(author, {}).update(known)
    return [Arrival(author, tuple(records)) for author, records in found.items()]

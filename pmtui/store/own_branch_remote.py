"""An own branch and the remote: whether it is there already, and its first push."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.store.errors import StoreError
from pmtui.store.files import RecordStore
from pmtui.store.git import GitError
from pmtui.store.own_branch import said_by
from pmtui.store.sync_git import Calls
from pmtui.store.sync_network import Upstream, push, refused
from pmtui.store.sync_repository import Repository

_ABSENT = "couldn't find remote ref"


class FirstShare(NamedTuple):
    """What came of sharing an own branch for the first time.

    Attributes:
        upstream: What it follows now, `origin/pmtui`.
        is_done: Whether the remote has it as it is here; else both sides must come together as ever.
        note: That, for people.
    """

    upstream: str
    is_done: bool
    note: str


def remote_for(calls: Calls) -> str:
    """The remote with which a branch that follows none is shared: `origin`, or the only one; empty where nobody can tell."""
    remotes = calls.text("remote").split()
    return "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else ""


def fetch_branch(calls: Calls, remote: str, branch: str) -> bool:
    """Bring one branch of a remote up to date here, whatever is fetched from it else; False where it has none of that name.

    Raises:
        StoreError: The remote cannot be reached, hangs, or does not let us in.
    """
    place = f"+refs/heads/{branch}:refs/remotes/{remote}/{branch}"
    try:
        done = calls.network("fetch", "--progress", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", remote, place)
    except GitError as error:
        if error.status != -2:
            raise
        raise StoreError(f"{remote} hangs: no word from it for a long time", "look at the network, and try again", "hanging") from None
    if not done.status:
        return True
    if _ABSENT in done.err.lower():
        return False
    raise refused(done, "fetch", remote)


def first_shared(calls: Calls, at: Repository, store: RecordStore, head: str, *, is_dry: bool) -> FirstShare | None:
    """Let an own branch that follows none yet follow the one of its name at a remote, which is made there if it is missing.

    A code branch is pushed only where its people have said so; this one holds nothing but the workspace, and who made it
    asked for it to be shared.

    Returns:
        What came of it; None for any other branch, and where nobody can tell which remote is meant.

    Raises:
        StoreError: The remote cannot be reached, does not let us in, or a hook refuses.
    """
    said = said_by(store.layout.settings)
    if at.prefix or said is None or said[0] != at.branch:
        return None
    remote = remote_for(calls)
    if not remote:
        return None
    to = Upstream(f"refs/remotes/{remote}/{at.branch}", remote, at.ref)
    if is_dry:
        return FirstShare(to.short, True, f"the own branch {at.branch} follows none yet; sync would let it follow {to.short}")
    is_there = fetch_branch(calls, remote, at.branch)
    is_made = not is_there and push(calls, to, head)  # where somebody was quicker, there is something to merge
    follow(calls, at.branch, remote)
    words = "made there by this sync" if is_made else "which was there already"
    return FirstShare(to.short, is_made, f"the own branch {at.branch} follows {to.short} from now on, {words}")


def follow(calls: Calls, branch: str, remote: str) -> None:
    """Let a branch follow the one of the same name at a remote, also in a clone that fetches only some of its branches."""
    calls.run("config", f"branch.{branch}.remote", remote)
    calls.run("config", f"branch.{branch}.merge", f"refs/heads/{branch}")
    if not calls.text("for-each-ref", "--format=%(upstream)", f"refs/heads/{branch}"):
        calls.run("remote", "set-branches", "--add", remote, branch)

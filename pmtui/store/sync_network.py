"""Fetching and pushing, and what a remote's refusal means in plain words."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls, Outcome

_CREDENTIALS = (
    "authentication failed", "could not read username", "could not read password", "permission denied", "terminal prompts disabled",
    "invalid username", "access denied", "returned error: 401", "returned error: 403", "host key verification failed",
)
_UNREACHABLE = (
    "could not resolve host", "connection refused", "connection timed out", "network is unreachable", "no route to host",
    "failed to connect", "couldn't connect", "connection reset", "operation timed out", "unable to access", "the remote end hung up",
)
_MISSING = ("does not appear to be a git repository", "repository not found", "does not exist", "not found", "no such device or address")
_RACE = (
    "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value", "stale info", "already exists",
)
"""Why a push is refused when somebody else has pushed since: fetch, merge and push again."""
_CHATTER = ("hint:", "To ", "From ", "Everything up-to-date", "error: failed to push")
_USER = re.compile(r"//[^/@\s]+@")


class Upstream(NamedTuple):
    """The branch of a remote that ours follows.

    Attributes:
        ref: The remote-tracking branch, `refs/remotes/origin/main`.
        remote: The name of the remote.
        name: What the branch is called there, `refs/heads/main`.
        track: How far apart they are, in git's words: `ahead 1, behind 2`; empty where they are one, `gone` where it is not there.
    """

    ref: str
    remote: str
    name: str
    track: str

    @property
    def short(self) -> str:
        """What people call it: `origin/main`."""
        return f"{self.remote}/{self.name.removeprefix('refs/heads/')}"


def upstream(calls: Calls, ref: str) -> Upstream | None:
    """The branch that a branch follows; None where it follows none."""
    form = "%(upstream)%00%(upstream:remotename)%00%(upstream:remoteref)%00%(upstream:track,nobracket)"
    words = calls.text("for-each-ref", f"--format={form}", ref)
    if not words:
        return None
    found = Upstream(*words.split("\n")[0].split("\0"))
    return found if found.ref else None


def configured_upstream(calls: Calls, branch: str) -> Upstream | None:
    """The same for a branch without any commit, of which git only has the configuration."""
    pattern = rf"^branch\.{re.escape(branch)}\.(remote|merge)$"
    found = {}
    for line in calls.text("config", "-z", "--get-regexp", pattern, allowed=(0, 1)).split("\0"):
        name, _, value = line.partition("\n")
        found[name.rpartition(".")[2]] = value
    if not {"remote", "merge"} <= found.keys():
        return None
    ref = f"refs/remotes/{found['remote']}/{found['merge'].removeprefix('refs/heads/')}"
    return Upstream(ref, found["remote"], found["merge"], "gone")


def fetch(calls: Calls) -> None:
    """Bring the remote's branches up to date here.

    Raises:
        StoreError: The remote cannot be reached, or does not let us in.
    """
    done = _network(calls, "fetch", "--progress", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
    if done.status:
        raise refused(done, "fetch", "the remote")


def push(calls: Calls, to: Upstream, commit: str) -> bool:
    """Push a commit.

    Returns:
        False where somebody else has pushed since the last fetch.

    Raises:
        StoreError: The remote cannot be reached, does not let us in, or a hook refuses.
    """
    options = ("--progress", "--porcelain", "--no-follow-tags", "--recurse-submodules=no")
    done = _network(calls, "push", *options, to.remote, f"{commit}:{to.name}")
    if not done.status:
        return True
    line = next((line for line in done.out.splitlines() if line.startswith("!\t")), "")
    if any(word in line for word in _RACE) and "declined" not in line:
        return False
    if line:
        reason = line.rpartition("\t")[2].replace("[remote rejected]", "").replace("[rejected]", "").strip(" ()")
        said = [one.removeprefix("remote:").strip() for one in done.err.splitlines() if one.startswith("remote:")]
        words = "; ".join([reason, *[one for one in said if one][:5]])
        raise StoreError(
            f"{to.short} refuses what was pushed: {words}",
            "everything is committed here; do what it asks for, and sync again", "push_refused",
        )
    if _is_about_the_way(done):
        raise refused(done, "push", to.remote)
    words = _short(done.err) or "it gave no reason"
    raise StoreError(
        f"a hook of this repository refuses the push: {words}",
        "everything is committed here; mend what it asks for, and sync again", "hook",
    )


def refused(done: Outcome, what: str, where: str) -> StoreError:
    """What to tell people when a remote could not be talked to."""
    said = done.err.lower()
    words = _short(done.err) or f"git {what} ended with status {done.status}"
    kept = "everything is committed here"
    if any(one in said for one in _CREDENTIALS):
        hint = f"{kept}; log in once with git {what} in a terminal, so that git remembers it, and sync again"
        return StoreError(f"{where} does not let git in: {words}", hint, "credentials")
    if any(one in said for one in _MISSING):
        hint = f"{kept}; look at the address with git remote -v, and sync again"
        return StoreError(f"there is no repository at the address of {where}: {words}", hint, "no_remote_repository")
    if any(one in said for one in _UNREACHABLE):
        return StoreError(f"{where} cannot be reached: {words}", f"{kept}; sync again when you are online", "unreachable")
    return StoreError(f"git {what} failed: {words}", f"{kept}; do what git says, and sync again", "git")


def _is_about_the_way(done: Outcome) -> bool:
    said = done.err.lower()
    return any(one in said for one in (*_CREDENTIALS, *_UNREACHABLE, *_MISSING))


def _network(calls: Calls, *arguments: str) -> Outcome:
    try:
        return calls.network(*arguments)
    except GitError as error:
        if error.status == -2:
            raise StoreError(
                f"the remote hangs during git {arguments[0]}: no word from it for a long time",
                "everything is committed here; look at the network, and sync again", "hanging",
            ) from None
        raise


def _short(text: str) -> str:
    """The lines of git's complaint that say something, without progress, advice and passwords in addresses."""
    lines = [line.rpartition("\r")[2].strip() for line in text.splitlines()]
    telling = [line for line in lines if line and not line.startswith(_CHATTER)]
    chosen = [line for line in telling if line.startswith(("fatal:", "error:", "remote:"))] or telling
    words = "; ".join(line.removeprefix("fatal: ").removeprefix("error: ") for line in chosen[:3])
    return _USER.sub("//", words)

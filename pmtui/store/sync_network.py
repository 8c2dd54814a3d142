"""Fetching and pushing, and what a remote's refusal means in plain words."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls
from pmtui.store.sync_running import Outcome, Running

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
_ANOTHER_FETCH = ("cannot lock ref", "unable to update local ref")
"""Why a fetch fails while another one runs: of an editor, or of a sync that was killed and whose fetch goes on."""
KEPT = "everything is committed here"
"""What people need not fear where the remote is not to be had."""
_FETCHES = 5
_PAUSE = 0.2
_CHATTER = ("hint:", "To ", "From ", "Everything up-to-date", "error: failed to push")
_USER = re.compile(r"//[^/@\s]+@")


class Upstream(NamedTuple):
    """The branch of a remote that ours follows.

    Attributes:
        ref: The remote-tracking branch, `refs/remotes/origin/main`.
        remote: The name of the remote.
        name: What the branch is called there, `refs/heads/main`.
    """

    ref: str
    remote: str
    name: str

    @property
    def short(self) -> str:
        """What people call it: `origin/main`."""
        return f"{self.remote}/{self.name.removeprefix('refs/heads/')}"


class Configuration:
    """What git's configuration says of a branch and of commits: one call, which may go on beside others."""

    def __init__(self, calls: Calls, branch: str) -> None:
        """Ask for it."""
        pattern = rf"^(branch\.{re.escape(branch)}\.(remote|merge)|commit\.gpgsign)$"
        self._running = calls.start("config", "-z", "--get-regexp", pattern)
        self._known: dict[str, str] | None = None

    @property
    def is_signed(self) -> bool:
        """Whether commits are to be signed."""
        return self._said.get("gpgsign", "").lower() in ("true", "yes", "on", "1")

    def upstream(self, ref: str) -> Upstream | None:
        """The branch that is followed; None where none is.

        Args:
            ref: The remote-tracking branch, as far as git knows it.
        """
        said = self._said
        if not {"remote", "merge"} <= said.keys():
            return None
        ref = ref or f"refs/remotes/{said['remote']}/{said['merge'].removeprefix('refs/heads/')}"
        return Upstream(ref, said["remote"], said["merge"])

    @property
    def _said(self) -> dict[str, str]:
        if self._known is None:
            self._known = {}
            for line in os.fsdecode(self._running.result((0, 1))).split("\0"):
                name, is_valued, value = line.partition("\n")
                self._known[name.rpartition(".")[2]] = value if is_valued else "true"
        return self._known


def start_fetch(calls: Calls) -> Running:
    """Begin to bring the remote's branches up to date here; `fetched` ends it."""
    return calls.start("fetch", "--progress", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")


def fetched(calls: Calls, running: Running) -> None:
    """Wait for a fetch.

    Raises:
        StoreError: The remote cannot be reached, or does not let us in.
    """
    done = _waited(calls, running, "fetch")
    for _ in range(_FETCHES):
        if not done.status or not any(word in done.err for word in _ANOTHER_FETCH):
            break
        calls.pause(_PAUSE)
        done = _waited(calls, start_fetch(calls), "fetch")
    if done.status:
        raise refused(done, "fetch", "the remote")


def push(calls: Calls, to: Upstream, commit: str) -> bool:
    """Push a commit; see `pushed`."""
    return pushed(calls, start_push(calls, to, commit), to)


def start_push(calls: Calls, to: Upstream, commit: str) -> Running:
    """Begin to push a commit; `pushed` ends it."""
    options = ("--progress", "--porcelain", "--no-follow-tags", "--recurse-submodules=no")
    return calls.start("push", *options, to.remote, f"{commit}:{to.name}")


def pushed(calls: Calls, running: Running, to: Upstream) -> bool:
    """Wait for a push.

    Returns:
        False where somebody else has pushed since the last fetch.

    Raises:
        StoreError: The remote cannot be reached, does not let us in, or a hook refuses.
    """
    done = _waited(calls, running, "push")
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
            f"{KEPT}; do what it asks for, and sync again", "push_refused",
        )
    if _is_about_the_way(done):
        raise refused(done, "push", to.remote)
    words = _short(done.err) or "it gave no reason"
    raise StoreError(
        f"a hook of this repository refuses the push: {words}",
        f"{KEPT}; mend what it asks for, and sync again", "hook",
    )


def refused(done: Outcome, what: str, where: str) -> StoreError:
    """What to tell people when a remote could not be talked to."""
    said = done.err.lower()
    words = _short(done.err) or f"git {what} ended with status {done.status}"
    if any(one in said for one in _CREDENTIALS):
        hint = f"{KEPT}; log in once with git {what} in a terminal, so that git remembers it, and sync again"
        return StoreError(f"{where} does not let git in: {words}", hint, "credentials")
    if any(one in said for one in _MISSING):
        hint = f"{KEPT}; look at the address with git remote -v, and sync again"
        return StoreError(f"there is no repository at the address of {where}: {words}", hint, "no_remote_repository")
    if any(one in said for one in _UNREACHABLE):
        return StoreError(f"{where} cannot be reached: {words}", f"{KEPT}; sync again when you are online", "unreachable")
    return StoreError(f"git {what} failed: {words}", f"{KEPT}; do what git says, and sync again", "git")


def _is_about_the_way(done: Outcome) -> bool:
    said = done.err.lower()
    return any(one in said for one in (*_CREDENTIALS, *_UNREACHABLE, *_MISSING))


def _waited(calls: Calls, running: Running, what: str) -> Outcome:
    try:
        return running.outcome(calls.silence)
    except GitError as error:
        if error.status == -2:
            raise StoreError(
                f"the remote hangs during git {what}: no word from it for a long time",
                f"{KEPT}; look at the network, and sync again", "hanging",
            ) from None
        raise


def _short(text: str) -> str:
    """The lines of git's complaint that say something, without progress, advice and passwords in addresses."""
    lines = [line.rpartition("\r")[2].strip() for line in text.splitlines()]
    telling = [line for line in lines if line and not line.startswith(_CHATTER)]
    chosen = [line for line in telling if line.startswith(("fatal:", "error:", "remote:"))] or telling
    words = "; ".join(line.removeprefix("fatal: ").removeprefix("error: ") for line in chosen[:3])
    return _USER.sub("//", words)

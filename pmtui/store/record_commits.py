"""The commits of the code whose message names a record: `Retry card payments (B-7k3)`."""

from __future__ import annotations

import threading
from typing import NamedTuple

from pmtui.domain.change import MINIMUM_PREFIX
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.named_records import NamingCommit
from pmtui.store.clock import instant_said
from pmtui.store.code_repository import CodeRepository
from pmtui.store.git import GitError
from pmtui.store.git_log import Commit, CommitLog
from pmtui.store.git_stream import GitStream

PATIENCE = 3.0
"""Seconds after which the search is given up with what was found so far: messages of a million commits take git longer."""
MOST = 50
"""Commits that are found at most, the newest."""
_MOST_NAMING = 5_000


class NamingCommits(NamedTuple):
    """What was found.

    Attributes:
        commits: The commits, the newest first.
        note: What people must know to understand them, such as that the search was given up; empty for nothing.
    """

    commits: tuple[Commit, ...]
    note: str = ""


NONE = NamingCommits(())


def pattern(letter: str, id: str, length: int) -> str:
    """The extended regular expression of what names a record: its letter, a hyphen and its id or a beginning of it; or the id alone.

    Args:
        letter: The letter of its kind.
        id: Its whole id, of a-z and 0-9.
        length: How many characters of it tell it from all others; fewer do not name it.
    """
    shortest = max(MINIMUM_PREFIX, length)
    rest = ""
    for character in reversed(id[shortest:]):
        rest = f"({character}{rest})?"
    return f"(^|[^a-zA-Z0-9])({letter}-{id[:shortest]}{rest}|{id})([^a-zA-Z0-9]|$)"


def naming_commits(code: CodeRepository, letter: str, id: str, length: int, patience: float = PATIENCE) -> NamingCommits:
    """The commits on any branch, here or of a remote, whose message names a record; those of the workspace alone are left out.

    One call of git, in a thread's own time: it is ended after `patience` seconds. Never raises.

    Args:
        code: Where the code is.
        letter: The letter of the record's kind.
        id: Its whole id.
        length: How many characters of the id tell it from all others.
        patience: Seconds.
    """
    options = (
        "--regexp-ignore-case", "--extended-regexp", f"--grep={pattern(letter, id, length)}", f"--max-count={MOST * 4}",
        *_all_branches(code),
    )
    found: list[Commit] = []
    try:
        log = CommitLog(code.folder, "HEAD", options=options)
    except GitError:
        return NONE
    timer, is_late = _ended_after(patience, log)
    try:
        for commit in log.commits():
            if is_late.is_set():
                break
            if not _is_of_workspace(commit, code):
                found.append(commit)
                if len(found) == MOST:
                    break
    except GitError:
        pass  # no commit yet, or a repository that git cannot read: what was found stands
    finally:
        timer.cancel()
        log.close()
    late = f"only the commits that were found within {patience:g} s are shown" if is_late.is_set() else ""
    return NamingCommits(tuple(found), late)


def _ended_after(seconds: float, reading: CommitLog | GitStream) -> tuple[threading.Timer, threading.Event]:
    """What ends the reading after so many seconds, started; and what tells whether it did."""
    is_late = threading.Event()

    def give_up() -> None:
        is_late.set()
        reading.end()

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    return timer, is_late


def _is_of_workspace(commit: Commit, code: CodeRepository) -> bool:
    """Whether a commit changes nothing but records: what a sync commits names the records that it holds."""
    return bool(code.prefix and commit.files) and all(one.path.startswith(code.prefix) for one in commit.files)


def all_naming(code: CodeRepository, patience: float = PATIENCE) -> list[tuple[NamingCommit, str]]:
    """The commits whose message names any record, each with its message, the newest first; for a thread of its own. Never raises.

    Args:
        code: Where the code is.
        patience: Seconds after which the search is given up with what was found so far.
    """
    letters = "".join(sorted(kind.letter for kind in SCHEMA.kinds.values()))
    words = (
        "log", "-z", "--format=%H%x00%ct%x00%aN%x00%s%x00%B", "--no-color", "--no-notes", "--no-show-signature", "--encoding=UTF-8",
        "--regexp-ignore-case", "--extended-regexp", f"--grep=(^|[^a-zA-Z0-9])[{letters}]-[0-9a-z]{{3,10}}([^a-zA-Z0-9]|$)",
        f"--max-count={_MOST_NAMING}", *_all_branches(code), "HEAD", "--",
    )
    found: list[tuple[NamingCommit, str]] = []
    try:
        stream = GitStream(code.folder, *words)
    except GitError:
        return []
    timer, is_late = _ended_after(patience, stream)
    try:
        tokens = stream.tokens()
        for name in tokens:
            seconds, by, subject, message = (next(tokens, "") for _ in range(4))
            if seconds.isdigit():
                found.append((NamingCommit(name.strip(), instant_said(seconds), *map(_readable, (by, subject))), _readable(message)))
    except GitError:
        pass
    finally:
        timer.cancel()
        stream.close()
    return found[:-1] if is_late.is_set() else found  # git was ended in the middle of the last one


def _all_branches(code: CodeRepository) -> tuple[str, ...]:
    """The branches here and of remotes, without one that holds records alone."""
    own = code.own_branch
    if not own:
        return ("--branches", "--remotes")
    return (f"--exclude={own}", "--branches", f"--exclude=*/{own}", "--remotes")


def _readable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

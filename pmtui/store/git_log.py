"""The commits of a repository as `git log` tells them, one by one: who, when, and which files got which bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmtui.store.clock import instant_said
from pmtui.store.git_stream import GitStream

GONE = "000000"
"""The mode by which git says that there is no file."""

_MARK = "\x01"
_SETTINGS = ("log.showRoot=true", "log.follow=false", "core.quotePath=false", "log.showSignature=false")
"""What a person's configuration may say otherwise, and would make another log of it."""
_OPTIONS = (
    "-z", "--raw", "-r", "-c", "--no-abbrev", "--no-renames", "--full-history", "--no-relative", "--no-color", "--no-notes",
    "--no-decorate", "--encoding=UTF-8", "--ignore-submodules=all", "--format=%x01%H%x00%P%x00%ct%x00%aN%x00%aE%x00%s",
)
_HEAD = 6
"""The pieces in which a commit is told before its files."""


class FileVersions(NamedTuple):
    """A file that a commit changed.

    Attributes:
        path: Where it lies in the repository.
        befores: The blobs before, one for each parent; empty where there was no file.
        after: The blob since then; empty where there is none any more.
        is_plain: Whether all of them are files and no symbolic links or repositories of their own.
    """

    path: str
    befores: tuple[str, ...]
    after: str
    is_plain: bool


class Commit(NamedTuple):
    """A commit with the files that it changed; a merge has only those that differ from each of its parents.

    Attributes:
        name: Its name, 40 hex digits or more.
        parents: The names of its parents.
        at: When it was committed, an instant in UTC.
        by: Who wrote it, by name, after the repository's `.mailmap`.
        email: That person's address.
        subject: The first line of its message.
        files: The files, in the order of their paths.
    """

    name: str
    parents: tuple[str, ...]
    at: str
    by: str
    email: str
    subject: str
    files: tuple[FileVersions, ...]


class CommitLog:
    """The commits from one back to the first, the newest first, as they are read."""

    def __init__(self, folder: str, start: str, paths: Sequence[str] = (), since: str = "", options: Sequence[str] = ()) -> None:
        """Start reading.

        Args:
            folder: A folder in the repository.
            start: The commit to begin with.
            paths: The files and folders of the repository to look at; none for all.
            since: An instant; older commits are left out, though not all of them: clocks differ.
            options: Further words for `git log`, such as what the messages must say.

        Raises:
            GitError: Git cannot be run.
        """
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        dated = [f"--since={since}"] if since else []
        places = ["--", *(f":(top,literal){path}" for path in paths)]
        self._stream = GitStream(folder, *settings, "log", *_OPTIONS, *dated, *options, start, *places)

    def commits(self) -> Iterator[Commit]:
        """The commits.

        Raises:
            GitError: Git could not read on; what came before stands.
        """
        tokens = self._stream.tokens()
        head: list[str] = []
        files: list[FileVersions] = []
        for word in tokens:
            word = word.lstrip("\n")
            if word.startswith(_MARK):
                if head:
                    yield _commit(head, files)
                head = [word[1:], *(next(tokens, "") for _ in range(_HEAD - 1))]
                files = []
            elif word.startswith(":"):
                files.append(_versions(word, next(tokens, "")))
        if head:
            yield _commit(head, files)

    def end(self) -> None:
        """Give up reading, from whatever thread."""
        self._stream.end()

    def close(self) -> None:
        """Close it; only where nobody reads any more."""
        self._stream.close()


def _commit(head: Sequence[str], files: Sequence[FileVersions]) -> Commit:
    name, parents, seconds, by, email, subject = (_text(word) for word in head)
    return Commit(name, tuple(parents.split()), instant_said(seconds), by, email, subject, tuple(files))


def _text(word: str) -> str:
    """What git says, as text that can be written: a byte that is not UTF-8 becomes a replacement character."""
    return word if word.isascii() else word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _versions(word: str, path: str) -> FileVersions:
    """One file, from `:MODE MODE BLOB BLOB M`; a merge has a colon, a mode and a blob more for each further parent."""
    words = word.lstrip(":").split(" ")
    count = len(word) - len(word.lstrip(":")) + 1
    modes, blobs = words[:count], words[count : 2 * count]
    *befores, after = ["" if mode == GONE else blob for mode, blob in zip(modes, blobs, strict=True)]
    return FileVersions(path, tuple(befores), after, all(mode == GONE or mode.startswith("100") for mode in modes))

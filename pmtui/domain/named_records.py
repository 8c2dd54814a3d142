"""Which records the messages of commits name: `Retry card payments (B-7k3)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pmtui.domain.schema import ID_LENGTH

_SHORTEST = 3
_NAME = re.compile(rf"(?<![A-Za-z0-9])([A-Za-z])-([0-9A-Za-z]{{{_SHORTEST},{ID_LENGTH}}})(?![A-Za-z0-9])")
_OF_SYNC = re.compile(rf"^[A-Z]-[0-9a-z]{{{ID_LENGTH}}} .*: ")
"""A line of what a sync commits: it says what became of a record, in the repository of records itself."""


class NamingCommit(NamedTuple):
    """A commit whose message names records.

    Attributes:
        name: Its name, 40 hex digits or more.
        at: When it was committed, an instant in UTC.
        by: Who wrote it.
        subject: The first line of its message.
    """

    name: str
    at: str
    by: str
    subject: str


class NamedRecords:
    """Commits by the records that they name."""

    def __init__(self, commits: Iterable[tuple[NamingCommit, str]] = ()) -> None:
        """Look through messages.

        Args:
            commits: The commits, the newest first, each with its whole message.
        """
        self._by_name: dict[tuple[str, str], list[int]] = {}
        self._commits: list[NamingCommit] = []
        for commit, message in commits:
            names = {(letter.upper(), start.lower()) for line in message.split("\n") if not _OF_SYNC.match(line)
                     for letter, start in _NAME.findall(line)}
            for name in names:
                self._by_name.setdefault(name, []).append(len(self._commits))
            self._commits.append(commit)

    def naming(self, letter: str, id: str, length_of: Callable[[str], int]) -> Sequence[NamingCommit]:
        """The commits that name a record, the newest first.

        Args:
            letter: The letter of its kind.
            id: Its whole id.
            length_of: How many characters of an id tell it from all others; fewer do not name it. Asked only where there is a commit.
        """
        found = {size: at for size in range(_SHORTEST, len(id) + 1) if (at := self._by_name.get((letter, id[:size])))}
        if not found:
            return ()
        length = length_of(id)
        return [self._commits[at] for at in sorted({one for size, some in found.items() if size >= length for one in some})]

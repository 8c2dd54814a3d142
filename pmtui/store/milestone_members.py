"""When items joined a milestone and when they left it, from git: one call that finds the commits in which its id came or went."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pmtui.domain.burn_up import Span
from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.kinds import SCHEMA
from pmtui.store.git_log import Commit, CommitLog, FileVersions
from pmtui.store.history_reader import HistoryReader
from pmtui.store.sync_git import Calls
from pmtui.store.sync_paths import told_at
from pmtui.store.sync_repository import look

_SLICE = 200


class MilestoneMembers(HistoryReader):
    """Reads who belonged to one milestone."""

    def __init__(self, root: str, milestone: str) -> None:
        """Read nothing yet.

        Args:
            root: The workspace's folder.
            milestone: The id of the milestone.
        """
        super().__init__(root)
        self._milestone = milestone

    def spans(self) -> list[Span]:
        """Each time that an item belonged to the milestone, by days.

        An item whose joining is not told, as in a shallow clone, is not among them unless it left.

        Raises:
            StoreError: There is no repository, git cannot be run or cannot read on, or `end` was called.
        """
        with self._reading():
            repository = look(Calls(self._root, self._cancel))
            if not repository.head:
                return []
            options = (f'-G"milestone": "{self._milestone}"', "--reverse")
            paths = [repository.prefix + SCHEMA["item"].collection]
            self._log = CommitLog(self._root, repository.head, paths, options=options)
            return self._found(self._log, repository.prefix)

    def _found(self, log: CommitLog, prefix: str) -> list[Span]:
        here: dict[str, str] = {}
        found: list[Span] = []
        for commit in log.commits():
            for start in range(0, len(commit.files), _SLICE):
                self._check()
                self._of_files(commit, commit.files[start:start + _SLICE], prefix, here, found)
        return [*found, *(Span(id, day) for id, day in here.items())]

    def _of_files(self, commit: Commit, files: Sequence[FileVersions], prefix: str, here: dict[str, str], found: list[Span]) -> None:
        contents = self._blobs.contents([blob for one in files for blob in (*one.befores, one.after) if blob])
        for one in files:
            record = told_at(one.path[len(prefix):])
            if record is None or not one.is_plain:
                continue
            befores, after = self._sides(one, contents)
            id, day = record.id, commit.at[:10]
            if after is not None and not any(befores):  # one that was added with it belongs to it since it was written down
                here.setdefault(id, day if any(one.befores) else str(after.get("created_at") or day)[:10])
            elif after is None and befores and all(befores):
                size = befores[0].get("estimate")
                points = float(size) if isinstance(size, int | float) else 0.0
                found.append(Span(id, here.pop(id, ""), day, points))

    def _sides(self, one: FileVersions, contents: dict[str, bytes]) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """What an item said before and after, each only where it belonged to the milestone then."""
        befores = [self._belonging(contents.get(blob)) for blob in one.befores]
        return [found or {} for found in befores], self._belonging(contents.get(one.after))

    def _belonging(self, raw: bytes | None) -> dict[str, Any] | None:
        with suppress(BadJson):
            data = decode(raw) if raw is not None else {}
            return data if data.get("milestone") == self._milestone else None
        return None

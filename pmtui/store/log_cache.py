"""What happened in commits, kept: a commit never changes, so what was once found out about it holds.

One JSON line a commit, behind its name and a checksum. It may be removed at any time: it costs time, never a fact.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from zlib import crc32

from pmtui import __version__
from pmtui.domain.canonical import BadJson, decode, on_one_line
from pmtui.domain.history import FieldChange, Revision
from pmtui.domain.schema import FORMAT
from pmtui.store.regular import read_regular

LIMIT = 8_000_000
"""Bytes after which a new file is begun; the one before it is kept, older ones are dropped."""

_LONGEST = 400_000
"""Bytes of a commit's line; of a commit with more to tell, such as the first one of an import, nothing is kept."""
_CURRENT, _PREVIOUS = "history.jsonl", "history.1.jsonl"
_VERSION = 2
"""Another number for another form of what is kept; the program's version counts, too, for what it makes of old files."""


class LogCache:
    """The revisions of commits, of one workspace."""

    def __init__(self, local: str, prefix: str, limit: int = LIMIT) -> None:
        """Keep them in the workspace's `.local` folder.

        Args:
            local: That folder; it need not exist or be writable.
            prefix: The workspace's folder in the repository: in another one the same commit says something else.
            limit: See `LIMIT`.
        """
        self._folder = os.path.join(local, "cache")
        about = {"history": _VERSION, "format": FORMAT, "by": __version__, "prefix": prefix}
        self._head = on_one_line(about).encode("utf-8", "replace") + b"\n"
        self._limit = limit
        self._lines: dict[bytes, bytes] | None = None
        self._new: list[bytes] = []

    def get(self, commit: str) -> list[dict[str, Any]] | None:
        """What is kept of a commit; None where nothing is."""
        if self._lines is None:
            self._lines = self._read()
        line = self._lines.get(commit.encode("ascii", "replace"))
        if line is None:
            return None
        check, _, raw = line.partition(b" ")
        with suppress(BadJson, ValueError, KeyError):
            if int(check, 16) == crc32(raw):
                return list(decode(raw)["revisions"])
        return None

    def put(self, commit: str, revisions: Sequence[Mapping[str, Any]]) -> None:
        """Keep what happened in a commit; it is on the disk after `flush`."""
        with suppress(ValueError, TypeError):
            raw = on_one_line({"revisions": [dict(one) for one in revisions]}).encode("utf-8", "backslashreplace")
            if len(raw) <= _LONGEST:
                self._new.append(b"%s %08x %s\n" % (commit.encode("ascii"), crc32(raw), raw))

    def flush(self) -> None:
        """Write what is new. A folder that cannot be written costs the next reader time, nothing else."""
        if not self._new:
            return
        lines, self._new = b"".join(self._new), []
        path = os.path.join(self._folder, _CURRENT)
        with suppress(OSError):
            os.makedirs(self._folder, exist_ok=True)
            if not self._is_ours(path):
                with suppress(FileNotFoundError):
                    os.remove(path)
            with open(path, "ab") as file:
                size = file.tell()
                file.write(lines if size else self._head + lines)
            if size + len(lines) > self._limit and size:
                os.replace(path, os.path.join(self._folder, _PREVIOUS))

    def _is_ours(self, path: str) -> bool:
        with suppress(OSError), open(path, "rb") as file:
            return file.readline() == self._head
        return True

    def _read(self) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for name in (_PREVIOUS, _CURRENT):
            try:
                first, *lines = read_regular(os.path.join(self._folder, name)).split(b"\n")
            except OSError:
                continue
            if first + b"\n" == self._head:
                for line in lines:
                    commit, _, rest = line.partition(b" ")
                    found[commit] = rest
        return found


def as_kept(revision: Revision) -> dict[str, Any]:
    """What is kept of a revision: all that its commit does not say of itself."""
    changes = [[one.path, one.before, one.after, one.reason, one.conflict, list(one.values), one.label] for one in revision.changes]
    found = {"kind": revision.kind, "id": revision.id, "title": revision.title, "what": revision.what, "changes": changes}
    return {**found, "fault": revision.fault} if revision.fault else found


def of_kept(words: Mapping[str, Any], of: Revision) -> Revision:
    """A revision from what was kept of it.

    Args:
        words: What was kept.
        of: What its commit says: who, when, which.

    Raises:
        KeyError, TypeError, ValueError: It is not what was kept.
    """
    changes = tuple(
        FieldChange(str(path), before, after, str(reason), str(conflict), tuple(values), str(label))
        for path, before, after, reason, conflict, values, label in words["changes"]
    )
    return of._replace(
        kind=str(words["kind"]), id=str(words["id"]), title=str(words["title"]), what=str(words["what"]), changes=changes,
        fault=str(words.get("fault", "")),
    )

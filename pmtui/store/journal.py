"""Undo and redo that outlive the process: the inverse of each change, one JSON line a change, kept bounded.

The journal is appended and not fsynced: what a power cut takes from it is the undo of a change, never the change.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, decode, on_one_line
from pmtui.domain.change import Change, Edit, inverse
from pmtui.store.regular import read_regular

DO, UNDO, REDO = "do", "undo", "redo"

LIMIT = 2_000_000
"""Bytes after which a new file is begun; the one before it is kept, older ones are dropped."""

_CURRENT, _PREVIOUS = "changes.jsonl", "changes.1.jsonl"
_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class History(NamedTuple):
    """The changes that undo and redo would apply, each list with the next one first."""

    undo: Sequence[Change]
    redo: Sequence[Change]


class Journal:
    """The journal of one workspace. Writing needs the workspace's lock."""

    def __init__(self, folder: str, limit: int = LIMIT) -> None:
        """Keep it in a folder, which is made when it is needed."""
        self._folder = folder
        self._limit = limit

    def append(self, performed: Change, mark: str = DO) -> None:
        """Remember what was done, and how: `do`, `undo` or `redo`. A disk that refuses costs the undo, nothing else."""
        line = _encoded(inverse(performed), mark, {edit.id for edit in performed.edits if edit.before is None})
        with suppress(OSError):
            path = os.path.join(self._folder, _CURRENT)
            try:
                file = os.open(path, _APPEND, 0o666)
            except FileNotFoundError:
                os.makedirs(self._folder)
                file = os.open(path, _APPEND, 0o666)
            try:
                size = os.lseek(file, 0, os.SEEK_END)
                if size:
                    os.lseek(file, size - 1, os.SEEK_SET)
                    if os.read(file, 1) != b"\n":  # the writer before us died in the middle of a line
                        line = b"\n" + line
                rest = line
                while rest:
                    rest = rest[os.write(file, rest) :]
            finally:
                os.close(file)
            if size + len(line) > self._limit and size:
                os.replace(path, os.path.join(self._folder, _PREVIOUS))

    def history(self, at: str = "") -> History:
        """The changes that undo and redo would apply.

        Args:
            at: The instant of the tombstones of records whose creation is undone; that of the change where it is empty.
        """
        undo: list[Change] = []
        redo: list[Change] = []
        for name in (_PREVIOUS, _CURRENT):
            for raw in self._lines(name):
                read = _decoded(raw, at)
                if read is None:
                    continue
                mark, change = read
                source, target = (redo, undo) if mark == REDO else (undo, redo)
                if mark == DO:
                    redo.clear()
                    undo.append(change)
                else:
                    if source:
                        source.pop()
                    target.append(change)
        return History(tuple(reversed(undo)), tuple(reversed(redo)))

    def _lines(self, name: str) -> list[bytes]:
        try:
            return read_regular(os.path.join(self._folder, name)).splitlines()
        except OSError:
            return []


def _encoded(change: Change, mark: str, created: set[str]) -> bytes:
    edits = [
        {"kind": edit.kind, "id": edit.id, "before": dict(edit.before or {}), "after": dict(edit.after), "new": edit.id in created}
        for edit in change.edits
    ]
    words = {"mark": mark, "title": change.title, "command": change.command, "at": change.at, "by": change.by, "edits": edits}
    # with the keys in their order: what is brought back shall be the same to the byte
    text = on_one_line(words)
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can only spell out
        return text.encode("utf-8", "backslashreplace") + b"\n"


def _decoded(raw: bytes, at: str) -> tuple[str, Change] | None:
    """A line of the journal; None for one that is torn or not ours."""
    try:
        words = decode(raw)
        edits = tuple(_edit(one, at) for one in words["edits"])
        mark = words["mark"]
        if mark not in (DO, UNDO, REDO):
            return None
        return mark, Change(str(words["title"]), edits, str(words["command"]), str(words["at"]), str(words["by"]))
    except (BadJson, KeyError, TypeError, ValueError, AttributeError):
        return None


def _edit(words: Mapping[str, Any], at: str) -> Edit:
    after = dict(words["after"])
    if words.get("new") and at and "deleted_at" in after:
        after["deleted_at"] = at
    return Edit(str(words["kind"]), str(words["id"]), dict(words["before"]), after)

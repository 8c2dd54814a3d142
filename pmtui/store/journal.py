"""Undo and redo that outlive the process: the inverse of each change, one JSON line a change, kept bounded.

The journal is appended and not fsynced: what a power cut takes from it is the undo of a change, never the change.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, decode, on_one_line
from pmtui.domain.change import Change, Edit, inverse
from pmtui.store.regular import read_regular

DO, UNDO, REDO = "do", "undo", "redo"

LIMIT = 2_000_000
"""Bytes after which a new file is begun; the one before it is kept, older ones are dropped."""

_CURRENT, _PREVIOUS, _BEGUN = "changes.jsonl", "changes.1.jsonl", "begun.json"
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
        self._append(_line(performed, mark))

    def _append(self, line: bytes) -> None:
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

    def begin(self, performed: Change, mark: str) -> None:
        """Remember a change of several records before the first of them is in its place: the program may die in between."""
        with suppress(OSError):
            os.makedirs(self._folder, exist_ok=True)
            with open(os.path.join(self._folder, _BEGUN), "wb") as file:
                file.write(_line(performed, mark))

    def end(self) -> None:
        """The change has come to its end, and what of it was written has its line."""
        with suppress(OSError):
            os.remove(os.path.join(self._folder, _BEGUN))

    @property
    def has_begun(self) -> bool:
        """Whether somebody is in the middle of a change of several records, or died there."""
        return os.path.exists(os.path.join(self._folder, _BEGUN))

    def settle(self, is_done: Callable[[Edit], bool]) -> tuple[Edit, ...]:
        """Give that part of a change its line that a program wrote before it died.

        Args:
            is_done: Whether the record is as the change would have left it, told by the inverse of its edit.

        Returns:
            The inverse edits of the whole change; none where nobody died.
        """
        try:
            words = decode(read_regular(os.path.join(self._folder, _BEGUN)))
            edits = tuple(_edit(one, "") for one in words["edits"])
            words["edits"] = [one for one, edit in zip(words["edits"], edits, strict=True) if is_done(edit)]
        except (OSError, BadJson, KeyError, TypeError, ValueError, AttributeError):
            edits = ()  # it died while it wrote that down, before the first record
        if edits and words["edits"]:
            self._append(_as_line(words))
        self.end()
        return edits

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


def _line(performed: Change, mark: str) -> bytes:
    """The line of a change: its inverse."""
    change, created = inverse(performed), {edit.id for edit in performed.edits if edit.before is None}
    edits = [
        {"kind": edit.kind, "id": edit.id, "before": dict(edit.before or {}), "after": dict(edit.after), "new": edit.id in created}
        for edit in change.edits
    ]
    return _as_line({"mark": mark, "title": change.title, "command": change.command, "at": change.at, "by": change.by, "edits": edits})


def _as_line(words: dict[str, Any]) -> bytes:
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

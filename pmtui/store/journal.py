"""Undo and redo that outlive the process: the inverse of each change, one JSON line a change, kept bounded.

The journal is appended and not fsynced: what a power cut takes from it is the undo of a change, never the change. A change
of several records is written down whole, and fsynced, before the first of them is in its place: the intent.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, overload
from zlib import compress, decompress

from pmtui.domain.canonical import BadJson, decode, on_one_line
from pmtui.domain.change import Change, Edit, inverse
from pmtui.store.regular import read_regular
from pmtui.store.writing import Steps

DO, UNDO, REDO = "do", "undo", "redo"

LIMIT = 2_000_000
"""Bytes after which a new file is begun; the one before it is kept, older ones are dropped."""

_CURRENT, _PREVIOUS, _INTENT = "changes.jsonl", "changes.1.jsonl", "intent.json"
_TRUNCATE = os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


_PACK = 100
"""So many lines are packed together."""


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
        """Write down a change of several records before the first of them is in its place: the program may die in between.

        The file is written in its place: half of it cannot be read, and then nothing of the change is in place yet either.
        """
        with suppress(OSError):
            path = os.path.join(self._folder, _INTENT)
            is_new = False
            try:
                file = os.open(path, _TRUNCATE)
            except FileNotFoundError:
                is_new = True
                os.makedirs(self._folder, exist_ok=True)
                file = os.open(path, _TRUNCATE | os.O_CREAT, 0o666)
            try:
                rest = _spelled(_words(performed, mark, performed.edits))
                while rest:
                    rest = rest[os.write(file, rest) :]
                os.fsync(file)
            finally:
                os.close(file)
            if is_new:
                Steps().fsync_folder(self._folder)

    def end(self) -> None:
        """The change has come to its end, and what of it was written has its line. An empty file stays: making one costs an fsync more."""
        with suppress(OSError):
            os.close(os.open(os.path.join(self._folder, _INTENT), _TRUNCATE))

    @property
    def has_begun(self) -> bool:
        """Whether somebody is in the middle of a change of several records, or died there."""
        try:
            return os.stat(os.path.join(self._folder, _INTENT)).st_size > 0
        except OSError:
            return False

    @property
    def begun_at(self) -> float:
        """When the change was written down that somebody has begun, by the clock of the file system; 0 where there is none."""
        try:
            return os.stat(os.path.join(self._folder, _INTENT)).st_mtime
        except OSError:
            return 0.0

    def begun(self) -> tuple[str, Change] | None:
        """The change that somebody has begun, and how it was to be marked; None where there is none, or its line tells of its end."""
        try:
            raw = read_regular(os.path.join(self._folder, _INTENT))
        except OSError:
            return None
        found = _decoded(raw, "")
        last = next((line for name in (_CURRENT, _PREVIOUS) for line in self._lines(name)[-1:]), b"")
        return None if found is None or _is_line_of(last, *found) else found

    def history(self, at: str = "") -> History:
        """The changes that undo and redo would apply.

        Args:
            at: The instant of the tombstones of records whose creation is undone; that of the change where it is empty.
        """
        undo: list[bytes] = []
        redo: list[bytes] = []
        for name in (_PREVIOUS, _CURRENT):
            for raw in self._lines(name):
                read = _decoded(raw, at)
                if read is None:
                    continue
                source, target = (redo, undo) if read[0] == REDO else (undo, redo)
                if read[0] == DO:
                    redo.clear()
                    undo.append(raw)
                else:
                    if source:
                        source.pop()
                    target.append(raw)
        return History(_Remembered(undo[::-1], at), _Remembered(redo[::-1], at))

    def _lines(self, name: str) -> list[bytes]:
        try:
            return read_regular(os.path.join(self._folder, name)).splitlines()
        except OSError:
            return []


class _Remembered(Sequence[Change]):
    """Changes as lines of the journal, packed: a thousand changes take many times the memory of their lines, and these ten of that."""

    def __init__(self, lines: Sequence[bytes], at: str) -> None:
        self._length, self._at = len(lines), at
        self._packs = [compress(b"\n".join(lines[first : first + _PACK]), 1) for first in range(0, len(lines), _PACK)]
        self._open: tuple[int, Sequence[bytes]] = -1, ()

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Change]: ...
    def __getitem__(self, index: int | slice) -> Change | Sequence[Change]:
        positions = range(self._length)[index]
        if isinstance(positions, range):
            return [self._change(at) for at in positions]
        return self._change(positions)

    def _change(self, at: int) -> Change:
        pack, lines = self._open
        if pack != at // _PACK:
            pack, lines = at // _PACK, decompress(self._packs[at // _PACK]).split(b"\n")
            self._open = pack, lines  # the next one is most likely its neighbour
        read = _decoded(lines[at % _PACK], self._at)
        assert read is not None  # only lines that could be read are kept
        return read[1]


def _line(performed: Change, mark: str) -> bytes:
    """The line of a change: its inverse."""
    change, created = inverse(performed), {edit.id for edit in performed.edits if edit.before is None}
    words = _words(change, mark, change.edits)
    for one in words["edits"]:
        one["new"] = one["id"] in created
    return _spelled(words)


def _words(change: Change, mark: str, edits: Sequence[Edit]) -> dict[str, Any]:
    listed = [
        {"kind": edit.kind, "id": edit.id, "before": None if edit.before is None else dict(edit.before), "after": dict(edit.after)}
        for edit in edits
    ]
    return {"mark": mark, "title": change.title, "command": change.command, "at": change.at, "by": change.by, "edits": listed}


def _spelled(words: dict[str, Any]) -> bytes:
    # with the keys in their order: what is brought back shall be the same to the byte
    text = on_one_line(words)
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can only spell out
        return text.encode("utf-8", "backslashreplace") + b"\n"


def _is_line_of(line: bytes, mark: str, change: Change) -> bool:
    """Whether a line of the journal is that of a change, or of the part of it that could be written."""
    found = _decoded(line, "")
    if found is None or found[0] != mark or not found[1].edits:
        return False
    wanted, said = inverse(change), found[1]
    known = {(edit.kind, edit.id): edit for edit in wanted.edits}
    is_alike = said._replace(edits=()) == wanted._replace(edits=()) and all((edit.kind, edit.id) in known for edit in said.edits)
    # of the same records, in the same second, under the same title another change may have been made: `J` pressed twice
    return is_alike and any(edit == known[edit.kind, edit.id] for edit in said.edits)


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
    before = words["before"]
    return Edit(str(words["kind"]), str(words["id"]), None if before is None else dict(before), after)

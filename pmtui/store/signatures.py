"""Which files of a collection changed since they were read: by the signature of each, without opening it.

A signature is modification time, change time, size and inode number. The change time is needed: an edit of the same
size whose modification time was put back is invisible without it. Directory times are of no use: they do not move
when a file is edited in place, so every file is statted, and what a shard folder says is compared as one run of bytes.

As in git, a file that changed less than two seconds before it was read is never trusted (its next change may fall
into the same tick of the clock): it gets a blank signature and is read again next time.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple

SIGNATURE = 32
"""Bytes of one signature: four 64-bit numbers."""
BLANK = bytes(SIGNATURE)
"""The signature of a file that must be read again: no file on disk has it."""
RACY = 2_000_000_000
"""Nanoseconds for which a changed file is not trusted; the coarsest clock of a file system in use ticks every 2 s."""

_FD_SCAN = os.scandir in os.supports_fd
_OPEN_FILE = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_OPEN_STAMP = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)


class Shard(NamedTuple):
    """What one folder of record files held: the names in the order of the folder, joined by `/`, and their signatures."""

    names: bytes
    signatures: bytes

    def entries(self) -> Iterator[tuple[str, bytes]]:
        """Each file's name with its signature."""
        return zip(self.name_list(), _split(self.signatures), strict=True)

    @classmethod
    def of(cls, entries: Mapping[str, bytes]) -> Shard:
        """The shard with these signatures by name."""
        return cls(os.fsencode("/".join(entries)), b"".join(entries.values()))

    def name_list(self) -> list[str]:
        """The names in the order of the folder."""
        return os.fsdecode(self.names).split("/") if self.names else []

    def since(self, before: Shard) -> tuple[list[int], list[str]]:
        """The places of files that are new or have another signature than before, and the names of those that are gone."""
        if self.names == before.names:
            return _unequal(self.signatures, before.signatures), []
        old = dict(zip(before.name_list(), _split(before.signatures), strict=True))
        names = self.name_list()
        signatures = _split(self.signatures)
        places = [place for place, name in enumerate(names) if old.get(name) != signatures[place]]
        return places, sorted(old.keys() - set(names))


EMPTY = Shard(b"", b"")


def _split(signatures: bytes) -> list[bytes]:
    return [signatures[at : at + SIGNATURE] for at in range(0, len(signatures), SIGNATURE)]


def _unequal(one: bytes, other: bytes) -> list[int]:
    """The places of the signatures that differ, by halving: a few in thousands take a few comparisons."""
    found: list[int] = []
    open_ranges = [(0, len(one) // SIGNATURE)]
    while open_ranges:
        first, after = open_ranges.pop()
        here = slice(first * SIGNATURE, after * SIGNATURE)
        if one[here] == other[here]:
            continue
        if after - first == 1:
            found.append(first)
            continue
        middle = (first + after) // 2
        open_ranges += [(middle, after), (first, middle)]
    return found


class FileRead(NamedTuple):
    """What reading a file gave: its bytes, or why not; and its signature from before the reading."""

    raw: bytes | None
    signature: bytes
    reason: str = ""


def is_record_name(name: str) -> bool:
    """Whether a name in a shard folder claims to be a record's file; temporary files and others do not."""
    return name.endswith(".json") and name[0] != "."


def scan(folder: str) -> Shard:
    """What a shard folder holds now.

    Raises:
        OSError: The folder cannot be read; FileNotFoundError: there is none.
    """
    descriptor = os.open(folder, _OPEN_FOLDER) if _FD_SCAN else -1  # statting relative to the folder saves a path walk a file
    try:
        return _scan(descriptor if _FD_SCAN else folder)
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _scan(folder: int | str) -> Shard:
    names: list[str] = []
    numbers: list[int] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(".json") and name[0] != ".":
                try:
                    at = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # removed since the folder was listed
                    continue
                names.append(name)
                numbers.extend((at.st_mtime_ns, at.st_ctime_ns, at.st_size, at.st_ino))
    return Shard(os.fsencode("/".join(names)), _packed(numbers))


def _packed(numbers: list[int]) -> bytes:
    try:
        return array("q", numbers).tobytes()
    except OverflowError:  # inode numbers of 64 bits and more
        return array("Q", [number & (2**64 - 1) for number in numbers]).tobytes()


def signature(at: os.stat_result, stamp: int) -> bytes:
    """A file's signature, or the blank one if it changed too shortly before the stamp.

    Args:
        at: What the open file said before it was read.
        stamp: The file system's own time before the reading, in nanoseconds.
    """
    changed = at.st_mtime_ns if os.name == "nt" else at.st_ctime_ns  # there ctime is the time of creation
    if changed > stamp - RACY:
        return BLANK
    return _packed([at.st_mtime_ns, at.st_ctime_ns, at.st_size, at.st_ino])


def stamp_time(folder: str) -> int:
    """The time by the clock of the file system that holds this folder, in nanoseconds; the machine's own if it is read-only."""
    try:
        descriptor = os.open(os.path.join(folder, "stamp"), _OPEN_STAMP, 0o666)
    except OSError:
        return time.time_ns()
    try:
        os.utime(descriptor if os.utime in os.supports_fd else os.path.join(folder, "stamp"))
        return os.fstat(descriptor).st_mtime_ns
    except OSError:
        return time.time_ns()
    finally:
        os.close(descriptor)


def read_file(path: str, stamp: int) -> FileRead | None:
    """A record's file: opened, statted, then read, so that its signature is never newer than its bytes.

    Returns:
        Its bytes, or the reason why it cannot be read; None if there is no such file any more.
    """
    try:
        descriptor = os.open(path, _OPEN_FILE)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return FileRead(None, BLANK, "a symbolic link, not a file")
        return FileRead(None, BLANK, f"cannot be opened: {error.strerror}")
    try:
        at = os.fstat(descriptor)
        if not stat.S_ISREG(at.st_mode):
            return FileRead(None, BLANK, "a folder, not a file" if stat.S_ISDIR(at.st_mode) else "not a regular file")
        raw = os.read(descriptor, at.st_size + 1)
        if len(raw) != at.st_size:  # it grew, or the system gave less than asked for
            raw += b"".join(iter(lambda: os.read(descriptor, 1 << 16), b""))
        return FileRead(raw, signature(at, stamp))
    except OSError as error:
        return FileRead(None, BLANK, f"cannot be read: {error.strerror}")
    finally:
        os.close(descriptor)


class Folder(NamedTuple):
    """A collection's folder: its shards, and what lies in it that should not, with the reason."""

    shards: list[str]
    strays: dict[str, str]


def list_folder(folder: str) -> Folder:
    """The shard folders of a collection; an absent collection has none."""
    shards: list[str] = []
    strays: dict[str, str] = {}
    try:
        if os.path.islink(folder):
            return Folder([], {"": "a symbolic link, not a folder"})
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith("."):
                        shards.append(entry.name)
                elif is_record_name(entry.name):
                    strays[entry.name] = f"it lies outside its folder: it belongs in {entry.name[0]}/"
                elif entry.is_symlink() and entry.is_dir():
                    strays[entry.name] = "a symbolic link, not a folder"
    except FileNotFoundError:
        return Folder([], {})
    except OSError as error:
        return Folder([], {"": f"cannot be read: {error.strerror}"})
    return Folder(sorted(shards), strays)


def differing(folder: str, known: Mapping[str, Shard], shards: list[str], processes: int = 1) -> tuple[dict[str, Shard], dict[str, str]]:
    """The shards that are not as they were, as they are now.

    Args:
        folder: The collection's folder.
        known: What each shard held when it was last looked at.
        shards: The shards to look at; one that has gone counts as empty.
        processes: How many processes may share the work. More than one forks, so only in a program without threads.

    Returns:
        The differing shards by name, and for those that cannot be read the reason.
    """
    found: dict[str, Shard] = {}
    faults: dict[str, str] = {}
    hands = [shards[index::processes] for index in range(processes)] if processes > 1 else [shards]
    helpers = [(hand, _helper(folder, known, hand)) for hand in hands[1:] if hand]
    _compare(folder, known, hands[0], found, faults)
    for hand, (child, reader) in helpers:
        _compare(folder, known, _answer(child, reader, hand), found, faults)
    return found, faults


def _compare(folder: str, known: Mapping[str, Shard], shards: list[str], found: dict[str, Shard], faults: dict[str, str]) -> None:
    for name in shards:
        try:
            now = scan(f"{folder}/{name}")
        except FileNotFoundError:
            now = EMPTY
        except OSError as error:
            now = EMPTY
            faults[name] = f"cannot be read: {error.strerror}"
        if now != known.get(name, EMPTY):
            found[name] = now


def _helper(folder: str, known: Mapping[str, Shard], shards: list[str]) -> tuple[int, int]:
    """Start a process that compares some of the shards and answers with the names of those that differ."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    try:
        found: dict[str, Shard] = {}
        faults: dict[str, str] = {}
        _compare(folder, known, shards, found, faults)
        os.write(writer, os.fsencode("/".join(["", *sorted({*found, *faults})])) + b"\n")
    finally:
        os._exit(0)  # whatever happened: without a whole answer the parent looks itself


def _answer(child: int, reader: int, shards: list[str]) -> list[str]:
    """Which shards a helper found to differ; all of its own if it did not finish."""
    with open(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer.startswith((b"/", b"\n")) or not answer.endswith(b"\n"):
        return shards
    return [name for name in os.fsdecode(answer[:-1]).split("/") if name]

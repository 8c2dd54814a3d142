"""Git's objects as `sync` reads and makes them: files of commits, what two commits differ in, trees that nobody has checked out.

A tree is made of the one before it, folder by folder along the paths that change: no index is filled for it, so that
one changed record costs the same among ten thousand as among ten.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls
from pmtui.store.sync_running import Running

FILE = "100644"
"""The mode of a plain file."""
_FOLDER = "40000"
_REPOSITORY = "160000"
_RAW = ("-z", "--raw", "--no-renames", "--no-abbrev", "--no-relative")
GONE = "000000"
"""The mode by which git says that there is no file."""


class Entry(NamedTuple):
    """A file of a commit.

    Attributes:
        mode: Git's six digits.
        blob: The name of the object with its bytes.
    """

    mode: str
    blob: str

    @property
    def is_plain(self) -> bool:
        """Whether it is a file and no symbolic link or repository of its own."""
        return self.mode.startswith("100")


class Difference(NamedTuple):
    """What became of a file from one commit to another; None where it is not there."""

    old: Entry | None
    new: Entry | None


Changes = Mapping[str, Entry | None]
"""By path in the repository what a file shall be; None removes it."""
_Folder = dict[bytes, Entry]
"""A folder of a tree: by name what is in it, other folders too."""


class Trees:
    """The objects of a repository. What was read once is kept.

    Attributes:
        calls: How git is called, in the top folder of the repository.
    """

    def __init__(self, calls: Calls) -> None:
        """Work with a repository."""
        self.calls = calls
        self._raws: dict[str, bytes] = {}

    def differences(self, old: str, new: str) -> dict[str, Difference]:
        """The files in which two commits or trees differ, by path in the repository; a rename is a removal and an addition."""
        return found_in(self.start_differences(old, new))

    def start_differences(self, old: str, new: str) -> Running:
        """Begin to look for them; `found_in` reads what is found."""
        return self.calls.start("diff-tree", "-r", *_RAW, old, new)

    def contents(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of blobs, by their names, in one call for all that nobody has asked for yet.

        Raises:
            GitError: The repository has lost one.
        """
        wanted = sorted({*blobs} - self._raws.keys())
        for blob, raw in zip(wanted, self._objects(wanted, b"blob"), strict=True):
            if raw is None:
                raise GitError(f"git has lost the object {blob}; git fsck tells more")
            self._raws[blob] = raw
        return self._raws

    def stored(self, files: Sequence[bytes]) -> list[str]:
        """Put the bytes of files into the repository, in one call, and return the names of their blobs."""
        if not files:
            return []
        stream = [b"blob\nmark :%d\ndata %d\n%s\n" % (number, len(raw), raw) for number, raw in enumerate(files, 1)]
        stream += [b"get-mark :%d\n" % number for number in range(1, len(files) + 1)]
        blobs = self.calls.run("fast-import", "--quiet", data=b"".join(stream)).decode("ascii").split()
        self._raws.update(zip(blobs, files, strict=True))
        return blobs

    def start_storing(self, paths: Iterable[str]) -> Running:
        """Begin to put files of the working tree into the repository, as their attributes want it; it prints the names of their blobs."""
        data = b"".join(_on_a_line(os.fsencode(path)) + b"\n" for path in paths)
        return self.calls.start("hash-object", "-w", "--stdin-paths", data=data)

    def tree(self, start: str, changes: Changes) -> str:
        """The tree that another becomes by changes.

        Args:
            start: A commit or tree; empty for no file at all.
            changes: What differs from it.

        Raises:
            GitError: A file would have to be where a folder is, or a folder where a file is.
        """
        edits: dict[bytes, dict[bytes, Entry | None]] = {b"": {}}
        for path, entry in changes.items():
            folder, _, name = os.fsencode(path).rpartition(b"/")
            edits.setdefault(folder, {})[name] = entry
            while folder:
                folder = folder.rpartition(b"/")[0]
                edits.setdefault(folder, {})
        return self._written(self._folders(start, edits), edits)

    def commit(self, tree: str, parents: Iterable[str], message: str, is_signed: bool = False) -> str:
        """A new commit, which no branch holds yet; returns its name.

        Raises:
            GitError: Git does not know who commits, and so on.
        """
        words = [word for parent in parents for word in ("-p", parent)]
        signing = ["-S"] if is_signed else []
        return self.calls.text("commit-tree", *signing, *words, "-F", "-", tree, data=message.encode("utf-8", "replace"))

    def _objects(self, names: Sequence[str], wanted: bytes) -> list[bytes | None]:
        """The bytes of objects by any names that git knows them by; None for one that is not there, or is of another kind."""
        if not names:
            return []
        output = self.calls.run("cat-file", "--batch", data=b"".join(os.fsencode(name) + b"\n" for name in names))
        found: list[bytes | None] = []
        at = 0
        for _ in names:
            end = output.index(b"\n", at)
            said, _, size = output[at:end].rpartition(b" ")
            at = end + 1
            raw = None
            if size.isdigit():
                raw = output[at : at + int(size)] if said.endswith(b" " + wanted) else None
                at += int(size) + 1
            found.append(raw)
        return found

    def _folders(self, start: str, wanted: Iterable[bytes]) -> dict[bytes, _Folder]:
        """Folders of a tree by their paths, in one call; one that is not there is empty."""
        found: dict[bytes, _Folder] = {path: {} for path in wanted}
        if not start:
            return found
        digits = len(start)
        rest = sorted(found, key=lambda path: path.count(b"/") if path else -1)
        while rest:
            # a line break in a path cannot be said in a name: such a folder is asked for by what stands in the one above it
            names = {path: f"{start}:{os.fsdecode(path)}" if b"\n" not in path else self._name_in(found, path) for path in rest}
            first = [path for path in rest if b"\n" not in path] or [path for path in rest if path.count(b"/") == rest[0].count(b"/")]
            for path, raw in zip(first, self._objects([names[path] for path in first], b"tree"), strict=True):
                found[path] = _parsed(raw or b"", digits // 2)
            rest = [path for path in rest if path not in first]
        return found

    def _name_in(self, found: Mapping[bytes, _Folder], path: bytes) -> str:
        above, _, name = path.rpartition(b"/")
        entry = found[above].get(name)
        return entry.blob if entry is not None else "-"

    def _written(self, folders: Mapping[bytes, _Folder], edits: Mapping[bytes, Mapping[bytes, Entry | None]]) -> str:
        """Write the folders that change, the innermost first, in one call; returns the name of the outermost."""
        below: dict[bytes, dict[bytes, str]] = {path: {} for path in folders}  # what became of the folders in a folder; "" of an empty one
        lines: list[bytes] = []
        names: list[str] = []
        digits = max((len(one.blob) for some in (*folders.values(), *edits.values()) for one in some.values() if one), default=40)
        for path in sorted(folders, key=lambda one: (one.count(b"/") if one else -1, one), reverse=True):
            entries = _edited(path, folders[path], edits[path], below[path])
            above, _, own = path.rpartition(b"/")
            if entries:
                names.append(_name_of(entries, digits))
                lines += [*(_tree_line(name, entry) for name, entry in entries.items()), b""]
            if path:
                below[above][own] = names[-1] if entries else ""
        if not names:
            return self.calls.text("mktree", data=b"")
        made = self.calls.text("mktree", "-z", "--missing", "--batch", data=b"".join(line + b"\0" for line in lines)).split()
        if made != names:
            raise GitError("git names its trees otherwise than expected; please report this")
        return names[-1]


def _edited(path: bytes, entries: _Folder, edits: Mapping[bytes, Entry | None], below: Mapping[bytes, str]) -> _Folder:
    """A folder after the changes in it and in the folders below it."""
    result = {name: entry for name, entry in entries.items() if name not in edits}
    for name, entry in edits.items():
        if entry is not None:
            was_folder = name in entries and entries[name].mode == _FOLDER
            if below.get(name, "kept" if was_folder else ""):
                raise GitError(f"a file would have to be where a folder is: {os.fsdecode(path)}/{os.fsdecode(name)}")
            result[name] = entry
    for name, tree in below.items():
        if tree:
            if name in result and result[name].mode != _FOLDER:
                raise GitError(f"a folder would have to be where a file is: {os.fsdecode(path)}/{os.fsdecode(name)}")
            result[name] = Entry(_FOLDER, tree)
        elif name in result and result[name].mode == _FOLDER:
            del result[name]
    return result


def _parsed(raw: bytes, size: int) -> _Folder:
    """The entries of a tree object; `size` is how many bytes the name of an object has."""
    found: _Folder = {}
    at = 0
    while at < len(raw):
        space = raw.index(b" ", at)
        end = raw.index(b"\0", space)
        found[raw[space + 1 : end]] = Entry(raw[at:space].decode("ascii"), raw[end + 1 : end + 1 + size].hex())
        at = end + 1 + size
    return found


def _name_of(entries: _Folder, digits: int) -> str:
    """The name that git gives to a tree of these entries."""
    import hashlib

    parts = []
    for name, entry in sorted(entries.items(), key=lambda one: one[0] + b"/" if one[1].mode == _FOLDER else one[0]):
        parts.append(b"%s %s\0%s" % (entry.mode.encode("ascii"), name, bytes.fromhex(entry.blob)))
    whole = b"".join(parts)
    made = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256()
    made.update(b"tree %d\0" % len(whole) + whole)
    return made.hexdigest()


def _tree_line(name: bytes, entry: Entry) -> bytes:
    kind = {_FOLDER: "tree", _REPOSITORY: "commit"}.get(entry.mode, "blob")
    return f"{entry.mode} {kind} {entry.blob}\t".encode("ascii") + name


def _on_a_line(path: bytes) -> bytes:
    """A path as git reads it from a line: one with a quote at its start or a line break in it is quoted."""
    if b"\n" not in path and not path.startswith(b'"'):
        return path
    return b'"' + b"".join(b"\\%03o" % one if one < 32 or one in b'"\\' else bytes([one]) for one in path) + b'"'


def found_in(running: Running) -> dict[str, Difference]:
    """What `start_differences` has found."""
    found: dict[str, Difference] = {}
    parts = running.result().split(b"\0")
    for information, name in zip(parts[::2], parts[1::2], strict=False):
        old_mode, new_mode, old_blob, new_blob, _ = information[1:].decode("ascii").split(" ")
        sides = (Entry(mode, blob) if mode != GONE else None for mode, blob in ((old_mode, old_blob), (new_mode, new_blob)))
        found[os.fsdecode(name)] = Difference(*sides)
    return found


def update_index(calls: Calls, index: str, changes: Changes) -> None:
    """Set entries of an index file; everything else in it stays as it is."""
    zero = "0" * max((len(one.blob) for one in changes.values() if one is not None), default=40)
    lines = [
        f"{GONE if one is None else one.mode} {zero if one is None else one.blob}\t".encode("ascii") + os.fsencode(path) + b"\0"
        for path, one in sorted(changes.items(), key=lambda item: item[1] is not None)  # removals first: a file may become a folder
    ]
    calls.run("update-index", "-z", "--index-info", data=b"".join(lines), index=index)

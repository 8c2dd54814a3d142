"""Git's objects as `sync` reads and makes them: files of commits, what two commits differ in, trees that nobody has checked out.

A tree is made of the one before it, folder by folder along the paths that change: no index is filled for it, so that
one changed record costs the same among ten thousand as among ten.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pmtui.store.git import GitError, batch_objects
from pmtui.store.sync_git import Calls
from pmtui.store.sync_running import Running
from pmtui.store.tree_objects import Entry, Folder, edited_folder, folder_line, folder_name, parsed_folder

__all__ = ["FILE", "GONE", "Changes", "Difference", "Entry", "Trees", "difference_in", "found_in", "update_index"]

FILE = "100644"
"""The mode of a plain file."""
_RAW = ("-z", "--raw", "--no-renames", "--no-abbrev", "--no-relative")
GONE = "000000"
"""The mode by which git says that there is no file."""


class Difference(NamedTuple):
    """What became of a file from one commit to another; None where it is not there."""

    old: Entry | None
    new: Entry | None


Changes = Mapping[str, Entry | None]
"""By path in the repository what a file shall be; None removes it."""


class Trees:
    """The objects of a repository. What was read once is kept.

    Attributes:
        calls: How git is called, in the top folder of the repository.
    """

    def __init__(self, calls: Calls) -> None:
        """Work with a repository."""
        self.calls = calls
        self._raws: dict[str, bytes] = {}
        self._known: dict[str, bytes | None] = {}  # folders that were read ahead, by commit and path

    def differences(self, old: str, new: str) -> dict[str, Difference]:
        """The files in which two commits or trees differ, by path in the repository; a rename is a removal and an addition."""
        return found_in(self.start_differences(old, new))

    def start_differences(self, old: str, new: str) -> Running:
        """Begin to look for them; `found_in` reads what is found."""
        return self.calls.start("diff-tree", "-r", *_RAW, old, new)

    def contents(self, blobs: Iterable[str], start: str = "", paths: Iterable[str] = ()) -> Mapping[str, bytes]:
        """The bytes of blobs, by their names, in one call for all that nobody has asked for yet.

        Args:
            blobs: Their names.
            start: A commit whose tree will be changed.
            paths: Where: the same call reads these folders, too, which `tree` then need not.

        Raises:
            GitError: The repository has lost one.
        """
        wanted = sorted({*blobs} - self._raws.keys())
        ahead = [_called(start, one) for one in sorted(_folders_of(paths)) if b"\n" not in one] if start else []
        found = self._objects([*wanted, *ahead])
        for blob, one in zip(wanted, found, strict=False):
            if one is None:
                raise GitError(f"git has lost the object {blob}; git fsck tells more")
            self._raws[blob] = one[1]
        self._known.update((name, _tree_in(one)) for name, one in zip(ahead, found[len(wanted) :], strict=True))
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
        edits: dict[bytes, dict[bytes, Entry | None]] = {folder: {} for folder in (b"", *_folders_of(changes))}
        for path, entry in changes.items():
            folder, _, name = os.fsencode(path).rpartition(b"/")
            edits[folder][name] = entry
        return self._written(self._folders(start, edits), edits)

    def commit(self, tree: str, parents: Iterable[str], message: str, is_signed: bool = False) -> str:
        """A new commit, which no branch holds yet; returns its name.

        Raises:
            GitError: Git does not know who commits, and so on.
        """
        words = [word for parent in parents for word in ("-p", parent)]
        signing = ["-S"] if is_signed else []
        return self.calls.text("commit-tree", *signing, *words, "-F", "-", tree, data=message.encode("utf-8", "replace"))

    def _objects(self, names: Sequence[str]) -> list[tuple[bytes, bytes] | None]:
        """The kind and the bytes of objects by any names that git knows them by; None for one that is not there."""
        if not names:
            return []
        output = self.calls.run("cat-file", "--batch", data=b"".join(os.fsencode(name) + b"\n" for name in names))
        return batch_objects(output, len(names))

    def _folders(self, start: str, wanted: Iterable[bytes]) -> dict[bytes, Folder]:
        """Folders of a tree by their paths, in one call; one that is not there is empty."""
        found: dict[bytes, Folder] = {path: {} for path in wanted}
        rest = sorted(found, key=_depth) if start else []
        while rest:
            # a line break in a path cannot be said in a name: such a folder is asked for by what stands in the one above it
            now = [path for path in rest if b"\n" not in path] or [path for path in rest if _depth(path) == _depth(rest[0])]
            names = {path: self._name_in(found, path) if b"\n" in path else _called(start, path) for path in now}
            unknown = [name for name in names.values() if name not in self._known]
            self._known.update(zip(unknown, map(_tree_in, self._objects(unknown)), strict=True))
            for path, name in names.items():
                found[path] = parsed_folder(self._known[name] or b"", len(start) // 2)
            rest = [path for path in rest if path not in names]
        return found

    def _name_in(self, found: Mapping[bytes, Folder], path: bytes) -> str:
        above, _, name = path.rpartition(b"/")
        entry = found[above].get(name)
        return entry.blob if entry is not None else "-"

    def _written(self, folders: Mapping[bytes, Folder], edits: Mapping[bytes, Mapping[bytes, Entry | None]]) -> str:
        """Write the folders that change, the innermost first, in one call; returns the name of the outermost."""
        below: dict[bytes, dict[bytes, str]] = {path: {} for path in folders}  # what became of the folders in a folder; "" of an empty one
        lines: list[bytes] = []
        names: list[str] = []
        digits = max((len(one.blob) for some in (*folders.values(), *edits.values()) for one in some.values() if one), default=40)
        for path in sorted(folders, key=_depth, reverse=True):
            entries = edited_folder(path, folders[path], edits[path], below[path])
            above, _, own = path.rpartition(b"/")
            if entries:
                names.append(folder_name(entries, digits))
                lines += [*(folder_line(name, entry) for name, entry in entries.items()), b""]
            if path:
                below[above][own] = names[-1] if entries else ""
        if not names:
            return self.calls.text("mktree", data=b"")
        made = self.calls.text("mktree", "-z", "--missing", "--batch", data=b"".join(line + b"\0" for line in lines)).split()
        if made != names:
            raise GitError("git names its trees otherwise than expected; please report this")
        return names[-1]


def _folders_of(paths: Iterable[str]) -> set[bytes]:
    """The folders that files lie in, and those above them."""
    found: set[bytes] = set()
    for path in paths:
        found.add(b"")
        folder = os.fsencode(path).rpartition(b"/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition(b"/")[0]
    return found


def _depth(folder: bytes) -> int:
    return folder.count(b"/") + 1 if folder else 0


def _called(start: str, folder: bytes) -> str:
    """What git calls a folder of a commit."""
    return f"{start}:{os.fsdecode(folder)}"


def _tree_in(found: tuple[bytes, bytes] | None) -> bytes | None:
    return found[1] if found is not None and found[0] == b"tree" else None


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
        found[os.fsdecode(name)] = difference_in(information)
    return found


def difference_in(information: bytes) -> Difference:
    """What a line of `git diff-tree --raw` says of a file: `:MODE MODE BLOB BLOB M`."""
    old_mode, new_mode, old_blob, new_blob, _ = information.lstrip(b"\n")[1:].decode("ascii").split(" ")
    return Difference(*(Entry(mode, blob) if mode != GONE else None for mode, blob in ((old_mode, old_blob), (new_mode, new_blob))))


def update_index(calls: Calls, index: str, changes: Changes) -> None:
    """Set entries of an index file; everything else in it stays as it is."""
    digits = max((len(one.blob) for one in changes.values() if one is not None), default=0)
    if not digits:  # nothing says how long a name is that stands for no file
        data = b"".join(os.fsencode(path) + b"\0" for path in changes)
        calls.run("update-index", "--force-remove", "-z", "--stdin", data=data, index=index)
        return
    lines = [
        f"{GONE if one is None else one.mode} {'0' * digits if one is None else one.blob}\t".encode("ascii") + os.fsencode(path) + b"\0"
        for path, one in sorted(changes.items(), key=lambda item: item[1] is not None)  # removals first: a file may become a folder
    ]
    calls.run("update-index", "-z", "--index-info", data=b"".join(lines), index=index)

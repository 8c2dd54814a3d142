"""Tree objects of git: one folder of a commit, read, changed, and named as git names it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from pmtui.store.git import GitError

try:
    from _sha1 import sha1  # type: ignore[import-not-found]  # hashlib loads OpenSSL, which takes longer than a call of git
except ImportError:
    from hashlib import sha1

_FOLDER = "40000"
_REPOSITORY = "160000"
_SHA1_DIGITS = 40


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


Folder = dict[bytes, Entry]
"""A folder of a tree: by name what is in it, other folders too."""


def edited_folder(path: bytes, entries: Folder, edits: Mapping[bytes, Entry | None], below: Mapping[bytes, str]) -> Folder:
    """A folder after the changes in it and in the folders below it.

    Args:
        path: Where it is, for people.
        entries: What is in it.
        edits: What its files shall be; None removes one.
        below: The names of the changed folders in it, empty of one in which nothing is left.

    Raises:
        GitError: A file would have to be where a folder is, or a folder where a file is.
    """
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


def parsed_folder(raw: bytes, size: int) -> Folder:
    """The entries of a tree object; `size` is how many bytes the name of an object has."""
    found: Folder = {}
    at = 0
    while at < len(raw):
        space = raw.index(b" ", at)
        end = raw.index(b"\0", space)
        found[raw[space + 1 : end]] = Entry(raw[at:space].decode("ascii"), raw[end + 1 : end + 1 + size].hex())
        at = end + 1 + size
    return found


def folder_name(entries: Folder, digits: int) -> str:
    """The name that git gives to a tree of these entries."""
    parts = []
    for name, entry in sorted(entries.items(), key=lambda one: one[0] + b"/" if one[1].mode == _FOLDER else one[0]):
        parts.append(b"%s %s\0%s" % (entry.mode.encode("ascii"), name, bytes.fromhex(entry.blob)))
    whole = b"".join(parts)
    whole = b"tree %d\0" % len(whole) + whole
    if digits == _SHA1_DIGITS:
        return str(sha1(whole, usedforsecurity=False).hexdigest())
    import hashlib

    return hashlib.sha256(whole).hexdigest()


def folder_line(name: bytes, entry: Entry) -> bytes:
    """An entry as `git mktree -z` reads it, without the null at its end."""
    kind = {_FOLDER: "tree", _REPOSITORY: "commit"}.get(entry.mode, "blob")
    return f"{entry.mode} {kind} {entry.blob}\t".encode("ascii") + name



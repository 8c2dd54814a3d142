"""Git's objects as `sync` reads and makes them: files of commits, what two commits differ in, trees that nobody has checked out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls

FILE = "100644"
"""The mode of a plain file."""
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


class Trees:
    """The objects of a repository.

    Attributes:
        calls: How git is called, in the top folder of the repository.
        index: The path of a private index, used for making trees; the user's own is never touched here.
    """

    def __init__(self, calls: Calls, index: str) -> None:
        """Work with a repository through a private index."""
        self.calls = calls
        self.index = index

    def differences(self, old: str, new: str) -> dict[str, Difference]:
        """The files in which two commits or trees differ, by path in the repository; a rename is a removal and an addition."""
        return _differences(self.calls.run("diff-tree", "-r", *_RAW, old, new))

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """The bytes of blobs, by their names, in one call.

        Raises:
            GitError: The repository has lost one.
        """
        wanted = sorted(set(blobs))
        if not wanted:
            return {}
        output, at, found = self.calls.run("cat-file", "--batch", data="".join(f"{one}\n" for one in wanted).encode()), 0, {}
        for blob in wanted:
            end = output.index(b"\n", at)
            words = output[at:end].split(b" ")
            if len(words) != 3:
                raise GitError(f"git has lost the object {blob}; git fsck tells more")
            at = end + 1 + int(words[2])
            found[blob] = output[end + 1 : at]
            at += 1
        return found

    def stored(self, files: Sequence[bytes]) -> list[str]:
        """Put the bytes of files into the repository, in one call, and return the names of their blobs."""
        if not files:
            return []
        stream = [b"blob\nmark :%d\ndata %d\n%s\n" % (number, len(raw), raw) for number, raw in enumerate(files, 1)]
        stream += [b"get-mark :%d\n" % number for number in range(1, len(files) + 1)]
        return self.calls.run("fast-import", "--quiet", data=b"".join(stream)).decode("ascii").split()

    def tree(self, start: str, changes: Changes) -> str:
        """The tree that another becomes by changes.

        Args:
            start: A commit or tree; empty for no file at all.
            changes: What differs from it.

        Raises:
            GitError: A file would have to be where a folder is.
        """
        self._begin(start)
        if changes:
            update_index(self.calls, self.index, changes)
        return self.calls.text("write-tree", index=self.index)

    def tree_of_files(self, start: str, paths: Iterable[str]) -> tuple[str, dict[str, Difference]]:
        """The tree that another becomes when these files are as they are in the working tree, or gone as there.

        Args:
            start: A commit; empty for no file at all.
            paths: The files, by path in the repository.

        Returns:
            The tree, and in what it differs; no tree where it does not.
        """
        self._begin(start)
        data = b"".join(os.fsencode(path) + b"\0" for path in paths)
        # one flush of the disk for all new objects; git before 2.36 does not know it and flushes each
        self.calls.run("-c", "core.fsyncMethod=batch", "update-index", "--add", "--remove", "-z", "--stdin", data=data, index=self.index)
        old = start or self.calls.text("mktree", data=b"")
        found = _differences(self.calls.run("diff-index", "--cached", *_RAW, old, index=self.index))
        return self.calls.text("write-tree", index=self.index) if found else "", found

    def _begin(self, start: str) -> None:
        """Fill the private index. What a dead process left of it is in nobody's way: there is one sync at a time."""
        for path in (self.index, f"{self.index}.lock"):
            with suppress(FileNotFoundError):
                os.remove(path)
        if start:
            self.calls.run("read-tree", start, index=self.index)

    def commit(self, tree: str, parents: Iterable[str], message: str, is_signed: bool = False) -> str:
        """A new commit, which no branch holds yet; returns its name.

        Raises:
            GitError: Git does not know who commits, and so on.
        """
        words = [word for parent in parents for word in ("-p", parent)]
        signing = ["-S"] if is_signed else []
        return self.calls.text("commit-tree", *signing, *words, "-F", "-", tree, data=message.encode("utf-8", "replace"))


def _differences(words: bytes) -> dict[str, Difference]:
    found: dict[str, Difference] = {}
    parts = words.split(b"\0")
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

"""Merging what is neither a record nor `pmtui.json`: the files that git reads, and a code repository's files."""

from __future__ import annotations

import os
from collections.abc import Sequence

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.schema import FORMAT
from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import Entry


def require_known_format(raw: bytes | None) -> None:
    """Raise StoreError where the bytes of a `pmtui.json` are of a newer format, which would be merged by the wrong rules."""
    try:
        version = decode(raw).get("format") if raw is not None else None
    except BadJson:
        return
    if isinstance(version, int) and version > FORMAT:
        raise StoreError(
            f"a newer pmtui wrote what is at the remote (format {version}); nothing was merged",
            f"install pmtui {version}.0 or later, and sync again", "newer_format", 6,
        )


def merged_other(
    calls: Calls, path: str, entries: Sequence[Entry | None], sides: Sequence[bytes | None], *, is_git_file: bool
) -> bytes | None:
    """A file merged line by line as git would; None where only a person can do that.

    Args:
        calls: How git is called.
        path: Where the file lies in the repository, for its attributes.
        entries: Base, ours and theirs.
        sides: Their bytes.
        is_git_file: Whether it is one of the workspace's files of which the lines of both sides are wanted.
    """
    there = [one for one in entries if one is not None]
    if any(not one.is_plain for one in there) or len({one.mode for one in there}) > 1:
        return None
    way = "union" if is_git_file else _attribute(calls, path)
    if way not in ("union", "unspecified", "set", "text") or (sides[0] is None and way != "union"):
        return None
    import tempfile  # it takes its time, and other files are seldom merged

    with tempfile.TemporaryDirectory(prefix="pmtui-") as folder:
        names = []
        for name, raw in zip(("base", "ours", "theirs"), sides, strict=True):
            names.append(os.path.join(folder, name))
            with open(names[-1], "wb") as file:
                file.write(raw or b"")
        base, ours, theirs = names
        options = ["--union"] if way == "union" else []
        try:
            return calls.run("merge-file", "-p", "-q", *options, ours, base, theirs)
        except GitError:  # lines that both changed, or a file that is no text
            return None


def _attribute(calls: Calls, path: str) -> str:
    """How the repository's attributes want a file to be merged."""
    words = calls.run("check-attr", "-z", "merge", "--", path).split(b"\0")
    return words[2].decode("utf-8", "replace") if len(words) > 2 else "unspecified"


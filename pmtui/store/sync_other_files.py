"""Merging what is no record: the settings in `pmtui.json`, the files that git reads, and a code repository's files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.domain.merge import merge
from pmtui.domain.schema import FORMAT, Kind
from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls
from pmtui.store.sync_trees import Entry

_SETTINGS = Kind("workspace", "", "", "workspaces", "", {})
"""What the merge has to know about `pmtui.json`: no field is of a type of its own."""
_SETTING = "settings."


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


def merged_settings(sides: Sequence[bytes | None]) -> bytes | None:
    """The `pmtui.json` with what both sides changed, each setting for itself; None where one cannot be read."""
    try:
        base, ours, theirs = (_flat(decode(raw)) if raw is not None else {} for raw in sides)
    except BadJson:
        return None
    return encode_object(_nested(merge(_SETTINGS, base, ours, theirs)))


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as fields of their own, so that two people can change two of them."""
    settings = data.get("settings")
    if not isinstance(settings, dict):
        return dict(data)
    rest = {name: value for name, value in data.items() if name != "settings"}
    return {**rest, **{_SETTING + name: value for name, value in settings.items()}}


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    settings = {name[len(_SETTING) :]: flat[name] for name in sorted(flat) if name.startswith(_SETTING)}
    first = {name: flat[name] for name in ("format", "name") if name in flat}
    rest = {name: value for name, value in sorted(flat.items()) if not name.startswith(_SETTING) and name not in first}
    whole = {**first, "settings": settings or flat.get("settings", {})}
    return {**whole, **{name: value for name, value in rest.items() if name != "settings"}}


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


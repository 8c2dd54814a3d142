"""Keeping the folder of a workspace on its own branch out of the code's sight, by a line that this clone has for itself alone."""

from __future__ import annotations

import os
from contextlib import suppress

from pmtui.store.git_folders import GitFolders
from pmtui.store.own_branch import is_fit

_NOTE = b"# the workspace on its own branch, checked out by pmtui"
_MARKS = str.maketrans({one: f"\\{one}" for one in "\\*?[ "})
"""What a path must not say to git as a pattern."""


def exclude(at: GitFolders, target: str) -> bool:
    """Let the code's branches overlook a folder, by a line in the `info/exclude` that is this clone's own.

    Returns:
        Whether the line had to be written; never for a folder outside the repository.

    Raises:
        OSError: The file cannot be written.
    """
    line, path = _line(at, target), _file(at)
    there = _said_in(path)
    if not line or line in there.splitlines():
        return False
    os.makedirs(os.path.dirname(path), exist_ok=True)
    start = b"" if not there or there.endswith(b"\n") else b"\n"
    with open(path, "ab") as file:
        file.write(b"%s%s\n%s\n" % (start, _NOTE, line))
    return True


def is_excluded(at: GitFolders, target: str) -> bool:
    """Whether the line is there, or not needed."""
    line = _line(at, target)
    return not line or line in _said_in(_file(at)).splitlines()


def _line(at: GitFolders, target: str) -> bytes:
    place = place_in(at, target)
    return os.fsencode(f"/{place.translate(_MARKS)}/") if place else b""


def _file(at: GitFolders) -> str:
    return os.path.join(at.common, "info", "exclude")


def _said_in(path: str) -> bytes:
    with suppress(FileNotFoundError), open(path, "rb") as file:
        return file.read()
    return b""


def place_in(at: GitFolders, target: str) -> str:
    """The path of a folder inside the working tree of a repository, with slashes; empty where it lies outside."""
    for top in (at.top, at.main_top):
        real = os.path.join(os.path.realpath(os.path.dirname(target)), os.path.basename(target))
        inside = os.path.relpath(real, os.path.realpath(top)).replace(os.sep, "/")
        if is_fit(inside):
            return inside
    return ""


def excluded_words(at: GitFolders) -> str:
    """What is said of the line in `info/exclude`."""
    return f"{os.path.relpath(_file(at), at.main_top)} keeps it out of your code"

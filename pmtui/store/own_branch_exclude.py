"""Keeping the folder of a workspace on its own branch out of the code's sight, by a line that this clone has for itself alone."""

from __future__ import annotations

import os
from contextlib import suppress

from pmtui.store.git_folders import GitFolders
from pmtui.store.own_branch import is_fit

_NOTE = "# the workspace on its own branch, checked out by pmtui"
_MARKS = str.maketrans({one: f"\\{one}" for one in "\\*?[ "})
"""What a path must not say to git as a pattern."""


def exclude(at: GitFolders, target: str) -> None:
    """Let the code's branches overlook a folder, by a line in the `info/exclude` that is this clone's own.

    Nothing is done for a folder outside the repository.

    Raises:
        OSError: The file cannot be written.
    """
    place = place_in(at, target)
    if not place:
        return
    line = f"/{place.translate(_MARKS)}/"
    path = os.path.join(at.common, "info", "exclude")
    there = b""
    with suppress(FileNotFoundError), open(path, "rb") as file:
        there = file.read()
    if os.fsencode(line) in there.splitlines():
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    start = "" if not there or there.endswith(b"\n") else "\n"
    with open(path, "ab") as file:
        file.write(os.fsencode(f"{start}{_NOTE}\n{line}\n"))


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
    return f"{os.path.relpath(os.path.join(at.common, 'info', 'exclude'), at.main_top)} keeps it out of your code"

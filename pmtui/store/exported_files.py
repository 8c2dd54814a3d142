"""Files that an export writes into a folder of the person's: only those that differ, and none that is somebody else's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from pmtui.store.errors import FAILED, StoreError
from pmtui.store.writing import Files, Interrupted, Output

_LARGEST = 1_000_000
"""Bytes; a larger file is none that an export has written."""


class Written(NamedTuple):
    """What became of the files of an export.

    Attributes:
        new: How many were not there before.
        changed: How many said something else.
        same: How many stayed as they were.
    """

    new: int
    changed: int
    same: int


def texts_in(folder: str, ending: str) -> dict[str, str]:
    """The texts that lie in a folder, by the name of the file; nothing where there is no such folder.

    Raises:
        StoreError: It cannot be read.
    """
    found: dict[str, str] = {}
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(ending))
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and os.path.getsize(path) <= _LARGEST:
                with open(path, encoding="utf-8", errors="replace", newline="") as file:
                    found[name] = file.read()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _refused(error.filename or folder, error) from None
    return found


def write_texts(folder: str, texts: Mapping[str, str]) -> Written:
    """Write texts by the name of their files; the folder is made where it is missing, what says the same is not touched.

    Raises:
        StoreError: A file or the folder cannot be written; each file is then whole, the old one or the new one.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from None
    outputs: list[Output] = []
    new = same = 0
    for name, text in texts.items():
        path, raw = os.path.join(folder, name), text.encode("utf-8", "replace")
        try:
            with open(path, "rb") as file:
                before: bytes | None = file.read()
        except FileNotFoundError:
            before = None
        except OSError as error:
            raise _refused(path, error) from None
        if before == raw:
            same += 1
            continue
        new += before is None
        outputs.append(Output(path, raw))
    try:
        Files().write(outputs)
    except Interrupted as error:
        raise _refused(error.path, error.error) from None
    return Written(new, len(outputs) - new, same)


def write_file(path: str, text: str, workspace: str = "") -> str:
    """Write an export into a file of the person's: whole or not at all, through a link to what it points to.

    Args:
        path: The file; `~` is the home folder. Its folder must be there.
        text: All of it.
        workspace: The folder of the workspace, whose own files are never written over.

    Returns:
        What became of it: written, or the same as before.

    Raises:
        StoreError: It is a folder, or no file of the person's; its folder is missing; it cannot be written.
    """
    there = os.path.expanduser(path)
    target = os.path.realpath(there)
    if os.path.isdir(target) or path.endswith(("/", os.sep)):
        raise StoreError(f"{path} is a folder", f"name a file in it: -o {os.path.join(path, 'FILE')}", "export_failed", FAILED)
    if os.path.exists(there) and not os.path.isfile(there):
        raise StoreError(f"{path} is no ordinary file", "without -o the export goes to standard output", "export_failed", FAILED)
    if not os.path.isdir(os.path.dirname(target)):
        raise StoreError(f"{os.path.dirname(path) or '.'}: there is no such folder", "make it first, or name another one with -o FILE",
                         "export_failed", FAILED)
    if workspace and _is_of_workspace(target, os.path.realpath(workspace)):
        raise StoreError(f"{path} is where the workspace keeps its own files", "name a file elsewhere", "export_failed", FAILED)
    raw = text.encode("utf-8", "replace")
    try:
        with open(target, "rb") as file:
            if file.read(len(raw) + 1) == raw:
                return "the same as before"
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _refused(path, error, "a file") from None
    try:
        Files().write([Output(target, raw)])
    except Interrupted as error:
        raise _refused(path, error.error, "a file") from None
    return "written"


def _is_of_workspace(target: str, root: str) -> bool:
    """Whether a path is the workspace's settings, or lies in a folder of its records or of what it keeps for itself."""
    from pmtui.domain.kinds import SCHEMA

    inside, is_outside = os.path.relpath(target, root), os.path.commonpath([target, root]) != root
    first = inside.split(os.sep)[0]
    return not is_outside and (inside == "pmtui.json" or (first != inside and (first.startswith(".") or first in SCHEMA.by_collection)))


def write_new(folder: str, name: str, text: str) -> str:
    """Write a text into a file of its own: where there is one of that name that says something else, the next number is taken.

    Returns:
        The path of the file.

    Raises:
        StoreError: It cannot be written.
    """
    stem, ending = os.path.splitext(name)
    taken = texts_in(folder, ending)
    tries = (name if number == 1 else f"{stem}-{number}{ending}" for number in range(1, 10_000))
    free = next(one for one in tries if taken.get(one, text) == text and (one in taken or not os.path.lexists(os.path.join(folder, one))))
    write_texts(folder, {free: text})
    return os.path.normpath(os.path.join(folder, free))


def _refused(path: str, error: OSError, what: str = "a folder") -> StoreError:
    words = (error.strerror or str(error)).lower()
    place = "-o FILE" if what == "a file" else "-o DIR"
    return StoreError(f"{path}: {words}", f"name {what} that can be written with {place}", "export_failed", FAILED)

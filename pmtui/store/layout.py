"""Where a workspace lies, what its folder holds, and how to make one.

Paths are plain strings here: every `pmtui add` passes through this module, and `pathlib` costs it 4 ms.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.domain.schema import FORMAT, Kind
from pmtui.domain.team_settings import Settings
from pmtui.store.errors import FAILED, NO_WORKSPACE, StoreError, refusal
from pmtui.store.regular import read_regular

SETTINGS = "pmtui.json"
"""The file that makes a folder a workspace."""

LOCAL = ".local"
"""The folder that is never committed: lock, journal, cache, rescued records, this person's own state."""

FOLDERS = ("product", ".pmtui")
"""Where a workspace may lie inside a folder from which it is found."""

ATTRIBUTES = "*.json text eol=lf merge=pmtui\n"
"""What `.gitattributes` says: line endings as written, and our merge for records."""

IGNORED = f"{LOCAL}/\n.*.tmp\n"
"""What `.gitignore` says: the local folder, and what a crash leaves while a file is written."""

StorePath = str | os.PathLike[str]


class Layout(NamedTuple):
    """What `pmtui.json` says.

    Attributes:
        format: The version of the store format; at most `FORMAT` for a workspace that may be written.
        name: What people call the product.
        settings: The team's settings.
    """

    format: int
    name: str
    settings: Mapping[str, Any]


def find_workspace(flag: str | None, environ: Mapping[str, str], cwd: StorePath) -> str:
    """The folder that holds `pmtui.json`.

    Args:
        flag: What `--workspace` says; None or empty where it was not given.
        environ: The environment, for `$PMTUI_WORKSPACE`.
        cwd: The folder from which to walk up.

    Raises:
        StoreError: There is none (status 3); the message says where it was looked for.
    """
    start = os.path.abspath(os.fspath(cwd))
    for named, source in ((flag, "--workspace"), (environ.get("PMTUI_WORKSPACE"), "$PMTUI_WORKSPACE")):
        if named:
            return _named(os.path.join(start, os.path.expanduser(named)), source)
    folder = start
    while True:
        found = workspace_at(folder)
        if found:
            return found
        above = os.path.dirname(folder)
        if above == folder:
            raise StoreError(
                f"there is no workspace in {start} or above it",
                "run pmtui init to make one, or name one with --workspace DIR", "no_workspace", NO_WORKSPACE,
            )
        folder = above


def init_workspace(folder: StorePath, name: str = "") -> str:
    """Make a workspace and return its folder.

    Args:
        folder: Where; it and the folders above it are made where they are missing. Files in it stay as they are.
        name: What people call the product; empty for the name of the folder, or of the one above a `product`.

    Raises:
        StoreError: There is a workspace already, or the folder cannot be written.
    """
    root = os.path.abspath(os.fspath(folder))
    target = os.path.join(root, SETTINGS)
    if os.path.lexists(target):
        raise StoreError(f"{target} exists already", "use that workspace, or choose another folder", "exists", FAILED)
    try:
        os.makedirs(root, exist_ok=True)
        add_git_files(root)
        # last, and only if it is not there: a crash must not leave half a workspace, nor two makers overwrite one another
        raw = encode_object({"format": FORMAT, "name": name.strip() or default_name(root), "settings": {}})
        with open(target, "xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        from pmtui.store.writing import Steps

        Steps().fsync_folder(root)
    except FileExistsError:
        raise StoreError(f"{target} exists already, or {root} is not a folder", "choose another folder", "exists", FAILED) from None
    except OSError as error:
        raise refusal(error, f"cannot make a workspace in {root}") from None
    return root


def add_git_files(root: str) -> list[str]:
    """Make sure that `.gitattributes` and `.gitignore` say what they must; lines that are there stay.

    Returns:
        The names of the files that were made or got a line.
    """
    changed = []
    for name, wanted in ((".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)):
        missing = missing_lines(root, name, wanted)
        if missing:
            path = os.path.join(root, name)
            with open(path, "ab") as file:
                start = "\n" if file.tell() and not _ends_with_newline(path) else ""
                file.write((start + "".join(f"{line}\n" for line in missing)).encode())
            changed.append(name)
    return changed


def missing_lines(root: str, name: str, wanted: str) -> list[str]:
    """The lines that a file of the workspace should have and has not."""
    try:
        there = {line.strip() for line in read_regular(os.path.join(root, name)).decode("utf-8", "replace").splitlines()}
    except FileNotFoundError:
        there = set()
    return [line for line in wanted.splitlines() if line not in there]


def read_layout(root: str) -> Layout:
    """What the `pmtui.json` of a workspace says.

    Raises:
        StoreError: It is missing, cannot be read or is not what it should be; the message says what and where.
    """
    path = os.path.join(root, SETTINGS)
    try:
        data = decode(read_regular(path))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{root} is not a workspace: it has no {SETTINGS}", "run pmtui init", "no_workspace", NO_WORKSPACE) from None
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}", "look at its permissions", "bad_workspace") from None
    except BadJson as error:
        raise StoreError(f"cannot read {path}: {error}", "mend it by hand or take an older version from git", "bad_workspace") from None
    version = data.get("format")
    wrong = ""
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        wrong = "format is not a whole number from 1 on"
    elif version > FORMAT:  # what else a newer format says, nobody here can judge
        return Layout(version, str(data.get("name") or default_name(root)), {})
    elif not isinstance(data.get("name", ""), str):
        wrong = "name is not a text"
    elif not isinstance(data.get("settings", {}), dict):
        wrong = "settings is not an object"
    if wrong:
        raise StoreError(f"cannot read {path}: {wrong}", "mend it by hand or take an older version from git", "bad_workspace")
    return Layout(FORMAT, data.get("name") or default_name(root), Settings(data.get("settings", {}), data))


def newer_format(root: str, version: int) -> StoreError:
    """Why a workspace of a newer format may only be read. Every format is written from the major version of its number on."""
    path = os.path.join(root, SETTINGS)
    return StoreError(
        f"{path} says format {version}, and this version of pmtui writes format {FORMAT}: the workspace is read-only",
        f"install pmtui {version}.0 or later: pip install --upgrade 'pmtui>={version}'", "newer_format", 6,
    )


def record_path(kind: Kind, id: str) -> str:
    """The path of a record's file inside the workspace, with slashes: `backlog/4/4k3fq9x2ma.json`."""
    return f"{kind.collection}/{id[:1]}/{id}.json"


def workspace_at(folder: str) -> str:
    """The workspace that a folder is, or has right inside it; empty where there is none."""
    for inside in ("", *FOLDERS):
        candidate = os.path.join(folder, inside) if inside else folder
        if os.path.isfile(os.path.join(candidate, SETTINGS)):
            return candidate
    return ""


def _named(path: str, source: str) -> str:
    path = os.path.normpath(path)
    found = workspace_at(path)
    if found:
        return found
    reason = f"it has no {SETTINGS}" if os.path.isdir(path) else "it is not a folder" if os.path.exists(path) else "it does not exist"
    raise StoreError(
        f"{path}, named by {source}, is not a workspace: {reason}", "run pmtui init DIR to make one", "no_workspace", NO_WORKSPACE
    )


def default_name(root: str) -> str:
    """What the product in a folder is called where nobody says it: as the folder is, or the one above a `product`."""
    name = os.path.basename(root)
    if name in FOLDERS:
        name = os.path.basename(os.path.dirname(root)) or name
    return name or "product"


def _ends_with_newline(path: str) -> bool:
    with suppress(OSError), open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
    return True


def is_free(folder: str) -> bool:
    """Whether a workspace can be made in a folder without lying among other files: it is not there, or it is empty."""
    try:
        return not os.listdir(folder)
    except FileNotFoundError:
        return True
    except OSError:
        return False

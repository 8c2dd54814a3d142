"""Who is at work: the name for `created_by`, comments and reasons, and the editor of that person.

Reading the configuration and asking git takes longer than a whole `pmtui add`. The name is kept in `.local/author`
with the signatures of all files and variables on which it rests, and found anew when one of them changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Protocol

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.store.errors import USAGE, StoreError
from pmtui.store.regular import read_regular

_FILE = "author"
_VARIABLES = (
    "PMTUI_CONFIG", "HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "LOGNAME", "USER", "USERNAME",
)


class HasFolders(Protocol):
    """A workspace, as far as this module looks at one.

    Attributes:
        root: The workspace's folder.
        local: Its `.local` folder.
    """

    root: str
    local: str


def author(workspace: HasFolders) -> str:
    """The person's name: `$PMTUI_AUTHOR`, else `author` in the person's settings, else git's `user.name`, else the login name.

    Raises:
        StoreError: `$PMTUI_AUTHOR` is not UTF-8.
    """
    named = os.environ.get("PMTUI_AUTHOR", "").strip()
    if named:
        return _required_text(named)
    known = _known(workspace)
    if known is not None:
        return known
    found, files = _found(workspace.root)
    _keep(workspace, found, files)
    return found


def editor(workspace: HasFolders) -> str:
    """The command line of the person's editor: `$VISUAL`, `$EDITOR`, else `editor` in the settings, else `vi` (`notepad`)."""
    for name in ("VISUAL", "EDITOR"):
        if os.environ.get(name, "").strip():
            return os.environ[name].strip()
    from pmtui.store.config import load_config

    return load_config().editor or ("notepad" if os.name == "nt" else "vi")


def _required_text(named: str) -> str:
    try:
        named.encode()
    except UnicodeEncodeError:
        raise StoreError(
            f"$PMTUI_AUTHOR is not UTF-8: {_text(named)!r}", "set it to a name in UTF-8, or unset it to be named by your settings or git",
            "bad_value", USAGE,
        ) from None
    return named


def _text(word: str) -> str:
    """What the environment says, as text that can be written: a byte that is not UTF-8 becomes a replacement character."""
    return os.fsencode(word).decode("utf-8", "replace")


def _found(root: str) -> tuple[str, list[str]]:
    """The name, and the files that it rests on, also those that are not there yet."""
    from pmtui.store.config import load_config
    from pmtui.store.git import Git

    config = load_config()
    files = [config.path]
    if config.author:
        return config.author, files
    git = Git(root)
    home = os.path.expanduser("~")
    settings = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    files += [os.path.join(home, ".gitconfig"), os.path.join(settings, "git", "config"), "/etc/gitconfig", *_repositories(root)]
    files += [one for one in git.configuration_files() if one not in files]
    return git.user_name() or _login_name(), files


def _repositories(root: str) -> list[str]:
    """Where the configuration of a repository around the workspace is, or would be."""
    folder, found = root, []
    while True:
        inside = os.path.join(folder, ".git")
        if os.path.exists(inside) or folder == root:
            found.append(os.path.join(inside, "config"))
        if os.path.exists(inside) or os.path.dirname(folder) == folder:
            return found
        folder = os.path.dirname(folder)


def _login_name() -> str:
    for name in ("LOGNAME", "USER", "USERNAME"):
        if os.environ.get(name):
            return _text(os.environ[name])
    with suppress(ImportError, KeyError, AttributeError):
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    return "somebody"


def _known(workspace: HasFolders) -> str | None:
    """The name that was found before, if everything it rests on is as it was."""
    try:
        kept = decode(read_regular(os.path.join(workspace.local, _FILE)))
        files: dict[str, Any] = kept["files"]
        is_current = kept["variables"] == _variables() and files == _signatures(files)
        return str(kept["author"]) if is_current else None
    except (OSError, BadJson, KeyError, TypeError, ValueError):
        return None


def _keep(workspace: HasFolders, name: str, files: Iterable[str]) -> None:
    words = {"author": name, "variables": _variables(), "files": _signatures(files)}
    with suppress(OSError, UnicodeEncodeError):  # a workspace that cannot be written, a path that is not UTF-8: it is found anew each time
        raw = encode_object(words)
        if not os.path.isdir(workspace.local):
            os.mkdir(workspace.local)
        path = os.path.join(workspace.local, _FILE)
        temporary = f"{path}.{os.getpid()}"
        with open(temporary, "wb") as file:
            file.write(raw)
        os.replace(temporary, path)


def _variables() -> dict[str, str]:
    return {name: os.environ[name] for name in _VARIABLES if name in os.environ}


def _signatures(files: Iterable[str]) -> dict[str, list[int]]:
    return {path: _signature(path) for path in files}


def _signature(path: str) -> list[int]:
    try:
        found = os.stat(path)
    except OSError:
        return []
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]

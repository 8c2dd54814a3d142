"""The merge driver in a clone's own git configuration. Attributes travel with a clone, drivers do not: each clone names its own.

Whether it is there is read from git's file, so that it costs no process where nothing is to be done; git is asked to write.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from pmtui.store.git_folders import place_of
from pmtui.store.regular import read_regular

NOWHERE, REGISTERED, MISSING, GONE = "nowhere", "registered", "missing", "gone"
"""What there is: no repository, a driver, none, or one whose program is gone."""

SECTION = "merge.pmtui"
_NAME = "pmtui: merge records field by field"
_HEAD = '[merge"pmtui"'
_INSTALLED = ("site-packages", "dist-packages")


def driver_command() -> str:
    """The command that git shall run: this interpreter by its whole path, for the terminal of a merge may know no pmtui.

    Git starts it in the top folder of the repository, whose Python files must not be taken for modules: hence -P.
    """
    home = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if not sys.executable:
        return "pmtui merge-driver %O %A %B %P"
    where = "" if os.path.basename(home) in _INSTALLED else f"PYTHONPATH={_quoted(home)} "
    return f"{where}{_quoted(sys.executable)} -P -m pmtui merge-driver %O %A %B %P"


def registration(root: str) -> str:
    """Whether the clone around a workspace has the driver: NOWHERE, REGISTERED, MISSING or GONE."""
    raw = _configuration(root)
    if raw is None:
        return NOWHERE
    if driver_command().encode() in raw:
        return REGISTERED
    found = _driver(raw.decode("utf-8", "replace"))
    if not found:
        return MISSING
    return GONE if _is_gone(found) else REGISTERED


def register(root: str) -> str:
    """Register the driver where the clone around a workspace has none; what cannot be done is left, without an error.

    Returns:
        What people should know; empty where nothing was to be done, or could be.
    """
    if registration(root) not in (MISSING, GONE) or not is_writable(root):
        return ""
    from pmtui.store.git import Git, GitError

    git = Git(root)
    try:
        git.run("config", "--local", "--replace-all", f"{SECTION}.name", _NAME)
        git.run("config", "--local", "--replace-all", f"{SECTION}.driver", driver_command())
    except GitError:
        return ""
    return "git now merges records field by field, too (merge.pmtui in .git/config)"


def is_writable(root: str) -> bool:
    """Whether git can write the configuration of the clone around a workspace."""
    at = place_of(root)
    return at is not None and os.access(at.common, os.W_OK)


def _configuration(root: str) -> bytes | None:
    at = place_of(root)
    with suppress(OSError):
        return read_regular(os.path.join(at.common, "config")) if at is not None else None
    return None


def _driver(text: str) -> str:
    """The driver that a configuration file names; empty where it names none. Of several the last counts, as for git."""
    found, is_ours = "", False
    for line in text.splitlines():
        words = line.strip()
        if words.startswith("["):
            is_ours = words.partition("]")[0].replace(" ", "").replace("\t", "").lower() == _HEAD
        elif is_ours:
            name, _, value = words.partition("=")
            if name.strip().lower() == "driver":
                found = _unescaped(value.strip())
    return found


def _unescaped(value: str) -> str:
    """A value as git reads it: quotes fall away, a backslash keeps what follows it."""
    found, rest = [], iter(value)
    for one in rest:
        if one == "\\":
            found.append(next(rest, ""))
        elif one != '"':
            found.append(one)
    return "".join(found)


def _is_gone(command: str) -> bool:
    """Whether the program that a driver starts is not there any more; of a command without a path nobody knows."""
    import shlex

    try:
        words = shlex.split(command.replace("%%", "%"))
    except ValueError:
        return False
    for word in words:
        name, equals, value = word.partition("=")
        if not (equals and name.isidentifier()):
            return os.path.isabs(word) and not os.path.exists(word)
        if name == "PYTHONPATH" and not os.path.isdir(os.path.join(value, "pmtui")):
            return True
    return False


def _quoted(path: str) -> str:
    """A path as a word for the shell that git starts, with nothing in it that git would fill in."""
    path = path.replace("\\", "/") if os.name == "nt" else path
    return "'" + path.replace("'", "'\\''").replace("%", "%%") + "'"

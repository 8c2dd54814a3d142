"""The merge driver and its attributes for a call in which git itself merges: on its command line, whatever the clone has registered.

Attributes are read from our side of a merge, so that those which arrive with it come too late; and a clone in which
nothing of pmtui was ever run has no driver.
"""

from __future__ import annotations

import os
from contextlib import suppress

from pmtui.store.driver_registration import SECTION, driver_command
from pmtui.store.regular import read_regular
from pmtui.store.sync_git import Calls

_GLOB = frozenset("*?[]\\\"")


def merging(calls: Calls, folder: str, prefix: str) -> tuple[str, ...]:
    """The options that stand before git's command.

    Args:
        calls: How git is called.
        folder: Where sync keeps what it has to remember.
        prefix: The workspace's folder in the repository, with a slash at its end; empty where it is the whole repository.
    """
    options = ["-c", f"{SECTION}.driver={driver_command()}", "-c", f"{SECTION}.name=pmtui"]
    path = os.path.join(folder, "attributes")
    with suppress(OSError):  # then those of the workspace have to do
        with open(path, "wb") as file:
            file.write(_of_the_person(calls) + b"\n" + attributes(prefix).encode())
        options += ["-c", f"core.attributesFile={path}"]
    return tuple(options)


def attributes(prefix: str) -> str:
    """The lines that let git merge the workspace's files by the driver."""
    place = "".join(f"\\{one}" if one in _GLOB else one for one in prefix)
    lines = [f"/{place}*.json", f"/{place}**/*.json"]
    return "".join(f"{_word(one)} text eol=lf merge=pmtui\n" for one in lines)


def _word(pattern: str) -> str:
    """A pattern as one word: one with blanks in it stands in quotes."""
    if not any(one.isspace() for one in pattern):
        return pattern
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n") + '"'


def _of_the_person(calls: Calls) -> bytes:
    """The attributes that a person has for all repositories: ours take their place on the command line."""
    found = calls.text("config", "--path", "--get", "core.attributesFile", allowed=(0, 1))
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    with suppress(OSError):
        return read_regular(found or os.path.join(home, "git", "attributes"))
    return b""

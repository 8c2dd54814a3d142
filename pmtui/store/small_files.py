"""Small files that make the next start pleasant and may be lost at any time: atomic, not fsynced, never an error."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.store.regular import read_regular


def kept(path: str) -> dict[str, Any]:
    """What such a file holds; nothing where it is missing, cannot be read or is not what it should be."""
    with suppress(OSError, BadJson):
        return decode(read_regular(path))
    return {}


def keep(path: str, words: Mapping[str, Any]) -> bool:
    """Write such a file in one step, so that a crash leaves the old one or the new one; False where it cannot be written.

    The folder is made where it is missing, the folders above it are not.
    """
    temporary = f"{path}.{os.getpid()}"
    try:
        raw = encode_object(dict(words))
        folder = os.path.dirname(path)
        if not os.path.isdir(folder):
            os.mkdir(folder)
        with open(temporary, "wb") as file:
            file.write(raw)
        os.replace(temporary, path)
    except (OSError, UnicodeEncodeError, ValueError, TypeError):
        with suppress(OSError):
            os.remove(temporary)
        return False
    return True


def forget(path: str) -> None:
    """Remove such a file."""
    with suppress(OSError):
        os.remove(path)


def state_folder() -> str:
    """The person's own folder for state, by the platform's custom."""
    from platformdirs import user_state_dir

    return user_state_dir("pmtui", appauthor=False)


def folder_outside(name: str, place: str) -> str:
    """A folder in the person's own folder for state, for a workspace that cannot be written.

    Args:
        name: What is kept there.
        place: A path of the workspace, after which the folder is named.
    """
    import hashlib  # 2 ms, for the few workspaces that cannot be written

    return os.path.join(state_folder(), name, hashlib.sha1(os.fsencode(place), usedforsecurity=False).hexdigest()[:16])


def made_state_folder() -> str:
    """The same, made where it is missing."""
    folder = state_folder()
    with suppress(OSError):
        os.makedirs(folder, exist_ok=True)
    return folder

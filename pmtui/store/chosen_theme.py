"""The theme that the person chose last: one small file in the state folder, never in the settings nor in a workspace."""

from __future__ import annotations

import os
from contextlib import suppress

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.store.regular import read_regular

_FILE = "theme.json"


def chosen_theme(configured: str) -> str:
    """The theme to begin with: the one chosen last on the screens, unless the settings were changed since; then what they say.

    Args:
        configured: What the settings say; may be empty.
    """
    with suppress(OSError, BadJson, TypeError, KeyError, AttributeError):
        kept = decode(read_regular(_path()))
        if kept["settings"] == configured and isinstance(kept["theme"], str):
            return str(kept["theme"])
    return configured


def remember_theme(name: str, configured: str) -> None:
    """Keep a choice, and what the settings said then. A folder that cannot be written only forgets it.

    Args:
        name: The theme's name.
        configured: What the settings say; may be empty.
    """
    path = _path()
    temporary = f"{path}.{os.getpid()}"
    with suppress(OSError, UnicodeEncodeError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(temporary, "wb") as file:
                file.write(encode_object({"settings": configured, "theme": name}))
            os.replace(temporary, path)
        except OSError:
            with suppress(OSError):
                os.remove(temporary)


def _path() -> str:
    from platformdirs import user_state_dir

    return os.path.join(user_state_dir("pmtui", appauthor=False), _FILE)

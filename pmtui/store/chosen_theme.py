"""The theme that the person chose last: one small file in the state folder, never in the settings nor in a workspace."""

from __future__ import annotations

import os

from pmtui.store.small_files import keep, kept, made_state_folder, state_folder

_FILE = "theme.json"


def chosen_theme(configured: str) -> str:
    """The theme to begin with: the one chosen last on the screens, unless the settings were changed since; then what they say.

    Args:
        configured: What the settings say; may be empty.
    """
    found = kept(os.path.join(state_folder(), _FILE))
    theme = found.get("theme")
    return theme if isinstance(theme, str) and found.get("settings") == configured else configured


def remember_theme(name: str, configured: str) -> None:
    """Keep a choice, and what the settings said then. A folder that cannot be written only forgets it.

    Args:
        name: The theme's name.
        configured: What the settings say; may be empty.
    """
    keep(os.path.join(made_state_folder(), _FILE), {"settings": configured, "theme": name})

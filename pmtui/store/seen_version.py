"""Which version of the program this person started last, so that an upgrade can be told from a first installation."""

from __future__ import annotations

import os

from pmtui.store.small_files import keep, kept, made_state_folder, state_folder

_FILE = "version.json"


def last_version() -> str:
    """The newest version that was started here; empty before the first start, and where nothing can be remembered."""
    version = kept(os.path.join(state_folder(), _FILE)).get("version")
    return version if isinstance(version, str) else ""


def remember_version(version: str) -> bool:
    """Remember it; False where the state folder cannot be written."""
    return keep(os.path.join(made_state_folder(), _FILE), {"version": version})

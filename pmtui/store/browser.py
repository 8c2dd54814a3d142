"""Opening an address in the system's browser: a program of its own, cut off from the terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

SCHEMES = ("http://", "https://", "mailto:")
"""What is handed to a browser; anything else might run a program or open a file."""


def opener(environment: Mapping[str, str], platform: str = sys.platform) -> str:
    """The program that opens an address here; empty where there is no desktop to show a browser on."""
    if platform == "darwin":
        return shutil.which("open", path=environment.get("PATH")) or ""
    if platform == "win32":
        return shutil.which("explorer", path=environment.get("PATH")) or ""
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") or environment.get("WSL_DISTRO_NAME")):
        return ""  # what is left are browsers that would take over the terminal
    names = ("wslview", "xdg-open") if environment.get("WSL_DISTRO_NAME") else ("xdg-open",)
    return next((found for found in (shutil.which(name, path=environment.get("PATH")) for name in names) if found), "")


def open_address(address: str, environment: Mapping[str, str] | None = None) -> bool:
    """Open an address in the system's browser; False where that cannot be done. Blocks until the program has begun."""
    program = opener(os.environ if environment is None else environment)
    if not program or not address.lower().startswith(SCHEMES):
        return False
    try:
        subprocess.Popen(
            [program, address], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env=None if environment is None else dict(environment),
        )
    except OSError:
        return False
    return True

"""Who is at work: the name that goes into `created_by`, comments and reasons."""

from __future__ import annotations

import os
from typing import Protocol


class HasLocal(Protocol):
    """A workspace, as far as this module looks at one."""

    root: str
    local: str


def author(workspace: HasLocal) -> str:
    """A placeholder until the configuration is read."""
    return os.environ.get("PMTUI_AUTHOR", "")

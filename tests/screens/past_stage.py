"""Going into the past in tests: commits at known moments, and waiting for what is read behind the screen."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from stage import NOW, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.commands.core import Effect
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.point import PointDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.line_edit import LineEdit

THEN = "2026-10-01"


def git(root: Path, at: str, *words: str) -> None:
    """Call git at a moment; empty for none."""
    env = {**os.environ, **({"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else {})}
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True, env=env)


def change(root: Path, *edits: Edit) -> None:
    """Save as another program does."""
    with Workspace(root) as workspace:
        workspace.save(Change("elsewhere", edits, at=NOW))


async def enter(app: PmtuiApp, pilot: Pilot[int], when: str = THEN) -> None:
    """Show the workspace as it was."""
    app.effects.carry_out(Effect("as_it_was", {"when": when}))
    await until(app, pilot, lambda: app.past is not None and not isinstance(app.screen, PointDialog))


async def asked(app: PmtuiApp, pilot: Pilot[int], words: str) -> None:
    """Type a point and press Enter."""
    edit = app.screen.focused
    assert isinstance(edit, LineEdit)
    edit.value = ""
    edit.insert_text_at_cursor(words)
    await pilot.press("enter")

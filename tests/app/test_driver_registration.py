"""The merge driver in a clone that has none: the first change made on the screens registers it, and a toast says so."""

from __future__ import annotations

from pathlib import Path

from pmtui.store.driver_registration import MISSING, REGISTERED, registration
from tests.screens.stage import make_workspace, opened, saved, screen_text
from tests.store.workspaces import git


async def test_the_first_change_registers_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    root = make_workspace(tmp_path / "product", 3)
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("j")
        assert registration(str(root)) == MISSING  # looking changes nothing
        app.dispatch("rank.top")
        await saved(app, pilot)
        await pilot.pause()
        assert registration(str(root)) == REGISTERED
        assert "git now merges records field by field, too" in screen_text(app)
        app.records_screen.hints.clear_toast()
        app.dispatch("rank.bottom")
        await saved(app, pilot)
        await pilot.pause()
        assert "field by field" not in screen_text(app)


async def test_without_a_repository_nothing_is_said(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", 3)
    async with opened(root) as (app, pilot):
        app.dispatch("rank.bottom")
        await saved(app, pilot)
        await pilot.pause()
        assert "field by field" not in screen_text(app)

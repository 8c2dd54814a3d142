"""The other screens and the form are made ahead, while no key comes."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from pmtui.app.effects import OTHERS
from pmtui.app.main import PmtuiApp
from pmtui.screens.registry import SCREENS
from tests.screens.stage import make_workspace, opened, until


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def made(app: PmtuiApp) -> list[str]:
    """The main screens that have been made."""
    return [name for name in SCREENS if isinstance(app._installed_screens[name], Screen)]


EMPTY = [name for name in SCREENS if name not in ("experiments", "conflicts")]
"""What is made ahead where there is neither an experiment nor a conflict."""


async def warmed(app: PmtuiApp, pilot: Pilot[int]) -> list[str]:
    """Those that are made after a while."""
    await until(app, pilot, lambda: len(made(app)) >= len(EMPTY))
    return made(app)


async def test_all_main_screens_are_made_and_mounted_though_one_is_shown(root: Path) -> None:
    async with opened(root, ahead=True) as (app, pilot):
        shown = app.screen
        assert await warmed(app, pilot) == EMPTY  # what has no digit and nothing to show can wait
        await pilot.pause(0.2)
        assert made(app) == EMPTY
        assert app.screen is shown
        ahead = app._installed_screens["problems"]
        assert isinstance(ahead, Screen)
        assert ahead.is_mounted
        await pilot.press("2")
        await pilot.pause()
        assert app.screen is ahead
        form = app.effects.room(OTHERS["form"]).screen()
        await pilot.press("4", "ctrl+e")
        await until(app, pilot, lambda: app.screen is form)


async def test_nothing_is_made_while_keys_come(root: Path) -> None:
    async with opened(root, ahead=True) as (app, pilot):
        first = made(app)
        for _ in range(15):
            app.last_key_at = monotonic()
            await pilot.pause(0.03)
        assert len(made(app)) <= len(first) + 1 < len(EMPTY)
        assert await warmed(app, pilot) == EMPTY

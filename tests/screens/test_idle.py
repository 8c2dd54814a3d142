"""Nothing is done while nobody does anything: no timer runs but those that are named here, and nothing is painted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from form_stage import open_form, press
from stage import make_workspace, opened
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.timer import Timer
from textual.widget import Widget

from pmtui.app.collecting import _LONG_PERIOD
from pmtui.app.main import PmtuiApp
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.screens.registry import SCREENS

KEPT = 3600.0
"""Seconds between two looks at what is kept, as the tests of screens have it."""
NAMED = {("PmtuiApp", KEPT), ("PmtuiApp", _LONG_PERIOD)}
"""The timers that run on every screen: what is kept for the next start is looked at now and then, and whether garbage is due."""
OF_THE_FORM = {("FormScreen", 0.5)}
"""An open form looks whether others changed its record."""


def pumps(app: PmtuiApp) -> Iterator[MessagePump]:
    """The app, each screen that has been made, and their widgets."""
    yield app
    for screen in {*app.screen_stack, *(one for one in app._installed_screens.values() if isinstance(one, MessagePump))}:
        yield screen
        yield from screen.walk_children(Widget)


def running(app: PmtuiApp) -> set[tuple[str, float]]:
    """Whose timers run, and how often they fire, in seconds."""
    found: set[tuple[str, float]] = set()
    for pump in pumps(app):
        for timer in pump._timers:
            assert isinstance(timer, Timer)
            if timer._active.is_set() and timer._task is not None and not timer._task.done():
                found.add((type(pump).__name__, timer._interval))
    return found


async def settled(app: PmtuiApp, pilot: Pilot[int], allowed: set[tuple[str, float]]) -> set[tuple[str, float]]:
    """The timers that still run a while after the last key: a toast has gone, what follows the cursor has come."""
    left: set[tuple[str, float]] = set()
    for _ in range(60):
        await pilot.pause(0.1)
        left = running(app)
        if left <= allowed:
            return left
    return left


async def test_on_every_screen_and_layout_only_the_named_timers_run(tmp_path: Path) -> None:
    async with opened(make_workspace(tmp_path / "product"), ahead=True) as (app, pilot):
        for name, entry in SCREENS.items():
            await press(pilot, *(entry.tab.key or "g c").split())
            for layout in entry.screen_class().layouts:
                await press(pilot, "j", "k")
                assert await settled(app, pilot, NAMED) <= NAMED, (name, layout)
                await press(pilot, "b")
        await press(pilot, "4")
        form = await open_form(app, pilot, "item", "000aaaaaaa")
        assert isinstance(form, FormScreen)
        assert await settled(app, pilot, NAMED | OF_THE_FORM) == NAMED | OF_THE_FORM
        await press(pilot, "escape")
        assert await settled(app, pilot, NAMED) == NAMED


async def test_nothing_is_painted_while_nobody_does_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(make_workspace(tmp_path / "product"), ahead=True) as (app, pilot):
        await settled(app, pilot, NAMED)
        painted: list[str] = []
        monkeypatch.setattr(type(app), "_display", lambda self, screen, renderable: painted.append(str(screen)))
        for key in ("2", "3", "5", "4"):
            await press(pilot, key)
            await settled(app, pilot, NAMED)
            assert painted
            painted.clear()
            await pilot.pause(0.7)
            assert painted == [], key

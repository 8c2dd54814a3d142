"""What is done over and over leaves nothing behind: screens, layouts, forms, dialogs and themes, in one running program."""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path

import pytest
from form_stage import open_form, press, rest
from stage import opened, until
from textual._styles_cache import StylesCache
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.screens.registry import SCREENS

ROUNDS, SOAK_ROUNDS = 48, 2016
PERIOD = 24
"""Rounds after which each screen has each of its layouts and the same dialog again."""
WARM, SOAK_WARM = PERIOD, 16 * PERIOD
"""Rounds in which everything is made once; and those after which all lines that are kept for the next paint have been kept."""
COUNTED = (Screen, Widget, MessagePump, Timer, StylesCache)
"""Of these not one more may live after a round than after another one like it, but for two that are just on their way."""
MOST_STRIPS = 18_000
"""Lines that all screens together may keep for the next paint: each keeps a few hundred, in each of the themes."""
OBJECTS_A_ROUND = 20
"""Objects of any sort that a round may leave on the average over the long run; one widget that is not let go has a hundred."""
BYTES_A_ROUND = 8_192
"""Memory of the process that a round may cost on the average over the long run; one widget has more."""
DIALOGS = (("?",), (":",), ("f",), ("t",), ("a",), ("s",), ("L",), ("c",), ("C",), ("ctrl+g",), ("D",), ("/",))


async def one_round(app: PmtuiApp, pilot: Pilot[int], at: int) -> None:
    """Another screen in its next layout, its form with something typed and taken back, a dialog, another theme."""
    await press(pilot, "2345"[at % 4], "b", "j", "g", "g")
    record = app.records_screen.cursor_record()
    assert record is not None
    if at % 8 < 4:  # a form on each of the screens, then none: it is the dearest
        form = await open_form(app, pilot, record.kind, record.id)
        await press(pilot, "x", "escape", "ctrl+z", "j", "enter", "escape", "escape")
        assert app.screen is app.records_screen, (at, form.foot.text)
    await press(pilot, *DIALOGS[at % len(DIALOGS)])
    await press(pilot, "escape", "escape")
    assert app.screen is app.records_screen, (at, DIALOGS[at % len(DIALOGS)])
    names = app.themes.names
    app.themes.show(names[at % len(names)])
    await rest(pilot)


def living() -> Counter[str]:
    """How many objects of the classes that are looked at are alive."""
    gc.collect()  # here nothing of the program is frozen, or it would not be counted
    found: Counter[str] = Counter()
    objects = gc.get_objects()
    found["all"] = len(objects)
    for one in objects:
        for kind in (*COUNTED, Strip):
            if isinstance(one, kind):
                found[kind.__name__] += 1
    return found


def resident() -> int:
    """Bytes of this process that are in memory."""
    file = Path("/proc/self/statm")
    return int(file.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") if file.exists() else 0


async def grown(demo: Path, warm: int, rounds: int) -> tuple[float, float]:
    """Do so many rounds; after the first ones no screen, widget or timer is left over. Gives objects and bytes that a round has cost."""
    kept = living()["Strip"]  # by what other tests have left in this process
    async with opened(demo, ahead=True) as (app, pilot):
        # without a conflict, their screen is not made ahead
        await until(app, pilot, lambda: len(app.sessions.screens()) >= len(SCREENS) - 1 and app.is_screen_installed("form"))
        for at in range(warm):
            await one_round(app, pilot, at)
        await pilot.pause(0.5)
        before, size = living(), resident()
        for at in range(warm, rounds):
            await one_round(app, pilot, at)
        await pilot.pause(0.5)
        now, cost = living(), resident() - size
    for name in (kind.__name__ for kind in COUNTED):
        assert 0 < now[name] <= before[name] + 2, f"{name}: {before[name]}, then {now[name]}"
    assert now["Strip"] - kept <= MOST_STRIPS
    return (now["all"] - before["all"]) / (rounds - warm), cost / (rounds - warm)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return make_demo(tmp_path / "product")


@pytest.mark.timeout(300)
async def test_screens_forms_dialogs_and_themes_leave_nothing_behind(demo: Path) -> None:
    await grown(demo, WARM, ROUNDS)


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_two_thousand_rounds_leave_nothing_behind(demo: Path) -> None:
    left, cost = await grown(demo, SOAK_WARM, SOAK_ROUNDS)
    assert left < OBJECTS_A_ROUND, f"{left:.0f} objects a round"
    assert cost < BYTES_A_ROUND, f"{cost:.0f} bytes a round"

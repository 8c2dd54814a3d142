"""Terminals of any size: every screen in every layout, and the form, live through it and then look as if nothing had been."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pmtui.screens.registry import SCREENS
from tests.conftest import IS_SOAK
from tests.end_to_end.program import environment, make_shared_demo, no_traceback, until, words
from tests.end_to_end.terminal import KEYS, PATIENCE, Terminal, key_bytes

SIZE = (120, 36)
EXTREMES = ((10, 5), (50, 12), (300, 100), (1, 1), (49, 11))
STORM = 50 if IS_SOAK else 25
BREEZE = STORM if IS_SOAK else 8
"""Sizes that a screen's second layout and those after it live through: what sizes do to the frame, the first one has shown."""
MOVES = ("j", "k", "G", "ctrl+d", "ctrl+u", "down", "up", "pageup", "pagedown")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shared_demo(tmp_path_factory.mktemp("sizes") / "product")


@contextmanager
def shown(template: Path, folder: Path, screen: str) -> Iterator[Terminal]:
    """The program on a copy of the sample workspace, on one of its screens, at rest."""
    root = Path(shutil.copytree(template, folder / "product"))
    with Terminal(words("-w", str(root), "--screen", screen), SIZE, environment(), cwd=folder) as terminal:
        terminal.wait_for("▸")
        terminal.settle(0.4)
        yield terminal
        no_traceback(terminal)


def at_rest(terminal: Terminal) -> str:
    """The screen once it stays as it is: what takes its time follows the cursor, and toasts have gone."""
    text = ""
    for _ in range(40):
        terminal.settle(0.15)
        before, text = text, "\n".join(terminal.lines())
        if text == before:
            break
    return text


def back_at(terminal: Terminal, plain: str) -> str:
    """The screen once it is as it was and stays so; what it shows instead, where that takes too long."""
    end = time.monotonic() + PATIENCE
    text = at_rest(terminal)
    while text != plain and time.monotonic() < end:
        text = at_rest(terminal)
    return text


def resized(terminal: Terminal, columns: int, rows: int) -> None:
    """Another size, without waiting for what it brings."""
    terminal.screen.resize(rows, columns)
    terminal._child.setwinsize(rows, columns)


def weather(terminal: Terminal, rng: random.Random, moves: tuple[str, ...], storm: int = STORM) -> None:
    """Extreme sizes, then a storm of them with keys between; at the end the first size and the first row."""
    for columns, rows in EXTREMES:
        terminal.resize(columns, rows)
        terminal.press(rng.choice(moves))
        assert terminal.is_alive
    for _ in range(storm):
        resized(terminal, rng.randint(1, 150), rng.randint(1, 45))
        terminal._child.send(key_bytes(rng.choice(moves)))
        terminal._read(0.004)
    terminal.settle(0.2)
    terminal.resize(*SIZE)


@pytest.mark.parametrize("screen", list(SCREENS))
def test_a_screen_in_every_layout(template: Path, tmp_path: Path, screen: str) -> None:
    layouts = SCREENS[screen].screen_class().layouts
    plain: dict[str, str] = {}
    rng = random.Random(screen)
    with shown(template, tmp_path, screen) as terminal:
        for layout in (*layouts, *layouts):  # what is read from git when it is first looked at stands there the second time
            terminal.press("G")  # a history is read on where its end is looked at
            at_rest(terminal)
            terminal.press("g", "g")
            plain[layout] = at_rest(terminal)
            if len(layouts) > 1:  # behind the last layout comes the first again
                terminal.press("b")
        assert len(set(plain.values())) == len(layouts)
        for at, layout in enumerate(layouts):
            weather(terminal, rng, MOVES, BREEZE if at else STORM)
            terminal.press("g", "g")
            assert back_at(terminal, plain[layout]) == plain[layout], layout
            terminal.press("b")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("screen", ["hypotheses", "backlog"])
def test_the_form(template: Path, tmp_path: Path, screen: str) -> None:
    def opened(terminal: Terminal) -> None:
        terminal.press("g", "g", "ctrl+e")
        terminal.wait_for("ctrl+s save")

    with shown(template, tmp_path, screen) as terminal:
        opened(terminal)
        terminal.press("home")
        plain = at_rest(terminal)
        weather(terminal, random.Random(screen), ("j", "k", "tab", "shift+tab", "pagedown", "pageup", "end"))
        terminal.press("home")
        assert back_at(terminal, plain) == plain
        terminal.type(f"{KEYS['down']}{KEYS['enter']}")  # the choices of its status, or the text of its first field
        for columns, rows in EXTREMES:
            terminal.resize(columns, rows)
        terminal.resize(*SIZE)
        terminal.press("escape", "home")
        assert back_at(terminal, plain) == plain
        terminal.press("escape")
        until(lambda: "ctrl+s save" not in terminal.text(), terminal)
        terminal.press("q")
        assert terminal.wait_for_end() == 0

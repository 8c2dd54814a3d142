"""Typing that was meant for another window: whatever it hits, it can all be taken back."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from pmtui.screens.registry import SCREENS
from pmtui.store.errors import StoreError
from pmtui.store.workspace import Workspace
from tests.end_to_end.program import environment, no_traceback, until, words
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import NOW, all_bytes, make_workspace

COUNT, BURST = 5_000, 50
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~äé日本🙂"
OTHERS = ("\r", "\t", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x7f", "\x1b\x1b", "\x04", "\x12", "\x0f")
PASTES = ("Dy" * 40 + "\n" + "Dyq\n", "TBJK \x1b[A\x1b q", "rm -rf *\n:q!\nyes\n", "支払い\tDy\r\nDy")


def typed(rng: random.Random) -> str:
    """A burst of what a hand or a clipboard may send."""
    if rng.random() < 0.1:
        return f"\x1b[200~{rng.choice(PASTES)}\x1b[201~"
    return "".join(rng.choice(OTHERS) if rng.random() < 0.12 else rng.choice(SIGNS) for _ in range(BURST))


def undone(root: Path) -> None:
    """Take back everything, as `u` would, over all starts of the program."""
    with Workspace(root) as workspace:
        while workspace.undoable() is not None:
            workspace.undo(NOW)
        with pytest.raises(StoreError):
            workspace.undo(NOW)


@pytest.mark.parametrize("screen", list(SCREENS))
def test_five_thousand_characters_and_pastes_into_a_screen_are_undone_to_the_first_bytes(tmp_path: Path, screen: str) -> None:
    root = make_workspace(tmp_path / "product", count=30)
    before = all_bytes(root)
    rng = random.Random(screen)
    left, starts = COUNT, 0
    while left > 0:
        starts += 1
        env = environment(EDITOR="true", BROWSER="true", HOME=str(tmp_path))
        with Terminal([*words("-w", str(root), "--screen", screen)], (100, 30), env, cwd=tmp_path) as terminal:
            until(lambda: SCREENS[screen].tab.name in "\n".join(terminal.lines()), terminal)
            while left > 0 and terminal.is_alive:
                terminal.type(typed(rng))
                left -= BURST
            no_traceback(terminal)
            if terminal.is_alive:
                os.kill(terminal.pid, signal.SIGTERM)
            status = terminal.wait_for_end()
            assert status in (0, 128 + signal.SIGTERM), "\n".join(terminal.lines())
    assert starts < COUNT // BURST  # q was hit now and then, but the program did run
    after = all_bytes(root)
    assert after != before
    undone(root)
    found = all_bytes(root)
    assert {path: raw for path, raw in found.items() if path in before} == before
    with Workspace(root) as workspace:  # a creation that was undone leaves a tombstone
        workspace.purge()
    assert all_bytes(root) == before

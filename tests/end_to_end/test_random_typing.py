"""Typing that was meant for another window: whatever it hits, it can all be taken back."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from pmtui.domain.change import Change, Edit
from pmtui.screens.registry import SCREENS
from pmtui.store.errors import StoreError
from pmtui.store.workspace import Workspace
from tests.conftest import IS_SOAK
from tests.end_to_end.program import environment, no_traceback, until, words
from tests.end_to_end.terminal import PATIENCE, Terminal
from tests.screens.stage import NOW, all_bytes, make_workspace

COUNT, BURST = 5_000 if IS_SOAK else 500, 50
QUICK = ("problems", "backlog", "roadmap", "strategy", "tree", "inbox")
"""The screens of the quick suite: together they have every sort of layout, lines that are no records, and triage."""
MOST_AT_ONCE = 4
"""Bursts that may follow each other without a rest."""
MOST_STARTS = 60
GIVEN_UP = {"discard what was typed": "d", "Throw away what you typed?": "y"}
"""What forms and dialogs ask before they close, and the key that gives up what stands in them."""
PAINTS = "10"
"""Paints a second: what is painted is looked at elsewhere, and each takes longer than the keys between two of them."""
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~äé日本🙂"
OTHERS = ("\r", "\t", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x7f", "\x1b\x1b", "\x04", "\x12", "\x0f")
PASTES = ("Dy" * 40 + "\n" + "Dyq\n", "TBJK \x1b[A\x1b q", "rm -rf *\n:q!\nyes\n", "支払い\tDy\r\nDy")


def typed(rng: random.Random) -> str:
    """A burst of what a hand or a clipboard may send."""
    if rng.random() < 0.1:
        return f"\x1b[200~{rng.choice(PASTES)}\x1b[201~"
    return "".join(rng.choice(OTHERS) if rng.random() < 0.12 else rng.choice(SIGNS) for _ in range(BURST))


def rested(terminal: Terminal) -> None:
    """Wait until the program has taken all that was typed: it writes nothing and takes no time."""
    end = time.monotonic() + PATIENCE
    taken = -1.0
    while terminal.is_alive and time.monotonic() < end:
        terminal.settle(0.1)
        before, taken = taken, spent(terminal.pid)
        if taken - before < 0.03:
            return


def back(terminal: Terminal, tab: str) -> None:
    """Leave forms and dialogs, or all that follows goes into the first long text; what stands in them is given up."""
    for at in range(8):
        if not terminal.is_alive or (at > 1 and tab in "\n".join(terminal.lines())):
            return
        terminal._child.send("\x1b")
        terminal.settle(0.1)
        terminal.press(*[key for words, key in GIVEN_UP.items() if words in terminal.text()])


def spent(pid: int) -> float:
    """Seconds of a processor that a process has taken; of one that has ended, 0."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def filled(root: Path) -> Path:
    """A workspace with records on every screen."""
    make_workspace(root, count=30)
    kinds = {entry.kind: None for entry in SCREENS.values() if entry.kind not in ("", "item")}
    edits = [
        Edit(kind, id, None, {"id": id, "title": f"The {kind} {at}", "created_at": NOW})
        for number, kind in enumerate(kinds) for at, id in enumerate(f"{at}{number}rndtypng" for at in range(10))
    ]
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    return root


def undone(root: Path) -> None:
    """Take back everything, as `u` would, over all starts of the program."""
    with Workspace(root) as workspace:
        while workspace.undoable() is not None:
            workspace.undo(NOW)
        with pytest.raises(StoreError):
            workspace.undo(NOW)


@pytest.mark.parametrize("screen", list(SCREENS) if IS_SOAK else QUICK)
@pytest.mark.timeout(300)
def test_whatever_is_typed_and_pasted_into_a_screen_is_undone_to_the_first_bytes(tmp_path: Path, screen: str) -> None:
    root = filled(tmp_path / "product")
    before = all_bytes(root)
    rng = random.Random(screen)
    left, starts = COUNT, 0

    def goes_on() -> bool:
        """Much was typed, and something was changed by it: a screen of few keys takes longer until a hand meets one that does."""
        return left > 0 or (left > -3 * COUNT and not any((root / ".local" / "journal").iterdir()))

    while goes_on():
        starts += 1
        assert starts < MOST_STARTS, "q was hit now and then, but the program did run"
        env = environment(EDITOR="true", BROWSER="true", TEXTUAL_FPS=PAINTS, HOME=str(tmp_path))
        with Terminal([*words("-w", str(root), "--screen", screen)], (100, 30), env, cwd=tmp_path) as terminal:
            until(lambda: SCREENS[screen].tab.name in "\n".join(terminal.lines()), terminal)
            while goes_on() and terminal.is_alive:
                bursts = [typed(rng) for _ in range(rng.randint(1, MOST_AT_ONCE))]
                for burst in bursts:
                    terminal._child.send(burst)
                    terminal.settle(0)
                rested(terminal)
                back(terminal, SCREENS[screen].tab.name)
                if terminal.is_alive:  # or what came behind the q was typed into nothing
                    left -= BURST * len(bursts)
            no_traceback(terminal)
            if terminal.is_alive:
                os.kill(terminal.pid, signal.SIGTERM)
            status = terminal.wait_for_end()
            has_left = b"\x1b[?1049l" in terminal.raw  # a q was hit just before: on its way out the signal simply ends it
            assert status in (0, 128 + signal.SIGTERM) or (has_left and status == -signal.SIGTERM), "\n".join(terminal.lines())
    assert list((root / ".local" / "journal").iterdir()), "nothing was ever changed"
    undone(root)
    found = all_bytes(root)
    assert {path: raw for path, raw in found.items() if path in before} == before
    with Workspace(root) as workspace:  # a creation that was undone leaves a tombstone
        workspace.purge()
    assert all_bytes(root) == before

"""The record form in a real terminal: a program that is killed loses nothing, and typing is only text."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from pmtui.store.drafts import read_drafts
from tests.end_to_end.program import no_traceback, opened, until
from tests.screens.stage import all_bytes, item_id, make_workspace, stored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def test_a_killed_program_leaves_a_draft_which_the_next_start_tells_of_and_the_form_offers(root: Path) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press("ctrl+e")
        terminal.wait_for("ctrl+s save")
        terminal.press("enter")
        terminal.type(" and 請求書 half a sen")
        until(lambda: any("half a sen" in str(one["values"]) for one in read_drafts(str(root / ".local"))), terminal)
        os.kill(terminal.pid, signal.SIGKILL)
    assert all_bytes(root) == before
    with opened(root) as terminal:
        assert "unsaved text of “Item 0 and 請求書 half a sen” is kept" in _joined(terminal.wait_for("unsaved text"))
        terminal.press("ctrl+e")
        terminal.wait_for("There is unsaved text")
        terminal.press("enter")
        terminal.wait_for("edited")
        terminal.press("ctrl+s")
        until(lambda: stored(root, item_id(0))["title"] == "Item 0 and 請求書 half a sen", terminal)
        until(lambda: not read_drafts(str(root / ".local")), terminal)
        terminal.press("u")
        until(lambda: all_bytes(root) == before, terminal)
        no_traceback(terminal)


def _joined(text: str) -> str:
    """The text of a notice without its frame and breaks; pyte leaves a cell behind each wide character."""
    words = " ".join(line.strip(" │▌▐") for line in text.split("\n"))
    return " ".join(words.split()).replace("請 求 書", "請求書")


def test_a_form_opens_at_once_also_among_many_records(tmp_path: Path) -> None:
    from benchmarks.pty_timing import TimedProgram
    from tests.end_to_end.program import environment, words

    root = make_workspace(tmp_path / "product", count=60)
    env = {name: value for name, value in environment().items() if value is not None}
    with TimedProgram(words("-w", str(root)), tmp_path, env, 80, 24) as program:
        program.seconds_until("Item 1")
        program.settle(1.0)
        taken = []
        for _ in range(5):
            found = program.repaint("\x05", 0.15)
            assert found is not None
            taken.append(found.last)
            assert program.repaint("\x1b", 0.3) is not None
            time.sleep(0.05)
    assert sorted(taken)[len(taken) // 2] < 0.08 * float(os.environ.get("PMTUI_SLOWNESS", "2")), taken


def test_five_hundred_keys_in_the_form_change_no_file_until_ctrl_s(root: Path) -> None:
    import random

    before = all_bytes(root)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?#@/\\|<>()[]{}%$&*+-=_"
    generator = random.Random(7)
    with opened(root, EDITOR="true") as terminal:
        terminal.press("ctrl+e")
        terminal.wait_for("ctrl+s save")
        for _ in range(10):
            terminal.type("".join(generator.choice(letters) for _ in range(50)))
        terminal.settle(0.3)
        assert terminal.is_alive
        no_traceback(terminal)
        assert all_bytes(root) == before

"""Leaving and starting again: the same screen, filter and cursor; and what a kill costs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.end_to_end.program import READY, cursor_line, environment, no_traceback, opened, until, words
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import all_bytes, item_id, make_workspace, stored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=40)


def test_filter_layout_and_cursor_stand_again(root: Path) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press("/")
        terminal.type("item 1")
        terminal.press("enter", "j", "j", "j")
        left, picture = cursor_line(terminal), terminal.text()
        assert "Item 12" in left
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with opened(root) as terminal:
        assert cursor_line(terminal) == left
        assert "Backlog · item 1 ·" in terminal.text()
        assert terminal.lines()[1:-1] == picture.split("\n")[1:-1]
        terminal.press("b")
        terminal.wait_until_gone("#  id")
        terminal.press("ctrl+c")
        assert terminal.wait_for_end() == 0
    with opened(root) as terminal:
        assert "#  id" not in terminal.text()
        assert "Item 12" in cursor_line(terminal)
        no_traceback(terminal)
    assert all_bytes(root) == before


def test_a_polite_end_keeps_the_session_and_a_kill_loses_no_data(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("j", "j")
        os.kill(terminal.pid, signal.SIGTERM)
        terminal.wait_for_end()
    with opened(root) as terminal:
        assert "Item 2" in cursor_line(terminal)
        terminal.press("j", "e")
        terminal.type("Kept")
        terminal.press("enter")
        until(lambda: stored(root, item_id(3))["title"] == "Kept", terminal)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_for_end()
    with opened(root) as terminal:
        assert "Kept" in terminal.text()
        assert cursor_line(terminal)
        no_traceback(terminal)


def test_a_screen_that_is_named_wins_and_the_demo_begins_anew(root: Path, tmp_path: Path) -> None:
    with Terminal(words("-w", str(root), "--screen", "backlog"), (120, 36), environment(), cwd=tmp_path) as terminal:
        terminal.wait_for(READY)
        terminal.settle(0.3)
    for _ in range(2):
        with Terminal(words("demo"), (120, 36), environment(TMPDIR=str(tmp_path)), cwd=tmp_path) as terminal:
            terminal.wait_for("Switch plans")
            terminal.settle(0.3)
            assert "Switch plans" in cursor_line(terminal)
            terminal.press("j", "j", "q")
            assert terminal.wait_for_end() == 0

"""A person at a terminal: from the first paint to the shell prompt."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.end_to_end.program import assert_restored, cursor_line, environment, modes, no_traceback, opened, row_of, run, until, words
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import all_bytes, item_id, make_workspace, stored


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def title(root: Path, number: int = 0) -> str:
    return str(stored(root, item_id(number))["title"])


def test_the_demo_moves_filters_edits_undoes_and_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with Terminal(words("demo"), (120, 36), environment(TMPDIR=str(tmp_path)), cwd=tmp_path) as terminal:
        terminal.wait_for("Backlog ·")
        terminal.wait_for("Switch plans")
        terminal.settle(0.3)
        terminal.press("j")
        assert "Preview the next" in cursor_line(terminal)
        terminal.press("/")
        terminal.type("vat")
        terminal.wait_until_gone("Switch plans")
        terminal.press("enter")
        terminal.press("escape")
        terminal.wait_for("Switch plans")
        assert "Preview the next" in cursor_line(terminal)
        terminal.press("e")
        terminal.type("請求書プレビュー")
        terminal.press("enter")
        terminal.wait_until_gone("Preview the next inv")
        assert "請求書プレビュー" in terminal.text().replace(" ", "")
        terminal.press("u")
        terminal.wait_for("undone: Set title")
        terminal.wait_for("Preview the next")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_restored(terminal)
        no_traceback(terminal)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("pmtui-demo")] == []


def test_ctrl_c_saves_and_leaves_even_from_a_text_field(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("e")
        terminal.type("Saved by enter")
        terminal.press("enter")
        terminal.press("/")
        terminal.type("half")
        terminal.press("ctrl+c")
        assert terminal.wait_for_end() == 0
        assert_restored(terminal)
    assert title(root) == "Saved by enter"


def test_escape_peels_one_layer_at_a_time_and_never_quits(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("/")
        terminal.type("item 1")
        terminal.press("enter", "x", "enter")
        terminal.wait_until_gone("Backlog ·")
        terminal.press("escape")
        terminal.wait_for("1 selected")
        assert "item 1" in terminal.text()
        terminal.press("escape")
        terminal.wait_until_gone("1 selected")
        assert "item 1 ·" in terminal.text()
        terminal.press("escape")
        terminal.wait_for("12 of 12")
        terminal.press("escape", "escape", "backspace")
        assert terminal.is_alive
        assert "Item 0" in terminal.text()


def test_escape_and_a_key_right_after_it_are_two_keys(root: Path) -> None:
    with opened(root) as terminal:
        terminal.press("enter")
        terminal.wait_until_gone("Backlog ·")
        terminal._child.send("\x1b")
        terminal._read(0.06)
        terminal._child.send("j")
        terminal.wait_for("Backlog ·")
        until(lambda: "Item 1 " in cursor_line(terminal), terminal)


def test_a_chord_shows_what_may_follow_and_swallows_what_may_not(root: Path) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press("g")
        terminal.wait_for("g …")
        assert "First" in terminal.text()
        assert "b Backlog" in terminal.text()
        terminal.press("D")
        terminal.wait_for("g D is not bound")
        terminal.press("y")
        assert "Delete" not in terminal.text()
        terminal.press("G", "g", "g")
        until(lambda: "Item 0 " in cursor_line(terminal), terminal)
    assert all_bytes(root) == before


def test_a_blocked_command_says_why(tmp_path: Path) -> None:
    with opened(make_workspace(tmp_path / "product", count=0)) as terminal:
        terminal.wait_for("Nothing here yet")
        terminal.press("s")
        terminal.wait_for("there is no record under the cursor")
        terminal.press("u")
        terminal.wait_for("nothing to undo")


def test_undo_and_redo_outlive_the_program_and_name_what_they_do(root: Path) -> None:
    before = all_bytes(root)
    with opened(root) as terminal:
        terminal.press("n")
        terminal.type("5")
        terminal.press("enter", "q")
        assert terminal.wait_for_end() == 0
    assert stored(root, item_id(0))["estimate"] == 5
    with opened(root) as terminal:
        terminal.press("u")
        terminal.wait_for("undone: Set estimate 5 of “Item 0”")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert all_bytes(root) == before
    with opened(root) as terminal:
        terminal.press("ctrl+r")
        terminal.wait_for("done again: Set estimate 5 of “Item 0”")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert stored(root, item_id(0))["estimate"] == 5


def test_ctrl_z_gives_the_shell_back_and_fg_the_screen(root: Path) -> None:
    shell = {"PS1": "shell$ ", "HISTFILE": "/dev/null"}
    with Terminal(["/bin/bash", "--norc", "--noprofile", "-i"], (120, 36), environment(**shell), cwd=root.parent) as terminal:
        terminal.wait_for("shell$")
        terminal.type(f"{sys.executable} -m pmtui -w {root}\r")
        terminal.wait_for("Backlog ·")
        terminal.settle(0.3)
        terminal.press("j", "ctrl+z")
        terminal.wait_for("Stopped")
        assert modes(terminal.raw)[1049] is False
        assert modes(terminal.raw)[1000] is False
        terminal.type("echo in the $((40+2)) shell\r")
        terminal.wait_for("in the 42 shell")
        terminal.screen.reset()
        terminal.type("fg\r")
        terminal.wait_for("Backlog ·")
        terminal.press("j")
        until(lambda: "Item 2 " in cursor_line(terminal), terminal)
        terminal.screen.reset()
        terminal.press("q")
        terminal.wait_for("shell$")
        terminal.type("echo status $?\r")
        terminal.wait_for("status 0")
        terminal.type("shopt -u progcomp; bind 'set enable-bracketed-paste off'\r")
        assert_restored(terminal)


def test_a_program_that_was_stopped_and_continued_from_outside_goes_on_and_ends(root: Path) -> None:
    with opened(root) as terminal:
        for row in (1, 2):
            os.kill(terminal.pid, signal.SIGSTOP)
            os.kill(terminal.pid, signal.SIGCONT)
            taken = terminal.raw.count(b"\x1b[?1049h")
            until(lambda: terminal.raw.count(b"\x1b[?1049h") > taken, terminal)  # noqa: B023  (called at once)
            terminal.settle()
            terminal.press("j")
            until(lambda: f"Item {row} " in cursor_line(terminal), terminal)  # noqa: B023  (called at once)
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_restored(terminal)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "xterm", "COLORTERM": None}, {"TERM": "linux", "COLORTERM": None}])
def test_cursor_and_selection_show_without_many_colours(root: Path, env: dict[str, str | None]) -> None:
    with opened(root, **env) as terminal:
        terminal.press("j", "x")
        here, chosen, other = row_of(terminal, "Item 2 "), row_of(terminal, "Item 1 "), row_of(terminal, "Item 4 ")
        assert "Item 2 " in cursor_line(terminal)
        assert "●" in terminal.lines()[chosen]
        looks = [terminal.screen.buffer[row][40] for row in (here, other)]
        assert looks[0].reverse or looks[0].bold or looks[0].bg != looks[1].bg
        if "NO_COLOR" in env:
            assert {(cell.fg, cell.bg) for line in terminal.screen.buffer.values() for cell in line.values()} == {("default", "default")}
            assert b"\x1b[38;" not in terminal.raw
        else:
            assert b"38;2;" not in terminal.raw


def test_a_dumb_terminal_gets_a_plain_message(root: Path) -> None:
    with Terminal(words("-w", str(root)), env=environment(TERM="dumb")) as terminal:
        assert terminal.wait_for_end() != 0
        assert "TERM=dumb cannot show screens" in " ".join(terminal.text().split())
        assert b"\x1b" not in terminal.raw
    assert "no terminal" in run("-w", str(root)).stderr


def test_the_demo_off_a_terminal_prints_its_screens() -> None:
    found = run("demo")
    assert found.returncode == 0
    assert "Switch plans without a ticket" in found.stdout
    assert "backlog · board" in found.stdout
    assert "\x1b" not in found.stdout
    assert found.stderr == ""


def retitle(terminal: Terminal, words: str) -> None:
    """Give the record another title, and come back as soon as the screen shows it as done: it may not be saved by then.

    Keys that the program has not read when it is asked to end are nobody's: only what the screen shows counts as done.
    """
    terminal.press("e")
    terminal.wait_for("enter set title")
    terminal.type(words)
    terminal.wait_for(words)
    terminal.send("enter")
    terminal.wait_until_gone("enter set title")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_end_saves_what_was_just_done(root: Path, sent: signal.Signals) -> None:
    with opened(root) as terminal:
        retitle(terminal, "Typed just before the end")
        os.kill(terminal.pid, sent)
        assert terminal.wait_for_end() == 128 + sent
        assert_restored(terminal)
        no_traceback(terminal)
    assert title(root) == "Typed just before the end"


def test_a_terminal_that_goes_away_ends_the_program_and_loses_nothing(root: Path) -> None:
    with opened(root) as terminal:
        retitle(terminal, "Typed before the window closed")
        pid = terminal.pid
        os.close(terminal._child.child_fd)
        terminal.is_gone = True
        until(lambda: title(root) == "Typed before the window closed")
        until(lambda: _has_ended(pid))


def _has_ended(pid: int) -> bool:
    found, _ = os.waitpid(pid, os.WNOHANG)
    return found == pid


def test_killed_right_after_an_edit_the_file_is_old_or_new_and_never_broken(tmp_path: Path) -> None:
    for turn in range(3):
        root = make_workspace(tmp_path / f"product{turn}", count=3)
        with opened(root) as terminal:
            terminal.press("e")
            terminal._child.send("Another title\r")
            if turn:
                terminal._read(0.01 * turn)
            os.kill(terminal.pid, signal.SIGKILL)
            terminal.wait_for_end()
        assert title(root) in ("Item 0", "Another title")
        assert run("doctor", "-w", str(root)).returncode == 0
        with opened(root) as terminal:
            terminal.press("q")
            assert terminal.wait_for_end() == 0

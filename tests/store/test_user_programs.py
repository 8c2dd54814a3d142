"""Programs of the person's own: arguments as they are, no shell, how they end is told."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from pmtui.store.user_programs import Ended, last_lines, run_with_terminal, start_behind

ECHO = [sys.executable, "-S", "-c", "import sys, json; print(json.dumps(sys.argv[1:]))"]


def behind(command: list[str], folder: Path, seconds: float = 60.0) -> Ended:
    found: list[Ended] = []
    done = threading.Event()
    start_behind(command, str(folder), lambda ended: (found.append(ended), done.set()))
    assert done.wait(seconds)
    return found[0]


def test_each_argument_comes_as_it_is(tmp_path: Path) -> None:
    nasty = ["$(touch x)", "`id`", "a\nb", "-rf", "it's \"so\"", "*", "", "é 😀", "a\\b"]
    ended = behind([*ECHO, *nasty], tmp_path)
    assert ended.is_done
    assert ended.lines == (json.dumps(nasty),)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("script", "words"), [
    ("echo one; echo two; echo three; echo four >&2; exit 3", "failed with status 3: two · three · four"),
    ("exit 1", "failed with status 1"),
    ("kill -TERM $$", "was ended by SIGTERM"),
])
def test_a_failure_is_told_with_the_last_lines(tmp_path: Path, script: str, words: str) -> None:
    ended = behind(["sh", "-c", script], tmp_path)
    assert not ended.is_done
    assert ended.words == words


def test_a_program_that_there_is_not_is_told(tmp_path: Path) -> None:
    ended = behind(["no-such-program-at-all"], tmp_path)
    assert ended == Ended(None, ("no-such-program-at-all: No such file or directory",))
    assert "cannot be run" in ended.words
    assert run_with_terminal(["no-such-program-at-all"], str(tmp_path), "X", None).status is None
    assert behind(["sh", "-c", ":"], tmp_path / "gone").status is None


def test_it_runs_where_it_should_with_nothing_to_read(tmp_path: Path) -> None:
    assert behind(["sh", "-c", "pwd; read x || echo no more"], tmp_path).lines == (str(tmp_path.resolve()), "no more")


def test_what_it_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    begin = time.monotonic()
    ended = behind(["sh", "-c", "echo $$; sleep 60 & echo started"], tmp_path)
    assert ended.is_done
    assert time.monotonic() - begin < 30
    os.killpg(int(ended.lines[0]), signal.SIGKILL)


def test_much_output_neither_blocks_nor_fills_the_memory(tmp_path: Path) -> None:
    ended = behind([sys.executable, "-S", "-c", "print('x' * 5_000_000); print('end')"], tmp_path)
    assert ended.is_done
    assert ended.lines[-1] == "end"
    assert len(ended.lines[0]) < 20_000


def test_lines_are_told_without_colours_and_controls() -> None:
    raw = b"\x1b[31mred\x1b[0m\r\n\x1b]0;title\x07ten %\r90 %\n\n  \x00b\xff\n"
    assert last_lines(raw) == ("red", "90 %", "b\ufffd")


def test_with_the_terminal_ctrl_c_is_for_the_program(tmp_path: Path) -> None:
    script = "import os, signal; os.kill(os.getppid(), signal.SIGINT); signal.raise_signal(signal.SIGINT)"
    before = signal.getsignal(signal.SIGINT)
    ended = run_with_terminal([sys.executable, "-S", "-c", script], str(tmp_path), "X", is_waited=False)
    assert ended.status in (-signal.SIGINT, 1)
    assert signal.getsignal(signal.SIGINT) is before

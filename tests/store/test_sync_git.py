"""Calls of git as sync makes them: large input, slow commands, environment, the end of what hangs."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event, Timer

import pytest

from pmtui.store.errors import StoreError
from pmtui.store.git import GitError
from pmtui.store.sync_git import Calls
from tests.store.workspaces import git


def alias(folder: Path, words: str) -> Calls:
    """A repository in which `git does` runs these words in a shell."""
    git(folder, "init", "-q")
    git(folder, "config", "alias.does", f"!{words}")
    return Calls(str(folder))


def test_a_slow_command_gets_all_of_a_large_input(tmp_path: Path) -> None:
    data = b"0123456789" * 200_000
    assert alias(tmp_path, "sleep 0.3; cat").run("does", data=data) == data


def test_what_a_hook_has_set_does_not_point_git_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = alias(tmp_path, "true")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "another"))
    assert calls.text("rev-parse", "--show-toplevel") == str(tmp_path)


def test_nothing_can_ask_on_the_terminal(tmp_path: Path) -> None:
    calls = alias(tmp_path, "(: < /dev/tty) 2>/dev/null && echo asked || echo $GIT_TERMINAL_PROMPT")
    assert calls.text("does") == "0"


def test_a_cancel_ends_a_local_command_and_what_it_started(tmp_path: Path) -> None:
    cancel = Event()
    alias(tmp_path, f"sleep 2; touch {tmp_path}/late")
    Timer(0.2, cancel.set).start()
    start = time.monotonic()
    with pytest.raises(StoreError, match="cancelled"):
        Calls(str(tmp_path), cancel).run("does")
    assert time.monotonic() - start < 1.9
    time.sleep(2)
    assert not (tmp_path / "late").exists()


def test_a_remote_that_goes_on_talking_may_take_its_time(tmp_path: Path) -> None:
    alias(tmp_path, "for one in 1 2 3 4 5 6; do echo $one >&2; sleep 0.3; done")
    assert Calls(str(tmp_path), silence=1.5).network("does").status == 0
    git(tmp_path, "config", "alias.does", "!sleep 5")
    with pytest.raises(GitError, match="no word"):
        Calls(str(tmp_path), silence=0.5).network("does")

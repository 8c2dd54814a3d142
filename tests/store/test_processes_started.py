"""Programs started in a session of their own, in both ways in which that is done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmtui.store import processes
from pmtui.store.processes import Process, started


@pytest.fixture(params=["spawned", "popened", "without pidfd"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "popened":
        monkeypatch.setattr(processes, "_Spawned", processes._Popened)
    elif request.param == "without pidfd":
        monkeypatch.setattr(os, "pidfd_open", refuse)
    return str(request.param)


def refuse(pid: int) -> int:
    raise OSError(38, "Function not implemented")


def shell(words: str, folder: Path, data: bytes | None = None) -> Process:
    """Start a shell, its output in the file `out`."""
    (folder / "in").write_bytes(data or b"")
    with open(folder / "in", "rb") as source, open(folder / "out", "wb") as out:
        file = None if data is None else source.fileno()
        return started(["sh", "-c", words], {"PATH": os.environ["PATH"], "MINE": "yes"}, file, out.fileno(), out.fileno())


def test_input_output_variables_and_status(way: str, tmp_path: Path) -> None:
    process = shell("cat; echo $MINE; echo complaint >&2; exit 3", tmp_path, b"data ")
    assert process.wait(20)
    assert process.status == 3
    assert (tmp_path / "out").read_text() == "data yes\ncomplaint\n"


def test_no_input_and_signals_as_ever(way: str, tmp_path: Path) -> None:
    """Python ignores SIGPIPE; what it starts must not, or `yes | head` would complain."""
    process = shell("cat; yes | head -1; kill -9 $$", tmp_path)
    assert process.wait(20)
    assert process.status == -9
    assert (tmp_path / "out").read_text() == "y\n"


def test_waiting_and_ending_with_all_that_it_started(way: str, tmp_path: Path) -> None:
    words = f"(sleep 1; touch {tmp_path}/late) & trap 'exit 7' TERM; touch {tmp_path}/ready; while :; do sleep 0.05; done"
    process = shell(words, tmp_path)
    end = time.monotonic() + 30
    while not (tmp_path / "ready").exists() and time.monotonic() < end:
        time.sleep(0.01)
    begin = time.monotonic()
    assert not process.wait(0.1)
    process.end()
    assert 0.09 < time.monotonic() - begin < 20
    assert process.status == 7
    assert process.wait(0)
    time.sleep(1.0)
    assert not (tmp_path / "late").exists()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")
def test_what_ended_unknown_how_has_not_succeeded(tmp_path: Path) -> None:
    process = shell("exit 0", tmp_path)
    os.waitpid(process._pid, 0)  # type: ignore[attr-defined]
    assert process.wait(20)
    assert process.status == 255


def test_the_program_hears_of_ends_though_whoever_started_it_does_not_want_to() -> None:
    code = (
        "import signal, subprocess, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); sys.argv = ['pmtui', '--version']\n"
        "from pmtui.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print(subprocess.run(['false']).returncode)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "1"


def test_what_cannot_be_run(way: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open(tmp_path / "out", "wb") as out:
        started([str(tmp_path / "nothing")], {}, None, out.fileno(), out.fileno())

"""What was found by attacking the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmtui.store.workspace import Workspace
from tests.cli.calling import ROOT, Calls
from tests.store.workspaces import IDS

INTERRUPTED = """
import signal, sys
from importlib.abc import MetaPathFinder

wanted = sys.argv[1]

class Finder(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == wanted:
            signal.raise_signal(signal.SIGINT)
        return None

sys.meta_path.insert(0, Finder())
from pmtui.__main__ import main
sys.argv = ["pmtui", "list", "item"]
main()
"""


@pytest.mark.parametrize("module", ["pmtui.cli.main", "pmtui.domain.change", "pmtui.cli.reading"])
def test_ctrl_c_while_the_program_starts_shows_no_traceback(calls: Calls, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module], cwd=calls.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False, timeout=100,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_an_endless_rank_of_a_neighbour_is_no_fault(calls: Calls) -> None:
    calls.seed(("item", IDS[4], {"rank": "a0"}), ("item", IDS[5], {"rank": "a1"}))
    path = calls.folder / "product" / "backlog" / "5" / f"{IDS[5]}.json"
    path.write_text(path.read_text().replace('"a1"', f'"{"z" * 100_000}"'))
    calls.good("rank", IDS[4], "--bottom")
    assert calls.good("list", "item", "--ids").split() == [IDS[5], IDS[4]]


def test_a_lock_that_cannot_be_had_is_not_called_nothing_to_undo(calls: Calls) -> None:
    calls.add("item", "One")
    lock = calls.folder / "product" / ".local" / "lock"
    lock.unlink()
    lock.mkdir()
    for word in ("undo", "redo"):
        result = calls(word)
        assert result.status == 1
        assert "cannot lock" in result.err
        assert "nothing has been changed" not in result.err
        assert "took back" not in result.err


def test_a_year_of_one_digit_is_a_clock(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", "0001-01-01T00:00:00Z")
    assert calls.add("item", "Old")["created_at"] == "0001-01-01T00:00:00Z"
    calls.good("purge", "--before", "today")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_shard_folder_hangs_nothing(calls: Calls) -> None:
    calls.seed(("item", IDS[4], {}))
    path = Path(calls.folder / "product" / "backlog" / "4" / f"{IDS[4]}.json")
    path.unlink()
    os.mkfifo(path)
    signal.alarm(20)
    try:
        for words in (("show", IDS[4]), ("set", IDS[4], "title=x"), ("comment", IDS[4], "x"), ("delete", IDS[4]), ("doctor",)):
            result = calls(*words)
            assert result.status == 1
            assert "not a regular file" in " ".join((result.out + result.err).split())
    finally:
        signal.alarm(0)


def test_two_imports_of_one_file_at_once_make_one_record_of_each(calls: Calls) -> None:
    source = calls.folder / "issues.jsonl"
    source.write_text("".join(f'{{"id":"bd-{n}","title":"Issue {n}","status":"open","issue_type":"task"}}\n' for n in range(5)))
    words = [sys.executable, "-m", "pmtui", "import", "beads", str(source)]
    with Workspace(calls.folder / "product") as workspace, workspace.records.lock:
        both = [
            subprocess.Popen(words, cwd=calls.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        time.sleep(1)  # both have read the file and wait for the lock
    told = sorted(process.communicate(timeout=100)[0] for process in both)
    assert [one.split(",")[0] for one in told] == ["imported: 0 new", "imported: 5 new"]
    assert len(calls.good("list", "item", "--ids").split()) == 5

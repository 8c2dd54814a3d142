"""`pmtui merge-driver` on the command line, and who registers it: the first command that writes, once, and says so."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pmtui.store.driver_registration import MISSING, REGISTERED, registration
from tests.cli.calling import ROOT, Calls
from tests.store.workspaces import git

ID = "4000000000"
SAID = "field by field"


@pytest.fixture
def cloned(calls: Calls) -> Calls:
    """The workspace in a repository whose configuration knows no driver."""
    git(calls.folder, "init", "-q")
    return calls


def state(calls: Calls) -> str:
    return registration(str(calls.folder / "product"))


@pytest.mark.parametrize("words", [
    ("add", "item", "New"), ("add", "--json", "item", "New"), ("set", ID, "status=doing"), ("comment", ID, "Words"), ("undo",), ("purge",),
    ("import", "beads", "issues.jsonl"), ("delete", ID), ("rank", ID, "--top"),
])
def test_the_first_command_that_writes_registers_it_and_says_so(cloned: Calls, words: tuple[str, ...]) -> None:
    (cloned.folder / "issues.jsonl").write_text('{"id": "bd-1", "title": "From beads", "status": "open"}\n', encoding="utf-8")
    cloned.seed(("item", ID, {"status": "ready"}))
    first = cloned(*words)
    assert first.status == 0
    assert " ".join(first.err.split()).count(SAID) == 1
    assert SAID not in first.out
    assert state(cloned) == REGISTERED
    assert SAID not in " ".join(cloned("add", "item", "Another").err.split())


def test_init_registers_it(nowhere: Calls) -> None:
    git(nowhere.folder, "init", "-q")
    result = nowhere("init", "--json")
    assert json.loads(result.out)["workspace"]
    assert SAID in " ".join(result.err.split())


@pytest.mark.parametrize("words", [
    ("list", "item"), ("show", ID), ("purge", "--dry-run"), ("set", ID, "status=doing", "--dry-run"), ("doctor",),
])
def test_what_only_reads_registers_nothing(cloned: Calls, words: tuple[str, ...]) -> None:
    cloned.seed(("item", ID, {}))
    assert SAID not in cloned(*words).err
    assert state(cloned) == MISSING


def test_outside_a_repository_nothing_is_said(calls: Calls) -> None:
    assert calls("add", "item", "New").err == ""


def test_where_git_cannot_write_its_configuration_nothing_is_said(cloned: Calls) -> None:
    (cloned.folder / ".git" / "config.lock").touch()
    result = cloned("add", "item", "New")
    assert (result.status, result.err) == (0, "")


def test_adding_runs_nothing_once_it_is_registered(cloned: Calls) -> None:
    cloned.good("add", "item", "First")
    heavy = "{'subprocess', 'pmtui.store.git'}"
    code = f"import sys; from pmtui.cli.main import run; run(sys.argv[1:]); sys.exit(not {heavy}.isdisjoint(sys.modules))"
    words = [sys.executable, "-c", code, "-w", str(cloned.folder / "product")]
    for more in (("add", "item", "Second"), ("list", "item")):
        subprocess.run([*words, *more], cwd=ROOT, check=True, capture_output=True)


def test_it_needs_no_workspace(nowhere: Calls) -> None:
    for name, more in (("base", {}), ("ours", {"status": "doing"}), ("theirs", {"title": "Theirs"})):
        (nowhere.folder / name).write_text(json.dumps({"id": ID, "title": "A", **more}), encoding="utf-8")
    assert nowhere.good("merge-driver", "base", "ours", "theirs", f"backlog/4/{ID}.json") == ""
    assert json.loads((nowhere.folder / "ours").read_text(encoding="utf-8")) == {"id": ID, "title": "Theirs", "status": "doing"}
    (nowhere.folder / "theirs").write_text("{", encoding="utf-8")
    result = nowhere("merge-driver", "base", "ours", "theirs", f"backlog/4/{ID}.json")
    assert result.status == 1
    assert result.err.startswith(f"pmtui: cannot merge backlog/4/{ID}.json: their version cannot be read")
    assert nowhere("merge-driver", "base", "ours").status == 2

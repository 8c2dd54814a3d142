"""`pmtui init --branch`, and what commands do in a fresh clone: what is printed, and what is not even asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import ROOT, Calls
from tests.cli.conftest import bare_calls
from tests.store.own_branches import code, shared
from tests.store.workspaces import git

SET_UP = "pmtui: set up product, the workspace on its own branch pmtui"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository with code, and a workspace on its own branch."""
    team = code(tmp_path_factory.mktemp("origin"))
    shared(team.top)
    return team.folder / "remote.git"


@pytest.fixture
def ana(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Called in a clone that has code and no workspace."""
    return bare_calls(code(tmp_path).top, monkeypatch)


@pytest.fixture
def fresh(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Called in a fresh clone."""
    git(tmp_path, "clone", "-q", str(origin), "ben")
    return bare_calls(tmp_path / "ben", monkeypatch)


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_init_says_what_it_made_and_how_to_share_it(ana: Calls) -> None:
    result = ana("init", "--branch", "pmtui", "--name", "Acme")
    assert (result.status, result.out) == (0, "product is the workspace on its own branch pmtui now, a new branch\n")
    assert "pmtui: .git/info/exclude keeps it out of your code\npmtui: pmtui sync shares the branch with your team\n" in result.err
    assert ana.good("add", "item", "First").startswith("B-")
    assert git(ana.folder, "status", "--porcelain") == ""


def test_init_as_json_and_of_a_branch_that_is_there(ana: Calls) -> None:
    made = ana("init", "plan", "--branch", "team/plan", "--json").json
    notes = [".git/info/exclude keeps it out of your code"]
    assert made == {"workspace": str(ana.folder / "plan"), "branch": "team/plan", "made": True, "notes": notes}
    git(ana.folder, "worktree", "remove", "--force", "plan")
    again = ana("init", "docs/plan", "--branch", "team/plan")
    assert one_line(again.out) == "docs/plan is the workspace on its own branch team/plan now, which was there already"
    assert "pmtui: pmtui sync shares" in again.err  # found from here without being named, though its folder is none of the usual ones
    assert ana.good("list", "item", "--ids") == ""


def test_the_folder_may_be_named_as_the_workspace(ana: Calls) -> None:
    assert ana.good("-w", "plan", "init", "--branch", "pmtui").startswith("plan is the workspace")
    assert (ana.folder / "plan" / "pmtui.json").is_file()


@pytest.mark.parametrize(("words", "status", "code"), [
    (("--branch", "main"), 1, "checked_out"), (("--branch", ""), 2, "bad_value"), (("src", "--branch", "pmtui"), 1, "exists"),
    (("problems", "--branch", "pmtui"), 2, "bad_folder"),
])
def test_each_hindrance_is_an_error_with_what_to_do(ana: Calls, words: tuple[str, ...], status: int, code: str) -> None:
    result = ana("init", *words, "--json")
    assert (result.status, result.error["code"]) == (status, code)
    assert result.error["hint"]


@pytest.mark.parametrize("words", [("list", "item"), ("list", "item", "--json"), ("add", "item", "x"), ("doctor",), ("schema", "item")])
def test_any_command_that_needs_the_workspace_sets_it_up_and_says_so_once(fresh: Calls, words: tuple[str, ...]) -> None:
    first, second = fresh(*words), fresh(*words)
    assert (first.status, second.status) == (0, 0)
    is_needed = words[0] != "schema"
    assert one_line(first.err).startswith(SET_UP) is is_needed
    assert SET_UP not in one_line(second.err)
    assert (fresh.folder / "product" / "pmtui.json").is_file() is is_needed
    if "--json" in words:
        assert first.json == []


def test_the_named_folder_is_set_up_where_the_branch_belongs_there(fresh: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fresh("-w", "elsewhere", "list", "item").status == 3
    assert not (fresh.folder / "product").exists()
    assert SET_UP in one_line(fresh("-w", "product", "list", "item").err)
    shutil.rmtree(fresh.folder / "product")
    monkeypatch.setenv("PMTUI_WORKSPACE", str(fresh.folder))
    monkeypatch.chdir("/")
    assert SET_UP in one_line(fresh("list", "item").err)


def test_no_second_workspace_is_made_unawares(fresh: Calls) -> None:
    result = fresh("init", "--json")
    assert (result.status, result.error["code"]) == (1, "exists")
    assert "its own branch pmtui" in result.error["message"]
    assert not (fresh.folder / "product").exists()
    assert fresh.good("init", "another") == "another is a workspace now\n"


def test_completion_sets_nothing_up(fresh: Calls) -> None:
    fresh("complete-words", "bash", "pmtui show ")
    assert not (fresh.folder / "product").exists()


def test_a_set_up_that_cannot_be_done_says_why(fresh: Calls) -> None:
    for name in ("product", ".pmtui"):
        (fresh.folder / name).write_text("mine")
    result = fresh("list", "item", "--json")
    assert (result.status, result.error["code"]) == (3, "own_branch")
    assert result.error["hint"] == "name another folder: pmtui init DIR --branch pmtui"


@pytest.mark.parametrize("folder", ["product", "docs/plan"])
def test_a_workspace_that_is_set_up_is_found_without_git(ana: Calls, folder: str) -> None:
    ana.good("init", folder, "--branch", "pmtui")
    look = "import sys; from pmtui.cli.main import run; run(sys.argv[1:]); print('subprocess' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", look, "list", "item", "--ids"], cwd=ana.folder / "src", capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )
    assert done.stdout == "False\n"

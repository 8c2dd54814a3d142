"""Who is at work, found once and kept until something changes on which it rests."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from pmtui.store.author import author, editor
from pmtui.store.errors import StoreError
from pmtui.store.workspace import Workspace
from tests.store.workspaces import finished, git, python

WARM = """
import sys
from pmtui.store.workspace import Workspace
from pmtui.store.author import author
print(author(Workspace(sys.argv[1])), sorted({"tomllib", "platformdirs", "subprocess"} & set(sys.modules)))
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's settings, which do not exist yet."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("PMTUI_CONFIG", str(path))
    return path


def test_the_order_of_the_sources(workspace: Workspace, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert author(workspace) == "Test Person"  # git's, from the tests' own home folder
    config.write_text('author = "From the settings"')
    assert author(workspace) == "From the settings"
    monkeypatch.setenv("PMTUI_AUTHOR", " From the variable ")
    assert author(workspace) == "From the variable"


def test_a_variable_that_is_not_utf_8_is_refused_by_name(workspace: Workspace, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_AUTHOR", os.fsdecode(b"J\xf6rg"))
    with pytest.raises(StoreError, match=r"\$PMTUI_AUTHOR is not UTF-8: 'J\ufffdrg'") as caught:
        author(workspace)
    assert (caught.value.code, caught.value.status) == ("bad_value", 2)
    assert "unset it" in caught.value.hint


def test_other_variables_that_are_not_utf_8_do_no_harm(
    workspace: Workspace, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.fsdecode(os.fsencode(tmp_path) + b"/n\xf6ne"))
    monkeypatch.setenv("LOGNAME", os.fsdecode(b"J\xf6rg"))
    assert author(workspace) == author(workspace) == "J\ufffdrg"


def test_without_git_s_name_it_is_the_login_name(
    workspace: Workspace, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("LOGNAME", "ana")
    assert author(workspace) == "ana"
    monkeypatch.setenv("PATH", "")  # no git at all
    monkeypatch.setenv("LOGNAME", "bea")
    assert author(workspace) == "bea"
    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    assert author(workspace)


def test_a_warm_run_loads_nothing_and_runs_nothing(workspace: Workspace, config: Path) -> None:
    assert finished(python(WARM, workspace.root)) == "Test Person ['subprocess']\n"
    assert finished(python(WARM, workspace.root)) == "Test Person []\n"


@pytest.mark.parametrize("where", ["settings", "global", "repository", "included"])
def test_a_change_of_any_source_is_noticed(
    workspace: Workspace, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    globally, included = tmp_path / "gitconfig", tmp_path / "included"
    included.write_text("[core]\n\tabbrev = 9\n")
    globally.write_text(f"[user]\n\tname = Before\n[include]\n\tpath = {included.as_posix()}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(globally))
    git(workspace.path, "init", "-q")
    assert author(workspace) == author(workspace) == "Before"
    if where == "settings":
        config.write_text('author = "After"')
    elif where == "repository":
        git(workspace.path, "config", "user.name", "After")
    else:
        (globally if where == "global" else included).write_text("[user]\n\tname = After\n")
    assert author(workspace) == "After"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"author": "x"}', '{"author": "x", "files": 7, "variables": {}}'])
def test_a_damaged_note_is_written_anew(workspace: Workspace, config: Path, damage: str) -> None:
    assert author(workspace) == "Test Person"
    note = Path(workspace.local) / "author"
    note.write_text(damage)
    assert author(workspace) == "Test Person"
    assert json.loads(note.read_text())["author"] == "Test Person"


def test_a_workspace_that_cannot_be_written_has_an_author(workspace: Workspace, config: Path) -> None:
    Path(workspace.local).touch()
    assert author(workspace) == "Test Person"


def test_the_editor(workspace: Workspace, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert editor(workspace) == ("notepad" if os.name == "nt" else "vi")
    config.write_text('editor = "code --wait"')
    assert editor(workspace) == "code --wait"
    monkeypatch.setenv("EDITOR", "nano")
    assert editor(workspace) == "nano"
    monkeypatch.setenv("VISUAL", f"{sys.executable} -m x")
    assert editor(workspace) == f"{sys.executable} -m x"

"""Finding a workspace, making one, and what `pmtui.json` may say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.store.errors import StoreError
from pmtui.store.layout import find_workspace, init_workspace, read_layout, record_path
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, added, change


@pytest.mark.parametrize("inside", ["product", ".pmtui", ""])
def test_a_workspace_is_found_from_every_folder_below(tmp_path: Path, inside: str) -> None:
    root = init_workspace(tmp_path / inside)
    deep = tmp_path / "src" / "deep"
    deep.mkdir(parents=True)
    assert find_workspace(None, {}, deep) == root
    assert find_workspace("", {"PMTUI_WORKSPACE": ""}, tmp_path) == root
    assert find_workspace(None, {}, Path(root)) == root


def test_the_nearest_workspace_wins(tmp_path: Path) -> None:
    init_workspace(tmp_path / "product")
    near = init_workspace(tmp_path / "team" / "product")
    assert find_workspace(None, {}, tmp_path / "team") == near


def test_the_option_wins_over_the_variable_and_that_over_the_folder(tmp_path: Path) -> None:
    here, there, elsewhere = (init_workspace(tmp_path / name) for name in ("product", "there", "elsewhere"))
    environ = {"PMTUI_WORKSPACE": "there"}
    assert find_workspace(None, {}, tmp_path) == here
    assert find_workspace(None, environ, tmp_path) == there
    assert find_workspace("elsewhere", environ, tmp_path) == elsewhere


@pytest.mark.parametrize(("flag", "environ", "words"), [
    ("gone", {}, ["gone", "--workspace", "does not exist"]),
    ("empty", {}, ["empty", "has no pmtui.json"]),
    ("file", {}, ["file", "not a folder"]),
    (None, {"PMTUI_WORKSPACE": "gone"}, ["$PMTUI_WORKSPACE"]),
    (None, {}, ["there is no workspace in"]),
])
def test_no_workspace_is_status_3_and_says_where_it_was_looked_for(
    tmp_path: Path, flag: str | None, environ: dict[str, str], words: list[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as caught:
        find_workspace(flag, environ, tmp_path)
    assert (caught.value.status, caught.value.code) == (3, "no_workspace")
    assert "pmtui init" in caught.value.hint
    assert all(word in caught.value.message for word in words)


def test_a_new_workspace_holds_its_settings_and_what_git_must_know(tmp_path: Path) -> None:
    root = Path(init_workspace(tmp_path / "acme" / "product"))
    assert json.loads((root / "pmtui.json").read_text()) == {"format": 1, "name": "acme", "settings": {}}
    assert (root / ".gitattributes").read_text() == "*.json text eol=lf merge=pmtui\n"
    assert ".local/" in (root / ".gitignore").read_text().splitlines()
    assert sorted(path.name for path in root.iterdir()) == [".gitattributes", ".gitignore", "pmtui.json"]


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("build/")
    (tmp_path / "pmtui.json").write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        init_workspace(tmp_path)
    assert (tmp_path / "pmtui.json").read_text() == "mine"
    (tmp_path / "pmtui.json").unlink()
    init_workspace(tmp_path, "Acme")
    assert (tmp_path / ".gitignore").read_text().splitlines()[:2] == ["build/", ".local/"]
    (tmp_path / "a file").touch()
    with pytest.raises(StoreError, match="a file"):
        init_workspace(tmp_path / "a file")


@pytest.mark.parametrize(("text", "reason"), [
    ("{", "line 1"),
    ("[]", "not a JSON object"),
    ("{}", "format is not a whole number"),
    ('{"format": true}', "format is not a whole number"),
    ('{"format": "1"}', "format is not a whole number"),
    ('{"format": 0}', "format is not a whole number"),
    ('{"format": 1, "name": 7}', "name is not a text"),
    ('{"format": 1, "settings": []}', "settings is not an object"),
    ('<<<<<<< ours\n{"format": 1}\n=======\n{"format": 1, "name": "x"}\n>>>>>>> theirs\n', "conflict markers"),
])
def test_a_faulty_settings_file_is_named_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "pmtui.json").write_text(text)
    with pytest.raises(StoreError, match=reason) as caught:
        Workspace(tmp_path)
    assert str(tmp_path / "pmtui.json") in caught.value.message
    assert caught.value.hint
    assert caught.value.code == "bad_workspace"


def test_a_newer_format_is_shown_but_not_written(tmp_path: Path) -> None:
    with Workspace(init_workspace(tmp_path / "product")) as old:
        old.save(change(added(IDS[4])))
        root = old.path
    (root / "pmtui.json").write_text('{"format": 7, "name": "Acme", "settings": "of another type"}')
    before = sorted(root.rglob("*"))
    with Workspace(root) as workspace:
        assert workspace.is_read_only
        assert [one["title"] for one in workspace.snapshot().table("item")] == [f"Title of {IDS[4]}"]
        for act in (lambda: workspace.save(change(added(IDS[5]))), lambda: workspace.insert({"title": "x"}), workspace.purge,
                    lambda: workspace.undo("2026-11-22T09:30:00Z")):
            with pytest.raises(StoreError) as caught:
                act()
            assert (caught.value.code, caught.value.status) == ("newer_format", 6)
            assert "7.0 or later" in caught.value.hint
    assert sorted(root.rglob("*")) == before


def test_a_workspace_that_became_newer_while_it_was_open_is_not_written(workspace: Workspace) -> None:
    (workspace.path / "pmtui.json").write_text('{"format": 2}')
    with pytest.raises(StoreError) as caught:
        workspace.save(change(added(IDS[5])))
    assert caught.value.code == "newer_format"
    assert Path(caught.value.rescue).is_file()
    assert not (workspace.path / "backlog").exists()


def test_a_record_lies_in_a_folder_of_its_first_character() -> None:
    assert record_path(SCHEMA["problem"], "4k3fq9x2ma") == "problems/4/4k3fq9x2ma.json"


def test_a_name_that_is_left_out_is_the_folder_s(tmp_path: Path) -> None:
    (tmp_path / "pmtui.json").write_text('{"format": 1}')
    assert read_layout(str(tmp_path)).name == tmp_path.name

"""The merge driver: what it makes of three files, and git merging with it, registered by whoever writes first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.store.driver_registration import GONE, MISSING, NOWHERE, REGISTERED, driver_command, register, registration
from pmtui.store.errors import StoreError
from pmtui.store.layout import ATTRIBUTES
from pmtui.store.merge_driver import merge_files, run
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, ROOT, added, change, data_of, edit, git, made, path_of

ITEM = SCHEMA["item"]
ONE, TWO = IDS[4], IDS[5]
PATH = f"product/backlog/4/{ONE}.json"
BASE: dict[str, Any] = {"id": ONE, "title": "A", "status": "ready", "tags": ["a"], "rank": "h1"}


def merged(folder: Path, base: Any, ours: Any, theirs: Any, path: str = PATH) -> bytes:
    """What the driver makes of three versions, given as fields or as bytes; None is the empty file of a base that is not there."""
    names = []
    for name, side in (("O", base), ("A", ours), ("B", theirs)):
        target = folder / f".merge_file_{name}"
        target.write_bytes(b"" if side is None else side if isinstance(side, bytes) else encode(ITEM, side))
        names.append(str(target))
    merge_files(*names, path)
    assert sorted(one.name for one in folder.glob(".merge_file_*")) == [".merge_file_A", ".merge_file_B", ".merge_file_O"]
    return (folder / ".merge_file_A").read_bytes()


@pytest.mark.parametrize(("base", "ours", "theirs"), [
    (BASE, {**BASE, "title": "Ours"}, {**BASE, "status": "doing"}),
    (BASE, {**BASE, "title": "Ours"}, {**BASE, "title": "Theirs"}),
    (BASE, {**BASE, "deleted_at": "2026-11-22T09:30:00Z"}, {**BASE, "title": "Theirs"}),
    (None, {**BASE, "title": "Ours"}, {**BASE, "tags": ["b"]}),
    (BASE, {**BASE, "from_a_later_version": {"x": 1.50}}, {**BASE, "later_too": [1, 2]}),
], ids=["two fields", "one field", "deleted and edited", "both added", "fields of a newer version"])
def test_it_is_the_merge_of_the_domain(tmp_path: Path, base: Any, ours: Any, theirs: Any) -> None:
    wanted = encode(ITEM, merge(ITEM, base or {}, ours, theirs))
    assert merged(tmp_path, base, ours, theirs) == wanted == merged(tmp_path, base, theirs, ours)
    assert run([str(tmp_path / f".merge_file_{name}") for name in "OAB"] + [PATH]) == 0


def test_a_base_that_nobody_can_read_is_none(tmp_path: Path) -> None:
    ours, theirs = {**BASE, "title": "Ours"}, {**BASE, "title": "Theirs"}
    assert merged(tmp_path, b"<<<<<<<", ours, theirs) == encode(ITEM, merge(ITEM, {}, ours, theirs))


@pytest.mark.parametrize(("theirs", "path", "code"), [
    (b"{", PATH, "unreadable"), (b"", PATH, "unreadable"), ({**BASE, "id": TWO}, PATH, "unreadable"),
    (BASE, f"product/backlog/5/{TWO}.json", "unreadable"), (BASE, "product/backlog/a.json", "wrong_id"),
    (b"[]", "product/pmtui.json", "unreadable"),
])
def test_what_cannot_be_read_is_left_to_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], theirs: Any, path: str, code: str
) -> None:
    with pytest.raises(StoreError) as caught:
        merged(tmp_path, BASE, {**BASE, "title": "Ours"}, theirs, path)
    assert caught.value.code == code
    assert (tmp_path / ".merge_file_A").read_bytes() == encode(ITEM, {**BASE, "title": "Ours"})
    assert run([str(tmp_path / f".merge_file_{name}") for name in "OAB"] + [path]) == 1
    assert capsys.readouterr().err.startswith(f"pmtui: cannot merge {path}: ")


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / one) for one in "OAB"] + [PATH]) == 1
    assert "No such file" in capsys.readouterr().err


def test_settings_are_merged_one_by_one(tmp_path: Path) -> None:
    base = {"format": 1, "name": "Acme", "settings": {"a": 1, "b": 1}}
    changes = ({}, {"settings": {"a": 2, "b": 1}}, {"name": "New", "settings": {"a": 1, "b": 2}})
    sides = [json.dumps({**base, **more}).encode() for more in changes]
    assert json.loads(merged(tmp_path, *sides, "product/pmtui.json")) == {"format": 1, "name": "New", "settings": {"a": 2, "b": 2}}


def test_a_set_of_the_team_s_own_is_merged_as_a_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    base, ours, theirs = ({**BASE, "areas": areas} for areas in (["a", "b"], ["a", "b", "c"], ["b"]))
    assert "conflicts" in json.loads(merged(tmp_path, base, ours, theirs))
    (tmp_path / "product").mkdir()
    settings = {"fields": {"item": [{"name": "areas", "type": "set"}]}}
    (tmp_path / "product" / "pmtui.json").write_text(json.dumps({"format": 1, "settings": settings}), encoding="utf-8")
    found = json.loads(merged(tmp_path, base, ours, theirs))
    assert (found["areas"], "conflicts" in found) == (["b", "c"], False)


def test_a_kind_that_nobody_knows_keeps_every_value(tmp_path: Path) -> None:
    found = json.loads(merged(tmp_path, BASE, {**BASE, "x": 1}, {**BASE, "y": [2]}, f"rituals/4/{ONE}.json"))
    assert (found["x"], found["y"]) == (1, [2])


def test_any_other_json_is_merged_by_lines_as_git_does(tmp_path: Path) -> None:
    base = b"[\n1,\n2,\n3,\n4\n]\n"
    assert merged(tmp_path, base, base.replace(b"1", b"7"), base.replace(b"4", b"9"), "product/data.json") == b"[\n7,\n2,\n3,\n9\n]\n"
    with pytest.raises(StoreError, match="both sides changed the same lines"):
        merged(tmp_path, base, base.replace(b"1", b"7"), base.replace(b"1", b"9"), "product/data.json")
    assert b"<<<<<<< ours" in (tmp_path / ".merge_file_A").read_bytes()


def test_it_loads_next_to_nothing(tmp_path: Path) -> None:
    names = [tmp_path / one for one in "OAB"]
    for name, data in zip(names, (BASE, {**BASE, "title": "Ours"}, {**BASE, "status": "doing"}), strict=True):
        name.write_bytes(encode(ITEM, data))
    code = (
        "import sys; before = set(sys.modules); sys.argv[0] = 'pmtui'\nfrom pmtui.__main__ import main\n"
        "try: main()\nexcept SystemExit as end: print(end.code, *sorted(set(sys.modules) - before))"
    )
    words = [sys.executable, "-c", code, "merge-driver", *map(str, names), PATH]
    status, *loaded = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert status == "0"
    assert {one for one in loaded if one.startswith("pmtui.")} <= {
        "pmtui.__main__", "pmtui.domain", "pmtui.domain.canonical", "pmtui.domain.kinds", "pmtui.domain.merge",
        "pmtui.domain.merge_candidates", "pmtui.domain.merge_conflicts", "pmtui.domain.merge_lines", "pmtui.domain.schema",
            "pmtui.domain.team_settings",
        "pmtui.domain.validation", "pmtui.store", "pmtui.store.errors", "pmtui.store.layout", "pmtui.store.merge_driver",
        "pmtui.store.regular", "pmtui.store.sync_paths",
    }
    assert {"subprocess", "dataclasses", "inspect", "tempfile", "pathlib", "tinydb", "difflib"}.isdisjoint(loaded)


# With git


@pytest.fixture
def forked(tmp_path: Path) -> Workspace:
    """A workspace in a repository with two branches that changed one record each on its own; nobody has registered anything."""
    top = tmp_path / "it's a repo %O"
    top.mkdir()
    git(top, "init", "-q", "-b", "main")
    workspace = made(top)
    workspace.save(change(added(ONE, status="ready", tags=["a"])))
    git(top, "add", ".")
    git(top, "commit", "-qm", "base")
    git(top, "checkout", "-qb", "theirs")
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}", "tags": ["a"]}, {"title": "Theirs", "tags": ["a", "t"]}), added(TWO)))
    git(top, "add", ".")
    git(top, "commit", "-qm", "theirs")
    git(top, "checkout", "-q", "main")
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}", "status": "ready"}, {"title": "Ours", "status": "doing"})))
    git(top, "commit", "-qam", "ours")
    return workspace


def require_merged(workspace: Workspace) -> None:
    data = data_of(workspace, ONE)
    assert (data["title"], data["status"], data["tags"]) == ("Theirs", "doing", ["a", "t"])
    assert {one["value"] for one in data["conflicts"]["title"]["values"]} == {"Ours", "Theirs"}
    assert git(workspace.path, "status", "--porcelain") == ""


@pytest.mark.parametrize("way", [("merge", "-q", "theirs"), ("cherry-pick", "theirs"), ("rebase", "-q", "theirs")])
def test_git_merges_with_it_once_it_is_registered(forked: Workspace, monkeypatch: pytest.MonkeyPatch, way: tuple[str, ...]) -> None:
    top = forked.path.parent
    assert register(forked.root)
    (top / "json.py").write_text("raise SystemExit('a file of the repository was taken for a module')\n")
    (top / ".git" / "info" / "exclude").write_text("json.py\n")
    monkeypatch.setenv("PATH", os.path.dirname(shutil.which("git") or ""))  # no pmtui, and no virtual environment, on it
    subprocess.run(["git", "-C", str(top), *way], check=True, capture_output=True)
    require_merged(forked)


def test_it_is_registered_once_and_costs_nothing_from_then_on(forked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert registration(forked.root) == MISSING
    assert "merges records" in register(forked.root)
    assert git(forked.path, "config", "--local", "merge.pmtui.driver").strip() == driver_command()
    assert git(forked.path, "config", "--local", "merge.pmtui.name").strip()
    monkeypatch.setenv("PATH", "")
    assert registration(forked.root) == REGISTERED
    assert register(forked.root) == ""


def test_in_a_linked_working_tree_it_is_the_repository_s(forked: Workspace, tmp_path: Path) -> None:
    git(forked.path, "worktree", "add", "-q", str(tmp_path / "linked"), "theirs")
    linked = str(tmp_path / "linked" / "product")
    assert registration(linked) == MISSING
    assert register(linked)
    assert registration(forked.root) == registration(linked) == REGISTERED


@pytest.mark.parametrize(("command", "state"), [
    ("/gone/bin/python -P -m pmtui merge-driver %O %A %B %P", GONE),
    ("PYTHONPATH='/gone 100%%' '/bin/sh' -P -m pmtui merge-driver %O %A %B %P", GONE),
    ("'/bin/sh' \"a b\" \\x merge-driver %O %A %B %P", REGISTERED),
    ("pmtui merge-driver %O %A %B %P", REGISTERED),
    ("'", REGISTERED),
])
def test_what_somebody_registered_stands_unless_its_program_is_gone(forked: Workspace, command: str, state: str) -> None:
    git(forked.path, "config", "merge.pmtui.driver", command)
    assert registration(forked.root) == state
    assert bool(register(forked.root)) == (state == GONE)
    found = git(forked.path, "config", "merge.pmtui.driver").strip()
    assert found == (driver_command() if state == GONE else command)


def test_of_another_driver_nothing_is_taken_for_ours(forked: Workspace) -> None:
    git(forked.path, "config", "merge.other.driver", "true")
    git(forked.path, "config", "merge.pmtui.name", "only a name")
    assert registration(forked.root) == MISSING


def test_without_a_repository_or_git_nothing_happens(tmp_path: Path, forked: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert registration(str(tmp_path)) == NOWHERE
    assert register(str(tmp_path)) == ""
    (tmp_path / "broken" / ".git").mkdir(parents=True)
    assert registration(str(tmp_path / "broken")) == NOWHERE
    monkeypatch.setenv("PATH", "")
    assert register(forked.root) == ""
    assert registration(forked.root) == MISSING


def test_a_configuration_that_git_cannot_write_is_left(forked: Workspace) -> None:
    (forked.path.parent / ".git" / "config.lock").touch()
    assert register(forked.root) == ""
    assert registration(forked.root) == MISSING


def test_without_it_neighbouring_lines_are_shown_merged(forked: Workspace) -> None:
    """Title and status stand on neighbouring lines, and nothing but git has merged them: no conflict for who opens them in pmtui."""
    top = forked.path.parent
    git(top, "checkout", "-q", "theirs")
    forked.save(change(edit(TWO, {"title": f"Title of {TWO}"}, {"title": "Titled there"})))
    git(top, "commit", "-qam", "theirs too")
    git(top, "checkout", "-q", "-b", "here", "HEAD~1")
    forked.save(change(edit(TWO, {}, {"status": "doing"})))
    git(top, "commit", "-qam", "here")
    git(top, "merge", "theirs")
    assert b"<<<<<<<" in path_of(forked, TWO).read_bytes()
    with Workspace(forked.root) as opened:
        (record,) = [one for one in opened.snapshot().table("item") if one.id == TWO]
    assert (record["title"], record["status"]) == ("Titled there", "doing")
    assert "conflicts" not in record.data


def test_the_attributes_name_it() -> None:
    assert "merge=pmtui" in ATTRIBUTES

"""Records in which git left its markers or its stages: shown repaired, written by the next save or the doctor."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.store import doctor
from pmtui.store.errors import StoreError
from pmtui.store.git import Git, GitError
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, added, change, data_of, edit, git, path_of

ONE, TWO = IDS[4], IDS[5]


@pytest.fixture
def merging(workspace: Workspace) -> Workspace:
    """A workspace in the middle of a merge by git without our driver, its record full of markers."""
    root = workspace.path
    git(root, "init", "-q", "-b", "main")
    workspace.save(change(added(ONE, status="ready", tags=["a"]), added(TWO)))
    git(root, "add", ".")
    git(root, "commit", "-qm", "base")
    git(root, "checkout", "-qb", "theirs")
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}", "tags": ["a"]}, {"title": "Theirs", "tags": ["a", "t"]})))
    git(root, "commit", "-qam", "theirs")
    git(root, "checkout", "-q", "main")
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}", "status": "ready"}, {"title": "Ours", "status": "doing"})))
    git(root, "commit", "-qam", "ours")
    git(root, "merge", "theirs")
    assert b"<<<<<<<" in path_of(workspace, ONE).read_bytes()
    return workspace


def versions(workspace: Workspace) -> list[bytes]:
    """The base, ours and theirs in git's index."""
    stages = Git(workspace.root).stages(f"backlog/4/{ONE}.json")
    return [stages[stage] for stage in (1, 2, 3)]


def test_readers_see_the_merge_and_write_nothing(merging: Workspace) -> None:
    before = path_of(merging, ONE).read_bytes()
    record = merging.required("item", ONE)
    assert {one["value"] for one in record.data["conflicts"]["title"]["values"]} == {"Ours", "Theirs"}
    assert (record["status"], record["tags"]) == ("doing", ["a", "t"])
    table = merging.snapshot().table("item")
    assert table.get(ONE) == merging.record("item", ONE) == record
    assert table.faults == ()
    assert len(table) == 2
    assert path_of(merging, ONE).read_bytes() == before


def test_a_save_writes_the_merge(merging: Workspace) -> None:
    before = merging.required("item", ONE).data
    merging.save(change(edit(ONE, {"status": "doing"}, {"status": "review"})))
    assert data_of(merging, ONE) == {**before, "status": "review"}


def test_a_save_that_changes_nothing_writes_the_merge_too(merging: Workspace) -> None:
    before = merging.required("item", ONE).data
    merging.save(change(edit(ONE, {"status": "doing"}, {"status": "doing"})))
    assert data_of(merging, ONE) == dict(before)


def test_without_git_it_is_an_unreadable_file(merging: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert merging.record("item", ONE) is None
    (fault,) = merging.rows("item").faults
    assert "conflict markers" in fault.reason
    with pytest.raises(StoreError, match="conflict markers"):
        merging.save(change(edit(ONE, {"status": "doing"}, {"status": "review"})))


def test_markers_that_were_committed_are_an_unreadable_file(merging: Workspace) -> None:
    git(merging.path, "add", ".")
    git(merging.path, "commit", "-qm", "with markers")
    assert merging.record("item", ONE) is None
    assert [fault.code for fault in doctor.faults(merging)] == ["unreadable"]


def test_the_doctor_merges_and_tells_git(merging: Workspace) -> None:
    (fault,) = doctor.faults(merging)
    assert (fault.severity, fault.code, fault.id) == ("warning", "unmerged", ONE)
    assert any("both sides" in line for line in doctor.fix(merging))
    assert doctor.faults(merging) == []
    assert git(merging.path, "status", "--porcelain").split() == ["M", f"backlog/4/{ONE}.json"]
    git(merging.path, "commit", "-qm", "merged")


def test_stages_behind_a_readable_file_are_merged_by_the_doctor(merging: Workspace) -> None:
    base, ours, theirs = versions(merging)
    path_of(merging, ONE).write_bytes(ours)  # as git leaves it where a merge driver gives up
    doctor.fix(merging)
    item = SCHEMA["item"]
    one, two, three = (merging.records and __import__("json").loads(raw) for raw in (base, ours, theirs))
    assert path_of(merging, ONE).read_bytes() == encode(item, merge(item, one, two, three))


def test_what_a_person_made_of_it_is_left_alone(merging: Workspace) -> None:
    _, ours, _ = versions(merging)
    by_hand = ours.replace(b"Ours", b"By hand")
    path_of(merging, ONE).write_bytes(by_hand)
    doctor.fix(merging)
    assert path_of(merging, ONE).read_bytes() == by_hand
    assert [fault.code for fault in doctor.faults(merging)] == ["unmerged"]


def test_git_s_refusals_are_errors_with_git_s_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Git(str(tmp_path))
    assert not nowhere.is_repository()
    with pytest.raises(GitError, match="not a git repository") as caught:
        nowhere.stages("x")
    assert caught.value.status == 128
    assert nowhere.run("hash-object", "--stdin", standard_input=b"").startswith(b"e69de29")
    with pytest.raises(GitError, match="took longer than"):
        nowhere.run("-c", "alias.wait=!sleep 5", "wait", timeout=0.2)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="cannot be run"):
        nowhere.run("version")
    assert nowhere.user_name() == ""
    assert nowhere.configuration_files() == []


def test_a_hook_s_variables_do_not_lead_git_astray(merging: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path / "other")], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert Git(merging.root).unmerged() == [f"backlog/4/{ONE}.json"]

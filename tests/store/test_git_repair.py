"""Records in which git left its markers or its stages: shown repaired, written by the next save or the doctor."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pmtui.domain.canonical import encode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.store import doctor
from pmtui.store.cache import refresh, save_cache_if_needed
from pmtui.store.driver_registration import register
from pmtui.store.errors import StoreError
from pmtui.store.git import Git, GitError
from pmtui.store.reading import first_rows
from pmtui.store.unmerged import is_merging
from pmtui.store.workspace import Workspace
from tests.store.workspaces import AT, IDS, added, change, data_of, edit, git, path_of

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
    register(workspace.root)
    return workspace


def versions(workspace: Workspace) -> list[bytes]:
    """The base, ours and theirs in git's index."""
    stages = Git(workspace.root).versions()[f"backlog/4/{ONE}.json"]
    return [stages[stage] for stage in (1, 2, 3)]


def test_a_symbolic_link_to_the_workspace_leads_to_the_merge_too(merging: Workspace, tmp_path: Path) -> None:
    root = merging.path
    os.makedirs(tmp_path / "elsewhere")
    os.symlink(root, tmp_path / "elsewhere" / "product")
    linked = Workspace(tmp_path / "elsewhere" / "product")
    assert linked.required("item", TWO) == merging.required("item", TWO)
    assert linked.snapshot().table("item").get(ONE) == merging.required("item", ONE)
    assert is_merging(linked.root)


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
    assert [fault.code for fault in doctor.faults(merging)] == ["unreadable", "wrong_merge"]


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
    one, two, three = (json.loads(raw) for raw in (base, ours, theirs))
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
        nowhere.versions()
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
    assert list(Git(merging.root).versions()) == [f"backlog/4/{ONE}.json"]


@pytest.fixture
def given_up(workspace: Workspace) -> Workspace:
    """A workspace in the middle of a merge whose driver gave up: ours as valid JSON, the other versions in git's index only."""
    root = workspace.path
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "merge.pmtui.driver", "false")
    workspace.save(change(added(ONE, status="ready", tags=["a"]), added(TWO)))
    git(root, "add", ".")
    git(root, "commit", "-qm", "base")
    git(root, "checkout", "-qb", "theirs")
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "Theirs"})))
    git(root, "commit", "-qam", "theirs")
    git(root, "checkout", "-q", "main")
    workspace.save(change(edit(ONE, {"status": "ready"}, {"status": "doing"})))
    git(root, "commit", "-qam", "ours")
    return workspace


def shown(workspace: Workspace) -> tuple[object, object]:
    """Title and status as a reading of all files shows them, which a reading of the one file must agree with."""
    (record,) = [one for one in workspace.snapshot().table("item") if one.id == ONE]
    assert record == workspace.record("item", ONE)
    return record["title"], record["status"]


def calls_of_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that from now on gets a line for each call of git: git itself behind a script that counts."""
    program, calls = shutil.which("git"), folder / "calls"
    (folder / "bin").mkdir()
    (folder / "bin" / "git").write_text(f'#!/bin/sh\necho "$@" >> "{calls}"\nexec "{program}" "$@"\n')
    (folder / "bin" / "git").chmod(0o755)
    calls.touch()
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return calls


OURS, BOTH = (f"Title of {ONE}", "doing"), ("Theirs", "doing")


def test_stages_behind_a_readable_file_are_merged_in_memory(given_up: Workspace) -> None:
    save_cache_if_needed(given_up.records.rows("item"))
    assert shown(given_up) == OURS
    git(given_up.path, "merge", "theirs")
    left = path_of(given_up, ONE).read_bytes()
    assert left == Git(given_up.root).versions()[f"backlog/4/{ONE}.json"][2]
    assert shown(given_up) == BOTH
    save_cache_if_needed(given_up.records.rows("item"))
    assert shown(given_up) == BOTH
    assert path_of(given_up, ONE).read_bytes() == left
    git(given_up.path, "merge", "--abort")
    assert shown(given_up) == OURS


@pytest.mark.parametrize("way", [("cherry-pick", "theirs"), ("rebase", "theirs"), ("merge", "--squash", "theirs")])
def test_whatever_git_was_doing(given_up: Workspace, way: tuple[str, ...]) -> None:
    subprocess.run(["git", "-C", given_up.root, *way], capture_output=True, check=False)
    assert shown(given_up) == BOTH


def test_an_open_program_sees_the_merge_begin_and_end(given_up: Workspace) -> None:
    rows = given_up.records.current_rows("item")
    git(given_up.path, "merge", "theirs")
    rows = refresh(rows, [path_of(given_up, TWO)])
    assert b"Theirs" in (rows.raw_of(ONE) or b"")
    assert refresh(rows) is rows
    git(given_up.path, "checkout", "-q", "--ours", f"backlog/4/{ONE}.json")
    git(given_up.path, "add", ".")
    rows = refresh(rows, [path_of(given_up, TWO)])
    assert rows.raw_of(ONE) == path_of(given_up, ONE).read_bytes()
    assert b"Theirs" not in path_of(given_up, ONE).read_bytes()


def test_a_first_paint_shows_the_cache_without_asking_git(
    given_up: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_cache_if_needed(given_up.records.rows("item"))
    git(given_up.path, "merge", "theirs")
    calls = calls_of_git(tmp_path, monkeypatch)
    first = first_rows(given_up.root, given_up.local, SCHEMA["item"])
    assert first is not None
    assert b"Theirs" not in (first.raw_of(ONE) or b"")
    assert calls.read_text() == ""
    assert b"Theirs" in (refresh(first).raw_of(ONE) or b"")


def test_git_is_asked_for_nothing_while_there_is_no_merge(given_up: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = calls_of_git(tmp_path, monkeypatch)
    given_up.snapshot().table("item")
    given_up.save(change(added(IDS[6])))
    given_up.save(change(edit(ONE, {"status": "doing"}, {"status": "review"})))
    assert given_up.required("item", ONE)["status"] == "review"
    assert calls.read_text() == ""


def test_git_is_asked_once_for_a_state_of_its_index(given_up: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(given_up.path, "merge", "theirs")
    calls = calls_of_git(tmp_path, monkeypatch)
    assert shown(given_up) == shown(given_up) == BOTH
    assert len(calls.read_text().splitlines()) == 2  # what is unmerged, and what is in it


def test_in_a_linked_working_tree(given_up: Workspace, tmp_path: Path) -> None:
    git(given_up.path, "worktree", "add", "-q", str(tmp_path / "linked"))
    git(tmp_path / "linked", "merge", "theirs")
    with Workspace(tmp_path / "linked") as linked:
        assert shown(linked) == BOTH
    assert shown(given_up) == OURS


def test_a_save_on_top_finishes_the_merge_for_git(given_up: Workspace) -> None:
    git(given_up.path, "merge", "theirs")
    title = f"Title of {ONE}"
    given_up.save(change(edit(ONE, {"title": "Theirs"}, {"title": title})))  # makes the file that of ours again, to the byte
    assert shown(given_up) == OURS
    assert Git(given_up.root).versions() == {}
    assert doctor.fix(given_up) == []
    assert shown(given_up) == OURS
    given_up.undo(AT)
    assert shown(given_up) == BOTH


def test_a_script_and_an_undo_finish_it_too(given_up: Workspace) -> None:
    git(given_up.path, "merge", "theirs")
    given_up.undo(AT)
    assert Git(given_up.root).versions() == {}
    assert shown(given_up) == ("Theirs", "ready")
    git(given_up.path, "merge", "--abort")
    git(given_up.path, "merge", "theirs")
    given_up.table("backlog").update({"title": "Script"}, doc_ids=[ONE])
    assert Git(given_up.root).versions() == {}
    assert shown(given_up) == ("Script", "doing")


def test_a_save_of_another_record_leaves_the_merge_to_the_person(given_up: Workspace) -> None:
    git(given_up.path, "merge", "theirs")
    given_up.save(change(edit(TWO, {}, {"status": "doing"})))
    assert list(Git(given_up.root).versions()) == [f"backlog/4/{ONE}.json"]


def test_what_somebody_has_made_of_it_stands(given_up: Workspace) -> None:
    git(given_up.path, "merge", "theirs")
    path = path_of(given_up, ONE)
    path.write_bytes(path.read_bytes().replace(b'"doing"', b'"review"'))
    assert shown(given_up) == (f"Title of {ONE}", "review")
    given_up.save(change(edit(ONE, {"status": "review"}, {"status": "done"})))
    assert shown(given_up) == (f"Title of {ONE}", "done")
    (fault,) = doctor.faults(given_up)  # theirs is not lost: it is in the index until somebody decides
    assert fault.code == "unmerged"
    doctor.fix(given_up)
    assert shown(given_up) == ("Theirs", "done")


def test_the_bytes_may_be_spelled_otherwise(given_up: Workspace) -> None:
    git(given_up.path, "merge", "theirs")
    path = path_of(given_up, ONE)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert shown(given_up) == BOTH


def test_a_file_that_cannot_be_read_is_merged_too(given_up: Workspace) -> None:
    git(given_up.path, "merge", "theirs")
    path_of(given_up, ONE).write_bytes(b"{")
    assert shown(given_up) == BOTH


def test_a_side_that_removed_the_file_does_not_count(given_up: Workspace) -> None:
    git(given_up.path, "checkout", "-q", "theirs")
    git(given_up.path, "rm", "-q", f"backlog/4/{ONE}.json")
    git(given_up.path, "commit", "-qm", "removed")
    git(given_up.path, "checkout", "-q", "main")
    git(given_up.path, "merge", "theirs")
    assert shown(given_up) == OURS

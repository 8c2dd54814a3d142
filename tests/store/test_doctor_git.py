"""What the doctor finds and mends between a workspace and git: merges that came out wrong, markers, the driver, what the dead left."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import open_conflicts
from pmtui.store import doctor
from pmtui.store.both_sides import without_markers
from pmtui.store.driver_registration import REGISTERED, register, registration
from pmtui.store.lock import Lock
from pmtui.store.mending import Looked, Memory
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, LATER, added, change, data_of, edit, git, made, path_of

ITEM = SCHEMA["item"]
ONE, TWO, THREE = IDS[4:7]
PATH = f"backlog/4/{ONE}.json"
BODY = [f"line {number}" for number in range(6)]


@pytest.fixture
def forked(tmp_path: Path) -> Workspace:
    """A record that one branch deleted and the other renamed, one that both renamed; without the driver, `ours` checked out."""
    git(tmp_path, "init", "-q", "-b", "ours")
    workspace = made(tmp_path)
    workspace.save(change(added(ONE, status="ready", body=BODY), added(TWO, status="ready", body=BODY)))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "base")
    git(tmp_path, "checkout", "-qb", "theirs")
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "Theirs"})))
    git(tmp_path, "commit", "-qam", "theirs")
    git(tmp_path, "checkout", "-q", "ours")
    workspace.save(change(edit(ONE, {}, {"deleted_at": LATER})))
    git(tmp_path, "commit", "-qam", "ours")
    return workspace


@pytest.fixture
def wrong(forked: Workspace) -> Workspace:
    """Their merge by git alone, clean and wrong; the driver is registered since."""
    git(forked.path, "merge", "-q", "--no-edit", "theirs")
    assert (data_of(forked, ONE)["title"], data_of(forked, ONE)["deleted_at"]) == ("Theirs", LATER)
    register(forked.root)
    return forked


def codes(workspace: Workspace) -> list[str]:
    return [fault.code for fault in doctor.faults(workspace)]


def test_a_merge_that_came_out_wrong_is_an_error_and_is_mended(wrong: Workspace) -> None:
    (fault,) = doctor.faults(wrong)
    merge = git(wrong.path, "rev-parse", "HEAD")[:10]
    assert (fault.severity, fault.code, fault.path, fault.id) == ("error", "wrong_merge", PATH, ONE)
    assert fault.message == f"a merge by git without pmtui ({merge}) has lost something of deleted_at"
    assert doctor.fix(wrong) == [f"{PATH}: what a merge by git alone had lost is there again, beside what came since"]
    assert list(open_conflicts(data_of(wrong, ONE), ITEM)) == ["deleted_at"]
    assert "deleted_at" not in data_of(wrong, ONE)
    assert doctor.faults(wrong) == doctor.fix(wrong) == []
    git(wrong.path, "commit", "-qam", "Mended")
    assert doctor.faults(wrong) == []


def test_what_a_merge_has_done_is_said(forked: Workspace) -> None:
    git(forked.path, "checkout", "-q", "theirs")
    forked.save(change(edit(TWO, {"title": f"Title of {TWO}"}, {"title": "Theirs", "tags": ["t"], "estimate": 3, "size": "m"})))
    git(forked.path, "commit", "-qam", "theirs")
    git(forked.path, "checkout", "-q", "ours")
    forked.save(change(edit(TWO, {"title": f"Title of {TWO}"}, {"title": "Ours"})))
    git(forked.path, "rm", "-q", str(path_of(forked, ONE)))
    git(forked.path, "commit", "-qam", "ours")
    git(forked.path, "merge", "theirs")
    git(forked.path, "rm", "-q", str(path_of(forked, ONE)))
    git(forked.path, "add", ".")
    git(forked.path, "commit", "-qm", "markers")
    register(forked.root)
    said = {fault.id: fault.message.partition(") ")[2] for fault in doctor.faults(forked) if fault.code == "wrong_merge"}
    assert said == {ONE: "has taken it away", TWO: "has left it so that nobody can read it"}
    git(forked.path, "checkout", "HEAD~1", "--", str(path_of(forked, TWO)))
    said = {fault.id: fault.message.partition(") ")[2] for fault in doctor.faults(forked) if fault.code == "wrong_merge"}
    assert said[TWO] == "has lost something of estimate, size, tags and 1 more"


def test_edits_since_then_stay(wrong: Workspace) -> None:
    wrong.save(change(edit(ONE, {"deleted_at": LATER}, {"deleted_at": LATER, "estimate": 5})))
    git(wrong.path, "commit", "-qam", "Later")
    wrong.save(change(edit(ONE, {"status": "ready", "deleted_at": LATER}, {"status": "doing", "deleted_at": LATER})))
    doctor.fix(wrong)
    data = data_of(wrong, ONE)
    assert (data["estimate"], data["status"], list(open_conflicts(data, ITEM))) == (5, "doing", ["deleted_at"])


def test_it_looks_at_a_merge_once(wrong: Workspace) -> None:
    memory = Memory(wrong.local)
    assert "wrong_merge" in codes(wrong)
    assert memory.looked() == Looked("", False)  # a fault is named until it is mended
    doctor.fix(wrong)
    git(wrong.path, "commit", "-qam", "Mended")
    assert codes(wrong) == []
    assert memory.looked() == Looked(git(wrong.path, "rev-parse", "HEAD").strip(), True)


def test_what_a_sync_left_out_for_its_age_the_doctor_looks_at(wrong: Workspace) -> None:
    Memory(wrong.local).remember(git(wrong.path, "rev-parse", "HEAD").strip(), is_whole=False)
    assert codes(wrong) == ["wrong_merge"]


def test_a_repository_without_a_commit_and_a_broken_one(tmp_path: Path, wrong: Workspace) -> None:
    with made(tmp_path / "new") as fresh:
        git(Path(fresh.root), "init", "-q")
        register(fresh.root)
        assert codes(fresh) == []
    for path in (wrong.path.parent / ".git" / "objects").glob("*/*"):
        path.unlink()
    assert "wrong_merge" not in codes(wrong)


def test_the_driver(forked: Workspace) -> None:
    (fault,) = doctor.faults(forked)
    assert (fault.severity, fault.code, fault.fix) == ("warning", "no_driver", "pmtui doctor --fix")
    assert doctor.fix(forked) == ["git now merges records field by field, too (merge.pmtui in .git/config)"]
    assert registration(forked.root) == REGISTERED
    git(forked.path, "config", "merge.pmtui.driver", "'/gone/python' -P -m pmtui merge-driver %O %A %B %P")
    assert codes(forked) == ["driver_gone"]
    doctor.fix(forked)
    assert doctor.faults(forked) == []


def test_both_added_and_a_record_that_one_side_removed(forked: Workspace) -> None:
    git(forked.path, "checkout", "-q", "theirs")
    forked.save(change(added(THREE, title="Theirs", tags=["t"]), edit(TWO, {"title": f"Title of {TWO}"}, {"title": "Worked on"})))
    git(forked.path, "add", ".")
    git(forked.path, "commit", "-qm", "theirs")
    git(forked.path, "checkout", "-q", "ours")
    forked.save(change(added(THREE, title="Ours", tags=["o"])))
    git(forked.path, "rm", "-q", str(path_of(forked, TWO)))
    git(forked.path, "add", ".")
    git(forked.path, "commit", "-qm", "ours")
    git(forked.path, "merge", "theirs")
    os.remove(path_of(forked, TWO))
    register(forked.root)
    assert [fault.code for fault in doctor.faults(forked) if fault.id in (TWO, THREE)] == ["unmerged", "unmerged"]
    doctor.fix(forked)
    assert "unmerged" not in codes(forked)
    assert data_of(forked, TWO)["title"] == "Worked on"
    assert data_of(forked, THREE)["tags"] == ["o", "t"]
    assert set(open_conflicts(data_of(forked, THREE), ITEM)["title"]) == {"Ours", "Theirs"}


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_markers_without_a_merge_to_ask_keep_both_sides(forked: Workspace, style: str) -> None:
    """As after `git stash pop` or a squash that somebody committed: no merge commit and no stages tell of it."""
    git(forked.path, "config", "merge.conflictStyle", style)
    git(forked.path, "checkout", "-q", "theirs")
    forked.save(change(edit(TWO, {"title": f"Title of {TWO}"}, {"title": "Theirs", "tags": ["t"]})))
    git(forked.path, "commit", "-qam", "theirs")
    git(forked.path, "checkout", "-q", "ours")
    forked.save(change(edit(TWO, {"title": f"Title of {TWO}", "status": "ready"}, {"title": "Ours", "status": "doing"})))
    git(forked.path, "commit", "-qam", "ours")
    git(forked.path, "merge", "--squash", "theirs")
    git(forked.path, "commit", "-qam", "squashed, with markers")
    register(forked.root)
    (fault,) = [one for one in doctor.faults(forked) if one.id == TWO]
    assert (fault.code, fault.fix) == ("unreadable", "pmtui doctor --fix keeps both sides; where both changed a field, as a conflict")
    assert any("conflict markers" in line for line in doctor.fix(forked))
    data = data_of(forked, TWO)
    assert set(open_conflicts(data, ITEM)["title"]) == {"Ours", "Theirs"}
    assert data["tags"] == ["t"]
    assert ("status" in open_conflicts(data, ITEM)) == (style == "merge")  # only with the base one can tell who changed it


@pytest.mark.parametrize("raw", [
    b"{}", b"<<<<<<< a\n{}\n", b"=======\n>>>>>>> b\n", b"<<<<<<< a\n=======\n=======\n>>>>>>> b\n",
    b"<<<<<<< a\n{\n=======\n}\n>>>>>>> b\n", b"<<<<<<< a\n<<<<<<< a\n", b"",
])
def test_markers_that_make_no_two_records_are_left_to_a_person(raw: bytes) -> None:
    assert without_markers(PATH, raw) is None
    assert without_markers("notes.json", raw) is None


def test_an_index_lock_of_a_dead_sync(wrong: Workspace) -> None:
    doctor.fix(wrong)
    git(wrong.path, "commit", "-qam", "Mended")
    lock = wrong.path.parent / ".git" / "index.lock"
    lock.write_text(f"pmtui sync of {wrong.root}\n")
    os.makedirs(os.path.join(wrong.local, "sync"), exist_ok=True)
    with Lock(os.path.join(wrong.local, "sync", "lock")):
        assert codes(wrong) == []  # of a sync that lives
    assert codes(wrong) == ["orphan_lock"]
    assert doctor.fix(wrong) == ["removed the index.lock that a sync left when it died"]
    assert not lock.exists()


def test_an_index_lock_of_another_git(forked: Workspace) -> None:
    register(forked.root)
    lock = forked.path.parent / ".git" / "index.lock"
    lock.touch()
    assert codes(forked) == []  # it may be at work
    os.utime(lock, (time.time() - 3600,) * 2)
    (fault,) = doctor.faults(forked)
    assert (fault.code, "60 minutes" in fault.message) == ("index_locked", True)
    doctor.fix(forked)
    assert lock.exists()  # nobody but a person knows whether it is dead


def test_a_sync_that_died(forked: Workspace) -> None:
    register(forked.root)
    os.makedirs(os.path.join(forked.local, "sync"), exist_ok=True)
    Path(forked.local, "sync", "move.json").write_text('{"ref": "refs/heads/ours"}')
    assert codes(forked) == ["unfinished_sync"]

"""What was found by attacking the store: each of these lost an edit, spoilt a file, hung, lied or failed without sense."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from pathlib import Path

import pytest

from pmtui.domain.ranking import is_rank, moved_ranks
from pmtui.store import doctor
from pmtui.store.author import author
from pmtui.store.clock import now
from pmtui.store.driver_registration import register
from pmtui.store.errors import StoreError
from pmtui.store.lock import Lock
from pmtui.store.workspace import Workspace
from pmtui.store.writing import Steps
from tests.store.workspaces import IDS, LATER, added, change, data_of, edit, finished, git, made, path_of, python, rewrite

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


class Sender(Steps):
    """Sends this process a signal at the nth call of a step."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.number, self.count = name, number, 0

    def _send(self, name: str) -> None:
        if name == self.name:
            self.count += 1
            if self.count == self.number:
                signal.raise_signal(signal.SIGINT)

    def create(self, path: str) -> int:
        self._send("create")
        return super().create(path)

    def replace(self, source: str, target: str) -> None:
        self._send("replace")
        super().replace(source, target)


# --- what is no file -----------------------------------------------------------------------------------------------


@needs_pipes
def test_a_pipe_in_the_place_of_a_record_is_an_error_and_no_waiting(workspace: Workspace) -> None:
    workspace.save(change(added(ONE)))
    path_of(workspace, ONE).unlink()
    os.mkfifo(path_of(workspace, ONE))
    with pytest.raises(StoreError, match="not a regular file"):
        workspace.required("item", ONE)
    with pytest.raises(StoreError, match="not written over"):
        workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "Other"})))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_an_error_to_whoever_asks(workspace: Workspace, tmp_path: Path) -> None:
    workspace.save(change(added(ONE)))
    elsewhere = tmp_path / "elsewhere.json"
    path_of(workspace, ONE).rename(elsewhere)
    path_of(workspace, ONE).symlink_to(elsewhere)
    (fault,) = workspace.rows("item").faults
    with pytest.raises(StoreError, match=fault.reason):
        workspace.required("item", ONE)
    with pytest.raises(StoreError, match=fault.reason):
        workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "Other"})))
    assert path_of(workspace, ONE).is_symlink()


@needs_pipes
@pytest.mark.parametrize("name", ["author", "cache/backlog.cache", "cache/stamp", "journal/changes.jsonl", "journal/changes.1.jsonl"])
def test_pipes_in_the_local_folder_are_not_waited_for(workspace: Workspace, name: str) -> None:
    pipe = Path(workspace.local, name)
    pipe.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(pipe)
    workspace.save(change(added(ONE)))
    assert author(workspace)
    assert len(workspace.snapshot().table("item")) == 1
    workspace.undoable()


@needs_pipes
def test_a_lock_that_is_no_file_is_said_to_be_none(workspace: Workspace) -> None:
    Path(workspace.local).mkdir()
    os.mkfifo(Path(workspace.local, "lock"))
    with pytest.raises(StoreError, match="not a regular file") as caught:
        workspace.save(change(added(ONE)))
    assert caught.value.code == "save_failed"
    assert caught.value.hint


# --- the lock ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
def test_who_removes_the_local_folder_does_not_let_a_second_writer_in(tmp_path: Path) -> None:
    local = tmp_path / ".local"
    with Lock(str(local / "lock")):
        shutil.rmtree(local)
        with pytest.raises(StoreError, match="locked"), Lock(str(local / "lock"), timeout=0.1):
            pass
    with Lock(str(local / "lock"), timeout=0.1):
        pass


def test_the_first_writers_of_a_clone_may_come_at_once(tmp_path: Path) -> None:
    refused: list[StoreError] = []
    for number in range(40):
        barrier = threading.Barrier(4)

        def enter(path: str, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            try:
                with Lock(path):
                    pass
            except StoreError as error:
                refused.append(error)

        threads = [threading.Thread(target=enter, args=(str(tmp_path / str(number) / ".local" / "lock"),)) for _ in range(4)]
        (tmp_path / str(number)).mkdir()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert refused == []


REMOVED = """
import sys
from pmtui.store.workspace import Workspace
from tests.store.workspaces import change, edit
for number in range(40):
    with Workspace(sys.argv[1]) as workspace:
        old = workspace.required("item", sys.argv[2]).data.get("tags", [])
        workspace.save(change(edit(sys.argv[2], {"tags": old}, {"tags": sorted([*old, f"{sys.argv[3]}-{number}"])})))
"""


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
def test_no_edit_is_lost_while_somebody_removes_the_local_folder(workspace: Workspace) -> None:
    workspace.save(change(added(ONE, tags=["a"])))
    writers = [python(REMOVED, workspace.root, ONE, name) for name in "bcd"]
    while any(process.poll() is None for process in writers):
        shutil.rmtree(workspace.local, ignore_errors=True)
    refused = [process.communicate()[1] for process in writers]
    tags = set(data_of(workspace, ONE)["tags"])
    for name, error in zip("bcd", refused, strict=True):
        own = {one for one in tags if one.startswith(f"{name}-")}
        expected = {f"{name}-{number}" for number in range(40)}
        # one that was refused, with an error, ends its process: what came before it must be there without a hole
        assert own == (expected if not error else {f"{name}-{number}" for number in range(len(own))})


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_disk_too_full_for_the_holder_s_number_still_locks_and_unlocks(tmp_path: Path) -> None:
    code = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pmtui.store.lock import Lock
lock = Lock(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
with lock:
    assert lock.is_held
with Lock(sys.argv[1], timeout=0.1):
    print("free")
"""
    assert finished(python(code, str(tmp_path / ".local" / "lock"))) == "free\n"


# --- interruptions -------------------------------------------------------------------------------------------------


def test_what_was_broken_off_before_it_was_written_cannot_be_undone(tmp_path: Path) -> None:
    with made(tmp_path) as workspace:
        workspace.save(change(added(ONE), added(TWO), title="Added two"))
        with Workspace(workspace.path, steps=Sender("create", 2)) as other, pytest.raises(KeyboardInterrupt):
            other.save(change(*(edit(id, {"title": f"Title of {id}"}, {"title": "New"}) for id in (ONE, TWO))))
        assert [data_of(workspace, id)["title"] for id in (ONE, TWO)] == [f"Title of {ONE}", f"Title of {TWO}"]
        undoable = workspace.undoable()
        assert undoable is not None
        assert undoable.title == "Added two"


def test_a_change_of_many_records_is_not_broken_off_in_the_middle(tmp_path: Path) -> None:
    with made(tmp_path) as workspace:
        workspace.save(change(*map(added, IDS[:8])))
        with Workspace(workspace.path, steps=Sender("replace", 3)) as other, pytest.raises(KeyboardInterrupt):
            other.save(change(*(edit(id, {"title": f"Title of {id}"}, {"title": "New"}) for id in IDS[:8]), title="Renamed"))
        assert {data_of(workspace, id)["title"] for id in IDS[:8]} == {"New"}
        workspace.undo(LATER)
        assert [data_of(workspace, id)["title"] for id in IDS[:8]] == [f"Title of {id}" for id in IDS[:8]]


# --- the journal ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [{"title": 5}, {"tags": "x"}, {"conflicts": 5}, {"estimate": "x"}])
def test_a_damaged_journal_makes_no_record_unreadable(workspace: Workspace, after: dict[str, object]) -> None:
    workspace.save(change(added(ONE)))
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "New"})))
    journal = Path(workspace.local, "journal", "changes.jsonl")
    *lines, last = journal.read_text().splitlines()
    words = json.loads(last)
    words["edits"][0].update(after={**words["edits"][0]["after"], **after}, before={"title": "New"})
    journal.write_text("\n".join([*lines, json.dumps(words)]) + "\n")
    raw = path_of(workspace, ONE).read_bytes()
    with pytest.raises(StoreError, match="journal") as caught:
        workspace.undo(LATER)
    assert "changes.jsonl" in str(caught.value)
    assert path_of(workspace, ONE).read_bytes() == raw


def test_an_undo_gives_back_every_byte(workspace: Workspace) -> None:
    source = {"system": "beads", "key": "bd-1", "extra": {"zeta": 1, "alpha": {"b": [1], "a": "  x\u2028"}}}
    workspace.save(change(added(ONE, source=source, later={"b": 1, "a": 2})))
    raw = path_of(workspace, ONE).read_bytes()
    before = {"source": source, "later": {"b": 1, "a": 2}}
    workspace.save(change(edit(ONE, before, {"source": {"system": "x", "key": "y"}})))
    workspace.undo(LATER)
    assert path_of(workspace, ONE).read_bytes() == raw
    workspace.redo(LATER)
    workspace.undo(LATER)
    assert path_of(workspace, ONE).read_bytes() == raw


# --- git's unfinished merges -----------------------------------------------------------------------------------------


@pytest.fixture
def merging(workspace: Workspace) -> Workspace:
    """In the middle of a merge without our driver: one record with markers, one that we purged and they edited."""
    root = workspace.path
    git(root, "init", "-q", "-b", "main")
    workspace.save(change(added(ONE), added(TWO)))
    git(root, "add", ".")
    git(root, "commit", "-qm", "base")
    git(root, "checkout", "-qb", "theirs")
    workspace.save(change(*(edit(id, {"title": f"Title of {id}"}, {"title": f"Theirs {id}", "tags": ["t"]}) for id in (ONE, TWO))))
    git(root, "commit", "-qam", "theirs")
    git(root, "checkout", "-q", "main")
    workspace.save(change(edit(ONE, {"title": f"Title of {ONE}"}, {"title": "Ours"})))
    path_of(workspace, TWO).unlink()
    git(root, "commit", "-qam", "ours")
    git(root, "merge", "theirs")
    register(workspace.root)
    assert {fault.path for fault in doctor.faults(workspace)} == {f"backlog/4/{ONE}.json", f"backlog/5/{TWO}.json"}
    return workspace


def test_a_record_that_one_side_purged_and_the_other_edited_stays(merging: Workspace) -> None:
    doctor.fix(merging)
    assert doctor.faults(merging) == []
    assert data_of(merging, TWO)["title"] == f"Theirs {TWO}"
    assert "UU" not in git(merging.path, "status", "--porcelain")


def test_the_doctor_ends_a_merge_that_was_edited_meanwhile(merging: Workspace) -> None:
    merging.save(change(edit(ONE, {}, {"estimate": 3})))
    whole = data_of(merging, ONE)
    assert {one["value"] for one in whole["conflicts"]["title"]["values"]} == {"Ours", f"Theirs {ONE}"}
    doctor.fix(merging)
    assert doctor.faults(merging) == []
    assert data_of(merging, ONE) == whole


def test_an_edit_of_our_side_does_not_cost_theirs(merging: Workspace) -> None:
    git(merging.path, "checkout", "--ours", f"backlog/4/{ONE}.json")  # what a merge driver leaves that fails
    rewrite(merging, ONE, estimate=3)
    doctor.fix(merging)
    data = data_of(merging, ONE)
    assert (data["estimate"], data["tags"]) == (3, ["t"])
    assert {one["value"] for one in data["conflicts"]["title"]["values"]} == {"Ours", f"Theirs {ONE}"}


def test_the_doctor_does_not_promise_what_it_leaves_to_a_person(merging: Workspace) -> None:
    git(merging.path, "checkout", "--ours", f"backlog/4/{ONE}.json")
    rewrite(merging, ONE, title="By hand")
    doctor.fix(merging)
    (fault,) = doctor.faults(merging)
    assert data_of(merging, ONE)["title"] == "By hand"
    assert fault.fix is not None
    assert "git add" in fault.fix
    assert "--fix" not in fault.fix


# --- odd values ------------------------------------------------------------------------------------------------------


def test_an_endless_order_key_is_replaced() -> None:
    from pmtui.domain.ranking import Place

    endless = "z" * 100_000
    assert not is_rank(endless)
    assert not is_rank("a1" + "V" * 5000)
    new = moved_ranks([Place(ONE, "a0"), Place(TWO, endless)], [THREE], 2)
    assert sorted(new) == [TWO, THREE]
    assert "a0" < new[TWO] < new[THREE]


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"])
def test_any_instant_is_a_clock(instant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", instant)
    assert now() == instant


@pytest.mark.parametrize("number", [2, 13, 28, 30])  # no space, no such file, full for the group, read-only
def test_every_refusal_of_the_disk_says_what_to_do(number: int) -> None:
    from pmtui.store.errors import refusal

    assert refusal(OSError(number, os.strerror(number)), "cannot write it").hint

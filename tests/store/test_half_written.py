"""A program that is killed in the middle of a change of several records: it is all there afterwards, or nothing, and undo knows it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pmtui.store import doctor
from pmtui.store.errors import StoreError
from pmtui.store.half_written import stopped_change
from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, LATER, added, change, data_of, edit, finished, made, python, rewrite, temporary_files

SOME = IDS[4:10]
TITLE = "Set the status of many"

KILLED = """
import os, signal, sys
from pmtui.store.workspace import Workspace
from pmtui.store.writing import Steps
from tests.store.workspaces import added, change, edit

class Dying(Steps):
    left = int(sys.argv[2])
    def replace(self, source, target):
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        super().replace(source, target)

with Workspace(sys.argv[1], steps=Dying()) as workspace:
    ids = sys.argv[3:]
    new = [added("z000000000", title="New")]
    edits = [edit(id, {"status": "ready"}, {"status": "done"}) for id in ids]
    workspace.save(change(*edits[:2], *new, *edits[2:], title="Set the status of many"))
"""

EACH_STEP = """
# A process that kills children of its own, by the real signal, at every call to the operating system that a save consists of.
import json, os, shutil, signal, sys
from pathlib import Path
from pmtui.domain.change import Change
from pmtui.store.workspace import Workspace
from tests.store.workspaces import added, change, edit

origin, what, place, ids = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4:]
EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.listdir", "os.scandir"})

def bulk(workspace):
    if what == "undo":
        workspace.undo("2026-11-24T09:30:00Z")
        return
    new = [added("z000000000", title="New"), added("y000000000", title="Gone", deleted_at="2026-11-20T09:30:00Z")]
    workspace.save(change(*(edit(id, {"status": "ready"}, {"status": "done"}) for id in ids), *new, title="Set the status of many"))

def files(root):
    found = [path for path in root.rglob("*") if path.is_file() and ".local" not in path.parts and path.suffix != ".tmp"]
    return {path.relative_to(root).as_posix(): path.read_text() for path in found}

def dying(root, step):
    # a child that is killed at this step; True where it was
    child = os.fork()
    if not child:
        left = [step]
        workspace = Workspace(root)
        def kill(event, arguments):
            if event in EVENTS:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(kill)
        bulk(workspace)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

with Workspace(origin) as workspace:
    before = files(workspace.path)
whole = place / "whole"
shutil.copytree(origin, whole)
assert not dying(whole, 10_000)
after = files(whole)
found = []
for step in range(10_000):
    root = place / str(step)
    shutil.copytree(origin, root)
    if not dying(root, step):
        break
    half = files(root)
    with Workspace(root) as workspace:
        workspace.settle()
        told = workspace.take_news()
        settled = files(root)
        titles = [[one.title for one in some] for some in workspace.history()]
        one = "everything" if settled == after else "nothing" if settled == before else "a part"
        if what == "undo":
            workspace.redo("2026-11-25T09:30:00Z") if one == "everything" else workspace.undo("2026-11-25T09:30:00Z")
        elif one == "everything":
            workspace.undo("2026-11-25T09:30:00Z")
        back = {name: json.loads(text) for name, text in files(root).items() if name.endswith(".json")}
    states = [back[f"backlog/{id[0]}/{id}.json"].get("status") for id in ids]
    found.append({"half": half not in (before, after), "settled": one, "titles": titles, "told": told, "states": states})
json.dump(found, sys.stdout)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = made(tmp_path)
    workspace.save(change(*(added(id, status="ready") for id in SOME), title="Added them"))
    yield workspace
    workspace.close()


def killed(workspace: Workspace, after: int) -> None:
    """A change of all of them and a new one, by a program that is killed after some renames."""
    process = python(KILLED, str(workspace.path), str(after), *SOME)
    process.communicate(timeout=60)
    assert process.returncode == -9
    assert len(temporary_files(workspace)) == len(SOME) + 1 - after


def killed_at_each_step(workspace: Workspace, tmp_path: Path, what: str) -> list[dict[str, Any]]:
    (tmp_path / "steps").mkdir()
    found: list[dict[str, Any]] = json.loads(finished(python(EACH_STEP, str(workspace.path), what, str(tmp_path / "steps"), *SOME)))
    assert len(found) > 2 * len(SOME)
    assert sum(one["half"] for one in found) >= len(SOME) - 1  # so many renames were followed by another one
    assert [one["settled"] for one in found if one["half"]].count("everything") >= len(SOME) - 1
    assert {one["settled"] for one in found} == {"everything", "nothing"}
    return found


def states(workspace: Workspace) -> list[str]:
    return [data_of(workspace, id)["status"] for id in SOME]


def test_killed_at_whatever_step_a_change_is_all_there_or_nothing_and_one_undo_takes_it_back(workspace: Workspace, tmp_path: Path) -> None:
    for one in killed_at_each_step(workspace, tmp_path, "do"):
        is_there = one["settled"] == "everything"
        assert one["titles"] == [[TITLE, "Added them"] if is_there else ["Added them"], []], one
        assert set(one["states"]) == {"ready"}
        assert bool(one["told"]) >= one["half"]


def test_an_undo_that_is_killed_is_all_there_or_nothing_too(workspace: Workspace, tmp_path: Path) -> None:
    workspace.save(change(*(edit(id, {"status": "ready"}, {"status": "done"}) for id in SOME), title=TITLE))
    for one in killed_at_each_step(workspace, tmp_path, "undo"):
        is_undone = one["settled"] == "everything"
        assert one["titles"] == ([["Added them"], [TITLE]] if is_undone else [[TITLE, "Added them"], []]), one
        assert set(one["states"]) == ({"done"} if is_undone else {"ready"})


def test_the_next_writer_brings_it_to_its_end_and_tells(workspace: Workspace) -> None:
    killed(workspace, 2)
    assert [one.code for one in doctor.faults(workspace) if one.code == "half_written"] == ["half_written"]
    workspace.save(change(edit(SOME[5], {"size": None}, {"size": "m"}), title="After it"))
    assert temporary_files(workspace) == []
    assert set(states(workspace)) == {"done"}
    assert [one.title for one in workspace.history().undo] == ["After it", TITLE, "Added them"]
    said = f"“{TITLE}” stopped after 2 of 7 records, for its program was killed; 5 more are written now; undo takes it back"
    assert workspace.take_news() == [said]
    assert workspace.take_news() == []
    assert not [one for one in doctor.faults(workspace) if one.code in ("half_written", "leftover")]


def test_the_doctor_brings_it_to_its_end_before_it_removes_what_was_left(workspace: Workspace) -> None:
    killed(workspace, 3)
    assert "4 more are written now" in doctor.fix(workspace)[0]
    assert set(states(workspace)) == {"done"}
    assert data_of(workspace, "z000000000")["title"] == "New"


def test_what_somebody_changed_since_stays_and_is_named(workspace: Workspace) -> None:
    killed(workspace, 2)
    rewrite(workspace, SOME[4], status="dropped")
    rewrite(workspace, SOME[5], title="Another title")
    (workspace.path / "backlog" / SOME[3][0] / f"{SOME[3]}.json").write_text("{ half")
    assert workspace.settle()
    told = workspace.take_news()[0]
    assert "stopped after 2 of 7 records" in told
    assert "3 more are written now; changed since or not readable, and left as they are: B-7000000000, B-8000000000; undo" in told
    assert data_of(workspace, SOME[4])["status"] == "dropped"
    assert (data_of(workspace, SOME[5])["status"], data_of(workspace, SOME[5])["title"]) == ("done", "Another title")
    undo = workspace.undoable()
    assert undo is not None
    assert {one.id for one in undo.edits} == {*SOME[:3], SOME[5], "z000000000"}
    workspace.undo(LATER)
    assert data_of(workspace, SOME[0])["status"] == "ready"


def test_where_somebody_took_it_back_by_hand_nothing_is_written(workspace: Workspace) -> None:
    """`git checkout .` throws the half away: then it must not come back by itself."""
    killed(workspace, 2)
    for id in SOME[:2]:
        rewrite(workspace, id, status="ready")
    assert not workspace.settle()
    assert set(states(workspace)) == {"ready"}
    assert [one.title for one in workspace.history().undo] == ["Added them"]


def test_a_record_that_was_in_place_and_was_taken_back_stays(workspace: Workspace) -> None:
    """`git checkout` of one file leaves nothing that tells it from one never written but the temporary file, which is gone."""
    killed(workspace, 3)
    rewrite(workspace, SOME[1], status="ready")
    assert workspace.settle()
    assert "4 more are written now; changed since or not readable, and left as they are: B-5000000000; undo" in workspace.take_news()[0]
    assert data_of(workspace, SOME[1])["status"] == "ready"
    workspace.undo(LATER)
    assert set(states(workspace)) == {"ready"}


@pytest.mark.parametrize("ago", [0, 90_000])
def test_what_others_made_alike_since_is_not_taken_for_what_the_program_wrote(workspace: Workspace, ago: int) -> None:
    """The half was thrown away, and then a colleague made one of the records the same: the others do not follow."""
    killed(workspace, 2)
    for id in SOME[:2]:
        rewrite(workspace, id, status="ready")
    intent = Path(workspace.records.local) / "journal" / "intent.json"
    os.utime(intent, (time.time() - ago,) * 2)
    rewrite(workspace, SOME[0 if ago else 4], status="done")
    assert not stopped_change(workspace.records)
    workspace.settle()
    assert states(workspace).count("done") == 1
    assert [one.title for one in workspace.history().undo] == ["Added them"]
    told = f"“{TITLE}” stopped half-way, for its program was killed; 1 of 7 records are as it was to leave them, and changed since: no more"
    assert [one.startswith(told) for one in workspace.take_news()] == [True] * bool(ago)
    assert temporary_files(workspace) == []


def test_the_same_again_in_the_same_second_is_another_change(workspace: Workspace) -> None:
    workspace.save(change(edit(SOME[1], {"size": None}, {"size": "m"}), title=TITLE))
    killed(workspace, 2)
    assert workspace.settle()
    assert set(states(workspace)) == {"done"}
    assert [one.title for one in workspace.history().undo] == [TITLE, TITLE, "Added them"]


def test_what_no_folder_takes_stays_written_down(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    killed(workspace, 2)
    monkeypatch.setattr("pmtui.store.rescue.rescued", lambda *_: "")
    with monkeypatch.context() as full:
        full.setattr(workspace.records, "write_prepared", _refusing(workspace))
        with pytest.raises(StoreError, match="as the test wants it"):
            workspace.save(change(edit(SOME[5], {"size": None}, {"size": "m"}), title="After it"))
    assert workspace.settle()
    assert set(states(workspace)) == {"done"}
    assert [one.title for one in workspace.history().undo] == [TITLE, "Added them"]


def test_a_disk_that_refuses_the_rest_costs_nobody_the_next_save(workspace: Workspace) -> None:
    killed(workspace, 2)
    folder = workspace.path / "backlog" / SOME[4][0]
    workspace.records.write_prepared = _refusing(workspace)  # type: ignore[method-assign]
    workspace.save(change(edit(SOME[5], {"size": None}, {"size": "m"}), title="After it"))
    told = workspace.take_news()[0]
    assert "stopped after 2 of 7 records" in told
    assert "your change of 5 records is kept in " in told
    rescued = json.loads(Path(told.rpartition(" is kept in ")[2].partition(";")[0]).read_text())
    assert [one["id"] for one in rescued["records"]] == ["z000000000", *SOME[2:]]
    assert [one.title for one in workspace.history().undo] == ["After it", TITLE, "Added them"]
    assert folder.exists()


def _refusing(workspace: Workspace) -> Any:
    from pmtui.store.errors import StoreError

    def refuse(*_: object) -> None:
        raise StoreError("cannot write: as the test wants it")

    return refuse


def test_what_cannot_be_read_is_of_a_program_that_died_before_the_first_record(workspace: Workspace) -> None:
    assert not workspace.records.journal.has_begun
    (Path(workspace.records.local) / "journal" / "intent.json").write_bytes(b"{ half")
    assert [one.title for one in workspace.history().undo] == ["Added them"]
    assert not workspace.records.journal.has_begun


def test_a_single_record_writes_nothing_down_before(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(workspace.records.journal, "begin", lambda *words: begun.append(words))
    workspace.save(change(edit(SOME[0], {"status": "ready"}, {"status": "done"})))
    assert begun == []


def test_a_look_at_the_history_does_not_disturb_a_writer_at_work(workspace: Workspace) -> None:
    """The other process holds the lock: the history waits for it, and then there is nothing half done."""
    process = python(KILLED.replace("os.kill(os.getpid(), signal.SIGKILL)", "import time; time.sleep(0.6); self.left = 100"),
                     str(workspace.path), "2", *SOME)
    end = time.monotonic() + 20
    while not workspace.records.journal.has_begun:
        assert time.monotonic() < end
        time.sleep(0.01)
    other = Workspace(workspace.path)
    undo = other.undoable()
    assert undo is not None
    assert len(undo.edits) == len(SOME) + 1
    assert other.take_news() == []
    process.communicate(timeout=60)
    assert process.returncode == 0

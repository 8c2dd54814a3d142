"""A program that dies in the middle of a change of several records: what was written can be undone, nothing else is left."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pmtui.store.workspace import Workspace
from tests.store.workspaces import IDS, LATER, added, change, data_of, edit, made, path_of, python, temporary_files

SOME = IDS[4:10]

KILLED = """
import os, sys
from pmtui.store.workspace import Workspace
from pmtui.store.writing import Steps
from tests.store.workspaces import added, change, edit

class Dying(Steps):
    left = int(sys.argv[2])
    def replace(self, source, target):
        if not self.left:
            os._exit(9)
        self.left -= 1
        super().replace(source, target)

with Workspace(sys.argv[1], steps=Dying()) as workspace:
    ids = sys.argv[3:]
    new = [added("z000000000", title="New")]
    edits = [edit(id, {"status": "ready"}, {"status": "done"}) for id in ids]
    workspace.save(change(*edits[:2], *new, *edits[2:], title="Set the status of many"))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = made(tmp_path)
    workspace.save(change(*(added(id, status="ready") for id in SOME), title="Added them"))
    return workspace


def killed(workspace: Workspace, after: int) -> None:
    """A change of all of them and a new one, by a program that dies after some renames."""
    process = python(KILLED, str(workspace.path), str(after), *SOME)
    process.communicate(timeout=60)
    assert process.returncode == 9
    assert len(temporary_files(workspace)) == len(SOME) + 1 - after


def states(workspace: Workspace) -> list[str]:
    return [data_of(workspace, id)["status"] for id in SOME]


@pytest.mark.parametrize("after", [1, 4])
def test_what_was_written_can_be_undone(workspace: Workspace, after: int) -> None:
    killed(workspace, after)
    assert states(workspace).count("done") == after - (after > 2)
    undo = workspace.undoable()
    assert undo is not None
    assert (undo.title, len(undo.edits)) == ("Set the status of many", after)
    assert temporary_files(workspace) == []
    workspace.undo(LATER)
    assert set(states(workspace)) == {"ready"}
    assert not path_of(workspace, "z000000000").exists() or data_of(workspace, "z000000000")["deleted_at"] == LATER
    workspace.redo(LATER)
    assert states(workspace).count("done") == after - (after > 2)


def test_the_next_writer_puts_it_in_order(workspace: Workspace) -> None:
    killed(workspace, 2)
    workspace.save(change(edit(SOME[5], {"status": "ready"}, {"status": "dropped"}), title="After it"))
    assert temporary_files(workspace) == []
    assert [one.title for one in workspace.history().undo] == ["After it", "Set the status of many", "Added them"]


def test_where_nothing_was_written_there_is_nothing_to_undo(workspace: Workspace) -> None:
    killed(workspace, 0)
    assert [one.title for one in workspace.history().undo] == ["Added them"]
    assert temporary_files(workspace) == []
    assert set(states(workspace)) == {"ready"}


def test_a_change_that_came_to_its_end_leaves_nothing(workspace: Workspace) -> None:
    assert not workspace.records.journal.has_begun
    begun = Path(workspace.records.local) / "journal" / "begun.json"
    begun.write_bytes(b"{ half")
    assert [one.title for one in workspace.history().undo] == ["Added them"]
    assert not begun.exists()


def test_a_single_record_writes_nothing_down_before(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(workspace.records.journal, "begin", lambda *words: begun.append(words))
    workspace.save(change(edit(SOME[0], {"status": "ready"}, {"status": "done"})))
    assert begun == []


def test_a_look_at_the_history_does_not_disturb_a_writer_at_work(workspace: Workspace) -> None:
    """The other process holds the lock: the history waits for it, and then there is nothing half done."""
    process = python(KILLED.replace("os._exit(9)", "import time; time.sleep(0.6); self.left = 100"), str(workspace.path), "2", *SOME)
    end = time.monotonic() + 20
    while not workspace.records.journal.has_begun:
        assert time.monotonic() < end
        time.sleep(0.01)
    undo = Workspace(workspace.path).undoable()
    assert undo is not None
    assert len(undo.edits) == len(SOME) + 1
    process.communicate(timeout=60)
    assert process.returncode == 0

"""The writer thread: in order, never dropped, tried again."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

from pmtui.domain.change import Change
from pmtui.store.errors import StoreError
from pmtui.store.rescue import rescue_files
from pmtui.store.saving import Saved
from pmtui.store.workspace import Workspace
from pmtui.store.writer import Writer
from tests.store.workspaces import IDS, LATER, Faulty, added, change, data_of, edit, made, path_of, rescued_change

ONE, TWO = IDS[4], IDS[5]


class Listener:
    """What a writer told."""

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.failed: list[str] = []
        self.told = threading.Condition()

    def take_saved(self, change: Change, saved: Saved) -> None:
        with self.told:
            self.saved.append(change.title)
            self.told.notify_all()

    def take_failed(self, change: Change, error: StoreError) -> None:
        with self.told:
            self.failed.append(error.message)
            self.told.notify_all()

    def wait_for(self, failures: int = 0, successes: int = 0) -> None:
        """Wait until so much was told."""
        with self.told:
            assert self.told.wait_for(lambda: len(self.failed) >= failures and len(self.saved) >= successes, 30)


def numbered(number: int) -> Change:
    """The change of a title from a number to the next one."""
    return change(edit(ONE, {"title": str(number)}, {"title": str(number + 1)}), title=str(number))


@pytest.fixture
def steps() -> Faulty:
    """A disk that can begin to refuse."""
    return Faulty()


@pytest.fixture
def stored(tmp_path: Path, steps: Faulty) -> Workspace:
    """A workspace with one item, titled 0."""
    workspace = made(tmp_path, steps=steps)
    workspace.save(change(added(ONE, title="0")))
    return workspace


def writer_of(workspace: Workspace, pause: float = 0.01) -> tuple[Writer, Listener]:
    """A writer and what it tells."""
    listener = Listener()
    return Writer(workspace, listener.take_saved, listener.take_failed, pause), listener


def test_changes_are_saved_in_their_order(stored: Workspace) -> None:
    writer, listener = writer_of(stored)
    for number in range(50):
        writer.put(numbered(number))
    assert writer.flush(20)
    assert writer.pending() == 0
    assert writer.close() == ()
    assert listener.saved == [str(number) for number in range(50)]
    assert data_of(stored, ONE)["title"] == "50"
    assert "conflicts" not in data_of(stored, ONE)


def test_putting_does_not_wait_for_the_disk(stored: Workspace) -> None:
    writer, _ = writer_of(stored)
    with stored.records.lock:
        start = time.perf_counter()
        writer.put(numbered(0))
        assert time.perf_counter() - start < 10  # a wait for the disk would end with the lock
        assert writer.pending() == 1
        assert not writer.flush(0.05)
    assert writer.flush(30)
    writer.close()


def test_a_save_that_fails_is_tried_again_and_holds_up_what_follows(stored: Workspace, steps: Faulty) -> None:
    writer, listener = writer_of(stored)
    steps.name, steps.for_good = "write", True
    steps.calls.clear()
    writer.put(numbered(0))
    writer.put(numbered(1))
    listener.wait_for(failures=3)
    assert writer.pending() == 2
    assert len(rescue_files(stored.root, stored.local)) == 1
    assert data_of(stored, ONE)["title"] == "0"
    steps.is_on = False
    assert writer.flush(30)
    listener.wait_for(successes=2)
    assert listener.saved == ["0", "1"]
    assert data_of(stored, ONE)["title"] == "2"
    writer.close()
    assert rescue_files(stored.root, stored.local) == []


def test_the_pause_grows_and_can_be_cut_short(stored: Workspace, steps: Faulty) -> None:
    writer, listener = writer_of(stored, pause=30)
    steps.name, steps.for_good = "write", True
    steps.calls.clear()
    writer.put(numbered(0))
    listener.wait_for(failures=1)
    time.sleep(0.1)
    assert len(listener.failed) == 1
    writer.retry()
    listener.wait_for(failures=2)
    steps.is_on = False
    assert writer.flush(30)
    writer.close()


def test_closing_puts_aside_what_cannot_be_saved(stored: Workspace, steps: Faulty) -> None:
    writer, _ = writer_of(stored, pause=30)
    steps.name, steps.for_good = "fsync", True
    steps.calls.clear()
    writer.put(numbered(0))
    writer.put(change(added(TWO), title="second"))
    assert [one.title for one in writer.close(0.3)] == ["0", "second"]
    assert len(rescue_files(stored.root, stored.local)) == 2
    with pytest.raises(RuntimeError):
        writer.put(numbered(0))


def test_a_change_that_can_never_be_saved_can_be_given_up(stored: Workspace) -> None:
    writer, listener = writer_of(stored)
    writer.put(change(edit(ONE, {}, {"estimate": -1})))
    writer.put(numbered(0))
    listener.wait_for(failures=2)
    writer.give_up()
    assert writer.flush(30)
    assert data_of(stored, ONE)["title"] == "1"
    assert len(rescue_files(stored.root, stored.local)) == 1
    writer.close()


def test_a_fault_of_the_program_does_not_end_the_thread(stored: Workspace) -> None:
    def explode(change: Change, told: object) -> None:
        raise RuntimeError("a fault in the screens")

    writer = Writer(stored, explode, explode, 0.01)
    writer.put(numbered(0))
    writer.put(Change("broken", (None,)))  # type: ignore[arg-type]
    end = time.monotonic() + 30
    while writer.pending() > 1 and time.monotonic() < end:
        time.sleep(0.01)
    assert writer.pending() == 1
    assert data_of(stored, ONE)["title"] == "1"
    writer.close(0.1)
    (path,) = rescue_files(stored.root, stored.local)
    assert '"spelling": "None"' in Path(path).read_text()


def test_listeners_are_told_of_a_fault_of_the_program(stored: Workspace) -> None:
    def broken(kind: str, id: str) -> None:
        raise ZeroDivisionError("broken")

    writer, listener = writer_of(stored)
    writer.put(change(edit(TWO, {"title": "a"}, {"title": "b"})), documents=broken)
    listener.wait_for(failures=2)
    writer.close(0.1)
    assert "ZeroDivisionError" in listener.failed[0]
    (path,) = rescue_files(stored.root, stored.local)
    assert rescued_change(path).edits == (edit(TWO, {"title": "a"}, {"title": "b"}),)


def test_a_record_whose_file_has_vanished_is_written_anew(stored: Workspace) -> None:
    whole = data_of(stored, ONE)
    shutil.rmtree(path_of(stored, ONE).parent)
    writer, _ = writer_of(stored)
    writer.put(numbered(0), documents=lambda kind, id: whole)
    assert writer.flush(30)
    writer.close()
    assert data_of(stored, ONE) == {**whole, "title": "1"}


def test_an_undo_goes_through_the_queue_too(stored: Workspace) -> None:
    stored.save(numbered(0))
    planned = stored.undoable()
    assert planned is not None
    writer, _ = writer_of(stored)
    writer.put(planned, "undo")
    writer.close()
    assert data_of(stored, ONE)["title"] == "0"
    assert stored.redoable() is not None


def test_a_scenario_that_somebody_else_has_just_applied_is_not_applied_again(stored: Workspace) -> None:
    """Merged, each of its reasons would stand in the records twice."""
    stored.save(change(added(TWO, kind="scenario", title="Two teams")))
    applied = change(
        edit(ONE, {}, {"reasons": [{"id": "r1", "at": LATER, "field": "estimate", "text": ["Ana is away"]}]}),
        edit(TWO, {}, {"status": "applied"}, kind="scenario"), title="Apply it",
    )
    Workspace(stored.path).save(applied)
    before = path_of(stored, ONE).read_bytes()
    again = applied._replace(edits=(edit(ONE, {}, {"reasons": [{"id": "r2", "at": LATER, "field": "estimate", "text": ["So says Bo"]}]}),
                                    *applied.edits[1:]))
    listener = Listener()
    writer = Writer(stored, listener.take_saved, listener.take_failed, pause=30)
    writer.put(again)
    listener.wait_for(failures=1)
    assert listener.failed == ["“Two teams” is applied already: somebody else did that just now, and nothing is done twice"]
    writer.give_up()
    listener.wait_for(failures=2)
    assert writer.close() == ()
    assert path_of(stored, ONE).read_bytes() == before
    assert rescue_files(stored.root, stored.local) == []

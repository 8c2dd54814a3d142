from __future__ import annotations

import pytest

from pmtui.app.ledger import Ledger, Stale, applied
from pmtui.domain.change import Change, Edit, MemorySource, Snapshot
from pmtui.domain.records import Record
from pmtui.store.workspace import Saved

A, B = "aaaaaaaaaa", "bbbbbbbbbb"


def snapshot() -> Snapshot:
    return Snapshot(MemorySource({"item": {A: {"id": A, "title": "one"}, B: {"id": B, "title": "two"}}}))


def retitled(id: str, before: str, after: str) -> Change:
    return Change(f"Set title {after}", (Edit("item", id, {"title": before}, {"title": after}),), "record.set", "2026-11-22T09:30:00Z")


def title(world: Snapshot, id: str) -> str:
    record = world.record("item", id)
    assert record is not None
    return record.title


def test_undo_and_redo_walk_back_and_forth() -> None:
    ledger, world = Ledger(), snapshot()
    world = applied(ledger.did(retitled(A, "one", "uno")), world)
    world = applied(ledger.did(retitled(B, "two", "due")), world)
    for expected in (("uno", "two"), ("one", "two")):
        step = ledger.undo(world)
        assert step is not None
        assert step.mark == "undo"
        world = applied(step, world)
        assert (title(world, A), title(world, B)) == expected
    assert ledger.undo(world) is None
    for expected in (("uno", "two"), ("uno", "due")):
        step = ledger.redo(world)
        assert step is not None
        world = applied(step, world)
        assert (title(world, A), title(world, B)) == expected
    assert ledger.redo(world) is None


def test_a_new_change_ends_redo() -> None:
    ledger, world = Ledger(), snapshot()
    world = applied(ledger.did(retitled(A, "one", "uno")), world)
    step = ledger.undo(world)
    assert step is not None
    world = applied(step, world)
    ledger.did(retitled(B, "two", "due"))
    assert ledger.redo(world) is None


def test_an_undo_of_what_has_changed_since_is_refused_with_the_field() -> None:
    ledger, world = Ledger(), snapshot()
    world = applied(ledger.did(retitled(A, "one", "uno")), world)
    world = world.with_records([Record("item", A, {"id": A, "title": "somebody else's"})])
    with pytest.raises(Stale, match="title of “somebody else's” has changed since"):
        ledger.undo(world)
    assert len(ledger.undos) == 1


def test_what_waits_for_the_disk_is_known_until_it_is_there() -> None:
    ledger, world = Ledger(), snapshot()
    first, second = retitled(A, "one", "uno"), retitled(A, "uno", "ein")
    world = applied(ledger.did(second), applied(ledger.did(first), world))
    ledger.settled(first)
    assert ledger.pending == {("item", A)}
    merged = Record("item", A, {"id": A, "title": "merged"})
    assert ledger.corrections(Saved((merged,)), world) == []
    ledger.settled(second)
    assert ledger.pending == frozenset()
    assert ledger.corrections(Saved((merged,)), world) == [merged]

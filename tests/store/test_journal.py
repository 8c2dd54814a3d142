"""Undo and redo, also after a restart and from another process; the journal stays small and outlives a torn line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import Change, inverse
from pmtui.store.errors import StoreError
from pmtui.store.journal import Journal
from pmtui.store.workspace import Workspace
from tests.store.workspaces import AT, IDS, LATER, added, change, data_of, edit, finished, made, path_of, python, rewrite

ONE, TWO = IDS[4], IDS[5]
UNDO = """
import sys
from pmtui.store.workspace import Workspace
with Workspace(sys.argv[1]) as workspace:
    getattr(workspace, sys.argv[2])("2026-11-23T09:30:00Z")
"""


def titled(before: str, after: str) -> Change:
    """The change of a title."""
    return change(edit(ONE, {"title": before}, {"title": after}), title=f"{before} to {after}")


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """A workspace with a record and three changes of its title."""
    workspace.save(change(added(ONE, title="0")))
    for number in range(3):
        workspace.save(titled(str(number), str(number + 1)))
    return workspace


def title(workspace: Workspace) -> str:
    """The title that the file says."""
    return str(data_of(workspace, ONE)["title"])


def test_undo_and_redo_go_step_by_step(stored: Workspace) -> None:
    bytes_at = {}
    for number in (2, 1, 0):
        saved = stored.undo(LATER)
        assert saved.records[0].title == title(stored) == str(number)
        bytes_at[number] = path_of(stored, ONE).read_bytes()
    for number in (1, 2):
        stored.redo(LATER)
        assert path_of(stored, ONE).read_bytes() == bytes_at[number]
    stored.redo(LATER)
    assert title(stored) == "3"
    with pytest.raises(StoreError, match="nothing to redo"):
        stored.redo(LATER)


def test_a_creation_is_undone_by_a_tombstone_with_the_instant_of_the_undo(stored: Workspace) -> None:
    for _ in range(4):
        stored.undo(LATER)
    assert data_of(stored, ONE)["deleted_at"] == LATER
    with pytest.raises(StoreError, match="nothing to undo"):
        stored.undo(LATER)
    stored.redo(LATER)
    assert "deleted_at" not in data_of(stored, ONE)


def test_a_new_change_ends_what_could_be_redone(stored: Workspace) -> None:
    stored.undo(LATER)
    assert stored.redoable() is not None
    stored.save(titled("2", "other"))
    assert stored.redoable() is None
    stored.undo(LATER)
    assert title(stored) == "2"


def test_undo_works_from_another_process_and_after_a_restart(stored: Workspace) -> None:
    finished(python(UNDO, stored.root, "undo"))
    assert title(stored) == "2"
    with Workspace(stored.root) as again:
        again.undo(LATER)
    assert title(stored) == "1"
    finished(python(UNDO, stored.root, "redo"))
    assert title(stored) == "2"


def test_the_history_says_what_undo_and_redo_would_do(stored: Workspace) -> None:
    stored.undo(LATER)
    history = stored.history()
    assert [one.title for one in history.undo] == ["1 to 2", "0 to 1", "Changed something"]
    assert [one.title for one in history.redo] == ["2 to 3"]
    assert [one.title for one in stored.history(1).undo] == ["1 to 2"]
    assert stored.undoable() == history.undo[0]
    undone = history.undo[0]
    assert (undone.command, undone.at, undone.by) == ("test", AT, "Ana")
    assert undone.edits == (edit(ONE, {"title": "2"}, {"title": "1"}),)


def test_a_change_that_was_planned_from_the_history_is_saved_as_an_undo(stored: Workspace) -> None:
    planned = stored.undoable()
    assert planned is not None
    stored.save(planned, "undo")
    assert title(stored) == "2"
    assert [one.title for one in stored.history().redo] == ["2 to 3"]


@pytest.mark.parametrize(("fields", "words"), [({"title": "theirs"}, "title has changed"), ({"deleted_at": AT}, "deleted")])
def test_an_undo_that_would_overwrite_somebody_is_refused(stored: Workspace, fields: dict[str, str], words: str) -> None:
    rewrite(stored, ONE, **fields)
    before = path_of(stored, ONE).read_bytes()
    with pytest.raises(StoreError) as caught:
        stored.undo(LATER)
    assert (caught.value.code, caught.value.rescue) == ("stale", "")
    assert words in caught.value.message
    assert f"B-{ONE}" in caught.value.message
    assert path_of(stored, ONE).read_bytes() == before


def test_an_undo_of_a_record_whose_file_is_gone_is_refused(stored: Workspace) -> None:
    path_of(stored, ONE).unlink()
    with pytest.raises(StoreError, match="no file any more"):
        stored.undo(LATER)


def test_an_undo_leaves_other_fields_as_they_are(stored: Workspace) -> None:
    rewrite(stored, ONE, status="ready")
    stored.undo(LATER)
    assert (data_of(stored, ONE)["status"], title(stored)) == ("ready", "2")


def test_an_undo_of_a_merged_save_takes_back_one_s_own_part(stored: Workspace) -> None:
    rewrite(stored, ONE, title="theirs")
    before = path_of(stored, ONE).read_bytes()
    assert stored.save(titled("3", "mine")).conflicts
    stored.undo(LATER)
    assert data_of(stored, ONE) == {**data_of(stored, ONE), "title": "theirs"}
    assert "conflicts" not in data_of(stored, ONE)
    assert len(path_of(stored, ONE).read_bytes()) >= len(before)


def test_values_that_are_no_longer_allowed_come_back_with_an_undo(workspace: Workspace) -> None:
    workspace.save(change(added(ONE)))
    rewrite(workspace, ONE, estimate=-3)
    workspace.save(change(edit(ONE, {"estimate": -3}, {"estimate": 3})))
    workspace.undo(LATER)
    assert data_of(workspace, ONE)["estimate"] == -3


def test_a_bulk_change_is_one_undo(workspace: Workspace) -> None:
    workspace.save(change(added(ONE), added(TWO)))
    workspace.save(change(edit(ONE, {}, {"status": "ready"}), edit(TWO, {}, {"status": "ready"})))
    workspace.undo(LATER)
    assert not {"status"} & {*data_of(workspace, ONE), *data_of(workspace, TWO)}


def test_what_changes_nothing_is_not_remembered(stored: Workspace) -> None:
    stored.save(titled("3", "3"))
    assert [one.title for one in stored.history(1).undo] == ["2 to 3"]


@pytest.mark.parametrize("torn", [b'{"mark": "do", "tit', b"\xff\xfe\x00", b'{"mark": "no"}\n', b"[]\n", b'{"mark": "do", "edits": 7}\n'])
def test_a_torn_or_foreign_line_costs_that_line_only(stored: Workspace, torn: bytes) -> None:
    path = Path(stored.local) / "journal" / "changes.jsonl"
    with path.open("ab") as file:
        file.write(torn)
    assert stored.history().undo[0].title == "2 to 3"
    stored.save(titled("3", "4"))
    assert [one.title for one in stored.history().undo][:2] == ["3 to 4", "2 to 3"]


@given(cut=st.integers(0, 2000))
@settings(max_examples=25)
def test_a_journal_that_is_cut_anywhere_is_still_read(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("journal")
    journal = Journal(str(folder))
    for number in range(5):
        journal.append(titled(str(number), str(number + 1)))
    path = folder / "changes.jsonl"
    os.truncate(path, min(cut, path.stat().st_size))
    whole = path.read_bytes().count(b"\n")
    assert len(journal.history().undo) - whole in (0, 1)  # a line may have lost its newline alone
    journal.append(titled("a", "b"))
    assert journal.history().undo[0] == inverse(titled("a", "b"))


def test_the_journal_is_bounded_and_keeps_the_newest(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), limit=5_000)
    for number in range(500):
        journal.append(titled(str(number), str(number + 1)))
        if number % 3 == 0:
            journal.append(inverse(titled(str(number), str(number + 1))), "undo")
            journal.append(titled(str(number), str(number + 1)), "redo")
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 11_000
    titles = [one.title for one in journal.history().undo]
    assert titles[:10] == [f"{number} to {number + 1}" for number in range(499, 489, -1)]


VALUES = {
    "title": st.sampled_from(["a", "b", "ü 😀"]), "status": st.sampled_from([None, "ready", "done", "unknown word"]),
    "tags": st.sampled_from([None, ["x"], ["x", "y"]]), "estimate": st.sampled_from([None, 1, 2.5]),
    "deleted_at": st.sampled_from([None, AT]), "body": st.sampled_from([None, ["one"], ["one", "", "two"]]),
}


@given(steps=st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.fixed_dictionaries({}, optional=VALUES)), max_size=8))
@settings(max_examples=25)
def test_undoing_and_redoing_everything_passes_the_same_states(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, dict[str, Any]]]
) -> None:
    with made(tmp_path_factory.mktemp("undo")) as workspace:
        workspace.save(change(added(ONE), added(TWO)))
        states = [_bytes(workspace)]
        for id, values in steps:
            old = data_of(workspace, id)
            before = {name: old[name] for name in {*values, "deleted_at"} if name in old}
            wanted = {**before, **values}
            workspace.save(change(edit(id, before, {name: value for name, value in wanted.items() if value is not None})))
            if _bytes(workspace) != states[-1]:
                states.append(_bytes(workspace))
        for expected in reversed(states[:-1]):
            workspace.undo(LATER)
            assert _bytes(workspace) == expected
        for expected in states[1:]:
            workspace.redo(LATER)
            assert _bytes(workspace) == expected
        assert workspace.redoable() is None


def _bytes(workspace: Workspace) -> list[bytes]:
    return [path_of(workspace, id).read_bytes() for id in (ONE, TWO)]

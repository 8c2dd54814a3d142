"""What a save does to files that are as expected, changed, gone, unreadable or already there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.change import Edit
from pmtui.store.errors import StoreError
from pmtui.store.workspace import Workspace
from tests.store.workspaces import AT, IDS, LATER, added, change, data_of, edit, path_of, rewrite, temporary_files

ONE, TWO, THREE = IDS[4], IDS[5], IDS[6]


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """A workspace with one item on the disk."""
    workspace.save(change(added(ONE, status="ready", tags=["a"], body=["first", "second", "third"])))
    return workspace


def refusal(workspace: Workspace, *edits: Edit, **options: Any) -> StoreError:
    """The error of a save that must fail."""
    with pytest.raises(StoreError) as caught:
        workspace.save(change(*edits), **options)
    return caught.value


def test_a_new_record_is_one_canonical_file(workspace: Workspace) -> None:
    saved = workspace.save(change(added(ONE, tags=["b", "a"], priority="none", estimate=2.0)))
    assert path_of(workspace, ONE).read_text() == (
        f'{{\n  "id": "{ONE}",\n  "title": "Title of {ONE}",\n  "estimate": 2,\n  "rank": "h{ONE}",\n'
        f'  "tags": [\n    "a",\n    "b"\n  ],\n  "created_at": "{AT}"\n}}\n'
    )
    assert [dict(record.data) for record in saved.records] == [data_of(workspace, ONE)]
    assert (saved.merged, saved.conflicts) == (False, ())
    assert temporary_files(workspace) == []


def test_an_edit_changes_what_it_names(stored: Workspace) -> None:
    before = data_of(stored, ONE)
    saved = stored.save(change(edit(ONE, {"status": "ready", "tags": ["a"]}, {"status": "doing"})))
    expected = {**before, "status": "doing"}
    del expected["tags"]
    assert data_of(stored, ONE) == expected
    assert stored.record("item", ONE) == saved.records[0]


def test_what_did_not_change_keeps_every_byte(stored: Workspace) -> None:
    rewrite(stored, ONE, priority="none", unknown={"a": 1.10})
    path_of(stored, ONE).write_text(path_of(stored, ONE).read_text().replace("1.1}", "1.10}"))
    before, inode = path_of(stored, ONE).read_bytes(), path_of(stored, ONE).stat().st_ino
    stored.save(change(edit(ONE, {"status": "ready"}, {"status": "ready"})))
    assert (path_of(stored, ONE).read_bytes(), path_of(stored, ONE).stat().st_ino) == (before, inode)
    stored.save(change(edit(ONE, {"status": "ready"}, {"status": "doing"})))
    assert '"a": 1.10' in path_of(stored, ONE).read_text()


def test_another_field_that_changed_on_disk_stays(stored: Workspace) -> None:
    rewrite(stored, ONE, title="Theirs", owner=TWO)
    saved = stored.save(change(edit(ONE, {"status": "ready"}, {"status": "doing"})))
    assert {"title": "Theirs", "owner": TWO, "status": "doing"}.items() <= data_of(stored, ONE).items()
    assert not saved.merged


def test_a_field_that_is_named_on_both_sides_alike_stays_as_it_is_on_disk(stored: Workspace) -> None:
    rewrite(stored, ONE, title="Theirs")
    mine = {"status": "ready", "title": "Mine"}
    saved = stored.save(change(edit(ONE, mine, {**mine, "status": "doing"})))
    assert {"title": "Theirs", "status": "doing"}.items() <= data_of(stored, ONE).items()
    undo = stored.undoable()
    assert not saved.merged
    assert undo is not None
    assert undo.edits[0].fields == {"status"}


def test_the_same_field_that_changed_on_disk_is_merged(stored: Workspace) -> None:
    rewrite(stored, ONE, status="review", tags=["a", "theirs"], body=["FIRST", "second", "third"])
    saved = stored.save(change(edit(
        ONE, {"status": "ready", "tags": ["a"], "body": ["first", "second", "third"]},
        {"status": "doing", "tags": ["a", "mine"], "body": ["first", "second", "THIRD"]},
    )))
    data = data_of(stored, ONE)
    assert saved.merged
    assert saved.conflicts == ((ONE, "status"),)
    assert {one["value"] for one in data["conflicts"]["status"]["values"]} == {"doing", "review"}
    assert data["tags"] == ["a", "mine", "theirs"]
    assert data["body"] == ["FIRST", "second", "THIRD"]


def test_a_conflict_that_was_there_before_is_not_reported_again(stored: Workspace) -> None:
    for status in ("review", "doing"):
        stored.save(change(edit(ONE, {"status": "ready"}, {"status": status})))
    saved = stored.save(change(edit(ONE, {"title": "not what is there"}, {"title": "New"})))
    assert (saved.merged, saved.conflicts) == (True, ((ONE, "title"),))


def test_a_plain_edit_of_a_field_in_conflict_ends_the_conflict(stored: Workspace) -> None:
    for status in ("review", "doing"):
        stored.save(change(edit(ONE, {"status": "ready"}, {"status": status})))
    assert data_of(stored, ONE)["status"] == "review"
    stored.save(change(edit(ONE, {"status": "review"}, {"status": "done"})))
    assert "conflicts" not in data_of(stored, ONE)
    assert data_of(stored, ONE)["status"] == "done"


def test_an_edit_of_a_record_that_was_deleted_meanwhile_keeps_it_alive(stored: Workspace) -> None:
    rewrite(stored, ONE, deleted_at=AT)
    saved = stored.save(change(edit(ONE, {"status": "ready"}, {"status": "doing"})))
    assert saved.conflicts == ((ONE, "deleted_at"),)
    assert not saved.records[0].is_deleted
    assert data_of(stored, ONE)["status"] == "doing"


def test_an_edit_of_a_tombstone_leaves_it_deleted(stored: Workspace) -> None:
    rewrite(stored, ONE, deleted_at=AT)
    saved = stored.save(change(edit(ONE, {"status": "ready", "deleted_at": AT}, {"status": "doing", "deleted_at": AT})))
    assert (saved.merged, saved.records[0].is_deleted) == (False, True)


def test_a_restored_record_lives(stored: Workspace) -> None:
    stored.save(change(edit(ONE, {}, {"deleted_at": AT})))
    stored.save(change(edit(ONE, {"deleted_at": AT}, {})))
    assert "deleted_at" not in data_of(stored, ONE)


def test_a_record_that_two_add_with_one_id_holds_what_both_say(stored: Workspace) -> None:
    saved = stored.save(change(Edit("item", ONE, None, {**data_of(stored, ONE), "owner": TWO, "title": "Mine"})))
    assert saved.conflicts == ((ONE, "title"),)
    assert data_of(stored, ONE)["owner"] == TWO


@pytest.mark.parametrize("raw", [
    b"", b'{"id": "4000000000", "title"', b"\xff\xfe", b"[]", b'{"id": "5000000000"}', b'{"id": "4000000000", "title": 7}',
    b'<<<<<<< HEAD\n{"id": "4000000000"}\n=======\n>>>>>>> other\n',
])
def test_a_file_that_cannot_be_read_is_not_written_over(stored: Workspace, raw: bytes) -> None:
    path_of(stored, ONE).write_bytes(raw)
    error = refusal(stored, added(TWO), edit(ONE, {"status": "ready"}, {"status": "doing"}))
    assert error.code == "unreadable"
    assert f"backlog/4/{ONE}.json" in error.message
    assert path_of(stored, ONE).read_bytes() == raw
    assert not path_of(stored, TWO).exists()
    rescued = json.loads(Path(error.rescue).read_text())
    assert [one["after"] for one in rescued["records"]][1] == {"status": "doing"}
    assert rescued["records"][0]["record"]["title"] == f"Title of {TWO}"
    assert stored.record("item", ONE) is None
    assert [fault.id for fault in stored.rows("item").faults] == [ONE]
    with pytest.raises(StoreError, match=ONE):
        stored.required("item", ONE)


def test_absence_is_not_deletion(stored: Workspace) -> None:
    whole = data_of(stored, ONE)
    path_of(stored, ONE).unlink()
    error = refusal(stored, edit(ONE, {"status": "ready"}, {"status": "doing"}))
    assert error.code == "missing"
    assert not path_of(stored, ONE).exists()
    stored.save(change(edit(ONE, {"status": "ready"}, {"status": "doing"})), documents=lambda kind, id: whole)
    assert data_of(stored, ONE) == {**whole, "status": "doing"}


@pytest.mark.parametrize(("after", "words"), [
    ({"title": "  "}, "title is blank"),
    ({}, "title is blank"),
    ({"title": "x", "estimate": -1}, "estimate"),
    ({"title": "x", "due": "tomorrow"}, "due"),
    ({"title": "x", "tags": "a"}, "tags"),
    ({"title": "x", "owner": "nobody"}, "owner"),
    ({"title": "x", "id": TWO}, "id"),
    ({"title": "x", "estimate": float("nan")}, "estimate"),
    ({"title": "x", "unknown": float("inf")}, "JSON"),
    ({"title": "x", "unknown": {1, 2}}, "JSON"),
])
def test_values_that_may_not_be_written_are_refused(workspace: Workspace, after: dict[str, Any], words: str) -> None:
    error = refusal(workspace, added(THREE), Edit("item", ONE, None, after))
    assert (error.code, error.status) == ("bad_value", 2)
    assert words in error.message
    assert list(workspace.path.glob("backlog/*/*")) == []


def test_an_untouched_value_that_may_not_be_written_does_not_stand_in_the_way(stored: Workspace) -> None:
    rewrite(stored, ONE, estimate=-3, title="")
    stored.save(change(edit(ONE, {"status": "ready"}, {"status": "doing"})))
    assert data_of(stored, ONE)["estimate"] == -3
    assert refusal(stored, edit(ONE, {"estimate": -3}, {"estimate": -4})).code == "bad_value"
    assert refusal(stored, edit(ONE, {"title": "x"}, {})).code == "bad_value"


@pytest.mark.parametrize("bad", [Edit("item", "../../../etc", None, {"title": "x"}), Edit("nothing", ONE, None, {"title": "x"})])
def test_an_id_or_kind_that_is_none_is_refused(workspace: Workspace, bad: Edit) -> None:
    assert refusal(workspace, bad).code == "bad_value"
    assert workspace.record("item", bad.id) is None


def test_a_change_may_edit_a_record_once(stored: Workspace) -> None:
    twice = edit(ONE, {"status": "ready"}, {"status": "doing"}), edit(ONE, {"tags": ["a"]}, {})
    assert "twice" in refusal(stored, *twice).message


def test_half_of_a_surrogate_pair_is_saved_and_undone(workspace: Workspace) -> None:
    workspace.save(change(added(ONE, title="broken \ud83d title")))
    assert workspace.required("item", ONE).title == "broken \ud83d title"
    workspace.save(change(edit(ONE, {"title": "broken \ud83d title"}, {"title": "whole"})))
    workspace.undo(LATER)
    assert workspace.required("item", ONE).title == "broken \ud83d title"


def test_a_snapshot_shows_what_was_saved(stored: Workspace) -> None:
    stored.save(change(added(TWO, "problem", severity=3)))
    snapshot = stored.snapshot()
    assert snapshot.table("problem").record(0)["severity"] == 3
    assert snapshot.find(ONE) == stored.record("item", ONE)
    assert snapshot.name == stored.name
    assert stored.path == Path(stored.root)


def test_purge_removes_deleted_records_and_no_others(stored: Workspace) -> None:
    stored.save(change(added(TWO, deleted_at=AT), added(THREE, "problem", deleted_at=LATER)))
    assert [one.id for one in stored.purge(LATER, is_dry_run=True)] == [TWO]
    assert path_of(stored, TWO).exists()
    assert [one.id for one in stored.purge(LATER)] == [TWO]
    assert not path_of(stored, TWO).exists()
    assert [one.id for one in stored.purge()] == [THREE]
    assert stored.purge() == ()
    assert path_of(stored, ONE).exists()

"""Snapshots and changes: what happens, what is undone, and what is not loaded."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.canonical import compact
from pmtui.domain.change import (
    MINIMUM_PREFIX,
    Change,
    Edit,
    MemorySource,
    Snapshot,
    apply,
    edited_data,
    inverse,
    same_value,
    stale_fields,
)
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows, Rows
from tests.domain.record_strategies import IDS, documents

AT, LATER = "2026-11-22T09:30:00Z", "2026-11-23T09:30:00Z"
A, B, C = "aaaaaaaaaa", "abbbbbbbbb", "zzzzzzzzzz"
Data = dict[str, Any]


class CountingSource(MemorySource):
    """A source that counts what it is asked for."""

    def __init__(self, documents: dict[str, dict[str, Data]]) -> None:
        super().__init__(documents)
        self.loads: Counter[str] = Counter()
        self.reads: Counter[str] = Counter()

    def rows(self, kind: str) -> Rows:
        self.loads[kind] += 1
        return super().rows(kind)

    def record(self, kind: str, id: str) -> Record | None:
        self.reads[kind] += 1
        return super().record(kind, id)


def world(**kinds: dict[str, Data]) -> Snapshot:
    return Snapshot(CountingSource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in kinds.items()}))


def state(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """All records, as texts in which 1, 1.0 and true differ."""
    return {(kind, record.id): compact(record.data) for kind in SCHEMA.kinds for record in snapshot.table(kind)}


@st.composite
def worlds_and_changes(draw: st.DrawFn, creates: bool = False) -> tuple[Snapshot, Change]:
    """Records of two kinds, and a change of some of them that was planned on them."""
    ids = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    kinds = {id: draw(st.sampled_from(["item", "goal"])) for id in ids}
    held = {id: draw(documents(SCHEMA[kinds[id]], id, 4)) for id in ids}
    edits = []
    for id in draw(st.lists(st.sampled_from(ids), unique=True)):
        data, wanted = held[id], draw(documents(SCHEMA[kinds[id]], id, 3))
        names = draw(st.sets(st.sampled_from(sorted({*data, *wanted} - {"id"})), max_size=5)) if {*data, *wanted} - {"id"} else set()
        before, after = ({name: side[name] for name in names if name in side} for side in (data, wanted))
        edits.append(Edit(kinds[id], id, before, after))
    if creates:
        new = draw(IDS.filter(lambda id: id not in ids))
        data = draw(documents(SCHEMA["item"], new, 3))
        data.pop("deleted_at", None)
        edits.append(Edit("item", new, None, data))
    by_kind: dict[str, dict[str, Data]] = {}
    for id in ids:
        by_kind.setdefault(kinds[id], {})[id] = held[id]
    return Snapshot(MemorySource(by_kind)), Change("Change things", tuple(edits), "record.set", AT, "ana")


@given(worlds_and_changes())
def test_undo_restores_every_record_and_redo_changes_it_again(case: tuple[Snapshot, Change]) -> None:
    before, change = case
    was = state(before)
    after = apply(change, before)
    assert state(before) == was
    undone = apply(inverse(change), after)
    assert state(undone) == was
    assert state(apply(inverse(inverse(change)), undone)) == state(after)
    for edit in change.edits:
        record = after.record(edit.kind, edit.id)
        assert record is not None
        assert all(compact(record.data[name]) == compact(value) for name, value in edit.after.items())
        assert not [name for name in edit.before or {} if name not in edit.after and name in record.data]
        touched = {*(edit.before or {}), *edit.after}
        old = before.record(edit.kind, edit.id)
        assert old is not None
        assert {name: compact(value) for name, value in record.data.items() if name not in touched} == {
            name: compact(value) for name, value in old.data.items() if name not in touched
        }


@given(worlds_and_changes())
def test_a_change_is_stale_where_somebody_else_wrote(case: tuple[Snapshot, Change]) -> None:
    before, change = case
    after = apply(change, before)
    assert stale_fields(change, before) == []
    assert stale_fields(inverse(change), after) == []
    wanted = [(edit.id, name) for edit in change.edits for name in sorted(edit.fields)]
    found = [(record.id if record else "", name) for record, name in stale_fields(change, after)]
    assert found == wanted


@given(worlds_and_changes(creates=True))
def test_what_was_created_gets_a_tombstone_and_redo_brings_it_back(case: tuple[Snapshot, Change]) -> None:
    before, change = case
    new = change.edits[-1]
    after = apply(change, before)
    undo = inverse(change, LATER)
    undone = apply(undo, after)
    tombstone = undone.record("item", new.id)
    assert tombstone is not None
    assert tombstone.is_deleted
    assert {name: compact(value) for name, value in tombstone.data.items()} == {
        name: compact(value) for name, value in {"id": new.id, **new.after, "deleted_at": LATER}.items()
    }
    assert undo.at == LATER
    left = state(undone)
    del left["item", new.id]
    assert left == state(before)
    assert state(apply(inverse(undo), undone)) == state(after)


def test_the_tombstone_of_an_undo_has_the_instant_of_the_change_where_no_other_is_given() -> None:
    (edit,) = inverse(Change("Add", (Edit("item", A, None, {"title": "t"}),), at=AT)).edits
    assert edit == Edit("item", A, {}, {"deleted_at": AT})


def test_what_came_as_a_tombstone_stays_one() -> None:
    change = Change("Import", (Edit("item", A, None, {"deleted_at": AT}), Edit("item", B, {"title": "a"}, {"title": "b"})))
    assert [edit.id for edit in inverse(change, LATER).edits] == [B]


def test_stale_names_the_field_the_record_and_what_is_gone() -> None:
    snapshot = world(item={A: {"title": "new", "estimate": 1.0}})
    undo = Change("Undo", (
        Edit("item", A, {"title": "mine", "estimate": 1, "due": "2026-12-01"}, {"estimate": 2, "owner": B}),
        Edit("item", C, {"title": "x"}, {}), Edit("item", B, None, {"title": "new"}),
    ))
    found = [(record and record.id, name) for record, name in stale_fields(undo, snapshot)]
    assert found == [(A, "due"), (A, "estimate"), (A, "title"), (None, C)]


def test_fields_that_differ_are_told_as_json() -> None:
    edit = Edit("item", A, {"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 1, "b": 1.0, "c": True, "e": None})
    assert edit.fields == {"b", "c", "d", "e"}
    assert Edit("item", A, None, {"title": "t"}).fields == {"title"}
    assert same_value({}, {}, "a")
    assert not same_value({"a": None}, {}, "a")
    assert same_value({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}}, "a")


def test_an_edit_leaves_other_fields() -> None:
    assert edited_data({"a": 1, "b": 2, "c": 3}, Edit("item", A, {"a": 1, "b": 2}, {"b": 5, "d": 6})) == {"b": 5, "c": 3, "d": 6}


def test_nothing_is_loaded_that_nobody_asked_for() -> None:
    snapshot = world(item={A: {"title": "a"}}, goal={B: {"title": "b"}})
    source: Any = snapshot._source
    assert snapshot.record("goal", B) == Record("goal", B, {"id": B, "title": "b"})
    found = snapshot.find(A)
    assert found is not None
    assert found.kind == "item"
    assert snapshot.find(C) is None
    assert source.loads == Counter()
    snapshot.table("item")
    snapshot.table("item")
    assert source.loads == Counter(item=1)
    after = apply(Change("Set", (Edit("item", A, {"title": "a"}, {"title": "x"}),)), snapshot)
    later = after.with_records([Record("item", C, {"id": C})])
    assert later.record("item", C) == Record("item", C, {"id": C})
    assert [later.table("item").id(at) for at in range(2)] == [A, C]
    assert source.loads == Counter(item=1)
    assert later.is_loaded("item")
    assert not later.is_loaded("goal")


def test_a_loaded_kind_is_not_read_record_by_record() -> None:
    snapshot = world(item={A: {"title": "a"}})
    snapshot.table("item")
    assert snapshot.record("item", A) is not None
    assert snapshot.record("item", B) is None
    source: Any = snapshot._source
    assert source.reads == Counter()


def test_newly_read_rows_replace_all_but_what_is_being_saved() -> None:
    snapshot = world(item={A: {"title": "a"}, B: {"title": "b"}}).with_records([Record("item", A, {"id": A, "title": "mine"})])
    rows = MemoryRows("item", {A: {"id": A, "title": "disk"}, C: {"id": C, "title": "c"}})
    read = snapshot.with_rows("item", rows)
    assert {record.id: record.title for record in read.table("item")} == {A: "disk", C: "c"}
    kept = snapshot.with_rows("item", rows, [Record("item", A, {"id": A, "title": "mine"}), Record("item", B, {"id": B, "title": "b"})])
    assert {record.id: record.title for record in kept.table("item")} == {A: "mine", B: "b", C: "c"}
    assert {record.id: record.title for record in snapshot.table("item")} == {A: "mine", B: "b"}


def test_each_snapshot_has_a_greater_version_and_the_same_settings() -> None:
    first = Snapshot(MemorySource({}), settings={"points": 1}, name="Shop", version=4)
    rows = MemoryRows("item", {})
    later = (first.with_records([]), first.with_rows("item", rows), apply(Change("", ()), first))
    assert [(one.version, one.name, one.settings) for one in later] == [(5, "Shop", {"points": 1})] * 3


@given(st.lists(st.text("012", min_size=10, max_size=10), min_size=1, max_size=12, unique=True), st.data())
def test_the_shortest_prefix_of_an_id(ids: list[str], data: st.DataObject) -> None:
    kinds: dict[str, dict[str, Data]] = {}
    added = []
    for id in ids:
        kind = data.draw(st.sampled_from(["item", "goal", "person"]))
        if data.draw(st.booleans()):
            kinds.setdefault(kind, {})[id] = {}
        else:
            added.append(Record(kind, id, {"id": id}))
    snapshot = world(**kinds).with_records(added)
    for id in ids:
        others = [one for one in ids if one != id]
        enough = next(length for length in range(1, 11) if length == 10 or not any(one.startswith(id[:length]) for one in others))
        assert snapshot.prefix_length(id) == max(MINIMUM_PREFIX, enough)


def test_the_prefix_of_an_id_is_looked_up_again_only_when_ids_come_or_go(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    shared = MemoryRows.shared

    def counted(rows: MemoryRows, id: str) -> int:
        asked[id] += 1
        return shared(rows, id)

    monkeypatch.setattr(MemoryRows, "shared", counted)
    first = world(item={A: {}, B: {}})
    assert first.prefix_length(A) == 3
    once = asked[A]
    changed = first.with_records([Record("item", B, {"id": B, "title": "b"})]).with_settings({}, "Shop")
    assert (changed.prefix_length(A), asked[A]) == (3, once)
    again = changed.with_rows("item", MemoryRows("item", {B: {"title": "read again"}, A: {}}))
    assert (again.prefix_length(A), asked[A]) == (3, once)
    near = f"{A[:6]}bbbb"
    more = changed.with_records([Record("goal", near, {"id": near})])
    assert (more.prefix_length(A), changed.prefix_length(A)) == (7, 3)
    assert more._with({("goal", near): None}).prefix_length(A) == 3
    assert more.with_rows("goal", MemoryRows("goal", {})).prefix_length(A) == 3


def test_a_record_that_is_not_there_is_made_by_an_edit_that_brings_it() -> None:
    made = apply(Change("Add", (Edit("goal", A, None, {"title": "t"}),)), world()).record("goal", A)
    assert made == Record("goal", A, {"id": A, "title": "t"})


def test_a_frozen_record_is_not_shared_with_its_source() -> None:
    held: dict[str, dict[str, Data]] = {"item": {A: {"id": A, "title": "a"}}}
    record = MemorySource(held).record("item", A)
    held["item"][A]["title"] = "b"
    assert record is not None
    assert record.title == "a"
    with pytest.raises(TypeError):
        record.data["title"] = "c"  # type: ignore[index]


def test_a_link_finds_its_record_among_the_kinds_to_which_it_may_point() -> None:
    snapshot = Snapshot(MemorySource({"problem": {A: {"id": A, "title": "P"}}, "goal": {A: {"id": A, "title": "G"}, B: {"id": B}}}))
    linked, about = SCHEMA["feedback"].fields["linked"], SCHEMA["decision"].fields["about"]
    assert (linked.links, about.links) == (("problem", "item"), ())
    assert [record and record.kind for record in (snapshot.linked(linked, A), snapshot.linked(linked, B))] == ["problem", None]
    assert [record and record.kind for record in (snapshot.linked(about, B), snapshot.linked(about, C))] == ["goal", None]

"""Importing again: what changed there comes, what was changed here stays, and nothing is lost."""

from __future__ import annotations

import copy
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import NOW, context, world

from pmtui.commands.import_marks import mark, merged
from pmtui.commands.importing import SEEN, UNLINKED, ImportPlan, import_plan
from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot, apply
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINKS, SET
from pmtui.domain.validation import record_fault
from pmtui.formats import FORMATS
from pmtui.formats.imported import Imported
from tests.formats.foreign_data import EXTRACT, WHOLE

IS_SOAK = bool(os.environ.get("PMTUI_SOAK"))
PLACES = [EXTRACT] + ([WHOLE] if WHOLE is not None else [])
SOURCES = [("beads", "beads/issues.jsonl"), ("backlog-md", "backlog-md")]


def foreign(key: str, links: Sequence[tuple[str, str, str]] = (), kind: str = "item", order: float | None = None, **data: Any) -> Imported:
    return Imported(kind, "t", key, {"title": key, "source": {"system": "t", "key": key}, **data}, tuple(links), f"file:{key}", order)


def imported(snapshot: Snapshot, *some: Imported, start: int = 0) -> tuple[Snapshot, ImportPlan]:
    """The snapshot after an import, and its plan; ids are told apart by `start`."""
    given = context(snapshot)
    fresh = given.new_id
    given.new_id = lambda: f"{start:03d}{fresh()[3:]}"
    plan = import_plan(given, some, "Import")
    ids = [(edit.kind, edit.id) for edit in plan.change.edits]
    assert len(set(ids)) == len(ids)
    return apply(plan.change, snapshot), plan


def record(snapshot: Snapshot, key: str) -> Record:
    """The record with this key there."""
    found = [one for kind in SCHEMA.kinds for one in snapshot.table(kind) if (one["source"] or {}).get("key") == key]
    assert len(found) == 1, key
    return found[0]


def changed(snapshot: Snapshot, key: str, **values: Any) -> Snapshot:
    """The snapshot after somebody's own edit of a record."""
    one = record(snapshot, key)
    return snapshot.with_records([Record(one.kind, one.id, {**one.data, **values})])


def test_the_first_import() -> None:
    after, plan = imported(world(), foreign("a", body=["one"], order=2), foreign("b", [("depends_on", "t", "a")], order=1))
    assert (plan.added, plan.updated, plan.same, plan.faults, plan.overridden) == (2, 0, 0, (), ())
    a, b = record(after, "a"), record(after, "b")
    assert b["depends_on"] == [a.id]
    assert b["rank"] < a["rank"]
    assert (a["created_at"], a["body"]) == (NOW, ["one"])
    assert all(record_fault(one.schema, one.data) is None for one in (a, b))


def test_the_same_file_again_changes_nothing() -> None:
    comments = [{"id": "c000000000", "text": ["hi"]}]
    some = [foreign("a", tags=["x"], comments=comments), foreign("b", [("parent", "t", "a"), ("parent", "t", "z")])]
    after, _ = imported(world(), *some)
    _, plan = imported(after, *some, start=1)
    assert (plan.added, plan.updated, plan.same) == (0, 0, 2)
    assert plan.change.edits == ()


def test_only_what_changed_there_changes_here() -> None:
    after, _ = imported(world(), foreign("a", status="ready", body=["one"], estimate=3))
    local = changed(after, "a", status="done", body=["mine"], due="2027-01-01")
    again, plan = imported(local, foreign("a", status="ready", body=["one"], estimate=5, priority="high"), start=1)
    one = record(again, "a")
    assert (one.status, one["body"], one["due"]) == ("done", ["mine"], "2027-01-01")
    assert (one["estimate"], one["priority"]) == (5, "high")
    assert plan.overridden == ()


def test_a_value_that_changed_there_and_here_is_named() -> None:
    after, _ = imported(world(), foreign("a", body=["one"], estimate=3))
    again, plan = imported(changed(after, "a", body=["mine"], title="Mine"), foreign("a", body=["two"], estimate=3), start=1)
    one = record(again, "a")
    assert (one["body"], one.title) == (["two"], "Mine")
    assert plan.overridden == (("item", one.id, "body"),)


def test_the_same_change_on_both_sides_is_none() -> None:
    after, _ = imported(world(), foreign("a", estimate=3))
    _, plan = imported(changed(after, "a", estimate=5), foreign("a", estimate=5), start=1)
    assert plan.overridden == ()


def test_a_value_that_went_there_goes_here() -> None:
    after, _ = imported(world(), foreign("a", estimate=3, body=["one"]))
    again, _ = imported(changed(after, "a", body=["mine"]), foreign("a", body=["one"]), start=1)
    assert (record(again, "a")["estimate"], record(again, "a")["body"]) == (None, ["mine"])


def test_sets_are_compared_member_by_member() -> None:
    after, _ = imported(world(), foreign("a", tags=["x", "y"]))
    again, _ = imported(changed(after, "a", tags=["mine", "x"]), foreign("a", tags=["x", "y", "new"]), start=1)
    assert record(again, "a")["tags"] == ["mine", "new", "x"]
    last, _ = imported(again, foreign("a", tags=["y"]), start=2)
    assert record(last, "a")["tags"] == ["mine"]


def entry(id: str, **values: Any) -> dict[str, Any]:
    return {"id": id * 10, "text": id, **values}


def test_entries_are_compared_value_by_value() -> None:
    after, _ = imported(world(), foreign("a", criteria=[entry("a", rank="a0"), entry("b", rank="a1"), entry("c", rank="a2")]))
    mine = [entry("a", rank="a0", done=True), entry("b", rank="a1"), entry("c", rank="a2", text="mine"), entry("z", rank="a3")]
    fresh = [entry("n", rank="a0"), entry("a", rank="a1"), entry("b", rank="a2", done=True)]
    again, _ = imported(changed(after, "a", criteria=mine), foreign("a", criteria=fresh), start=1)
    assert record(again, "a")["criteria"] == [
        entry("a", rank="a1", done=True), entry("b", rank="a2", done=True), entry("c", rank="a2", text="mine"), entry("n", rank="a0"),
        entry("z", rank="a3"),
    ]


def test_an_entry_that_was_removed_here_stays_away() -> None:
    after, _ = imported(world(), foreign("a", criteria=[entry("a"), entry("b")]))
    again, _ = imported(changed(after, "a", criteria=[entry("b")]), foreign("a", criteria=[entry("a"), entry("b"), entry("c")]), start=1)
    assert [one["text"] for one in record(again, "a")["criteria"]] == ["b", "c"]


def test_a_reference_is_linked_when_its_record_arrives_alone() -> None:
    after, _ = imported(world(), foreign("a", [("depends_on", "t", "b"), ("parent", "t", "p"), ("depends_on", "t", "c")]))
    assert record(after, "a")["source"]["extra"][UNLINKED] == [["depends_on", "t", "b"], ["parent", "t", "p"], ["depends_on", "t", "c"]]
    local = changed(after, "a", depends_on=["m1ne000000"])
    again, plan = imported(local, foreign("b"), foreign("p"), start=1)
    one = record(again, "a")
    assert (one["parent"], one["depends_on"]) == (record(again, "p").id, sorted([record(again, "b").id, "m1ne000000"]))
    assert (plan.added, plan.updated) == (2, 1)
    assert one["source"]["extra"][UNLINKED] == [["depends_on", "t", "c"]]
    last, _ = imported(again, foreign("a", [("depends_on", "t", "b"), ("parent", "t", "p"), ("depends_on", "t", "c")]), start=2)
    assert record(last, "a")["depends_on"] == one["depends_on"]
    gone, _ = imported(last, foreign("a", [("parent", "t", "p")]), start=3)
    assert record(gone, "a")["depends_on"] == ["m1ne000000"]


@pytest.mark.parametrize("with_itself", [False, True])
def test_a_link_that_was_set_here_meanwhile_stays(with_itself: bool) -> None:
    waiting = foreign("a", [("parent", "t", "p")])
    after, _ = imported(world(), waiting)
    local = changed(after, "a", parent="m1ne000000")
    again, plan = imported(local, foreign("p"), *([waiting] if with_itself else []), start=1)
    assert record(again, "a")["parent"] == "m1ne000000"
    last, plan = imported(again, foreign("p"), waiting, start=2)
    assert record(last, "a")["parent"] == "m1ne000000"
    assert plan.overridden == ()


def test_of_several_links_in_one_field_the_first_that_is_there_counts() -> None:
    several = foreign("a", [("parent", "t", "x"), ("parent", "t", "b"), ("parent", "t", "c")])
    after, _ = imported(world(), several, foreign("b"), foreign("c"))
    assert record(after, "a")["parent"] == record(after, "b").id


def test_deletion() -> None:
    after, _ = imported(world(), foreign("a"), foreign("b", deleted_at="2026-01-01T00:00:00Z"))
    local = changed(after, "a", deleted_at=NOW)
    b = record(local, "b")
    local = local.with_records([Record("item", b.id, {name: value for name, value in b.data.items() if name != "deleted_at"})])
    again, plan = imported(local, foreign("a", estimate=1), foreign("b", deleted_at="2026-01-01T00:00:00Z"), start=1)
    assert (record(again, "a").is_deleted, record(again, "b").is_deleted) == (True, False)
    edit = next(edit for edit in plan.change.edits if edit.id == record(again, "a").id)
    assert edit.before is not None
    assert edit.before["deleted_at"] == edit.after["deleted_at"] == NOW


def test_records_that_are_no_longer_there_stay() -> None:
    after, _ = imported(world(), foreign("a"), foreign("b"))
    again, plan = imported(after, foreign("a"), start=1)
    assert record(again, "b").title == "b"
    assert plan.change.edits == ()


def test_what_cannot_be_taken_in_is_named_and_nothing_leads_to_it() -> None:
    some = [foreign("a", [("parent", "t", "bad")]), foreign("bad", due="2026-02-30"), foreign("a", estimate=1)]
    after, plan = imported(world(), *some)
    assert [place for place, _ in plan.faults] == ["file:bad", "file:a"]
    assert record(after, "a")["parent"] is None
    assert (plan.added, record(after, "a")["estimate"]) == (1, None)


def test_two_records_of_one_key_are_one_to_everybody() -> None:
    source = {"system": "t", "key": "a"}
    snapshot = world(("item", "b000000000", {"source": source}), ("item", "a000000000", {"source": source}),
                     ("item", "0000000000", {"source": source, "deleted_at": NOW}))
    _, plan = imported(snapshot, foreign("a", estimate=3))
    assert [edit.id for edit in plan.change.edits] == ["a000000000"]


@pytest.mark.parametrize("source", [
    {"system": "t", "key": "a", "extra": "odd"}, {"system": "t", "key": "a", "extra": {SEEN: [], UNLINKED: "x"}},
    {"system": "t", "key": "a", "extra": {
        SEEN: {"tags": "0", "criteria": {"a": 1}, "nonsense": {}}, UNLINKED: [["nonsense", "t", "b"], 3, ["x"]],
    }},
])
def test_a_memory_that_somebody_has_spoilt(source: dict[str, Any]) -> None:
    snapshot = world(("item", "a000000000", {"source": source, "tags": ["mine"], "criteria": [entry("a")]}))
    after, _ = imported(snapshot, foreign("a", tags=["x"], criteria=[entry("b")]), foreign("b"))
    assert record(after, "a")["tags"] == ["mine", "x"]
    assert [one["text"] for one in record(after, "a")["criteria"]] == ["a", "b"]
    imported(snapshot, foreign("b"), start=1)


WORDS = st.sampled_from(["a", "b", "c", "d"])


@given(WORDS | st.none(), WORDS | st.none(), WORDS | st.none())
def test_one_value(old: str | None, local: str | None, new: str | None) -> None:
    field = SCHEMA["item"].fields["so_that"]
    result = merged(field, local, new, mark(field, old) if old is not None else None)
    assert result == (local if new == old else new)


@given(st.sets(WORDS), st.sets(WORDS), st.sets(WORDS))
def test_a_set(old: set[str], local: set[str], new: set[str]) -> None:
    field = SCHEMA["item"].fields["tags"]
    result = set(merged(field, sorted(local), sorted(new), mark(field, sorted(old))))
    wanted = {one for one in "abcd" if (one in new if (one in new) != (one in old) else one in local)}
    assert result == wanted


def batch(name: str, path: Path) -> list[Imported]:
    found = FORMATS[name].read(path, lambda done, total: None)
    assert found.faults == ()
    return list(found.records)


@pytest.mark.parametrize("root", PLACES, ids=["extract", "whole"][: len(PLACES)])
@pytest.mark.parametrize(("name", "path"), SOURCES)
def test_real_backlogs(name: str, path: str, root: Path) -> None:
    some = batch(name, root / path)
    after, plan = imported(world(), *some)
    assert (plan.added, plan.faults) == (len(some), ())
    for one in some:
        found = record(after, one.key) if one.kind == "item" else None
        if found is not None:
            assert found.title == one.data["title"]
            assert record_fault(found.schema, found.data) is None
    _, second = imported(after, *some, start=1)
    assert (second.same, second.change.edits) == (len(some), ())
    ordered = sorted((one for one in some if one.order is not None and one.kind == "item"), key=lambda one: one.order or 0)
    ranks = [str(record(after, one.key)["rank"]) for one in ordered]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(("name", "path"), SOURCES)
def test_a_real_backlog_that_arrives_in_two_halves_is_linked_as_if_it_came_at_once(name: str, path: str) -> None:
    some = batch(name, EXTRACT / path)
    whole, _ = imported(world(), *some)
    first, _ = imported(world(), *some[::2])
    both, _ = imported(first, *some[1::2], start=1)

    def links(snapshot: Snapshot) -> dict[str, dict[str, set[str]]]:
        keys = {one.id: one["source"]["key"] for kind in SCHEMA.kinds for one in snapshot.table(kind)}
        fields = {one.key: [link[0] for link in one.links] for one in some}
        return {
            one.key: {name: {keys[id] for id in ([value] if isinstance(value, str) else value or [])}
                      for name in fields[one.key] for value in [record(snapshot, one.key)[name]]}
            for one in some
        }

    several = {one.key for one in some if len({link[0] for link in one.links}) < len(one.links)}
    left, right = ({key: value for key, value in links(one).items() if key not in several} for one in (whole, both))
    assert left == right
    assert any(any(fields.values()) for fields in left.values())


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["T1", "T2", "T3"]), "status": st.sampled_from(["inbox", "ready", "done"]),
    "body": st.lists(st.sampled_from(["x", "y"]), max_size=3), "tags": st.sets(WORDS).map(sorted),
    "estimate": st.none() | st.integers(0, 3), "due": st.none() | st.sampled_from(["2027-01-01", "2027-02-01"]),
    "depends_on": st.sets(st.sampled_from(["m1ne000000", "m1ne000001"])).map(sorted),
}


@settings(max_examples=400 if IS_SOAK else 40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_import_local_edits_changed_file_import(data: st.DataObject) -> None:
    """Field by field: what did not change there is as it is here, and what changed there is as it is there."""
    some = batch("beads", EXTRACT / "beads" / "issues.jsonl")[:12]
    before, _ = imported(world(), *some)
    items = [one for one in some if one.kind == "item"]
    local = before
    for one in data.draw(st.lists(st.sampled_from(items), max_size=5)):
        name = data.draw(st.sampled_from(sorted(VALUES)))
        local = changed(local, one.key, **{name: data.draw(VALUES[name])})
    fresh = {one.key: one._replace(data=copy.deepcopy(one.data)) for one in some}
    for one in data.draw(st.lists(st.sampled_from(items), max_size=5)):
        name = data.draw(st.sampled_from(sorted(set(VALUES) - {"depends_on"})))
        fresh[one.key].data[name] = data.draw(VALUES[name])
    after, plan = imported(local, *fresh.values(), start=1)
    for one in items:
        here, result = record(local, one.key), record(after, one.key)
        for name in VALUES:
            field = SCHEMA["item"].fields[name]
            old, new = one.data.get(name), fresh[one.key].data.get(name)
            old, new = (field.blank if value is None else value for value in (old, new))
            if field.type in (SET, LINKS):
                assert set(result[name]) >= (set(here[name]) - set(old or [])) | (set(new or []) - set(old or []))
            elif compact(old) == compact(new):
                assert compact(result[name]) == compact(here[name])
            else:
                assert compact(result[name]) == compact(new)
                if compact(here[name]) not in (compact(old), compact(new)):
                    assert ("item", result.id, name) in plan.overridden
        entries = [name for name, field in SCHEMA["item"].fields.items() if field.type == ENTRIES]
        assert all(compact(result[name]) == compact(here[name]) for name in entries)
    assert imported(after, *fresh.values(), start=2)[1].change.edits == ()

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.computed import computed_of
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.roadmap import Progress
from pmtui.domain.rollups import children, criteria_met, progress_below, progress_by_parent, progress_of


def snapshot(**items: dict[str, Any]) -> Snapshot:
    documents = {id: {"id": id, "title": id, **fields} for id, fields in items.items()}
    return Snapshot(MemorySource({"item": documents, "milestone": {"m": {"id": "m", "title": "m"}}}))


TREE = {
    "epic": {}, "a": {"parent": "epic", "status": "done", "estimate": 3}, "b": {"parent": "epic", "estimate": 100},
    "b1": {"parent": "b", "estimate": 2.5}, "b2": {"parent": "b", "status": "done"},
    "c": {"parent": "epic", "status": "dropped", "estimate": 9},
    "d": {"parent": "epic", "deleted_at": "2026-11-22T09:30:00Z"}, "lost": {"parent": "nobody"},
}


def test_leaves_count_and_what_is_dropped_or_deleted_does_not() -> None:
    items = snapshot(**TREE).table("item")
    assert progress_by_parent(items) == {"epic": Progress(2, 3, 3, 5.5), "b": Progress(1, 2, 0, 2.5)}
    assert [items.id(at) for at in children(items)["epic"]] == ["a", "b", "c"]
    assert progress_of(items, "a", items) is progress_below(items, "a") is None
    fresh = snapshot(**TREE).table("item")
    assert progress_below(fresh, "epic") == progress_below(items, "epic") == Progress(2, 3, 3, 5.5)


def test_progress_is_computed_filtered_and_sorted_by() -> None:
    data = snapshot(**TREE, other={"milestone": "m", "status": "done", "estimate": 1})
    environment = Environment("2026-11-22", "2026-11-22T09:30:00Z", snapshot=data)
    items = data.table("item")
    epic, other, milestone = (data.find(id) for id in ("epic", "other", "m"))
    assert epic is not None
    assert other is not None
    assert milestone is not None
    assert computed_of(epic, data, environment)["progress"] == {"done": 2, "total": 3, "points_done": 3, "points_total": 5.5}
    assert computed_of(other, data, environment)["progress"] is None
    assert computed_of(milestone, data, environment)["progress"] == {"done": 1, "total": 1, "points_done": 1, "points_total": 1}
    shown = [items.id(at) for at in view(parse("progress<100 sort:-progress", items.kind), items, environment)]
    assert shown == ["epic", "b"]
    assert len(view(parse("progress=100", data.table("milestone").kind), data.table("milestone"), environment)) == 1


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), max_size=8), st.sets(st.sampled_from("abcdefgh")))
def test_whatever_points_to_whatever_no_leaf_counts_twice(parents: dict[str, str], done: set[str]) -> None:
    items = {id: {"parent": parents.get(id), "status": "done" if id in done else "doing"} for id in "abcdefgh"}
    found = progress_by_parent(snapshot(**items).table("item"))
    for progress in found.values():
        assert 0 <= progress.done <= progress.total <= 8
    assert set(found) == set(parents.values())


def test_criteria_that_are_met() -> None:
    assert criteria_met([{"done": True}, {"done": False}, {}, "odd"]) == (1, 3)
    assert criteria_met(None) == (0, 0)

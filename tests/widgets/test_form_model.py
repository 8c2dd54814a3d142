"""What a form holds: every step can be taken back, nothing that was not touched is saved, a draft is the same again."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.commands.forms import Created
from pmtui.domain.canonical import decode, encode_object
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.widgets.form_draft import draft_of, take_up
from pmtui.widgets.form_model import FormModel, FormState
from pmtui.widgets.form_rows import ENTRY, FIXED, Folds, form_rows

READINGS = [{"id": "r0aaaaaaaa", "value": 1}, {"id": "r1aaaaaaaa", "value": 2}]
KPI = {"id": "k0aaaaaaaa", "name": "Rate", "rank": "a0", "readings": READINGS}
GOAL: dict[str, Any] = {
    "id": "g0aaaaaaaa", "title": "Grow", "tags": ["b"], "kpis": [KPI, {"id": "k1aaaaaaaa", "name": "Churn"}], "x_own": 1,
}
PATHS: dict[tuple[str, ...], st.SearchStrategy[Any]] = {
    ("title",): st.text("ab ", min_size=1), ("due",): st.sampled_from(["2027-03-31", None]),
    ("tags",): st.sampled_from([["a"], ["b"], None]),
    ("north_star",): st.booleans(), ("kpis", "k0aaaaaaaa", "name"): st.sampled_from(["Rate", "New", None]),
    ("kpis", "k0aaaaaaaa", "readings", "r1aaaaaaaa", "value"): st.integers(0, 3), ("kpis", "k1aaaaaaaa"): st.none(),
    ("kpis", "k0aaaaaaaa", "readings", "r2aaaaaaaa"): st.just({"id": "r2aaaaaaaa", "value": 7}),
}
STEPS = st.lists(st.sampled_from(sorted(PATHS)).flatmap(lambda path: st.tuples(st.just(path), PATHS[path])), max_size=8)


def model_of(data: dict[str, Any]) -> FormModel:
    return FormModel(SCHEMA["goal"], data["id"], Record("goal", data["id"], data))


@given(STEPS)
def test_every_step_is_taken_back_and_done_again(steps: list[tuple[tuple[str, ...], Any]]) -> None:
    model = model_of(GOAL)
    seen = []
    for path, value in steps:
        model.remember()
        seen.append(model.state)
        model.put(path, value)
    last = model.state
    for state in reversed(seen):
        assert model.undo()
        assert model.state == state
    assert not model.undo()
    assert model.state == FormState()
    assert not model.is_dirty
    while model.redo():
        pass
    assert model.state == last
    assert model.data == GOAL, "the record itself is never changed"


@given(STEPS)
def test_a_draft_is_the_same_again_when_it_is_taken_up(steps: list[tuple[tuple[str, ...], Any]]) -> None:
    model = model_of(GOAL)
    for path, value in steps:
        model.put(path, value)
    model.put_text(("start",), "31 Feb", "does not exist")
    model.create(Created("p0aaaaaaaa", "person", "Zoe"))
    draft = decode(encode_object(draft_of(model, "2026-11-22T09:30:00Z")))
    again = model_of(GOAL)
    take_up(again, draft)
    assert again.state == model.state
    assert again.outside == frozenset()
    assert again.merged().data == model.merged().data


@given(STEPS)
def test_setting_everything_back_leaves_nothing_to_save(steps: list[tuple[tuple[str, ...], Any]]) -> None:
    model = model_of(GOAL)
    for path, value in steps:
        model.put(path, value)
    for name in list(model.state.values):
        model.put((name,), GOAL.get(name))
    assert not model.is_dirty


def test_a_draft_of_another_make_is_taken_as_far_as_it_fits() -> None:
    model = model_of(GOAL)
    take_up(model, {
        "values": {"title": "New", "tags": "no list", "gone": 1, "rank": "a0", "id": "x", "deleted_at": "2026-11-22T09:30:00Z"},
        "texts": [{"path": ["no_such"], "text": "x"}, "rubbish", {"path": ["due"], "text": "soon"}], "created": [{"id": 5}], "base": None,
    })
    assert dict(model.state.values) == {"title": "New"}
    assert dict(model.state.texts) == {("due",): "soon"}


def test_what_others_change_is_followed_unless_it_was_touched_here() -> None:
    model = model_of(GOAL)
    model.put(("title",), "Mine")
    assert not model.follow(Record("goal", GOAL["id"], dict(GOAL)))
    assert model.follow(Record("goal", GOAL["id"], {**GOAL, "title": "Theirs", "objective": "Theirs, too"}))
    assert model.outside == {"title", "objective"}
    assert (model.top("title"), model.top("objective")) == ("Mine", "Theirs, too")
    assert model.data["title"] == "Grow", "the value at first, from which both sides are merged"


def test_entries_without_an_id_of_their_own_are_shown_and_kept() -> None:
    twice = {"id": "k0aaaaaaaa", "name": "Again"}
    model = model_of({**GOAL, "kpis": [KPI, twice, {"name": "No id"}]})
    rows = form_rows(model, Folds())
    assert [row.type for row in rows if row.depth == 1 and row.path[0] == "kpis" and row.type in (ENTRY, FIXED)] == [FIXED] * 3
    assert any(row.path == ("x_own",) and row.type == FIXED for row in rows)


@pytest.mark.parametrize("odd", [
    {"texts": 5}, {"texts": [5, {"path": 5}, {"path": ["title", "x"]}, {"path": ["criteria"]}]}, {"values": 5}, {"base": 5, "blanks": 5},
    {"created": 5}, {"created": [{"id": "x", "kind": "nope", "title": "t"}], "values": {"title": "x", "milestone": "x"}},
    {"resolved": {"title": 5, "nope.x": 3, "": 1}}, {"values": {"criteria": [{"id": "1", "text": 5}, {"id": "1"}, 7], "status": "nope"}},
])
def test_whatever_a_draft_holds_the_form_opens(odd: dict[str, Any]) -> None:
    model = FormModel(SCHEMA["item"], "000aaaaaaa", Record("item", "000aaaaaaa", {"id": "000aaaaaaa", "title": "T"}))
    take_up(model, {"kind": "item", "values": {"title": "x"}, **odd})
    assert form_rows(model, Folds())
    assert all(one.kind in SCHEMA.kinds for one in model.filled().created)


def test_a_list_of_thousands_is_looked_through_once_and_not_for_each_entry() -> None:
    criteria = [{"id": f"c{at:09d}", "text": f"must {at}"} for at in range(5_000)]
    model = FormModel(SCHEMA["item"], "000aaaaaaa", Record("item", "000aaaaaaa", {"id": "000aaaaaaa", "title": "T", "criteria": criteria}))
    model.put(("criteria", "c000004321", "text"), "another")
    begin = time.process_time()
    touched = [one["id"] for one in criteria if model.is_touched(("criteria", one["id"]))]
    taken = time.process_time() - begin
    assert touched == ["c000004321"]
    assert taken < 0.3 * float(os.environ.get("PMTUI_SLOWNESS", "2"))

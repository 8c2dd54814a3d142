"""Moving to ready: what is missing is found, and what is given joins the same change."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Context, Effect, Refused, run
from pmtui.commands.ready import Answers, Lacking, around, fault, filled, lacking, refusal
from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply, inverse
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows, Table

ONE, TWO = "1aaaaaaaaa", "2aaaaaaaaa"
WHOLE: dict[str, Any] = {
    "problems": ["pppppppppp"], "body": ["a"], "estimate": 1, "criteria": [{"id": "cccccccccc", "text": "x"}], "ux": 1, "business": 1,
    "feasibility": 1,
}


def context(*items: dict[str, Any], screen: str = "backlog", **settings: Any) -> Context:
    documents = {id: {"id": id, "title": id[0], "rank": f"a{id[0]}", **fields} for id, fields in zip((ONE, TWO), items, strict=False)}
    of = Snapshot(MemorySource({}), {"item": Table("item", MemoryRows("item", documents))}, settings=settings)
    count = iter(range(10**6))
    records = [record for id in documents if (record := of.record("item", id)) is not None]
    return Context(
        of, now="2026-11-22T09:30:00Z", today="2026-11-22", author="ana", new_id=lambda: f"{next(count):010d}",
        resolve=lambda words, kinds: records[0], selection=records, cursor=records[0], screen=screen,
    )


def moved(of: Context, **given: Any) -> Change | Effect:
    return run(REGISTRY["record.status"], of, {"value": "ready", **given})


def held(of: Context) -> tuple[Change, list[Lacking]]:
    effect = moved(of)
    assert isinstance(effect, Effect)
    assert effect.name == "not_ready"
    return effect.arguments["change"], effect.arguments["lacking"]


def test_what_is_ready_is_moved_at_once() -> None:
    assert isinstance(moved(context(WHOLE)), Change)
    assert isinstance(moved(context({}, ready=[])), Change)


def test_what_is_not_is_held_and_named() -> None:
    change, found = held(context({**WHOLE, "estimate": None}, WHOLE))
    assert len(change.edits) == 2
    assert [(one.record.id, one.words) for one in found] == [(ONE, "estimated")]
    assert "lacks estimated" in str(refusal(found))


def test_other_ways_to_ready_ask_too_and_other_moves_do_not() -> None:
    edited = ("record.edit_field", {"field": "status", "value": "ready"})
    for id, given in (("record.set", {"fields": ["status=ready", "estimate=3"]}), edited):
        result = run(REGISTRY[id], context({}), given)
        assert isinstance(result, Effect)
        assert "estimated" not in [rule.key for rule in result.arguments["lacking"][0].rules] or id != "record.set"
    assert isinstance(run(REGISTRY["record.status"], context({}), {"value": "doing"}), Change)
    assert isinstance(run(REGISTRY["record.estimate"], context({"status": "ready"}), {"value": "3"}), Change)


def test_the_command_line_and_what_was_confirmed_are_not_held() -> None:
    assert isinstance(moved(context({}, screen="")), Change)
    assert isinstance(moved(context({}), is_confirmed=True), Change)


def test_what_is_given_is_one_change_and_undone_as_one() -> None:
    of = context({"so_that": ""}, {**WHOLE, "estimate": None, "ux": None})
    change, found = held(of)
    texts = {"clear": "What is meant", "estimated": "5", "criteria": "It works", "balance": "3 5 2"}
    made = filled(of, change, found, Answers(texts, problem="qqqqqqqqqq"))
    assert not lacking(of.snapshot, made, around(of))
    after = apply(made, of.snapshot)
    one, two = (after.record("item", id) for id in (ONE, TWO))
    assert one is not None
    assert two is not None
    assert (one.data["problems"], one["estimate"], one["ux"], one["business"], one["feasibility"], one["body"]) == (
        ["qqqqqqqqqq"], 5, 3, 5, 2, ["What is meant"],
    )
    assert (two.data["problems"], two["estimate"], two["ux"], two["business"]) == (WHOLE["problems"], 5, 3, 1)
    assert [entry["text"] for entry in one["criteria"]] == ["It works"]
    back = apply(inverse(made), after)
    assert [back.record("item", id).data for id in (ONE, TWO)] == [of.snapshot.record("item", id).data for id in (ONE, TWO)]  # type: ignore[union-attr]


def test_a_new_problem_is_made_with_it_and_a_reason_is_kept() -> None:
    of = context({})
    change, found = held(of)
    made = filled(of, change, found, Answers({}, new_problem="Cards fail"))
    problem = next(edit for edit in made.edits if edit.kind == "problem")
    assert problem.after["title"] == "Cards fail"
    assert next(edit for edit in made.edits if edit.kind == "item").after["problems"] == [problem.id]
    made = filled(of, change, found, Answers({"why": "the law wants it", "balance": "4"}))
    assert made.edits[0].after["so_that"] == "the law wants it"
    assert {made.edits[0].after[leg] for leg in ("ux", "business", "feasibility")} == {4}


def test_links_to_what_is_not_here_are_taken_away() -> None:
    of = context({**WHOLE, "depends_on": [TWO, "zzzzzzzzzz"]}, WHOLE)
    change, found = held(of)
    assert found[0].words == "dependencies"
    made = filled(of, change, found, Answers({"dependencies": "unlink"}))
    assert next(edit for edit in made.edits if edit.id == ONE).after["depends_on"] == [TWO]


@pytest.mark.parametrize(("name", "text", "said"), [
    ("estimated", "many", "many"), ("balance", "35", "three digits"), ("balance", "789", "three digits"), ("estimated", "", ""),
    ("estimated", "3", ""), ("balance", "3,5,2", ""), ("why", "because", ""),
])
def test_what_does_not_fit_is_said(name: str, text: str, said: str) -> None:
    of = context({})
    _, found = held(of)
    assert said in fault(of, name, text, found)
    assert bool(fault(of, name, text, found)) is bool(said)
    if said:
        with pytest.raises(Refused):
            filled(of, Change("x", (Edit("item", ONE, {}, {"status": "ready"}),)), found, Answers({name: text}))


def test_new_records_called_ready_are_looked_at() -> None:
    of = context(WHOLE)
    change = Change("add", (Edit("item", "3aaaaaaaaa", None, {"id": "3aaaaaaaaa", "title": "New", "status": "ready"}),))
    found = lacking(of.snapshot, change, around(of))
    assert found[0].record == Record("item", "3aaaaaaaaa", {"id": "3aaaaaaaaa", "title": "New", "status": "ready"})
    made = filled(of, change, found, Answers({"estimated": "2"}))
    assert made.edits[0].before is None
    assert made.edits[0].after["estimate"] == 2

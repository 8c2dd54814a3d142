"""The definition of ready: each rule alone, the team's own, and that lists and single items agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.computed import computed_of
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.ready import BUILT_IN, definition, faults, missing_column, missing_of
from pmtui.domain.records import Record
from pmtui.domain.table import MemoryRows, Table

WHOLE: dict[str, Any] = {
    "title": "Retry cards", "problems": ["pppppppppp"], "body": ["When a card fails …"], "estimate": 3, "ux": 3, "business": 5,
    "feasibility": 2, "criteria": [{"id": "cccccccccc", "text": "Failed cards are tried again"}], "depends_on": ["bbbbbbbbbb"],
}


def snapshot(*items: dict[str, Any], **team: Any) -> Snapshot:
    """A workspace with these items, and one more on which they may depend."""
    documents = {f"{at:010d}": {"id": f"{at:010d}", **item} for at, item in enumerate(items)}
    documents["bbbbbbbbbb"] = {"id": "bbbbbbbbbb", "title": "Before"}
    documents["dddddddddd"] = {"id": "dddddddddd", "title": "Gone", "deleted_at": "2026-11-01T00:00:00Z"}
    return Snapshot(MemorySource({}), {"item": Table("item", MemoryRows("item", documents))}, settings=team)


def environment(of: Snapshot) -> Environment:
    return Environment("2026-11-22", "2026-11-22T09:30:00Z", snapshot=of)


def missing(item: dict[str, Any], **team: Any) -> list[str]:
    """What an item lacks, by the list of all; the item alone must say the same."""
    of = snapshot(item, **team)
    found = list(missing_column(of.table("item"), environment(of))[of.table("item").position("0000000000") or 0])
    assert found == [rule.key for rule in missing_of(Record("item", "0000000000", item), environment(of))]
    return found


def test_a_whole_item_is_ready() -> None:
    assert missing(WHOLE) == []


@pytest.mark.parametrize(("without", "lacks"), [
    (("problems",), ["why"]), (("body",), ["clear"]), (("title",), ["clear"]),
    (("estimate",), ["estimated"]), (("criteria",), ["criteria"]),
    (("ux",), ["balance"]), (("business",), ["balance"]), (("feasibility",), ["balance"]), (("depends_on",), []),
    (("problems", "estimate", "ux"), ["why", "estimated", "balance"]),
])
def test_each_rule(without: tuple[str, ...], lacks: list[str]) -> None:
    assert missing({name: value for name, value in WHOLE.items() if name not in without}) == lacks


@pytest.mark.parametrize(("more", "lacks"), [
    ({"problems": [], "hypotheses": ["hhhhhhhhhh"]}, []), ({"problems": [], "so_that": "nobody has to call"}, []),
    ({"problems": [], "reasons": [{"id": "rrrrrrrrrr", "text": ["the law"]}]}, []), ({"problems": [], "so_that": "  "}, ["why"]),
    ({"body": [], "i_want": "an invoice"}, []), ({"estimate": 0}, []), ({"depends_on": ["zzzzzzzzzz"]}, ["dependencies"]),
    ({"depends_on": ["bbbbbbbbbb", "dddddddddd"]}, ["dependencies"]),
])
def test_what_else_counts(more: dict[str, Any], lacks: list[str]) -> None:
    assert missing({**WHOLE, **more}) == lacks


def test_rules_of_the_team() -> None:
    own = [{"rule": "why"}, "criteria", {"rule": "filter", "query": "estimate<=8", "says": "too large: split it"}]
    assert missing({"title": "Big", "estimate": 13}, ready=own) == ["why", "criteria", "too large: split it"]
    assert missing({"title": "Small", "estimate": 8, "so_that": "it works", "criteria": [{"id": "cccccccccc"}]}, ready=own) == []
    assert missing({"title": "Anything"}, ready=[]) == []
    assert missing({"title": ""}, ready=[{"rule": "filter", "query": f"estimate>{at}"} for at in range(12)])[10:] == [
        "estimate>10 does not hold", "estimate>11 does not hold",
    ]


@pytest.mark.parametrize(("team", "said"), [
    ({"ready": {"rule": "why"}}, "is a list of rules"), ({"ready": [{"rule": "perfect"}]}, "there is no rule 'perfect'"),
    ({"ready": [{"rule": ["why"]}]}, "there is no rule ['why']"),
    ({"ready": [7]}, "7 is no rule"), ({"ready": [{"rule": "filter"}]}, "needs its query"),
    ({"ready": [{"rule": "filter", "query": "estimat>3"}]}, "did you mean"),
    ({"ready": [{"rule": "filter", "query": "is:ready"}]}, "rest on"),
    ({"ready": [{"rule": "filter", "query": "-missing:why"}]}, "rest on"),
    ({"ready": [{"rule": "filter", "query": "sort:rank"}]}, "everything"),
    ({"ready_refuses": "yes"}, "true or false"), ({"ready": ["why"] * 30}, "the first 20 count"),
])
def test_wrong_settings_are_named_and_left_out(team: dict[str, Any], said: str) -> None:
    assert said in " ".join(faults(team))
    missing(WHOLE, **team)


def test_what_holds_where_the_team_says_nothing() -> None:
    assert [rule.name for rule in definition({}).rules] == list(BUILT_IN)
    assert not definition({}).refuses
    assert definition({"ready_refuses": True}).refuses


def test_filters_columns_and_figures() -> None:
    of = snapshot(WHOLE, {"title": "Bare", "estimate": 3})
    table, around = of.table("item"), environment(of)

    def ids(text: str) -> list[str]:
        return [table.id(at) for at in view(parse(text, table.kind), table, around)]

    assert ids("is:ready") == ids("ready:yes") == ids("missing:none") == ["0000000000"]
    assert ids("missing:estimated") == ["bbbbbbbbbb"]
    assert ids("missing>3") == ["0000000001", "bbbbbbbbbb"]
    assert computed_of(table.record(table.position("0000000001") or 0), of, around)["ready"] == {
        "is": False, "missing": ["why", "clear", "criteria", "balance"],
    }


_ITEMS = st.fixed_dictionaries({}, optional={
    "title": st.sampled_from(["", "A", "Ä b"]), "problems": st.sampled_from([[], ["pppppppppp"]]), "so_that": st.sampled_from(["", "x"]),
    "body": st.sampled_from([[], ["a"], ["a", "b"]]), "estimate": st.sampled_from([0, 3, 0.5]), "ux": st.just(3), "business": st.just(1),
    "feasibility": st.just(2), "depends_on": st.sampled_from([["bbbbbbbbbb"], ["dddddddddd"], ["eeeeeeeeee"]]),
})


@settings(max_examples=40, deadline=None)
@given(st.lists(_ITEMS, max_size=6))
def test_a_list_says_of_each_item_what_the_item_alone_says(items: list[dict[str, Any]]) -> None:
    of = snapshot(*items)
    table, around = of.table("item"), environment(of)
    column = missing_column(table, around)
    for at in range(len(table)):
        assert list(column[at]) == [rule.key for rule in missing_of(table.record(at), around)]

"""Order and groups of what a filter finds, and how long that takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, grouped, parse, view
from pmtui.domain.records import Record
from pmtui.domain.table import Table

TODAY, NOW = "2026-11-22", "2026-11-22T09:30:00Z"
ANA, BO, MVP, GA = "aaaaaaaaaa", "bbbbbbbbbb", "mmmmmmmmmm", "gggggggggg"
PEOPLE = {ANA: {"id": ANA, "title": "Ana"}, BO: {"id": BO, "title": "Bo"}}
MILESTONES = {MVP: {"id": MVP, "title": "Alpha", "rank": "a2"}, GA: {"id": GA, "title": "Beta", "rank": "a1"}}
ITEMS: dict[str, dict[str, Any]] = {
    "1": {"title": "delta", "rank": "a1", "status": "done", "estimate": 2, "tags": ["b"], "milestone": MVP, "assignee": BO},
    "2": {"title": "Éclair", "rank": "a2", "status": "ready", "estimate": 0.5, "due": "2027-01-01", "tags": ["a", "b"], "milestone": GA},
    "3": {"title": "alpha", "rank": "a3", "status": "odd", "due": "2026-01-01", "comments": [{"id": "k", "text": ["x"]}], "assignee": ANA},
    "4": {"title": "Bravo", "rank": "a4", "estimate": 10**400, "tags": ["B"], "milestone": "zzzzzzzzzz", "depends_on": ["200000000x"]},
    "5": {"title": "charlie", "rank": "a5", "status": "ready", "estimate": 2, "due": "2027-01-01"},
}


def snapshot_of(items: Mapping[str, Mapping[str, Any]]) -> Snapshot:
    documents = {f"{id}00000000x": {"id": f"{id}00000000x", **data} for id, data in items.items()}
    return Snapshot(MemorySource({"item": documents, "person": PEOPLE, "milestone": MILESTONES}))


SNAPSHOT = snapshot_of(ITEMS)
TABLE = SNAPSHOT.table("item")
ENVIRONMENT = Environment(TODAY, NOW, "ana", SNAPSHOT)


@pytest.mark.parametrize(("text", "ids"), [
    ("", "12345"), ("sort:rank", "12345"), ("sort:-rank", "54321"), ("sort:title", "34512"), ("sort:-title", "21543"),
    ("sort:status", "42513"), ("sort:-status", "31254"), ("sort:estimate", "21543"), ("sort:-estimate", "41523"),
    ("sort:due", "32514"), ("sort:-due", "25314"), ("sort:due,-title", "32514"), ("sort:-due,title", "52341"),
    ("sort:milestone", "21435"), ("sort:-milestone", "41235"), ("sort:who", "31245"), ("sort:tag", "21435"), ("sort:-comments", "31245"),
    ("sort:id", "12345"), ("sort:-id", "54321"), ("sort:rank_position", "23451"), ("sort:-rank_position", "54321"),
    ("sort:blocked_by", "41235"),
    ("status:ready sort:-rank", "52"), ("sort:priority,-rank", "54321"),
])
def test_order(text: str, ids: str) -> None:
    assert "".join(TABLE.id(at)[0] for at in view(parse(text, TABLE.kind), TABLE, ENVIRONMENT)) == ids


def named(text: str, name: str) -> list[tuple[Any, str]]:
    positions = view(parse(text, TABLE.kind), TABLE, ENVIRONMENT)
    return [(value, "".join(TABLE.id(at)[0] for at in group)) for value, group in grouped(positions, TABLE, name, ENVIRONMENT)]


@pytest.mark.parametrize(("text", "name", "groups"), [
    ("", "status", [("inbox", "4"), ("ready", "25"), ("done", "1"), ("odd", "3")]),
    ("sort:-rank", "status", [("inbox", "4"), ("ready", "52"), ("done", "1"), ("odd", "3")]),
    ("", "tag", [("a", "2"), ("b", "12"), ("B", "4"), (None, "35")]),
    ("", "milestone", [(GA, "2"), (MVP, "1"), ("zzzzzzzzzz", "4"), (None, "35")]),
    ("", "who", [(ANA, "3"), (BO, "1"), (None, "245")]),
    ("", "due", [("2026-01-01", "3"), ("2027-01-01", "25"), (None, "14")]),
    ("-id:4", "estimate", [(0.5, "2"), (2, "15"), (None, "3")]),
    ("status:review", "status", []),
    ("id:1", "no_such_field", [(None, "1")]),
])
def test_groups(text: str, name: str, groups: list[tuple[Any, str]]) -> None:
    assert named(text, name) == groups


def test_values_of_another_type_sort_as_blanks() -> None:
    items = {"1": {"title": "a", "estimate": "many", "tags": "b"}, "2": {"title": 7, "estimate": 3}, "3": {"status": 5, "estimate": True}}
    table = snapshot_of(items).table("item")
    for text in ("sort:estimate", "sort:-title", "sort:status", "sort:tags", "group:status"):
        query = parse(text, table.kind)
        positions = view(query, table, ENVIRONMENT)
        assert sorted(positions) == [0, 1, 2]
        assert sum(len(group) for _, group in grouped(positions, table, query.group or "estimate", ENVIRONMENT)) == 3


DOCUMENTS = st.fixed_dictionaries(
    {"title": st.sampled_from(["a", "B", "é", "e"]), "rank": st.sampled_from(["a0", "a1", "a2"])},
    optional={
        "estimate": st.sampled_from([1, 0.5, 3, 10**400, 2**60, 2**60 + 1]), "due": st.sampled_from(["2026-01-01", "2027-01-01"]),
        "status": st.sampled_from([*SCHEMA["item"].statuses, "odd"]), "tags": st.lists(st.sampled_from("abC"), min_size=1, unique=True),
    },
)
ORDERS = {
    "title": lambda one: "e" if one["title"] == "é" else one["title"].lower(),
    "estimate": lambda one: one.get("estimate"),
    "due": lambda one: one.get("due"),
    "status": lambda one: [*SCHEMA["item"].statuses, "odd"].index(one.get("status", "inbox")),
}


@given(
    st.dictionaries(st.sampled_from("0123456789"), DOCUMENTS), st.dictionaries(st.sampled_from("0123456789abc"), DOCUMENTS),
    st.lists(st.tuples(st.sampled_from(sorted(ORDERS)), st.booleans()), min_size=1, max_size=3),
)
def test_sorting_is_stable_with_blanks_last(
    items: dict[str, dict[str, Any]], changed: dict[str, dict[str, Any]], keys: list[tuple[str, bool]]
) -> None:
    snapshot = snapshot_of(items).with_records([Record("item", f"{id}00000000x", data) for id, data in changed.items()])
    table = snapshot.table("item")
    text = "sort:" + ",".join("-" * is_descending + name for name, is_descending in keys)
    found = [table.id(at)[0] for at in view(parse(text, table.kind), table, Environment(TODAY, NOW, "", snapshot))]
    everything = {**items, **changed}
    wanted = sorted(everything, key=lambda id: (everything[id]["rank"], id))
    for name, is_descending in reversed(keys):
        filled = [id for id in wanted if ORDERS[name](everything[id]) is not None]
        filled.sort(key=lambda id: ORDERS[name](everything[id]), reverse=is_descending)
        wanted = filled + [id for id in wanted if ORDERS[name](everything[id]) is None]
    assert found == wanted


@pytest.fixture(scope="module")
def large() -> Table:
    """As many items as a test can make in a second; the budgets, in milliseconds, are those of 100,000."""
    statuses = SCHEMA["item"].statuses
    documents = {
        f"{at:010}": {
            "id": f"{at:010}", "title": f"Retry failed card payment {at}", "rank": f"h{at:08}", "status": statuses[at % 6],
            "tags": [f"tag{at % 7}"], **({"reach": at % 997, "impact": 2, "confidence": 80, "effort": 1 + at % 3} if at % 3 else {}),
        }
        for at in range(20_000)
    }
    return Snapshot(MemorySource({"item": documents})).table("item")


@pytest.mark.parametrize(("text", "budget"), [
    ("-status:done,dropped", 10), ("status:ready sort:-rice", 15), ("status:ready tag:tag3 rice>100", 20),
])
def test_a_view_stays_in_its_budget(large: Table, text: str, budget: float) -> None:
    environment, query = Environment(TODAY, NOW), parse(text, large.kind)

    def milliseconds(run: Callable[[], object]) -> float:
        start = time.process_time()
        run()
        return (time.process_time() - start) * 1000

    run = lambda: view(query, large, environment)  # noqa: E731
    run()  # the columns are made once
    assert min(milliseconds(run) for _ in range(5)) < budget

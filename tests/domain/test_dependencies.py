from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.dependencies import acyclic_fields, circle_of, circles, in_words, way_back
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import Table


def items(links: dict[str, list[str]], **more: Any) -> Table:
    documents = {id: {"id": id, "title": id, "depends_on": ids, **more} for id, ids in links.items()}
    return Snapshot(MemorySource({"item": documents})).table("item")


def test_the_links_that_must_not_lead_back_are_those_of_a_kind_to_itself() -> None:
    assert [field.name for field in acyclic_fields(SCHEMA["item"])] == ["parent", "depends_on", "duplicate_of"]
    assert [field.name for field in acyclic_fields(SCHEMA["feedback"])] == ["duplicate_of"]
    assert [field.name for field in acyclic_fields(SCHEMA["decision"])] == ["supersedes"]
    assert acyclic_fields(SCHEMA["persona"]) == ()


def test_the_shortest_way_back_is_found() -> None:
    table = items({"a": [], "b": ["c", "e"], "c": ["d"], "d": ["a"], "e": ["a"], "f": ["f"]})
    assert way_back(table, "depends_on", "a", "b") == ["a", "b", "e", "a"]
    assert way_back(table, "depends_on", "a", "a") == ["a", "a"]
    assert way_back(table, "depends_on", "b", "a") == []
    assert way_back(table, "depends_on", "b", "f") == [], "a circle on the way is not walked for ever"
    assert way_back(table, "depends_on", "a", "gone") == []


def test_a_way_in_words_names_titles_and_shortens_what_is_long() -> None:
    assert in_words(["a", "b", "a"], {"a": "Card\npayments", "b": ""}) == "“Card payments” → “b” → “Card payments”"
    assert in_words([str(one) for one in range(9)], {}) == "“0” → “1” → “2” → “3” → … 4 more → “8”"


LINKS = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3, unique=True), max_size=8)


@given(LINKS)
def test_each_circle_is_one_and_none_is_overlooked(links: dict[str, list[str]]) -> None:
    table = items(links)
    found = circles(table, "depends_on")
    for circle in found:
        assert circle[0] == circle[-1]
        assert all(after in links[here] for here, after in pairwise(circle))
    on_one = {id for id in links if circle_of(table, "depends_on", id)}
    assert bool(found) == bool(on_one)
    assert {id for circle in found for id in circle} <= on_one


def test_deleted_records_make_no_circle() -> None:
    assert circles(items({"a": ["b"], "b": ["a"]}, deleted_at="2026-11-22T09:30:00Z"), "depends_on") == []

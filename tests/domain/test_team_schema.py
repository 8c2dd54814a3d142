"""A team's own statuses and fields: what they make of the schema, and that no settings whatsoever can break it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.canonical import compact, decode, encode, encode_object, normal_record
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.form_sections import form_sections
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.query_view import grouped
from pmtui.domain.records import Record
from pmtui.domain.schema import Kind
from pmtui.domain.team_schema import faults, like, named, put_in_force, team_kinds
from pmtui.domain.validation import read_record
from pmtui.domain.values import parse_choice
from pmtui.widgets.glyphs import status_glyph, status_role

STATUSES = {"item": [
    {"name": "triage", "is": "inbox"}, {"name": "todo", "is": "ready"}, {"name": "review"}, {"name": "qa", "is": "review"},
    {"name": "wont-do", "is": "dropped", "help": "Never."},
]}
FIELDS = {"item": [
    {"name": "revenue", "type": "integer", "minimum": 1, "maximum": 5, "help": "What it may bring."},
    {"name": "area", "type": "choice", "choices": ["Web", "App"]}, {"name": "platforms", "type": "set"}, {"name": "launch", "type": "date"},
    {"name": "pitch", "type": "lines"}, {"name": "legal", "type": "flag"}, {"name": "sponsor", "type": "link", "links": ["person"]},
    {"name": "cost", "type": "number"}, {"name": "note", "type": "text"}, {"name": "related", "type": "links"},
]}
SETTINGS = {"statuses": STATUSES, "fields": FIELDS}
IDS = ["1aaaaaaaaa", "2aaaaaaaaa", "3aaaaaaaaa", "4aaaaaaaaa"]


@pytest.fixture
def item() -> Iterator[Kind]:
    """The items of the team, in force."""
    put_in_force(SETTINGS)
    yield SCHEMA["item"]
    put_in_force({})
    assert not SCHEMA.is_extended


def table(*documents: dict[str, Any]) -> Any:
    data = {id: {"id": id, "rank": f"h{at}", **one} for at, (id, one) in enumerate(zip(IDS, documents, strict=False))}
    return Snapshot(MemorySource({"item": data})).table("item")


def found(query: str, of: Any) -> list[int]:
    return view(parse(query, SCHEMA["item"]), of, Environment("2026-11-23", "2026-11-23T09:00:00Z"))


def test_statuses_stand_where_the_team_lists_them(item: Kind) -> None:
    assert item.statuses == ("triage", "todo", "doing", "review", "qa", "done", "wont-do")
    assert item.fixed == SCHEMA.built_in["item"].statuses
    assert item.closed == {"done", "dropped", "wont-do"}
    assert item.reasoned == {"dropped", "wont-do"}
    assert [like("item", one) for one in item.statuses] == ["inbox", "ready", "doing", "review", "review", "done", "dropped"]
    assert [named("item", one) for one in item.fixed] == ["triage", "todo", "doing", "review", "done", "wont-do"]
    assert item.alike("review", "done") == ("review", "done", "qa")
    assert item.fields["status"].meanings[-1] == "Never."
    assert (status_glyph("qa"), status_role("wont-do")) == (status_glyph("review"), "status-dropped")


def test_a_file_without_a_status_means_the_first_one_whatever_it_is_called(item: Kind) -> None:
    assert Record("item", IDS[0], {}).status == "triage"
    assert Record("item", IDS[0], {}).stage == "inbox"
    assert encode(item, {"id": IDS[0], "status": "triage"}) == encode(SCHEMA.built_in["item"], {"id": IDS[0]})
    every = [{"name": name, "is": name} for name in (*item.fixed[3:], *item.fixed[:3])]
    assert team_kinds({"statuses": {"item": every}})["item"].statuses == (*item.fixed[3:], *item.fixed[:3])
    kept = team_kinds({"statuses": {"item": [{"name": "new", "is": "inbox"}, {"name": "inbox"}]}})["item"]
    assert (kept.fields["status"].default, kept.statuses[:2]) == ("inbox", ("new", "inbox"))


def test_filters_find_a_status_by_its_own_name_and_by_what_it_stands_for(item: Kind) -> None:
    items = table({"status": "qa"}, {"status": "review"}, {}, {"status": "wont-do"})
    assert found("status:review", items) == [0, 1]
    assert found("status=review", items) == [1]
    assert found("status:qa", items) == [0]
    assert found("status:inbox", items) == found("status=Inbox", items) == found("status:triage", items) == [2]
    assert found("status>=ready is:open", items) == [0, 1]
    assert found("is:closed", items) == [3]
    assert found("sort:status", items) == [2, 1, 0, 3]
    assert [value for value, _ in grouped(range(4), items, "status")] == ["triage", "review", "qa", "wont-do"]
    assert parse_choice(item.fields["status"], "Ready") == "todo"


def test_own_fields_are_filtered_sorted_and_grouped_as_any_other(item: Kind) -> None:
    items = table(
        {"revenue": 2, "area": "App", "platforms": ["ios", "tv"], "pitch": ["Sell", "more"]}, {"revenue": 5, "area": "Web", "legal": True},
        {"launch": "2027-01-02", "cost": 1.5}, {"revenue": "much", "platforms": 3, "area": [{}], "note": {"a": 1}, "launch": 7},
    )
    assert found("revenue>1 sort:-revenue", items) == [1, 0]
    assert found("area:web", items) == found("legal:yes", items) == [1]
    assert found("platforms:tv", items) == found("pitch:sell", items) == [0]
    assert found("launch>2026-12-31", items) == found("cost<2", items) == [2]
    assert found("revenue:none sort:launch", items) == [2, 3]
    assert [value for value, _ in grouped(range(4), items, "area")] == ["Web", "App", None]
    odd = items.record(3)
    assert (odd["revenue"], odd["platforms"], odd["note"]) == (None, [], None)
    assert {"revenue", "platforms", "area", "note", "launch"} == set(odd.unknown())


def test_declaring_a_field_moves_nothing_in_the_files(item: Kind) -> None:
    data = {"id": IDS[0], "title": "T", "area": "Web", "other": {"b": 1, "a": 2}, "platforms": ["a", "b"], "zeal": 1, "revenue": "much"}
    raw = encode(SCHEMA.built_in["item"], data)
    assert encode(item, data) == raw
    assert read_record(item, IDS[0], raw) == decode(raw)  # also with a value that the field cannot take
    own = next(one for one in form_sections(item) if one.title == "The team's own")
    assert set(own.names) == {name for name, field in item.fields.items() if field.is_own}


@pytest.mark.parametrize(("declared", "words"), [
    ({"name": "age", "type": "text"}, "word of the program"), ({"name": "tag", "type": "text"}, "built-in name"),
    ({"name": "rice", "type": "number"}, "word of the program"),
    ({"name": "Revenue", "type": "text"}, "no name of a field"), ({"name": "x", "type": "money"}, "is unknown"),
    ({"name": "x", "type": "choice"}, "needs"), ({"name": "x", "type": "integer", "minimum": 5, "maximum": 1}, "greater"),
    ({"name": "x", "type": "text", "minimum": 1}, "are numbers"), ({"name": "x", "type": "link", "links": ["epic"]}, "array of kinds"),
    ({"name": "x", "type": ["text"]}, "is unknown"), ({}, "no name of a field"), ("x", "must be an object"),
])
def test_a_field_that_cannot_be_is_named_and_left_out(declared: Any, words: str) -> None:
    broken = {"fields": {"item": [declared, {"name": "good", "type": "text"}]}}
    assert [words in one for one in faults(broken)] == [True]
    assert [name for name, field in team_kinds(broken)["item"].fields.items() if field.is_own] == ["good"]


@pytest.mark.parametrize(("declared", "words"), [
    ({"name": "qa"}, 'lacks "is"'), ({"name": "qa", "is": "testing"}, "not built in"), ({"name": "done", "is": "review"}, "for itself"),
    ({"name": "In QA", "is": "review"}, "no name of a status"), ({"name": "any", "is": "review"}, "cannot be called"),
    (7, "must be an object"),
])
def test_a_status_that_cannot_be_is_named_and_left_out(declared: Any, words: str) -> None:
    broken = {"statuses": {"item": [declared]}}
    assert [words in one for one in faults(broken)] == [True]
    assert team_kinds(broken)["item"] is SCHEMA.built_in["item"]


def test_settings_for_kinds_that_cannot_have_them_are_named() -> None:
    said = faults({"statuses": {"person": [{"name": "here", "is": "there"}], "epic": []}, "fields": []})
    assert ["people have no status" in said[0], "no kind is called so" in said[1], "object by kind" in said[2]] == [True] * 3


def test_criteria_of_the_team_s_score_are_fields_of_items() -> None:
    score = {"criteria": [{"field": "revenue", "high": 10, "help": "Money."}, {"field": "effort"}, {"field": 3}, "x"]}
    kind = team_kinds({"score": score})["item"]
    assert [(one.name, one.minimum, one.maximum, one.help) for one in kind.fields.values() if one.is_own] == [("revenue", 1, 10, "Money.")]


_KEYS = [
    "item", "milestone", "person", "x", "name", "is", "type", "choices", "links", "minimum", "maximum", "help", "criteria", "field", "low",
    "high",
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(["name", "qa", "text"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=15,
)
_DECLARED = st.fixed_dictionaries({}, optional={
    "name": st.sampled_from(["qa", "todo", "inbox", "done", "revenue", "tag", "id", "rice", "A b", ""]) | _JSON,
    "is": st.sampled_from(["inbox", "ready", "review", "done", "none"]) | _JSON,
    "type": st.sampled_from(["text", "choice", "integer", "links"]) | _JSON,
    "choices": st.lists(st.sampled_from(["a", "A", "", "b"])) | _JSON, "links": _JSON, "minimum": _JSON, "maximum": _JSON, "help": _JSON,
})
_SETTINGS = st.fixed_dictionaries({}, optional={
    "statuses": st.fixed_dictionaries({"item": st.lists(_DECLARED, max_size=4)}) | _JSON,
    "fields": st.fixed_dictionaries({"item": st.lists(_DECLARED, max_size=4)}) | _JSON,
    "score": st.fixed_dictionaries({"criteria": st.lists(_DECLARED, max_size=3)}) | _JSON,
})


@settings(max_examples=300)
@given(_SETTINGS)
def test_whatever_stands_in_the_settings_a_sound_schema_comes_out(team: dict[str, Any]) -> None:
    kinds = team_kinds(team)
    assert all(isinstance(one, str) and one for one in faults(team))
    assert list(kinds) == list(SCHEMA.built_in)
    for name, kind in kinds.items():
        old = SCHEMA.built_in[name]
        assert kind.fixed == old.fixed
        assert [one for one in kind.fields if one in old.fields] == list(old.fields)
        if not kind.statuses:
            continue
        assert len(set(kind.statuses)) == len(kind.statuses)
        assert {kind.like(one) for one in kind.statuses} == set(old.statuses)
        assert kind.fields["status"].choices == kind.statuses
        assert kind.like(kind.fields["status"].default) == old.statuses[0]


_VALUES = st.fixed_dictionaries({"id": st.just(IDS[0]), "title": st.sampled_from("AB")}, optional={
    "status": st.sampled_from(["triage", "todo", "qa", "ready", "odd"]), "revenue": st.integers(1, 5) | st.just("much"),
    "area": st.sampled_from(["Web", "App", "Old"]), "platforms": st.lists(st.sampled_from("abc")),
    "pitch": st.lists(st.sampled_from("xyz"), max_size=3),
    "legal": st.booleans(), "cost": st.floats(0, 9), "note": st.sampled_from(["", "n"]), "zeal": st.integers(),
})


@settings(max_examples=150)
@given(_VALUES, _VALUES, _VALUES)
def test_records_with_own_fields_come_back_as_written_and_merge_to_the_same_on_both_sides(base: Any, ours: Any, theirs: Any) -> None:
    put_in_force(SETTINGS)
    kind = SCHEMA["item"]
    raw = encode(kind, base)
    assert encode(kind, decode(raw)) == raw
    assert read_record(kind, IDS[0], raw) == normal_record(kind, base)
    one, other = merge(kind, base, ours, theirs), merge(kind, base, theirs, ours)
    assert encode_object(one) == encode_object(other)
    assert encode(kind, one) == encode_object(one)
    for side in (ours, theirs):  # nobody's value is lost
        for name, value in normal_record(kind, side).items():
            kept = [one.get(name), *(each.get("value") for each in one.get("conflicts", {}).get(name, {}).get("values", ()))]
            if compact(value) != compact(normal_record(kind, base).get(name)) and not isinstance(value, list):
                assert compact(value) in map(compact, kept)

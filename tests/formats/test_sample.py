from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pmtui.domain.canonical import compact, decode, encode, normal_record
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.forecasting import forecasts
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.roadmap import clashes
from pmtui.domain.schema import ENTRIES, LINK, LINKS, Field
from pmtui.domain.validation import is_id, record_fault
from pmtui.formats.sample import SampleFault, records_from, sample_id, sample_records

TODAY, NOW = "2026-11-22", "2026-11-22T09:30:00Z"


def by_key(rows: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    keys = {sample_id(row["key"]): row["key"] for some in rows.values() for row in some}
    return {keys[id]: data for _, id, data in records_from(rows, TODAY, NOW)}


def links(fields: dict[str, Field], data: dict[str, Any]) -> list[tuple[Field, str]]:
    found: list[tuple[Field, str]] = []
    for name, value in data.items():
        field = fields.get(name)
        if field is None:
            continue
        if field.type == LINK:
            found.append((field, value))
        elif field.type == LINKS:
            found += [(field, one) for one in value]
        elif field.type == ENTRIES:
            for entry in value:
                found += links({one.name: one for one in field.entry}, entry)
    return found


def test_the_sample_is_valid_and_whole() -> None:
    records = sample_records(TODAY, NOW)
    kinds = {id: kind for kind, id, _ in records}
    assert len(kinds) == len(records) > 100
    for kind, id, data in records:
        schema = SCHEMA[kind]
        assert is_id(id)
        assert record_fault(schema, data) is None, data["title"]
        assert compact(decode(encode(schema, data))) == compact(normal_record(schema, data))
        assert set(data) <= set(schema.fields)
        assert ("rank" in data) == schema.ranked
        if "status" in data:
            assert data["status"] in schema.statuses, data["title"]
        for field, other in links(schema.fields, data):
            assert kinds[other] in (field.links or kinds.values()), (data["title"], field.name)
        if data.get("status") in schema.reasoned:
            assert data.get("reasons"), data["title"]


def test_the_past_of_the_sample_is_in_order_and_before_now() -> None:
    for _, _, data in sample_records(TODAY, NOW):
        for name in ("started_at", "done_at", "shipped_at", "deleted_at"):
            assert data["created_at"] <= data.get(name, NOW) <= NOW, (data["title"], name)
        assert data.get("started_at", "") <= data.get("done_at", NOW), data["title"]


def test_the_sample_is_the_same_each_time_and_moves_with_today() -> None:
    records = sample_records(TODAY, NOW)
    assert records == sample_records(TODAY, NOW)
    later = sample_records("2027-11-22", "2027-11-22T09:30:00Z")
    assert [(kind, id) for kind, id, _ in later] == [(kind, id) for kind, id, _ in records]
    assert all(new[2]["created_at"] > old[2]["created_at"] for new, old in zip(later, records, strict=True))


def test_ranks_are_those_of_the_files() -> None:
    records = sample_records(TODAY, NOW)
    for kind in ("item", "milestone"):
        ranks = [data["rank"] for name, _, data in records if name == kind]
        assert ranks == sorted(set(ranks))


def test_relative_dates_links_and_entries() -> None:
    data = by_key(
        {
            "people": [{"key": "@-ana", "title": "Ana", "handle": "ana"}],
            "goals": [
                {
                    "key": "g-1",
                    "title": "G",
                    "due": "@+3w",
                    "kpis": [{"name": "K", "readings": [{"at": "@-12dT09:30", "value": 1}]}],
                }
            ],
            "items": [
                {
                    "key": "b-2",
                    "title": "Second",
                    "depends_on": ["b-1"],
                    "assignee": "@-ana",
                    "started_at": "@-1d",
                    "tags": ["b", "a"],
                    "criteria": [{"text": "One"}, {"text": "Two"}],
                    "body": "One\nTwo",
                    "comments": [{"at": "@0dT23:00", "by": "ana", "text": "Now"}],
                    "reasons": [
                        {"at": "@-1dT10:00", "field": "due", "from": "@-2m", "to": "@+1d", "text": ["Late"]},
                        {"at": "@-1dT10:00", "field": "parent", "from": "", "to": "b-1"},
                    ],
                },
                {"key": "b-1", "title": "First", "done_at": "@-12dT09:30"},
            ],
        }
    )
    second = data["b-2"]
    assert data["g-1"]["due"] == "2026-12-13"
    assert data["g-1"]["kpis"][0]["readings"][0]["at"] == "2026-11-10"
    assert data["b-1"]["done_at"] == "2026-11-10T09:30:00Z"
    assert "2026-10-29" <= data["b-1"]["created_at"] < "2026-11-10"
    assert second["started_at"] == "2026-11-21T09:00:00Z"
    assert (second["depends_on"], second["assignee"]) == ([sample_id("b-1")], sample_id("@-ana"))
    assert (second["tags"], second["body"], second["rank"], data["b-1"]["rank"]) == (["a", "b"], ["One", "Two"], "a0", "a1")
    assert sorted((one["rank"], one["text"]) for one in second["criteria"]) == [("a0", "One"), ("a1", "Two")]
    assert (second["comments"][0]["at"], second["comments"][0]["text"]) == (NOW, ["Now"])
    assert {(one["from"], one["to"]) for one in second["reasons"]} == {("2026-09-23", "2026-11-23"), ("", sample_id("b-1"))}


@pytest.mark.parametrize("today", [TODAY, "2027-03-28", "2028-02-29"])
def test_of_its_two_active_milestones_one_is_likely_in_time_and_one_at_risk(today: str) -> None:
    documents: dict[str, dict[str, Any]] = {}
    for kind, id, data in sample_records(today, f"{today}T09:30:00Z"):
        documents.setdefault(kind, {})[id] = {"id": id, **data}
    snapshot = Snapshot(MemorySource(documents))
    found = forecasts(snapshot, date.fromisoformat(today), runs=1000)
    tax, portal = (found[sample_id(key)].chance_of_target or 0 for key in ("m-tax", "m-selfserve"))
    assert 0.6 < tax < 0.9
    assert 0.2 < portal < 0.5
    assert not clashes(snapshot.table("milestone"))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"key": "b-1", "titel": "x"}, "item b-1: there is no field 'titel'"),
        ({"key": "b-1", "criteria": [{"txt": "x"}]}, "item b-1: criteria: there is no field 'txt'"),
        ({"key": "b-1", "parent": "b-9"}, "item b-1: parent: no record has the key 'b-9'"),
        ({"key": "b-1", "milestone": "b-1"}, "'b-1' is a item, but the field links to milestone"),
        ({"title": "x"}, "the key None is missing"),
    ],
)
def test_wrong_data_is_named(row: dict[str, Any], says: str) -> None:
    with pytest.raises(SampleFault, match=says):
        records_from({"backlog": [row]}, TODAY, NOW)

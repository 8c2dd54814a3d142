"""The computed figures of one record, as `--json` shows them."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.computed import column_names, column_of, computed_names, computed_of, environment_column
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment
from pmtui.domain.records import Record

TODAY, NOW = "2026-11-22", "2026-11-22T09:30:00Z"
ITEMS: dict[str, dict[str, Any]] = {
    "a": {"rank": "a1", "created_at": "2026-11-20T23:00:00Z", "reach": 500, "impact": 2, "confidence": 80, "effort": 2},
    "b": {"rank": "a2", "created_at": NOW, "depends_on": ["a", "c", "gone"], "reach": 500},
    "c": {"rank": "a0", "status": "done"},
}
PROBLEMS = {"p": {"importance": 8, "satisfaction": 3, "created_at": "2026-10-23T00:00:00Z"}}
SNAPSHOT = Snapshot(MemorySource({
    "item": {id: {"id": id, **data} for id, data in ITEMS.items()}, "problem": {id: {"id": id, **data} for id, data in PROBLEMS.items()},
    "goal": {
        "g": {"id": "g", "created_at": "sometime"},
        "k": {"id": "k", "start": "2026-11-02", "due": "2026-12-12", "kpis": [
            {"id": "k1", "name": "Churn", "direction": "down", "baseline": 3, "target": 1, "readings": [
                {"id": "r1", "at": "2026-11-20", "value": 1.4}, {"id": "r2", "at": "2026-12-24", "value": 1}]},
            {"id": "k2", "name": "Unread", "baseline": 0, "target": 9}]},
    },
}))
ENVIRONMENT = Environment(TODAY, NOW, "ana", SNAPSHOT)


NO_BALANCE = {"ux": None, "business": None, "feasibility": None, "weak": None}
ITEM: dict[str, Any] = {
    "rice": None, "ice": None, "wsjf": None, "kano": None, "value_effort": None, "balance": NO_BALANCE, "score": None,
    "evidence_confidence": 0.01, "outcome": None, "progress": None, "stale": None,
}


@pytest.mark.parametrize(
    ("kind", "id", "expected"),
    [
        ("item", "a", {**ITEM, "rice": 400, "evidence_confidence": 0.5, "rank_position": 1, "age_days": 2, "blocked_by": [],
                       "ready": {"is": False, "missing": ["why", "clear", "estimated", "criteria", "balance"]}}),
        ("item", "b", {**ITEM, "rank_position": 2, "age_days": 0, "blocked_by": ["a"],
                       "ready": {"is": False, "missing": ["why", "clear", "estimated", "criteria", "balance", "dependencies"]}}),
        ("item", "c", {**ITEM, "rank_position": None, "age_days": None, "blocked_by": [],
                       "ready": {"is": False, "missing": ["why", "clear", "estimated", "criteria", "balance"]}}),
        ("problem", "p", {"opportunity": 13, "age_days": 30, "stale": None, "evidence_weight": None, "evidence_age_days": None,
                           "asked_by": None}),
        ("goal", "g", {"progress": None, "grade": None, "expected": None, "pace": None, "kpi_progress": [], "age_days": None,
                       "stale": None}),
        ("goal", "k", {"progress": 0.8, "grade": "green", "expected": 0.5, "pace": "ahead", "age_days": None, "stale": None,
                       "kpi_progress": [
            {"id": "k1", "name": "Churn", "latest": {"at": "2026-11-20", "value": 1.4}, "progress": 0.8, "grade": "green"},
            {"id": "k2", "name": "Unread", "latest": None, "progress": None, "grade": None}]}),
    ],
)
def test_figures_of_a_record(kind: str, id: str, expected: dict[str, Any]) -> None:
    record = SNAPSHOT.record(kind, id)
    assert record is not None
    found = computed_of(record, SNAPSHOT, ENVIRONMENT)
    assert found == expected
    assert list(found) == list(computed_names(kind))


def test_what_is_asked_for_by_name_comes_last() -> None:
    record = SNAPSHOT.record("item", "a")
    assert record is not None
    found = computed_of(record, SNAPSHOT, ENVIRONMENT, ("rank_range", "weak"))
    assert list(found) == [*computed_names("item"), "rank_range", "weak"]
    assert found["rank_range"] == {"low": 1, "high": 1}
    assert set(column_names("item")) > set(computed_names("item"))
    assert column_names("goal") == computed_names("goal")


def test_a_record_that_the_snapshot_does_not_hold_has_blank_figures() -> None:
    assert computed_of(Record("item", "new", {"reach": 1}), SNAPSHOT, ENVIRONMENT) == dict.fromkeys(computed_names("item"))


@pytest.mark.parametrize("kind", SCHEMA.kinds)
def test_every_kind_has_its_age_and_no_field_of_the_same_name(kind: str) -> None:
    names = computed_names(kind)
    assert "age_days" in names
    shared = {"outcome"}  # of what shipped; as a column and in filters it is called bet
    assert set(names) & set(SCHEMA[kind].fields) <= shared
    assert [len(column_of(SNAPSHOT.table(kind), name, ENVIRONMENT)) for name in names] == [len(SNAPSHOT.table(kind))] * len(names)


def test_figures_follow_the_day_and_the_records() -> None:
    table = SNAPSHOT.table("item")
    assert environment_column(table, "age_days", ENVIRONMENT) is environment_column(table, "age_days", ENVIRONMENT)
    tomorrow = Environment("2026-11-23", NOW, "ana", SNAPSHOT)
    assert [computed_of(table.record(0), SNAPSHOT, one)["age_days"] for one in (tomorrow, ENVIRONMENT)] == [None, None]
    record = SNAPSHOT.record("item", "a")
    assert record is not None
    assert [computed_of(record, SNAPSHOT, one)["age_days"] for one in (ENVIRONMENT, tomorrow)] == [2, 3]
    after = SNAPSHOT.with_records([Record("item", "a", {**record.data, "status": "done"})])
    waiting = after.record("item", "b")
    assert waiting is not None
    assert computed_of(waiting, after, Environment(TODAY, NOW, "ana", after))["blocked_by"] == []
    assert computed_of(waiting, after, Environment(TODAY, NOW, "ana", after))["rank_position"] == 1

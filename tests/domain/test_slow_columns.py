"""Columns that take long are made once a snapshot, and not at all where there is little to read."""

from __future__ import annotations

import pytest

from pmtui.domain import evidence_columns, slow_columns
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment
from pmtui.domain.query_columns import _COMPUTED, computed_column
from pmtui.domain.records import Record
from pmtui.domain.slow_columns import _READ, gather, not_gathered, not_mended

PROBLEMS = {"p": {"id": "p", "evidence": [{"id": "e", "source": "interview"}]}}
WORLD = Snapshot(MemorySource({"item": {"a": {"id": "a"}}, "problem": PROBLEMS}))


def around(snapshot: Snapshot) -> Environment:
    return Environment("2026-11-22", "2026-11-22T09:30:00Z", snapshot=snapshot)


def test_what_is_gathered_once_is_at_hand_until_the_records_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(_READ) <= set(_COMPUTED)
    table, names = WORLD.table("item"), {"evidence_confidence", "title"}
    assert not_gathered(names, table, around(WORLD)) == []
    monkeypatch.setattr(slow_columns, "_AT_ONCE", 0)
    assert not_gathered(names, table, around(WORLD)) == ["evidence_confidence"]
    assert not_gathered(names, table, around(WORLD)._replace(snapshot=None)) == []
    gather(["evidence_confidence"], table, around(WORLD))
    assert not_gathered(names, table, around(WORLD)) == []
    later = WORLD.with_records([Record("problem", "p", {"id": "p"})])
    assert not_gathered(names, later.table("item"), around(later)) == ["evidence_confidence"]
    assert not_mended(names, later.table("item"), around(later)) == []
    monkeypatch.setattr(evidence_columns, "MOST_MENDED", -1)
    later = later.with_records([Record("problem", "p", {"id": "p", "goal": "g"})])
    assert not_mended(names, later.table("item"), around(later)) == ["evidence_confidence"]
    gather(["evidence_confidence"], later.table("item"), around(later))
    assert not_mended(names, later.table("item"), around(later)) == []


def test_columns_of_problems_are_mended_on_the_same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_columns, "_AT_ONCE", 0)
    names = ["evidence_weight", "evidence_age_days"]
    for name in names:
        computed_column(WORLD.table("problem"), name, around(WORLD))
    later = WORLD.with_records([Record("problem", "p", {"id": "p"})])
    assert not_mended(names, later.table("problem"), around(later)) == []
    assert not_mended(names, later.table("problem"), around(later)._replace(today="2026-11-23")) == names

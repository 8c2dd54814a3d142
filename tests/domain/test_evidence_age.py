"""How old evidence is, what it weighs now, and which quotes are stale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply
from pmtui.domain.evidence_age import (
    DAYS,
    evidence_age,
    evidence_weight,
    faults,
    freshness,
    half_life,
    heard_of,
    quotes_by_age,
)
from pmtui.domain.query import Environment, parse, view

TODAY = "2026-11-22"


def snapshot(settings: Mapping[str, Any] | None = None, **problems: dict[str, Any]) -> Snapshot:
    return Snapshot(MemorySource({"problem": {id: {"id": id, "title": id, **data} for id, data in problems.items()}}),
                    settings=settings or {})


def environment(of: Snapshot) -> Environment:
    return Environment(TODAY, f"{TODAY}T09:30:00Z", snapshot=of)


def quote(id: str, day: str = "", **more: Any) -> dict[str, Any]:
    return {"id": id, **({"at": f"{day}T08:00:00Z"} if day else {}), **more}


def test_evidence_weighs_half_after_one_half_life_and_a_quarter_after_two() -> None:
    assert [freshness(days, 180) for days in (0, 180, 360, -5)] == [1, 0.5, 0.25, 1]
    heard = heard_of([quote("a", TODAY, importance=3), quote("b", "2026-05-26", importance=2), quote("c", "2025-11-27"), "no entry"])
    assert evidence_weight(heard, TODAY, 180) == 3 + 1 + 0.25
    assert evidence_age(heard, TODAY) == 0


def test_blank_inputs_give_blank_figures() -> None:
    assert (evidence_weight((), TODAY, DAYS), evidence_age((), TODAY)) == (None, None)
    undated = heard_of([quote("a"), quote("b", "20zz-11-22"), {"id": "c", "at": 7, "importance": 0}])
    assert (evidence_weight(undated, TODAY, DAYS), evidence_age(undated[:1], TODAY)) == (1.25, None)
    assert evidence_age(heard_of([quote("a", "2027-01-01")]), TODAY) == 0


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 2000))
def test_older_evidence_never_weighs_more(first: int, second: int, half: int) -> None:
    younger, older = sorted((first, second))
    assert 0 <= freshness(older, half) <= freshness(younger, half) <= 1


@pytest.mark.parametrize("given", [0, -3, "x", 2.5, True, None])
def test_a_half_life_that_makes_no_sense_is_named_and_the_usual_one_holds(given: Any) -> None:
    assert half_life({"evidence_half_life": given}).days == DAYS
    assert "whole number of days" in faults({"evidence_half_life": given})[0]
    assert faults({"evidence_half_life": 90}) == []


def test_problems_are_found_and_ordered_by_the_age_of_their_evidence() -> None:
    data = snapshot(
        new={"evidence": [quote("a", "2026-11-20"), quote("b", "2024-01-01")]}, old={"evidence": [quote("c", "2026-03-01")]},
        none={}, done={"status": "solved", "evidence": [quote("d", "2020-01-01")]}, undated={"evidence": [quote("e")]},
    )
    table = data.table("problem")

    def shown(text: str) -> list[str]:
        return [table.id(at) for at in view(parse(text, table.kind), table, environment(data))]

    assert sorted(shown("is:stale_evidence")) == ["old", "undated"]
    assert shown("evidence_age<10") == ["new"]
    assert shown("evidence_weight>0 sort:-evidence_weight")[0] == "new"
    assert shown("evidence_age_days>10 sort:-evidence_age_days") == ["done", "old"]


def test_stale_quotes_come_oldest_first_and_follow_a_change_and_the_half_life() -> None:
    data = snapshot(
        p={"evidence": [quote("a", "2026-11-20"), quote("b", "2026-03-01")]}, q={"evidence": [quote("c", "2025-01-01"), quote("d")]},
        solved={"status": "solved", "evidence": [quote("e", "2020-01-01")]},
        gone={"deleted_at": "2026-01-01T00:00:00Z", "evidence": [quote("f", "2020-01-01")]},
    )

    def ids(of: Snapshot) -> str:
        return "".join(one.id for one in quotes_by_age(of, environment(of)))

    assert ids(data) == "dcb"
    renewed = apply(Change("", (Edit("problem", "p", {"evidence": data.record("problem", "p")["evidence"]},  # type: ignore[index]
                                     {"evidence": [quote("b", "2026-11-22")]}),)), data)
    assert ids(renewed) == "dc"
    patient = snapshot({"evidence_half_life": 1000}, q={"evidence": [quote("c", "2025-01-01"), quote("d")]})
    assert ids(patient) == "d"

"""The range of ranks, against ranking all items anew for each step of each input."""

from __future__ import annotations

from typing import Any
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.item_scores import score_of
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.domain.sensitivity import RankRange, figure_inputs_of, is_ranked, rank_range_of, rank_ranges, steps
from pmtui.domain.team_score import team_score

TEAM: dict[str, Any] = {"score": {"criteria": [
    {"field": "value", "weight": 2}, {"field": "job_size", "is_cost": True, "low": 1, "high": 5},
]}}
FIBONACCI, TEN = (1, 2, 3, 5, 8, 13, 20), range(1, 11)
SCALES: dict[str, Any] = {
    "impact": (0.25, 0.5, 1, 2, 3), "confidence": (50, 80, 100), "ice_impact": TEN, "ice_confidence": TEN, "ease": TEN,
    "business_value": FIBONACCI, "time_criticality": FIBONACCI, "risk_reduction": FIBONACCI, "job_size": FIBONACCI,
}


def world(records: list[dict[str, Any]]) -> tuple[Snapshot, Environment]:
    documents = {f"{at:04}": {"id": f"{at:04}", **one} for at, one in enumerate(records)}
    snapshot = Snapshot(MemorySource({"item": documents}), settings=TEAM)
    return snapshot, Environment("2026-11-22", "2026-11-22T09:30:00Z", "", snapshot)


@pytest.mark.parametrize(("value", "scale", "least", "expected"), [
    (2, (0.25, 0.5, 1, 2, 3), 0, [1, 3]), (3, (0.25, 0.5, 1, 2, 3), 0, [2]), (0.25, (0.25, 0.5, 1, 2, 3), 0, [0.5]),
    (90, (50, 80, 100), 0, [80, 100]), (20, (50, 80, 100), 0, [50]), (200, (50, 80, 100), 0, [100]),
    (500, (), 0, [400, 600]), (0, (), 0, []), (0.5, (), 0.5, [0.6]), (0.55, (), 0.5, [0.5, 0.66]),
])
def test_a_step_is_the_next_choice_or_a_fifth(value: float, scale: tuple[float, ...], least: float, expected: list[float]) -> None:
    assert steps(value, scale, least) == pytest.approx(expected)


def test_a_range_by_hand() -> None:
    rice = {"impact": 2, "confidence": 80, "effort": 2}
    snapshot, environment = world([
        {"reach": 500, **rice}, {"reach": 480, **rice}, {"reach": 100, **rice}, {"reach": 900, **rice, "status": "done"}, {},
        {"reach": 500, **rice, "deleted_at": "2026-01-01T00:00:00Z"},
    ])
    found = rank_ranges(snapshot.table("item"), "rice", environment)
    assert [found.at(at) for at in range(6)] == [RankRange(1, 1, 2), RankRange(2, 1, 2), RankRange(3, 3, 3), None, None, None]
    assert list(found.rows()) == [{"low": 1, "high": 2}, {"low": 1, "high": 2}, {"low": 3, "high": 3}, None, None, None]
    assert rank_ranges(snapshot.table("item"), "rice", environment) is found
    record = snapshot.record("item", "0001")
    assert record is not None
    assert rank_range_of(record, "rice", environment) == found.at(1)
    assert rank_range_of(Record("item", "new", {}), "rice", environment) is None
    assert rank_range_of(record, "rice", environment._replace(snapshot=None)) is None


def by_brute_force(records: list[dict[str, Any]], figure: str) -> list[dict[str, int] | None]:
    """Every item moved in every input, one after the other, and all items ranked anew each time."""
    scores = [score_of(figure, one, TEAM) if one.get("status") != "done" else None for one in records]
    found: list[dict[str, int] | None] = []
    for at, one in enumerate(records):
        if scores[at] is None:
            found.append(None)
            continue
        ranks = []
        for moved in [one, *moves(one, figure)]:
            score = score_of(figure, moved, TEAM)
            if score is not None:
                ranks.append(1 + sum(other is not None and other > score for place, other in enumerate(scores) if place != at))
        found.append({"low": min(ranks), "high": max(ranks)})
    return found


def moves(one: dict[str, Any], figure: str) -> list[dict[str, Any]]:
    score = team_score(TEAM)
    own = {c.field: range(int(c.low), int(c.high) + 1) for c in score.criteria} if figure == "score" and score else {}
    found = []
    for name in figure_inputs_of(figure, TEAM):
        scale = own.get(name, SCALES.get(name))
        if scale is None:
            others = [max(0.5, one[name] * 0.8) if name == "effort" else one[name] * 0.8, one[name] * 1.2]
        else:
            lower, higher = [v for v in scale if v < one[name]], [v for v in scale if v > one[name]]
            others = [*lower[-1:], *higher[:1]]
        found += [{**one, name: other} for other in others]
    return found


INPUTS: dict[str, Any] = {
    "reach": st.sampled_from([0, 10, 100, 110, 500]), "impact": st.sampled_from([0.25, 1, 1.5, 3]),
    "confidence": st.sampled_from([20, 50, 80, 90, 100]), "effort": st.sampled_from([0.5, 0.55, 1, 4]),
    **dict.fromkeys(("ice_impact", "ice_confidence", "ease"), st.integers(1, 10)),
    **dict.fromkeys(("business_value", "time_criticality", "risk_reduction", "job_size"), st.sampled_from([1, 2, 4, 8, 20])),
    "value": st.integers(1, 5), "status": st.sampled_from(["ready", "ready", "done"]),
}


@settings(max_examples=60)
@given(st.sampled_from(["rice", "ice", "wsjf", "score"]), st.lists(st.fixed_dictionaries(INPUTS), max_size=7))
def test_ranges_are_those_of_ranking_everything_anew(figure: str, records: list[dict[str, Any]]) -> None:
    snapshot, environment = world(records)
    assert rank_ranges(snapshot.table("item"), figure, environment).rows() == by_brute_force(records, figure)


@given(st.sampled_from(["rice", "ice", "wsjf", "score"]), st.lists(st.fixed_dictionaries(INPUTS), min_size=1, max_size=6),
       st.lists(st.tuples(st.integers(0, 8), st.fixed_dictionaries(INPUTS)), max_size=4))
def test_after_changes_ranges_follow_from_those_before(
    figure: str, records: list[dict[str, Any]], changes: list[tuple[int, dict[str, Any]]]
) -> None:
    snapshot, environment = world(records)
    after = list(records)
    for number, (at, data) in enumerate(changes):
        if number % 2 == 0:  # else two changes come before anybody asks
            rank_ranges(snapshot.table("item"), figure, environment._replace(snapshot=snapshot))
        at = min(at, len(after))
        after[at:at + 1] = [data]
        snapshot = snapshot.with_records([Record("item", f"{at:04}", {"id": f"{at:04}", **data})])
    table = snapshot.table("item")
    assert rank_ranges(table, figure, environment._replace(snapshot=snapshot)).rows() == by_brute_force(after, figure)


def test_the_table_before_is_let_go() -> None:
    snapshot, environment = world([{"reach": 500, "impact": 2, "confidence": 80, "effort": 2}])
    first = ref(snapshot.table("item"))
    for reach in (400, 300):
        rank_ranges(snapshot.table("item"), "rice", environment._replace(snapshot=snapshot)).rows()
        data = {"id": "0000", "reach": reach, "impact": 2, "confidence": 80, "effort": 2}
        snapshot = snapshot.with_records([Record("item", "0000", data)])
        assert is_ranked(snapshot.table("item"), "rice", {})
    del environment  # holds the first snapshot
    assert first() is None

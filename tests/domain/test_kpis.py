from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply
from pmtui.domain.kpis import (
    expected_by,
    grade,
    hypotheses_moving,
    kpi_in,
    kpi_named,
    latest,
    objective_progress,
    pace,
    progress,
    series,
    share_of_way,
)

RISING = {
    "id": "k1", "name": "Failed payments recovered", "direction": "up", "baseline": 40, "target": 60, "rank": "a1",
    "readings": [{"id": "r2", "at": "2026-11-01", "value": 54}, {"id": "r1", "at": "2026-10-01", "value": 44},
                 {"id": "r3", "at": "not a day", "value": 1}, {"id": "r4", "at": "2026-12-24", "value": 60},
                 {"id": "r5", "at": "2026-11-03"}],
}
FALLING = {"id": "k2", "name": "Churn", "direction": "down", "baseline": 3, "target": 1, "rank": "a0",
           "readings": [{"id": "r1", "at": "2026-11-01", "value": 2.5}]}
UNREAD = {"id": "k3", "name": "Café visits", "baseline": 0, "target": 10}


def snapshot(goals: Mapping[str, dict[str, Any]]) -> Snapshot:
    return Snapshot(MemorySource({"goal": {id: {"id": id, **data} for id, data in goals.items()}}))


def test_readings_come_in_the_order_of_their_days_and_those_of_the_future_can_be_left_out() -> None:
    assert series(RISING, "2026-11-23") == [("2026-10-01", 44.0), ("2026-11-01", 54.0)]
    assert latest(RISING) == ("2026-12-24", 60.0)
    assert latest(UNREAD) is None


@pytest.mark.parametrize(("value", "baseline", "target", "direction", "share"), [
    (54, 40, 60, "up", 0.7), (2.5, 3, 1, "down", 0.25), (70, 40, 60, "up", 1), (30, 40, 60, "up", 0), (0.5, 3, 1, "down", 1),
    (3.5, 3, 1, "down", 0), (-5, -10, 0, "up", 0.5), (5, 5, 5, "up", 1), (4, 5, 5, "up", 0), (4, 5, 5, "down", 1),
    (None, 1, 2, "up", None), (1, None, 2, "up", None), (1, 2, None, "up", None), (0.3, 0.0, 1.0, "up", 0.3),
])
def test_progress_is_the_share_of_the_way_held_between_none_and_all(
    value: float | None, baseline: float | None, target: float | None, direction: str, share: float | None,
) -> None:
    assert share_of_way(value, baseline, target, direction) == share


NUMBERS = st.floats(-1e9, 1e9)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_figure_and_its_mirror_image_are_equally_far(value: float, baseline: float, target: float) -> None:
    share = share_of_way(value, baseline, target)
    assert share is not None
    assert 0 <= share <= 1
    assert share == share_of_way(-value, -baseline, -target, "down")


def test_a_goal_is_the_mean_of_what_is_known_and_blank_where_nothing_is() -> None:
    today = "2026-11-23"
    assert progress(RISING, today) == 0.7
    assert objective_progress({"kpis": [RISING, FALLING, UNREAD]}, today) == pytest.approx((0.7 + 0.25) / 2)
    blank: list[dict[str, Any]] = [{"kpis": [UNREAD]}, {"kpis": []}, {}, {"kpis": "broken"}]
    assert [objective_progress(one) for one in blank] == [None] * 4


def test_grades_change_exactly_at_their_limits() -> None:
    assert [grade(one) for one in (None, 0, 0.39, 0.4, 0.69, 0.7, 1)] == ["", "red", "red", "yellow", "yellow", "green", "green"]


def test_what_is_expected_by_now_grows_evenly_between_start_and_due() -> None:
    goal = {"start": "2026-11-01", "due": "2026-11-11"}
    days = ("2026-10-01", "2026-11-01", "2026-11-06", "2026-11-11", "2027-01-01")
    assert [expected_by(goal, day) for day in days] == [0, 0, 0.5, 1, 1]
    undated: list[dict[str, Any]] = [{}, {"start": "x", "due": "y"}, {"start": "2026-11-11", "due": "2026-11-11"}]
    assert [expected_by(one, days[1]) for one in undated] == [None] * 3
    assert [pace(share, 0.5) for share in (0.6, 0.52, 0.3, None)] == ["ahead", "on_pace", "behind", ""]


def test_a_kpi_is_found_by_id_by_name_and_in_a_goal_by_a_beginning() -> None:
    data = snapshot({
        "old": {"status": "dropped", "kpis": [{**FALLING, "id": "k9"}]}, "g": {"status": "active", "kpis": [RISING, FALLING, UNREAD]},
        "gone": {"kpis": [{"id": "k4", "name": "Gone"}], "deleted_at": "2026-11-01T00:00:00Z"},
    })
    words = ("k1", " failed PAYMENTS recovered ", "Churn", "cafe visits", "k9", "Gone", "no", "", None)
    found = {word: kpi_named(data, word) for word in words}
    assert {word: (one.goal.id, one.kpi["id"]) if one else None for word, one in found.items()} == {
        "k1": ("g", "k1"), " failed PAYMENTS recovered ": ("g", "k1"), "Churn": ("g", "k2"), "cafe visits": ("g", "k3"),
        "k9": ("old", "k9"), "Gone": None, "no": None, "": None, None: None,
    }
    preferred = kpi_named(data, "churn", ["old"])
    assert preferred is not None
    assert preferred.goal.id == "old"
    goal = data.table("goal").get("g")
    assert goal is not None
    assert [(kpi_in(goal.data, word) or {}).get("id") for word in ("chu", "k", "k2")] == ["k2", None, "k2"]


def test_a_renamed_kpi_is_found_by_its_new_name() -> None:
    before = snapshot({"g": {"kpis": [FALLING]}})
    assert kpi_named(before, "Churn") is not None
    after = apply(Change("", (Edit("goal", "g", {"kpis": [FALLING]}, {"kpis": [{**FALLING, "name": "Leavers"}]}),)), before)
    assert kpi_named(after, "Churn") is None
    assert kpi_named(after, "leavers") is not None


def test_hypotheses_that_move_a_goal_are_those_whose_kpi_is_found_there() -> None:
    data = Snapshot(MemorySource({
        "goal": {"g": {"id": "g", "status": "active", "kpis": [RISING, FALLING]}, "h": {"id": "h", "status": "met", "kpis": [FALLING]}},
        "problem": {"p": {"id": "p", "goal": "h"}},
        "hypothesis": {id: {"id": id, **fields} for id, fields in {
            "a": {"kpi": "k1"}, "b": {"kpi": "churn"}, "c": {"kpi": "Churn", "problem": "p"}, "d": {"kpi": "nothing"}, "e": {},
            "f": {"kpi": "churn", "deleted_at": "2026-11-01T00:00:00Z"}, "x": {"kpi": "churn", "problem": "none"},
        }.items()},
    }))
    table = data.table("hypothesis")
    assert {goal: [table.id(at) for at in places] for goal, places in hypotheses_moving(data).items()} == {"g": ["a", "b", "x"], "h": ["c"]}
    moved = apply(Change("", (Edit("problem", "p", {"goal": "h"}, {"goal": "g"}),)), data)
    assert set(hypotheses_moving(moved)) == {"g"}
    assert hypotheses_moving(data).keys() == {"g", "h"}

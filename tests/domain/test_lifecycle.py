"""The stage that the figures of a product suggest, its history, and what matters in each stage."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.computed import computed_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.lifecycle import Suggestion, suggestion
from pmtui.domain.lifecycle_facts import arguments
from pmtui.domain.lifecycle_metrics import STAGE_METRICS, stage_metrics
from pmtui.domain.lifecycle_stages import STAGES, Stay, days_in_stage, is_review_due, launch_day, stays
from pmtui.domain.lifecycle_thresholds import CHECKLIST, faults, thresholds
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.records import Record
from pmtui.domain.trend import trend_of

sys.path.insert(0, str(Path(__file__).parents[1] / "commands"))

from world import world

TODAY = "2026-11-22"
OLD = "2024-01-10T09:00:00Z"


def days_ago(days: int) -> str:
    return (date.fromisoformat(TODAY) - timedelta(days=days)).isoformat()


def kpi(name: str, readings: list[tuple[int, float]], **more: Any) -> dict[str, Any]:
    """A KPI with readings so many days ago."""
    entries = [{"id": f"r{at}", "at": days_ago(ago), "value": value} for at, (ago, value) in enumerate(readings)]
    return {"id": f"k-{name}"[:10], "name": name, "rank": "a0", "readings": entries, **more}


def product(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    return "product", "rrrrrrrrr1", {"status": "growth", "created_at": OLD, **fields}


def goal(*kpis: dict[str, Any], id: str = "ggggggggg1", **fields: Any) -> tuple[str, str, dict[str, Any]]:
    return "goal", id, {"status": "active", "product": "rrrrrrrrr1", "kpis": [dict(one, rank=f"a{at}") for at, one in enumerate(kpis)],
                        "created_at": OLD, **fields}


def suggested(snapshot: Snapshot) -> Suggestion:
    record = snapshot.record("product", "rrrrrrrrr1")
    assert record is not None
    return suggestion(snapshot, record, TODAY)


def quarterly(*values: float) -> list[tuple[int, float]]:
    """Readings 45 days apart, the last one today."""
    return [(45 * (len(values) - 1 - at), value) for at, value in enumerate(values)]


@pytest.mark.parametrize(("values", "stage", "words"), [
    ((100, 120, 150, 200, 260), "growth", "+73 % in 90 days (+50 % in the 90 days before)"),
    ((100, 200, 300, 400, 420), "growth", "which slows"),
    ((100, 102, 103, 104, 105), "maturity", "+2 % in 90 days"),
    ((100, 100, 100, 98, 97), "maturity", "−3 % in 90 days"),
    ((400, 390, 360, 330, 300), "decline", "−17 % in 90 days (−10 % in the 90 days before), 75 % of its peak"),
    ((400, 300, 150, 148, 150), "decline", "below 50 % of its peak"),
    ((100, 100, 100, 100, 92), "maturity", "92 % of its peak"),  # one bad reading near the peak
    ((0, 0, 0, 0, 6), "growth", "up from 0"),
])
def test_the_figures_suggest_a_stage(values: tuple[float, ...], stage: str, words: str) -> None:
    found = suggested(world(product(status="maturity"), goal(kpi("Active customers", quarterly(*values)))))
    assert found.stage == stage
    assert words in found.reason
    assert "launched 1047 days ago" in found.reason


def test_a_figure_that_shall_fall_declines_when_it_rises() -> None:
    rising = kpi("Churn", quarterly(2, 2.2, 2.6, 3, 3.4), direction="down", unit="%")
    found = suggested(world(product(), goal(rising)))
    assert (found.stage, found.measured and found.measured.rises) == ("decline", False)
    assert "Churn: 3.4 % now, +31 % in 90 days" in found.reason
    assert "its best was 2 %" in found.reason
    assert found.reason.endswith("it shall fall: +5 % a quarter is decline")
    few = kpi("Users", [(60, 1), (30, 2), (0, 3)])  # a rising one with too few readings tells nothing
    falls = suggested(world(product(), goal(few, kpi("Churn", quarterly(3.4, 3, 2.6, 2.2, 2), direction="down"))))
    assert falls.stage == "growth"
    assert falls.reason.endswith("; it shall fall: −10 % a quarter and more is growth, which slows")
    assert "at its best" in falls.reason
    flat = suggested(world(product(status="maturity"), goal(kpi("Churn", quarterly(3, 3, 3, 3, 3), direction="down"))))
    assert (flat.stage, flat.reason.rpartition("; ")[2]) == ("maturity", "it shall fall: between −10 and +5 % a quarter it holds its level")
    worse = suggested(world(product(), goal(kpi("Churn", quarterly(0.5, 3.9, 3.9, 3.9, 3.9), direction="down", unit="%"))))
    assert "its best was 0.5 %" in worse.reason
    assert worse.reason.endswith("it shall fall: what is 2 times its best and does not fall is in decline")
    kept = arguments(world(product(), goal(rising)), Record("product", "rrrrrrrrr1", {"id": "rrrrrrrrr1"}), TODAY)["keep"]
    assert kept[:2] == ["Churn: 3.4 %, its best was 2 %", "1 goal depends on it"]


def test_a_clear_fall_is_decline_however_young_a_product_is() -> None:
    readings = [(88, 100), (66, 110), (44, 125), (22, 140), (0, 50)]
    found = suggested(world(product(status="introduction", created_at=f"{days_ago(90)}T09:00:00Z"), goal(kpi("Active", readings))))
    assert (found.stage, "−50 % in 88 days, 35 % of its peak" in found.reason) == ("decline", True)


def test_what_is_young_and_does_not_grow_is_in_introduction() -> None:
    flat = goal(kpi("Sign-ups", [(100, 10), (70, 10), (40, 10), (3, 10)]))
    young = world(product(status="introduction", created_at=f"{days_ago(120)}T09:00:00Z"), flat)
    assert suggested(young).stage == "introduction"
    never_took_off = suggested(world(product(status="introduction"), flat))
    assert (never_took_off.stage, never_took_off.reason[-24:]) == ("introduction", "it has not taken off yet")


@pytest.mark.parametrize(("goals", "words"), [
    ([], "no goal of this product has a KPI"),
    ([goal(kpi("Users", []))], "none of its KPIs has been read yet"),
    ([goal(kpi("Users", [(60, 1), (30, 2), (0, 3)]))], "too few readings: 3 readings of Users, and it takes 4"),
    ([goal(kpi("Users", [(12, 1), (8, 1), (4, 2), (0, 3)]))], "span less than four weeks"),
    ([goal(kpi("Users", [(300, 1), (250, 2), (200, 3), (150, 4)]))], "last read 150 days ago"),
    ([goal(kpi("Margin", quarterly(-4, 2, 3, 4, 5)))], "below zero"),
    ([goal(kpi("Users", [(-3, 9), (-9, 10), (-30, 11), (-60, 12)]))], "none of its KPIs has been read yet"),  # days to come
])
def test_too_little_is_said_plainly(goals: list[Any], words: str) -> None:
    found = suggested(world(product(), *goals))
    assert found.stage == ""
    assert words in found.reason


def test_the_north_star_tells_before_other_goals_and_rising_figures_before_falling_ones() -> None:
    grows, falls = quarterly(1, 2, 3, 4, 5), quarterly(5, 4, 3, 2, 1)
    star = goal(kpi("Tickets", grows, direction="down"), kpi("Active", falls), id="ggggggggg2", north_star=True)
    found = suggested(world(product(), goal(kpi("Visits", grows)), star))
    assert (found.stage, found.measured and found.measured.name) == ("decline", "Active")
    closed = goal(kpi("Active", falls), id="ggggggggg2", north_star=True, status="met")
    assert suggested(world(product(), goal(kpi("Visits", grows)), closed)).stage == "growth"


def test_goals_of_other_products_tell_nothing_and_those_of_none_count_for_the_only_one() -> None:
    loose = goal(kpi("Active", quarterly(1, 2, 3, 4, 5)), product=None)
    assert suggested(world(product(), loose)).stage == "growth"
    other = ("product", "rrrrrrrrr2", {"status": "growth", "created_at": OLD})
    assert suggested(world(product(), other, loose)).stage == ""
    assert suggested(world(product(), other, goal(kpi("Active", quarterly(1, 2, 3, 4, 5)), product="rrrrrrrrr2"))).stage == ""


def test_a_team_sets_its_own_thresholds() -> None:
    one = goal(kpi("Active", quarterly(100, 102, 103, 104, 110)))
    documents: dict[str, Any] = {}
    for kind, id, fields in (product(), one):
        documents.setdefault(kind, {})[id] = {"id": id, "title": id, **fields}

    def stage(setting: dict[str, Any]) -> str:
        return suggested(Snapshot(MemorySource(documents), settings={"lifecycle": setting})).stage

    assert stage({}) == "maturity"
    assert stage({"growth": 5}) == "growth"
    assert stage({"readings": 6}) == ""
    assert thresholds({"lifecycle": {"checklist": ["Tell them"]}}).checklist == ("Tell them",)
    wrong = {"lifecycle": {"growth": "x", "days": 0, "checklist": [], "speed": 1, "peak": True}}
    assert len(faults(wrong)) == 5
    assert thresholds(wrong).checklist == CHECKLIST
    assert [bool(faults(one)) for one in ({"lifecycle": 3}, {})] == [True, False]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 700), st.floats(-1e9, 1e9)), max_size=30), st.booleans(), st.sampled_from(STAGES))
def test_any_readings_give_a_stage_or_say_why_not(readings: list[tuple[int, float]], falls: bool, status: str) -> None:
    direction = "down" if falls else "up"
    found = suggested(world(product(status=status), goal(kpi("Any", readings, direction=direction))))
    assert found.stage in ("", *STAGES[:4])
    assert found.reason


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.1, 1e6), min_size=4, max_size=12), st.floats(0.01, 100))
def test_the_unit_of_a_figure_changes_nothing(values: list[float], factor: float) -> None:
    series = [(days_ago(20 * (len(values) - at)), value) for at, value in enumerate(values)]
    one, other = trend_of(series, 90), trend_of([(day, value * factor) for day, value in series], 90)
    assert one is not None
    assert other is not None
    assert one.recent.share == pytest.approx(other.recent.share, rel=1e-6, abs=1e-9)
    assert one.of_best == pytest.approx(other.of_best)


# Its history


def test_the_history_tells_each_stage_with_its_days() -> None:
    entries = [{"id": "b", "at": "2026-09-01T09:00:00Z", "from": "introduction", "to": "growth"},
               {"id": "c", "at": "2026-10-01T09:00:00Z", "from": "growth", "to": "maturity"}]
    record = Record("product", "r", {"id": "r", "status": "maturity", "stages": entries, "created_at": "2026-01-05T09:00:00Z"})
    assert stays(record) == [
        Stay("introduction", "2026-01-05", "2026-09-01"), Stay("growth", "2026-09-01", "2026-10-01"), Stay("maturity", "2026-10-01"),
    ]
    assert (days_in_stage(record, TODAY), launch_day(record)) == (52, "2026-01-05")


def test_a_history_that_does_not_fit_the_status_says_not_since_when() -> None:
    entries = [{"id": "b", "at": "2026-09-01T09:00:00Z", "to": "growth"}]
    record = Record("product", "r", {"id": "r", "status": "decline", "stages": entries})
    assert stays(record)[-1] == Stay("decline", "")
    assert days_in_stage(record, TODAY) is None
    fresh = Record("product", "r", {"id": "r", "created_at": "2026-11-20T09:00:00Z"})
    assert (stays(fresh), days_in_stage(fresh, TODAY)) == ([Stay("introduction", "2026-11-20")], 2)


# What matters in a stage


def test_each_stage_says_what_matters_and_what_is_lacking() -> None:
    falling = (kpi(name, [], direction="down") for name in ("Billing tickets per 100 customers", "Monthly churn"))
    kpis = (*falling, kpi("New sign-ups", []))
    snapshot = world(product(status="growth"), goal(*kpis))

    def found(status: str) -> dict[str, tuple[str, ...]]:
        record = snapshot.record("product", "rrrrrrrrr1")
        assert record is not None
        other = Record("product", record.id, {**record.data, "status": status})
        return {one.name: one.kpis for one in stage_metrics(snapshot, other, TODAY)}

    assert found("growth") == {"acquisition": ("New sign-ups",), "growth": ()}
    assert found("maturity") == {"retention": ("Monthly churn",), "share": (), "margin": ()}
    assert found("decline")["cost to keep"] == ("Billing tickets per 100 customers",)
    assert set(STAGE_METRICS) == set(STAGES)


def test_scripts_and_filters_know_the_figures() -> None:
    snapshot = world(
        product(review_on=TODAY, stages=[{"id": "s", "at": "2026-11-02T09:00:00Z", "to": "growth"}]),
        goal(kpi("Active", quarterly(1, 2, 3, 4, 5))),
    )
    environment = Environment(TODAY, f"{TODAY}T09:30:00Z", snapshot=snapshot)
    table = snapshot.table("product")
    record = table.record(0)
    figures = computed_of(record, snapshot, environment)
    assert (figures["stage_suggestion"]["stage"], figures["days_in_stage"], figures["review_due"]) == ("growth", 20, True)
    for query in ("is:review_due", "suggested:growth", "days_in_stage:20", "stage_suggestion:growth sort:-days_in_stage"):
        assert view(parse(query, SCHEMA["product"]), table, environment) == [0], query
    assert is_review_due(Record("product", "r", {}), TODAY) is None
    assert is_review_due(Record("product", "r", {"review_on": TODAY, "status": "retired"}), TODAY) is False


def test_changes_of_one_instant_follow_each_other() -> None:
    at = "2026-09-01T09:00:00Z"
    steps = [("decline", "introduction"), (None, "growth"), ("introduction", "growth"), ("growth", "decline")]
    entries = [{"id": f"e{number}", "at": at, "to": to, **({"from": start} if start else {})} for number, (start, to) in enumerate(steps)]
    record = Record("product", "r", {"id": "r", "status": "growth", "stages": entries})
    assert [one.stage for one in stays(record)] == ["growth", "decline", "introduction", "growth"]


def test_what_was_restarted_is_measured_anew() -> None:
    stages = [{"id": "a", "at": "2025-01-01T09:00:00Z", "to": "decline"},
              {"id": "b", "at": f"{days_ago(70)}T09:00:00Z", "from": "decline", "to": "introduction"}]
    falling, flat = [(400, 90), (300, 60), (200, 30), (90, 10)], [(70, 10), (40, 10), (20, 10), (0, 10)]
    fresh = world(product(status="introduction", stages=stages), goal(kpi("Active", [*falling, (2, 10)])))
    assert suggested(fresh).reason == "too few readings: 1 reading of Active since its restart, and it takes 4"
    found = suggested(world(product(status="introduction", stages=stages), goal(kpi("Active", [*falling, *flat]))))
    assert (found.stage, found.measured and len(found.measured.series)) == ("introduction", 8)
    assert "launched 70 days ago" in found.reason

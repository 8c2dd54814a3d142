"""The figures of an experiment: check values, the rule, its warnings, and any input whatever."""

from __future__ import annotations

from math import isfinite
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.computed import column_names, computed_of
from pmtui.domain.experiment_computed import figures_at
from pmtui.domain.experiment_figures import ExperimentFigures, figures_of
from pmtui.domain.experiment_report import report
from pmtui.domain.plausible import faults_of
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.success_rate import success_rate

TODAY = "2026-11-22"


def arm(name: str, people: Any, done: Any, **more: Any) -> dict[str, Any]:
    return {"id": f"arm{name}", "name": name, "participants": people, "conversions": done, "rank": f"a{ord(name)}", **more}


def guardrail(name: str, direction: str, *readings: tuple[str, int, int]) -> dict[str, Any]:
    rows = [{"arm": of, "participants": people, "conversions": done} for of, people, done in readings]
    return {"id": name, "name": name, "direction": direction, "readings": rows}


SIGNUP: dict[str, Any] = {"arms": [arm("A", 4000, 200), arm("B", 4000, 250)], "status": "stopped"}
SLOWER = guardrail("Refunds", "down", ("A", 4000, 100), ("armB", 4000, 160))
SAME = guardrail("Refunds", "down", ("A", 4000, 100), ("B", 4000, 102))
WORSE_ARMS = [arm("A", 4000, 250), arm("B", 4000, 200)]
EVEN_ARMS = [arm("A", 4000, 200), arm("B", 4000, 204)]


def of(**more: Any) -> ExperimentFigures:
    return figures_of({**SIGNUP, **more}, TODAY)


def codes(found: ExperimentFigures) -> list[str]:
    return [one.code for one in found.warnings]


def test_the_check_values() -> None:
    found = of(baseline_rate=0.05, mde=0.01, daily_users=1000)
    assert found.difference == 0.0125
    assert found.z == pytest.approx(2.42625, abs=5e-6)
    assert found.p_value == pytest.approx(0.0152558, abs=5e-8)
    assert found.interval == pytest.approx((0.002406, 0.022594), abs=5e-7)
    assert found.probability_b_beats_a == pytest.approx(0.99236, abs=5e-6)
    assert (found.sample_size_per_arm, found.days, found.verdict) == (8158, 21, "ship")
    assert found.srm_p_value == 1
    split = figures_of({"arms": [arm("A", 5000, 1), arm("B", 5300, 1)]}, TODAY)
    assert split.srm_p_value == pytest.approx(0.0031167, abs=5e-8)
    few = figures_of({"arms": [arm("A", 20, 3), arm("B", 20, 7)]}, TODAY)
    assert few.probability_b_beats_a == pytest.approx(0.92054, abs=5e-6)
    assert "few" in codes(few)


@pytest.mark.parametrize(("more", "verdict"), [
    ({}, "ship"), ({"guardrails": [SAME]}, "ship"), ({"guardrails": [SLOWER]}, "roll back"), ({"arms": WORSE_ARMS}, "roll back"),
    ({"arms": EVEN_ARMS}, "review"), ({"arms": EVEN_ARMS, "mode": "do_no_harm"}, "ship"),
    ({"arms": EVEN_ARMS, "mode": "do_no_harm", "guardrails": [SLOWER]}, "roll back"),
    ({"arms": WORSE_ARMS, "mode": "do_no_harm"}, "roll back"),
    ({"alpha": 0.01}, "review"), ({"arms": [arm("A", 6000, 300), arm("B", 4000, 250)]}, "review"), ({"arms": []}, None),
    ({"arms": [arm("A", 4000, 200)]}, None), ({"alpha": 1}, None),
    # while it runs, and before it has what it needs
    ({"status": "running", "planned_n": 8158}, "too early"), ({"status": "running", "planned_n": 4000}, "ship"),
    ({"status": "running"}, "ship"),
    ({"status": "running", "planned_n": 8158, "arms": [arm("A", 4000, 200), arm("B", 4000, 300)]}, "ship"),
    ({"status": "running", "planned_n": 8158, "guardrails": [SLOWER]}, "roll back"),
    ({"status": "running", "baseline_rate": 0.05, "mde": 0.01, "arms": EVEN_ARMS, "mode": "do_no_harm"}, "too early"),
])
def test_the_verdict_follows_by_the_rule(more: dict[str, Any], verdict: str | None) -> None:
    found = of(**more)
    assert found.verdict == verdict
    assert found.reason


@pytest.mark.parametrize(("more", "code"), [
    ({"status": "running", "planned_n": 8158}, "peeking"), ({"planned_n": 8158}, "early_stop"), ({"guardrails": [SLOWER]}, "guardrail"),
    ({"arms": [arm("A", 6000, 300), arm("B", 4000, 250)]}, "srm"), ({"arms": [arm("A", 40, 2), arm("B", 40, 9)]}, "few"),
    ({"arms": [arm("A", 4000, 200), arm("B", 4000, 250), arm("C", 0, 0)]}, "empty_arm"),
    ({"arms": [arm("A", 4000, 200), arm("B", 40, 250)]}, "impossible"),
    ({"frozen": {"mde": 0.02, "metric": "signup"}, "mde": 0.01, "metric": "signup"}, "changed_since_start"),
])
def test_what_is_to_be_known_first_is_said(more: dict[str, Any], code: str) -> None:
    assert codes(of(**more)) == [code]
    assert codes(of()) == []


def test_a_stop_at_an_early_but_certain_difference_is_not_warned_of() -> None:
    assert codes(of(planned_n=8158, arms=[arm("A", 4000, 200), arm("B", 4000, 300)])) == []


def test_a_guardrail_that_should_rise_loses_when_it_falls() -> None:
    found = of(guardrails=[guardrail("Retention", "up", ("A", 4000, 3000), ("B", 4000, 2800))])
    assert [(one.outcome, one.arm) for one in found.guardrails] == [("worse", "armB")]
    assert found.comparisons[0].harmed == ("Retention",)


def test_several_arms_are_each_compared_with_the_control() -> None:
    found = of(arms=[arm("A", 4000, 200), arm("B", 4000, 205), arm("C", 4000, 262), arm("D", 0, 0)])
    assert [one.name for one in found.comparisons] == ["B", "C", "D"]
    assert found.comparisons[2].difference is found.comparisons[2].p_value is None
    assert found.variant == "armC"
    assert found.difference == found.comparisons[1].difference
    assert found.verdict == "ship"
    # at 0.0153 a third of 0.05 is enough, a fourth is not
    many = of(arms=[arm("A", 4000, 200), arm("B", 4000, 250), *(arm(name, 4000, 200) for name in "CDE")])
    assert (many.comparisons[0].p_value or 0) < 0.05
    assert many.comparisons[0].outcome == "even"
    assert many.verdict == "review"


def test_an_arm_with_nobody_in_it_is_valid_and_blank() -> None:
    found = of(arms=[arm("A", 4000, 200), arm("B", 0, 0)])
    assert (found.difference, found.interval, found.z, found.p_value, found.probability_b_beats_a, found.expected_loss) == (None,) * 6
    assert found.srm_p_value is None
    assert found.verdict is None
    assert faults_of("experiment", {"arms": [arm("A", 4000, 200), arm("B", 0, 0)]}, TODAY) == []


def test_arms_may_get_unequal_parts_of_the_traffic() -> None:
    arms = [arm("A", 9000, 450, weight=90), arm("B", 1000, 63, weight=10)]
    found = of(arms=arms, baseline_rate=0.05, mde=0.01, daily_users=1000)
    assert found.srm_p_value == 1
    assert found.days == 84, "8158 people at a hundred a day, in whole weeks"
    assert of(arms=[{**arms[0], "weight": None}, arms[1]]).srm_p_value is None, "of a part of the weights nothing follows"


@pytest.mark.parametrize(("more", "days"), [
    ({"planned_n": 5000, "daily_users": 1000}, 2), ({"planned_n": 4000, "daily_users": 1000}, 0),
    ({"planned_n": 5000, "start": "2026-11-12"}, 3), ({"end": "2026-11-30"}, 8), ({"end": "2026-11-01"}, 0), ({}, None),
    ({"baseline_rate": 0.05, "mde": 0.01, "daily_users": 1000}, 9),
    ({"planned_n": 5000, "daily_users": 1000, "start": "2026-11-12"}, 4),
    ({"planned_n": 5000, "daily_users": 300, "start": "2026-11-22"}, 7),
])
def test_days_left_while_it_runs(more: dict[str, Any], days: int | None) -> None:
    assert of(status="running", **more).days_left == days
    assert of(status="draft", **more).days_left is None


def test_an_effect_that_cannot_be_gained_is_looked_for_downwards() -> None:
    assert of(baseline_rate=0.98, mde=0.05).sample_size_per_arm is not None
    assert of(baseline_rate=0.98, mde=0.05, alpha=0).sample_size_per_arm is None


def test_the_success_rate_is_over_the_sessions_that_counted_tasks() -> None:
    sessions = [{"tasks": 5, "succeeded": 4}, {"tasks": 5, "succeeded": 5}, {"who": "Ada"}, {"tasks": 3, "succeeded": 4}, "broken"]
    found = success_rate(sessions)
    assert (found.sessions, found.tasks, found.succeeded, found.rate) == (2, 10, 9, 0.9)
    assert found.interval == pytest.approx((0.5958, 0.9821), abs=5e-5)
    assert success_rate([]).rate is success_rate([]).interval is None


KEYS = ("id", "name", "participants", "conversions", "weight", "readings", "arm", "direction", "tasks", "succeeded", "mde")
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.floats(allow_nan=False)
    | st.sampled_from(["", "A", "2026-11-22", "running", "up"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(KEYS), inner, max_size=6,
    ),
    max_leaves=25,
)
COUNT = st.integers(0, 3000)
FIELDS = ("arms", "guardrails", "sessions", "alpha", "power", "baseline_rate", "mde", "planned_n", "daily_users", "start", "end", "status",
          "mode", "frozen")


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JUNK))
def test_whatever_a_file_holds_gives_figures_or_blanks(data: dict[str, Any]) -> None:
    found = figures_of(data, TODAY)
    numbers = [found.difference, found.z, found.p_value, found.probability_b_beats_a, found.expected_loss, found.srm_p_value, found.days]
    assert all(one is None or isfinite(one) for one in numbers)
    assert report(data, TODAY) is not None
    assert faults_of("experiment", data, TODAY) is not None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=4), st.sampled_from(["superiority", "do_no_harm"]))
def test_the_words_agree_with_the_figures(counts: list[tuple[int, int]], mode: str) -> None:
    arms = [arm("ABCD"[at], max(pair), min(pair)) for at, pair in enumerate(counts)]
    found = figures_of({"arms": arms, "mode": mode, "status": "stopped"}, TODAY)
    for one in found.comparisons:
        if one.outcome in ("wins", "loses"):
            assert (one.difference or 0) * (1 if one.outcome == "wins" else -1) > 0
            assert one.p_value is not None
            assert one.p_value < 0.05
        if one.probability_b_beats_a is not None:
            assert 0 <= one.probability_b_beats_a <= 1
            assert -1 <= (one.difference or 0) <= 1
    if found.verdict == "ship":
        assert any(one.arm == found.variant and one.outcome in ("wins", "even") and not one.harmed for one in found.comparisons)


def snapshot(**experiments: dict[str, Any]) -> Snapshot:
    return Snapshot(MemorySource({"experiment": {id: {"id": id, "title": id, **data} for id, data in experiments.items()}, "product": {
        "r": {"id": "r", "title": "r", "verdict": "keep", "difference": "it is quick"}}}))


def test_computed_holds_them_and_lists_filter_and_sort_by_them() -> None:
    data = snapshot(a={**SIGNUP, "status": "running", "planned_n": 8158}, b={**SIGNUP, "arms": WORSE_ARMS}, c={})
    environment = Environment(TODAY, f"{TODAY}T09:30:00Z", "ana", data)
    table = data.table("experiment")

    def ids(query: str, kind: str = "experiment") -> list[str]:
        of = data.table(kind)
        return [of.id(at) for at in view(parse(query, of.kind), of, environment)]

    assert ids('verdict:"too early"') == ["a"]
    assert ids("p_value<0.05 sort:difference") == ["b", "a"]
    assert ids("probability>0.9") == ["a"]
    assert ids("warnings:peeking") == ["a"]
    assert ids("verdict:keep", "product") == ["r"], "a product's own field of that name is not touched"
    assert ids("difference:quick", "product") == ["r"]
    record = table.get("c")
    assert record is not None
    blank = computed_of(record, data, environment)
    assert set(column_names("experiment")) >= set(blank)
    assert all(blank[name] is None for name in ("difference", "interval", "z", "p_value", "probability_b_beats_a", "expected_loss",
                                                "srm_p_value", "sample_size_per_arm", "days", "verdict", "days_left"))
    assert blank["comparisons"] == blank["warnings"] == blank["changed_since_start"] == []
    full = table.get("a")
    assert full is not None
    found = computed_of(full, data, environment)
    assert found["interval"] == pytest.approx([0.002406, 0.022594], abs=5e-7)
    assert found["comparisons"][0]["name"] == "B"
    assert found["success_rate"]["rate"] is None
    assert figures_at(table, 0, TODAY) is figures_at(table, 0, TODAY), "worked out once"

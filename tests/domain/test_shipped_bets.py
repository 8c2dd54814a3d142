"""Before and after: what came of items, milestones and hypotheses, and who is asked about it."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply
from pmtui.domain.computed import computed_of
from pmtui.domain.outcomes import Measure, Patience, faults, outcome_of, patience
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.records import Record
from pmtui.domain.shipped_bets import ShippedBets, is_mended, missed_bets, outcomes_of, shipped_bets

TODAY = "2026-11-23"
READINGS = [("2026-08-01", 41), ("2026-09-20", 43), ("2026-10-15", 52), ("2026-11-20", 56)]


def snapshot(settings: dict[str, Any] | None = None, **kinds: dict[str, dict[str, Any]]) -> Snapshot:
    documents = {kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in kinds.items()}
    return Snapshot(MemorySource(documents), settings=settings)


def kpi(id: str, name: str, **more: Any) -> dict[str, Any]:
    readings = [{"id": f"r{at}", "at": day, "value": value} for at, (day, value) in enumerate(READINGS)]
    return {"id": id, "name": name, "readings": readings, **more}


def world(settings: dict[str, Any] | None = None, **goal: Any) -> Snapshot:
    return snapshot(
        settings,
        goal={"g": {"status": "active", "kpis": [kpi("k1", "Recovered", unit="%", baseline=40, target=65)], **goal}},
        problem={"p": {"goal": "g"}},
        hypothesis={
            "met": {"kpi": "Recovered", "baseline": 43, "target": 55, "problem": "p"},
            "missed": {"kpi": "k1", "baseline": 43, "target": 60}, "blank": {"kpi": "no such"}, "open": {"kpi": "k1", "target": 60},
        },
        item={
            "b1": {"status": "done", "done_at": "2026-10-01T10:00:00Z", "hypotheses": ["met"], "milestone": "m"},
            "b2": {"status": "done", "done_at": "2026-10-10T10:00:00Z", "hypotheses": ["missed", "met"], "milestone": "m"},
            "b3": {"status": "done", "done_at": "2026-10-10T10:00:00Z", "hypotheses": ["blank"], "problems": ["p"]},
            "b4": {"status": "doing", "hypotheses": ["open"], "milestone": "n"},
            "b5": {"status": "done", "done_at": "2026-10-10T10:00:00Z"},
            "b6": {"status": "done", "done_at": "2026-11-21T10:00:00Z", "hypotheses": ["met"]},
        },
        milestone={
            "m": {"status": "shipped", "shipped_at": "2026-10-12T09:00:00Z", "goals": ["g"]}, "n": {"status": "active"},
            "l": {"status": "shipped", "shipped_at": "2026-10-12T09:00:00Z", "goals": ["g"]},
        },
    )


def figures(data: Snapshot, kind: str, id: str) -> dict[str, Any] | None:
    record = data.record(kind, id)
    assert record is not None
    found: dict[str, Any] | None = computed_of(record, data, Environment(TODAY, f"{TODAY}T09:00:00Z", snapshot=data))["outcome"]
    return found


def test_before_and_after_are_the_readings_around_the_day_it_shipped() -> None:
    assert figures(world(), "item", "b1") == {
        "verdict": "met", "before": 43.0, "after": 56.0, "target": 55, "at": "2026-10-01", "kpi": "Recovered", "goal": "g",
        "hypothesis": "met", "readings": 2, "days": 53, "why": "2 readings since",
    }


@pytest.mark.parametrize(("kind", "id", "verdict"), [
    ("item", "b1", "met"), ("item", "b2", "missed"), ("item", "b3", "missed"), ("item", "b4", None), ("item", "b5", None),
    ("item", "b6", "too_early"), ("milestone", "m", "missed"), ("milestone", "n", None), ("milestone", "l", "missed"),
    ("hypothesis", "missed", "missed"), ("hypothesis", "met", "too_early"), ("hypothesis", "blank", None), ("hypothesis", "open", None),
])
def test_verdicts_of_all_that_ships(kind: str, id: str, verdict: str | None) -> None:
    assert (figures(world(), kind, id) or {}).get("verdict") == verdict


def test_the_worst_of_several_counts_and_all_are_told() -> None:
    data = world()
    record = data.record("item", "b2")
    assert record is not None
    assert [(one.verdict, one.measure.hypothesis) for one in outcomes_of(record, data, TODAY)] == [("missed", "missed"), ("met", "met")]


def test_the_target_of_a_goal_is_not_missed_before_its_last_day() -> None:
    assert (figures(world(due="2026-12-31"), "milestone", "l") or {})["verdict"] == "too_early"


def test_lists_are_filtered_by_it_and_follow_every_change() -> None:
    data = world()

    def found(kind: str, text: str, data: Snapshot) -> list[str]:
        table = data.table(kind)
        environment = Environment(TODAY, f"{TODAY}T09:00:00Z", snapshot=data)
        return sorted(table.id(at) for at in view(parse(text, table.kind), table, environment))

    assert found("item", "bet:missed", data) == found("item", "outcome:missed", data) == ["b2", "b3"]
    assert found("milestone", "bet:missed", data) == ["l", "m"]
    assert found("hypothesis", "bet:missed", data) == ["missed"]
    kept = shipped_bets(data, TODAY)
    assert shipped_bets(data, TODAY) is kept
    lower = apply(Change("", (Edit("hypothesis", "missed", {"target": 60}, {"target": 50}),)), data)
    assert found("hypothesis", "bet:missed", lower) == []
    assert found("hypothesis", "bet:missed", data) == ["missed"]


def test_somebody_is_asked_until_it_is_answered() -> None:
    data = world()
    table = data.table("hypothesis")
    assert [table.id(at) for at in missed_bets(data, TODAY)] == ["missed"]
    answers: list[dict[str, Any]] = [
        {"status": "refuted"}, {"decision": "stop"}, {"learnings": [{"id": "l", "at": "2026-11-01T00:00:00Z", "text": ["too small"]}]},
    ]
    for answer in answers:
        assert list(missed_bets(apply(Change("", (Edit("hypothesis", "missed", {}, answer),)), data), TODAY)) == []


MEASURE = Measure("Churn", "%", [("2026-10-01", 3.0), ("2026-10-20", 2.0)], 3.1, 2.0, False, "g", "k")


def test_falling_metrics_reach_their_target_from_above() -> None:
    found = outcome_of(MEASURE, "2026-10-01", "2026-10-01", TODAY, Patience(14, 1))
    assert (found.verdict, found.before, found.after, found.readings) == ("met", 3.0, 2.0, 1)
    assert outcome_of(MEASURE._replace(target=1.9), "2026-10-01", "2026-10-01", TODAY, Patience(14, 1)).verdict == "missed"


def test_a_target_of_another_scale_is_that_of_another_metric() -> None:
    data = world(due="2026-12-31")
    stated = apply(Change("", (Edit("hypothesis", "missed", {}, {"baseline": 0.2, "target": 0.1}),)), data)
    found = figures(stated, "item", "b2") or {}
    assert (found["verdict"], found["target"], found["why"]) == ("too_early", 65, "the goal has until 2026-12-31")


def test_it_is_too_early_until_days_and_readings_suffice() -> None:
    assert outcome_of(MEASURE, "2026-10-01", "2026-10-01", TODAY).why == "1 reading since; 2 needed"
    assert outcome_of(MEASURE, "2026-10-01", "2026-10-01", "2026-10-14", Patience(14, 1)).why == "shipped 13 days ago; 14 days needed"
    none_since = outcome_of(MEASURE, "2026-11-01", "2026-11-01", TODAY, Patience(0, 0))
    assert (none_since.verdict, none_since.after, none_since.why) == ("too_early", None, "no reading since; 1 needed")
    first = outcome_of(MEASURE, "2026-09-01", "2026-09-01", TODAY)
    assert (first.before, outcome_of(MEASURE._replace(target=None), "2026-09-01", "2026-09-01", TODAY).verdict) == (3.1, "")


def test_a_team_may_say_how_long_is_too_early() -> None:
    assert patience({}) == Patience(14, 2)
    assert patience({"outcome_days": 60, "outcome_readings": "x"}) == Patience(60, 2)
    assert faults({"outcome_days": True, "outcome_readings": -1}) == [
        "outcome_days is a whole number from 0 to 3650, not True", "outcome_readings is a whole number from 0 to 1000, not -1",
    ]
    assert (figures(world({"outcome_days": 60}), "item", "b1") or {})["verdict"] == "too_early"


@pytest.mark.parametrize(("kind", "id", "data"), [
    ("hypothesis", "met", {"kpi": "Recovered", "baseline": 43, "target": 90}), ("hypothesis", "blank", {"kpi": "k1", "target": 50}),
    ("problem", "p", {"title": "Other words", "goal": "g"}), ("problem", "p", {}), ("problem", "new", {"goal": "g"}),
    ("item", "b4", {"status": "done", "done_at": "2026-10-01T10:00:00Z", "hypotheses": ["open"]}), ("goal", "g", {"kpis": []}),
    ("goal", "g", {"status": "active", "kpis": [kpi("k1", "Kept", unit="%", baseline=40, target=50)]}), ("goal", "h", {}),
    ("goal", "h", {"status": "active", "kpis": [kpi("k9", "recovered ", unit="%", baseline=40, target=50)]}),
    ("goal", "g", {"status": "dropped"}),
])
def test_verdicts_that_are_mended_are_those_made_anew(kind: str, id: str, data: dict[str, Any]) -> None:
    before = world()
    for of in ("item", "hypothesis", "milestone"):
        shipped_bets(before, TODAY).verdicts(of)
    known = before.memory["judged"][2][0]["missed"]
    after = before.with_records([Record(kind, id, {"id": id, **data})])
    alone = before.with_records([Record(kind, id, {"id": id, **data})])
    alone.memory = {}
    for of in ("item", "hypothesis", "milestone"):
        mended = list(shipped_bets(after, TODAY).verdicts(of).rows())
        alone.table(of).kept.pop("judged", None)
        assert mended == list(ShippedBets(alone, TODAY).verdicts(of).rows())
    assert (after.memory["judged"][2][0]["missed"] is known) == (id != "g")


def test_what_a_change_leaves_to_be_made_anew_tells_whether_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    before = world()
    assert not is_mended(before, TODAY)  # nothing was made
    shipped_bets(before, TODAY).verdicts("item")
    assert is_mended(before, TODAY)
    monkeypatch.setattr(f"{is_mended.__module__}._AT_ONCE", 2)
    unnamed = before.with_records([Record("goal", "h", {"id": "h", "kpis": [kpi("k9", "Another")]})])
    assert is_mended(unnamed, TODAY)
    renamed = unnamed.with_records([Record("goal", "g", {"id": "g", "kpis": []})])
    assert not is_mended(renamed, TODAY)
    assert not is_mended(renamed.with_records([Record("item", "b5", {"id": "b5"})]), TODAY)  # it has not been made yet
    shipped_bets(renamed, TODAY).verdicts("item")
    assert is_mended(renamed, TODAY)

"""Experiments from a script: figures, freezing, what cannot be, and results from a file; every step back to the first byte."""

from __future__ import annotations

import json

import pytest

from tests.cli.calling import Calls

CSV = "arm;participants;conversions;Refunds\nA;4000;200;100\nB;4 000;250;102\n"


def added(calls: Calls, *fields: str) -> str:
    result = calls("add", "experiment", "Shorter signup", "method=ab_test", *fields, "--json")
    assert result.status == 0, result.err
    return str(result.json["id"])


def files(calls: Calls) -> dict[str, bytes]:
    root = calls.folder / "product"
    return {str(path): path.read_bytes() for path in root.rglob("*.json") if ".local" not in path.parts}


def test_from_design_to_verdict_by_script(calls: Calls) -> None:
    id = added(calls, "metric=signup", "baseline_rate=0.05", "mde=0.01", "daily_users=1000", "planned_n=4000",
               "decision_rule=ship if it wins",
               'guardrails+={"name": "Refunds", "direction": "down"}')
    before = files(calls)
    assert calls("set", id, "status=running").status == 0
    found = calls("show", id, "--json").json
    design = {"metric": "signup", "mde": 0.01, "planned_n": 4000, "decision_rule": "ship if it wins", "alpha": 0.05, "power": 0.8,
              "mode": "superiority", "baseline_rate": 0.05, "guardrails": "Refunds down"}
    assert found["frozen"] == {"at": found["frozen"]["at"], **design}
    assert (found["computed"]["sample_size_per_arm"], found["computed"]["days"], found["computed"]["verdict"]) == (8158, 21, None)
    assert calls("set", id, "frozen=").status == 2

    (calls.folder / "results.csv").write_text(CSV, encoding="utf-8")
    assert calls("results", id, "results.csv", "--dry-run").out.startswith("would do: Results of")
    told = calls("results", "Shorter signup", "results.csv")
    assert told.status == 0, told.err
    assert "verdict: ship" in told.out
    assert "B against A: +1.25 points (95 % interval +0.24 to +2.26), z 2.43, p 0.015" in told.out
    assert calls("results", id, "results.csv").out.startswith("nothing to change")
    shown = calls("results", id, "results.csv", "--json").json
    figures = shown["computed"]
    assert figures["interval"] == pytest.approx([0.002406, 0.022594], abs=5e-7)
    assert [figures[name] for name in ("difference", "z", "p_value", "probability_b_beats_a", "srm_p_value", "days_left", "verdict")] == [
        0.0125, pytest.approx(2.42625, abs=5e-6), pytest.approx(0.0152558, abs=5e-8), pytest.approx(0.99236, abs=5e-6), 1, 0, "ship"]
    assert [one["name"] for one in figures["comparisons"]] == ["B"]
    assert calls("set", id, "mde=0.02").status == 0
    shown = calls("show", id)
    assert "! Changed since it started: mde. Mde was 1 %." in shown.out
    assert "guardrail Refunds in B (down is better): +0.05 points" in shown.out
    assert calls("list", "experiment", "changed_since_start:mde verdict:ship p_value<0.05", "--ids").out.split() == [id]
    for _ in range(3):
        assert calls("undo").status == 0
    assert files(calls) == before


@pytest.mark.parametrize(("field", "words"), [
    ("alpha=0", "alpha: 0 is not between 0 and 1"), ("end=2026-01-01", "end: 2026-01-01 is before its start"),
    ("arms.A.conversions=11", "A: 11 conversions, but only 10 participants"),
    ('sessions+={"tasks": 1, "succeeded": 2}', "2 succeeded, but only 1"),
])
def test_what_cannot_be_is_refused_and_nothing_is_changed(calls: Calls, field: str, words: str) -> None:
    id = added(calls, "start=2026-02-01", 'arms+={"name": "A", "participants": 10, "conversions": 10}')
    before = files(calls)
    result = calls("set", id, field, "--json")
    assert result.status == 2
    assert result.error["code"] == "bad_value"
    assert words in result.error["message"]
    assert files(calls) == before


def test_a_reading_in_the_future_is_refused(calls: Calls) -> None:
    assert calls("add", "goal", "Grow", 'kpis+={"name": "Users", "readings": [{"at": "2026-12-01", "value": 3}]}').status == 2
    assert calls("add", "goal", "Grow", 'kpis+={"name": "Users", "readings": [{"at": "2026-11-22", "value": 3}]}').status == 0


def test_what_is_on_the_disk_is_shown_named_by_doctor_and_open_to_other_changes(calls: Calls) -> None:
    id = added(calls, *(f'arms+={{"name": "{name}", "participants": 10, "conversions": 3}}' for name in "AB"))
    (path,) = (calls.folder / "product" / "experiments").rglob("*.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["arms"][0]["conversions"] = 30
    path.write_text(json.dumps(data), encoding="utf-8")
    found = calls("show", id, "--json").json
    assert sorted(one["conversions"] for one in found["arms"]) == [3, 30]
    assert found["computed"]["difference"] is None
    assert [one["code"] for one in found["computed"]["warnings"]] == ["impossible"]
    named = [one for one in calls("doctor", "--json").json["faults"] if one["code"] == "implausible"]
    assert [(one["severity"], one["id"]) for one in named] == [("warning", id)]
    assert "30 conversions, but only 10 participants" in named[0]["message"]
    assert calls("set", id, "metric=signup").status == 0


@pytest.mark.parametrize(("text", "words"), [
    ("arm,participants,conversions\nA,5 %,1\nC,4,1", "line 2: participants is a percentage"),
    ("x,y\n1,2", "no column is called arm"), ("", "is empty"),
    ("arm,participants,conversions\nA,1,2", "line 2: 2 conversions, but only 1 participants"),
])
def test_a_wrong_file_changes_nothing(calls: Calls, text: str, words: str) -> None:
    id = added(calls, 'arms+={"name": "A"}', 'arms+={"name": "B"}')
    before = files(calls)
    (calls.folder / "results.csv").write_text(text, encoding="utf-8")
    result = calls("results", id, "results.csv", "--json")
    assert (result.status, result.error["code"]) == (1, "bad_input")
    assert words in result.error["message"]
    assert files(calls) == before
    assert calls("results", id, "nowhere.csv").status == 1
    assert calls("results", calls("add", "item", "An item", "--json").json["id"], "results.csv").status == 4

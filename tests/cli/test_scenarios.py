"""Scenarios on the command line: planned in, compared, applied, undone."""

from __future__ import annotations

from tests.cli.calling import Calls


def test_a_scenario_is_planned_in_compared_applied_and_taken_back(calls: Calls) -> None:
    assert "there is no open scenario" in calls("scenario-compare").err
    assert calls("scenario-compare", "--json").json["cases"][0]["name"] == "today"
    calls.good("add", "milestone", "MVP", "target=2026-12-31")
    for title in ("Retries", "Export"):
        calls.good("add", "item", title, "milestone=MVP", "status=ready", "estimate=3")
    calls.good("add", "scenario", "Two teams")
    calls.good("scenario-set", "MVP", "target=2027-01-31", "--in", "Two teams")
    made = calls("scenario-set", "Export", "milestone=", "--in", "Two teams", "--json").json
    assert {(one["field"], one["to"]) for one in made[0]["changes"]} == {("target", "2027-01-31"), ("milestone", "")}
    text = calls.good("scenario-compare")
    assert all(words in text for words in ("▼ target 4 weeks later", "✕ Export (unplanned, today in MVP)"))
    assert max(map(len, text.splitlines())) <= 80
    found = calls("scenario-compare", "Two teams", "--json").json
    assert [one["milestones"][0]["target"] for one in found["cases"]] == ["2026-12-31", "2027-01-31"]
    assert (found["enough_history"], found["cases"][1]["drops"][0]["title"], found["cases"][1]["misfits"]) == (False, "Export", [])
    refused = calls("scenario-apply", "Two teams", "--json")
    assert (refused.status, refused.error["code"]) == (2, "missing_reason")
    assert "would change" in calls.good("scenario-apply", "Two teams", "--reason", "Ana is away", "--dry-run")
    applied = calls("scenario-apply", "Two teams", "--reason", "Ana is away", "--json").json
    assert {(one["kind"], one["status"]) for one in applied} == {("scenario", "applied"), ("milestone", "planned"), ("item", "ready")}
    assert calls("show", "MVP", "--json").json["reasons"][0]["text"] == ["Ana is away"]
    assert calls("scenario-apply", "Two teams").status == 1
    calls.good("undo")
    assert [calls("show", name, "--json").json["status"] for name in ("MVP", "Two teams")] == ["planned", "draft"]
    assert calls("show", "MVP", "--json").json["target"] == "2026-12-31"


def test_what_somebody_changed_since_is_named_and_left(calls: Calls) -> None:
    calls.good("add", "item", "Retries", "estimate=3")
    calls.good("add", "item", "Export", "estimate=2")
    calls.good("add", "scenario", "More")
    calls.good("scenario-set", "Retries", "Export", "estimate=8", "--in", "More")
    calls.good("set", "Retries", "estimate=5")
    refused = calls("scenario-apply", "More", "--json")
    assert (refused.status, refused.error["code"]) == (1, "stale")
    assert "estimate of “Retries” has changed since, from 3 to 5" in refused.error["message"]
    assert "▼ estimate of “Retries” has changed" in " ".join(calls.good("scenario-compare").split())
    calls.good("scenario-apply", "More", "--rest")
    assert [calls("show", name, "--json").json["estimate"] for name in ("Retries", "Export")] == [5, 8]
    for words in (("scenario-set", "Retries", "estimate=1"), ("scenario-set", "Retries", "--in", "More")):
        assert calls(*words).status == 2
    assert calls("scenario-compare", "nothing").status == 4

"""What each method asks before it starts, and what follows from a design while it is typed."""

from __future__ import annotations

from pmtui.domain.experiment_design import FAMILIES, checklist, is_stated, missing, stated_before, task_count
from pmtui.domain.experiment_sizes import margin_of, sample_for
from pmtui.domain.kinds import SCHEMA
from pmtui.widgets.experiment_design_lines import design_lines
from pmtui.widgets.styled_lines import text_of

DESIGN = {
    "method": "ab_test", "metric": "clicks", "segment": "all", "baseline_rate": 0.05, "mde": 0.01, "planned_n": 8158, "daily_users": 1200,
    "arms": [{"id": "a", "name": "A", "rank": "a0"}, {"id": "b", "name": "B", "rank": "a1"}],
    "guardrails": [{"id": "g", "name": "G"}], "decision_rule": "Ship if it wins.",
}


def words(data: dict[str, object], faults: dict[str, str] | None = None, width: int = 200) -> str:
    return text_of(design_lines(data, faults or {}, width))


def test_every_method_has_a_family_and_a_checklist_of_fields_that_exist() -> None:
    field = SCHEMA["experiment"].fields
    assert set(field["method"].choices) == set(FAMILIES)
    for method in (*FAMILIES, None):
        assert {"metric", "segment", "planned_n", "decision_rule"} <= set(stated_before(method)) <= set(field)


def test_the_data_tick_the_checklist() -> None:
    assert missing(DESIGN) == []
    lacking = {**DESIGN, "metric": " ", "arms": DESIGN["arms"][:1], "planned_n": 0, "guardrails": None}  # type: ignore[index]
    assert [one.field for one in missing(lacking)] == ["metric", "arms", "planned_n", "guardrails"]
    assert [one.label for one in checklist({"method": "usability_test"})] == ["success", "segment", "sessions", "tasks", "rule"]
    assert (is_stated("planned_n", True), is_stated("body", ["", " "]), is_stated("baseline_rate", 0)) == (False, False, True)
    assert [task_count(one) for one in (["- a", "  ", "- b"], ["a", "b", ""], ["1. a", "say why"], None)] == [2, 2, 1, 0]


def test_sample_size_duration_and_half_the_effect_follow_from_a_design() -> None:
    text = words(DESIGN)
    assert "8,158 an arm · 16,316 in 2 arms · 14 days (2 weeks)" in text
    assert "half the effect, 0.5 points: 31,234 an arm (3.8 ×), 56 days (8 weeks)" in text
    assert "all is stated: it may start" in text
    assert "planned are 100: too few to find it with 80 % power" in words({**DESIGN, "planned_n": 100})
    assert "baseline and least effect tell how many it takes" in words({"method": "ab_test"})
    assert "cannot be reached" in words({**DESIGN, "mde": 0.99})
    assert words(DESIGN, {"alpha": "alpha: 0 is not between 0 and 1"}).startswith("alpha: 0 is not between 0 and 1")


def test_sessions_and_samples_say_what_they_can_show() -> None:
    text = words({"method": "usability_test", "planned_n": 5, "body": ["- find it", "- pay"]})
    assert "5 sessions of 2 tasks" in text
    assert "if all succeed (10 of 10): 72.25 % to 100 %" in text
    margin = margin_of(385, 0.5)
    assert margin is not None
    assert abs(margin - 0.05) < 0.001
    size = sample_for(0.05, 0.5)
    assert size is not None
    found = [margin_of(one, 0.5) or 1 for one in (size - 1, size)]
    assert found[0] > 0.05 >= found[1]
    assert (sample_for(0, 0.5), sample_for(1e-9, 0.5)) == (None, None)
    assert "± 4.97 points with 385" in words({"method": "survey", "planned_n": 385})


def test_what_changed_since_the_start_is_said_and_lines_fit_narrow_places() -> None:
    frozen = {"at": "2026-11-01T09:00:00Z", "metric": "clicks", "mde": 0.01, "planned_n": 8158, "decision_rule": "Ship if it wins."}
    assert "frozen" in words({**DESIGN, "frozen": frozen})
    assert "Changed since it started: planned n." in words({**DESIGN, "frozen": frozen, "planned_n": 9000})
    assert all(len(line) <= 30 for line in words(DESIGN, width=30).split("\n"))

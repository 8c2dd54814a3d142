"""The methods of scoring as they are declared: every value of a scale is one that its field takes, each on a key of its own."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.score_methods import BUILT_IN, ScoreMethod, methods, team_method
from pmtui.domain.score_scales import DIGITS

SETTINGS: dict[str, Any] = {"score": {"name": "Fit", "criteria": [
    {"field": "value", "weight": 3, "help": "How much do they want it?"},
    {"field": "upkeep", "weight": 0.5, "is_cost": True, "low": 0, "high": 3},
    {"field": "revenue", "low": 0, "high": 10}, {"field": "share", "low": 0.5, "high": 1},
]}}
OWN = team_method(SETTINGS)
assert OWN is not None


@pytest.mark.parametrize("method", [*BUILT_IN, OWN], ids=lambda one: one.name)
def test_scales_fit_their_fields_and_keys(method: ScoreMethod) -> None:
    for one in method.inputs:
        keys = [step.key for step in one.steps]
        assert len(set(keys)) == len(keys)
        assert set(keys) <= set(DIGITS)
        assert one.steps or one.is_typed
        assert one.question.endswith("?")
        assert [one.step(key) for key in keys] == list(one.steps)
        assert one.step("x") is None
        field = SCHEMA[method.kind].fields.get(one.field)
        if field is None:  # the team's own
            continue
        values = [step.value for step in one.steps]
        assert all(one.meaning(value) for value in values) or method is OWN
        if field.choices:
            assert values == list(field.choices)
        else:
            assert values == sorted(set(values))
            assert all(isinstance(value, int | float) for value in values)
            assert field.minimum is None or values[0] >= field.minimum
            assert field.maximum is None or values[-1] <= field.maximum


def test_methods_of_a_kind_and_the_team() -> None:
    assert list(methods("item", {})) == ["rice", "ice", "wsjf", "moscow", "kano", "value_effort", "balance"]
    assert list(methods("item", SETTINGS))[-1] == "score"
    assert list(methods("problem", SETTINGS)) == ["opportunity"]
    assert methods("goal", SETTINGS) == {}
    assert "÷ 3" in methods("item", {"ice": "mean"})["ice"].formula
    assert methods("item", {"ice": "mode"})["ice"].formula == "impact × confidence × ease"


def test_the_teams_method_asks_with_keys_where_ten_are_enough() -> None:
    method = methods("item", SETTINGS)["score"]
    assert (method.label, method.formula) == ("Fit", "3 × value + 0.5 × upkeep turned round + 1 × revenue + 1 × share")
    assert ["".join(step.key for step in one.steps) for one in method.inputs] == ["12345", "0123", "", ""]
    assert [one.is_typed for one in method.inputs] == [False, False, True, True]
    assert method.inputs[0].question == "How much do they want it?"
    assert method.inputs[1].steps[0].meaning == "best"


def test_what_is_missing() -> None:
    rice, effort = methods("item", {})["rice"], methods("item", {})["value_effort"]
    assert [one.field for one in rice.missing({"impact": 2})] == ["reach", "confidence", "effort"]
    assert rice.missing({"reach": 0, "impact": 1, "confidence": 50, "effort": 1}) == ()
    assert [one.field for one in effort.missing({})] == ["value", "effort"]
    assert [one.field for one in effort.missing({"estimate": 3})] == ["value"]

"""Scores by their published examples, and what blank or odd inputs give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.canonical import WrittenNumber
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.scoring import PURE_SCORES, opportunity_score, pure_score, rice_score, scores_of
from tests.domain.record_strategies import JSON, NUMBERS

RICE = {"reach": 500, "impact": 2, "confidence": 80, "effort": 2}
INPUTS = {"rice": tuple(RICE), "opportunity": ("importance", "satisfaction")}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, 400), ({"confidence": 100}, 500), ({"confidence": 50}, 250), ({"impact": 0.25}, 50), ({"effort": 0.5}, 1600),
        ({"reach": 0}, 0),
        ({"confidence": 0}, 0), ({"effort": 3}, 266.6666666667), ({"reach": 0.1, "impact": 3, "confidence": 100, "effort": 1}, 0.3),
        ({"effort": 0}, None), ({"effort": -1}, None), ({"effort": None}, None), ({"reach": "500"}, None), ({"impact": True}, None),
        ({"reach": 1e61}, None), ({"reach": float("inf")}, None), ({"reach": float("nan")}, None),
        ({"reach": WrittenNumber("1e400")}, None),
        ({"effort": 5e-324, "reach": 1e59}, None), ({"reach": 10**61}, None), ({"reach": 10**59, "effort": 1}, 16 * 10**58),
    ],
)
def test_rice(changed: dict[str, Any], expected: float | None) -> None:
    found = rice_score({**RICE, **changed})
    assert found == (expected if expected is None else pytest.approx(expected, rel=1e-12))
    assert isinstance(found, type(expected))


@pytest.mark.parametrize(
    ("importance", "satisfaction", "expected"),
    [(8, 3, 13), (10, 1, 19), (10, 0, 20), (5, 5, 5), (3, 9, 3), (1, 10, 1), (7.5, 5, 10), (7.25, 5, 9.5), (None, 5, None), (5, None, None),
     ("8", 3, None), (True, 3, None)],
)
def test_opportunity(importance: Any, satisfaction: Any, expected: float | None) -> None:
    found = opportunity_score({"importance": importance, "satisfaction": satisfaction})
    assert found == expected
    assert isinstance(found, type(expected))


@pytest.mark.parametrize(("name", "input"), [(name, one) for name, inputs in INPUTS.items() for one in inputs])
def test_a_blank_input_gives_a_blank_score(name: str, input: str) -> None:
    kind, _ = PURE_SCORES[name]
    whole = dict.fromkeys(INPUTS[name], 3)
    assert pure_score(kind, name, whole) is not None
    assert pure_score(kind, name, {one: value for one, value in whole.items() if one != input}) is None
    assert pure_score(kind, name, whole | {input: None}) is None


@given(st.sampled_from(sorted(PURE_SCORES)), st.data())
def test_whatever_a_file_holds_a_score_is_a_number_or_blank(name: str, data: st.DataObject) -> None:
    _, score = PURE_SCORES[name]
    found = score({one: data.draw(st.one_of(NUMBERS, JSON)) for one in INPUTS[name]})
    assert found is None or (isinstance(found, int | float) and abs(found) < float("inf"))


@given(st.integers(1, 10), st.integers(1, 10))
def test_opportunity_is_between_its_importance_and_20(importance: int, satisfaction: int) -> None:
    found = opportunity_score({"importance": importance, "satisfaction": satisfaction})
    assert found is not None
    assert importance <= found < 20
    assert (found == importance) == (satisfaction >= importance)


def test_scores_belong_to_kinds_that_have_their_inputs() -> None:
    assert scores_of("item") == ("rice",)
    assert scores_of("problem") == ("opportunity",)
    assert scores_of("goal") == ()
    assert pure_score("problem", "rice", RICE) is None
    for name, (kind, _) in PURE_SCORES.items():
        assert set(INPUTS[name]) <= set(SCHEMA[kind].fields)
        assert name not in SCHEMA[kind].fields

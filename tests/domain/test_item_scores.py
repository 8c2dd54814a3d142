"""The scores of items by their published examples, and what blank or odd inputs give; the same from columns."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.balance import LEGS, balance_figure, lowest_leg, weak_leg, weak_legs
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.item_scores import (
    FIGURES,
    KANO_ANSWERS,
    KANO_CLASSES,
    figure_inputs,
    figure_maker,
    ice_score,
    kano_class,
    score_of,
    value_effort,
    weighted_score,
    wsjf_score,
)
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, grouped, matching, parse, print_query, view
from pmtui.domain.score_columns import combined, score_column
from pmtui.domain.score_fields import SCORE_FIELDS
from pmtui.domain.team_score import faults, ice_kind, team_score
from tests.domain.record_strategies import JSON, NUMBERS

SETTINGS: dict[str, Any] = {"score": {"name": "Fit", "criteria": [
    {"field": "value", "weight": 3}, {"field": "effort", "weight": 1, "is_cost": True, "low": 1, "high": 5},
]}}
WHOLE: dict[str, Any] = {
    "ice_impact": 8, "ice_confidence": 7, "ease": 5, "business_value": 8, "time_criticality": 13, "risk_reduction": 5, "job_size": 5,
    "kano_functional": "like", "kano_dysfunctional": "dislike", "value": 4, "effort": 2, "estimate": 3, "ux": 4, "business": 5,
    "feasibility": 2,
}


def test_ice_is_a_product_or_a_mean() -> None:
    assert ice_score(WHOLE) == 280
    assert ice_score(WHOLE, "mean") == pytest.approx(20 / 3, abs=1e-9)
    assert ice_score({"ice_impact": 10, "ice_confidence": 10, "ease": 10}) == 1000
    assert [ice_kind(one) for one in ({}, {"ice": "mean"}, {"ice": "product"}, {"ice": 3})] == ["product", "mean", "product", "product"]


@pytest.mark.parametrize(("changed", "expected"), [
    ({}, 5.2), ({"job_size": 1}, 26), ({"risk_reduction": 0}, 4.2), ({"job_size": 0}, None), ({"job_size": "5"}, None),
])
def test_wsjf(changed: dict[str, Any], expected: float | None) -> None:
    assert wsjf_score({**WHOLE, **changed}) == expected


def test_kano_follows_the_evaluation_table() -> None:
    letters = {word: letter for letter, word in KANO_CLASSES.items()}
    rows = ["".join(letters[str(kano_class({"kano_functional": a, "kano_dysfunctional": b}))] for b in KANO_ANSWERS) for a in KANO_ANSWERS]
    assert " ".join(rows) == "QAAAO RIIIM RIIIM RIIIM RRRRQ"
    assert kano_class({"kano_functional": "like", "kano_dysfunctional": "love"}) is None
    assert set(KANO_ANSWERS) == set(SCHEMA["item"].fields["kano_functional"].choices)


@pytest.mark.parametrize(("data", "expected"), [
    ({"value": 3, "effort": 1}, "do first"), ({"value": 5, "effort": 1.5}, "do next"), ({"value": 2, "effort": 0.5}, "do later"),
    ({"value": 2, "effort": 3}, "don't"), ({"value": 4, "estimate": 5}, "do first"), ({"value": 4, "estimate": 8}, "do next"),
    ({"value": 4, "effort": 3, "estimate": 1}, "do next"), ({"value": 1, "estimate": 0}, "do later"),
    ({"value": 4}, None), ({"effort": 1}, None), ({}, None),
])
def test_value_and_effort(data: dict[str, Any], expected: str | None) -> None:
    assert value_effort(data) == expected


@pytest.mark.parametrize(("legs", "lowest", "weak"), [
    ((4, 5, 2), 2, ("feasibility",)), ((1, 5, 5), 1, ("ux",)), ((2, 5, 2), 2, ("ux", "feasibility")), ((3, 3, 3), 3, ()),
    ((4, None, 2), None, ()), ((None, None, None), None, ()), ((4, "5", 2), None, ()),
])
def test_balance(legs: tuple[Any, ...], lowest: float | None, weak: tuple[str, ...]) -> None:
    data = dict(zip(LEGS, legs, strict=True))
    assert (lowest_leg(data), weak_legs(data), weak_leg(data)) == (lowest, weak, weak[0] if weak else None)
    found = balance_figure(data)
    assert list(found) == [*LEGS, "weak"]
    assert found["weak"] == (weak[0] if weak else None)


def test_the_teams_score_weighs_and_turns_costs_round() -> None:
    score = team_score(SETTINGS)
    assert score is not None
    assert (score.name, weighted_score(WHOLE, score)) == ("Fit", 3 * 4 + (1 + 5 - 2))
    assert weighted_score({"value": 4}, score) is None
    assert score_of("score", WHOLE, {}) is None
    assert team_score({}) is None
    assert team_score({"score": {"criteria": [{"field": 3}]}}) is None
    odd = team_score({"score": {"name": "a\x1b[2Jb\n" * 20, "criteria": [{"field": "value", "help": "a\nb"}, {"field": "A b"}]}})
    assert odd is not None
    assert odd.name.isprintable()
    assert len(odd.name) <= 30
    assert [(one.field, one.help) for one in odd.criteria] == [("value", "a b")]


@pytest.mark.parametrize(("settings", "said"), [
    ({}, []), (SETTINGS, []), ({"ice": "mean"}, []), ({"ice": "sum"}, ["ice is \"sum\": write product or mean"]),
    ({"score": 3}, ["score is 3"]), ({"score": {"name": "Fit"}}, ["score.criteria is no list"]),
    ({"score": {"name": 1, "criteria": []}}, ["score.name is 1", "score.criteria is no list"]),
    ({"score": {"criteria": [{"field": "value", "weight": 0}, {"field": "title"}, {"weight": 1}, 7, {"field": "ux", "low": 5, "high": 1},
                             {"field": "ux", "is_cost": 1}, {"field": "ux"}, {"field": "ux"}, {"field": "ux", "weight": True}]}},
     ["criteria[0]: weight", "criteria[1]: title is no number", "criteria[2]: field is missing", "criteria[3]: 7 is no object",
      "criteria[4]: low and high", "criteria[5]: is_cost", "criteria[7]: ux is there twice", "criteria[8]: weight is true"]),
    ({"score": {"criteria": [{"field": f"f{at}"} for at in range(31)]}}, ["31 entries"]),
])
def test_settings_that_are_wrong_are_named_and_left_out(settings: dict[str, Any], said: list[str]) -> None:
    found = faults(settings)
    assert len(found) == len(said)
    assert all(words in one for words, one in zip(said, found, strict=True))
    score = team_score(settings)
    assert score is None or len(score.criteria) in (1, 2, 30)


@pytest.mark.parametrize("name", FIGURES)
def test_a_blank_input_gives_a_blank_figure(name: str) -> None:
    make = figure_maker(name, SETTINGS)
    inputs = [one for one in figure_inputs(name, SETTINGS) if name != "value_effort" or one == "value"]
    assert make(WHOLE) is not None
    for one in inputs:
        assert make({**WHOLE, one: None}) is None
        assert make({key: value for key, value in WHOLE.items() if key != one}) is None


@given(st.sampled_from(FIGURES), st.data())
def test_whatever_a_file_holds_a_figure_is_what_its_field_says(name: str, data: st.DataObject) -> None:
    record = {one: data.draw(st.one_of(NUMBERS, JSON)) for one in figure_inputs(name, SETTINGS)}
    found, field = figure_maker(name, SETTINGS)(record), SCORE_FIELDS["item"][name]
    if field.choices:
        assert found is None or found in field.choices
    else:
        assert found is None or (isinstance(found, int | float) and abs(found) < float("inf"))


@given(st.sampled_from(["ice", "wsjf", "score", "balance"]), st.data())
def test_more_of_what_is_good_never_lowers_a_score(name: str, data: st.DataObject) -> None:
    costs = {"job_size", "effort"}
    inputs = figure_inputs(name, SETTINGS)
    record = {one: data.draw(st.integers(1, 10)) for one in inputs}
    moved = data.draw(st.sampled_from(inputs))
    more = {**record, moved: record[moved] + data.draw(st.integers(0, 5))}
    before, after = (figure_maker(name, SETTINGS)(one) for one in (record, more))
    assert before >= after if moved in costs else before <= after


VALUES: dict[str, list[Any]] = {
    "ice_impact": [None, 1, 8], "ice_confidence": [None, 7], "ease": [5, 9], "business_value": [None, 1, 20], "job_size": [None, 1, 5],
    "time_criticality": [3, 5], "risk_reduction": [2], "kano_functional": [None, "like", "odd"], "kano_dysfunctional": ["dislike", "like"],
    "value": [None, 1, 4], "effort": [None, 0.5, 3], "estimate": [None, 13], "ux": [None, 2], "business": [2, 5], "feasibility": [2, 3],
}


@given(st.lists(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()}), max_size=12))
def test_columns_say_what_each_record_says(records: list[dict[str, Any]]) -> None:
    documents = {f"{at:04}": {"id": f"{at:04}", **{k: v for k, v in one.items() if v is not None}} for at, one in enumerate(records)}
    for settings in ({}, {"ice": "mean", **SETTINGS}):
        snapshot = Snapshot(MemorySource({"item": documents}), settings=settings)
        table = snapshot.table("item")
        for name in FIGURES:
            column = score_column(table, name, Environment("2026-11-22", "2026-11-22T00:00:00Z", "", snapshot))
            make = figure_maker(name, settings)
            assert list(column.rows()) == [make(table.record(at).data) for at in range(len(table))]


def test_many_different_inputs_and_none_at_all() -> None:
    records = {f"{at:05}": {"id": f"{at:05}", "value": at % 5 + 1, "effort": 0.5 + at / 7} for at in range(700)}
    snapshot = Snapshot(MemorySource({"item": records}), settings=SETTINGS)
    environment = Environment("2026-11-22", "2026-11-22T00:00:00Z", "", snapshot)
    table = snapshot.table("item")
    column = score_column(table, "score", environment)
    assert column[0] == 3 + 5.5
    assert score_column(table, "score", environment) is column
    assert list(combined([], lambda: 1, 3).rows()) == [1, 1, 1]
    assert list(score_column(snapshot.table("problem"), "ice", environment).rows()) == []
    assert set(score_column(table, "score", environment._replace(snapshot=None)).rows()) == {None}


def test_scores_in_filters_sorts_and_groups() -> None:
    documents = {
        "a": {"id": "a", "rank": "a1", **WHOLE},
        "b": {"id": "b", "rank": "a2", "value": 1, "effort": 5, "ux": 3, "business": 3, "feasibility": 1},
        "c": {"id": "c", "rank": "a3", "ice_impact": 1, "ice_confidence": 2, "ease": 3},
    }
    snapshot = Snapshot(MemorySource({"item": documents}), settings=SETTINGS)
    table, environment = snapshot.table("item"), Environment("2026-11-22", "2026-11-22T00:00:00Z", "", snapshot)

    def ids(text: str) -> str:
        return "".join(table.id(at) for at in view(parse(text, table.kind), table, environment))

    assert [ids(one) for one in ("ice>100", "ice>1", "kano:one-dimensional", "kano:none", 'value_effort:"do next"', "quadrant:dont",
                                 "weak:feasibility", "balance<2", "balance:none", "score>=16", "wsjf:5.2", "-has:ice")] == [
        "a", "ac", "a", "bc", "a", "b", "ab", "b", "c", "a", "a", "b"]
    assert [ids(one) for one in ("sort:-ice", "sort:wsjf", "sort:-balance", "sort:score")] == ["acb", "abc", "abc", "bac"]
    assert [(value, len(rows)) for value, rows in grouped(range(3), table, "value_effort", environment)] == [
        ("do next", 1), ("don't", 1), (None, 1)]
    for text in ('value_effort:"do first"', "quadrant:do-first", "quadrant:dont", "kano:must_be"):
        query = parse(text, table.kind)
        assert parse(print_query(query), table.kind).where == query.where
    assert matching(parse("wsjf>1 or score>1", table.kind), table, environment).count(1) == 2

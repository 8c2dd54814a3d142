"""Scores on the command line: as JSON, as columns, in filters, sorts and groups, under the team's settings."""

from __future__ import annotations

import json

import pytest

from tests.cli.calling import Calls

RICE = {"impact": 2, "confidence": 80, "effort": 2}


@pytest.fixture
def scored(calls: Calls) -> Calls:
    calls.seed(
        ("item", "a000000000", {"title": "One", "rank": "a1", "reach": 500, **RICE, "ux": 4, "business": 5, "feasibility": 2, "value": 5,
                                "milestone": "m000000000", "moscow": "must", "estimate": 8, "problems": ["p000000000"],
                                "kano_functional": "like", "kano_dysfunctional": "dislike"}),
        ("item", "b000000000", {"title": "Two", "rank": "a2", "reach": 480, **RICE, "business_value": 20, "time_criticality": 1,
                                "risk_reduction": 1, "job_size": 2, "milestone": "m000000000", "moscow": "could", "estimate": 2}),
        ("item", "c000000000", {"title": "Three", "rank": "a3", "ice_impact": 8, "ice_confidence": 7, "ease": 5, "value": 2, "estimate": 13,
                                "business_value": 1, "time_criticality": 1, "risk_reduction": 1, "job_size": 20}),
        ("problem", "p000000000", {"title": "P", "evidence": [{"id": f"e00000000{at}", "source": "interview"} for at in range(3)]}),
        ("milestone", "m000000000", {"title": "MVP", "rank": "a0"}),
    )
    return calls


def test_scores_as_json_keep_their_promise(scored: Calls) -> None:
    found = scored.show("One")["computed"]
    assert found | {
        "rice": 400, "ice": None, "wsjf": None, "kano": "one-dimensional", "value_effort": "do next", "score": None,
        "balance": {"ux": 4, "business": 5, "feasibility": 2, "weak": "feasibility"}, "evidence_confidence": 1,
    } == found
    assert "rank_range" not in found
    bare = scored.show("Three")["computed"]
    assert bare["balance"] == {"ux": None, "business": None, "feasibility": None, "weak": None}
    assert (bare["ice"], bare["rice"], bare["value_effort"], bare["evidence_confidence"]) == (280, None, "don't", 0.01)
    assert scored.show("MVP")["computed"]["must_share"] == 80


def test_a_range_of_ranks_is_there_where_it_is_asked_for(scored: Calls) -> None:
    listed = json.loads(scored.good("list", "item", "--json", "--columns", "id,rank_range"))
    assert [one["computed"]["rank_range"] for one in listed] == [{"low": 1, "high": 2}, {"low": 1, "high": 2}, None]
    listed = json.loads(scored.good("list", "item", "sort:-wsjf", "--json", "--columns", "rank_range"))
    assert [(one["title"], one["computed"]["rank_range"]) for one in listed] == [
        ("Two", {"low": 1, "high": 1}), ("Three", {"low": 2, "high": 2}), ("One", None)]


def test_columns_filters_sorts_and_groups(scored: Calls) -> None:
    assert scored.good("list", "item", "--columns", "title,rank_range,wsjf,kano,value_effort,balance,weak").splitlines() == [
        "title  rank range  wsjf  kano             value effort  balance  weak",
        "One           1–2        one-dimensional  do next             2  feasibility",
        "Two           1–2    11",
        "Three              0.15                   don't",
    ]
    for query, ids in {
        "ice>100": "c", "kano:one-dimensional": "a", 'value_effort:"do next"': "a", "quadrant:dont": "c", "weak:feasibility": "a",
        "balance:none": "bc", "evidence_confidence>=1": "a", "sort:-wsjf": "bca", "wsjf<1": "c", "has:kano": "a",
    }.items():
        assert (query, [id[0] for id in scored.good("list", "item", "--ids", query).split()]) == (query, list(ids))
    assert "value_effort: do next (1)" in scored.good("list", "item", "group:value_effort")
    assert scored.good("list", "milestone", "must_share>60", "--columns", "title,must_share").splitlines()[1:] == ["MVP            80"]
    assert scored("list", "item", "kano:nice").status == 2


def test_the_teams_own_score_and_mean(scored: Calls) -> None:
    path = scored.folder / "product" / "pmtui.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["settings"] = {"ice": "mean", "score": {"name": "Fit", "criteria": [
        {"field": "value", "weight": 3}, {"field": "effort", "is_cost": True, "low": 1, "high": 5}]}}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert scored.good("list", "item", "sort:-score", "--columns", "title,score,ice").splitlines() == [
        "title  score    ice", "One       19", "Two", "Three         6.667"]
    assert scored.show("One")["computed"]["score"] == 19

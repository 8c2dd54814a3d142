"""What the detail pane says of scores: sums, ranges of ranks, the weak leg, the evidence, MoSCoW's check."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.widgets.detail_scores import balance_lines, check_lines, class_lines, evidence_lines, is_scored, prepare_scores, score_lines
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.styled_lines import text_of

WHOLE: dict[str, Any] = {
    "rank": "a1", "reach": 500, "impact": 2, "confidence": 80, "effort": 2, "ice_impact": 8, "ice_confidence": 7, "ease": 5,
    "business_value": 8, "time_criticality": 13, "risk_reduction": 5, "job_size": 5, "kano_functional": "like",
    "kano_dysfunctional": "dislike", "value": 5, "ux": 4, "business": 5, "feasibility": 2, "moscow": "must", "milestone": "m",
    "estimate": 7, "problems": ["p"],
}
ITEMS = {
    "whole": WHOLE, "second": {"rank": "a2", "reach": 480, "impact": 2, "confidence": 80, "effort": 2, "milestone": "m", "estimate": 3},
    "partly": {"rank": "a3", "reach": 10, "ease": 3, "value": 2, "kano_functional": "like", "ux": 3, "moscow": "should", "milestone": "n"},
    "odd": {"rank": "a4", "reach": 10**400, "impact": 1, "confidence": 50, "effort": 0, "hypotheses": ["h"], "kano_functional": "x",
            "kano_dysfunctional": "like", "value": 1, "estimate": 0.5},
    "closed": {**WHOLE, "status": "done", "problems": []}, "bare": {},
}
SETTINGS = {"score": {"name": "Fit", "criteria": [{"field": "value", "weight": 3}, {"field": "effort", "is_cost": True, "low": 1}]}}
WORLD: dict[str, dict[str, dict[str, Any]]] = {
    "item": {id: {"id": id, **data} for id, data in ITEMS.items()},
    "problem": {"p": {"id": "p", "evidence": [{"id": f"e{at}", "source": "interview"} for at in range(3)]},
                "o": {"id": "o", "importance": 8, "satisfaction": 3}},
    "hypothesis": {"h": {"id": "h", "status": "refuted"}}, "milestone": {one: {"id": one} for one in "mn"},
}


def said(id: str, *, settings: dict[str, Any] | None = None, width: int = 90) -> dict[str, str]:
    """Every labelled row about a record, with its label."""
    snapshot = Snapshot(MemorySource(WORLD), settings=SETTINGS if settings is None else settings)
    kind = next(kind for kind, some in WORLD.items() if id in some)
    record = snapshot.record(kind, id)
    assert record is not None
    reading = Reading(snapshot, "2026-11-22", width)
    lines = check_lines(record, reading) if kind == "milestone" else score_lines(record, reading)
    if kind == "item":
        lines += [*balance_lines(record, reading), *evidence_lines(record, reading), *class_lines(record, reading)]
    rows: dict[str, str] = {}
    label = ""
    for line in text_of(lines).replace("\u00a0", " ").split("\n"):
        label = line[:12].strip() or label
        rows[label] = f"{rows.get(label, '')} {line[12:].strip()}".strip()
    return rows


def test_each_score_shows_its_sum() -> None:
    assert said("whole") == {
        "RICE": "400 = 500 × 2 × 80 % ÷ 2 · rank 1 (1–2 ±step)", "ICE": "280 = 8 × 7 × 5 · rank 1 (1 ±step)",
        "WSJF": "5.2 = (8 + 13 + 5) ÷ 5 · rank 1 (1 ±step)", "Fit": "19 = 3 × value 5 + (6 − effort 2) · rank 1 (1 ±step)",
        "balance": "UX ▮▮▮▮▯  business ▮▮▮▮▮  feasible ▮▮▯▯▯ ◂".replace("  ", " "),
        "evidence": "3 interviews · confidence 1 of 10", "value": "do next = value 5, effort 2",
        "Kano": "one-dimensional = like with it, dislike without it",
        "MoSCoW": "must · ▲ Must is 82 % of the milestone's points, more than 60 %",
    }
    assert said("whole", settings={"ice": "mean"})["ICE"].startswith("6.67 = (8 + 7 + 5) ÷ 3")
    assert "Fit" not in said("whole", settings={})
    assert said("o") == {"opportunity": "13 = 8 + max(0, 8 − 3)"}


def test_what_is_blank_is_named() -> None:
    assert said("partly") == {
        "RICE": "n/a: impact, confidence and effort are blank · reach 10",
        "ICE": "n/a: ice impact and ice confidence are blank · ease 3", "Fit": "n/a: effort is blank · value 2",
        "balance": "UX ▮▮▮▯▯ business ····· feasible ·····", "evidence": "opinion · confidence 0.01 of 10",
        "value": "2 · n/a: effort and estimate are blank", "Kano": "n/a: without it is blank; like with it", "MoSCoW": "should",
    }
    assert said("bare") == {"evidence": "opinion · confidence 0.01 of 10"}


def test_odd_values_and_closed_items() -> None:
    odd = said("odd")
    assert odd["RICE"] == "n/a: effort must be a number above 0 · reach ∞, impact 1, confidence 50, effort 0"
    assert odd["value"] == "do later = value 1, effort 0"
    assert odd["Kano"].startswith("n/a: the answers are none of the five")
    assert odd["evidence"] == "refuted · confidence 0 of 10"
    closed = said("closed")
    assert closed["RICE"] == "400 = 500 × 2 × 80 % ÷ 2"
    assert closed["evidence"] == "opinion (estimates) · confidence 0.5 of 10"


@pytest.mark.parametrize("width", [24, 40, 68])
def test_no_row_is_wider_than_the_pane(width: int) -> None:
    snapshot = Snapshot(MemorySource(WORLD), settings=SETTINGS)
    for id in ITEMS:
        record = snapshot.record("item", id)
        assert record is not None
        reading = Reading(snapshot, "2026-11-22", width)
        lines = [line for make in (score_lines, balance_lines, evidence_lines, class_lines) for line in make(record, reading)]
        assert max(len(line) for line in text_of(lines).split("\n")) <= width


def test_a_milestone_shows_its_effort_by_class() -> None:
    assert said("m") == {
        "MoSCoW": "Must 14 · no class 3 of 17 points ▲ Must is 82 % of the milestone's points, more than 60 %",
    }
    assert said("n") == {"MoSCoW": "1 without estimate"}


def test_evidence_of_many_records_waits_until_somebody_rests() -> None:
    many = {f"f{at:04}": {"id": f"f{at:04}", "linked": ["bare"]} for at in range(3001)}
    snapshot = Snapshot(MemorySource({**WORLD, "feedback": many}))
    record = snapshot.record("item", "bare")
    assert record is not None
    late: list[str] = []
    assert evidence_lines(record, Reading(snapshot, "2026-11-22", 80, None, late)) == []
    assert late == ["evidence"]
    assert "3,001 pieces of feedback" in text_of(evidence_lines(record, Reading(snapshot, "2026-11-22", 80)))
    assert evidence_lines(record, Reading(snapshot, "2026-11-22", 80, None, late)) != []


def test_ranks_and_efforts_of_many_items_wait_until_they_are_prepared() -> None:
    many = {f"i{at:05}": {"id": f"i{at:05}", "rank": f"b{at:05}", **({"milestone": "m"} if at % 2 else {})} for at in range(20_001)}
    snapshot = Snapshot(MemorySource({**WORLD, "item": {**many, "whole": {"id": "whole", **WHOLE}}}))
    record = snapshot.record("item", "whole")
    assert record is not None
    late: list[str] = []
    reading = Reading(snapshot, "2026-11-22", 80, None, late)
    assert not is_scored(record, snapshot)
    assert "rank" not in text_of(score_lines(record, reading))
    assert "points" not in text_of(class_lines(record, reading))
    assert late == ["ranks", "ranks", "ranks", "MoSCoW"]
    prepare_scores(record, snapshot, "2026-11-22")
    assert is_scored(record, snapshot)
    assert "rank\u00a01" in text_of(score_lines(record, reading))
    assert "points" in text_of(class_lines(record, reading))
    assert len(late) == 4

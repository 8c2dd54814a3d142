from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.records import Record
from pmtui.widgets.cells import width_of
from pmtui.widgets.detail_lines import detail_lines
from pmtui.widgets.link_spans import target_of
from pmtui.widgets.styled_lines import text_of

TODAY = "2026-11-22"
PROBLEM = {
    "title": "Locked out", "status": "solving", "importance": 9, "satisfaction": 3, "severity": 4, "reach": 900, "segment": "all",
    "personas": ["u1", "gone"],
    "evidence": [
        {"id": "e1", "at": "2026-11-16T09:00:00Z", "source": "market_research", "quote": ["71 % are", "soft declines."], "importance": 3},
        {"id": "e2", "at": "2026-11-20T09:00:00Z", "source": "ticket", "customer": "Sofia", "company": "Northpine", "quote": ["Why?"],
         "importance": 1, "url": "https://example.org/3107", "origin": "Help desk 3107"},
    ],
}
HYPOTHESIS = {
    "title": "Retry at payday", "status": "testing", "problem": "p1", "persona": "u1", "change": "retrying", "outcome": "recover more",
    "because": ["accounts are full"], "metric": "recovered, %", "baseline": 41, "target": 46, "risk": "feasibility", "importance": 5,
    "certainty": 2, "confidence": 70, "decision": "pivot",
    "learnings": [
        {"id": "l1", "at": "2026-11-10T09:00:00Z", "text": ["Clears", "twice as often."], "stance": "for", "experiment": "x1"},
        {"id": "l2", "at": "2026-11-12T09:00:00Z", "text": ["Not for companies."], "stance": "against"}, {"id": "l3", "text": ["Perhaps."]},
    ],
}
DOCUMENTS: Mapping[str, Mapping[str, dict[str, Any]]] = {
    "problem": {"p1": PROBLEM}, "persona": {"u1": {"title": "Priya, pays for her team"}}, "hypothesis": {"h1": HYPOTHESIS},
    "experiment": {
        "x1": {"title": "Payday test", "hypothesis": "h1", "status": "stopped", "result": "won"},
        "x2": {"title": "Once more", "hypothesis": "h1", "status": "running"}, "x3": {"title": "Elsewhere", "hypothesis": "h2"},
    },
    "item": {
        **{f"b{at}": {"title": f"Work {at}", "problems": ["p1"], "rank": f"a{at}"} for at in range(7)},
        "b7": {"title": "Done", "problems": ["p1"], "rank": "a8", "status": "done"},
        "b8": {"title": "Never", "problems": ["p1"], "rank": "a9", "status": "dropped"},
    },
}
SNAPSHOT = Snapshot(MemorySource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in DOCUMENTS.items()}))


def lines_of(kind: str, data: Mapping[str, Any], width: int = 60, id: str = "") -> Any:
    return detail_lines(Record(kind, id or f"{kind[0]}1", dict(data)), SNAPSHOT, TODAY, width)


def shown(kind: str, data: Mapping[str, Any], id: str = "") -> str:
    return text_of(lines_of(kind, data, id=id)).replace("\u00a0", " ")


def test_a_problem_shows_what_was_said_by_whom_and_what_is_done() -> None:
    assert shown("problem", PROBLEM) == """\
Locked out
P-p1 · ◕ solving

opportunity 15 = 9 + max(0, 9 − 3)
severity    ▮▮▮▮▯ 4 of 5
who         Priya, pays for her team · gone is not here
            900 customers a quarter · segment all

evidence    2 quotes · 1 customer · newest 2 d ago · weighs
            3.92 now

            • “Why?”
              ticket · Sofia, Northpine · Help desk 3107 ·
              2 d ago (2026-11-20) · ▮▯▯ ·
              https://example.org/3107

            • “71 % are soft declines.”
              market research · 6 d ago (2026-11-16) · ▮▮▮

work        ◑ H-h1 Retry at payday testing
            1/8 items done
            ○ B-b0 Work 0
            ○ B-b1 Work 1
            ○ B-b2 Work 2
            ○ B-b3 Work 3
            ○ B-b4 Work 4
              and 2 more"""


def test_a_hypothesis_shows_sentence_verdict_tests_and_learnings() -> None:
    assert shown("hypothesis", HYPOTHESIS) == """\
Retry at payday
H-h1 · ◑ testing

We believe that retrying for Priya will recover more because
accounts are full. We are right if recovered, % moves from
41 to 46.

verdict     pivot
problem     ◕ P-p1 Locked out
risk        ⊞ feasibility
map         importance ▮▮▮▮▮ certainty ▮▮▯▯▯ test first
confidence  70 % stated before the test

experiments ● X-x1 Payday test won
            ◑ X-x2 Once more running
follows     1 test still running: wait for it

learnings   1 for · 1 against
            − Not for companies.
              10 d ago (2026-11-12)
            + Clears twice as often.
              12 d ago (2026-11-10) · ● X-x1 Payday test
            • Perhaps."""


def test_what_is_linked_can_be_opened() -> None:
    targets = {target for kind, data in (("problem", PROBLEM), ("hypothesis", HYPOTHESIS)) for line in lines_of(kind, data) for span in line
               if (target := target_of(span)) is not None}
    assert {(one.kind, one.id) for one in targets} >= {
        ("persona", "u1"), ("hypothesis", "h1"), ("item", "b0"), ("experiment", "x1"), ("problem", "p1"), ("url", "https://example.org/3107"),
    }


@pytest.mark.parametrize(("kind", "data", "words"), [
    ("problem", {"title": "x"}, "none yet: so far this is an opinion"), ("problem", {"title": "x", "status": "validated"}, "nothing yet:"),
    ("problem", {"title": "x", "importance": 6}, "importance  6 of 10"),
    ("problem", {"title": "x", "evidence": [{"id": "e"}]}, "(no words)"),
    ("hypothesis", {"title": "x"}, "7 of 7 parts are still blank"), ("hypothesis", {"title": "x"}, "none yet: nothing tests it"),
    ("hypothesis", {**HYPOTHESIS, "metric": ""}, "We are right if ‹metric› moves"),
])
def test_what_is_missing_is_said(kind: str, data: Mapping[str, Any], words: str) -> None:
    assert words in shown(kind, data, id="new")


def test_an_item_is_told_as_a_story_where_somebody_told_one() -> None:
    told = shown("item", {"title": "Switch", "as_a": "subscriber", "so_that": "I need not wait."}, id="b1")
    assert "As a subscriber, I want ‹i want› so that I need not wait." in told
    assert "so that    " not in told
    assert "‹" not in shown("item", {"title": "Switch"}, id="b1")


def test_a_decided_hypothesis_has_no_quadrant_any_more() -> None:
    assert "test first" not in shown("hypothesis", {**HYPOTHESIS, "status": "refuted"})


@pytest.mark.parametrize("width", [20, 33, 60])
def test_no_line_is_wider_than_the_pane(width: int) -> None:
    wide = {**PROBLEM, "evidence": [{"id": "e", "quote": ["適格請求書" * 30], "customer": "شركة النخيل" * 5, "importance": 9, "at": 3}]}
    for kind, data in (("problem", wide), ("problem", PROBLEM), ("hypothesis", HYPOTHESIS)):
        assert all(sum(width_of(span.text) for span in line) <= width for line in lines_of(kind, data, width))


def test_who_asks_and_what_research_says_stand_beside_the_evidence() -> None:
    data = Snapshot(MemorySource({
        "problem": {"p": {"id": "p", "title": "Locked out", "product": "a"}}, "item": {"b": {"id": "b", "title": "Retry"}},
        "product": {"a": {"id": "a", "title": "Billing", "market_research": ["Half of all churn is involuntary."]}},
        "feedback": {
            "f": {"id": "f", "title": "No card works", "customer": "Ada", "company": "Acme", "voters": ["Bo"], "linked": ["b", "p"],
                  "status": "linked"},
            "g": {"id": "g", "title": "Blue cards", "customer": "Cy", "linked": ["p"], "status": "declined"},
        },
    }))

    def told(kind: str, id: str) -> str:
        record = data.record(kind, id)
        assert record is not None
        return text_of(detail_lines(record, data, "2026-11-22", 76))

    problem = told("problem", "p")
    assert "feedback    asked for by 2, 1 company · 1 declined" in problem
    assert "No card works\u00a0· Ada, Acme" in problem.replace(" · ", "\u00a0· ")
    assert "research    Half of all churn is involuntary.\n            Billing" in problem
    assert "feedback    asked for by 2, 1 company\n" in told("item", "b")

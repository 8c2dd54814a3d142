"""`trace`: both trees as text and JSON, and what has no trace."""

from __future__ import annotations

import pytest

from tests.cli.calling import Calls


@pytest.fixture
def chain(calls: Calls) -> Calls:
    calls.seed(
        ("goal", "g000000000", {"title": "Fewer leave", "status": "active"}),
        ("problem", "p000000000", {"title": "Locked out", "goal": "g000000000"}),
        ("item", "a000000000", {"title": "Retry", "status": "ready", "problems": ["p000000000"], "depends_on": ["zz00000000"]}),
        ("item", "b000000000", {"title": "Button", "status": "done", "parent": "a000000000", "depends_on": ["a000000000"]}),
        ("person", "ana0000000", {"title": "Ana Lima", "handle": "ana"}),
    )
    return calls


def test_text(chain: Calls) -> None:
    assert chain.good("trace", "a00") == """\
comes from
  P-p00  Locked out (problem, captured)
    G-g00  Fewer leave (goal, active)
    – no evidence: nothing is written down that anybody said or did
  zz00000000 is not here
B-a00  Retry (item, ready)
leads to
  part B-b00  Button (item, done)
  – no milestone
"""
    assert chain.good("trace", "G-g00").startswith("comes from\n  nothing\nG-g00  Fewer leave (goal, active)\nleads to\n  P-p00")


def test_json(chain: Calls) -> None:
    found = chain("trace", "a00", "--json").json
    assert (found["id"], found["kind"], found["gaps"]) == ("a000000000", "item", ["no milestone"])
    assert [one["id"] for one in found["comes_from"]] == ["p000000000", "zz00000000"]
    assert found["comes_from"][0]["children"][0]["title"] == "Fewer leave"
    assert found["comes_from"][1]["is_missing"] is True
    assert found["leads_to"][0]["relation"] == "part"


def test_what_has_no_trace_says_so(chain: Calls) -> None:
    result = chain("trace", "@ana", "--json")
    assert (result.status, result.error["code"]) == (2, "bad_value")
    assert "no part of the chain" in result.error["message"]
    assert chain("trace", "zzz").status == 4
    assert chain("trace").status == 2


def test_a_trace_names_evidence_feedback_decisions_and_kpis(chain: Calls) -> None:
    chain.seed(
        ("goal", "g100000000", {"title": "Paid", "status": "active", "kpis": [
            {"id": "k1", "name": "Recovered", "baseline": 40, "target": 60, "readings": [{"id": "r1", "at": "2026-11-01", "value": 55}]}]}),
        ("problem", "p100000000", {"title": "Declined", "goal": "g100000000", "evidence": [
            {"id": "e1", "quote": ["Ouch"], "customer": "Ana", "at": "2026-11-02T10:00:00Z"}]}),
        ("feedback", "f100000000", {"title": "A call", "linked": ["p100000000"]}),
        ("decision", "d100000000", {"title": "Retry or ask", "status": "decided", "about": ["p100000000"]}),
    )
    found = chain("trace", "P-p10", "--json").json
    assert (found["evidence"], found["feedback"]) == (1, 1)
    assert [(one["kind"], one["relation"]) for one in found["leads_to"]] == [("decision", "decided")]
    assert {one["kind"] for one in found["comes_from"]} == {"quote", "goal", "feedback"}
    quote = next(one for one in found["comes_from"] if one["kind"] == "quote")
    assert (quote["id"], quote["title"], quote["said_by"]) == ("e1", "Ouch", "Ana, 2026-11-02")
    assert "  “Ouch” (quote, Ana, 2026-11-02)\n" in chain.good("trace", "P-p10")
    assert chain("trace", "G-g10", "--json").json["leads_to"][1]["children"][0]["kind"] == "quote"
    kpi = chain("trace", "G-g10", "--json").json["leads_to"][0]
    assert (kpi["kind"], kpi["id"], kpi["title"], kpi["progress"]) == ("kpi", "k1", "Recovered", 0.75)
    assert "Recovered (KPI, 75 %)" in chain.good("trace", "G-g10")
    assert chain.good("trace", "D-d10").endswith("leads to\n  nothing\n")


def test_the_audit(chain: Calls) -> None:
    found = chain("audit", "--json").json
    assert set(found) == {"counts", "findings"}
    assert {code: count for code, count in found["counts"].items() if count} == {"problem_without_evidence": 1, "goal_without_kpi": 1}
    assert found["findings"][0] == {
        "code": "problem_without_evidence", "kind": "problem", "id": "p000000000", "title": "Locked out",
        "message": "nothing is written down that anybody said or did",
        "fix": 'pmtui evidence P-p000000000 "what was said" source=interview'}
    assert chain.good("audit").startswith("problems without evidence: 1\n  P-p00  Locked out\n")
    chain.good("set", "P-p00", "status=solved")
    chain.good("set", "G-g00", "status=dropped", "--reason", "x")
    assert chain.good("audit") == "nothing is missing: everything rests on something\n"
    chain.good("delete", *(row["id"] for kind in ("problem", "hypothesis", "experiment", "item", "milestone", "goal")
                           for row in chain("list", kind, "--json").json))
    assert chain.good("audit") == "there is nothing yet to look at: pmtui add problem TITLE begins with a problem\n"

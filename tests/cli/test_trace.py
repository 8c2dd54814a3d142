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

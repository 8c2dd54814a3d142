from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.text import said
from pmtui.domain.tracing import Trace, trace
from pmtui.widgets.one_line import spans_width
from pmtui.widgets.styled_lines import text_of
from pmtui.widgets.trace_rows import MANY, folded_at_first, row_line, trace_rows

ITEMS: dict[str, dict[str, Any]] = {
    "a": {"title": "Retry failed card payments at payday", "status": "ready", "problems": ["p"], "milestone": "m", "depends_on": ["no"]},
    "b": {"title": "支払いの再試行を給料日に", "status": "doing", "depends_on": ["a"], "problems": ["p"]},
}


def traced(items: dict[str, dict[str, Any]], id: str) -> Trace:
    snapshot = Snapshot(MemorySource({
        "item": items, "problem": {"p": {"title": "Locked out", "status": "captured"}}, "milestone": {"m": {"title": "MVP"}},
    }))
    record = snapshot.record("item", id)
    assert record is not None
    return trace(record, snapshot)


def drawn(found: Trace, width: int, folded: set[tuple[int, ...]] | None = None) -> str:
    lines = [row_line(row, width, lambda kind, id: f"{kind[0].upper()}-{id}") for row in trace_rows(found, folded or set())]
    assert all(spans_width(line) <= width for line in lines)
    return text_of(lines)


def test_golden_text() -> None:
    assert drawn(traced(ITEMS, "a"), 70) == """\
comes from
  ▾ ○ P-p Locked out                           problem    captured
      – no goal: what does solving it serve?
    ▲ no is not here                           item
  ◔ I-a Retry failed card payments at payday   item       ready
leads to
    ○ M-m MVP                                  milestone  planned
  ▾ ◑ needed by I-b 支払いの再試行を給料日に   item       doing
      – no milestone"""


def test_evidence_is_quoted_and_leads_nowhere() -> None:
    problem = {"title": "Locked out", "status": "captured", "evidence": [
        {"id": "e", "quote": ["It ate my card"], "customer": "Ana", "at": "2026-11-02T10:00:00Z"}]}
    snapshot = Snapshot(MemorySource({"problem": {"p": problem}}))
    record = snapshot.record("problem", "p")
    assert record is not None
    found = trace(record, snapshot)
    rows = trace_rows(found)
    assert [row.can_hold_cursor for row in rows if row.node is not None and row.node.kind == "quote"] == [False]
    assert " ".join(drawn(found, 100).split("\n")[1].split()) == "“It ate my card” Ana, 2026-11-02 quote"
    drawn(found, 8)
    assert (said("Ouch"), said("“Ouch”, he said")) == ("“Ouch”", "“Ouch”, he said")


@pytest.mark.parametrize("width", [8, 20, 40, 60, 120])
def test_rows_fit_any_width(width: int) -> None:
    drawn(traced(ITEMS, "a"), width)
    drawn(traced(ITEMS, "b"), width)


def test_folding_hides_what_is_below() -> None:
    assert drawn(traced(ITEMS, "a"), 50, {(0, 0), (1, 1)}) == """\
comes from
  ▸ ○ P-p Locked out
    ▲ no is not here
  ◔ I-a Retry failed card payments at payday
leads to
    ○ M-m MVP
  ▸ ◑ needed by I-b 支払いの再試行を給料日に"""


def test_nothing_is_said_to_be_nothing() -> None:
    assert drawn(traced({"a": {"title": "x", "status": "inbox"}}, "a"), 40).split("\n") == [
        "comes from", "    nothing", "  ○ I-a x", "leads to", "    nothing yet",
    ]


def test_a_large_trace_begins_folded() -> None:
    chain = {f"i{at}": {"title": str(at), "parent": f"i{at // 3}"} for at in range(1, 60)} | {"i0": {"title": "top"}}
    found = traced(chain, "i0")
    folded = folded_at_first(found)
    assert len(trace_rows(found)) > MANY >= len(trace_rows(found, folded))
    assert folded_at_first(traced(ITEMS, "a")) == set()

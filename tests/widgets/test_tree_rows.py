"""Lines of trees: they fit any width, and say what is missing and how far each record is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment
from pmtui.domain.tree import Tree
from pmtui.domain.tree_rows import TreeRows
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.styled_lines import text_of
from pmtui.widgets.tree_looks import look_of
from pmtui.widgets.tree_rows import NodeLook, node_line, title_at

RATES = {"arms": [{"id": "a", "participants": 4000, "conversions": 200}, {"id": "b", "participants": 4000, "conversions": 250}]}
READ = [{"id": "r", "at": "2026-11-01", "value": 55}]
WORLD: dict[str, dict[str, dict[str, Any]]] = {
    "goal": {"g": {"title": "Paid", "status": "active", "kpis": [
        {"id": "k", "name": "Recovered", "baseline": 40, "target": 60, "readings": READ}, {"id": "b", "name": "Blind"}]}},
    "problem": {"p": {"title": "Declined", "goal": "g", "evidence": [{"id": "e", "quote": ["Ouch", "again"], "customer": "Ada"}]},
                "q": {"title": "", "goal": "g"}},
    "hypothesis": {"h": {"title": "Retry", "problem": "p", "status": "testing", "kpi": "k"},
                   "s": {"title": "Said", "problem": "p", "status": "supported"}},
    "experiment": {"x": {"title": "Arms", "hypothesis": "h", "status": "running", **RATES}},
    "item": {"a": {"title": "Work", "hypotheses": ["h"], "milestone": "m", "status": "done", "rank": "a"},
             "b": {"title": "支払いの再試行", "hypotheses": ["h"], "milestone": "m", "status": "doing", "rank": "b"}},
    "milestone": {"m": {"title": "MVP", "goals": ["g"], "status": "active", "rank": "a"}},
}


def short_id(kind: str, id: str) -> str:
    return f"{kind[0].upper()}-{id}"


def test_what_the_rows_say() -> None:
    snapshot = Snapshot(MemorySource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in WORLD.items()}))
    tree = Tree(snapshot, Environment("2026-11-22", "2026-11-22T09:30:00Z", snapshot=snapshot))
    rows = TreeRows(tree, ())
    for _ in range(4):
        rows = TreeRows(tree, rows.unfolded_more()[0])
    rows = TreeRows(tree, {*rows.unfolded, "goal:g/problem:p/evidence:problem.p"})
    lines = [node_line(look_of(tree, rows.row(at)), 64, short_id) for at in range(len(rows))]
    text = text_of(lines)
    for words in ("! no readings", "✓  75 %", "no reading", "“Ouch again”", "Ada", "→ ship", "! no test", "1/2 done", "moves Recovered",
                  "(no title)", "! no evidence", "1 quote"):
        assert words in text, text


LOOKS = st.builds(
    NodeLook, depth=st.integers(0, 30), is_open=st.sampled_from([None, True, False]), kind=st.sampled_from(["item", "goal", "kpi"]),
    id=st.sampled_from(["", "abc123"]), title=st.text(max_size=60), status=st.sampled_from(["", "doing", "odd"]),
    relation=st.sampled_from(["", "moves", "depends on"]), gap=st.sampled_from(["", "no why", "no evidence, no goal"]),
    note=st.sampled_from(["", "3 quotes"]), facts=st.sampled_from([(), (Span("          done"),), (Span("              "),)]),
    is_missing=st.booleans(), is_contested=st.booleans(),
)


@given(LOOKS, st.integers(1, 220))
def test_lines_fit_any_width(look: NodeLook, width: int) -> None:
    assert spans_width(node_line(look, width, short_id)) <= width
    assert title_at(look, width, short_id) >= 0

"""What is shown of decisions, of the tests of a hypothesis, and of calibration: every width, nothing cut, nothing forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.calibration import Forecast, calibration_of
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.records import Record
from pmtui.screens.strategy_decisions import decision_columns
from pmtui.widgets.calibration_lines import calibration_lines
from pmtui.widgets.cells import width_of
from pmtui.widgets.chart_signs import PLAIN
from pmtui.widgets.detail_lines import detail_lines
from pmtui.widgets.styled_lines import Line

TODAY = "2026-11-22"
DECISIONS: dict[str, dict[str, Any]] = {
    "d1": {"title": "Which books first", "created_at": "2026-10-30T09:00:00Z", "driver": "p1"},
    "d2": {"title": "Texts for all", "status": "reversed", "chosen": "yes", "because": ["Reach."], "wrong_because": ["Not trusted."],
           "options": [{"id": "o1", "title": "Yes", "rank": "a0", "for": ["Read soon"], "against": ["Dear"]},
                       {"id": "o2", "title": "No", "rank": "a1"}],
           "approver": "p1", "contributors": ["p2"], "informed": ["p1", "p2"], "about": ["h1"],
           "reasons": [{"id": "r1", "field": "status", "at": "2026-11-01T09:00:00Z", "to": "reversed", "text": ["x"]}]},
    "d3": {"title": "Texts again", "supersedes": "d2"},
}
PEOPLE = {"p1": {"title": "Ana", "handle": "ana", "last_told": "2026-11-02T09:00:00Z"}, "p2": {"title": "Bo", "handle": "bo"}}
BELIEFS = {"h1": {"title": "Texts help", "status": "testing"}, "h2": {"title": "Names help", "status": "supported"}}
TESTS = {
    "x1": {"title": "A try", "hypothesis": "h1", "status": "stopped", "arms": [
        {"id": "a1", "rank": "a0", "name": "A", "participants": 4000, "conversions": 200},
        {"id": "a2", "rank": "a1", "name": "B", "participants": 4000, "conversions": 250}]},
    "x2": {"title": "A talk", "hypothesis": "h2", "status": "stopped", "result": "lost"},
}


def snapshot() -> Snapshot:
    kinds = {"decision": DECISIONS, "person": PEOPLE, "hypothesis": BELIEFS, "experiment": TESTS}
    return Snapshot(MemorySource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in kinds.items()}))


def shown(kind: str, id: str, width: int = 60) -> str:
    data = snapshot()
    record = data.record(kind, id)
    assert isinstance(record, Record)
    return "\n".join(text(line) for line in detail_lines(record, data, TODAY, width))


def text(line: Line) -> str:
    return "".join(span.text for span in line).replace("\u00a0", " ")


def test_an_open_question_says_since_when_and_what_it_lacks() -> None:
    words = shown("decision", "d1")
    for part in ("open for 23 days: d decides, X adds an option", "none yet: a question needs at least two answers", "driver      @ana",
                 "approver    nobody yet"):
        assert part in words


def test_a_decision_that_was_taken_back_says_why_and_what_came_after() -> None:
    words = shown("decision", "d2")
    for part in ("wrong, as   Not trusted.", "decision    yes", "because     Reach.", "☑ Yes", "+ Read soon", "− Dear", "2 No",
                 "contributes @bo", "informed    @ana, @bo not told yet", "about", "Texts help", "replaced by", "Texts again"):
        assert part in words
    assert "replaces" in shown("decision", "d3")


def test_each_test_of_a_hypothesis_has_its_verdict_and_what_follows_is_said() -> None:
    first, second = shown("hypothesis", "h1", 80), shown("hypothesis", "h2", 80)
    assert "A try stopped" in first
    assert "ship: B wins: +1.25 points" in first
    assert "follows     supported: 1 test for it, none against it" in first
    assert "next: d persevere, pivot or stop" in first
    assert "follows     refuted: 1 test against it" in second
    assert "but it stands as supported" in second


@pytest.mark.parametrize("width", [30, 46, 120])
def test_the_detail_fits_any_width(width: int) -> None:
    for id in DECISIONS:
        assert all(width_of(line) <= width for line in shown("decision", id, width).split("\n"))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), max_size=30), st.integers(34, 130), st.sampled_from([None, PLAIN]))
def test_the_chart_fits_any_width(pairs: list[tuple[float, int]], width: int, drawn: Any) -> None:
    found = calibration_of([Forecast(str(at), *one) for at, one in enumerate(pairs)], unstated=3, inconclusive=1)
    lines = calibration_lines(found, width, drawn)
    assert all(width_of(text(line)) <= width for line in lines)
    words = "\n".join(map(text, lines))
    assert ("Brier score" in words) == bool(pairs)
    assert "1 inconclusive" in words.replace("\n", " ")


def test_the_columns_mark_what_is_open_for_long_and_what_nobody_approves() -> None:
    data = snapshot()
    table = data.table("decision")
    columns = {one.name: one.text for one in decision_columns(data, TODAY)}
    first, second = (table.position(id) for id in ("d1", "d2"))
    assert first is not None
    assert second is not None
    assert columns["age"](table, first) == ("23 d", "warning")
    assert columns["approver"](table, first) == ("nobody", "warning")
    assert columns["approver"](table, second)[0] == "ana"
    assert columns["age"](table, second)[0] == "–"

"""What the detail pane says of an experiment."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.widgets.detail_lines import detail_lines
from pmtui.widgets.interval_lines import ASCII, UNICODE, signs_here
from pmtui.widgets.styled_lines import text_of

TODAY = "2026-11-22"
P, H, X = "ppppppppp1", "hhhhhhhhh1", "xxxxxxxxx1"
TEST: dict[str, Any] = {
    "title": "Ask or not", "hypothesis": H, "method": "ab_test", "status": "running", "metric": "cards updated", "planned_n": 8158,
    "baseline_rate": 0.05, "mde": 0.01, "daily_users": 1200, "decision_rule": "Ship if it wins.", "start": "2026-11-15",
    "arms": [{"id": "a", "name": "Today", "rank": "a0", "participants": 4000, "conversions": 200},
             {"id": "b", "name": "Asked", "rank": "a1", "participants": 4000, "conversions": 250}],
    "guardrails": [{"id": "g", "name": "Complaints", "direction": "down", "readings": [
        {"id": "r", "arm": "Today", "participants": 4000, "conversions": 20},
        {"id": "s", "arm": "Asked", "participants": 4000, "conversions": 60},
    ]}],
    "frozen": {"at": "2026-11-15T09:00:00Z", "metric": "cards updated", "mde": 0.01, "planned_n": 4000,
               "decision_rule": "Ship if it wins."},
}


def shown(data: dict[str, Any], width: int = 70) -> str:
    said = {"id": "e", "quote": ["Where is it?"], "origin": data["title"], "customer": "Ada", "source": "observation"}
    snapshot = Snapshot(MemorySource({
        "problem": {P: {"id": P, "title": "Cards fail", "evidence": [said]}},
        "hypothesis": {H: {"id": H, "title": "Asking helps", "problem": P}}, "experiment": {X: {"id": X, **data}},
    }))
    record = snapshot.record("experiment", X)
    assert record is not None
    return text_of(detail_lines(record, snapshot, TODAY, width))


def test_verdict_warnings_figures_and_design_stand_in_the_order_in_which_one_asks() -> None:
    text = shown(TEST)
    parts = ["rule        Ship if it wins.", "figures say roll back", "▲ Worse in Asked: Complaints", "▲ Peeking", "▲ Changed since",
             "tests       ○ H-hhhhh Asking helps", "problem     ○ P-ppppp Cards fail", "rates: cards updated", "5 % of 4,000",
             "difference from the control", "+1.25  p 0.015", "+0.24 to +2.26 · better with 99.2 %", "guardrails, in points",
             "↓ Complaints", "+1 worse", "design", "method      A/B test", "needs 8,158 an arm", "7 days left", "not stated  ☐"]
    places = [text.find(one) for one in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "arms" not in text.split("design")[0]  # what is drawn is not listed once more


def test_a_broken_split_is_an_alarm_and_what_is_not_designed_yet_is_a_checklist() -> None:
    arms = [{**one, "participants": many} for one, many in zip(TEST["arms"], (5000, 5600), strict=True)]
    assert "Sample ratio mismatch: 5,000 / 5,600" in shown({**TEST, "arms": arms})
    text = shown({"title": "Ask", "method": "interview"})
    assert "nothing yet: no hypothesis is linked" in text
    assert "stated      ☐\u00a0success ☐\u00a0segment ☐\u00a0sessions ☐\u00a0rule" in text


def test_sessions_have_their_rate_and_what_was_said_in_them() -> None:
    sessions = [
        {"id": "s", "at": "2026-11-20T10:00:00Z", "who": "Ada", "tasks": 3, "succeeded": 2, "notes": ["Looked twice."]},
        {"id": "t", "at": "2026-11-21T10:00:00Z", "who": "Ben", "tasks": 3, "succeeded": 3},
    ]
    lines = shown({"title": "Watch", "hypothesis": H, "method": "usability_test", "planned_n": 5, "sessions": sessions}).split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("sessions: 2 of 5"))
    assert "5 of 6 tasks" in lines[at + 1]
    assert "83\u00a0%" in lines[at + 1]
    assert [line.split("·")[0].strip() for line in lines[at + 3:at + 7]] == ["• 3/3 Ben", "• 2/3 Ada", "Looked twice.", "“Where is it?”"]


@pytest.mark.parametrize("width", [20, 34, 46])
def test_every_line_fits(width: int) -> None:
    assert all(len(line) <= width for line in shown(TEST, width).split("\n"))


def test_signs_are_those_that_the_terminal_has(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding, wanted in (("ascii", ASCII), ("utf-8", UNICODE), ("no such", ASCII)):
        signs_here.cache_clear()
        monkeypatch.setattr("sys.__stdout__", type("Out", (), {"encoding": encoding})())
        assert signs_here() == wanted
    signs_here.cache_clear()

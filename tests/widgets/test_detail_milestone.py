"""A milestone in the detail pane: what is known at once, and what comes from behind the screens."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pmtui.domain.burn_up import Span
from pmtui.domain.capacity import load_of
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.critical_path import Node
from pmtui.domain.forecasting import Forecast
from pmtui.domain.records import Record
from pmtui.domain.slip import Slip
from pmtui.widgets.cells import width_of
from pmtui.widgets.detail_lines import detail_lines
from pmtui.widgets.detail_milestone_flow import known_load
from pmtui.widgets.detail_scores import is_scored, prepare_scores
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.known import NOTHING, Known
from pmtui.widgets.milestone_items import AT_ONCE
from pmtui.widgets.styled_lines import text_of

TODAY = "2026-11-23"
M, N = "mmmmmmmmm1", "mmmmmmmmm2"


def reason(day: str, was: str, now: str, text: str) -> dict[str, Any]:
    return {"id": day, "at": f"{day}T08:00:00Z", "by": "ana", "field": "target", "from": was, "to": now, "text": [text]}


MILESTONE: dict[str, Any] = {
    "id": M, "title": "Self-service", "status": "active", "outcome": "People change plans alone", "start": "2026-10-26",
    "target": "2026-12-17", "depends_on": [N], "health": "at_risk",
    "reasons": [reason("2026-10-31", "2026-12-03", "2026-12-10", "An outage."),
                reason("2026-11-14", "2026-12-10", "2026-12-17", "The test."),
                {"id": "x", "at": "2026-11-01T08:00:00Z", "field": "status", "to": "active", "text": ["Go."]}],
    "updates": [{"id": "u", "at": "2026-11-20T08:00:00Z", "by": "ana", "text": ["Half done."]}],
}
ITEMS = {f"i{at:09d}": {
    "id": f"i{at:09d}", "title": "x", "milestone": M, "created_at": f"2026-{day}T08:00:00Z", "estimate": 4, "assignee": "p1",
    **({"status": "done", "done_at": f"2026-11-{10 + at}T08:00:00Z"} if at < 3 else {}),
} for at, day in enumerate(("10-20", "10-20", "10-20", "10-20", "11-02", "11-06"))}
DOCUMENTS: dict[str, dict[str, dict[str, Any]]] = {
    "milestone": {M: MILESTONE, N: {"id": N, "title": "Retries", "target": "2027-01-31", "resolution": "month"},
                  "mmmmmmmmm3": {"id": "mmmmmmmmm3", "title": "Then", "depends_on": [M]}},
    "item": ITEMS, "person": {"p1": {"id": "p1", "handle": "ana"}},
    "review": {"e1": {"id": "e1", "at": "2026-11-09T08:00:00Z"}},
}
SNAPSHOT = Snapshot(MemorySource(DOCUMENTS), settings={"capacity": {"people": {"ana": 3}, "weeks": {"2026-12-07": 8}}})
FORECAST = Forecast(M, 3, 8, "2026-12-10", "2026-12-14", "2026-12-24", "2027-01-10", 0.38)


def shown(known: Known | None = None, width: int = 76, **fields: Any) -> str:
    record = Record("milestone", M, {**MILESTONE, **fields})
    lines = detail_lines(record, SNAPSHOT, TODAY, width, lambda id: 3, known=known)
    assert all(sum(width_of(span.text) for span in line) <= width for line in lines)
    return text_of(lines).replace("\u00a0", " ")


def test_golden_text_with_all_that_is_known() -> None:
    node = Node(date(2026, 10, 26), date(2026, 12, 17), date(2026, 11, 7), date(2026, 12, 29), 12, False)
    text = shown(Known(FORECAST, "", node, "working days"))
    assert text[:text.index("24┤")] == """\
Self-service
M-mmm · ◑ active

People change plans alone

progress    ▮▮▮▮▮▯▯▯▯▯ 3/6 items · 12/24 points
scope       4 when work began, 26 Oct · +2 since · +8 points
pace        1.5 of 1.5 items a week, last 2 weeks
target      in 3 w (2026-12-17) · slipped twice, 14 days in all ·
            7 days since the last review
forecast    50 % by 10 Dec · 85 % by 24 Dec · 38 % for the target
slack       12 working days before the end of all moves
load        ▲ too much in 3 of 4 weeks: @ana and the team
health      ! at risk

burn-up by when items were added or dropped ────────────────────────────────
█ 12 done · ─ 24 points in scope
"""
    assert text[text.index("risks "):text.index("slips ")] == """\
risks       ✗ its target is unlikely: a chance of 38 %
            ! it begins 98 days before “Retries” is to end, for which it
              waits
            ! @ana and the team have more to do than fits in 3 weeks of it
            ! its scope has grown by 50 % since work on it began
            ! it serves no goal

"""
    assert text[text.index("points a week"):text.index("updates ")].split("\n")[1:5] == [
        "23 Nov  ▮▮▮▮▮▮▮▮▮▮ 3.4/3 · 3.4 of it · ▲ @ana 3.4/3", "30 Nov  ▮▮▮▮▮▮▮▮▮▮ 3.4/3 · 3.4 of it · ▲ @ana 3.4/3",
        " 7 Dec  ▮▮▮▮▯▯▯▯▯▯ 3.4/8 · 3.4 of it · ▲ @ana 3.4/3", "14 Dec  ▮▮▮▮▮▮▯▯▯▯ 1.9/3 · 1.9 of it",
    ]


def test_moves_stand_among_the_slips_alone_and_other_reasons_below() -> None:
    text = shown()
    assert "slips       • 10 → 17 Dec · 7 d later · 9 d ago · @ana\n              The test.\n            • 3 → 10 Dec · 7 d later" in text
    assert text.count("An outage.") == 1
    assert "reasons     • Go." in text
    assert "forecast" not in text
    assert "waits for   ○ M-mmm Retries · Jan 2027\nthen        ○ M-mmm Then\n" in text


def test_what_git_knows_takes_the_place_of_what_the_record_keeps() -> None:
    moves = [Slip("2026-11-16T08:00:00Z", "Bo", "2026-12-20", "2026-12-17", -3, "", "c1")]
    text = shown(NOTHING._replace(slips=moves, spans=[Span("i000000003", "2026-11-20"), Span("gone", "2026-11-02", "2026-11-12", 2)]))
    assert "moves       • 20 → 17 Dec · 3 d earlier · last week" not in text
    assert "moves       • 20 → 17 Dec · 3 d earlier · 7 d ago · Bo" in text
    assert "slipped" not in text
    assert "burn-up by when items joined and left" in text
    assert "scope       3 when work began, 26 Oct · +4 −1 since · +12 points" in text


def test_while_a_forecast_is_made_and_where_there_is_none() -> None:
    assert "forecast    computing…" in shown(NOTHING._replace(word="forecast: computing…"))
    thin = Forecast(M, 3, 2, drivers=("2 weeks of history are too few to forecast from",))
    assert "forecast    2 weeks of history are too few to forecast from" in shown(NOTHING._replace(forecast=thin))
    critical = NOTHING._replace(node=Node(slack=0, critical=True))
    assert "slack       none: it is on the critical path" in shown(critical)


def test_one_that_has_shipped_ends_on_its_day_and_has_nothing_ahead() -> None:
    text = shown(Known(FORECAST), status="shipped", shipped_at="2026-11-16T08:00:00Z")
    assert "16 Nov" in text
    assert not any(word in text for word in ("forecast", "load ", "risks", "target┊", "a week"))


def test_odd_values_and_narrow_panes_do_no_harm() -> None:
    for width in (20, 33, 110):
        shown(Known(FORECAST, "", Node(slack=1), "days", None, [Span("x", "", "soon")]), width)
    odd = [{"field": "target", "from": [1]}]
    assert "no items" not in shown(start=["odd"], target={"a": 1}, shipped_at=7, resolution=["x"], reasons=odd)


def test_among_thousands_of_items_what_needs_them_waits_until_they_have_been_looked_at() -> None:
    others = {f"o{at:09d}": {"id": f"o{at:09d}", "title": "x"} for at in range(AT_ONCE)}
    snapshot = Snapshot(MemorySource({**DOCUMENTS, "item": {**ITEMS, **others}}))
    record = snapshot.record("milestone", M)
    assert record is not None
    late: list[str] = []
    text = text_of(detail_lines(record, snapshot, TODAY, 76, lambda id: 3, late=late))
    assert late == ["items"]
    assert "slipped twice" in text
    assert "burn-up" not in text
    assert not is_scored(record, snapshot)
    prepare_scores(record, snapshot, TODAY)
    assert is_scored(record, snapshot)
    late.clear()
    assert "burn-up" in text_of(detail_lines(record, snapshot, TODAY, 76, lambda id: 3, late=late))
    assert late == []


def test_among_many_items_the_load_stands_there_once_it_was_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.widgets.detail_milestone_flow.AT_ONCE", 1)
    snapshot = Snapshot(MemorySource(DOCUMENTS), settings=SNAPSHOT.settings)
    reading = Reading(snapshot, TODAY, 76)
    assert known_load(reading) is None
    load = load_of(snapshot, TODAY)  # as a thread does
    assert known_load(reading) is load

"""What `computed` and the command line say of a milestone's scope, slips, load and risks."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.milestone_figures import computed_figures, report
from pmtui.domain.records import Record

TODAY = "2026-11-23"
M = "mmmmmmmmm1"
REASON = {"id": "r", "at": "2026-11-14T08:00:00Z", "by": "ana", "field": "target", "from": "2026-11-22", "to": "2026-12-06",
          "text": ["late"]}
MILESTONE: dict[str, Any] = {"id": M, "title": "MVP", "start": "2026-10-26", "target": "2026-12-06", "reasons": [REASON]}
ITEMS: dict[str, Any] = {
    f"i{at}": {"id": f"i{at}", "milestone": M, "created_at": f"2026-{day}T08:00:00Z", **more}
    for at, (day, more) in enumerate([("10-01", {"estimate": 6}), ("11-02", {"estimate": 8, "assignee": "p1"}), ("11-03", {})])
}
SETTINGS = {"capacity": {"team": 20, "people": {"ana": 3}}}


def snapshot(settings: dict[str, Any] | None = None, **fields: Any) -> tuple[Record, Snapshot]:
    documents = {"milestone": {M: {**MILESTONE, **fields}}, "item": ITEMS, "person": {"p1": {"id": "p1", "handle": "ana"}},
                 "review": {"e1": {"id": "e1", "at": "2026-11-09T15:00:00Z"}}}
    found = Snapshot(MemorySource(documents), settings=settings or {})
    record = found.record("milestone", M)
    assert record is not None
    return record, found


def test_the_figures_of_a_milestone() -> None:
    assert computed_figures(*snapshot(SETTINGS), TODAY) == {
        "slips": [{"at": REASON["at"], "by": "ana", "from": "2026-11-22", "to": "2026-12-06", "days": 14, "reason": "late"}],
        "slip_since_review": 14, "scope": {"since": "2026-10-26", "before": 1, "added": 2, "removed": 0},
        "load": {"unit": "points", "unsized": 1, "weeks": [
            {"monday": "2026-11-23", "own": 7, "committed": 7, "capacity": 20, "over": ["ana"]},
            {"monday": "2026-11-30", "own": 7, "committed": 7, "capacity": 20, "over": ["ana"]},
        ]},
    }
    assert computed_figures(*snapshot(), TODAY)["load"] is None
    assert computed_figures(*snapshot(SETTINGS, status="shipped"), TODAY)["load"] is None
    elsewhere = Record("milestone", "nnnnnnnnn1", {"start": 7})
    assert computed_figures(elsewhere, snapshot()[1], TODAY) == {"slips": [], "slip_since_review": 0, "scope": None, "load": None}


def test_the_same_in_sentences() -> None:
    assert report(*snapshot(SETTINGS), TODAY) == [
        "scope: 1 item when work began on 2026-10-26, 2 added since", "slipped once, by 14 days",
        "  2026-11-14 by ana: 22 Nov 2026 → 6 Dec 2026: late", "load: 2 of 2 weeks with too much",
        "  2026-11-23: 7 of 20 points: @ana", "  2026-11-30: 7 of 20 points: @ana", "risks:",
        "  @ana has more to do than fits in 2 weeks of it", "  its scope has grown by 200\u00a0% since work on it began",
        "  1 of 3 open items has no estimate", "  it serves no goal",
    ]
    assert report(*snapshot({"capacity": {"team": 90}}, reasons=[]), TODAY)[1] == "load: it fits"
    slips = ["slipped once, by 14 days", "  2026-11-14 by ana: 22 Nov 2026 → 6 Dec 2026: late"]
    assert report(*snapshot(status="shipped"), TODAY)[1:] == slips

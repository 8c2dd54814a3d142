"""What endangers a milestone, and how fast it moves: counts and dates that anybody can look up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from pmtui.domain.amounts import chance_words
from pmtui.domain.burn_up import burn_up_of
from pmtui.domain.capacity import load_of
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.forecasting import Forecast
from pmtui.domain.milestone_risks import risks
from pmtui.domain.pace import Pace, pace_of

TODAY = "2026-11-23"
M = "mmmmmmmmm1"


def world(milestone: Mapping[str, Any], items: list[dict[str, Any]], settings: Any = None, **others: Mapping[str, Any]) -> Snapshot:
    documents = {
        "milestone": {M: {"id": M, "title": "MVP", **milestone}, **{id: {"id": id, "title": id, **one} for id, one in others.items()}},
        "item": {f"i{at:09d}": {"id": f"i{at:09d}", "title": "abc"[at % 3], "milestone": M, "created_at": "2026-10-01T08:00:00Z", **one}
                 for at, one in enumerate(items)},
        "person": {"p1": {"id": "p1", "handle": "ana"}},
    }
    return Snapshot(MemorySource(documents), settings=settings or {})


def told(of: Snapshot, forecast: Forecast | None = None) -> list[tuple[str, str]]:
    record = of.record("milestone", M)
    assert record is not None
    burnt = burn_up_of(of.table("item"), M, TODAY, str(record["start"] or ""))
    return [(one.role, one.words) for one in risks(record, of, TODAY, load=load_of(of, TODAY), burnt=burnt, forecast=forecast)]


SOUND = {"target": "2026-12-11", "status": "active", "goals": ["g"],
         "updates": [{"id": "u", "at": "2026-11-20T08:00:00Z", "text": ["well"]}]}
DONE = {"status": "done", "done_at": "2026-11-10T08:00:00Z", "estimate": 1}


@pytest.mark.parametrize(("milestone", "items", "expected"), [
    (SOUND, [DONE, {"estimate": 1}], []),
    ({**SOUND, "status": "shipped", "target": "2026-01-01"}, [{}], []),
    ({**SOUND, "deleted_at": "2026-11-01T00:00:00Z", "target": "2026-01-01"}, [{}], []),
    ({**SOUND, "target": "2026-11-22"}, [{"estimate": 1}], [("error", "its target passed 1 day ago with 1 item open")]),
    ({**SOUND, "target": None}, [{"estimate": 1}], [("warning", "it has work but no target")]),
    (SOUND, [{"estimate": 1, "depends_on": ["i000000001"]}, {}, {"depends_on": ["i000000001"]}], [
        ("warning", "2 items wait for others that are not done: “a”, “c”"), ("warning", "2 of 3 open items have no estimate")]),
    (SOUND, [{}, {}], []),
    (SOUND, [], [("warning", "no item is planned for it yet")]),
    ({**SOUND, "goals": [], "health": "off_track", "confidence": 45}, [{}], [
        ("warning", "we are only 45 % confident"), ("warning", "it serves no goal")]),
    (SOUND, [{"estimate": 1, "depends_on": ["i000000001"]}, {"estimate": 1, "deleted_at": "2026-11-01T08:00:00Z"}], []),
    (SOUND, [{"estimate": 1, "status": "doing"}, {"estimate": 1, "status": "doing", "assignee": "p1"}], [
        ("warning", "1 item is under way with nobody assigned")]),
    ({**SOUND, "start": "2026-10-05"}, [*[{"estimate": 1}] * 4, {"estimate": 1, "created_at": "2026-11-01T08:00:00Z"}], [
        ("warning", "its scope has grown by 25\u00a0% since work on it began")]),
    ({**SOUND, "updates": []}, [{}], [("warning", "nobody has said yet how it goes")]),
    ({**SOUND, "updates": "odd", "comments": [{"id": "c", "at": "2026-11-09T08:00:00Z"}]}, [{}], [("warning", "no update for 14 days")]),
])
def test_what_endangers_it(milestone: dict[str, Any], items: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert told(world(milestone, items)) == expected


def test_what_hangs_together_with_it() -> None:
    waiting = {"nnnnnnnnn2": {"depends_on": [M]}, "nnnnnnnnn3": {"depends_on": [M], "status": "shipped"}}
    late = world({**SOUND, "target": "2026-11-01"}, [{"status": "done"}], None, **waiting)
    assert told(late) == [("error", "its target passed 22 days ago"), ("error", "1 milestone waits for it")]
    early = world({**SOUND, "start": "2026-11-30", "depends_on": ["nnnnnnnnn2"]}, [{}], None, nnnnnnnnn2={"target": "2026-12-04"})
    assert told(early) == [("warning", "it begins 5 days before “nnnnnnnnn2” is to end, for which it waits")]
    crowded = world(SOUND, [{"estimate": 20, "assignee": "p1"}], {"capacity": {"people": {"ana": 6}}})
    assert told(crowded) == [("warning", "@ana and the team have more to do than fits in 2 weeks of it")]


@pytest.mark.parametrize(("other", "expected"), [
    ({"target": "2026-11-10", "status": "active"}, [("error", "it waits for “nnnnnnnnn2”, which is 13 days late")]),
    ({"status": "cancelled"}, [("error", "it waits for “nnnnnnnnn2”, which was cancelled")]),
    ({"health": "at_risk"}, [("warning", "it waits for “nnnnnnnnn2”, which is at risk")]),
    ({"health": "at_risk", "status": "shipped"}, []), ({"deleted_at": "2026-11-10T08:00:00Z", "status": "cancelled"}, []),
])
def test_what_it_waits_for(other: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    of = world({**SOUND, "depends_on": ["nnnnnnnnn2", "gone"]}, [{}], None, nnnnnnnnn2=other)
    assert told(of) == expected


@pytest.mark.parametrize(("chance", "expected"), [
    (0.2, [("error", "its target is unlikely: a chance of 20 %")]), (0.6, [("warning", "its target is in doubt: a chance of 60 %")]),
    (0.9, []), (None, []),
])
def test_the_chance_of_the_target(chance: float | None, expected: list[tuple[str, str]]) -> None:
    forecast = Forecast(M, 3, 8, "2026-12-01", "2026-12-05", "2026-12-12", "2026-12-20", chance)
    assert told(world(SOUND, [{"estimate": 1}]), forecast) == expected
    assert told(world(SOUND, [{"estimate": 1}]), forecast._replace(remaining=0)) == []


def test_chances_in_words_are_never_surer_than_they_are() -> None:
    assert [chance_words(one) for one in (0, 0.001, 0.384, 0.995, 1)] == ["0 %", "under 1 %", "38 %", "over 99 %", "100 %"]


def test_the_pace_of_a_milestone() -> None:
    begun = {**DONE, "started_at": "2026-11-07T08:00:00Z"}
    of = world(SOUND, [begun, begun, {**begun, "started_at": "2026-11-10T08:00:00Z"}, {**DONE, "milestone": "other"}, {}])
    assert pace_of(of.table("item"), M, date(2026, 11, 23)) == Pace(1.5, 2, 2, 4)
    longer = pace_of(of.table("item"), M, date(2026, 12, 20))
    assert longer == Pace(0, 0, 4, 4)
    assert pace_of(world(SOUND, []).table("item"), M, date(2026, 11, 23)) is None
    few = pace_of(world(SOUND, [begun, DONE]).table("item"), M, date(2026, 11, 23))
    assert few == Pace(1, 1, 2, None)

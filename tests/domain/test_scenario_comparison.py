"""Today beside scenarios: what differs, what drops out, where too much is planned; in any zone the same days."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.forecasting import Forecast
from pmtui.domain.periods import day_words
from pmtui.domain.scenario_comparison import (
    Drop,
    Overload,
    SideBySide,
    Standing,
    capacity_words,
    cases_of,
    differences,
    side_by_side,
    span_words,
)
from pmtui.domain.scenario_values import change_id
from pmtui.formats.scenario_text import lines, markdown
from pmtui.formats.text_table import width_of

MVP, GA, OLD = "mvp0000001", "ga00000001", "ad00000001"
TODAY = "2026-11-22"


def told(p50: str | None, p85: str | None, chance: float | None) -> Forecast:
    return Forecast("", 1, 20, p50, None, p85, None, chance)


def entry(record: str, field: str, to: str) -> dict[str, Any]:
    return {"id": change_id(record, field), "record": record, "field": field, "to": to}


def world(*entries: dict[str, Any]) -> Snapshot:
    items = {
        id: {"id": id, "title": f"Item {at}", "status": "ready", "milestone": MVP, "estimate": 2}
        for at in range(4) for id in [f"tem000000{at}"]
    }
    return Snapshot(MemorySource({
        "milestone": {
            MVP: {"id": MVP, "title": "MVP", "target": "2026-12-31", "resolution": "quarter", "rank": "a1"},
            GA: {"id": GA, "title": "GA", "target": "2027-03-31", "depends_on": [MVP], "rank": "a2"},
            OLD: {"id": OLD, "title": "Old", "status": "shipped", "rank": "a0"},
        },
        "item": items,
        "scenario": {"scn0000001": {"id": "scn0000001", "title": "Two teams", "changes": list(entries)}},
    }))


def compared(snapshot: Snapshot, *forecasts: dict[str, Forecast] | None) -> SideBySide:
    cases = cases_of(snapshot, list(snapshot.table("scenario")))
    return side_by_side(cases, forecasts or (None,) * len(cases), TODAY)


FULL = world(
    entry(MVP, "target", "2027-03-31"), entry("tem0000001", "status", "dropped"), entry("tem0000002", "milestone", ""),
    entry("tem0000003", "milestone", GA), entry(GA, "depends_on", ""), entry("n0ne000001", "target", "2027-01-01"),
)


def test_milestones_stand_beside_each_other_in_the_order_of_rank() -> None:
    found = compared(FULL, {MVP: told("2027-01-03", "2027-02-07", 0.1)}, {MVP: told("2026-12-27", "2027-01-10", 0.95)})
    assert [row.title for row in found.rows] == ["MVP", "GA"]  # what has shipped is no question any more
    today, other = found.rows[0].cases
    assert (today.label, today.open, today.points, other.label, other.open, other.points) == ("Q4 2026", 4, 8, "Q1 2027", 1, 2)
    assert differences(today, other) == [
        (1, "target 13 weeks later"), (-1, "50 % 7 days earlier"), (-1, "85 % 4 weeks earlier"), (-1, "chance +85 points"),
        (0, "3 items fewer"),
    ]
    assert differences(*found.rows[1].cases) == [(0, "waits no longer for MVP"), (0, "1 item more")]


def test_what_drops_out_is_named_with_where_it_stands_today() -> None:
    found = compared(FULL)
    assert found.drops == ((), (
        Drop("item", "tem0000001", "Item 1", "dropped", "MVP"), Drop("item", "tem0000002", "Item 2", "unplanned", "MVP"),
    ))
    gone = compared(world(entry(MVP, "status", "cancelled")))
    assert gone.drops[1] == (Drop("milestone", MVP, "MVP", "cancelled"),)
    assert (gone.rows[0].cases[1].is_open, gone.rows[0].title) == (False, "MVP")


def test_the_text_says_all_of_it_and_nothing_is_wider_than_asked() -> None:
    known = {MVP: told("2027-01-03", "2027-02-07", 0.1), GA: told("2027-05-02", "2027-06-06", 0.0)}
    for forecasts in ((None, None), (known, None), (known, {MVP: told("2026-12-27", "2027-01-10", 1.0), GA: known[GA]})):
        found = compared(FULL, *forecasts)
        for width in (74, 110):
            texts = ["".join(text for text, _ in line) for line in lines(found, width)]
            assert max(map(len, texts)) <= width
            text = "\n".join(texts)
            assert ("computing…" in text) == (None in forecasts)
            assert all(words in text for words in ("✕ Item 1 (dropped, today in MVP)", "▼ n0ne000001: no item", "target 13 weeks later"))
    wide = found._replace(drops=tuple((Drop("item", "x", "長い題名 " * 20, "dropped"),) for _ in found.drops))
    assert max(width_of("".join(text for text, _ in line)) for line in lines(wide, 74)) <= 74
    assert "| MVP | today | Q4 2026 | 3 Jan 2027 |" in markdown(found)
    assert "- Item 2 (unplanned, today in MVP)" in markdown(found)
    assert r"| a\|\*b\* | today |" in markdown(found._replace(rows=(found.rows[0]._replace(title="a|*b*"),)))


def test_nothing_differs() -> None:
    known = {MVP: told(None, None, None), GA: told(None, None, None)}
    found = compared(world(), known, known)
    assert found.is_thin
    assert all(row.is_same for row in found.rows)
    text = "\n".join("".join(text for text, _ in line) for line in lines(found, 80))
    assert "No milestone differs" in text
    assert "Fewer than four weeks of history" in text


def test_a_target_that_goes_or_comes_has_no_span() -> None:
    none, some = Standing(None, "", "planned", True, 0, 0), Standing("2027-01-31", "31 Jan 2027", "planned", True, 0, 0)
    assert differences(none, some) == [(0, "target new")]
    assert differences(some, none) == [(0, "target gone")]
    assert [span_words(days) for days in (1, -5, 13, 14, -91)] == ["1 day", "5 days", "13 days", "2 weeks", "13 weeks"]
    assert capacity_words(()) == "no week of the next 12 is over capacity"
    over = (Overload("2026-11-23", ("ana", "team")),)
    assert capacity_words(over) == "1 of 12 weeks over capacity, first that of 23 Nov 2026 (@ana and the team)"


def test_days_are_the_same_in_every_zone_and_across_changes_of_the_clock(zone: None) -> None:
    spring, autumn = Standing("2027-03-13", "", "planned", True, 0, 0), Standing("2027-03-29", "", "planned", True, 0, 0)
    assert differences(spring, autumn) == [(1, "target 2 weeks later")]
    assert differences(spring._replace(target="2026-10-24"), spring._replace(target="2026-11-02")) == [(1, "target 9 days later")]
    days = ("2026-10-25", "2027-03-28", "2027-03-14", None)
    assert [day_words(day, "–") for day in days] == ["25 Oct 2026", "28 Mar 2027", "14 Mar 2027", "–"]

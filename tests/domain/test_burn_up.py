"""Burn-ups: what was added to a milestone apart from what was finished, day by day."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.burn_up import Point, Span, burn_up, burn_up_of, figures
from pmtui.domain.roadmap import NO_ITEMS, progress_by_milestone
from pmtui.domain.table import MemoryRows, Table

TODAY = "2026-11-23"


def items(*documents: Mapping[str, Any], milestone: str = "m1") -> Table:
    rows = {f"i{at:09d}": {"id": f"i{at:09d}", "title": "x", "milestone": milestone, **one} for at, one in enumerate(documents)}
    return Table("item", MemoryRows("item", rows))


def item(created: str, done: str = "", size: float | None = 1, **fields: Any) -> dict[str, Any]:
    data = {"created_at": f"2026-{created}T10:00:00Z", "status": "ready", **({} if size is None else {"estimate": size})}
    return {**data, **({"done_at": f"2026-{done}T10:00:00Z", "status": "done"} if done else {}), **fields}


def test_scope_and_work_done_are_told_apart() -> None:
    table = items(item("10-01", "10-20", 3), item("10-01", "", 5), item("11-02", "11-10", 2), item("11-05", "", None))
    assert burn_up(table, "m1", TODAY, "2026-10-10") == [
        ("2026-10-10", 2, 0, 8, 0), ("2026-10-20", 2, 1, 8, 3), ("2026-11-02", 3, 1, 10, 3), ("2026-11-05", 4, 1, 10, 3),
        ("2026-11-10", 4, 2, 10, 5), (TODAY, 4, 2, 10, 5),
    ]
    found = burn_up_of(table, "m1", TODAY, "2026-10-10")
    assert found.change == ("2026-10-10", 2, 2, 0, 2)
    assert found.sized == 0.75
    assert not found.by_git
    assert figures(found) == {"since": "2026-10-10", "before": 2, "added": 2, "removed": 0}
    assert burn_up_of(table, "m1", TODAY, "2026-10-10") is found  # kept for the table
    assert burn_up_of(items(), "m1", TODAY).points == ()
    assert figures(burn_up_of(table, "m2", TODAY)) is None


def test_work_that_was_done_before_the_start_moves_the_first_day() -> None:
    table = items(item("10-01", "10-05"), item("10-02"))
    assert burn_up(table, "m1", TODAY, "2026-11-01")[0].day == "2026-10-05"
    assert burn_up(table, "m1", TODAY, "2027-02-01")[0].day == "2026-10-05"
    assert burn_up(items(item("10-02")), "m1", TODAY, "2027-02-01")[0].day == TODAY


def test_what_nobody_dated_counts_from_its_first_day_and_is_told() -> None:
    table = items(item("10-01", status="done"), {"status": "done", "created_at": "soon"}, item("11-20", "10-10"))
    found = burn_up_of(table, "m1", TODAY)
    assert found.undated == 2
    assert found.points == (("2026-10-01", 1, 1, 1, 1), ("2026-10-10", 2, 2, 2, 2), (TODAY, 3, 3, 2, 2))


def test_what_was_dropped_or_deleted_leaves_the_scope_on_its_day() -> None:
    reason = {"id": "r", "at": "2026-11-05T10:00:00Z", "field": "status", "from": "ready", "to": "dropped"}
    table = items(
        item("10-01"), item("10-01", size=5, status="dropped", reasons=[reason]), item("10-10", size=3, deleted_at="2026-11-10T10:00:00Z"),
        item("10-01", status="dropped"), item("10-01", status="dropped", reasons="none"),
    )
    found = burn_up_of(table, "m1", TODAY)
    assert found.points == (
        ("2026-10-01", 2, 0, 6, 0), ("2026-10-10", 3, 0, 9, 0), ("2026-11-05", 2, 0, 4, 0), ("2026-11-10", 1, 0, 1, 0), (TODAY, 1, 0, 1, 0),
    )
    assert found.change == ("2026-10-01", 2, 1, 2, -5)


def test_git_knows_when_items_came_and_that_others_left() -> None:
    table = items(item("10-01", "10-20"), item("10-01", size=2))
    spans = [Span("i000000000", "2026-10-25"), Span("i000000001", "2026-10-12"), Span("gone", "2026-10-12", "2026-11-01", 8)]
    found = burn_up_of(table, "m1", TODAY, "", spans)
    assert found.points == (
        ("2026-10-12", 2, 0, 10, 0), ("2026-10-25", 3, 1, 11, 1), ("2026-11-01", 2, 1, 3, 1), (TODAY, 2, 1, 3, 1),
    )
    assert found.change == ("2026-10-12", 2, 1, 1, -7)
    assert found.by_git
    assert figures(found) == {"since": "2026-10-12", "before": 2, "added": 1, "removed": 1}


MOMENT = st.sampled_from([f"2026-{day}T{hour}:30:00Z" for day in ("09-01", "09-30", "10-15", "11-01", "11-30") for hour in ("00", "23")])
DOCUMENTS = st.lists(st.fixed_dictionaries({}, optional={
    "status": st.sampled_from(["inbox", "doing", "done", "dropped"]), "estimate": st.sampled_from([0, 0.5, 3, "many", None]),
    "created_at": MOMENT, "done_at": MOMENT, "deleted_at": st.sampled_from([None, "2026-11-22T09:30:00Z"]),
}), max_size=12)


@given(DOCUMENTS, st.sampled_from(["", "2026-10-07", "2027-01-01"]))
def test_it_ends_with_the_progress_and_what_is_done_never_exceeds_the_scope(documents: list[dict[str, Any]], start: str) -> None:
    table = items(*documents)
    points = burn_up(table, "m1", TODAY, start)
    progress = progress_by_milestone(table).get("m1", NO_ITEMS)
    assert points or not progress.total
    last = points[-1] if points else Point(TODAY, 0, 0, 0, 0)
    assert (last.day, last.done, last.scope) == (max(TODAY, last.day), progress.done, progress.total)
    assert (last.done_points, last.scope_points) == (progress.done_points, progress.points)
    assert [one.day for one in points] == sorted({one.day for one in points})
    assert all(0 <= one.done <= one.scope for one in points)


ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Europe/Berlin", "Asia/Kolkata")


def test_days_are_the_same_in_every_zone_and_over_both_changes_of_the_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [
        {"created_at": "2026-03-28T23:30:00Z", "status": "done", "done_at": "2026-03-29T01:30:00Z"},  # Berlin springs forward
        {"created_at": "2026-10-25T00:30:00Z", "status": "done", "done_at": "2026-11-01T06:30:00Z"},  # falls back; so does New York
    ]
    found = set()
    for zone in ZONES:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.add(tuple(burn_up(items(*documents), "m1", TODAY)))
    monkeypatch.undo()
    time.tzset()
    assert found == {(
        ("2026-03-28", 1, 0, 0, 0), ("2026-03-29", 1, 1, 0, 0), ("2026-10-25", 2, 1, 0, 0), ("2026-11-01", 2, 2, 0, 0), (TODAY, 2, 2, 0, 0),
    )}

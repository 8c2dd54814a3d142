from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.table import MemoryRows, Table
from pmtui.domain.throughput import throughput

TODAY = date(2026, 11, 22)


def items(*some: dict[str, Any]) -> Table:
    rows = {f"i{at}": {"id": f"i{at}", "title": "x", "rank": f"a{at}", **one} for at, one in enumerate(some)}
    return Table("item", MemoryRows("item", rows))


def done(days_ago: int, **more: Any) -> dict[str, Any]:
    return {"status": "done", "done_at": f"{TODAY - timedelta(days=days_ago)}T12:00:00Z", **more}


def weekly_done(table: Table, today: date) -> list[int]:
    return list(throughput(table, today).items)


def test_weeks_end_today_and_begin_with_the_first_item_done() -> None:
    table = items(done(0), done(6), done(7), done(20, estimate=3), done(22), done(30, estimate=5), done(34))
    assert weekly_done(table, TODAY) == [2, 1, 1, 1, 2]
    assert throughput(table, TODAY).points == (5, 0, 3, 0, 0)
    assert throughput(table, TODAY).mean == 7 / 5
    assert weekly_done(table, TODAY + timedelta(days=7)) == [2, 1, 1, 1, 2, 0]
    assert weekly_done(items(done(27), done(1)), TODAY) == [1, 0, 0, 1]
    assert weekly_done(items(done(26), done(1)), TODAY) == [0, 0, 1]  # the beginning of an unfinished week does not count


def test_what_does_not_count() -> None:
    table = items(
        done(1), done(40, deleted_at="2026-11-01T00:00:00Z"), done(40, status="dropped"), done(40, status="doing"), done(-5),
        {"status": "done"}, {"status": "done", "done_at": "soon"}, done(8, estimate=True),
    )
    assert weekly_done(table, TODAY) == [1]
    assert weekly_done(items(), TODAY) == []
    assert throughput(items(), TODAY).mean == 0


def test_what_was_done_today_counts_though_it_is_tomorrow_in_utc_already() -> None:
    assert weekly_done(items(done(-1), done(20)), TODAY) == [1, 0, 1]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 100), max_size=30), st.integers(0, 30))
def test_each_item_stands_in_the_week_of_its_day(ages: list[int], later: int) -> None:
    table = items(*map(done, ages))
    today = TODAY + timedelta(days=later)
    found = weekly_done(table, today)
    assert len(found) == ((max(ages) + later + 1) // 7 if ages else 0)
    for week, count in enumerate(reversed(found)):
        assert count == sum((age + later) // 7 == week for age in ages)


@pytest.mark.parametrize("today", ["2026-10-26", "2026-11-02", "2027-03-15", "2027-03-29"])
def test_what_a_person_ends_at_any_hour_of_their_day_counts_within_a_day(zone: str, today: str) -> None:
    """Around both changes of daylight saving: an instant is a day in UTC, which is never further than one from the person's own."""
    day = date.fromisoformat(today)
    for hour in range(24):
        instant = datetime(day.year, day.month, day.day, hour, 30).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        week_ago = done(0) | {"done_at": f"{day - timedelta(days=20)}T12:00:00Z"}
        assert weekly_done(items({"status": "done", "done_at": instant}, week_ago), day) == [1, 0, 1], (zone, hour)

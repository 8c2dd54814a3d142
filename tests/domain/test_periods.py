"""Calendar periods: their days, names and moves."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.periods import RESOLUTIONS, day_of, moved_target, period_of, periods_between, shifted_day, target_period

RESOLUTION = st.sampled_from(RESOLUTIONS)
COARSE = st.sampled_from(RESOLUTIONS[2:])
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
STEPS = st.integers(-200, 200)


@pytest.mark.parametrize(("resolution", "first", "last", "label", "short"), [
    ("day", "2027-02-15", "2027-02-15", "15 Feb 2027", "Feb"),
    ("week", "2027-02-15", "2027-02-21", "W7 2027", "W7"),
    ("month", "2027-02-01", "2027-02-28", "Feb 2027", "Feb"),
    ("quarter", "2027-01-01", "2027-03-31", "Q1 2027", "Q1"),
    ("half", "2027-01-01", "2027-06-30", "H1 2027", "H1"),
    ("year", "2027-01-01", "2027-12-31", "2027", "2027"),
])
def test_a_day_lies_in_one_period_of_each_resolution(resolution: str, first: str, last: str, label: str, short: str) -> None:
    period = period_of(date(2027, 2, 15), resolution)
    assert (period.first.isoformat(), period.last.isoformat(), period.label, period.short) == (first, last, label, short)


def test_a_week_belongs_to_its_iso_year() -> None:
    assert period_of(date(2027, 1, 2), "week").label == "W53 2026"


@pytest.mark.parametrize(("year", "days"), [(2024, 29), (2023, 28), (1900, 28), (2000, 29)])
def test_february_knows_leap_years(year: int, days: int) -> None:
    assert period_of(date(year, 2, 1), "month").last.day == days


@given(DAYS, RESOLUTION)
def test_periods_hold_their_day_and_snap_to_themselves(day: date, resolution: str) -> None:
    period = period_of(day, resolution)
    assert period.first <= day <= period.last
    assert period_of(period.first, resolution) == period_of(period.last, resolution) == period


@given(DAYS, RESOLUTION)
def test_periods_follow_each_other_without_gap_and_overlap(day: date, resolution: str) -> None:
    period = period_of(day, resolution)
    assert period.shifted(1).first == period.last + timedelta(days=1)
    assert period.shifted(1).shifted(-1) == period


@given(DAYS, RESOLUTION, STEPS, STEPS)
def test_shifts_of_periods_add_up(day: date, resolution: str, a: int, b: int) -> None:
    period = period_of(day, resolution)
    assert period.shifted(a).shifted(b) == period.shifted(a + b)


@given(DAYS, RESOLUTION, STEPS)
def test_a_shifted_day_lies_in_the_shifted_period(day: date, resolution: str, count: int) -> None:
    assert period_of(shifted_day(day, count, resolution), resolution) == period_of(day, resolution).shifted(count)


@given(DAYS, DAYS, RESOLUTION, STEPS)
def test_a_start_that_is_not_after_its_target_stays_so(a: date, b: date, resolution: str, count: int) -> None:
    start, target = sorted((a, b))
    assert shifted_day(start, count, resolution) <= date.fromisoformat(moved_target(target.isoformat(), resolution, count))


@given(DAYS, st.integers(0, 3000), RESOLUTION)
def test_the_periods_between_two_days_cover_them_all(first: date, length: int, resolution: str) -> None:
    last = first + timedelta(days=length)
    found = list(periods_between(first, last, resolution))
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= last <= found[-1].last
    assert all(b.first == a.last + timedelta(days=1) for a, b in pairwise(found))


@given(DAYS, COARSE, STEPS)
def test_a_moved_target_is_the_last_day_of_its_period_and_moves_the_way_it_says(day: date, resolution: str, count: int) -> None:
    moved = moved_target(day.isoformat(), resolution, count)
    period = target_period(moved, resolution)
    assert period is not None
    assert period.last.isoformat() == moved
    if count > 0:
        assert moved > day.isoformat()
    if count < 0:
        assert moved < day.isoformat()


def test_the_ends_of_the_calendar() -> None:
    assert period_of(date.max, "week").last == date.max
    assert period_of(date.min, "week").first == date.min
    assert [one.first for one in periods_between(date(9999, 12, 25), date.max, "day")][-1] == date.max
    for resolution in RESOLUTIONS:
        with pytest.raises(ValueError, match="outside the years"):
            shifted_day(date(9999, 12, 31), 1, resolution)
        with pytest.raises(ValueError, match="outside the years"):
            shifted_day(date(1, 1, 1), -1, resolution)


@pytest.mark.parametrize(("text", "day"), [
    ("2027-03-31", date(2027, 3, 31)), ("2027-03-31T10:00:00Z", date(2027, 3, 31)), ("soon", None), ("", None), (None, None), (5, None),
])
def test_a_stored_date(text: object, day: date | None) -> None:
    assert day_of(text) == day


def test_a_target_is_its_whole_period() -> None:
    quarter = target_period("2027-03-31", "quarter")
    assert quarter is not None
    assert quarter.first == date(2027, 1, 1)
    assert target_period(None, "quarter") is None
    unknown = target_period("2027-03-31", "decade")
    assert unknown is not None
    assert unknown.resolution == "day"
    with pytest.raises(ValueError, match="no target"):
        moved_target(None, "day", 1)

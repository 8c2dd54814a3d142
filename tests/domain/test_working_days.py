from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.working_days import DAYS, EVERY_DAY, Calendar, calendar_of, faults

DAY = st.dates(date(2000, 1, 1), date(2060, 1, 1))
CALENDARS = st.builds(Calendar, st.sets(st.integers(0, 6), min_size=1), st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=40))
GERMAN = calendar_of({"calendar": {"working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": ["2026-12-25", "2027-01-01"]}})


def test_the_working_days_around_christmas() -> None:
    assert [day for day in range(21, 32) if GERMAN.is_working(date(2026, 12, day))] == [21, 22, 23, 24, 28, 29, 30, 31]
    assert GERMAN.working_days_between(date(2026, 12, 24), date(2027, 1, 4)) == 5
    assert GERMAN.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert GERMAN.add_working_days(date(2026, 12, 26), 1) == date(2026, 12, 28)
    assert GERMAN.add_working_days(date(2026, 12, 26), -1) == date(2026, 12, 24)
    assert GERMAN.add_working_days(date(2026, 12, 28), -1) == date(2026, 12, 24)
    assert GERMAN.add_working_days(date(2026, 12, 26), 0) == date(2026, 12, 26)
    assert (GERMAN.unit, EVERY_DAY.unit) == ("working days", "days")


@settings(max_examples=60, deadline=None)
@given(CALENDARS, DAY, st.integers(0, 40))
def test_counting_agrees_with_going_day_by_day(calendar: Calendar, day: date, days: int) -> None:
    passed = [day + timedelta(days=step) for step in range(1, days + 1)]
    count = sum(map(calendar.is_working, passed))
    last = day + timedelta(days=days)
    assert calendar.working_days_between(day, last) == count == -calendar.working_days_between(last, day)
    later = calendar.add_working_days(day, count + 1)
    assert calendar.is_working(later)
    assert later > last
    assert calendar.working_days_between(day, later) == count + 1
    earlier = calendar.add_working_days(day, -1)
    assert calendar.is_working(earlier)
    assert earlier < day
    assert not any(calendar.is_working(earlier + timedelta(days=step)) for step in range(1, (day - earlier).days))


@settings(max_examples=60, deadline=None)
@given(CALENDARS, DAY)
def test_the_day_of_a_count_is_the_first_one_that_reaches_it(calendar: Calendar, day: date) -> None:
    found = calendar.day_at(calendar.count_up_to(day))
    assert calendar.is_working(found)
    assert found <= day
    assert calendar.count_up_to(found) == calendar.count_up_to(day) == calendar.count_up_to(found - timedelta(days=1)) + 1


@given(DAY, st.integers(-4000, 4000))
def test_without_a_setting_every_day_counts(day: date, days: int) -> None:
    assert EVERY_DAY.add_working_days(day, days) == day + timedelta(days=days)
    assert EVERY_DAY.working_days_between(day, day + timedelta(days=days)) == days
    assert calendar_of({}) is EVERY_DAY


def test_days_outside_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="outside the years"):
        GERMAN.add_working_days(date(9999, 12, 30), 10)
    with pytest.raises(ValueError, match="outside the years"):
        EVERY_DAY.add_working_days(date(1, 1, 2), -5)
    assert EVERY_DAY.day_at(1) == date(1, 1, 1)
    with pytest.raises(ValueError, match="at least one"):
        Calendar([])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("mon-fri", "calendar is an object"),
        ({"working_days": ["mon", "someday"]}, "without 'someday'"),
        ({"working_days": []}, "names no day"),
        ({"working_days": 5}, "without 5"),
        ({"holidays": ["2026-02-30"]}, "without '2026-02-30'"),
        ({"holidays": "christmas"}, "without 'christmas'"),
        ({"holidays": ["20261225"]}, "such as 2026-12-25"),
        ({"hollidays": []}, "knows no hollidays"),
    ],
)
def test_what_makes_no_sense_is_named_and_left_out(given: object, said: str) -> None:
    found = faults({"calendar": given})
    assert len(found) == 1
    assert said in found[0]
    calendar = calendar_of({"calendar": given})
    assert any(calendar.is_working(date(2026, 11, 23) + timedelta(days=step)) for step in range(7))
    assert not faults({"calendar": {"working_days": list(DAYS), "holidays": ["2026-12-25"]}})

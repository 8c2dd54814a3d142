"""Dates and instants as people type and read them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.dates import WEEKDAYS, days_between, parse_date, parse_instant, relative
from pmtui.domain.validation import is_date, is_instant

TODAY = "2026-11-22"  # a Sunday
NOW = "2026-11-22T09:30:00Z"


@pytest.mark.parametrize(("text", "day"), [
    ("2027-03-31", "2027-03-31"), ("2027-3-1", "2027-03-01"), (" Today ", "2026-11-22"), ("TOMORROW", "2026-11-23"),
    ("yesterday", "2026-11-21"), ("+2w", "2026-12-06"), ("2w", "2026-12-06"), ("-30d", "2026-10-23"), ("0d", "2026-11-22"),
    ("1m", "2026-12-22"), ("1mo", "2026-12-22"), ("-11m", "2025-12-22"), ("1q", "2027-02-22"), ("1y", "2027-11-22"), ("3 d", "2026-11-25"),
    ("monday", "2026-11-23"), ("sunday", "2026-11-29"), ("fri", "2026-11-27"), ("next friday", "2026-11-27"),
    ("next sunday", "2026-11-29"), ("last friday", "2026-11-20"), ("last sunday", "2026-11-15"),
])
def test_a_date_is_what_people_mean(text: str, day: str) -> None:
    assert parse_date(text, TODAY) == day


def test_next_friday_on_a_monday_is_in_the_week_after() -> None:
    assert parse_date("friday", "2026-11-23") == "2026-11-27"
    assert parse_date("next friday", "2026-11-23") == "2026-12-04"


@pytest.mark.parametrize(("start", "text", "day"), [
    ("2027-01-31", "1m", "2027-02-28"), ("2028-01-31", "1m", "2028-02-29"), ("2028-02-29", "1y", "2029-02-28"),
    ("2027-03-31", "-1m", "2027-02-28"), ("2026-12-31", "1q", "2027-03-31"),
])
def test_months_are_calendar_months(start: str, text: str, day: str) -> None:
    assert parse_date(text, start) == day


@pytest.mark.parametrize(("text", "words"), [
    ("2027-02-30", "30 February 2027 does not exist"), ("2027-13-01", "month 13 does not exist"), ("2027-00-10", "month 0 does not exist"),
    ("0000-01-01", "1 January 0000 does not exist"), ("soon", "'soon' is not a date"), ("", "'' is not a date"), ("2h", "is not a date"),
    ("next", "is not a date"), ("some friday", "is not a date"), ("fr", "is not a date"), ("999999999d", "more than 1,000 years away"),
    ("9999999999d", "is not a date"), ("٣d", "is not a date"), ("20270331", "is not a date"),
])
def test_what_is_no_date_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_date(text, TODAY)


@pytest.mark.parametrize("text", ["1d", "1w", "1m", "1y", "monday", "tomorrow"])
def test_the_calendar_has_an_end(text: str) -> None:
    with pytest.raises(ValueError, match="outside the years 1 to 9999"):
        parse_date(text, "9999-12-31")


@pytest.mark.parametrize(("text", "moment"), [
    ("now", NOW), ("2026-11-22T09:30:00Z", NOW), ("2026-11-22T10:30:00+01:00", NOW), ("2026-11-22T04:00:00-0530", NOW),
    ("2026-11-22 09:30", NOW), ("2026-11-22t09:30:00.75z", NOW), ("2026-12-31T23:30-01:00", "2027-01-01T00:30:00Z"),
    ("-2h", "2026-11-22T07:30:00Z"), ("+90min", "2026-11-22T11:00:00Z"), ("-1d", "2026-11-21T09:30:00Z"), ("1m", "2026-12-22T09:30:00Z"),
    ("2027-03-31", "2027-03-31T00:00:00Z"), ("today", "2026-11-22T00:00:00Z"), ("next friday", "2026-11-27T00:00:00Z"),
])
def test_an_instant_is_in_utc(text: str, moment: str) -> None:
    assert parse_instant(text, NOW) == moment


@pytest.mark.parametrize(("text", "words"), [
    ("2026-11-22T24:00", "the time of .* does not exist"), ("2026-11-22T10:60", "the time of .* does not exist"),
    ("2026-02-30T10:00", "30 February 2026 does not exist"), ("2026-11-22T10:00+25:00", "is not an offset"), ("soon", "is not an instant"),
    ("2026-02-30", "30 February 2026"), ("0001-01-01T00:00+05:00", "outside the years"), ("9999999h", "1,000 years away"),
])
def test_what_is_no_instant_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_instant(text, NOW)


@given(st.text(max_size=12), st.dates())
def test_any_text_is_a_date_or_a_value_error(text: str, today: date) -> None:
    for parse, is_right, base in ((parse_date, is_date, today.isoformat()), (parse_instant, is_instant, f"{today.isoformat()}T12:00:00Z")):
        try:
            assert is_right(parse(text, base))
        except ValueError:
            continue


@given(st.dates(), st.integers(-400, 400), st.sampled_from("dwmqy"))
def test_a_span_is_never_off_by_more_than_the_month_it_ends_in(today: date, amount: int, unit: str) -> None:
    try:
        moved = date.fromisoformat(parse_date(f"{amount}{unit}", today.isoformat()))
    except ValueError:
        return
    days = {"d": 1, "w": 7, "m": 365.2425 / 12, "q": 365.2425 / 4, "y": 365.2425}[unit]
    assert abs((moved - today).days - amount * days) <= (0 if unit in "dw" else 4)


@given(st.dates(date(1, 1, 20), date(9999, 12, 10)), st.sampled_from(WEEKDAYS))
def test_a_weekday_is_that_day_of_the_right_week(today: date, name: str) -> None:
    base, monday = today.isoformat(), today - timedelta(days=today.weekday())
    coming, following, past = (date.fromisoformat(parse_date(words, base)) for words in (name, f"next {name}", f"last {name}"))
    assert {WEEKDAYS[one.weekday()] for one in (coming, following, past)} == {name}
    assert 1 <= (coming - today).days <= 7
    assert 1 <= (today - past).days <= 7
    assert 7 <= (following - monday).days <= 13


@pytest.mark.parametrize(("day", "words"), [
    ("2026-11-22", "today"), ("2026-11-23", "tomorrow"), ("2026-11-21", "yesterday"), ("2026-11-25", "in 3 d"), ("2026-11-09", "13 d ago"),
    ("2026-11-08", "2 w ago"), ("2027-01-17", "in 8 w"), ("2027-01-24", "in 2 mo"), ("2025-11-22", "12 mo ago"),
    ("2028-11-22", "in 2 y"), ("2026-11-25T23:00:00Z", "in 3 d"),
    ("whenever", "whenever"), ("", ""),
])
def test_distances_are_short(day: str, words: str) -> None:
    assert relative(day, TODAY) == words


def test_days_between() -> None:
    assert days_between("2026-11-20T23:59:59Z", TODAY) == 2
    assert days_between(TODAY, "2026-11-20") == -2
    assert days_between("never", TODAY) is None

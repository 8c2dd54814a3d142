"""How the dates of a milestone move."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.periods import RESOLUTIONS, target_period
from pmtui.domain.planned_dates import Dates, Steps, dates_of

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
STEPS = st.integers(-40, 40)


@pytest.mark.parametrize(("dates", "steps", "moved"), [
    (Dates("2027-01-10", "2027-02-15", "quarter"), Steps(1), Dates("2027-04-10", "2027-06-30", "quarter")),
    (Dates("2027-01-10", "2027-02-15", "quarter"), Steps(0, 1), Dates("2027-01-10", "2027-06-30", "quarter")),
    (Dates("2027-01-31", "2027-03-31", "month"), Steps(1), Dates("2027-02-28", "2027-04-30", "month")),
    (Dates("2027-01-10", "2027-02-15", "day"), Steps(-1), Dates("2027-01-09", "2027-02-14", "day")),
    (Dates(None, "2027-02-15", "year"), Steps(1), Dates(None, "2028-12-31", "year")),
    (Dates("2027-01-10", None, "month"), Steps(1), Dates("2027-02-10", None, "month")),
    (Dates("2027-01-10", "2027-02-15", "half"), Steps(0, -0), Dates("2027-01-10", "2027-02-15", "half")),
    (Dates("2027-01-10", "2027-02-15", "quarter"), Steps(1, -1), Dates("2027-04-10", "2027-02-15", "quarter")),
])
def test_moves(dates: Dates, steps: Steps, moved: Dates) -> None:
    if steps.target < 0:
        with pytest.raises(ValueError, match="before the start, 10 Apr 2027"):
            dates.moved(steps)
    else:
        assert dates.moved(steps) == moved


@pytest.mark.parametrize(("dates", "steps", "fault"), [
    (Dates(None, None), Steps(1), "no dates"), (Dates("2027-01-10", None), Steps(0, 1), "no target date"),
    (Dates("soon", "later"), Steps(1), "no dates"), (Dates(None, "9999-12-31", "year"), Steps(1), "outside the years"),
])
def test_what_cannot_move(dates: Dates, steps: Steps, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        dates.moved(steps)


@given(DAYS, st.integers(0, 700), st.sampled_from(RESOLUTIONS), STEPS)
def test_start_and_target_move_by_as_many_periods(first: date, length: int, resolution: str, count: int) -> None:
    dates = Dates(first.isoformat(), (first + timedelta(days=length)).isoformat(), resolution)
    moved = dates.moved(Steps(count))
    assert not moved.is_reversed
    for before, after in ((dates.start, moved.start), (dates.target, moved.target)):
        period = target_period(before, resolution)
        assert period is not None
        assert target_period(after, resolution) == period.shifted(count)
    assert moved.words_to(moved) == ""
    if count and resolution != "day":
        assert dates.words_to(moved).startswith(f"target {dates.target_label} → {moved.target_label}, start ")


@given(DAYS, st.sampled_from(RESOLUTIONS), STEPS, STEPS)
def test_a_move_of_the_target_leaves_the_start(first: date, resolution: str, a: int, b: int) -> None:
    dates = Dates("1800-01-01", first.isoformat(), resolution)
    moved = dates.moved(Steps(0, a).plus(Steps(0, b)))
    assert moved.start == dates.start
    if a + b:
        assert moved == dates.moved(Steps(0, a)).moved(Steps(0, b)) or not a
    else:
        assert moved == dates


@pytest.mark.parametrize(("before", "after", "words"), [
    (Dates("2026-10-25", "2026-12-16"), Dates("2026-10-28", "2026-12-19"), "target 16 → 19 Dec 2026, start 25 → 28 Oct 2026"),
    (Dates(None, "2026-12-30"), Dates(None, "2027-01-02"), "target 30 Dec 2026 → 2 Jan 2027"),
    (Dates(None, "2026-11-30"), Dates(None, "2026-12-02"), "target 30 Nov → 2 Dec 2026"),
    (Dates("2027-02-01", "2027-03-31", "quarter"), Dates("2027-05-01", "2027-06-30", "quarter"),
     "target Q1 2027 → Q2 2027, start 1 Feb → 1 May 2027"),
    (Dates("2027-02-01", "2027-03-31"), Dates("2027-02-01", "2027-03-31"), ""),
])
def test_a_move_in_words(before: Dates, after: Dates, words: str) -> None:
    assert before.words_to(after) == words


def test_dates_of_what_is_stored() -> None:
    assert dates_of(None, 5, None) == Dates(None, None, "day")
    assert dates_of("2027-01-10", "2027-03-15", "quarter").target_label == "Q1 2027"
    assert Dates(None, None).target_label == ""

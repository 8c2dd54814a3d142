"""Calendar periods as people name them: a quarter, a half, a month, an ISO week, a year or a day. Pure."""

from __future__ import annotations

import re
from datetime import date

from pmtui.domain.dates import MONTHS
from pmtui.domain.periods import Period, iso_day, period_of, target_period
from pmtui.domain.schema import Field, Kind

_QUARTER = re.compile(r"q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?q([1-4])")
_HALF = re.compile(r"h([12])[ /-]?(\d{4})|(\d{4})[ /-]?h([12])")
_WEEK = re.compile(r"w(\d{1,2})[ /-](\d{4})|(\d{4})[ /-]?w(\d{1,2})")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})\.? ([a-z]+)\.? (\d{4})|([a-z]+)\.? (\d{1,2}),? (\d{4})")


def named_period(words: str) -> Period | None:
    """The calendar period that words name: `Q1 2027`, `H2 2027`, `March 2027`, `W12 2027`, `31 Mar 2027`, `2027-03-31`, `2027`.

    None where they name none: `early next year` is nothing that could be drawn.
    """
    text = " ".join(words.casefold().split())
    quarter, half = _QUARTER.fullmatch(text), _HALF.fullmatch(text)
    if quarter:
        return _period(int(quarter[2] or quarter[3]), 3 * int(quarter[1] or quarter[4]), 1, "quarter")
    if half:
        return _period(int(half[2] or half[3]), 6 * int(half[1] or half[4]), 1, "half")
    week = _WEEK.fullmatch(text)
    if week:
        return _week(int(week[2] or week[3]), int(week[1] or week[4]))
    if re.fullmatch(r"\d{4}", text):
        return _period(int(text), 1, 1, "year")
    month = re.fullmatch(r"([a-z]+)\.? (\d{4})|(\d{4})-(\d\d)", text)
    if month:
        return _period(int(month[2] or month[3]), _month(month[1]) if month[1] else int(month[4]), 1, "month")
    day = _DAY.fullmatch(text)
    if day is None:
        return None
    if day[1]:
        return _period(int(day[1]), int(day[2]), int(day[3]), "day")
    return _period(int(day[6] or day[9]), _month(day[5] or day[7]), int(day[4] or day[8]), "day")


def typed_period(kind: Kind, field: Field, text: str) -> Period | None:
    """The month, quarter, half or year that somebody types where a target is wanted; None for a day and for other fields.

    Such a target is stored as the last day of the period, and `resolution` says how it is meant.
    """
    if field.name != "target" or "resolution" not in kind.fields:
        return None
    found = named_period(text)
    return found if found is not None and found.resolution in kind.fields["resolution"].choices[1:] else None


def target_words(target: object, resolution: object) -> str:
    """A target as somebody would type it: `Q2 2027`, `2027-03-31`; taken in again, it is the same target. Empty where there is none.

    Args:
        target: The date as stored.
        resolution: How exactly it is meant.
    """
    period = target_period(target, resolution)
    if period is None or period.resolution == "day":
        return iso_day(target) or str(target or "")
    return period.label


def _month(name: str) -> int:
    """The number of a month by its name or the first letters of it; 0 where it is none."""
    return next((at for at, full in enumerate(MONTHS, 1) if len(name) >= 3 and full.casefold().startswith(name)), 0)


def _period(year: int, month: int, day: int, resolution: str) -> Period | None:
    try:
        return period_of(date(year, month, day), resolution)
    except ValueError:
        return None


def _week(year: int, number: int) -> Period | None:
    try:
        return period_of(date.fromisocalendar(year, number, 1), "week")
    except ValueError:
        return None

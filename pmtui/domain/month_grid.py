"""One month as a grid of weeks, and steps from day to day in it."""

from __future__ import annotations

from datetime import date, timedelta

from pmtui.domain.dates import MONTHS, WEEKDAYS

HEADS = tuple(name[:2].capitalize() for name in WEEKDAYS)
"""The heads of the columns; weeks begin on Monday."""


def month_title(day: str) -> str:
    """`March 2027` for a day as `2027-03-31`."""
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def month_weeks(day: str) -> list[list[str]]:
    """The six weeks that show the month of a day: each seven days as `2027-03-31`, those of the months around included.

    A day that no calendar has (before the year 1, after 9999) is an empty text.
    """
    first = date.fromisoformat(day).replace(day=1)
    start = first.toordinal() - first.weekday()
    last = date.max.toordinal()
    days = [date.fromordinal(at).isoformat() if 1 <= at <= last else "" for at in range(start, start + 42)]
    return [days[at : at + 7] for at in range(0, 42, 7)]


def day_after(day: str, days: int) -> str:
    """The day so many days later, or earlier where the number is negative; the same day at the ends of the calendar."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day


def month_after(day: str, months: int) -> str:
    """The same day of the month so many months later, or the month's last; the same day at the ends of the calendar."""
    found = date.fromisoformat(day)
    year, month = divmod(found.year * 12 + found.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return day
    for last in range(found.day, 0, -1):
        try:
            return date(year, month + 1, last).isoformat()
        except ValueError:
            continue
    return day

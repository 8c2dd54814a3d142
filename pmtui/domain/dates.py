"""Dates as people write them: `2027-03-31`, `tomorrow`, `+2w`, `next friday`; and as they like to read them.

Dates are text in ISO form throughout, as they are stored; only arithmetic makes `date` objects of them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

DATE_FORMS = "2027-03-31, today, tomorrow, yesterday, 2w, -30d (d w m q y), friday, next friday"
"""The forms of a date, for messages and help."""
INSTANT_FORMS = "2026-11-22T09:30, with Z or +01:00; now, -2h, -30min; or any date"
"""The forms of an instant, for messages and help."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1}
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SPAN = re.compile(r"([+-]?)([0-9]{1,9}) ?(mo|min|[dwmqyh])")
_CLOCK = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})[t ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r" ?(?P<zone>z|utc|[+-][0-9]{2}:?[0-9]{2})?"
)
_MONTHS_IN = {"m": 1, "mo": 1, "q": 3, "y": 12}
_DAYS_IN = {"d": 1, "w": 7}
_MOST_YEARS = 1000
_MOST = {"d": _MOST_YEARS * 365, "w": _MOST_YEARS * 52, "m": _MOST_YEARS * 12, "mo": _MOST_YEARS * 12, "q": _MOST_YEARS * 4,
         "y": _MOST_YEARS, "h": _MOST_YEARS * 8760, "min": _MOST_YEARS * 525_600}


def parse_date(text: str, today: str) -> str:
    """The calendar date that a person means, as `2027-03-31`.

    A weekday alone is the first one after today; with `next` the one in the week after this one (weeks begin on
    Monday); with `last` the latest one before today. Months, quarters and years are calendar ones: `1m` after
    31 January is the last day of February.

    Args:
        text: One of `DATE_FORMS`, in any case.
        today: The calendar date where the person is.

    Raises:
        ValueError: It is not a date, or a date that does not exist; the message says which.
    """
    word = " ".join(text.lower().split())
    iso = _ISO.fullmatch(word)
    if iso:
        return _real_day(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    day = date.fromisoformat(today)
    if word in _NEAR:
        return _moved(day, _NEAR[word], "d", text).isoformat()
    span = _SPAN.fullmatch(word)
    if span and span[3] not in ("h", "min"):
        return _moved(day, _amount(span, text), span[3], text).isoformat()
    found = _weekday(word, day, text)
    if found is None:
        raise ValueError(f"{text!r} is not a date: write {DATE_FORMS}")
    return found.isoformat()


def parse_instant(text: str, now: str) -> str:
    """The moment that a person means, in UTC to the second, as `2026-11-22T09:30:00Z`.

    A clock time without a zone is UTC; a date alone is its first moment in UTC; `-2h`, `-30min` and spans in days or
    more count from `now` and keep its time of day.

    Raises:
        ValueError: It is not an instant, or one that does not exist; the message says which.
    """
    word = " ".join(text.lower().split())
    if word == "now":
        return now
    clock = _CLOCK.fullmatch(word)
    if clock:
        return _clock_instant(clock, text)
    span = _SPAN.fullmatch(word)
    if span:
        amount, unit = _amount(span, text), span[3]
        if unit in ("h", "min"):
            seconds = amount * (3600 if unit == "h" else 60)
            return _stamp(_shifted(datetime.fromisoformat(now[:19]), timedelta(seconds=seconds), text))
        return _moved(date.fromisoformat(now[:10]), amount, unit, text).isoformat() + now[10:]
    try:
        return parse_date(text, now[:10]) + "T00:00:00Z"
    except ValueError as error:
        if "is not a date" in str(error):
            raise ValueError(f"{text!r} is not an instant: write {INSTANT_FORMS}") from None
        raise


def relative(day: str, today: str) -> str:
    """How far a date or instant is from today, for people: `today`, `in 3 d`, `2 w ago`.

    Up to 13 days in days, up to 8 weeks in weeks, below two years in months, then in years, rounded down. A text that
    is no date is returned as it is.
    """
    try:
        distance = (date.fromisoformat(day[:10]) - date.fromisoformat(today)).days
    except ValueError:
        return day
    if -1 <= distance <= 1:
        return ("today", "tomorrow", "yesterday")[distance]
    size = abs(distance)
    if size < 14:
        words = f"{size} d"
    elif size < 63:
        words = f"{size // 7} w"
    elif size < 731:
        words = f"{size * 12 // 365} mo"  # a year ago is 12 months ago
    else:
        words = f"{int(size / 365.25)} y"
    return f"in {words}" if distance > 0 else f"{words} ago"


def days_between(start: str, end: str) -> int | None:
    """The days from one date or instant to another, negative when the second is earlier; None where one is no date."""
    try:
        return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    except ValueError:
        return None


def _real_day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} does not exist: months go from 1 to 12")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{day} {MONTHS[month - 1]} {year:04} does not exist") from None


def _amount(span: re.Match[str], text: str) -> int:
    amount = int(span[2])
    if amount > _MOST[span[3]]:
        raise ValueError(f"{text!r} is more than {_MOST_YEARS:,} years away")
    return -amount if span[1] == "-" else amount


def _moved(day: date, amount: int, unit: str, text: str) -> date:
    if unit in _DAYS_IN:
        try:
            return day + timedelta(days=amount * _DAYS_IN[unit])
        except OverflowError:
            raise ValueError(f"{text!r} is outside the years 1 to 9999") from None
    year, month = divmod(day.year * 12 + day.month - 1 + amount * _MONTHS_IN[unit], 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{text!r} is outside the years 1 to 9999")
    last = 31
    while True:
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            last -= 1


def _weekday(word: str, day: date, text: str) -> date | None:
    which, _, name = word.rpartition(" ")
    found = next((at for at, full in enumerate(WEEKDAYS) if len(name) >= 3 and full.startswith(name)), None)
    if found is None or which not in ("", "next", "last"):
        return None
    ahead = (found - day.weekday() - 1) % 7 + 1
    if which == "next":
        ahead = found - day.weekday() + 7
    elif which == "last":
        ahead = (found - day.weekday()) % 7 - 7
    return _moved(day, ahead, "d", text)


def _shifted(moment: datetime, by: timedelta, text: str) -> datetime:
    try:
        return moment + by
    except OverflowError:
        raise ValueError(f"{text!r} is outside the years 1 to 9999") from None


def _stamp(moment: datetime) -> str:
    return moment.isoformat()[:19] + "Z"


def _clock_instant(clock: re.Match[str], text: str) -> str:
    day = date.fromisoformat(parse_date(clock["day"], "2000-01-01"))
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"the time of {text!r} does not exist: it goes from 00:00:00 to 23:59:59")
    moment = datetime(day.year, day.month, day.day, hour, minute, second)
    zone = clock["zone"]
    if zone in (None, "z", "utc"):
        return _stamp(moment)
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError(f"{zone} in {text!r} is not an offset from UTC such as +01:00")
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    return _stamp(_shifted(moment, -offset, text))

"""The clock: the only place that asks what time it is. `$PMTUI_NOW`, an instant, replaces it."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from pmtui.domain.validation import is_instant
from pmtui.store.errors import USAGE, StoreError


def now() -> str:
    """This moment as an instant in UTC to the second.

    Raises:
        StoreError: `$PMTUI_NOW` is not an instant.
    """
    return _moment().astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"  # strftime gives the year 1 no zeros


def today() -> str:
    """The calendar date where the person is; that of `$PMTUI_NOW` in UTC where it is set."""
    return _moment().date().isoformat()


def instant_of(seconds: float) -> str:
    """The instant so many seconds after 1970 began; the earliest or latest there is where a clock was out of its mind."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).isoformat()[:19] + "Z"
    except (ValueError, OverflowError, OSError):
        return "0001-01-01T00:00:00Z" if seconds < 0 else "9999-12-31T23:59:59Z"


def instant_said(stamp: str) -> str:
    """The instant that git says as seconds since 1970; what it says of a damaged commit is when they began."""
    return instant_of(int(stamp) if stamp.removeprefix("-").isdecimal() else 0)


def _moment() -> datetime:
    fixed = os.environ.get("PMTUI_NOW")
    if not fixed:
        return datetime.now(UTC).astimezone()
    if not is_instant(fixed):
        raise StoreError(
            f"$PMTUI_NOW is {fixed!r}, which is not an instant", "write it as 2026-11-22T09:30:00Z, or unset it", "bad_value", USAGE
        )
    return datetime.fromisoformat(fixed.replace("Z", "+00:00"))

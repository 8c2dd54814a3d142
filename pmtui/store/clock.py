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


def _moment() -> datetime:
    fixed = os.environ.get("PMTUI_NOW")
    if not fixed:
        return datetime.now(UTC).astimezone()
    if not is_instant(fixed):
        raise StoreError(
            f"$PMTUI_NOW is {fixed!r}, which is not an instant", "write it as 2026-11-22T09:30:00Z, or unset it", "bad_value", USAGE
        )
    return datetime.fromisoformat(fixed.replace("Z", "+00:00"))

"""Instants from seconds, as files and git tell them."""

from __future__ import annotations

import pytest

from pmtui.domain.validation import is_instant
from pmtui.store.clock import instant_of, instant_said


@pytest.mark.parametrize(
    ("stamp", "instant"),
    [
        ("0", "1970-01-01T00:00:00Z"), ("1796000000", "2026-11-30T00:53:20Z"), ("-1", "1969-12-31T23:59:59Z"), ("", "1970-01-01T00:00:00Z"),
        ("--1", "1970-01-01T00:00:00Z"), ("-40000000000", "0702-06-15T00:53:20Z"), ("9" * 30, "9999-12-31T23:59:59Z"),
        ("-" + "9" * 30, "0001-01-01T00:00:00Z"),
    ],
)
def test_seconds_as_git_says_them_are_an_instant_whatever_they_are(stamp: str, instant: str) -> None:
    assert instant_said(stamp) == instant
    assert is_instant(instant)


def test_parts_of_a_second_are_left_out() -> None:
    assert instant_of(59.9) == "1970-01-01T00:00:59Z"

from __future__ import annotations

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.named_periods import named_period, typed_period
from pmtui.domain.quick_add import parse_line
from tests.domain.test_quick_add_complete import DIRECTORY, NOW

MILESTONE = SCHEMA["milestone"]


@pytest.mark.parametrize(("words", "target", "resolution"), [
    ("Q2 2027", "2027-06-30", "quarter"), ("h1 2027", "2027-06-30", "half"), ("Feb 2028", "2028-02-29", "month"),
    ("2027", "2027-12-31", "year"),
])
def test_a_target_is_typed_as_it_is_meant(words: str, target: str, resolution: str) -> None:
    line = parse_line(f'Beta target:"{words}"', MILESTONE, DIRECTORY, "2026-11-22", NOW)
    assert (line.title, line.values) == ("Beta", {"target": target, "resolution": resolution})


def test_a_day_and_any_other_field_are_no_period() -> None:
    assert typed_period(MILESTONE, MILESTONE.fields["target"], "2027-03-31") is None
    assert typed_period(MILESTONE, MILESTONE.fields["target"], "W12 2027") is None  # no target is meant by the week
    assert typed_period(MILESTONE, MILESTONE.fields["start"], "Q2 2027") is None
    assert named_period("W54 2027") is None

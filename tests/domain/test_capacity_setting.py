"""The setting `capacity`: what it says of a usual week and of others, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.capacity_setting import capacity_of, faults
from pmtui.domain.settings_keys import faults as all_faults

PEOPLE = {"people": {"@ana": 8, "bo": 2}}


@pytest.mark.parametrize(("given", "monday", "share", "team", "people"), [
    ({"team": 20}, "2026-11-23", 1.0, 20, {}),
    ({"team": 20}, "2026-11-23", 0.8, 16, {}),
    (PEOPLE, "2026-11-23", 1.0, 10, {"ana": 8, "bo": 2}),
    (PEOPLE, "2026-11-23", 0.5, 5, {"ana": 4, "bo": 1}),
    ({**PEOPLE, "weeks": {"2026-12-21": 5}}, "2026-12-21", 0.2, 5, {"ana": 4, "bo": 1}),  # a week that is named says all
    ({**PEOPLE, "weeks": {"2026-12-21": 0}}, "2026-12-21", 1.0, 0, {"ana": 0, "bo": 0}),
    ({**PEOPLE, "weeks": {"2026-12-21": {"ana": 0}}}, "2026-12-21", 1.0, 2, {"ana": 0, "bo": 2}),
    ({**PEOPLE, "team": 12, "weeks": {"2026-12-21": {"ana": 0}}}, "2026-12-21", 1.0, 4, {"ana": 0, "bo": 2}),
    ({**PEOPLE, "weeks": {"2026-12-21": {"team": 3, "bo": 1}}}, "2026-12-21", 1.0, 3, {"ana": 8, "bo": 1}),
    ({"weeks": {"2026-12-21": 3}}, "2026-12-14", 1.0, None, {}),
])
def test_what_can_be_done_in_a_week(given: Any, monday: str, share: float, team: float | None, people: dict[str, float]) -> None:
    capacity = capacity_of({"capacity": given})
    assert capacity.is_set
    assert capacity.faults == ()
    assert capacity.of_week(monday, share) == (team, people)


@pytest.mark.parametrize(("given", "expected"), [
    (20, ['capacity is an object such as {"team": 20, "people": {"ana": 8}}, not 20']),
    ({"unit": "hours"}, ["capacity.unit is points or items, not 'hours'"]),
    ({"team": -1}, ["capacity.team is a number from 0 to 1,000,000, points in a week, not -1"]),
    ({"unit": "items", "team": "20"}, ["capacity.team is a number from 0 to 1,000,000, items in a week, not '20'"]),
    ({"people": ["ana"]}, ['capacity.people is an object of handles such as {"ana": 8}, not [\'ana\']']),
    ({"people": {"ana": True, " ": 1}}, ["capacity.people.ana is a number from 0 to 1,000,000, points in a week, not True",
                                         "capacity.people has a name that is blank: write a handle such as ana"]),
    ({"people": {"team": 3}}, ["capacity.people: what the whole team can do stands in capacity.team, beside people, not among them"]),
    ({"weeks": {"2026-12-23": 0}}, ["capacity.weeks: 2026-12-23 is a Wednesday: name the week by its Monday, 2026-12-21"]),
    ({"weeks": {"Christmas": 0}}, ["capacity.weeks: 'Christmas' is no day: name a week by its Monday, such as 2026-12-21"]),
    ({"weeks": {"2026-12-21": "none"}}, ["capacity.weeks.2026-12-21 is a number of points, or an object of handles, not 'none'"]),
    ({"weeks": [1]}, ['capacity.weeks is an object of Mondays such as {"2026-12-21": 0}, not [1]']),
    ({"teams": 3}, ["capacity knows no teams: it has unit, team, people, weeks"]),
])
def test_what_makes_no_sense_is_named_with_what_to_do(given: Any, expected: list[str]) -> None:
    assert faults({"capacity": given}) == expected
    assert all_faults({"capacity": given}, ["capacity"]) == expected


def test_without_the_setting_nothing_is_known() -> None:
    assert not capacity_of({}).is_set
    assert faults({}) == []

"""Where people stand, and who should hear from us."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.computed import computed_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.stakeholders import QUADRANTS, TELL_EVERY, quadrant_of, standing, told_words
from pmtui.domain.today import concerns
from pmtui.widgets.quadrant_axes import MIDDLE, PEOPLE, STEPS

sys.path.insert(0, str(Path(__file__).parents[1] / "commands"))

from world import world

TODAY = "2026-11-22"


def test_the_quadrants_are_those_of_the_map() -> None:
    for influence in STEPS:
        for interest in STEPS:
            name = PEOPLE.quadrants[influence >= MIDDLE, interest > MIDDLE][0]
            assert quadrant_of(influence, interest) == name.lower()
    assert set(TELL_EVERY) == set(QUADRANTS)
    assert quadrant_of(None, 3) == quadrant_of(5, None) == ""


@pytest.mark.parametrize(("influence", "interest", "told", "is_due", "words"), [
    (5, 5, "2026-11-08T09:00:00Z", False, "14 d ago"),
    (5, 5, "2026-11-07T09:00:00Z", True, "15 d ago, 1 d over"),
    (5, 1, "2026-10-23T09:00:00Z", False, "30 d ago"),
    (5, 1, "2026-10-22T09:00:00Z", True, "31 d ago, 1 d over"),
    (1, 5, "2026-10-22T09:00:00Z", True, "31 d ago, 1 d over"),
    (1, 1, "2026-08-24T09:00:00Z", False, "90 d ago"),
    (1, 1, None, True, "never told"),
    (None, 1, None, False, "never told"),
    (5, 5, "2026-11-22T23:00:00Z", False, "today"),
])
def test_who_stands_high_hears_more_often(influence: Any, interest: Any, told: Any, is_due: bool, words: str) -> None:
    found = standing(influence, interest, told, TODAY)
    assert (found.is_due, told_words(found)) == (is_due, words)


def test_who_is_overdue_and_can_move_most_comes_first() -> None:
    def person(id: str, **fields: Any) -> tuple[str, str, dict[str, Any]]:
        return "person", id, fields

    told = "2026-11-20T09:00:00Z"
    snapshot = world(
        person("aaa", role="customer", influence=2, interest=5), person("bbb", role="ux", influence=5, interest=5, last_told=told),
        person("ccc", role="support", influence=4, interest=4), person("ddd", role="customer", influence=5, interest=4),
        person("eee", role="ux"), person("fff", role="ux", influence=5, interest=5, deleted_at=told),
    )
    environment = Environment(TODAY, f"{TODAY}T09:30:00Z", snapshot=snapshot)
    table = snapshot.table("person")

    def ids(query: str) -> list[str]:
        return [table.id(at) for at in view(parse(query, SCHEMA["person"]), table, environment)]

    assert ids("sort:unheard,role") == ["ddd", "ccc", "aaa", "bbb", "eee"]
    assert ids("is:unheard") == ids('unheard:"manage closely","keep informed"') == ["aaa", "ccc", "ddd"]
    figures = computed_of(table.record(0), snapshot, environment)
    assert figures == {"quadrant": "keep informed", "told_days": None, "tell_every": 30, "unheard": "keep informed", "age_days": None}
    line = next(one for one in concerns(snapshot, environment) if one.key == "unheard person")
    assert (line.number, line.title, line.screen, line.query) == (3, "people should hear from you", "strategy", "is:unheard")

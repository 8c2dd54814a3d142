"""What a move takes along: no further than the order of work needs, or all by as much."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.dependencies import linked
from pmtui.domain.planned_dates import Dates, Steps, dates_of
from pmtui.domain.pushing import ALL, NEEDED, pushed
from pmtui.domain.roadmap import when_of
from pmtui.domain.table import MemoryRows, Table


def table(**records: dict[str, Any]) -> Table:
    return Table("milestone", MemoryRows("milestone", {id: {"id": id, "title": id, **data} for id, data in records.items()}))


def dates(milestones: Table, id: str) -> Dates:
    at = milestones.position(id)
    assert at is not None
    return dates_of(*(milestones.column(name)[at] for name in ("start", "target", "resolution")))


def later(milestones: Table, id: str, days: int) -> dict[str, Dates]:
    return {id: dates(milestones, id).moved(Steps(days))}


CHAIN = table(
    a={"start": "2027-01-01", "target": "2027-01-10"},
    b={"start": "2027-01-15", "target": "2027-01-20", "depends_on": ["a"]},
    c={"start": "2027-01-21", "target": "2027-02-10", "depends_on": ["b"]},
    d={"start": "2027-03-01", "target": "2027-03-10", "depends_on": ["c", "a"]},
    other={"start": "2027-01-01", "target": "2027-01-10"},
)


def test_slack_is_used_up_first() -> None:
    assert pushed(CHAIN, later(CHAIN, "a", 4)).dates == {}
    found = pushed(CHAIN, later(CHAIN, "a", 7)).dates
    assert found == {"b": Dates("2027-01-18", "2027-01-23"), "c": Dates("2027-01-24", "2027-02-13")}
    assert list(found) == ["b", "c"]


def test_nothing_is_pushed_by_a_move_earlier_but_all_can_go_along() -> None:
    assert pushed(CHAIN, later(CHAIN, "a", -30)).dates == {}
    found = pushed(CHAIN, later(CHAIN, "a", -3), ALL).dates
    assert found["b"] == Dates("2027-01-12", "2027-01-17")
    assert found["d"] == Dates("2027-02-26", "2027-03-07")
    assert set(found) == {"b", "c", "d"}


def test_what_is_moved_itself_stays_where_it_was_put() -> None:
    moved = later(CHAIN, "a", 20) | later(CHAIN, "b", 1)
    found = pushed(CHAIN, moved).dates
    assert "b" not in found
    assert found["c"].start == "2027-01-22"


@pytest.mark.parametrize(("days", "target"), [(10, "2027-03-15"), (60, "2027-06-30"), (140, "2027-09-30")])
def test_a_quarter_goes_by_quarters_to_the_nearest(days: int, target: str) -> None:
    here = table(
        a={"start": "2027-01-01", "target": "2027-01-10"},
        b={"start": "2027-01-11", "target": "2027-03-15", "resolution": "quarter", "depends_on": ["a"]},
    )
    found = pushed(here, later(here, "a", days)).dates["b"]
    assert found == Dates((date(2027, 1, 11) + timedelta(days=days)).isoformat(), target, "quarter")
    assert not found.is_reversed


def test_by_as_much_moves_the_start_alone_where_that_is_less_than_half_a_period() -> None:
    here = table(
        a={"start": "2027-01-01", "target": "2027-01-10"},
        b={"start": "2027-01-11", "target": "2027-03-31", "resolution": "quarter", "depends_on": ["a"]},
    )
    assert pushed(here, later(here, "a", 5), ALL).dates["b"] == Dates("2027-01-16", "2027-03-31", "quarter")
    assert pushed(here, later(here, "a", -5), ALL).dates["b"] == Dates("2027-01-06", "2027-03-31", "quarter")
    assert pushed(here, later(here, "a", 80), ALL).dates["b"] == Dates("2027-04-11", "2027-06-30", "quarter")


def test_a_target_without_a_start_moves_just_behind_what_it_waits_for() -> None:
    here = table(
        a={"target": "2027-01-10"}, b={"target": "2027-01-15", "resolution": "month", "depends_on": ["a"]}, c={"depends_on": ["a"]},
        d={"start": "2027-01-02", "depends_on": ["a"]},
    )
    assert pushed(here, later(here, "a", 5)).dates == {"d": Dates("2027-01-16", None)}
    assert pushed(here, later(here, "a", 30)).dates["b"].target == "2027-02-28", "the first month that ends after 9 Feb"


def test_what_has_shipped_stays_and_passes_nothing_on() -> None:
    here = table(
        a={"start": "2027-01-01", "target": "2027-01-10"},
        b={"start": "2027-01-11", "target": "2027-01-20", "depends_on": ["a"], "status": "shipped"},
        c={"start": "2027-01-21", "target": "2027-01-30", "depends_on": ["b"]},
        gone={"start": "2027-01-11", "target": "2027-01-30", "depends_on": ["a"], "deleted_at": "2026-01-01T00:00:00Z"},
    )
    for how in (NEEDED, ALL):
        assert pushed(here, later(here, "a", 90), how).dates == {}


def test_a_circle_is_named_and_stays() -> None:
    here = table(
        a={"start": "2027-01-01", "target": "2027-01-10"},
        b={"start": "2027-01-11", "target": "2027-01-20", "depends_on": ["a", "c"]},
        c={"start": "2027-01-11", "target": "2027-01-20", "depends_on": ["b"]},
        d={"start": "2027-01-11", "target": "2027-01-20", "depends_on": ["a"]},
    )
    found = pushed(here, later(here, "a", 5))
    assert set(found.circle) == {"b", "c"}
    assert set(found.dates) == {"d"}
    own = table(a={"start": "2027-01-01", "target": "2027-01-10", "depends_on": ["b"]},
                b={"start": "2027-01-11", "target": "2027-01-20", "depends_on": ["a"]})
    assert pushed(own, later(own, "a", 5)) == ({"b": Dates("2027-01-16", "2027-01-25")}, ()), "what is moved is held by nobody"


def test_the_end_of_the_calendar_is_said() -> None:
    here = table(a={"start": "9999-12-01", "target": "9999-12-10"}, b={"start": "9999-12-11", "target": "9999-12-30", "depends_on": ["a"]})
    with pytest.raises(ValueError, match="outside the years"):
        pushed(here, later(here, "a", 15))


DAYS = st.integers(0, 400).map(lambda days: (date(2027, 1, 1) + timedelta(days=days)))


@st.composite
def roadmaps(draw: st.DrawFn) -> Table:
    """Milestones of which each may wait for some before it."""
    made: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(1, 7))):
        start, length = draw(DAYS), draw(st.integers(0, 120))
        made[f"m{number}"] = {
            "start": draw(st.sampled_from((start.isoformat(), None))),
            "target": draw(st.sampled_from(((start + timedelta(days=length)).isoformat(), None))),
            "resolution": draw(st.sampled_from(("day", "month", "quarter", "half", "year"))),
            "status": draw(st.sampled_from(("planned", "planned", "active", "shipped"))),
            "depends_on": draw(st.lists(st.sampled_from(sorted(made)), unique=True, max_size=2)) if made else [],
        }
    return table(**{id: {name: value for name, value in data.items() if value is not None} for id, data in made.items()})


@given(roadmaps(), st.integers(-60, 120))
def test_a_push_keeps_the_order_and_moves_nothing_further_than_that(milestones: Table, days: int) -> None:
    before = dates(milestones, "m0")
    if before.start is None and before.target is None:
        return
    moved = {"m0": before.moved(Steps(days))}
    found = pushed(milestones, moved).dates
    new = moved | dict(found)
    needs, status = milestones.column("depends_on"), milestones.column("status")
    for id, after in found.items():
        at = milestones.position(id)
        assert at is not None
        assert status[at] != "shipped"
        assert not after.is_reversed or dates(milestones, id).is_reversed
        was, now = dates(milestones, id), after
        ends = [when_of(*new[one]).last for one in linked(needs[at]) if one in new]
        latest = max(end for end in ends if end is not None)
        if was.start is not None:
            assert now.start == (latest + timedelta(days=1)).isoformat(), "the least that keeps the order"
            assert now.start > was.start
        assert now.target is None or was.target is None or now.target >= was.target
    for at in range(len(milestones)):
        id = milestones.id(at)
        own = new.get(id, dates(milestones, id))
        if id == "m0" or status[at] == "shipped" or own.start is None:
            continue
        for one in linked(needs[at]):
            end, old_end = (when_of(*each).last for each in (new.get(one, Dates(None, None)), dates(milestones, one)))
            if one in new and end is not None and old_end is not None and end > old_end:
                assert own.start > end.isoformat(), "nothing begins before what was moved has ended"


@pytest.mark.parametrize(("begin", "end"), [("2027-03-10", "2027-03-27"), ("2027-10-28", "2027-11-06")], ids=["spring", "autumn"])
def test_days_are_days_in_every_zone_and_across_both_changes_of_the_clock(zone: str, begin: str, end: str) -> None:
    here = table(
        a={"start": begin, "target": end},
        b={"start": (date.fromisoformat(end) + timedelta(days=1)).isoformat(), "target": "2027-12-01", "depends_on": ["a"]},
    )
    found = pushed(here, later(here, "a", 3)).dates["b"]
    assert found == Dates((date.fromisoformat(end) + timedelta(days=4)).isoformat(), "2027-12-04"), zone

"""What a roadmap shows of milestones: progress, dates, lateness, dependencies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.records import Record
from pmtui.domain.roadmap import (
    NO_ITEMS,
    Clash,
    Progress,
    When,
    by_date,
    clash_of,
    clashes,
    days_late,
    items_of,
    needed_by,
    planned,
    progress_by_milestone,
    when_of,
)
from pmtui.domain.table import MemoryRows, Table

MILESTONES = ("m1", "m2", "m3")


def table(kind: str, **documents: Mapping[str, Any]) -> Table:
    return Table(kind, MemoryRows(kind, {id: {"id": id, "title": id, **fields} for id, fields in documents.items()}))


ITEMS = st.lists(st.fixed_dictionaries({}, optional={
    "milestone": st.sampled_from([*MILESTONES, "", None]),
    "status": st.sampled_from(["inbox", "doing", "done", "dropped", "unheard"]),
    "estimate": st.one_of(st.none(), st.integers(0, 13), st.just(0.5), st.just("many"), st.just([1])),
    "deleted_at": st.sampled_from([None, "2026-11-22T09:30:00Z"]),
    "rank": st.text("abc", max_size=3),
}), max_size=40)


def sum_of(items: Table, milestone: str) -> Progress:
    """The progress the slow way."""
    rows = [one for one in items if one["milestone"] == milestone and one["deleted_at"] is None and one.status != "dropped"]

    def points(some: list[Record]) -> float:
        return sum(one["estimate"] for one in some if isinstance(one["estimate"], int | float))

    done = [one for one in rows if one.status == "done"]
    return Progress(len(done), len(rows), points(done), points(rows))


@given(ITEMS)
def test_progress_counts_what_is_neither_dropped_nor_deleted(documents: list[dict[str, Any]]) -> None:
    items = table("item", **{f"{at:010d}": one for at, one in enumerate(documents)})
    found = progress_by_milestone(items)
    assert {one: found.get(one, NO_ITEMS) for one in MILESTONES} == {one: sum_of(items, one) for one in MILESTONES}
    assert set(found) <= set(MILESTONES)


@given(ITEMS)
def test_the_items_of_a_milestone_are_those_that_its_progress_counts(documents: list[dict[str, Any]]) -> None:
    items = table("item", **{f"{at:010d}": one for at, one in enumerate(documents)})
    for one in MILESTONES:
        rows = items_of(items, one)
        assert len(rows) == len(set(rows)) == sum_of(items, one).total
        closed = [items.record(at).is_closed for at in rows]
        assert closed == sorted(closed), "open ones come first"
        order = {at: place for place, at in enumerate(items.in_order())}
        for state in (False, True):
            places = [order[at] for at in rows if items.record(at).is_closed is state]
            assert places == sorted(places)


def test_progress_follows_a_change() -> None:
    items = table("item", a={"milestone": "m1", "estimate": 3}, b={"milestone": "m1", "estimate": 5, "status": "done"})
    assert progress_by_milestone(items) == {"m1": Progress(1, 2, 5, 8)}
    assert progress_by_milestone(items) is progress_by_milestone(items)
    after = items.with_records({"a": Record("item", "a", {"id": "a", "milestone": "m1", "estimate": 3, "status": "done"})})
    assert progress_by_milestone(after) == {"m1": Progress(2, 2, 8, 8)}
    assert progress_by_milestone(after)["m1"].share == 1
    assert NO_ITEMS.share is None


def test_a_quarter_is_the_whole_quarter() -> None:
    when = when_of("2026-11-22", "2027-02-10", "quarter")
    assert (when.first, when.last) == (date(2026, 11, 22), date(2027, 3, 31))
    assert when_of(None, "2027-02-10", "quarter").first == date(2027, 1, 1)


@pytest.mark.parametrize(("start", "target", "first", "last"), [
    (None, None, None, None), ("soon", "later", None, None),
    ("2027-01-05", None, date(2027, 1, 5), date(2027, 1, 5)), ("2027-05-01", "2027-02-01", date(2027, 2, 1), date(2027, 2, 1)),
])
def test_dates_that_are_missing_wrong_or_the_wrong_way_round(
    start: object, target: object, first: date | None, last: date | None,
) -> None:
    when = when_of(start, target, "day")
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(("status", "today", "days"), [
    ("active", "2027-03-31", 0), ("active", "2027-04-01", 1), ("planned", "2027-04-10", 10), ("shipped", "2027-04-10", 0),
    ("cancelled", "2027-04-10", 0),
])
def test_late_is_after_the_end_of_the_target_period(status: str, today: str, days: int) -> None:
    assert days_late(when_of(None, "2027-01-15", "quarter"), status, date.fromisoformat(today)) == days
    assert days_late(When(None, None), status, date.fromisoformat(today)) == 0


def test_a_dependency_that_ends_too_late_is_a_clash() -> None:
    roads = table(
        "milestone",
        first={"target": "2027-02-15", "resolution": "quarter"}, exact={"target": "2027-02-15"},
        second={"start": "2027-03-01", "depends_on": ["exact", "first"]}, third={"start": "2027-03-01", "depends_on": ["exact"]},
        shipped={"target": "2027-02-15", "resolution": "quarter", "status": "shipped"},
        fourth={"start": "2027-03-01", "depends_on": ["shipped", "gone"]}, fifth={"depends_on": ["first"]},
        sixth={"start": "2027-03-01", "depends_on": ["first"], "status": "cancelled"},
    )
    assert clashes(roads) == {"second": Clash("first", 31)}
    assert needed_by(roads, "first") == ["fifth", "second", "sixth"]
    assert needed_by(roads, "fifth") == []


@given(st.lists(st.fixed_dictionaries({}, optional={
    "start": st.dates(date(2026, 11, 1), date(2027, 3, 1)).map(str), "target": st.dates(date(2026, 11, 1), date(2027, 3, 1)).map(str),
    "status": st.sampled_from(["planned", "shipped", "cancelled"]), "deleted_at": st.sampled_from([None, "2026-11-22T09:30:00Z"]),
    "depends_on": st.lists(st.sampled_from([f"m{at}" for at in range(9)]), unique=True).map(sorted),
}), max_size=8))
def test_all_clashes_at_once_are_those_of_each(documents: list[dict[str, Any]]) -> None:
    roads = table("milestone", **{f"m{at}": one for at, one in enumerate(documents)})
    one_by_one = {roads.id(at): clash_of(roads, at, lambda other: planned(roads, other)) for at in range(len(roads))}
    assert clashes(roads) == {id: clash for id, clash in one_by_one.items() if clash is not None}


def test_milestones_by_date() -> None:
    roads = table(
        "milestone", a={"rank": "a"}, b={"rank": "b", "start": "2027-03-01", "target": "2027-04-01"}, c={"rank": "c"},
        d={"rank": "d", "start": "2027-03-01", "target": "2027-03-02"}, e={"rank": "e", "target": "2027-02-15", "resolution": "quarter"},
    )
    assert [roads.id(at) for at in by_date(roads, roads.in_order())] == ["e", "d", "b", "a", "c"]
    assert planned(roads, 4).first == date(2027, 1, 1)

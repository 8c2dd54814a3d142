"""How targets moved, by the reasons that milestones keep: moves, sums, since when."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.domain.slip import (
    SlipSum,
    last_review,
    moves_at,
    slip_at,
    slip_column,
    slip_figures,
    slip_sum,
    slipped_by,
    slipped_since,
    slips_in,
)
from pmtui.domain.table import MemoryRows, Table

ENVIRONMENT = Environment("2026-11-23", "2026-11-23T12:00:00Z")


def moved(at: str, was: str | None, now: str | None, text: str = "why", by: str = "ana") -> dict[str, Any]:
    entry = {"id": at.ljust(10, "0"), "at": f"2026-{at}T10:00:00Z", "by": by, "field": "target", "text": [text]}
    return {**entry, **({"from": was} if was else {}), **({"to": now} if now else {})}


def milestone(target: str | None, *reasons: Mapping[str, Any], **fields: Any) -> Record:
    data = {"id": "m1", "title": "One", "reasons": [*reasons], **fields}
    return Record("milestone", "m1", data if target is None else {**data, "target": target})


def table(*records: Record) -> Table:
    return Table("milestone", MemoryRows("milestone", {one.id: dict(one.data) for one in records}))


def test_a_target_that_slipped_twice() -> None:
    record = milestone("2026-12-24", moved("11-02", "2026-12-10", "2026-12-24", "the test"), moved("10-31", "2026-12-03", "2026-12-10"))
    found = slips_in(record)
    assert [(one.was, one.now, one.days, one.reason) for one in found] == [
        ("2026-12-03", "2026-12-10", 7, "why"), ("2026-12-10", "2026-12-24", 14, "the test"),
    ]
    assert slip_sum(found, record.data) == SlipSum(2, 21, "2026-12-03", 21)
    assert slip_sum(found, record.data).words == "slipped twice, 21 days in all"
    assert slip_sum(found[:1], record.data).words == "slipped once, by 7 days"
    assert slipped_since(found, "2026-11-01T00:00:00Z") == 14


def test_a_move_that_two_made_at_once_is_one_with_both_reasons() -> None:
    both = [moved("11-02", "2026-12-10", "2026-12-24", *said) for said in (("ill", "bo"), ("the test", "ana"))]
    record = milestone("2026-12-24", *both)
    found = slips_in(record)
    assert [(one.by, one.reason, one.days) for one in found] == [("ana, bo", "the test; ill", 14)]
    assert slip_sum(found, record.data) == SlipSum(1, 14, "2026-12-10", 14)
    again = milestone("2026-12-24", moved("11-02", "2026-12-10", "2026-12-24"), moved("11-09", "2026-12-10", "2026-12-24"))
    assert slip_sum(slips_in(again), again.data).times == 2  # it came back in between


def test_a_move_back_counts_against_the_first_target_and_not_as_a_slip() -> None:
    record = milestone("2026-12-03", moved("10-31", "2026-12-01", "2026-12-10"), moved("11-02", "2026-12-10", "2026-12-03"))
    assert slip_sum(slips_in(record), record.data) == SlipSum(1, 9, "2026-12-01", 2)


def test_a_quarter_counts_by_its_last_day() -> None:
    record = milestone("2027-06-30", moved("10-31", "2027-03-31", "2027-06-30"), resolution="quarter")
    [found] = slips_in(record)
    assert (found.days, found.labels) == (91, ("Q1 2027", "Q2 2027"))


def test_two_days_of_one_period_are_the_days_that_they_are() -> None:
    """A day slipped within the quarter that is meant by now: that happened, and does not go away."""
    record = milestone("2027-02-10", moved("10-31", "2027-01-10", "2027-02-10"), resolution="quarter")
    [found] = slips_in(record)
    assert (found.days, found.labels) == (31, ("10 Jan 2027", "10 Feb 2027"))
    assert slipped_by("2027-01-10", "2027-01-10", "quarter", "day") == 80  # no other day, but meant by the quarter since then


def test_a_target_that_is_meant_more_coarsely_slips_with_its_period() -> None:
    coarser = {**moved("11-02", None, None, "nobody can say it to the day"), "field": "resolution", "from": "day", "to": "quarter"}
    record = milestone("2027-06-30", moved("10-31", "2027-01-03", "2027-01-10"), coarser, moved("11-05", "2027-01-10", "2027-06-30"),
                       resolution="quarter")
    found = slips_in(record)
    assert [(one.days, one.labels) for one in found] == [
        (7, ("3 Jan 2027", "10 Jan 2027")), (80, ("10 Jan 2027", "Q1 2027")), (91, ("Q1 2027", "Q2 2027")),
    ]


def test_what_is_no_move_of_a_target_or_no_date_does_no_harm() -> None:
    odd: list[Any] = [
        {"id": "a", "field": "status", "to": "shipped"}, "words", moved("10-30", None, "2026-12-01"),
        moved("10-31", "soon", "2026-12-05"), moved("11-01", "2026-12-05", None),
    ]
    record = milestone(None, *odd)
    found = slips_in(record)
    assert [(one.was, one.now, one.days) for one in found] == [
        (None, "2026-12-01", None), (None, "2026-12-05", None), ("2026-12-05", None, None),
    ]
    assert found[0].labels == ("none", "1 Dec 2026")
    assert slip_sum(found, record.data) == SlipSum(0, 0, "2026-12-01", None)
    assert slip_sum(found, record.data).words == ""
    assert slips_in(Record("milestone", "m2", {"id": "m2", "reasons": "none"})) == []


def test_the_column_is_blank_where_nothing_moved() -> None:
    still = Record("milestone", "m2", {"id": "m2", "title": "Two", "target": "2026-12-01"})
    milestones = table(milestone("2026-12-10", moved("10-31", "2026-12-03", "2026-12-10")), still)
    assert list(slip_column(milestones, ENVIRONMENT).rows()) == [7, None]
    assert slip_at(milestones, 0).against_first == 7
    changed = milestones.with_records({"m1": milestone("2026-12-05", moved("10-31", "2026-12-03", "2026-12-10"))})
    assert slip_at(changed, 0).against_first == 2


def test_since_the_last_review() -> None:
    milestones = table(
        milestone("2026-12-24", moved("10-31", "2026-12-03", "2026-12-10"), moved("11-02", "2026-12-10", "2026-12-24")),
    )
    reviews = MemoryRows("review", {
        "e1": {"id": "e1", "at": "2026-11-01T09:00:00Z"}, "e2": {"id": "e2", "at": "2026-10-01T09:00:00Z"},
        "e3": {"id": "e3", "at": "2026-11-20T09:00:00Z", "deleted_at": "2026-11-21T09:00:00Z"},
    })
    snapshot = Snapshot(MemorySource({}), {"review": Table("review", reviews), "milestone": milestones})
    assert last_review(snapshot) == "2026-11-01T09:00:00Z"
    assert slip_figures(moves_at(milestones, 0)[1:]) == [
        {"at": "2026-11-02T10:00:00Z", "by": "ana", "from": "2026-12-10", "to": "2026-12-24", "days": 14, "reason": "why"},
    ]


DAYS = st.dates().map(lambda day: day.isoformat())


@given(st.lists(DAYS, min_size=2, max_size=6), st.sampled_from(["day", "month", "quarter", "half", "year"]))
def test_the_moves_of_a_target_add_up_to_what_it_is_off_the_first_one(days: list[str], resolution: str) -> None:
    moves = [moved(f"10-{at + 10}", was, now) for at, (was, now) in enumerate(pairwise(days))]
    record = milestone(days[-1], *moves, resolution=resolution)
    found = slips_in(record)
    total = slip_sum(found, record.data)
    assert total.first == days[0]
    assert total.against_first == slipped_by(days[0], days[-1], resolution)
    if resolution == "day":
        assert sum(one.days or 0 for one in found) == total.against_first

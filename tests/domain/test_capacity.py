"""The load of milestones by week, against what the team can do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.capacity import MOST_WEEKS, Load, load_by_week, load_of, weeks_of, weeks_until, worst_of
from pmtui.domain.capacity_setting import over_words
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.table import MemoryRows, Table

TODAY = "2026-11-25"  # a Wednesday
FIVE = {"working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": ["2026-12-25", "2027-01-01"]}
PEOPLE = {"p1": {"handle": "ana"}, "p2": {"handle": "@bo"}, "p3": {"title": "Chen"}}


def workspace(milestones: Mapping[str, Any], items: list[dict[str, Any]], capacity: Any = None, calendar: Any = FIVE) -> Snapshot:
    documents = {
        "milestone": milestones, "person": PEOPLE, "item": {f"i{at:09d}": {"milestone": "m1", **one} for at, one in enumerate(items)},
    }
    tables = {
        kind: Table(kind, MemoryRows(kind, {id: {"id": id, **data} for id, data in some.items()})) for kind, some in documents.items()
    }
    settings = {"capacity": capacity} if capacity is not None else {}
    return Snapshot(MemorySource({}), tables, {**settings, **({"calendar": calendar} if calendar else {})})


def test_open_estimates_are_spread_over_the_working_days_up_to_the_target() -> None:
    items = [{"estimate": 8, "assignee": "p1"}, {"estimate": 5, "assignee": "p2"}, {"estimate": 100, "status": "done"},
             {"estimate": 100, "status": "dropped"}, {"assignee": "p3"}]
    snapshot = workspace({"m1": {"target": "2026-12-11"}}, items, {"team": 10, "people": {"ana": 3, "bo": 5}})
    first, second, third = load_by_week(snapshot, TODAY, 3)
    assert (first.monday, first.committed, first.capacity) == (date(2026, 11, 23), 3, 6)  # 3 of 13 days, of a week with 3 days left
    assert (second.committed, second.capacity, second.over) == (5, 10, ("ana",))
    assert [(one.who, round(one.committed, 2), one.capacity) for one in second.people] == [("ana", 3.08, 3), ("bo", 1.92, 5)]
    assert third.share == 0.5
    load = load_of(snapshot, TODAY, 3)
    assert load_of(snapshot, TODAY, 3) is load
    assert load.unsized == {"m1": 1}
    assert [round(part, 2) for _, part in weeks_of(load, "m1")] == [3, 5, 5]
    assert worst_of(load, "m1") is not None
    assert worst_of(load, "m2") is None


def test_what_should_have_shipped_is_due_now_and_the_team_is_over() -> None:
    snapshot = workspace({"m1": {"start": "2026-10-01", "target": "2026-11-01"}}, [{"estimate": 9}], {"team": 10})
    [week] = load_by_week(snapshot, TODAY, 1)
    assert (week.committed, week.capacity, week.over) == (9, 6, ("team",))
    [saturday, monday] = load_by_week(snapshot, "2026-11-28", 2)
    assert (saturday.committed, saturday.over, monday.committed) == (0, (), 9)


def test_holidays_take_their_share_and_a_week_that_is_named_says_all() -> None:
    milestones = {"m1": {"start": "2026-12-21", "target": "2027-01-03"}}
    for weeks, expected in (({}, [8, 8]), ({"2026-12-28": 2}, [8, 2])):
        found = load_by_week(workspace(milestones, [{"estimate": 8}], {"team": 10, "weeks": weeks}), TODAY, 6)
        assert [(one.committed, one.capacity) for one in found[4:]] == [(4, expected[0]), (4, expected[1])]
    assert found[5].over == ("team",)


def test_items_count_where_the_unit_says_so_and_quarters_count_to_their_end() -> None:
    snapshot = workspace({"m1": {"start": "2026-12-28", "target": "2027-01-10", "resolution": "quarter"}}, [{}, {"estimate": 50}],
                         {"unit": "items", "team": 1})
    load = load_of(snapshot, TODAY, 40)
    assert load.unit == "items"
    assert round(sum(one.committed for one in load.weeks), 4) == 2
    assert [week.monday for week, _ in weeks_of(load, "m1")][-1] == date(2027, 3, 29)


@pytest.mark.parametrize("milestone", [
    {"status": "shipped", "target": "2026-12-11"}, {"deleted_at": "2026-11-01T00:00:00Z", "target": "2026-12-11"}, {"start": "2026-11-01"},
])
def test_what_is_closed_deleted_or_has_no_target_loads_nothing(milestone: dict[str, Any]) -> None:
    snapshot = workspace({"m1": milestone}, [{"estimate": 8}, {"estimate": 5, "milestone": "m9"}], {"team": 1})
    assert [one.committed for one in load_by_week(snapshot, TODAY, 2)] == [0, 0]


def test_without_the_setting_there_is_nothing_to_tell() -> None:
    snapshot = workspace({"m1": {"target": "2026-12-11"}}, [{"estimate": 8}])
    assert load_by_week(snapshot, TODAY) == []
    assert load_of(snapshot, TODAY) == Load("points", (), {}, {})


def test_what_is_looked_at_is_doubled_in_bounds_and_kept_beside_the_usual_weeks() -> None:
    assert [weeks_until(TODAY, date.fromisoformat(day)) for day in ("2026-01-01", TODAY, "2027-05-23", "2027-05-24", "9999-01-01")] == [
        26, 26, 26, 52, MOST_WEEKS
    ]
    snapshot = workspace({"m1": {"start": "2026-11-23", "target": "2028-11-19"}}, [{"estimate": 104}], {"team": 1})
    usual, far = load_of(snapshot, TODAY), load_of(snapshot, TODAY, weeks_until(TODAY, date(2028, 12, 31)))
    assert [len(usual.weeks), len(far.weeks)] == [26, 208]
    assert [far.weeks[at].committed for at in (0, 50, 103)] == [pytest.approx(part / 516 * 104, abs=1e-5) for part in (3, 5, 5)]
    assert {one.committed for one in far.weeks[104:]} == {0}
    assert load_of(snapshot, TODAY) is usual


def test_who_is_over_in_words() -> None:
    assert [over_words(one) for one in ((), ("ana",), ("team",), ("ana", "bo", "team"))] == [
        "", "@ana", "the team", "@ana, @bo and the team",
    ]


DAY = st.integers(-40, 400).map(lambda days: (date(2026, 11, 25) + timedelta(days=days)).isoformat())


@given(st.lists(st.tuples(st.one_of(st.none(), DAY), DAY, st.sampled_from(["day", "month", "year"]), st.integers(1, 40)), max_size=5),
       st.sampled_from([None, FIVE, {"working_days": ["sun"]}]))
def test_all_open_work_is_planned_once(plans: list[tuple[str | None, str, str, int]], calendar: Any) -> None:
    milestones = {
        f"m{at}": {"target": target, "resolution": resolution, **({"start": start} if start else {})}
        for at, (start, target, resolution, _) in enumerate(plans)
    }
    items = [{"milestone": f"m{at}", "estimate": size} for at, (*_, size) in enumerate(plans)]
    found = load_by_week(workspace(milestones, items, {"team": 5}, calendar), TODAY, 160)
    assert sum(one.committed for one in found) == pytest.approx(sum(size for *_, size in plans), abs=1e-3)
    assert all(one.committed >= 0 for one in found)
    assert all((one.monday - found[0].monday).days == 7 * at for at, one in enumerate(found))


def test_weeks_are_the_same_in_every_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Europe/Berlin", "Asia/Kolkata"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        snapshot = workspace({"m1": {"start": "2026-10-20", "target": "2026-11-08"}}, [{"estimate": 14}], {"team": 10})
        weeks = load_by_week(snapshot, "2026-10-19", 4)
        found.add(tuple((one.monday, one.committed) for one in weeks))
    monkeypatch.undo()
    time.tzset()
    assert found == {((date(2026, 10, 19), 4), (date(2026, 10, 26), 5), (date(2026, 11, 2), 5), (date(2026, 11, 9), 0))}

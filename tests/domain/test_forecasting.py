from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.forecasting import Forecast, fits_by, forecasts, inputs_of, known_forecasts, plan_of
from pmtui.domain.records import Record

TODAY = date(2026, 11, 22)


def day(weeks: int) -> str:
    return (TODAY + timedelta(weeks=weeks)).isoformat()


def workspace(milestones: dict[str, dict[str, Any]], history: list[int], **remaining: int) -> Snapshot:
    """Milestones in their order, with so many items each that remain, and items done in past weeks."""
    items: dict[str, dict[str, Any]] = {}

    def add(**data: Any) -> None:
        id = f"i{len(items):05}"
        items[id] = {"id": id, "title": id, "rank": f"a{len(items):05}", "created_at": "2026-01-01T09:00:00Z", **data}

    for ago, count in enumerate(reversed(history)):
        for _ in range(count):
            add(status="done", done_at=f"{TODAY - timedelta(days=7 * ago + 3)}T12:00:00Z")
    if history:
        add(status="done", done_at=f"{TODAY - timedelta(days=7 * len(history))}T12:00:00Z")  # before the first whole week
    for id, count in remaining.items():
        for _ in range(count):
            add(status="ready", milestone=id)
    rows = {
        id: {"id": id, "title": id.upper(), "rank": f"a{at:03}", "status": "planned", **data}
        for at, (id, data) in enumerate(milestones.items())
    }
    return Snapshot(MemorySource({"milestone": rows, "item": items}))


def dates(found: Forecast) -> list[str | None]:
    return [found.p50, found.p70, found.p85, found.p95]


def test_a_constant_pace_makes_a_division_of_it() -> None:
    found = forecasts(workspace({"a": {"target": day(5)}, "b": {"target": day(8)}, "c": {}}, [2] * 6, a=10, b=7, c=1), TODAY)
    assert list(found) == ["a", "b", "c"]
    assert [set(dates(one)) for one in found.values()] == [{day(5)}, {day(9)}, {day(9)}]
    assert [(one.remaining, one.before, one.weeks_of_history, one.chance_of_target) for one in found.values()] == [
        (10, 0, 6, 1.0), (7, 10, 6, 0.0), (1, 17, 6, None),
    ]
    assert found["b"].drivers == ("7 items left, 2 done a week over 6 weeks", "shares the team: 10 items of 1 milestone come first",
                                  "only 6 weeks of history: the range is rough")
    assert found["a"].spread == ((day(5), 1.0),)


def test_what_a_milestone_waits_for_comes_first_and_its_start_is_heeded() -> None:
    found = forecasts(workspace({
        "late": {"depends_on": ["early"]}, "later": {"start": day(20)}, "early": {}, "behind": {"depends_on": ["later"]},
    }, [2] * 8, late=4, later=6, early=10, behind=2), TODAY)
    assert {id: one.p85 for id, one in found.items()} == {"early": day(5), "late": day(7), "later": day(23), "behind": day(24)}
    assert "waits for “EARLY”, done by 27 Dec 2026 at 85 %" in found["late"].drivers
    assert "nobody works on it before 11 Apr 2027" in found["later"].drivers


def test_one_that_begins_later_takes_over_from_those_behind_it() -> None:
    found = forecasts(workspace({"first": {"start": day(3)}, "second": {}}, [2] * 8, first=4, second=10), TODAY)
    assert {id: one.p50 for id, one in found.items()} == {"first": day(5), "second": day(7)}


def test_no_day_lies_before_the_start() -> None:
    start = (TODAY + timedelta(days=10)).isoformat()
    found = forecasts(workspace({"a": {"start": start}, "b": {"start": start}}, [50] * 8, a=1), TODAY)
    assert (found["a"].p50 or "") >= start


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ([], "nothing was done yet"), ([3, 3, 3], "only 3 whole weeks since the first item was done"),
        ([0] * 5, "nothing was done in the last 5 weeks"),
    ],
)
def test_where_history_is_too_thin_it_says_so_and_forecasts_nothing(history: list[int], words: str) -> None:
    snapshot = workspace({"a": {"target": day(5)}}, history, a=3)
    found = forecasts(snapshot, TODAY)["a"]
    assert dates(found) == [None] * 4
    assert (found.chance_of_target, found.remaining, found.weeks_of_history, found.is_known) == (None, 3, len(history), False)
    assert words in found.drivers[0]
    fit = fits_by(snapshot, TODAY, TODAY + timedelta(weeks=3))
    assert (fit.at_50, fit.at_85, fit.weeks) == (None, None, 3)


def test_items_that_do_not_say_when_they_were_done_are_counted_where_history_is_thin() -> None:
    snapshot = workspace({"a": {}}, [], a=3)
    record = snapshot.record("item", "i00002")
    assert record is not None
    snapshot = snapshot.with_records([Record("item", record.id, {**record.data, "status": "done"})])
    assert forecasts(snapshot, TODAY)["a"].drivers[0].endswith("; 1 done item without done_at")
    snapshot = snapshot.with_records([Record("item", record.id, {**record.data, "status": "done", "done_at": "2026-11-20T09:00:00Z"})])
    assert forecasts(snapshot, TODAY)["a"].drivers[0].startswith("no whole week since the first item was done: a forecast needs")


def test_four_weeks_are_enough() -> None:
    assert forecasts(workspace({"a": {}}, [1, 0, 0, 0], a=1), TODAY)["a"].is_known


def test_milestones_without_work_or_on_a_circle_have_a_reason() -> None:
    found = forecasts(workspace({
        "empty": {}, "a": {"depends_on": ["b"]}, "b": {"depends_on": ["a"]}, "behind": {"depends_on": ["a"]},
        "fine": {"depends_on": ["empty"]}, "shipped": {"status": "shipped"},
    }, [2] * 8, a=3, b=3, behind=1, fine=2), TODAY)
    assert list(found) == ["empty", "a", "b", "behind", "fine"]
    assert found["empty"].drivers == ("it has no items yet: with some, there is something to forecast",)
    assert found["a"].drivers == ("it waits for itself: “A” → “B” → “A”",)
    assert found["behind"].drivers == ("it waits for milestones that wait for each other in a circle",)
    assert [id for id, one in found.items() if one.is_known] == ["fine"]
    assert found["fine"].p95 == day(1)


def test_all_done_is_done_when_what_it_waits_for_is() -> None:
    snapshot = workspace({"a": {}, "b": {"depends_on": ["a"]}, "c": {}}, [2] * 8, a=4, b=1, c=1)
    for number in (21, 22):
        record = snapshot.record("item", f"i{number:05}")
        assert record is not None
        snapshot = snapshot.with_records([Record("item", record.id, {**record.data, "status": "done"})])
    found = forecasts(snapshot, TODAY)
    assert {id: (one.remaining, one.p50) for id, one in found.items()} == {"a": (4, day(2)), "b": (0, day(2)), "c": (0, day(0))}
    assert found["c"].drivers == ("all of its items are done",)


def test_scope_that_grew_is_named() -> None:
    snapshot = workspace({"a": {}}, [2] * 8, a=3)
    record = snapshot.record("item", "i00018")
    assert record is not None
    snapshot = snapshot.with_records([Record("item", record.id, {**record.data, "created_at": "2026-11-20T09:00:00Z"})])
    assert "scope grew: 1 item added in the last 4 weeks" in forecasts(snapshot, TODAY)["a"].drivers


def test_weeks_without_anything_done_up_to_today_are_named() -> None:
    found = forecasts(workspace({"a": {}}, [2] * 6 + [0] * 5, a=3), TODAY)["a"]
    assert found.drivers[1] == "nothing was done in the last 5 weeks"
    assert all("nothing" not in one for one in forecasts(workspace({"a": {}}, [2, 0] * 5, a=3), TODAY)["a"].drivers)


def test_it_is_worked_out_once_for_the_same_records_and_day() -> None:
    snapshot = workspace({"a": {}}, [2, 1, 0, 3, 2, 5], a=9)
    assert known_forecasts(snapshot, TODAY) is None
    found = forecasts(snapshot, TODAY)
    assert forecasts(snapshot, TODAY) is found is known_forecasts(snapshot, TODAY)
    assert known_forecasts(snapshot, TODAY + timedelta(days=1)) is None
    record = snapshot.record("item", "i00003")
    assert record is not None
    assert known_forecasts(snapshot.with_records([Record("item", record.id, {**record.data, "status": "ready"})]), TODAY) is None
    other = forecasts(snapshot, TODAY, seed=1, runs=500)
    assert other is not found
    assert forecasts(snapshot, TODAY, seed=1, runs=500) == other


def test_what_forecasts_do_not_depend_on_is_told_from_what_they_do() -> None:
    snapshot = workspace({"a": {"target": day(9)}}, [2, 1, 0, 3, 2, 5], a=9)
    before = inputs_of(snapshot, TODAY)

    def after(kind: str, id: str, **fields: Any) -> tuple[object, ...]:
        record = snapshot.record(kind, id)
        assert record is not None
        return inputs_of(snapshot.with_records([Record(kind, id, {**record.data, **fields})]), TODAY)

    assert after("item", "i00003", title="Other", body=["Words"], estimate=5) == before
    assert after("milestone", "a", theme="Other") == before
    for change in (
        ("item", "i00003", {"status": "ready"}), ("item", "i00020", {"status": "done"}), ("item", "i00020", {"milestone": None}),
        ("item", "i00020", {"created_at": "2026-11-20T09:00:00Z"}), ("milestone", "a", {"target": day(10)}),
        ("milestone", "a", {"start": day(2)}), ("milestone", "a", {"title": "Other"}), ("milestone", "a", {"status": "shipped"}),
    ):
        assert after(*change[:2], **change[2]) != before, change
    assert inputs_of(snapshot, TODAY + timedelta(days=1)) != before


HISTORY = st.lists(st.integers(0, 5), min_size=4, max_size=10).filter(any)


@settings(max_examples=25, deadline=None)
@given(HISTORY, st.lists(st.integers(0, 15), min_size=1, max_size=5), st.data())
def test_days_are_in_order_and_more_work_never_comes_earlier(history: list[int], counts: list[int], data: st.DataObject) -> None:
    ids = [f"m{at}" for at in range(len(counts))]
    rows = {
        id: {"depends_on": data.draw(st.lists(st.sampled_from(ids[:at]), max_size=2, unique=True)) if at else [],
             "start": day(data.draw(st.integers(-3, 9)))} for at, id in enumerate(ids)
    }
    less = forecasts(workspace(rows, history, **dict(zip(ids, counts, strict=True))), TODAY, runs=80)
    more = forecasts(workspace(rows, history, **{id: count + 1 for id, count in zip(ids, counts, strict=True)}), TODAY, runs=80)
    for id in ids:
        known = [one or "9999" for one in dates(less[id])]
        assert known == sorted(known)
        if less[id].is_known:
            assert known[0] >= rows[id]["start"]
            assert all(a <= (b or "9999") for a, b in zip(known, dates(more[id]), strict=True))
            assert abs(sum(share for _, share in less[id].spread) - 1) < 1e-9
        for other in rows[id]["depends_on"]:
            if less[id].is_known and less[other].is_known:
                assert known >= [one or "9999" for one in dates(less[other])]


def test_how_much_fits_by_a_day() -> None:
    snapshot = workspace({"a": {}}, [3, 0, 2, 6, 1, 0, 4], a=30)
    fit = fits_by(snapshot, TODAY, TODAY + timedelta(days=30))
    assert (fit.weeks, fit.weeks_of_history) == (4, 7)
    assert fit.at_50 is not None
    assert fit.at_85 is not None
    assert 0 < fit.at_85 < fit.at_50
    nearer = fits_by(snapshot, TODAY, TODAY + timedelta(days=14))
    assert (nearer.at_50 or 0) < fit.at_50
    assert fits_by(snapshot, TODAY, TODAY + timedelta(days=6))[1:4] == (0, 0, 0)
    assert fits_by(workspace({}, [3] * 5), TODAY, TODAY + timedelta(weeks=5))[1:4] == (5, 15, 15)


def test_how_much_of_a_milestone_fits_agrees_with_its_days() -> None:
    snapshot = workspace({"a": {}, "b": {}, "c": {"start": day(10)}}, [2] * 8, a=6, b=5, c=1)
    found = forecasts(snapshot, TODAY)

    def fitting(weeks: int) -> list[tuple[int, int]]:
        fit = fits_by(snapshot, TODAY, TODAY + timedelta(weeks=weeks))
        return [one.fitting(fit) for one in found.values()]

    assert [fitting(weeks) for weeks in (1, 4, 5, 6, 10, 11)] == [
        [(2, 2), (0, 0), (0, 0)], [(6, 6), (2, 2), (0, 0)], [(6, 6), (4, 4), (0, 0)], [(6, 6), (5, 5), (0, 0)], [(6, 6), (5, 5), (0, 0)],
        [(6, 6), (5, 5), (1, 1)],
    ]


def test_the_order_of_work_is_that_of_ranks_with_what_is_waited_for_before() -> None:
    rows = {"a": {"depends_on": ["d"]}, "b": {}, "c": {"start": day(2)}, "d": {"depends_on": ["c"]}}
    plan = plan_of(workspace(rows, [], a=1, c=5), TODAY)
    assert list(plan.ids) == ["c", "d", "a", "b"]
    assert [(job.work, job.release, job.waits) for job in plan.jobs] == [(5, 2, ()), (0, 2, (0,)), (1, 2, (1,)), (0, 0, ())]


def test_a_forecast_is_the_same_in_every_zone_and_across_both_changes_of_daylight_saving(zone: str) -> None:
    snapshot = workspace({"a": {"start": "2026-11-25", "target": "2027-04-04"}}, [1] * 6, a=18)
    found = forecasts(snapshot, TODAY, runs=50)["a"]
    assert (found.p50, found.chance_of_target) == ("2027-03-28", 1.0), zone


def test_what_most_futures_do_not_reach_says_so_first_and_a_circle_is_named_by_open_ones() -> None:
    found = forecasts(workspace({"far": {"target": day(5)}}, [0, 0, 0, 1], far=600), TODAY, runs=200)["far"]
    assert (dates(found), found.chance_of_target) == ([None] * 4, 0.0)
    assert found.drivers[0] == "half of the futures take longer than 20 years, or more of them"
    rows = {"a": {"depends_on": ["gone", "b"]}, "gone": {"depends_on": ["a"], "status": "shipped"}, "b": {"depends_on": ["a"]}}
    assert forecasts(workspace(rows, [1] * 5, a=1), TODAY)["a"].drivers == ("it waits for itself: “A” → “B” → “A”",)


def test_of_many_in_a_circle_and_behind_it_each_is_told_at_once() -> None:
    rows: dict[str, dict[str, Any]] = {f"m{at:04}": {"depends_on": [f"m{(at - 1) % 1500:04}"]} for at in range(1500)}
    rows |= {f"n{at:04}": {"depends_on": [f"n{at - 1:04}" if at else "m0000"]} for at in range(500)}
    rows["m0700"]["depends_on"].append("x")
    rows["x"] = {"depends_on": ["m0701"]}  # on a circle that has records in common with the other one
    begun = time.process_time()
    found = forecasts(workspace(rows, [1] * 5, m0000=1), TODAY)
    assert found["m0003"].drivers[0].startswith("it waits for itself: “M0003” → “M0002” → “M0001” → “M0000” → … ")
    assert found["m0003"].drivers[0].endswith(" more → “M0003”")
    assert found["n0499"].drivers == ("it waits for milestones that wait for each other in a circle",)
    assert found["x"].drivers == ("it waits for itself: “X” → “M0701” → “M0700” → “X”",)
    assert time.process_time() - begun < 2

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.critical_path import Node, critical_path, in_sequence
from pmtui.domain.roadmap import when_of
from pmtui.domain.table import MemoryRows, Table
from pmtui.domain.working_days import EVERY_DAY, Calendar, calendar_of

MONDAY = date(2026, 11, 23)
WEEK = calendar_of({"calendar": {"working_days": ["mon", "tue", "wed", "thu", "fri"], "holidays": ["2026-12-25", "2027-01-01"]}})


def milestones(**some: dict[str, Any]) -> Table:
    return Table("milestone", MemoryRows("milestone", {
        id: {"id": id, "title": id.upper(), "rank": f"a{at}", "status": "planned", **data} for at, (id, data) in enumerate(some.items())
    }))


def row(start: str | None, target: str | None, *waits: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "target": target, "depends_on": sorted(waits), **more}


def test_a_small_roadmap_by_hand() -> None:
    path = critical_path(milestones(
        a=row("2026-12-01", "2026-12-11"), b=row("2026-12-05", "2026-12-25", "a"), c=row("2026-12-01", "2026-12-06", "a"),
        d=row(None, "2026-12-20", "b", "c"), e=row("2026-12-01", "2026-12-03"),
    ))
    nodes = {id: tuple("–" if day is None else day.isoformat()[5:] for day in node[:4]) + node[4:] for id, node in path.nodes.items()}
    assert nodes == {
        "a": ("12-01", "12-11", "12-01", "12-11", 0, True),
        "b": ("12-11", "12-31", "12-11", "12-31", 0, True),
        "c": ("12-11", "12-16", "12-26", "12-31", 15, False),
        "d": ("12-31", "12-31", "12-31", "12-31", 0, True),
        "e": ("12-01", "12-03", "12-29", "12-31", 28, False),
    }
    assert (path.end, path.critical, path.cycles, path.unit) == (date(2026, 12, 31), ["a", "b", "d"], [], "days")


def test_dates_that_are_tried_stand_in_the_place_of_those_planned() -> None:
    table = milestones(a=row("2026-12-01", "2026-12-11"), b=row("2026-12-01", "2026-12-20"))
    assert [critical_path(table).nodes[id].slack for id in "ab"] == [9, 0]
    tried = critical_path(table, tried={"a": when_of("2026-12-05", "2026-12-25", "day")})
    assert [tried.nodes[id].slack for id in "ab"] == [0, 5]
    assert tried.nodes["a"].earliest_finish == date(2026, 12, 25)


def test_what_has_no_dates_stands_where_what_it_waits_for_ends() -> None:
    path = critical_path(milestones(
        a=row("2026-12-01", "2026-12-11"), b=row(None, None, "a"), c=row("2026-12-01", None, "b"), d=row(None, None),
    ))
    assert path.nodes["b"][:2] == (date(2026, 12, 11),) * 2
    assert path.nodes["c"][:2] == (date(2026, 12, 11),) * 2
    assert path.nodes["d"] == Node()
    assert critical_path(milestones()).end is None


def test_shipped_cancelled_and_deleted_ones_hold_up_nobody() -> None:
    path = critical_path(milestones(
        a=row("2026-12-01", "2027-12-11", status="shipped"), b=row("2026-12-01", "2027-12-11", status="cancelled"),
        c=row("2026-12-01", "2027-12-11", deleted_at="2026-11-01T00:00:00Z"), d=row("2026-12-01", "2026-12-03", "a", "b", "c", "gone"),
    ))
    assert list(path.nodes) == ["d"]
    assert path.nodes["d"][:2] == (date(2026, 12, 1), date(2026, 12, 3))


def test_a_quarter_ends_with_its_last_day_and_a_target_before_the_start_takes_no_time() -> None:
    path = critical_path(milestones(a=row("2027-01-01", "2027-02-10", resolution="quarter"), b=row("2027-03-01", "2027-01-01")))
    assert path.nodes["a"].earliest_finish == date(2027, 3, 31)
    assert path.nodes["b"][:2] == (date(2027, 3, 1),) * 2


def test_working_days_count_where_the_team_has_set_them() -> None:
    path = critical_path(milestones(
        a=row("2026-12-21", "2026-12-24"), b=row("2026-12-21", "2026-12-28", "a"), c=row("2026-12-19", "2026-12-22"),
    ), WEEK)
    assert path.unit == "working days"
    assert path.nodes["b"][:2] == (date(2026, 12, 24), date(2026, 12, 31))  # four working days after the 24th, the 25th is none
    assert path.nodes["c"][:2] == (date(2026, 12, 19), date(2026, 12, 22))  # what nothing pushes stands where it was put
    assert path.nodes["c"].slack == 6
    assert [id for id, node in path.nodes.items() if node.critical] == ["a", "b"]


def test_a_circle_is_named_and_what_is_behind_it_is_not_known() -> None:
    path = critical_path(milestones(
        a=row("2026-12-01", "2026-12-11", "c"), b=row("2026-12-01", "2026-12-11", "a"), c=row("2026-12-01", "2026-12-11", "b"),
        d=row("2026-12-01", "2026-12-11", "c"), e=row("2026-12-01", "2026-12-11"), f=row("2026-12-01", "2026-12-11", "f"),
    ))
    assert [sorted(set(one)) for one in path.cycles] == [["a", "b", "c"], ["f"]]
    assert [id for id, node in path.nodes.items() if node == Node()] == ["a", "b", "c", "d", "f"]
    assert path.nodes["e"].critical


DAYS = st.integers(0, 200).map(lambda days: MONDAY + timedelta(days=days))


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Milestones with dates that wait for any others, circles included."""
    ids = [f"m{at}" for at in range(draw(st.integers(1, 12)))]
    found = {}
    for at, id in enumerate(ids):
        start = draw(DAYS)
        others = ids[:at] if draw(st.booleans()) or draw(st.booleans()) else ids
        waits = draw(st.lists(st.sampled_from(others), max_size=3, unique=True)) if others else []
        found[id] = row(start.isoformat(), (start + timedelta(days=draw(st.integers(0, 60)))).isoformat(), *waits)
    return found


@settings(max_examples=80, deadline=None)
@given(graphs(), st.sampled_from([EVERY_DAY, WEEK, Calendar({0, 2, 4})]))
def test_it_agrees_with_networkx(some: dict[str, dict[str, Any]], calendar: Calendar) -> None:
    path = critical_path(milestones(**some), calendar)
    links = nx.DiGraph([(other, id) for id, one in some.items() for other in one["depends_on"]])
    links.add_nodes_from(some)
    on_circles = {id for part in nx.strongly_connected_components(links) if len(part) > 1 or links.has_edge(*list(part) * 2) for id in part}
    unknown = on_circles.union(*(nx.descendants(links, id) for id in on_circles))
    assert {id for id, node in path.nodes.items() if node.slack is None} == unknown
    assert bool(path.cycles) == (not nx.is_directed_acyclic_graph(links))
    assert {id for one in path.cycles for id in one} <= on_circles

    graph = nx.DiGraph()
    known = [id for id in some if id not in unknown]
    begin = {id: calendar.count_up_to(date.fromisoformat(some[id]["start"])) for id in known}
    length = {id: calendar.count_up_to(date.fromisoformat(some[id]["target"])) - begin[id] for id in known}
    for id in known:  # longest ways are shortest ones with all signs turned round
        graph.add_edge("first", id, weight=-begin[id])
        graph.add_edge(id, "last", weight=-length[id])
        graph.add_weighted_edges_from((other, id, -length[other]) for other in some[id]["depends_on"])
    if not known:
        return
    earliest = {id: -far for id, far in nx.single_source_bellman_ford_path_length(graph, "first").items()}
    behind = {id: -far for id, far in nx.single_source_bellman_ford_path_length(graph.reverse(), "last").items()}
    for id in known:
        node = path.nodes[id]
        assert node.earliest_start is not None
        assert calendar.count_up_to(node.earliest_start) == earliest[id]
        assert node.slack == earliest["last"] - behind[id] - earliest[id]
        assert node.critical == (node.slack == 0)
        assert node.latest_start is not None
        assert calendar.count_up_to(node.latest_start) == earliest[id] + node.slack
        assert node.latest_finish is not None
        assert calendar.count_up_to(node.latest_finish) == earliest[id] + node.slack + length[id]
    assert set(path.critical) == {id for id in known if path.nodes[id].slack == 0}


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=3), max_size=10))
def test_each_comes_behind_all_that_it_waits_for(links: dict[int, list[int]]) -> None:
    waits = {str(id): [str(one) for one in some] for id, some in links.items()}
    order = in_sequence(waits)
    for at, id in enumerate(order):
        assert all(one in order[:at] for one in waits[id] if one in waits)
    graph = nx.DiGraph([(one, id) for id, some in waits.items() for one in some if one in waits])
    graph.add_nodes_from(waits)
    assert (len(order) == len(waits)) == nx.is_directed_acyclic_graph(graph)


def test_days_are_the_same_in_every_zone_and_across_both_changes_of_daylight_saving(zone: str) -> None:
    assert os.environ["TZ"] == zone
    path = critical_path(milestones(
        a=row("2026-10-19", "2026-11-02"), b=row("2027-03-08", "2027-03-29", "a"), c=row("2026-10-25", "2027-03-28"),
    ))
    assert [str(day) for day in path.nodes["b"][:4]] == ["2027-03-08", "2027-03-29", "2027-03-08", "2027-03-29"]
    assert path.nodes["a"].slack == 126
    assert path.nodes["c"].slack == 1
    assert WEEK.add_working_days(date(2026, 10, 23), 6) == date(2026, 11, 2)
    assert WEEK.working_days_between(date(2027, 3, 12), date(2027, 3, 29)) == 11


def test_a_circle_of_open_ones_is_named_though_one_that_has_shipped_makes_another_with_them() -> None:
    rows = {"a": row(None, None, "b", "c"), "b": row(None, None, "a"), "c": row(None, None, "a", status="shipped")}
    for order in ("abc", "bca", "cab", "acb"):
        path = critical_path(milestones(**{id: rows[id] for id in order}))
        assert [sorted(set(one)) for one in path.cycles] == [["a", "b"]], order


def test_what_takes_no_time_does_not_end_before_it_begins_behind_a_target_on_a_day_off() -> None:
    saturday = "2026-12-05"
    path = critical_path(milestones(
        a=row("2026-12-01", saturday), b=row(None, None, "a"), c=row("2026-11-30", "2026-11-30", "b"), d=row(None, "2026-12-11", "c"),
    ), WEEK)
    for id in "abcd":
        node = path.nodes[id]
        assert None not in node[:4], id
        assert node.earliest_start <= node.earliest_finish, id  # type: ignore[operator]
        assert node.latest_start <= node.latest_finish, id  # type: ignore[operator]
    assert path.nodes["c"].earliest_start == date.fromisoformat(saturday)


def test_a_mistyped_year_pushes_what_waits_to_the_last_day_there_is() -> None:
    path = critical_path(milestones(
        a=row("0001-01-01", "9999-12-31"), b=row("9999-10-01", "9999-12-01", "a", resolution="quarter"), c=row("2027-01-01", "2027-02-01"),
    ), WEEK)
    assert path.nodes["b"].earliest_finish == date.max
    assert path.nodes["c"].earliest_finish == date(2027, 2, 1)

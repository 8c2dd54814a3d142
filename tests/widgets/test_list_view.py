"""The lines of a list with groups, open and folded, against a plain model of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.list_view import Group, ListColumn, ListView, Records, laid_out

GROUPS = st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=6)


def made(sizes: list[tuple[int, bool]], faults: int) -> tuple[ListView, list[object]]:
    """A view, and what stands on each of its lines: a fault, a header, an id."""
    table = Records(Record("item", f"{at}aaa", {}) for at in range(40))
    groups: list[Group] = []
    rows: list[int] = []
    lines: list[object] = [Fault("item", f"f{at}", "broken") for at in range(faults)]
    shown = list(lines)
    at = 0
    for number, (size, is_folded) in enumerate(sizes):
        group = Group(len(rows), f"g{number}", key=f"g{number}", is_folded=is_folded)
        groups.append(group)
        shown.append(group)
        for _ in range(size):
            if not is_folded:
                rows.append(at)
                shown.append(table.id(at))
            at += 1
    return ListView(table, rows, [one for one in lines if isinstance(one, Fault)], groups), shown


@given(GROUPS, st.integers(0, 2))
def test_lines_and_stops_are_those_of_the_plain_model(sizes: list[tuple[int, bool]], faults: int) -> None:
    view, lines = made(sizes, faults)
    stops = [line for line, one in enumerate(lines) if not isinstance(one, Group) or one.is_folded]
    assert (len(view), view.stops) == (len(lines), len(stops))
    assert [view.line(stop) for stop in range(len(stops))] == stops
    assert [view.stop(line) for line in range(len(lines))] == [stops.index(line) if line in stops else None for line in range(len(lines))]
    assert [view.group(line) for line in range(len(lines))] == [one if isinstance(one, Group) else None for one in lines]
    ids = [one if isinstance(one, str) else None for one in (lines[line] for line in stops)]
    assert [view.id(stop) for stop in range(len(stops))] == ids
    assert all(view.find(id) == stop for stop, id in enumerate(ids) if id is not None)
    here = None
    for line, one in enumerate(lines):
        here = one if isinstance(one, Group) else here
        if line in stops and not isinstance(one, Fault):
            assert view.group_of(stops.index(line)) == here


@given(GROUPS, st.data())
def test_ranges_hold_the_records_between_two_stops(sizes: list[tuple[int, bool]], data: st.DataObject) -> None:
    view, lines = made(sizes, 1)
    stops = [line for line, one in enumerate(lines) if not isinstance(one, Group) or one.is_folded]
    first, last = (data.draw(st.integers(0, len(stops) - 1)) for _ in range(2))
    low, high = sorted((stops[first], stops[last]))
    assert view.ids(first, last) == [one for one in lines[low:high + 1] if isinstance(one, str)]


def test_a_step_does_not_lead_out_of_a_group() -> None:
    view, _ = made([(2, False), (3, True), (3, False)], 0)
    assert view.around(["1aaa"]) == ["0aaa", "1aaa"]
    assert view.around(["6aaa"]) == ["5aaa", "6aaa", "7aaa"]
    assert view.around(["5aaa"]) == ["5aaa", "6aaa"]
    assert (view.find_group("g1"), view.find_group("g2"), view.find_group("none")) == (2, 3, None)


def test_a_title_gets_what_is_ample_before_columns_that_say_more_are_shown() -> None:
    columns = (
        ListColumn("title", "title", lambda table, at: ("", "text"), priority=0, least=20, ample=40),
        ListColumn("left", "left", lambda table, at: ("", "text"), 6, priority=3),
        ListColumn("p", "p", lambda table, at: ("", "text"), 6, priority=6),
    )
    shown = {width: [(one.column.name, one.width) for one in laid_out(columns, width, 2)] for width in (24, 50, 57, 58)}
    assert shown == {
        24: [("title", 22)], 50: [("title", 40), ("left", 6)], 57: [("title", 47), ("left", 6)], 58: [("title", 40), ("left", 6), ("p", 6)],
    }

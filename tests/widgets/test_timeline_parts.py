"""The pure parts of the timeline: scale, bars and labels, links, lines and stops."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.table import Fault, MemoryRows, Table
from pmtui.widgets.cells import width_of
from pmtui.widgets.timeline_bars import Bar, Extent, bar_cells, fitting_labels, labels_width
from pmtui.widgets.timeline_cells import Cells
from pmtui.widgets.timeline_links import Link, drawn_links
from pmtui.widgets.timeline_scale import ZOOMS, Scale, fitted_scale
from pmtui.widgets.timeline_view import HEAD, ITEM, LANE, MILESTONE, Lane, TimelineView
from tests.widgets.stage import items

JANUARY = date(2027, 1, 1).toordinal()
DAYS = st.integers(date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal())
SCALES = st.builds(Scale, DAYS, st.integers(0, len(ZOOMS) - 1), st.integers(1, 300))


# Scale

@given(SCALES, st.integers(-400, 400))
def test_a_day_lies_in_the_cell_that_begins_with_it_or_before(scale: Scale, cell: int) -> None:
    day = scale.day(cell)
    assert scale.cell(day) in (cell - 1, cell), "a cell need not begin with a day"
    assert scale.cell(day + 1) >= scale.cell(day)


@given(SCALES, st.integers(-300, 300))
def test_a_pan_and_back_is_where_it_was(scale: Scale, cells: int) -> None:
    assert abs(scale.panned(cells).panned(-cells).origin - scale.origin) <= 1


@given(SCALES, st.sampled_from([1, -1]), st.floats(0, 0.99))
def test_what_the_zoom_is_about_keeps_its_cell(scale: Scale, step: int, place: float) -> None:
    day = scale.day(int(place * scale.width))
    zoomed = scale.zoomed(step, day)
    assert abs(zoomed.cell(day) - scale.cell(day)) <= 1
    assert zoomed.level == max(0, min(scale.level - step, len(ZOOMS) - 1))


@given(SCALES)
def test_the_axis_covers_what_is_in_sight(scale: Scale) -> None:
    for resolution in (scale.zoom.coarse, scale.zoom.fine):
        periods = list(scale.axis(resolution))
        assert periods[0][0] <= 0
        assert periods[0][1].first.toordinal() <= scale.origin
        assert periods[-1][1].last.toordinal() >= scale.last
        assert [at for at, _ in periods] == sorted(at for at, _ in periods)


@given(st.integers(1, 300), DAYS, DAYS, st.integers(0, 4000))
def test_what_is_fitted_is_in_sight_or_today_is(width: int, today: int, first: int, length: int) -> None:
    scale = fitted_scale(width, today, first, first + length)
    assert 0 <= scale.cell(today) < width
    if scale != Scale(1, 2, width).at_today(today):
        assert scale.cell(first) >= 0
        assert scale.cell(first + length) < width


def test_a_timeline_of_two_years_is_fitted_by_the_quarter() -> None:
    assert fitted_scale(76, JANUARY, JANUARY, JANUARY + 300).zoom.name == "quarters"
    assert fitted_scale(150, JANUARY, JANUARY, JANUARY + 300).zoom.name == "months"
    assert fitted_scale(76, JANUARY, None, None).zoom.name == "months"


@pytest.mark.parametrize("level", range(len(ZOOMS)))
def test_the_ends_of_the_calendar(level: int) -> None:
    for day in (1, date.max.toordinal()):
        scale = Scale(day, level, 100).beginning(day)
        assert list(scale.axis(scale.zoom.fine))
        assert scale.panned(-10_000_000).origin >= 1
        assert list(scale.panned(10_000_000).axis(scale.zoom.coarse))


# Bars

WEEKS = Scale(JANUARY, 0, 40)


def drawn(bar: Bar, scale: Scale = WEEKS, today: int = -1) -> str:
    return "".join(bar_cells(bar, scale, (), today).texts).rstrip()


def days(first: int, last: int, landing: int | None = None, **more: bool) -> Extent:
    return Extent(JANUARY + first, JANUARY + last, JANUARY + (last if landing is None else landing), landing is None, **more)


@pytest.mark.parametrize(("bar", "text"), [
    (Bar("", (), days(2, 11), 0.5, labels=[("12 Jan", "text"), ("4/8", "muted")]), "  ■■■■■□□□□◆ 12 Jan · 4/8"),
    (Bar("", (), days(2, 11, 6), 0.0), "  □□□□╱╱╱╱╱╱"),
    (Bar("", (), days(2, 11, 6), 0.5), "  ■■■■▰╱╱╱╱╱"),
    (Bar("", (), days(2, 11, 6), 1.0), "  ■■■■▰▰▰▰▰▰"),
    (Bar("", (), days(2, 11, 2), None), "  ╱╱╱╱╱╱╱╱╱╱"),
    (Bar("", (), days(2, 5), None), "  ───◆"),
    (Bar("", (), days(3, 3), 1.0), "   ◆"),
    (Bar("", (), days(3, 3), labels=[("no target", "muted")])._replace(extent=days(3, 3, is_open=True)), "   ├── no target"),
    (Bar("", (), days(5, 8), 0.0, before=days(2, 5)), "  ···□□□◆"),
    (Bar("", (), days(2, 5), 0.0, before=days(5, 8), labels=[("6 Jan", "text")]), "  □□□◆··◇ 6 Jan"),
    (Bar("", (), days(4, 4), 0.0, labels=[("due 5 Jan", "muted")], is_point=True), "    ◇ due 5 Jan"),
    (Bar("", (), days(4, 4), 1.0, is_point=True), "    ◆"),
    (Bar("", (), days(-9, -5), 0.5, labels=[("27 Dec", "text")]), "‹ 27 Dec"),
    (Bar("", (), days(50, 60), 0.5, labels=[("2 Mar", "text")]), " " * 33 + "2 Mar ›"),
    (Bar("", (), days(20, 37), 0.5, labels=[("7 Feb", "text"), ("1/2", "text")]), " " * 8 + "7 Feb · 1/2 " + "■" * 9 + "□" * 8 + "◆"),
    (Bar("", (), days(-5, 60), 0.5, labels=[("2 Mar", "text"), ("a name that is too long for it", "text")]),
     "■■ 2 Mar " + "■" * 19 + "□" * 12),
    (Bar("no dates", labels=[("x", "text")]), " x"),
])
def test_bars_and_their_labels(bar: Bar, text: str) -> None:
    assert drawn(bar) == text.rstrip()


def test_the_grid_and_today_show_between_what_is_written() -> None:
    cells = bar_cells(Bar("", (), days(5, 8), 0.0, labels=[("9 Jan", "text")]), WEEKS, (3, 10, 20), 30)
    assert "".join(cells.texts).rstrip() == "   ┊ □□□◆ 9 Jan     ┊         │"


def test_a_wide_label_takes_its_cells() -> None:
    cells = Cells(8)
    assert cells.write(1, "顧客", "text") == 5
    assert width_of("".join(cells.texts)) == 8


LABELS = st.lists(st.tuples(st.text("ab 顧é🚀", min_size=1, max_size=12), st.just("text")), min_size=1, max_size=4)


@given(LABELS, st.integers(0, 60))
def test_labels_never_take_more_than_their_room(labels: list[tuple[str, str]], room: int) -> None:
    parts = fitting_labels(labels, room)
    assert sum(width_of(text) for text, _ in parts) <= room
    if labels_width(labels) <= room:
        assert len(parts) == 2 * len(labels) - 1


@given(st.integers(-80, 80), st.integers(0, 80), st.integers(0, 80), st.one_of(st.none(), st.floats(0, 1)), LABELS, st.integers(1, 60))
def test_no_bar_leaves_the_chart(
    first: int, length: int, landing: int, share: float | None, labels: list[tuple[str, str]], width: int,
) -> None:
    extent = days(first, first + length, min(first + landing, first + length))
    cells = bar_cells(Bar("", (), extent, share, labels=labels), Scale(JANUARY, 0, width), (0, 7), 3)
    assert len(cells.texts) == len(cells.roles) == width
    assert width_of("".join(cells.texts)) <= width


# Links

def picture(links: list[Link], width: int = 12, height: int = 4) -> list[str]:
    signs = drawn_links(links, width)
    return ["".join(signs.get(line, {}).get(at, " ")[0] for at in range(width)).rstrip() for line in range(height)]


def test_a_link_goes_along_and_down_to_where_the_other_begins() -> None:
    assert picture([Link(0, 2, 3, 8, "text")]) == ["   ────╮", "       │", "       │", "       ╰"]
    assert picture([Link(3, 2, 0, 8, "text")]) == ["       ╭", "       │", "       │", "   ────╯"]


def test_links_to_one_milestone_meet() -> None:
    assert picture([Link(0, 2, 3, 8, "text"), Link(1, 4, 3, 8, "text")]) == ["   ────╮", "     ──┤", "       │", "       ╰"]


def test_a_link_from_a_bar_that_ends_too_late_goes_straight_down() -> None:
    assert picture([Link(0, 9, 2, 8, "text")]) == ["", "       │", "       ╰", ""]


def test_links_out_of_sight_are_left_out() -> None:
    assert picture([Link(0, 2, 3, 40, "text"), Link(0, 2, 3, 0, "text"), Link(1, 2, 1, 8, "text")]) == [""] * 4
    assert picture([Link(0, -5, 1, 3, "text")]) == ["──╮", "  ╰", "", ""]


def test_lines_of_the_critical_path_are_doubled_and_cut_to_what_is_in_sight() -> None:
    signs = drawn_links([Link(0, 2, 3, 8, "text"), Link(3, 0, 0, 8, "text")], 12, range(1, 3), is_double=True)
    assert set(signs) == {1, 2}
    assert signs[1] == {7: ("║", "text")}
    whole = drawn_links([Link(0, 2, 3, 8, "text")], 12, is_double=True)
    assert "".join(whole[0].get(at, " ")[0] for at in range(12)).rstrip() == "   ════╗"


LINKS = st.builds(Link, st.integers(0, 30), st.integers(-5, 70), st.integers(0, 30), st.integers(-5, 70), st.just("text"))


@given(st.lists(LINKS, max_size=6), st.integers(0, 25), st.integers(1, 20))
def test_what_is_in_sight_of_lines_is_what_all_of_them_have_there(links: list[Link], top: int, height: int) -> None:
    whole = drawn_links(links, 60)
    seen = drawn_links(links, 60, range(top, top + height))
    assert seen == {line: signs for line, signs in whole.items() if line in range(top, top + height)}


# Lines and stops

TABLE = items([f"Milestone {number}" for number in range(6)])
WORK = Table("item", MemoryRows("item", {f"{letter * 10}": {"id": letter * 10, "title": letter, "rank": letter} for letter in "ab"}))


def id_of(number: int) -> str:
    return f"{number:010d}"


@given(
    st.lists(st.integers(0, 5), unique=True), st.integers(0, 6), st.sets(st.integers(0, 5)), st.integers(0, 2),
)
def test_every_stop_has_a_line_of_its_own_and_the_head_has_none(order: list[int], dated: int, unfolded: set[int], faults: int) -> None:
    view = TimelineView(
        TABLE, order[:dated], order[dated:], items=WORK, unfolded={id_of(at): [0, 1] for at in unfolded},
        faults=[Fault(f"{at}.json", "", "bad") for at in range(faults)],
    )
    lines = [view.line(stop) for stop in range(view.stops)]
    assert [view.stop(line) for line in lines] == list(range(view.stops))
    heads = [line for line in range(len(view)) if view.stop(line) is None]
    assert sorted([*lines, *heads]) == list(range(len(view)))
    assert [view.rows[line].sort for line in heads] == ([HEAD] if order[dated:] else [])
    for stop in range(faults, view.stops):
        row, id = view.row(stop), view.id(stop)
        assert row is not None
        assert id is not None
        if row.sort == MILESTONE:
            assert view.find(id) == stop
            assert view.owner(stop) == id
        else:
            assert row.sort == ITEM
            assert view.owner(stop) == row.owner
    assert view.ids() == [id_of(at) for at in order]
    assert view.shown({id_of(at) for at in order[1:3]}) == [id_of(at) for at in order[1:3]]
    assert view.ids(0, view.stops) == view.ids()


@given(st.lists(st.sets(st.integers(0, 5)), min_size=1, max_size=4), st.sets(st.sampled_from("abcd")), st.sets(st.integers(0, 5)))
def test_lanes_have_a_heading_each_and_only_folded_ones_are_a_stop(parts: list[set[int]], folded: set[str], unfolded: set[int]) -> None:
    seen: set[int] = set()
    lanes = []
    for key, rows in zip("abcd", parts, strict=False):
        lanes.append(Lane(key, key.upper(), sorted(rows - seen)))
        seen |= rows
    view = TimelineView(TABLE, (), (), items=WORK, unfolded={id_of(at): [0, 1] for at in unfolded}, lanes=lanes, folded=folded)
    lines = [view.line(stop) for stop in range(view.stops)]
    assert lines == sorted(set(lines))
    assert [view.stop(line) for line in lines] == list(range(view.stops))
    assert [row.owner for row in view.rows if row.sort == LANE] == [lane.key for lane in lanes]
    for line, row in enumerate(view.rows):
        assert (view.stop(line) is None) == (row.sort == LANE and row.owner not in folded)
    shown = [id_of(at) for lane in lanes if lane.key not in folded for at in lane.rows]
    assert view.ids() == shown
    for lane in lanes:
        for at in lane.rows:
            assert view.lane_holding(id_of(at)) == lane.key
            stop = view.find(id_of(at))
            assert (stop is None) == (lane.key in folded)
            assert stop is None or view.lane_of(stop) == lane
        heading = view.find_lane(lane.key)
        if lane.key in folded:
            assert heading is not None
            assert (view.id(heading), view.owner(heading), view.fault(heading)) == (None, None, None)


def test_what_is_around_some_milestones() -> None:
    view = TimelineView(TABLE, [3, 1, 2], [0])
    assert view.around([id_of(1)]) == [id_of(3), id_of(1), id_of(2)]
    assert view.around([id_of(5)]) == []
    assert view.id(99) is None
    assert view.owner(99) is None
    assert view.find(id_of(5)) is None

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.widgets.quadrant_axes import STEPS
from pmtui.widgets.quadrant_view import OUTSIDE, UNPLACED, MapView, first_shown, grid, lines_of_label, row_sizes
from tests.widgets.stage import items

VALUES = st.lists(st.tuples(st.sampled_from([*STEPS, None]), st.sampled_from([*STEPS, None])), max_size=30)


def view_of(values: list[tuple[Any, Any]]) -> MapView:
    return MapView(items([f"Belief {at}" for at in range(len(values))]), range(len(values)), values)


def test_the_order_begins_with_the_least_certain_and_most_important() -> None:
    view = view_of([(5, 5), (1, 3), (1, 5), (3, 4), (None, 5), (1, 5)])
    assert list(view.cells) == [(1, 5), (1, 3), (3, 4), (5, 5), OUTSIDE]
    assert view.rows == [2, 5, 1, 3, 0, 4]


@pytest.mark.parametrize("value", [None, 0, 6, -1, "3", 2.5, (), []])
def test_what_is_not_a_step_of_the_scale_has_no_place(value: Any) -> None:
    assert list(view_of([(value, 3), (3, value)]).cells) == [OUTSIDE]


@given(VALUES)
def test_each_record_stands_in_its_cell_and_once_in_the_order(values: list[tuple[Any, Any]]) -> None:
    view = view_of(values)
    assert sorted(view.rows) == list(range(len(values)))
    for at, (certainty, importance) in enumerate(values):
        place = view.find(view.table.id(at))
        assert place is not None
        assert view.cell(place) == (OUTSIDE if None in (certainty, importance) else (certainty, importance))
    counted = sum(view.quadrant_count(up, right) for up in (False, True) for right in (False, True))
    assert counted == sum(None not in one for one in values)


@pytest.mark.parametrize(("start", "step", "end"), [
    ((1, 3), 1, (3, 4)), ((1, 1), 1, (3, 1)), ((3, 4), -1, (1, 3)), ((3, 4), 1, (5, 5)), ((5, 5), 1, OUTSIDE), ((1, 3), -1, None),
    (OUTSIDE, -1, (5, 5)), (OUTSIDE, 1, None),
])
def test_a_step_across_goes_to_the_next_column_that_is_filled(start: Any, step: int, end: Any) -> None:
    view = view_of([(1, 3), (3, 4), (3, 1), (5, 5), (None, 2)])
    assert view.across(start, step) == end


def test_across_prefers_the_higher_of_two_cells_at_the_same_distance() -> None:
    assert view_of([(1, 3), (2, 4), (2, 2)]).across((1, 3), 1) == (2, 4)


def test_neighbours_and_order_of_what_is_shown() -> None:
    view = view_of([(5, 5), (1, 5), (3, 3)])
    first, second, third = (view.table.id(at) for at in (1, 2, 0))
    assert view.ids() == [first, second, third]
    assert view.shown({third, first, "nobody"}) == [first, third]
    assert view.around([first]) == [first, second]
    assert view.around([second]) == [first, second, third]
    assert view.around(["nobody"]) == []


@given(VALUES, st.integers(40, 200), st.integers(8, 60))
def test_the_cells_share_the_screen_without_overlap(values: list[tuple[Any, Any]], width: int, height: int) -> None:
    found = grid(view_of(values), width, height)
    assert [one.value for one in found.columns][:5] == list(STEPS)
    assert (len(found.columns) == 6) == any(None in one for one in values)
    for before, after in zip(found.columns, found.columns[1:], strict=False):
        assert before.start + before.size < after.start
    assert all(one.start + one.size <= width for one in found.columns)
    taken = {found.upper, found.lower, found.axis} | ({found.legend} if found.legend >= 0 else set())
    lines = [line for row in found.rows for line in range(row.start, row.start + row.size)]
    assert sorted([*taken, *lines]) == list(range(height))
    assert all(row.size for row in found.rows)


@given(st.lists(st.integers(0, 50), min_size=5, max_size=5), st.integers(0, 60))
def test_rows_share_the_lines_and_the_fuller_gets_no_less(counts: list[int], lines: int) -> None:
    sizes = row_sizes(counts, lines)
    assert sum(sizes) == lines
    if lines >= 5:
        assert min(sizes) >= 1
        rows = list(zip(sizes, counts, strict=True))
        cut = [size / count for size, count in rows if size < count]
        assert all(count and (size - 1) / count <= share for share in cut for size, count in rows if size > 1)


@given(st.integers(1, 40), st.integers(1, 20), st.integers(-1, 39))
def test_the_record_under_the_cursor_is_always_in_sight(count: int, size: int, at: int) -> None:
    at = min(at, count - 1)
    lines = lines_of_label(count, size)
    first, fitting = first_shown(count, size, at), max(1, size // lines)
    assert 0 <= first <= max(0, count - fitting)
    assert lines * min(count, fitting) <= max(size, lines)
    if at >= 0:
        assert first <= at < first + fitting


def test_a_place_outside_has_no_cell() -> None:
    view = view_of([(1, 1)])
    assert (view.cell(1), view.id(1), view.id(-1), view.find("x")) == (None, None, None, None)
    assert UNPLACED not in STEPS

"""Intervals on a common axis: what they look like, and that no figures break them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.widgets.cells import width_of
from pmtui.widgets.interval_lines import ASCII, UNICODE, Interval, axis_of, interval_lines, interval_text, percent, percent_points
from pmtui.widgets.styled_lines import text_of

ROWS = [
    Interval("Signed by a person", 0.0064, 0.0201, 0.0337, "success", "+2.0"),
    Interval("Amount in the subject", -0.0008, 0.012, 0.0248, "warning", "+1.2"),
    Interval("Marked as spam", note="no figures"),
]


def test_rows_share_an_axis_and_zero_crosses_what_reaches_over_it() -> None:
    first, second, third, axis = text_of(interval_lines(ROWS, 60)).split("\n")
    at = third.index("│")
    assert (first[at], second[at], axis[at]) == ("│", "┼", "0")
    assert (first[-4:], third[-10:]) == ("+2.0", "no figures")


def test_ascii_has_the_same_shape() -> None:
    fancy, plain = (text_of(interval_lines(ROWS, 70, signs=signs)) for signs in (UNICODE, ASCII))
    table = str.maketrans("├─●┤│┼", "[-o]|+")
    assert fancy.translate(table) == plain


def test_narrow_places_stack_label_and_figures_above_the_interval() -> None:
    lines = text_of(interval_lines(ROWS, 30)).split("\n")
    assert lines[0].split() == ["Signed", "by", "a", "person", "+2.0"]
    assert "●" in lines[1]


def test_what_lies_outside_the_axis_ends_in_arrows() -> None:
    assert interval_text(Interval("", -2, 0, 2), (-1, 1), 9) == "◂───●───▸"
    assert interval_text(Interval("", 0.1, 1, 2), (-2, 2), 9) == "    │├●─┤"  # it does not reach zero
    assert interval_text(Interval("", -2, -1, -0.1), (-2, 2), 9) == "├─●┤│    "
    assert interval_text(Interval(""), (-1, 1), 5) == "  │  "
    assert interval_text(Interval("", 0.5, 0.5, 0.5), (-1, 1), 5) == "  │● "


def test_rates_and_differences_are_written_as_people_say_them() -> None:
    assert [percent_points(one) for one in (0.025, -0.008, 0.0, 0.0001)] == ["+2.5", "−0.8", "0", "0"]
    assert [percent(one) for one in (0.41, 0.049, 0.05, 1.0)] == ["41\u00a0%", "4.9\u00a0%", "5\u00a0%", "100\u00a0%"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.none() | st.floats(-5, 5)] * 3), max_size=5), st.integers(1, 120))
def test_every_line_fits_whatever_the_figures(values: list[tuple[float | None, ...]], width: int) -> None:
    rows = [Interval("länger 名前" * (at % 3), *one, note="x" * at) for at, one in enumerate(values)]
    lines = interval_lines(rows, width)
    assert bool(lines) == (axis_of(rows) is not None)
    assert all(sum(width_of(span.text) for span in line) <= max(4, width) for line in lines)

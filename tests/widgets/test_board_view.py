"""Where the cards of a board stand: with and without swimlanes, against a plain drawing of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmtui.widgets.board_view import CARD, BoardView, Lane, in_swimlanes
from tests.widgets.stage import items

TABLE = items([f"Item {at}" for at in range(60)])
SIZES = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), max_size=4)
"""For each swimlane how many cards it has in each of three lanes."""


def made(sizes: list[list[int]]) -> tuple[BoardView, list[str]]:
    """A view, and a plain drawing: for each line `head`, or what each lane shows there."""
    at, lanes, groups, drawing = 0, [[], [], []], [], []
    for number, counts in enumerate(sizes):
        cells: list[list[int]] = []
        for lane, count in enumerate(counts):
            cells.append(list(range(at, at + count)))
            lanes[lane] += cells[-1]
            at += count
        groups.append((f"band {number}", "", [one for cell in cells for one in cell]))
        drawing.append("head")
        drawing += [
            " ".join(f"{cell[row]}.{line}" if row < len(cell) else "-" for cell in cells)
            for row in range(max(counts)) for line in range(CARD)
        ]
    found, bands = in_swimlanes([Lane(name, name, "text", rows) for name, rows in zip("abc", lanes, strict=True)], groups)
    return BoardView(TABLE, found, bands), drawing


@given(SIZES.filter(bool))
def test_every_line_shows_what_the_plain_drawing_shows(sizes: list[list[int]]) -> None:
    view, drawing = made(sizes)
    assert view.height == len(drawing)
    for line, expected in enumerate(drawing):
        spot = view.spot(line)
        if expected == "head":
            assert spot.row == -1
            continue
        rows = [view.row_at(lane, spot) for lane in range(3)]
        shown = ["-" if row is None else f"{view.lanes[lane].rows[row]}.{spot.line}" for lane, row in enumerate(rows)]
        assert " ".join(shown) == expected
        assert all(row is None or view.line(lane, row) == line - spot.line for lane, row in enumerate(rows))


@given(SIZES.filter(bool), st.data())
def test_a_step_aside_stays_in_the_swimlane_where_it_can(sizes: list[list[int]], data: st.DataObject) -> None:
    view, _ = made(sizes)
    places = [(lane, row) for lane in range(3) for row in range(len(view.lanes[lane].rows))]
    if not places:
        return
    lane, row = data.draw(st.sampled_from(places))
    other = data.draw(st.integers(0, 2))
    there, band = view.beside(lane, row, other), view.band(lane, row)
    if view.count(other, band):
        assert view.band(other, there) == band
    around = view.around([TABLE.id(view.lanes[lane].rows[row])])
    assert {view.band(*found) for id in around if (found := view.find(id))} == {band}


def test_a_record_of_two_groups_stands_in_both_and_is_selected_once() -> None:
    lanes, bands = in_swimlanes([Lane("a", "a", "text", [1, 2])], [("x", "", [1, 2]), ("y", "", [2])])
    view = BoardView(TABLE, lanes, bands)
    assert (list(view.lanes[0].rows), view.height) == ([1, 2, 2], 2 + 3 * CARD)
    assert view.shown({TABLE.id(2)}) == [TABLE.id(2)]


def test_a_lane_is_over_its_limit_by_what_it_holds_not_by_what_the_filter_shows() -> None:
    assert Lane("doing", "doing", "text", [1], limit=3, held=4).is_over
    assert not Lane("doing", "doing", "text", [1, 2, 3, 4], limit=3, held=3).is_over
    assert not Lane("doing", "doing", "text", range(99), held=99).is_over

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.table import Fault
from pmtui.widgets.board import Board, Card, Lane
from pmtui.widgets.board_paint import title_lines
from pmtui.widgets.board_view import first_lane, lane_width
from pmtui.widgets.cells import width_of
from pmtui.widgets.messages import CursorMoved, HeaderClicked, Opened
from tests.widgets.stage import WidgetApp, items, screen_text

TABLE = items([f"Item {number} of the backlog with a rather long title" for number in range(30)])
STATUSES = ("inbox", "ready", "doing", "review", "done")


def card(table: Any, position: int) -> Card:
    return Card(table.column("title")[position], [("◆", "type-story")], [("@ana 5", "muted")])


def lanes(*rows: list[int]) -> list[Lane]:
    return [Lane(name, f"○ {name}", "status-ready", some, "8 pts") for name, some in zip(STATUSES, rows, strict=False)]


class BoardApp(WidgetApp):
    def __init__(self) -> None:
        self.board = Board()
        super().__init__(self.board)

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.posted.append(message)

    def on_opened(self, message: Opened) -> None:
        self.posted.append(message)

    def on_header_clicked(self, message: HeaderClicked) -> None:
        self.posted.append(message)


def id_of(number: int) -> str:
    return f"{number:010d}"


async def test_golden_text_of_a_board() -> None:
    app = BoardApp()
    async with app.run_test(size=(58, 10)) as pilot:
        app.board.set_view(TABLE, lanes([0, 1], [], [2]), card, faults=[Fault("x", "x", "bad")])
        app.board.toggle_selection()
        await pilot.pause()
        assert screen_text(app) == (
            "  ○ inbox 2           8 pts    ○ ready 0           8 pts\n"
            "  ▲ 1 file cannot be read: b shows the list     1 more ›\n"
            " ▸ Item 0 of the backlog        nothing here\n"
            " ● with a rather long title\n"
            "   00000 ◆           @ana 5\n"
            "\n"
            "   Item 1 of the backlog\n"
            "   with a rather long title\n"
            "   00000 ◆           @ana 5\n"
        )


@given(st.integers(1, 12), st.integers(24, 300))
def test_lanes_share_the_width(count: int, width: int) -> None:
    size = lane_width(count, width)
    assert min(24, width) <= size
    assert (width // size) * size <= width


def test_eighty_columns_show_three_lanes() -> None:
    assert 78 // lane_width(6, 78) == 3


@given(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.integers(1, 10))
def test_the_lane_under_the_cursor_is_in_sight(first: int, at: int, shown: int, count: int) -> None:
    at, shown = min(at, count - 1), min(shown, count)
    start = first_lane(first, at, shown, count)
    assert start <= at < start + shown
    assert 0 <= start <= count - shown


@pytest.mark.parametrize(("title", "lines"), [
    ("Short", ("Short", "")), ("Retry failed card payments at once", ("Retry failed", "card payment…")),
    ("日本語の請求書を送る", ("日本語の請求", "書を送る")),
])
def test_a_title_takes_two_lines(title: str, lines: tuple[str, str]) -> None:
    assert title_lines(title, 13) == lines
    assert all(width_of(line) <= 13 for line in title_lines(title, 13))


async def test_moves_and_the_cursor_that_follows_its_record() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 16)) as pilot:
        app.board.set_view(TABLE, lanes([0, 1, 2, 3], [4], [], [5, 6], [7]), card)
        app.board.move(2)
        assert app.board.cursor_id == id_of(2)
        app.board.move_across(1)
        assert app.board.cursor_id == id_of(4)
        app.board.move_across(1)
        assert (app.board.cursor_id, app.board.view.lanes[app.board._at].name) == (None, "doing")
        app.board.move_across(9)
        assert app.board.cursor_id == id_of(7)
        await pilot.pause()
        assert "○ done" in screen_text(app)
        assert "‹ 2 more" in screen_text(app)
        app.board.set_view(TABLE, lanes([7, 0, 1], [4]), card)
        assert app.board.cursor_id == id_of(7)
        app.board.set_view(TABLE, lanes([0, 1], [4]), card)
        assert app.board.cursor_id == id_of(0)
        app.board.set_view(TABLE, lanes([], []), card, empty=("Nothing here yet", "a  add"))
        await pilot.pause()
        assert "Nothing here yet" in screen_text(app)


async def test_the_selection_goes_over_lanes() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 16)):
        app.board.set_view(TABLE, lanes([0, 1], [2, 3]), card)
        app.board.move(1)
        app.board.toggle_range()
        app.board.move_across(1)
        assert app.board.selected == [id_of(1), id_of(2), id_of(3)]
        app.board.set_view(TABLE, lanes([0, 1], [3]), card)
        assert app.board.selected == [id_of(1), id_of(3)]
        app.board.select_all()
        assert len(app.board.selected) == 3


async def test_the_mouse() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 16)) as pilot:
        app.board.set_view(TABLE, lanes([0, 1], [2, 3], [4]), card)
        await pilot.double_click(app.board, offset=(30, 7))
        assert app.board.cursor_id == id_of(3)
        assert isinstance(app.posted[-1], Opened)
        await pilot.click(app.board, offset=(60, 0))
        assert app.posted[-1].column == "doing"
        await pilot.click(app.board, offset=(60, 12))
        assert app.board.cursor_id == id_of(3)


async def test_the_cursor_is_always_in_sight() -> None:
    app = BoardApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.board.set_view(TABLE, lanes(list(range(20)), [20]), card)
        for step in (5, 9, -3, 9, -20):
            app.board.move(step)
            await pilot.pause()
            assert "▸" in screen_text(app)

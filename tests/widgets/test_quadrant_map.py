from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.table import Fault
from pmtui.widgets.cells import width_of
from pmtui.widgets.messages import CursorMoved, Opened, SelectionChanged
from pmtui.widgets.one_line import Span
from pmtui.widgets.quadrant_axes import ASSUMPTIONS
from pmtui.widgets.quadrant_map import MapLabel, QuadrantMap
from tests.widgets.stage import WidgetApp, items, screen_text

VALUES = [(1, 5), (1, 5), (1, 3), (3, 4), (5, 2), (None, 4)]
TABLE = items([f"Belief {number} that stands on rather little" for number in range(len(VALUES))])
SIGNS = [Span("○ draft", "status-waiting"), Span("◑ testing", "status-active")]


def label(table: Any, position: int) -> MapLabel:
    return MapLabel(table.column("title")[position], "○", "status-waiting")


class MapApp(WidgetApp):
    def __init__(self) -> None:
        self.map = QuadrantMap(ASSUMPTIONS)
        super().__init__(self.map)

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.posted.append(message)

    def on_opened(self, message: Opened) -> None:
        self.posted.append(message)

    def on_selection_changed(self, message: SelectionChanged) -> None:
        self.posted.append(message)

    def show(self, values: list[tuple[Any, Any]] = VALUES, table: Any = TABLE, **more: Any) -> None:
        more.setdefault("id_length", lambda id: 10)
        self.map.set_view(table, range(len(values)), values, label, signs=SIGNS, **more)


def id_of(number: int) -> str:
    return f"{number:010d}"


async def test_golden_text_of_a_map() -> None:
    app = MapApp()
    async with app.run_test(size=(76, 16)) as pilot:
        app.show()
        app.map.toggle_selection()
        await pilot.pause()
        assert screen_text(app) == (
            "   Test first 4 ──────────────────────┬ Build on 0 ─────────  Not placed 1\n"
            " 5 ▸○ 0000       ┊     ┊              │     ┊                  ○ 0000\n"
            "   ●  Belief 0…  ┊     ┊              │     ┊                    Belief 5\n"
            "    ○ 0000       ┊     ┊              │     ┊                    that stan…\n"
            "      Belief 1…  ┊     ┊              │     ┊\n"
            "                 ┊     ┊              │     ┊\n"
            " 4               ┊     ┊ ○ 0000       │     ┊\n"
            "                 ┊     ┊   Belief 3…  │     ┊\n"
            " 3  ○ 0000       ┊     ┊              │     ┊\n"
            "      Belief 2…  ┊     ┊              │     ┊\n"
            "   Park 0 ────────────────────────────┼ Leave 1 ────────────\n"
            " 2               ┊     ┊              │     ┊ ○ 0000 Belief\n"
            "                 ┊     ┊              │     ┊   4 that sta…\n"
            " 1               ┊     ┊              │     ┊\n"
            "    1 a guess      2     3            ┴ 4     5 known\n"
            " importance ↑   certainty →                            ○ draft   ◑ testing"
        )


async def test_the_cursor_walks_through_all_records_and_across() -> None:
    app = MapApp()
    async with app.run_test(size=(76, 16)) as pilot:
        app.show()
        seen = [app.map.cursor_id]
        for _ in range(6):
            app.map.move(1)
            seen.append(app.map.cursor_id)
        assert seen == [id_of(at) for at in (0, 1, 2, 3, 4, 5, 5)]
        app.map.first()
        app.map.move(1)
        across = []
        for step in (1, 1, 1, 1, -1, -1, -1, -1):
            app.map.move_across(step)
            across.append(app.map.cursor_id)
        assert across == [id_of(at) for at in (3, 4, 5, 5, 4, 3, 0, 0)]
        assert app.map.cursor_cell == (1, 5)
        app.map.last()
        assert app.map.cursor_index == 5
        app.map.page(-1)
        assert app.map.cursor_index < 5
        await pilot.pause()
        assert app.posted[-1].id == app.map.cursor_id


async def test_the_cursor_stays_on_its_record_wherever_that_goes() -> None:
    app = MapApp()
    async with app.run_test(size=(76, 16)) as pilot:
        app.show()
        assert app.map.move_to_id(id_of(2))
        app.show([(1, 5), (1, 5), (4, 1), *VALUES[3:]])
        assert (app.map.cursor_id, app.map.cursor_cell) == (id_of(2), (4, 1))
        app.map.set_view(TABLE, [0, 3], [VALUES[0], VALUES[3]], label)
        assert app.map.cursor_id == id_of(3)
        assert not app.map.move_to_id(id_of(2))
        await pilot.pause()
        assert app.posted[-1].id == id_of(3)


async def test_selecting_one_a_range_and_all() -> None:
    app = MapApp()
    async with app.run_test(size=(76, 16)) as pilot:
        app.show()
        app.map.toggle_range()
        app.map.move(2)
        assert app.map.selected == [id_of(0), id_of(1), id_of(2)]
        app.map.toggle_range()
        app.map.move(1)
        app.map.toggle_selection()
        assert app.map.selected == [id_of(at) for at in (0, 1, 2, 3)]
        app.map.set_view(TABLE, [3, 4], VALUES[3:5], label)
        assert app.map.selected == [id_of(3)]
        app.map.select_all()
        assert app.map.selected == [id_of(3), id_of(4)]
        app.map.clear_selection()
        await pilot.pause()
        assert app.posted[-1].count == 0


async def test_a_full_cell_says_how_many_more_there_are_and_follows_the_cursor() -> None:
    app = MapApp()
    titles = [f"B{number}" for number in range(40)]
    async with app.run_test(size=(60, 16)) as pilot:
        app.show([(2, 4)] * 40, items(titles))
        await pilot.pause()
        text = screen_text(app)
        assert "B0" in text
        assert "B39" not in text
        (more,) = [line for line in text.split("\n") if "+" in line]
        shown = sum(f" {title} " in f"{text} " for title in titles)
        assert f"+{40 - shown}" in more
        app.map.last()
        await pilot.pause()
        assert "B39" in screen_text(app)


async def test_a_click_moves_the_cursor_and_two_open_the_record() -> None:
    app = MapApp()
    async with app.run_test(size=(76, 16)) as pilot:
        app.show()
        await pilot.pause()
        lines = screen_text(app).split("\n")
        y = next(at for at, line in enumerate(lines) if "Belief 3" in line)
        await pilot.click(QuadrantMap, offset=(lines[y].index("Belief 3"), y))
        assert app.map.cursor_id == id_of(3)
        await pilot.click(QuadrantMap, offset=(1, 0))
        assert app.map.cursor_id == id_of(3)
        await pilot.click(QuadrantMap, offset=(lines[y].index("Belief 3"), y), times=2)
        await pilot.pause()
        assert [one.id for one in app.posted if isinstance(one, Opened)] == [id_of(3)]


@pytest.mark.parametrize("size", [(10, 5), (50, 9), (48, 4), (300, 100), (1, 1)])
async def test_any_size_and_wide_characters(size: tuple[int, int]) -> None:
    app = MapApp()
    table = items(["適格請求書 の発行 👨‍👩‍👧", "شركة النخيل", "e\u0301 " * 30, "x" * 90, "", "Fünf"])
    async with app.run_test(size=size) as pilot:
        app.show(table=table)
        for _ in range(7):
            await pilot.pause()
            assert all(width_of(line) <= size[0] for line in screen_text(app).split("\n"))
            app.map.move(1)
        app.map.toggle_selection()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Fünf" in screen_text(app)


async def test_an_empty_map_teaches_and_unreadable_files_are_counted() -> None:
    app = MapApp()
    async with app.run_test(size=(76, 18)) as pilot:
        app.show([], items([]), empty=("Nothing here yet.", "", "a adds one"))
        await pilot.pause()
        assert "Nothing here yet." in screen_text(app)
        assert app.map.cursor_id is None
        for move in (app.map.first, app.map.last, app.map.toggle_selection, app.map.toggle_range, app.map.select_all):
            move()
        app.map.move(1)
        app.map.move_across(1)
        assert app.map.selected == []
        app.show(faults=[Fault("x", "x", "bad")])
        await pilot.pause()
        assert "▲ 1 file cannot be read: b shows the list" in screen_text(app)

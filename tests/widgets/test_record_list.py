from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.events import MouseScrollDown
from textual.widget import Widget

from pmtui.domain.records import Record
from pmtui.domain.table import Fault
from pmtui.widgets.list_paint import tight
from pmtui.widgets.messages import CursorMoved, HeaderClicked, Opened, SelectionChanged
from pmtui.widgets.record_list import Group, ListColumn, RecordList, Records
from tests.widgets.stage import COLUMNS, WidgetApp, items, screen_text

FAULT = Fault("backlog/zz/zz00000000.json", "zz00000000", "line 3: not JSON")


class ListApp(WidgetApp):
    def __init__(self) -> None:
        self.list = RecordList()
        super().__init__(self.list)

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.posted.append(message)

    def on_opened(self, message: Opened) -> None:
        self.posted.append(message)

    def on_selection_changed(self, message: SelectionChanged) -> None:
        self.posted.append(message)

    def on_header_clicked(self, message: HeaderClicked) -> None:
        self.posted.append(message)


def id_of(number: int) -> str:
    return f"{number:010d}"


TABLE = items([f"Item {number}" for number in range(100)])


async def test_golden_text_of_a_list_with_a_fault_and_groups() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 9)) as pilot:
        table = items(["Retry failed card payments of business customers abroad", "請求書", "Short"], estimate=3)
        app.list.set_view(table, [0, 1, 2], COLUMNS, faults=[FAULT], groups=[Group(0, "MVP", "2"), Group(2, "Later", "1")])
        app.list.toggle_selection()
        await pilot.pause()
        assert screen_text(app) == (
            "    id          title                       status     est\n"
            "    ▲ backlog/zz/zz00000000.json  line 3: not JSON\n"
            "  MVP ───────────────────────────────────────────────── 2\n"
            " ▸● 0000000000  Retry failed card payment…  inbox        3\n"
            "    0000000001  請求書                      inbox        3\n"
            "  Later ─────────────────────────────────────────────── 1\n"
            "    0000000002  Short                       inbox        3\n"
            "\n"
        )


@pytest.mark.parametrize(("width", "columns"), [(80, "id title status estimate"), (50, "id title status"), (30, "title"), (12, "title")])
async def test_columns_go_by_priority_when_the_screen_is_narrow(width: int, columns: str) -> None:
    app = ListApp()
    async with app.run_test(size=(width, 8)) as pilot:
        app.list.set_view(TABLE, range(3), COLUMNS)
        await pilot.pause()
        assert [one.column.name for one in app.list._placed] == columns.split()


async def test_the_cursor_stays_on_its_record_and_at_its_height() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 12)) as pilot:
        app.list.set_view(TABLE, range(100), COLUMNS)
        app.list.move_to(50)
        await pilot.pause()
        height = app.list.cursor_region.y
        app.list.set_view(TABLE, [*range(0, 100, 2)], COLUMNS)
        assert app.list.cursor_id == id_of(50)
        assert app.list.cursor_region.y == height
        app.list.set_view(TABLE, [at for at in range(100) if at != 50], COLUMNS, faults=[FAULT])
        await pilot.pause()
        assert app.list.cursor_id == id_of(25)  # the record is gone: the nearest place, not the first


async def test_a_gone_record_leaves_the_cursor_where_it_was() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 12)):
        app.list.set_view(TABLE, range(100), COLUMNS)
        app.list.move_to(40)
        app.list.set_view(TABLE, [at for at in range(100) if at != 40], COLUMNS)
        assert app.list.cursor_id == id_of(41)
        app.list.set_view(TABLE, range(10), COLUMNS)
        assert app.list.cursor_id == id_of(9)
        app.list.set_view(TABLE, (), COLUMNS)
        assert app.list.cursor_id is None


async def test_moves_stop_at_both_ends_and_skip_headers() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)) as pilot:
        app.list.set_view(TABLE, range(100), COLUMNS, groups=[Group(at, f"Group {at}") for at in range(0, 100, 10)])
        app.list.move(-1)
        assert app.list.cursor_id == id_of(0)
        app.list.move(10)
        assert app.list.cursor_id == id_of(10)
        app.list.page(1)
        assert app.list.cursor_id == id_of(19)
        app.list.half_page(-1)
        assert app.list.cursor_id == id_of(14)
        app.list.last()
        app.list.move(1)
        assert app.list.cursor_id == id_of(99)
        app.list.first()
        await pilot.pause()
        assert "Group 0" in screen_text(app)


async def test_the_cursor_is_always_in_sight() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)) as pilot:
        app.list.set_view(TABLE, range(100), COLUMNS)
        for step in (7, 3, 40, -1, -45, 95, -99):
            app.list.move(step)
            await pilot.pause()
            assert "▸" in screen_text(app)


async def test_only_the_last_of_a_run_of_moves_is_told() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)) as pilot:
        app.list.set_view(TABLE, range(100), COLUMNS)
        await pilot.pause()
        app.posted.clear()
        for _ in range(20):
            app.list.move(1)
        await pilot.pause()
        assert app.posted[-1].id == id_of(20)
        assert len(app.posted) < 5


async def test_a_range_follows_the_cursor_and_keeps_what_was_selected() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)):
        app.list.set_view(TABLE, range(100), COLUMNS, faults=[FAULT])
        app.list.move_to(1)
        app.list.toggle_selection()
        app.list.move_to(5)
        app.list.toggle_range()
        app.list.move(3)
        app.list.move(-1)
        assert app.list.selected == [id_of(0), id_of(4), id_of(5), id_of(6)]
        app.list.toggle_range()
        app.list.move(5)
        assert len(app.list.selected) == 4
        app.list.select_all()
        assert len(app.list.selected) == 100
        app.list.clear_selection()
        assert app.list.selected == []


async def test_what_is_no_longer_shown_is_no_longer_selected() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)) as pilot:
        app.list.set_view(TABLE, range(100), COLUMNS)
        app.list.select_all()
        app.list.set_view(TABLE, range(10), COLUMNS)
        await pilot.pause()
        assert len(app.list.selected) == 10
        assert app.posted[-1].count == 10


async def test_an_unreadable_file_can_be_under_the_cursor_but_not_selected() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)) as pilot:
        app.list.set_view(TABLE, range(3), COLUMNS, faults=[FAULT])
        app.list.first()
        await pilot.pause()
        assert (app.list.cursor_id, app.list.cursor_fault) == (None, FAULT)
        app.list.toggle_selection()
        assert app.list.selected == []


async def test_the_mouse_moves_opens_and_sorts_and_the_wheel_only_scrolls() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)) as pilot:
        app.list.set_view(TABLE, range(100), COLUMNS)
        await pilot.click(app.list, offset=(20, 4))
        assert app.list.cursor_id == id_of(3)
        assert app.list.cursor_column is COLUMNS[1]
        await pilot.double_click(app.list, offset=(46, 5))
        assert isinstance(app.posted[-1], Opened)
        assert (app.posted[-1].id, app.list.cursor_column) == (id_of(4), COLUMNS[2])
        await pilot.click(app.list, offset=(46, 0))
        assert app.posted[-1].column == "status"
        for _ in range(5):
            await pilot._post_mouse_events([MouseScrollDown], app.list, offset=(5, 5))
        assert app.list.cursor_id == id_of(4)
        assert app.list.scroll_offset.y > 0


async def test_the_column_under_the_cursor() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)):
        app.list.set_view(TABLE, range(5), COLUMNS)
        column: Any = app.list.cursor_column
        assert column.field == "title"
        app.list.move_across(1)
        app.list.move_across(9)
        assert app.list.cursor_column is COLUMNS[3]
        region = app.list.cursor_region
        assert (region.width, region.height, region.y) == (4, 1, 1)


async def test_an_empty_list_teaches() -> None:
    app = ListApp()
    async with app.run_test(size=(60, 11)) as pilot:
        app.list.set_view(TABLE, (), COLUMNS, empty=("Nothing is ready", "a  add the first item"))
        await pilot.pause()
        assert "Nothing is ready" in screen_text(app)
        app.list.move(1)
        app.list.last()
        app.list.toggle_selection()


async def test_a_list_of_several_kinds() -> None:
    app = ListApp()
    records = Records([Record("problem", "p000000000", {"title": "Lost access"}), Record("item", "b000000000", {"title": "Retry"})])
    column = ListColumn("title", "title", lambda table, position: (table.record(position).title, "text"))
    async with app.run_test(size=(40, 6)) as pilot:
        app.list.set_view(records, range(2), (column,))
        app.list.move(1)
        await pilot.pause()
        assert app.list.cursor_id == "b000000000"
        assert " ▸  Retry" in screen_text(app)


async def test_a_change_of_theme_repaints() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 6)) as pilot:
        app.list.set_view(TABLE, range(2), COLUMNS)
        await pilot.pause()
        before = app.list.render_line(1)
        app.theme = "textual-light"
        await pilot.pause()
        assert before.text == app.list.render_line(1).text
        assert before != app.list.render_line(1)


TEXTS = ["", " ", "  ", "a", "b c", "日"]
PARTS = st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(["red", "blue", "red on white", "underline"])))


@given(PARTS)
def test_fewer_segments_show_the_same(parts: list[tuple[str, str]]) -> None:
    segments = [Segment(text, Style.parse(style)) for text, style in parts]

    def cells(some: list[Segment]) -> list[object]:
        """Each cell as it is seen: the colour of a blank is not, but its ground and its underline are."""
        return [
            (one, None if one == " " else style, style and style.bgcolor, style and style.underline)
            for text, style, _ in some for one in text
        ]

    assert cells(tight(segments)) == cells(segments)
    assert len(tight(segments)) <= len(segments)


def test_widget_is_focusable() -> None:
    widget: Widget = RecordList()
    assert widget.can_focus

"""The timeline as a widget: what it paints, where its cursor goes, how it zooms and folds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from textual.geometry import Size

from pmtui.domain.table import Fault, MemoryRows, Table
from pmtui.widgets.cells import width_of
from pmtui.widgets.messages import CursorMoved, Opened, SelectionChanged
from pmtui.widgets.timeline import Timeline
from pmtui.widgets.timeline_band import Band, Load
from pmtui.widgets.timeline_bars import Bar, Extent
from pmtui.widgets.timeline_view import Lane
from tests.widgets.stage import WidgetApp, items, screen_text

TODAY = date(2027, 1, 20)
TITLES = ["Billing MVP", "Retries", "顧客の請求書 and a long name", "Ledger", "Someday"]
TABLE = items(TITLES)
WORK = Table("item", MemoryRows("item", {letter * 10: {"id": letter * 10, "title": f"Item {letter}", "rank": letter} for letter in "ab"}))
EXTENTS = [
    ("2027-01-04", "2027-02-15", "2027-02-15"), ("2027-02-20", "2027-06-30", "2027-04-01"), ("2027-03-01", "2027-12-31", "2027-07-01"),
]


def id_of(number: int) -> str:
    return f"{number:010d}"


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


class Milestones:
    """Milestones that wait for each other in a row; the first one has two items."""

    def __init__(self, count: int = 5) -> None:
        self.asked: list[int] = []
        self.count = count

    def bar(self, position: int) -> Bar:
        self.asked.append(position)
        if position >= len(EXTENTS):
            return Bar(TITLES[position % 5], (("○ ", "text"),))
        first, last, landing = map(ordinal, EXTENTS[position])
        children = 2 if position == 0 else 0
        return Bar(TITLES[position], (("◑ ", "text"),), Extent(first, last, landing, first != landing and landing == last), 0.5,
                   labels=[(f"label {position}", "text")], children=children)

    def item(self, position: int) -> Bar:
        day = ordinal("2027-02-10")
        return Bar(f"Item {position}", (("● ", "text"),), Extent(day, day, day), 1.0, labels=[("due", "muted")], is_point=True)

    def children(self, id: str) -> Sequence[int]:
        return (0, 1) if id == id_of(0) else ()

    def first(self, id: str) -> Sequence[str]:
        return [id_of(int(id) - 1)] if 0 < int(id) < 3 else []

    def then(self, id: str) -> Sequence[str]:
        return [id_of(int(id) + 1)] if int(id) < 2 else []

    def lane(self, lane: Lane, *, is_folded: bool) -> Bar:
        return Bar(lane.title, labels=[(f"{len(lane.rows)}", "muted")], extent=None)

    path: Sequence[tuple[str, str]] = ()


class TimelineApp(WidgetApp):
    def __init__(self) -> None:
        self.line = Timeline()
        super().__init__(self.line)

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.posted.append(message.id or message.fault)

    def on_opened(self, message: Opened) -> None:
        self.posted.append(("opened", message.id))

    def on_selection_changed(self, message: SelectionChanged) -> None:
        self.posted.append(("selected", message.count))

    def fill(self, faults: Sequence[Fault] = (), rows: Sequence[int] = (0, 1, 2), undated: Sequence[int] = (3, 4)) -> None:
        self.line.set_view(
            TABLE, rows, undated, items=WORK, facts=Milestones(), today=TODAY, span=(ordinal("2027-01-04"), ordinal("2027-12-31")),
            faults=faults, empty=("No milestone yet.", "a adds one"),
        )


async def test_golden_text_of_a_timeline() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill(faults=[Fault("milestones/x.json", "x", "not JSON")])
        app.line.fold(id_of(0), is_open=True)
        app.line.move_to_id(id_of(1))
        await pilot.pause()
        assert screen_text(app).split("\n") == [
            "  quarters                            Q4 2026     Q1 2027      Q2 2027      Q3 2027      Q4 2027",
            "  milestone                              Nov  Dec Jan  Feb Mar Apr May  Jun Jul Aug  Sep Oct  Nov",
            "  ─────────────────────────────────── ───┬────┬───┬─ ▼ 20 Jan ─┬───┬────┬───┬───┬────┬───┬────┬───┬",
            "    ▲ milestones/x.json  not JSON",
            "←  ▿ ◑ Billing MVP                                ┊■■■■□□◆ label 0          ┊            ┊",
            "       ● Item 0                                   ┊  │  ◆ due  ┊            ┊            ┊",
            "       ● Item 1                                   ┊  │  ◆ due  ┊            ┊            ┊",
            " ▸   ◑ Retries                                    ┊  │  ╰■■■■■■▰▰▰▰╱╱╱╱╱╱╱╱╱╱ label 1    ┊",
            "→    ◑ 顧客の請求書 and a long name                label 2 ■■■■■■■■■■■■■■■■■▰▰▰▰▰╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱",
            "  no date ───────────────────────────────────────────────────────────────────────────────────── 2",
            "     ○ Ledger                                     ┊  │         ┊            ┊            ┊",
            "     ○ Someday                                    ┊  │         ┊            ┊            ┊",
        ]


async def test_the_cursor_visits_every_record_and_no_head() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill()
        app.line.last()
        assert app.line.cursor_id == id_of(4)
        app.line.first()
        for number in range(1, 5):
            app.line.move(1)
            assert app.line.cursor_id == id_of(number)
        assert not app.line.move_to_id("nowhere")
        assert app.line.move_to_id(id_of(2))
        app.fill(rows=(2, 0), undated=(4,))
        assert app.line.cursor_id == id_of(2)
        app.fill(rows=(0,), undated=(4,))
        assert app.line.cursor_id == id_of(0), "what has come into its place"
        await pilot.pause()
        assert app.posted[-1] == id_of(0)


async def test_items_unfold_under_their_milestone() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill()
        app.line.move_across(1)
        await pilot.pause()
        assert "Item 0" in screen_text(app)
        app.line.move(2)
        assert app.line.cursor_id == "bbbbbbbbbb"
        app.line.toggle_selection()
        assert not app.line.selection.ids, "items are not selected"
        app.line.move_across(-1)
        assert app.line.cursor_id == id_of(0)
        app.line.move_across(-1)
        await pilot.pause()
        assert "Item 0" not in screen_text(app)
        before = app.line.chart
        app.line.move_across(-1)
        assert app.line.chart.origin < before.origin, "with nothing to fold it looks aside"


async def test_folding_from_within_takes_the_cursor_along() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill()
        app.line.fold(id_of(0), is_open=True)
        app.line.move_to_id(id_of(2))
        app.line.fold(id_of(0), is_open=False)
        assert app.line.cursor_id == id_of(2)
        await pilot.pause()


async def test_selections_and_ranges_take_milestones_alone() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill()
        app.line.fold(id_of(0), is_open=True)
        app.line.toggle_range()
        app.line.last()
        assert app.line.selected == [id_of(number) for number in range(5)]
        app.line.clear_selection()
        app.line.select_all()
        assert len(app.line.selection.ids) == 5
        app.fill(rows=(1,), undated=())
        assert app.line.selected == [id_of(1)], "what is not shown is not selected"
        await pilot.pause()
        assert ("selected", 1) in app.posted


async def test_zoom_and_pan_and_back_to_today() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill()
        seen = []
        for step in (-1, -1, 1, 1, 1, 1):
            app.line.zoom(step)
            await pilot.pause()
            seen.append(screen_text(app).split()[0])
        assert seen == ["years", "years", "quarters", "months", "weeks", "weeks"]
        app.line.pan(1)
        app.line.pan(1)
        app.line.pan(1)
        app.line.pan(1)
        await pilot.pause()
        assert "‹ 20 Jan" in screen_text(app)
        app.line.to_today()
        await pilot.pause()
        assert "▼ 20 Jan" in screen_text(app)


async def test_only_lines_in_sight_are_asked_for() -> None:
    table = items([f"Milestone {number}" for number in range(500)])
    facts = Milestones()
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.line.set_view(table, range(500), (), items=WORK, facts=facts, today=TODAY)
        await pilot.pause()
        assert max(facts.asked) < 12
        app.line.last()
        await pilot.pause()
        assert app.line.cursor_id == id_of(499)
        assert len(set(facts.asked)) < 30


async def test_an_empty_timeline_teaches() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill(rows=(), undated=())
        await pilot.pause()
        assert "No milestone yet." in screen_text(app)
        assert app.line.cursor_id is None
        app.line.move(1)
        app.line.move_across(1)
        app.line.toggle_selection()
        app.line.zoom(1)


@pytest.mark.parametrize("size", [(10, 5), (20, 3), (300, 100), (1, 1)])
async def test_no_size_is_too_small_or_too_large(size: tuple[int, int]) -> None:
    app = TimelineApp()
    async with app.run_test(size=size) as pilot:
        app.fill(faults=[Fault("x", "x", "bad")])
        app.line.fold(id_of(0), is_open=True)
        for step in (1, 1, 1, -1, -1, -1, -1):
            app.line.zoom(step)
            app.line.pan(step)
            await pilot.pause()
        assert all(width_of(line) <= size[0] for line in screen_text(app).split("\n"))


async def test_a_click_moves_and_a_double_click_opens() -> None:
    app = TimelineApp()
    async with app.run_test(size=(100, 12)) as pilot:
        app.fill()
        await pilot.pause()
        await pilot.click(offset=(10, 4))
        assert app.line.cursor_id == id_of(1)
        await pilot.click(offset=(10, 1))
        assert app.line.cursor_id == id_of(1)
        await pilot.click(offset=(10, 5), times=2)
        await pilot.pause()
        assert ("opened", id_of(2)) in app.posted
        for is_open in (True, False):
            await pilot.click(offset=(3, 3))
            assert (id_of(0) in app.line.unfolded) is is_open
        await pilot.click(offset=(3, 4))
        assert not app.line.unfolded, "it has no items"


async def test_it_can_be_painted_narrower_before_it_is_told_of_its_new_size(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TimelineApp()
    async with app.run_test(size=(200, 12)) as pilot:
        app.fill()
        app.line.move_to_id(id_of(1))
        await pilot.pause()
        cells = [cell for line in app.line._related().drawn.values() for cell in line]
        monkeypatch.setattr(Timeline, "size", property(lambda self: Size(24, 12)))  # as between a layout and its event of resize
        assert app.line.chart.width <= max(cells)
        assert {app.line.render_line(y).cell_length for y in range(12)} == {24}


async def test_lanes_fold_by_key_and_click_and_open_where_a_record_is_looked_for() -> None:
    app = TimelineApp()
    folded: set[str] = set()
    async with app.run_test(size=(100, 14)) as pilot:
        lanes = [Lane("a", "First", [0, 1]), Lane("b", "Second", [2, 3, 4])]
        app.line.set_view(TABLE, (), (), items=WORK, facts=Milestones(), today=TODAY, lanes=lanes, folded=folded)
        app.line.show_band(Band([Load(TODAY.toordinal() - TODAY.weekday(), 12, 10)]))
        await pilot.pause()
        lines = screen_text(app).split("\n")
        assert "▿ First" in lines[3]
        assert "Billing MVP" in lines[4]
        assert "capacity" in lines[-2], "the band stands below the bars"
        app.line.move_to_id(id_of(1))
        app.line.move_across(-1)
        assert (folded, app.line.cursor_id) == ({"a"}, None)
        app.line.move_across(-1)
        assert folded == {"a", "b"}, "again folds all"
        assert app.line.move_to_id(id_of(3))
        assert (folded, app.line.cursor_id) == ({"a"}, id_of(3))
        await pilot.pause()
        await pilot.click(offset=(4, 3))
        assert (folded, app.line.cursor_id) == (set(), id_of(0))
        app.line.select_all()
        await pilot.click(offset=(4, 3))
        assert app.line.selected == [id_of(number) for number in (2, 3, 4)], "what is not shown is not selected"
        app.line.show_band(None)
        await pilot.pause()
        assert "capacity" not in screen_text(app)

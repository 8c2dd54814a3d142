from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from pmtui.domain.query_complete import Completion
from pmtui.domain.query_syntax import QuerySyntax
from pmtui.widgets.cells import width_of
from pmtui.widgets.filter_line import FilterLine, mistake_spans
from pmtui.widgets.hint_line import Hint, HintLine, KeyPanel, fitting_hints, panel_lines
from pmtui.widgets.one_line import Span
from pmtui.widgets.status_line import StatusLine
from pmtui.widgets.sync_spans import SyncFigures, sync_forms
from pmtui.widgets.top_line import Tab, TopLine
from tests.widgets.stage import WidgetApp, screen_text

HINTS = (Hint("a", "add", 1), Hint("e", "edit", 2), Hint("J/K", "rank", 6), Hint("/", "filter", 3), Hint("?", "keys", 0))
TABS = tuple(Tab(str(at), name) for at, name in enumerate(
    ("Today", "Problems", "Hypotheses", "Backlog", "Roadmap", "Strategy", "Tree", "History"), 1))


@given(st.lists(st.builds(Hint, st.text("ab ↑日", min_size=1, max_size=4), st.text("abc日", min_size=1, max_size=8), st.integers(0, 9))),
       st.integers(0, 120))
def test_hints_are_whole_and_fit(hints: list[Hint], width: int) -> None:
    shown = fitting_hints(hints, width)
    assert sum(width_of(one.key) + width_of(one.label) + 3 for one in shown) - 1 <= max(width, 0) or not shown
    left_out = list(hints)
    for one in shown:
        left_out.remove(one)
    assert all(one.priority <= out.priority for one in shown for out in left_out)


async def test_the_hint_line_gives_way_to_a_toast() -> None:
    line = HintLine()
    app = WidgetApp(line)
    async with app.run_test(size=(50, 2)) as pilot:
        line.show(HINTS)
        await pilot.pause()
        assert screen_text(app).splitlines()[0] == " a add  e edit  J/K rank  / filter  ? keys"
        line.toast("Undid: set status of 3 items")
        await pilot.pause()
        assert screen_text(app).splitlines()[0] == " a add  ? keys       Undid: set status of 3 items"
        line.clear_toast()
        await pilot.pause()
        assert "J/K rank" in screen_text(app)


async def test_the_panel_of_continuations_lies_above_the_foot() -> None:
    panel = KeyPanel()
    app = WidgetApp(panel)
    async with app.run_test(size=(40, 8)) as pilot:
        assert "Backlog" not in screen_text(app)
        panel.show("g", [("d", "Today"), ("b", "Backlog"), ("r", "Roadmap"), ("g", "First")])
        await pilot.pause()
        assert screen_text(app).splitlines()[-3:] == [" g …", "  d Today      r Roadmap", "  b Backlog    g First"]
        panel.hide()
        await pilot.pause()
        assert "Backlog" not in screen_text(app)


def test_a_panel_is_filled_downwards() -> None:
    assert panel_lines([("a", "one"), ("b", "two"), ("c", "three")], 24) == [[("a", "one"), ("c", "three")], [("b", "two")]]
    assert panel_lines([], 24) == []


@pytest.mark.parametrize(("width", "shown"), [
    (140, " Acme Billing   1 Today  2 Problems  3 Hypotheses [4 Backlog] 5 Roadmap  6 Strategy  7 Tree  8 History"),
    (80, " Acme Billing   1  2  3 [4 Backlog] 5  6  7  8"),
    (50, " Acme…   1  2  3 [4 Backlog] 5  6  7  8"),
])
async def test_the_top_line_at_several_widths(width: int, shown: str) -> None:
    line = TopLine()
    app = WidgetApp(line)
    async with app.run_test(size=(width, 2)) as pilot:
        line.show("Acme Billing", TABS, "Backlog")
        line.show_state([Span("main ↑2", "muted"), Span(" ●3", "warning")])
        await pilot.pause()
        text = screen_text(app).splitlines()[0]
        assert text.startswith(shown)
        assert text.endswith("●3")


SAVED, SAVING = (Span("saved ", "success"),), (Span("saving 12 ", "warning"),)


@pytest.mark.parametrize(("width", "state", "at", "shown"), [
    (160, SAVED, SyncFigures("main", 2, 0, 3), "saved main ↑2 ↓0 ●3"),
    (160, (), SyncFigures("main", 0, 0, 0), "main ✓"),
    (160, (), SyncFigures("main", None, None, 0), "main"),
    (160, (), SyncFigures("", None, None, 2), "no branch ●2"),
    (160, (), SyncFigures("main", 0, 1, 0, conflicts=2), "main ↑0 ↓1 ≠2"),
    (160, (), SyncFigures("main", 1, 1, 4, doing="fetching"), "main ◌ fetching"),
    (160, (), SyncFigures("main", 0, 0, 4, is_failed=True), "main ●4 ▲ not synced"),
    (160, (), SyncFigures("feature/a-very-long-name-of-a-branch", 2, 0, 3), "feature/a-very-long-nam… ↑2 ↓0 ●3"),
    (140, SAVED, SyncFigures("feature/a-very-long-name-of-a-branch", 2, 0, 3), "feature/a-very-long-nam… ↑2 ↓0 ●3"),
    (130, SAVED, SyncFigures("feature/a-very-long-name-of-a-branch", 2, 0, 3), "feature/a-v… ↑2 ↓0 ●3"),
    (118, SAVED, SyncFigures("main", 2, 0, 3), "main ↑2 ↓0 ●3"),
    (80, SAVED, SyncFigures("main", 2, 0, 3, conflicts=1), "saved main ↑2 ↓0 ●3 ≠1"),
    (80, SAVING, SyncFigures("main", 2, 0, 3), "saving 12 main ↑2 ↓0 ●3"),
    (64, SAVED, SyncFigures("main", 2, 0, 3, conflicts=1), "↑2 ↓0 ●3 ≠1"),
    (56, SAVED, SyncFigures("main", 2, 0, 3), "↑2 ●3"),
    (52, SAVED, SyncFigures("main", 2, 0, 3), "●3"),
    (52, SAVED, SyncFigures("main", 2, 0, 3, conflicts=1), "≠1"),
    (50, SAVED, SyncFigures("main", 2, 0, 3, conflicts=1), "≠1"),
    (58, SAVING, SyncFigures("main", 2, 0, 3), "saving 12"),
])
async def test_the_state_of_sync_is_as_long_as_there_is_room(width: int, state: tuple[Span, ...], at: SyncFigures, shown: str) -> None:
    line = TopLine()
    app = WidgetApp(line)
    async with app.run_test(size=(width, 2)) as pilot:
        line.show("Acme Billing", TABS, "Backlog")
        line.show_state(state)
        before = line._tab_spans(line._is_wide(width))
        line.show_sync(sync_forms(at))
        await pilot.pause()
        text = screen_text(app).splitlines()[0]
        assert text.rpartition("8 History " if "History" in text else " 8 ")[2].strip() == shown
        assert text.startswith(" Acme Billing" if width > 50 and state != SAVING else " Acme")
        assert line._tab_spans(line._is_wide(width)) == before, "the names of the screens do not come and go with it"


class TopApp(WidgetApp):
    def on_top_line_picked(self, message: TopLine.Picked) -> None:
        self.posted.append(message.name)


async def test_a_click_picks_a_screen() -> None:
    line = TopLine()
    app = TopApp(line)
    async with app.run_test(size=(80, 2)) as pilot:
        line.show("Acme Billing", TABS, "Backlog")
        await pilot.pause()
        for x in (16, 25, 29, 37):
            await pilot.click(line, offset=(x, 0))
        assert app.posted == ["Today", "Backlog", "Backlog", "Roadmap"]


async def test_the_most_serious_banner_is_shown_until_its_cause_is_gone() -> None:
    line = StatusLine()
    app = WidgetApp(line)
    async with app.run_test(size=(70, 2)) as pilot:
        assert not line.display
        line.show("sync", "Fetching from origin", "info")
        line.show("save", "Not saved: no space left on the disk", "error", "retrying; q waits")
        await pilot.pause()
        assert screen_text(app).splitlines()[0] == " ▲ Not saved: no space left on the disk  +1 more    retrying; q waits"
        line.clear("save")
        await pilot.pause()
        assert "Fetching from origin" in screen_text(app)
        line.clear("sync")
        assert not line.display


class FilterApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        offered = ("status:", "started:")
        self.line = FilterLine(lambda text, at: [Completion(one, 0, at, "where it stands") for one in offered], ["tag:old"])
        self.posted: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.line

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        self.posted.append(message.text)

    def on_filter_line_submitted(self, message: FilterLine.Submitted) -> None:
        self.posted.append(("kept", message.text))

    def on_filter_line_cancelled(self, message: FilterLine.Cancelled) -> None:
        self.posted.append("cancelled")


async def test_the_filter_is_told_live_and_completed() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 6)) as pilot:
        app.line.open()
        await pilot.press("s", "t")
        app.line.show_count("42 of 318")
        await pilot.pause()
        assert screen_text(app).splitlines()[0].startswith(" / st")
        assert screen_text(app).splitlines()[0].endswith("42 of 318")
        assert screen_text(app).splitlines()[1].startswith("   status:  started:")
        await pilot.press("tab")
        assert app.line.text == "status:"
        await pilot.press("enter")
        assert app.posted[-1] == ("kept", "status:")
        await pilot.press("escape")
        assert app.posted[-1] == "cancelled"


async def test_a_mistake_is_marked_under_its_column() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 6)) as pilot:
        app.line.open("due<soon rice>1")
        await pilot.pause()
        app.line.show_mistake(QuerySyntax("not a date", 5, 4, "today or 2w"))
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert lines[0].index("soon") == lines[1].index("^^^^")
        assert lines[1].endswith("^^^^ not a date; expected today or 2w")
        await pilot.press("x")
        assert "^" not in screen_text(app)


def test_a_mark_near_the_right_edge_has_its_words_at_the_left() -> None:
    assert "".join(span.text for span in mistake_spans(35, 2, "expected a value", 40)) == " " * 18 + "expected a value ^^"


async def test_earlier_filters_come_back_and_the_draft_too() -> None:
    app = FilterApp()
    async with app.run_test(size=(60, 6)) as pilot:
        app.line.open("new")
        await pilot.press("up")
        assert app.line.text == "tag:old"
        await pilot.press("up", "down")
        assert app.line.text == "new"
        app.line.close()
        assert app.line.history == ["tag:old", "new"]


async def test_a_word_that_has_been_begun_is_no_mistake_until_it_is_kept() -> None:
    app = FilterApp()
    mistake = QuerySyntax("there is no such field", 1, 2, "a field")
    async with app.run_test(size=(60, 6)) as pilot:
        app.line.open("")
        await pilot.press("s", "t")
        app.line.show_mistake(mistake)
        await pilot.pause()
        assert screen_text(app).splitlines()[1].startswith("   status:  started:")
        assert app.line.insist()
        await pilot.pause()
        assert "^^ there is no such field" in screen_text(app)
        app.line.show_mistake(None)
        assert not app.line.insist()

from __future__ import annotations

import time

import pytest

from pmtui.widgets.finding import LIMIT, Haystack
from pmtui.widgets.help_view import HelpRow, HelpView, help_lines, matching
from pmtui.widgets.picker import Picker, PickRow
from pmtui.widgets.styled_lines import text_of
from tests.widgets.stage import WidgetApp, screen_text

TITLES = ["Retry failed payments", "Invoice retry", "Prefetch retries", "Café loyalty", "Pay later", "Export ledger"]


@pytest.mark.parametrize(("query", "found"), [
    ("retr", ["Retry failed payments", "Invoice retry", "Prefetch retries"]),
    ("pay", ["Pay later", "Retry failed payments"]),
    ("pay fail", ["Retry failed payments"]),
    ("CAFE", ["Café loyalty"]),
    ("ledgre", ["Export ledger"]),
    ("zzz", []),
    ("", TITLES),
])
def test_the_best_rows_come_first(query: str, found: list[str]) -> None:
    assert [TITLES[at] for at in Haystack(TITLES).find(query)] == found


def test_a_row_is_found_once_and_never_across_rows() -> None:
    haystack = Haystack(["aaa", "a\nb", "b"])
    assert haystack.find("a") == [1, 0] or haystack.find("a") == [0, 1]
    assert haystack.find("b b") == [2, 1]


def test_a_hundred_thousand_rows_answer_within_a_frame() -> None:
    haystack = Haystack([f"Item {number} of the backlog" for number in range(100_000)])
    for query in ("item", "99999", "backlog 4242", "nowhere"):
        start = time.process_time()  # its own time: other programs must not make it fail
        found = haystack.find(query)
        assert time.process_time() - start < 0.2
        assert len(found) <= LIMIT
    assert haystack.find("99999") == [99999]


ROWS = [PickRow(title[:3].lower(), title, "item", "◆", "type-story") for title in TITLES]


class PickerApp(WidgetApp):
    def on_picker_picked(self, message: Picker.Picked) -> None:
        self.posted.append((message.values, message.text, message.is_new))

    def on_picker_cancelled(self, message: Picker.Cancelled) -> None:
        self.posted.append("cancelled")


async def test_typing_narrows_and_enter_picks() -> None:
    app = PickerApp(lambda: Picker(ROWS, title="Jump to"))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press(*"retr", "down", "enter")
        assert app.posted == [(("inv",), "retr", False)]
        assert " ▸  ◆ Invoice retry" in screen_text(app)
        await pilot.press("escape")
        assert app.posted[-1] == "cancelled"


async def test_the_current_value_is_under_the_cursor() -> None:
    app = PickerApp(lambda: Picker(ROWS, current="pay"))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        assert app.posted == [(("pay",), "", False)]


async def test_several_can_be_marked() -> None:
    app = PickerApp(lambda: Picker(ROWS, many=True, marked=["exp"]))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("tab", "tab", "enter")
        assert app.posted == [(("ret", "inv", "exp"), "", False)]


async def test_something_new_can_be_picked() -> None:
    app = PickerApp(lambda: Picker(ROWS, new=True))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press(*"tag", "enter")
        assert app.posted == [((), "tag", True)]


async def test_a_click_picks() -> None:
    app = PickerApp(lambda: Picker(ROWS))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.click(Picker, offset=(10, 4))
        assert app.posted == [(("pre",), "", False)]


async def test_nothing_found_is_said() -> None:
    app = PickerApp(lambda: Picker(ROWS))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press(*"qqq", "enter")
        assert "nothing matches" in screen_text(app)
        assert app.posted == []


HELP = [
    HelpRow("go", "g b  4", "Backlog", "The ranked list.", "go.backlog"),
    HelpRow("go", "g r  5", "Roadmap", "What ships when.", "go.roadmap"),
    HelpRow("records", "a", "Add", "Write something down.", "record.add", "create new"),
    HelpRow("records", "", "Import", "From a file.", "data.import"),
]


def test_golden_text_of_the_key_table() -> None:
    assert text_of(help_lines(HELP, 50)) == (
        "go\n"
        "g b  4  Backlog  The ranked list.\n"
        "g r  5  Roadmap  What ships when.\n"
        "\n"
        "records\n"
        "     a  Add      Write something down.\n"
        "        Import   From a file."
    )


def test_a_key_or_words_find_commands() -> None:
    assert [row.title for row in matching(HELP, "a")] == ["Add"]
    assert [row.title for row in matching(HELP, "SHIPS")] == ["Roadmap"]
    assert [row.title for row in matching(HELP, "go list")] == ["Backlog"]
    assert [row.title for row in matching(HELP, "g r")] == ["Roadmap"]
    assert [row.title for row in matching(HELP, "Creat")] == ["Add"]
    assert matching(HELP, "eate") == []
    assert len(matching(HELP, "")) == 4
    assert text_of(help_lines([], 50)).startswith("No key does that")


def test_the_best_fit_comes_first_and_what_acts_elsewhere_last() -> None:
    rows = [
        HelpRow("set", "e", "Edit", "Rename it."), HelpRow("set", "s", "Status", "State.", also="close"),
        HelpRow("go", "q", "Close", "Leave."),
        HelpRow("elsewhere", "c", "Close all", "There.", is_here=False),
    ]
    assert [row.title for row in matching(rows, "close")] == ["Close", "Status", "Close all"]
    assert [row.title for row in matching(rows, "")] == [row.title for row in rows]


class HelpApp(WidgetApp):
    def on_help_view_closed(self, message: HelpView.Closed) -> None:
        self.posted.append("closed")


async def test_help_is_searched_and_closed() -> None:
    app = HelpApp(lambda: HelpView(HELP))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert "Write something down." in screen_text(app)
        await pilot.press(*"ship")
        assert "Roadmap" in screen_text(app)
        assert "Backlog" not in screen_text(app)
        await pilot.press("escape")
        assert app.posted == ["closed"]

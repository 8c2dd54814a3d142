from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste
from wcwidth import iter_graphemes

from pmtui.widgets.form_text import FormText
from pmtui.widgets.line_edit import LineEdit, boundary_left, boundary_near, boundary_right, pasted
from pmtui.widgets.long_text import LongText
from pmtui.widgets.paste_limits import LINE_LIMIT, TEXT_LIMIT
from tests.widgets.stage import WidgetApp, screen_text

FAMILY = "👩‍👩‍👧"
TEXTS = st.lists(st.sampled_from(["a", " ", "e\u0301", FAMILY, "🇫🇷", "日", "👍🏽", "नि"]), max_size=12).map("".join)


@given(TEXTS)
def test_moving_left_and_right_visits_every_character_once(text: str) -> None:
    edges = [0]
    for one in iter_graphemes(text):
        edges.append(edges[-1] + len(one))
    assert [boundary_right(text, edge) for edge in edges[:-1]] == edges[1:]
    assert [boundary_left(text, edge) for edge in edges[1:]] == edges[:-1]
    assert boundary_left(text, 0) == 0
    assert boundary_right(text, len(text)) == len(text)
    assert {boundary_near(text, at) for at in range(len(text) + 1)} == set(edges)


class EditApp(WidgetApp):
    def __init__(self, value: str) -> None:
        super().__init__(lambda: LineEdit(value))

    @property
    def edit(self) -> LineEdit:
        return self.query_one(LineEdit)

    def on_line_edit_cancelled(self, message: LineEdit.Cancelled) -> None:
        self.posted.append(message)


async def test_backspace_and_delete_take_whole_characters() -> None:
    app = EditApp(f"ae\u0301{FAMILY}z")
    async with app.run_test(size=(30, 3)) as pilot:
        await pilot.press("left", "backspace")
        assert app.edit.value == "ae\u0301z"
        await pilot.press("left", "delete")
        assert app.edit.value == "az"


async def test_a_joined_character_is_painted_whole_with_the_cursor_on_it() -> None:
    app = EditApp(f"a{FAMILY}b")
    async with app.run_test(size=(30, 3)) as pilot:
        await pilot.press("left", "left")
        assert any(segment.text == FAMILY for segment in app.edit.render_line(0))
        assert screen_text(app).startswith(f" a{FAMILY}b")


async def test_a_click_puts_the_cursor_between_whole_characters() -> None:
    app = EditApp(f"abe\u0301{FAMILY}{FAMILY}z")
    async with app.run_test(size=(30, 3)) as pilot:
        found = set()
        for x in range(8):
            await pilot.click(LineEdit, offset=(x, 0))
            found.add(app.edit.cursor_position)
        assert {0, 1, 2, 4} <= found <= {0, 1, 2, 4, 4 + len(FAMILY), 4 + 2 * len(FAMILY), 5 + 2 * len(FAMILY)}


async def test_a_long_line_scrolls_with_the_cursor() -> None:
    app = EditApp("日本語" * 20 + "end")
    async with app.run_test(size=(20, 3)) as pilot:
        await pilot.pause()
        assert screen_text(app).splitlines()[0].rstrip().endswith("end")
        await pilot.press("home")
        assert screen_text(app).startswith(" 日本語")


async def test_all_lines_of_a_paste_are_taken() -> None:
    app = EditApp("x")
    async with app.run_test(size=(30, 3)) as pilot:
        app.edit.post_message(Paste("one\ntwo\r\n\n  three\tfour\x1b\n"))
        await pilot.pause()
        assert app.edit.value == "xone two three four"


async def test_a_huge_paste_is_refused_whole_and_told_and_quick() -> None:
    app = EditApp("x")
    async with app.run_test(size=(30, 3)) as pilot:
        start = time.process_time()
        app.edit.post_message(Paste("paste 日本 \n" * 100_000))
        await pilot.pause()
        assert time.process_time() - start < 2
        assert app.edit.value == "x"
        assert "it has 1,000,000 characters, and here fit 19,999" in "".join(one.message for one in app._notifications)
        app.edit.post_message(Paste("y" * (LINE_LIMIT - 1)))
        await pilot.pause()
        assert len(app.edit.value) == LINE_LIMIT


async def test_a_text_takes_a_megabyte_whole_and_what_is_too_long_not_at_all() -> None:
    for widget in (LongText(), FormText("")):
        app = WidgetApp(widget)
        async with app.run_test(size=(30, 3)) as pilot:
            widget.post_message(Paste("a line of a long text\n" * 50_000 + "END"))
            await pilot.pause()
            assert len(widget.text) == 1_100_003
            assert widget.text.endswith("text\nEND")
            widget.post_message(Paste("x" * (TEXT_LIMIT + 1)))
            await pilot.pause()
            assert len(widget.text) == 1_100_003
            assert "it has 2,000,001 characters, and here fit 2,000,000" in "".join(one.message for one in app._notifications)


async def test_escape_cancels() -> None:
    app = EditApp("")
    async with app.run_test(size=(30, 3)) as pilot:
        await pilot.press("escape")
        assert isinstance(app.posted[-1], LineEdit.Cancelled)


def test_pasted_lines_are_joined() -> None:
    assert pasted("a\nb") == "a b"

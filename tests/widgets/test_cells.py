from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from pmtui.widgets.cells import clipped, cut, fitted, graphemes, shortened, steady, wrapped

TEXTS = st.text(alphabet=st.sampled_from("ab c é日本🎉\u0301\u200d👩\ufe0f🇫🇷ש\t\x07\u202e"), max_size=40)


@given(TEXTS, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
@settings(max_examples=300, deadline=None)
def test_fitted_text_takes_exactly_its_width(text: str, width: int, align: str) -> None:
    assert cell_len(fitted(text, width, align)) == width
    assert cell_len(fitted(text, width, align, is_cell=True)) == width


@given(TEXTS, st.integers(2, 30))
@settings(max_examples=300, deadline=None)
def test_wrapped_lines_fit_and_keep_every_word(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == steady(text).replace(" ", "")


@pytest.mark.parametrize(("text", "width", "shown"), [
    ("Retry failed card payments", 20, "Retry failed card…"),
    ("Retry failed card payments", 26, "Retry failed card payments"),
    ("Zahlungsaufschubvereinbarung", 10, "Zahlungsa…"),
    ("日本語の請求書", 6, "日本…"),
    ("abc", 1, "…"),
    ("abc", 0, ""),
])
def test_an_ellipsis_stands_behind_a_whole_word_if_one_is_near(text: str, width: int, shown: str) -> None:
    assert shortened(text, width) == shown


@pytest.mark.parametrize(("text", "width", "shown"), [
    ("Preview the next invoice before a change", 35, "Preview the next invoice before a…"),
    ("Send Factur-X and XRechnung invoices", 35, "Send Factur-X and XRechnung invoic…"),
    ("日本語の請求書", 6, "日本…"), ("abc", 1, "…"), ("abc", 0, ""), ("abc", 3, "abc"),
])
def test_a_cell_shows_as_much_of_a_text_as_fits(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown
    assert fitted(text, width, is_cell=True).rstrip() == shown


def test_joined_emoji_and_marks_are_one_grapheme() -> None:
    assert graphemes("👩‍👩‍👧e\u0301🇫🇷") == ("👩‍👩‍👧", "e\u0301", "🇫🇷")
    assert cut("e\u0301x", 1) == "e\u0301"


def test_what_terminals_draw_differently_is_drawn_in_one_way() -> None:
    assert steady("👩‍👩‍👧 👍🏽 ❤️ 🇫🇷 1️⃣") == "👩 👍 ❤ FR 1"
    assert steady("a\x1b[31m\u202eb") == "a [31mb"
    assert steady("Cafe\u0301") == "Café"


def test_a_hanging_indent_counts() -> None:
    assert wrapped("one two three four", 9, "  ") == ["one two", "  three", "  four"]


def test_characters_that_are_taken_for_single_ones_are() -> None:
    from wcwidth import iter_graphemes as clusters

    from pmtui.widgets.cells import _PLAIN

    plain = [chr(code) for code in range(32, 0x20000) if not 0xD800 <= code < 0xE000 and _PLAIN.fullmatch(chr(code))]
    assert len(plain) > 40_000
    wrong = [hex(ord(one)) for one in plain if len(list(clusters(f"a{one}{one}a"))) != 4]
    assert wrong == []

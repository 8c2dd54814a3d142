"""Text of people in Markdown: read by a parser, it says what it said."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmtui.formats.markdown_text import plain, table

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_TEXT = st.text(alphabet=st.sampled_from("ab1 _*`~[]()<>!&;#=+-.|\\\"':/$@\t{}éß漢"), max_size=24)


def _read(source: str) -> tuple[list[str], str]:
    """The kinds of a source's tokens, and its words."""
    kinds, words = [], ""
    for token in _PARSER.parse(source):
        kinds.append(token.type)
        for one in token.children or ():
            kinds.append(one.type)
            words += one.content
    return kinds, words


@settings(max_examples=400, deadline=None)
@given(text=_TEXT)
@example("# x")
@example("1. x")
@example("- x")
@example("---")
@example("===")
@example("&lt;b&gt;")
@example("![x](http://y)")
@example("<https://example.com>")
@example("a_b _c_ __d__")
@example("~~x~~")
@example("\\")
def test_words_in_a_line_are_words(text: str) -> None:
    said = " ".join(text.split())
    for before in ("", "**Bold** ", "- "):
        kinds, words = _read(before + plain(text))
        assert words == ("Bold " * before.startswith("**") + said).strip(), before
        assert set(kinds) <= {
            "paragraph_open", "paragraph_close", "inline", "text", "strong_open", "strong_close", "bullet_list_open", "bullet_list_close",
            "list_item_open", "list_item_close", "text_special",
        }


@settings(max_examples=200, deadline=None)
@given(text=_TEXT)
def test_words_in_a_cell_stay_in_it(text: str) -> None:
    kinds, _ = _read("\n".join(table(["a", "b"], [[plain(text), "x"]])) + "\n")
    assert kinds.count("td_open") == 2
    assert "html_inline" not in kinds


@pytest.mark.parametrize("text", ["Ship it, at last", "a-b (c) 3.5 %", "snake_case stays", "it's 5 > 4 no", "Über 漢字 – ok…", "A & B; C"])
def test_what_needs_no_mark_gets_none(text: str) -> None:
    assert plain(text) == text

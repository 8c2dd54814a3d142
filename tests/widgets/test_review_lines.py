"""The lines of a review: no line is wider than the page, and large type says what it should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.digest import Digest, Entry
from pmtui.domain.review import Minutes, Note, Since
from pmtui.screens.dialogs.review_keys import KEYS
from pmtui.widgets.cells import steady, width_of
from pmtui.widgets.large_type import HEIGHT, large_lines, large_rows
from pmtui.widgets.review_lines import Look, end_lines, key_lines, opening_lines, placed
from pmtui.widgets.styled_lines import Line, text_of

SINCE = Since("2026-11-08T10:00:00Z", "eeeeeeeee1")
LONG = "支払いの再試行 wants a very long title that no terminal of eighty columns can show in one line, ✅ whatever happens"


def widest(lines: list[Line]) -> int:
    return max(sum(width_of(steady(one.text)) for one in line) for line in lines)


@pytest.mark.parametrize("size", [(40, 12), (77, 22), (117, 34), (197, 48)])
@pytest.mark.parametrize("is_shown", [False, True])
def test_no_line_is_wider_than_the_page(size: tuple[int, int], is_shown: bool) -> None:
    look = Look(*size, "2026-11-22", is_shown)
    entries = tuple(Entry(one, "item", f"aaaaaaaaa{at}", LONG, LONG, "2026-11-10T10:00:00Z", "ana", LONG)
                    for at, one in enumerate(("evidence", "refuted", "slipped", "decisions", "shipped", "stale")))
    notes = (Note("decision", "ddddddddd1", LONG, LONG),)
    pages = [
        opening_lines(Digest(SINCE.at, "2026-11-22T10:00:00Z", entries), SINCE, look, LONG),
        end_lines(Minutes((LONG,), notes, notes, notes), SINCE, look, LONG), opening_lines(None, SINCE, look),
    ]
    assert widest(key_lines(KEYS, look)) <= look.width
    for lines in pages:
        assert widest(placed(lines, look)) <= look.width


def test_a_long_section_says_how_many_more_there_are_and_an_empty_one_that_there_is_nothing() -> None:
    look = Look(77, 22, "2026-11-22")
    entries = tuple(Entry("slipped", "milestone", f"m{at:09d}", f"Milestone {at}", "later") for at in range(20))
    text = text_of(opening_lines(Digest(SINCE.at, "2026-11-22T10:00:00Z", entries, knows_stale=False), SINCE, look))
    assert "Slipped · 20" in text
    assert "and 8 more" in text
    assert "no hypothesis was refuted" in text
    assert "what lies untouched is still being read" in text


def test_letters_are_three_lines_high_and_unknown_ones_are_left_to_the_terminal() -> None:
    assert large_rows("I") == ("▀█▀", " █ ", "▀▀▀")
    assert large_rows("i") == large_rows("Í") == large_rows("I")
    assert large_rows("税") is None
    assert large_lines("税率", 100) == []
    assert large_lines("Billing MVP", 20) == [], "it does not fit"
    assert len(large_lines("Billing MVP", 35)) == 2 * HEIGHT + 1
    assert len(large_lines("Billing MVP", 100)) == HEIGHT


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789-.,:'!?&/()+%\"", max_size=60), st.integers(10, 200))
def test_large_type_is_never_wider_than_it_may_be(text: str, width: int) -> None:
    lines = large_lines(text, width)
    assert not lines or widest(lines) <= width

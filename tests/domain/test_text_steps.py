"""What changed in a text, by words and by lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.text_steps import CAME, GONE, KEPT, LineStep, Piece, line_steps, word_steps

TEXTS = st.lists(st.sampled_from(["a", "b c", "the same line", "the other line", ""]), max_size=8)


def test_words_that_went_stand_before_those_that_came() -> None:
    assert word_steps("after one day", "after four days") == [
        Piece(KEPT, "after "), Piece(GONE, "one"), Piece(CAME, "four"), Piece(KEPT, " "), Piece(GONE, "day"), Piece(CAME, "days"),
    ]


def test_lines_far_from_a_change_are_left_out_and_counted() -> None:
    old = [str(at) for at in range(20)]
    steps = line_steps(old, [*old[:10], "new", *old[10:]])
    assert [(one.sign, one.left_out) for one in steps] == [(KEPT, 9), (CAME, 0), (KEPT, 0)]


def test_a_changed_line_shows_which_words_changed() -> None:
    assert line_steps(["we retry three times"], ["we retry four times"]) == [
        LineStep(GONE, (Piece(KEPT, "we retry "), Piece(GONE, "three"), Piece(KEPT, " times"))),
        LineStep(CAME, (Piece(KEPT, "we retry "), Piece(CAME, "four"), Piece(KEPT, " times"))),
    ]


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_steps(old: list[str], new: list[str]) -> None:
    steps = line_steps(old, new, around=100)
    for sign, text in ((GONE, old), (CAME, new)):
        lines = ["".join(one.text for one in step.pieces) for step in steps if step.sign in (KEPT, sign)]
        assert lines == text or old == new


def test_long_texts_take_no_time() -> None:
    old, new = [f"line {at}" for at in range(30_000)], [f"line {at} new" for at in range(30_000)]
    assert len(line_steps(old, new)) == 60_000
    assert len(line_steps(old, [*old[:15_000], "x", *old[15_001:]])) == 4


def test_lines_and_words_that_are_too_many_to_compare_go_and_come_whole() -> None:
    old, new = ["old words " * 70 + str(at) for at in range(100)], ["so it is now " * 60 + str(at) for at in range(100)]
    assert [one.sign for one in line_steps(old, new)] == [GONE] * 100 + [CAME] * 100
    assert {len(one.pieces) for one in line_steps(old, new)} == {1}
    assert word_steps("it was " + "old words " * 1000 + "then", "it was " + "so it is now " * 1000 + "then") == [
        Piece(KEPT, "it was "), Piece(GONE, "old words " * 999 + "old words"), Piece(CAME, "so it is now " * 999 + "so it is now"),
        Piece(KEPT, " then"),
    ]

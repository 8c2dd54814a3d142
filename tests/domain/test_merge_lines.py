import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.merge_lines import diff3

SOAK = bool(os.environ.get("PMTUI_SOAK"))
TEXT = st.lists(st.sampled_from(["a", "b", "c", "", "d"]), max_size=9)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abc", "abc", "abc", ["abc"]),
        ("abc", "Abc", "abC", ["AbC"]),
        ("abc", "xabc", "abcy", ["xabcy"]),
        ("abc", "ac", "abcd", ["acd"]),
        ("abc", "aXc", "aXc", ["aXc"]),
        ("abcde", "aXcde", "aXcdE", ["aXcdE"]),
        ("abc", "aXc", "aYc", ["aXc", "aYc"]),
        ("abcde", "AbXde", "abYdE", ["AbXdE", "AbYdE"]),
        ("", "x", "y", ["x", "y"]),
        ("a", "ax", "ay", ["ax", "ay"]),
        ("abc", "", "abX", ["", "abX"]),
        ("ab", "Ab", "aB", ["Ab", "aB"]),  # neighbours overlap, as in git: nothing holds the two apart
        ("abc", "", "", [""]),
    ],
)
def test_known_texts(base: str, ours: str, theirs: str, expected: list[str]) -> None:
    assert diff3(base, ours, theirs) == [list(text) for text in expected]
    assert diff3(base, theirs, ours) == [list(text) for text in reversed(expected)]


@settings(max_examples=20_000 if SOAK else 300, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_symmetric_and_complete(base: list[str], ours: list[str], theirs: list[str]) -> None:
    texts = diff3(base, ours, theirs)
    assert texts == diff3(base, theirs, ours)[::-1]
    for side in (ours, theirs):
        for line in {*side} - {*base}:
            assert any(line in text for text in texts)
            assert max(text.count(line) for text in texts) >= side.count(line)


@given(TEXT, TEXT)
def test_one_side_changed(base: list[str], side: list[str]) -> None:
    assert diff3(base, base, side) == diff3(base, side, base) == diff3(base, side, side) == [side]


@given(st.lists(st.integers(0, 9).map(str), max_size=6), st.lists(st.integers(0, 9).map(str), max_size=6))
def test_changes_with_a_line_between_do_not_overlap(head: list[str], tail: list[str]) -> None:
    assert diff3(["old", "anchor", "end"], [*head, "anchor", "end"], ["old", "anchor", *tail]) == [[*head, "anchor", *tail]]


def test_a_long_text_with_many_blank_lines_takes_no_time_to_speak_of() -> None:
    base = [line for at in range(1000) for line in (f"paragraph {at}", "")]
    ours = [*base[:300], "new", *base[302:]]
    theirs = ["first", *base[:900], *base[904:], "last"]
    start = time.process_time()
    assert diff3(base, ours, theirs) == [["first", *base[:300], "new", *base[302:900], *base[904:], "last"]]
    assert time.process_time() - start < 5

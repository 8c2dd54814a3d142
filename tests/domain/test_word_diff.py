"""How texts differ, word by word and line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.word_diff import ADDED, REMOVED, SAME, hunks, word_diff

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d e f"]), max_size=8)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Retry failed card payments", "Retry declined card payments", "Retry [-failed-]{+declined+} card payments"),
        ("a b c d e f", "a x y d e f", "a [-b c-]{+x y+} d e f"),
        ("one two three four", "one two three four five", "one two three four{+ five+}"),
        ("one two three four", "two three four", "[-one -]two three four"),
        ("請求書の再送", "請求書の自動再送", "請求書の{+自動+}再送"),
        ("nothing alike", "VIES", "[-nothing alike-]{+VIES+}"),
        ("", "new", "{+new+}"), ("old", "", "[-old-]"), ("same", "same", "same"), ("", "", ""),
        ("1. Wait a day\n2. Give up", "1. Wait a week\n2. Give up", "1. Wait a [-day-]{+week+}\n2. Give up"),
        ("it is 5 now, for all", "it is 8 now, for all", "it is [-5-]{+8+} now, for all"),
    ],
)
def test_words(before: str, after: str, shown: str) -> None:
    marks = {SAME: "%s", ADDED: "{+%s+}", REMOVED: "[-%s-]"}
    assert "".join(marks[one.change] % one.text for one in word_diff(before, after)) == shown


@given(st.text("ab \n,é顧", max_size=30), st.text("ab \n,é顧", max_size=30))
@settings(max_examples=150, deadline=None)
def test_both_texts_can_be_read_out_of_their_difference(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(one.text for one in pieces if one.change != ADDED) == before
    assert "".join(one.text for one in pieces if one.change != REMOVED) == after


def test_three_texts_beside_each_other() -> None:
    base = ["head", "one", "two", "three", "tail"]
    found = hunks(base, [["head", "ONE", "two", "three", "tail"], ["head", "one", "two", "three", "new", "tail"]])
    assert [(one.base, one.versions) for one in found if not one.is_same] == [(("one",), (("ONE",), ("one",))), ((), ((), ("new",)))]
    assert [one.base for one in found if one.is_same] == [("head",), ("two", "three"), ("tail",)]


@given(LINES, st.lists(LINES, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_between_the_hunks(base: list[str], versions: list[list[str]]) -> None:
    found = hunks(base, versions)
    assert [line for one in found for line in one.base] == base
    for number, version in enumerate(versions):
        assert [line for one in found for line in one.versions[number]] == version
    assert all(one.is_same == all(text == one.base for text in one.versions) for one in found)

"""Folding for search, and text for one line."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.text import folded, one_line, searchable
from tests.domain.record_strategies import texts

LETTERS = st.text("abcXYZ éÉñÄöüßŁ顧客한글ЖЯ αΣςΩ🚀-_.", max_size=12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café", "cafe"), ("CAFE\u0301", "cafe"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("İstanbul", "istanbul"), ("顧客", "顧客"),
        ("한글", "한글"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"), ("σίσυφος", "σισυφοσ"), ("Ångström", "angstrom"), ("ﬁn", "fin"),
        ("", ""), ("A\nB", "a\nb"),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_every_character_folds_to_what_folds_to_itself() -> None:
    odd = [hex(code) for code in range(sys.maxunicode + 1) if folded(folded(chr(code))) != folded(chr(code))]
    assert odd == []


@given(texts(20))
def test_folding_is_idempotent(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(LETTERS)
def test_case_and_accents_do_not_matter(text: str) -> None:
    assert folded(text) == folded(text.upper()) == folded(text.lower())
    assert folded(text) == folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(LETTERS, LETTERS, LETTERS)
def test_what_stands_in_a_text_is_found_in_it(before: str, needle: str, after: str) -> None:
    assert folded(needle) in folded(before + needle + after)
    assert folded(needle.upper()) in folded(before + needle + after)


@given(texts(30))
def test_one_line_holds_nothing_that_moves_the_cursor_or_turns_the_text(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert [one for one in line if unicodedata.category(one) == "Cc" or unicodedata.bidirectional(one) in _TURNING] == []
    assert one_line(line) == line


_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_every_character_on_one_line() -> None:
    for code in range(sys.maxunicode + 1):
        one = chr(code)
        if unicodedata.bidirectional(one) in _TURNING:
            assert one_line(f"a{one}b") == "ab"
        elif unicodedata.category(one) in ("Cc", "Zl", "Zp"):
            assert one_line(f"a{one}b") == "a b"
        else:
            assert one_line(one) == one


def test_a_run_of_controls_is_one_blank() -> None:
    assert one_line("a\r\n\t\x1b[31mb\u2028\x9bc") == "a [31mb c"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"title": "Café", "body": ["One", "ÉTÉ"]}, "cafe\none\nete"), ({}, ""), ({"title": 5, "body": ["a", 7]}, "\na"),
        ({"title": "T", "body": "Not an array"}, "t\nnot an array"), ({"title": "T", "body": {"a": 1}}, "t"),
    ],
)
def test_what_is_searched(data: dict[str, object], expected: str) -> None:
    assert searchable(data) == expected


def test_plain_words_find_who_said_it() -> None:
    feedback = searchable({"title": "One invoice", "customer": "Zoë Ames", "company": "Nordlicht"})
    assert ("zoe ames" in feedback, "nordlicht" in feedback) == (True, True)
    problem = searchable({"title": "Four invoices", "evidence": [{"customer": "Greta Holm"}, "broken", {"company": 3}]})
    assert problem.split("\n") == ["four invoices", "greta holm"]

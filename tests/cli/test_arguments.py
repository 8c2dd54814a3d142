"""Reading the words of a call."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.cli.arguments import Usage, parse
from pmtui.cli.errors import hanging, wrapped
from pmtui.commands.catalogue import REGISTRY


def read(*words: str) -> dict[str, Any]:
    return parse(REGISTRY.words[words[0]], words[1:])


def test_options_stand_anywhere_and_take_their_value_in_two_ways() -> None:
    wanted = {"kind": "item", "query": ["a"], "limit": 3, "json": True, "workspace": "x"}
    assert read("list", "--limit", "3", "item", "--json", "a", "-w", "x") == wanted
    assert read("list", "item", "a", "--workspace=x", "--limit=3", "--json") == wanted


@pytest.mark.parametrize("term", ["-status:done", "-billing", "-who:@me", "-(a or b)", "-", '-"two words"', "-w:x"])
def test_a_filter_may_begin_with_a_dash(term: str) -> None:
    assert read("list", "item", term, "--limit", "2") == {"kind": "item", "query": [term], "limit": 2}


@pytest.mark.parametrize("title", ["-5% churn", "-v", "-", "--dry title", "a=b", "x --json y"])
def test_a_title_may_begin_with_a_dash(title: str) -> None:
    assert read("add", "item", title, "estimate=3") == {"kind": "item", "title": title, "fields": ["estimate=3"]}


def test_after_two_dashes_everything_is_text() -> None:
    assert read("add", "--json", "--", "item", "--json", "a=--x") == {"kind": "item", "title": "--json", "fields": ["a=--x"], "json": True}


def test_ids_and_fields() -> None:
    found = read("set", "4k3", "My title", "status=ready", "tags-=a", "--reason", "-x")
    assert found == {"ids": ["4k3", "My title"], "fields": ["status=ready", "tags-=a"], "reason": "-x"}


@pytest.mark.parametrize("words", [("list", "-x"), ("show", "4k3", "-f"), ("set", "-f", "a=b"), ("undo", "x"), ("list", "item", "--x:y")])
def test_what_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(Usage) as caught:
        read(*words)
    assert caught.value.hint


@given(st.text(), st.lists(st.text(alphabet="=ab-", min_size=1).filter(lambda word: word != "--" and not word.startswith("-"))))
def test_every_text_can_be_a_title(title: str, fields: list[str]) -> None:
    found = read("add", "item", "--", title, *fields) if title != "--" else read("add", "item", "--", title)
    assert found["title"] == title


@given(st.lists(st.text(max_size=12), max_size=6))
def test_no_words_make_the_reader_fail_otherwise(words: list[str]) -> None:
    for word in ("add", "list", "set", "rank", "purge", "completion", "undo"):
        with suppress(Usage):
            assert isinstance(parse(REGISTRY.words[word], words), dict)


@given(st.text(alphabet="ab  \t", max_size=300), st.integers(20, 90))
def test_wrapped_text_fits_and_keeps_its_words(text: str, width: int) -> None:
    lines = wrapped(text, width).split("\n")
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or len(line.strip().split(" ")) == 1 for line in lines)


def test_hanging_text() -> None:
    assert hanging("name", "what it is", 10) == "name      what it is"
    assert hanging("a long name", "what it is", 10) == "a long name\n          what it is"

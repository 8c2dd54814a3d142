from __future__ import annotations

import pytest
from fractional_indexing import generate_n_keys_between, validate_order_key
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.validation import is_id
from pmtui.formats import FORMATS
from pmtui.formats.imported import derived_id, entry_ids, order_keys


@given(st.lists(st.text()))
def test_derived_ids_are_ids_and_follow_from_the_words(words: list[str]) -> None:
    assert is_id(derived_id(*words))
    assert derived_id(*words) == derived_id(*words)


def test_derived_ids_do_not_confuse_neighbouring_words() -> None:
    assert len({derived_id("a", "b"), derived_id("ab"), derived_id("a\0", "b"), derived_id("a", "\0b"), derived_id("b", "a")}) == 5


def test_derived_ids_never_change() -> None:
    # Every later import of the same thing must find the entries of the first one.
    assert derived_id("beads", "bd-1", "comments", "7", "1") == "hwwmaas8a6"


def test_equal_entries_are_told_apart() -> None:
    assert len(set(entry_ids("a", words=["x", "x", "y"]))) == 3
    assert entry_ids("a", words=["x", "y"])[1] == entry_ids("a", words=["y"])[0]


@pytest.mark.parametrize("count", [0, 1, 62, 63, 4000])
def test_order_keys_are_those_of_the_scheme(count: int) -> None:
    keys = order_keys(count)
    assert keys == generate_n_keys_between(None, None, count) == sorted(set(keys))
    for key in keys:
        validate_order_key(key, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def test_formats_are_listed_by_their_names() -> None:
    assert all(name == one.name and one.help.endswith(".") for name, one in FORMATS.items())
    assert set(FORMATS) >= {"beads", "backlog-md"}

"""What empty screens say: whole at every width, hints unbroken, the keys marked as keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.screens.registry import SCREENS
from pmtui.screens.strategy_sections import SECTIONS
from pmtui.widgets.cells import width_of
from pmtui.widgets.styled_lines import text_of
from pmtui.widgets.teaching import BETWEEN, teaching_lines

TEXTS = ("Nothing yet.", "", "Here stands what hurts.", "a adds one · pmtui import brings in another tracker · ? shows every key")


def test_a_wide_line_stays_whole_and_its_keys_are_keys() -> None:
    lines = teaching_lines(TEXTS, 120)
    assert text_of(lines) == "\n".join(TEXTS)
    assert [one.text for one in lines[-1] if one.role == "key"] == ["a", "?"]


def test_hints_are_broken_between_two_of_them() -> None:
    hints = text_of(teaching_lines(TEXTS, 50)).split("\n")[3:]
    assert hints == ["a adds one", "pmtui import brings in another tracker", "? shows every key"]


@given(st.integers(20, 140))
def test_nothing_is_lost_and_nothing_is_wider_than_its_room(width: int) -> None:
    lines = teaching_lines(TEXTS, width)
    assert all(sum(width_of(one.text) for one in line) <= max(8, width - 4) for line in lines)
    if width >= 50:
        words = " ".join(TEXTS).replace(BETWEEN, " ").split()
        assert " ".join(text_of(lines).split("\n")).replace(BETWEEN, " ").split() == words


def test_every_section_of_strategy_says_in_a_line_what_belongs_there() -> None:
    assert all(one.teaching.endswith(".") and 30 < width_of(one.teaching) <= 70 for one in SECTIONS)


@pytest.mark.parametrize("name", [one for one in SCREENS if one != "strategy"])  # that one teaches by section
def test_every_screen_says_what_belongs_there_and_which_key_starts_it(name: str) -> None:
    texts = SCREENS[name].screen_class().teaching
    lines = teaching_lines(texts, 46)
    assert len(texts) >= 4
    assert "…" not in text_of(lines)
    keys = {one.text for line in lines for one in line if one.role == "key"}
    assert {"conflicts": "S", "inbox": "A"}.get(name, "a") in keys  # nobody adds a conflict, and in the inbox a accepts
    assert all(len(key) == 1 for key in keys), "a word is no key"
    assert len(teaching_lines(texts, 78)) <= 10

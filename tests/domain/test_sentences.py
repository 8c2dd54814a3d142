from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.sentences import (
    POSITIONING,
    first_name,
    hypothesis_sentence,
    plain_sentence,
    positioning_figure,
    positioning_sentence,
    sentence_gaps,
    story_sentence,
)

WHOLE = {
    "change": "retrying at payday", "outcome": "recover more payments", "because": ["accounts are full", "on paydays."],
    "metric": "payments recovered, %", "baseline": 41, "target": 46.5,
}
GAPS = ["change", "persona", "outcome", "because", "metric", "baseline", "target"]


def test_a_whole_hypothesis_reads_as_its_form() -> None:
    sentence = hypothesis_sentence(WHOLE, "Priya")
    assert plain_sentence(sentence) == (
        "We believe that retrying at payday for Priya will recover more payments because accounts are full on paydays. "
        "We are right if payments recovered, % moves from 41 to 46.5."
    )
    assert sentence_gaps(sentence) == []


def test_an_empty_hypothesis_names_what_it_lacks() -> None:
    sentence = hypothesis_sentence({})
    assert sentence_gaps(sentence) == GAPS
    assert plain_sentence(sentence) == (
        "We believe that ‹change› for ‹persona› will ‹outcome› because ‹because›. "
        "We are right if ‹metric› moves from ‹baseline› to ‹target›."
    )


@pytest.mark.parametrize("gap", [name for name in GAPS if name != "persona"])
def test_each_field_leaves_its_own_gap(gap: str) -> None:
    data = {name: value for name, value in WHOLE.items() if name != gap}
    assert sentence_gaps(hypothesis_sentence(data, "Priya")) == [gap]
    assert sentence_gaps(hypothesis_sentence({**WHOLE, gap: []}, "Priya")) == [gap]


@pytest.mark.parametrize(("value", "shown"), [
    (0, "0"), (0.0, "0"), (-4, "-4"), (1_234_567, "1,234,567"), (0.049, "0.049"), (1e300, "1e+300"),
])
def test_a_number_is_said_as_it_is_and_nought_is_no_gap(value: float, shown: str) -> None:
    sentence = hypothesis_sentence({**WHOLE, "baseline": value}, "Priya")
    assert f"from {shown} to" in plain_sentence(sentence)
    assert not sentence_gaps(sentence)


def test_a_story_reads_as_its_form_and_is_silent_where_nobody_told_one() -> None:
    told = {"as_a": "finance lead", "i_want": "an invoice with T number", "so_that": "it is accepted at once."}
    assert plain_sentence(story_sentence(told)) == "As a finance lead, I want an invoice with T number so that it is accepted at once."
    assert sentence_gaps(story_sentence({"i_want": "peace"})) == ["as_a", "so_that"]
    assert story_sentence({}) == story_sentence({"as_a": "", "i_want": None}) == ()


@pytest.mark.parametrize(("title", "name"), [
    ("Priya, pays for her team", "Priya"), ("Accountant", "Accountant"), ("", ""), (", nobody", ""), ("Luís\n, x", "Luís"),
])
def test_a_persona_is_called_by_the_name_before_the_comma(title: str, name: str) -> None:
    assert first_name(title) == name


@given(st.dictionaries(st.sampled_from([*WHOLE, "as_a", "i_want", "so_that"]), st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20), st.lists(st.text(max_size=8), max_size=3),
    st.lists(st.integers(), max_size=2),
)))
def test_whatever_a_file_holds_gives_one_line_whose_gaps_are_the_marked_ones(data: dict[str, Any]) -> None:
    for sentence in (hypothesis_sentence(data), story_sentence(data)):
        text = plain_sentence(sentence)
        assert "\n" not in text
        assert all(one.text.strip() for one in sentence)
        assert [one.field for one in sentence if one.text == f"‹{one.field.replace('_', ' ')}›" and one.is_gap] == sentence_gaps(sentence)


POSITIONED = {
    "title": "Oven", "for_": "bakeries", "need": "to know what sells", "category": "sales forecast", "benefit": "says what to bake.",
    "unlike": "a notebook", "difference": "knows the weather",
}


def test_a_positioning_reads_as_its_form() -> None:
    assert plain_sentence(positioning_sentence(POSITIONED)) == (
        "For bakeries who need to know what sells, Oven is a sales forecast that says what to bake. "
        "Unlike a notebook, it knows the weather."
    )
    assert "is an oven guard that" in plain_sentence(positioning_sentence({**POSITIONED, "category": "oven guard"}))
    assert positioning_figure(POSITIONED)["gaps"] == []


def test_an_empty_positioning_names_what_it_lacks() -> None:
    sentence = positioning_sentence({"title": "Oven"})
    assert positioning_figure({})["gaps"] == sentence_gaps(sentence) == list(POSITIONING)
    assert plain_sentence(sentence) == (
        "For ‹for whom› who need ‹need›, Oven is a ‹category› that ‹benefit›. Unlike ‹the alternative›, it ‹difference›."
    )

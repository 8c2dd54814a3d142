from __future__ import annotations

from statistics import median as plain_median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.ballots import (
    Ballot,
    ballot_id,
    ballot_value,
    ballots_by,
    ballots_of,
    field_value,
    median,
    tally,
    with_ballots,
    without_ballots,
)
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.domain.records import Record
from pmtui.domain.schema import ID_ALPHABET, ID_LENGTH
from pmtui.domain.validation import record_fault

ITEM = SCHEMA["item"]
ID = "bbbbbbbbb1"
NAMES = st.sampled_from(["Ana", "ANA", "Bo", "Ñandú", "李雷", ""])
INPUTS = st.sampled_from(["reach", "impact", "moscow"])
VALUES = st.one_of(st.integers(0, 100), st.sampled_from([0.25, 0.5]))


def item(entries: list[Any], **more: Any) -> Record:
    return Record("item", ID, {"id": ID, "title": "One", "created_at": "2026-11-22T09:30:00Z", "ballots": entries, **more})


def votes(*given: tuple[str, str, float]) -> list[Any]:
    entries: list[Any] = []
    for by, name, value in given:
        entries = with_ballots(entries, by, {name: value})
    return entries


def test_a_second_vote_replaces_the_first_whatever_the_case_of_the_name() -> None:
    entries = votes(("Ana", "impact", 1), ("Bo", "impact", 3), ("ana", "impact", 2))
    assert ballots_of(item(entries)) == [Ballot("Bo", "impact", 3), Ballot("ana", "impact", 2)]
    assert len(entries) == 2
    assert ballots_by(item(entries), "ANA") == {"impact": 2}
    assert with_ballots(entries, "Ana", {"impact": None}) == votes(("Bo", "impact", 3))


@given(st.lists(st.tuples(NAMES, INPUTS, VALUES), max_size=8))
@settings(max_examples=40)
def test_one_ballot_a_person_and_input_and_the_last_counts(given: list[tuple[str, str, float]]) -> None:
    entries = votes(*given)
    found = {(one.by.casefold(), one.input): one.value for one in ballots_of(item(entries))}
    assert found == {(by.casefold(), name): value for by, name, value in given}
    assert len(entries) == len(found)
    assert record_fault(ITEM, item(entries).data) is None
    assert all(len(one["id"]) == ID_LENGTH and set(one["id"]) <= set(ID_ALPHABET) for one in entries)
    assert {one["input"] for one in without_ballots(entries, ["impact"])} == {name for _, name, _ in given} - {"impact"}


def test_what_others_wrote_by_hand_counts_once_and_nonsense_not_at_all() -> None:
    by_hand = [{"id": f"aaaaaaaaa{at}", "by": "Bo", "input": "impact", "value": at} for at in (1, 2)]
    nonsense = [{"id": "zzzzzzzzz1", "by": "Bo", "input": "impact", "value": "much"}, {"id": "zzzzzzzzz2", "value": 3}, "text",
                {"id": "zzzzzzzzz3", "by": "Bo", "input": "impact", "value": True}]
    assert ballots_of(item([*by_hand, *nonsense])) == [Ballot("Bo", "impact", 2)]
    ours = {"id": ballot_id("Bo", "impact"), "by": "Bo", "input": "impact", "value": 0.5}
    assert ballots_of(item([ours, *by_hand])) == [Ballot("Bo", "impact", 0.5)]
    assert with_ballots([ours, *by_hand, *nonsense], "Bo", {"impact": 3}) == [*nonsense, {**ours, "value": 3}]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=9).map(sorted))
@settings(max_examples=40)
def test_the_median_is_that_of_statistics_and_a_whole_one_was_given(values: list[int]) -> None:
    assert median(values) == pytest.approx(plain_median(values))
    assert median(values, is_whole=True) in values


def test_the_tally_says_spread_median_and_who_differs_most() -> None:
    found = tally(item(votes(("Ana", "impact", 3), ("Bo", "impact", 1), ("Cy", "impact", 1), ("Cy", "reach", 9))), "impact")
    assert found is not None
    assert (found.low, found.high, found.median) == (1, 3, 1)
    assert [one.by for one in found.furthest] == ["Ana"]
    assert not found.is_unanimous
    both = tally(item(votes(("Ana", "impact", 2), ("Bo", "impact", 1))), "impact")
    assert both is not None
    assert (both.median, [one.by for one in both.furthest]) == (1.5, ["Bo", "Ana"])
    whole = tally(item(votes(("Ana", "ease", 6), ("Bo", "ease", 7))), "ease")
    assert whole is not None
    assert whole.median == 6
    same = tally(item(votes(("Ana", "ease", 6), ("Bo", "ease", 6))), "ease")
    assert same is not None
    assert same.is_unanimous
    assert same.furthest == ()
    assert tally(item([]), "ease") is None


def test_choices_are_numbers_in_ballots_and_words_in_fields() -> None:
    moscow = ITEM.fields["moscow"]
    assert [ballot_value(moscow, one) for one in moscow.choices] == [1, 2, 3, 4]
    assert [field_value(moscow, at) for at in (1, 4, 5, 0)] == ["must", "wont", None, None]
    assert field_value(ITEM.fields["impact"], 2.0) == 2
    with pytest.raises(ValueError, match=r"perhaps. is no score"):
        ballot_value(moscow, "perhaps")
    with pytest.raises(ValueError, match="no score"):
        ballot_value(ITEM.fields["impact"], "much")


@given(st.lists(st.tuples(NAMES, INPUTS, VALUES), max_size=4), st.integers(0, 9), st.integers(0, 9))
@settings(max_examples=30)
def test_two_people_who_score_apart_never_make_a_conflict(before: list[tuple[str, str, float]], mine: int, theirs: int) -> None:
    base = item(votes(*before))
    ours = {**base.data, "ballots": with_ballots(base["ballots"], "Dee", {"reach": mine, "impact": mine})}
    other = {**base.data, "ballots": with_ballots(base["ballots"], "Eve", {"reach": theirs})}
    merged = Record("item", ID, merge(ITEM, base.data, ours, other))
    assert merged.data == merge(ITEM, base.data, other, ours)
    assert ballots_by(merged, "Dee") == {"reach": mine, "impact": mine}
    assert ballots_by(merged, "Eve") == {"reach": theirs}
    assert "conflicts" not in str(merged.data)


def test_a_late_ballot_outlives_the_agreement_of_others() -> None:
    base = item(votes(("Ana", "impact", 1), ("Bo", "impact", 3)))
    agreed = {**base.data, "impact": 2, "ballots": without_ballots(base["ballots"], ["impact"])}
    late = {**base.data, "ballots": with_ballots(base["ballots"], "Cy", {"impact": 2})}
    merged = Record("item", ID, merge(ITEM, base.data, agreed, late))
    assert merged["impact"] == 2
    assert ballots_of(merged) == [Ballot("Cy", "impact", 2)]

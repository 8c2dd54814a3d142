"""Decisions and hypotheses: what follows from tests, which option is meant, who is still to be told, what we were wrong about."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.decision_facts import decided_at, option_named, superseding, untold
from pmtui.domain.decision_followup import Trial, followup, says
from pmtui.domain.records import Record
from pmtui.domain.was_wrong import mistakes

OPTIONS = [{"id": "abc1", "title": "Buy it"}, {"id": "abd2", "title": "Build it"}, {"id": "xyz3", "title": "3 days of grace"}]


@pytest.mark.parametrize(("trials", "status", "words"), [
    ([], "", "nothing tests it yet"), ([Trial("", "ship")], "supported", "1 test for it, none against it"),
    ([Trial("", "ship"), Trial("", "review")], "supported", "1 test for it"),
    ([Trial("", "roll back")], "refuted", "1 test against it"),
    ([Trial("won", "review")], "supported", "1 test for it"), ([Trial("lost", "ship")], "refuted", "against"),
    ([Trial("won", None), Trial("lost", None)], "inconclusive", "find out why they differ"),
    ([Trial("", "ship", True)], "", "1 test still running: wait for it"),
    ([Trial("won", None), Trial("", None, True)], "", "still running"),
    ([Trial("", "roll back", True)], "refuted", "1 test against it"), ([Trial("invalid", "ship")], "", "no test of it has a result yet"),
    ([Trial("", "review"), Trial("inconclusive", None)], "inconclusive", "2 tests, and none decides it"),
    ([Trial("", None)], "", "no test of it has a result yet"),
])
def test_what_follows_from_the_tests(trials: list[Trial], status: str, words: str) -> None:
    found = followup(trials)
    assert found.status == status
    assert words in found.words


TRIALS = st.builds(Trial, st.sampled_from(["", "won", "lost", "inconclusive", "invalid"]),
                   st.sampled_from([None, "ship", "roll back", "review", "too early"]), st.booleans())


@given(st.lists(TRIALS, max_size=6), st.randoms())
def test_the_order_of_tests_does_not_matter_and_a_result_counts_more_than_figures(trials: list[Trial], chance: Any) -> None:
    mixed = list(trials)
    chance.shuffle(mixed)
    assert followup(mixed) == followup(trials)
    assert all(says(one) == says(one._replace(verdict=None)) for one in trials if one.result)


@pytest.mark.parametrize(("words", "index"), [
    ("1", 0), ("3", 2), ("3 days of grace", 2), ("buy it", 0), ("BUILD", 1), ("abd", 1), ("b", None), ("4", None), ("0", None), ("", None),
    ("ab", None), ("xyz3", 2), ("99999999", None), ("²", None),
])
def test_which_option_is_meant(words: str, index: int | None) -> None:
    assert option_named(OPTIONS, words) == index


def record(id: str, kind: str = "decision", **fields: Any) -> Record:
    return Record(kind, id, {"id": id, "title": id, "created_at": "2026-01-01T08:00:00Z", **fields})


def snapshot(*records: Record) -> Snapshot:
    documents: dict[str, dict[str, Any]] = {}
    for one in records:
        documents.setdefault(one.kind, {})[one.id] = dict(one.data)
    return Snapshot(MemorySource(documents))


def reason(at: str, to: str, field: str = "status", text: str = "") -> dict[str, Any]:
    return {"id": f"r{at[8:10]}", "at": at, "field": field, "to": to, "text": [text]}


def test_who_has_not_been_told_since_it_was_decided() -> None:
    decision = record("d1", status="decided", informed=["p1", "p2", "p3", "gone"],
                      reasons=[reason("2026-03-01T09:00:00Z", "decided"), reason("2026-04-01T09:00:00Z", "", "because")])
    people = [record("p1", "person", last_told="2026-03-02T09:00:00Z"), record("p2", "person", last_told="2026-02-28T09:00:00Z"),
              record("p3", "person")]
    data = snapshot(decision, *people)
    assert decided_at(decision) == "2026-03-01T09:00:00Z"
    assert [one.id for one in untold(data, decision)] == ["p2", "p3"]
    assert untold(data, record("d2", informed=["p3"])) == []  # an open question is nothing to tell


def test_what_replaces_a_decision() -> None:
    gone = record("d3", supersedes="d1", deleted_at="2026-01-02T00:00:00Z")
    data = snapshot(record("d1", status="superseded"), record("d2", supersedes="d1"), gone)
    assert [one.id for one in superseding(data, "d1")] == ["d2"]


def test_what_we_were_wrong_about() -> None:
    beliefs = [
        record("h1", "hypothesis", status="refuted", change="texts", outcome="help", confidence=80,
               reasons=[reason("2026-03-01T09:00:00Z", "refuted", text="no lift")],
               learnings=[{"id": "l1", "at": "2026-02-01T09:00:00Z", "text": ["Read, not", "trusted."], "stance": "against",
                           "experiment": "x"},
                          {"id": "l2", "at": "2026-02-03T09:00:00Z", "text": ["Later"], "stance": "against"},
                          {"id": "l3", "at": "2026-02-09T09:00:00Z", "text": ["For"], "stance": "for"}]),
        record("h2", "hypothesis", status="refuted", reasons=[reason("2026-05-01T09:00:00Z", "refuted", text="nobody came")]),
        record("h3", "hypothesis", status="supported"), record("h4", "hypothesis", status="refuted", deleted_at="2026-06-01T00:00:00Z"),
    ]
    decisions = [record("d1", status="reversed", chosen="Buy", wrong_because=["It broke"]), record("d2", status="decided")]
    found = mistakes(snapshot(*beliefs, *decisions))
    assert [(one.kind, one.id, one.found, one.confidence) for one in found] == [
        ("hypothesis", "h2", "nobody came", None), ("hypothesis", "h1", "Read, not trusted.", 80), ("decision", "d1", "It broke", None),
    ]
    assert [one.believed for one in found] == ["", "texts will help", "Buy"]
    assert mistakes(snapshot()) == []

"""Confidence from evidence: the rungs of the ladder, and what is gathered around an item, alone and as a column."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain import evidence_columns
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.evidence_columns import confidence_column, confidence_of
from pmtui.domain.evidence_confidence import Backing, Confidence, Trial, Voice, evidence_confidence, voices_of
from pmtui.domain.query import Environment
from pmtui.domain.records import Record


def voices(source: str, number: int = 1, who: str = "") -> tuple[Voice, ...]:
    return tuple(Voice(source, f"{who}{at}" if who else "") for at in range(number))


@pytest.mark.parametrize(("backing", "value", "reason"), [
    (Backing(), 0.01, "opinion"),
    (Backing(has_pitch=True), 0.03, "opinion: a pitch"),
    (Backing(has_theme=True, has_pitch=True), 0.1, "opinion: a goal"),
    (Backing(has_ballots=True, has_theme=True), 0.2, "opinion: others' scores"),
    (Backing(has_plan=True, has_ballots=True), 0.5, "opinion: estimates"),
    (Backing(voices("interview", 3), has_plan=True), 1, "3 interviews"),
    (Backing(voices("ticket")), 1, "1 ticket"),
    (Backing((*voices("ticket", 2, "bo"), *voices("interview", 2, "bo"))), 1, "2 customers"),
    (Backing((*voices("ticket", 2), *voices("interview", 1, "bo"))), 1, "3 quotes"),
    (Backing(voices("feedback", 2)), 1, "2 pieces of feedback"),
    (Backing(voices("interview", 10)), 3, "10 interviews"),
    (Backing(voices("survey")), 2, "1 survey"),
    (Backing((*voices("survey", 2), *voices("market_research"))), 3, "2 surveys and 1 market study"),
    (Backing(voices("analytics")), 3, "analytics"),
    (Backing(voices("", 1)), 1, "1 quote"),
    (Backing(trials=(Trial("ab_test", "won"), Trial("interview", "won"))), 5, "ab test won"),
    (Backing(trials=(Trial("fake_door", "won"),)), 3, "fake door won"),
    (Backing(trials=(Trial("concierge", "won"),)), 4, "concierge won"),
    (Backing(trials=(Trial("ab_test", "won", "2026-11-02"),), done_on="2026-11-01"), 10, "ab test won after launch"),
    (Backing(trials=(Trial("ab_test", "won", "2026-10-02"),), done_on="2026-11-01"), 5, "ab test won"),
    (Backing(trials=(Trial("ab_test", "won"), Trial("survey", "lost")), is_refuted=True), 5, "ab test won"),
    (Backing(voices("interview", 20), (Trial("ab_test", "lost"), Trial("survey", "lost"))), 0, "2 tests lost"),
    (Backing(is_refuted=True, has_plan=True), 0, "refuted"),
    (Backing(trials=(Trial("ab_test", "inconclusive"), Trial("ab_test", "invalid"))), 0.01, "opinion"),
    (Backing(trials=(Trial("", "won"),)), 3, "test won"),
])
def test_the_highest_rung_counts(backing: Backing, value: float, reason: str) -> None:
    found = evidence_confidence(backing)
    assert found == Confidence(value, reason)
    assert found.is_opinion == (0 < value < 1)


def test_evidence_as_stored_becomes_voices() -> None:
    assert voices_of([{"source": "ticket", "customer": "Ann"}, {"company": "Ltd"}, 7, {}]) == (
        Voice("ticket", "Ann"), Voice("", "Ltd"), Voice(""))


WORLD: dict[str, dict[str, dict[str, Any]]] = {
    "problem": {
        "p1": {"evidence": [{"id": "e1", "source": "interview", "customer": "Ann"}, {"id": "e2", "source": "interview", "customer": "Bo"}]},
        "p2": {"goal": "g1"}, "p3": {"deleted_at": "2026-01-01T00:00:00Z", "evidence": [{"id": "e3", "source": "survey"}]},
        "p4": {"evidence": [{"id": "e4", "source": "analytics"}]},
    },
    "hypothesis": {
        "h1": {"problem": "p1"}, "h2": {"status": "refuted"}, "h3": {}, "h4": {"deleted_at": "2026-01-01T00:00:00Z", "status": "refuted"},
    },
    "experiment": {
        "x1": {"hypothesis": "h3", "method": "ab_test", "result": "won", "start": "2026-03-01"}, "x2": {"hypothesis": "h3"},
        "x3": {"hypothesis": "h1", "method": "ab_test", "result": "won", "deleted_at": "2026-01-01T00:00:00Z"},
    },
    "feedback": {
        "f1": {"linked": ["p2", "i8"], "customer": "Cy", "voters": ["Dee", "Cy"], "status": "linked"},
        "f2": {"linked": ["p4", "i7"], "status": "declined"}, "f3": {"linked": ["i9"], "deleted_at": "2026-01-01T00:00:00Z"},
    },
    "milestone": {"m1": {"goals": ["g1"]}},
}
ITEMS: dict[str, tuple[dict[str, Any], float, str]] = {
    "i0": ({}, 0.01, "opinion"), "i1": ({"problems": ["p1"]}, 1, "2 interviews"), "i2": ({"hypotheses": ["h1"]}, 1, "2 interviews"),
    "i3": ({"problems": ["p2"]}, 1, "2 pieces of feedback"), "i4": ({"hypotheses": ["h2"]}, 0, "refuted"),
    "i5": ({"hypotheses": ["h3"], "done_at": "2026-02-01T00:00:00Z"}, 10, "ab test won after launch"),
    "i6": ({"hypotheses": ["h3"], "done_at": "2026-04-01T00:00:00Z"}, 5, "ab test won"),
    "i7": ({"problems": ["p3", "gone"]}, 0.01, "opinion"),
    "i8": ({}, 1, "2 pieces of feedback"), "i9": ({"milestone": "m1"}, 0.1, "opinion: a goal"),
    "ia": ({"so_that": "x"}, 0.03, "opinion: a pitch"),
    "ib": ({"hypotheses": ["h4"]}, 0.01, "opinion"), "ic": ({"problems": ["p4"]}, 3, "analytics"),
    "id": ({"reach": 1, "impact": 1, "confidence": 80, "effort": 1}, 0.5, "opinion: estimates"),
    "ie": ({"ballots": [{"id": "b1", "by": "ann", "input": "reach", "value": 3}]}, 0.2, "opinion: others' scores"),
}


def world(changed: dict[str, dict[str, dict[str, Any]]] | None = None) -> tuple[Snapshot, Environment]:
    records = {**WORLD, "item": {id: data for id, (data, _, _) in ITEMS.items()}, **(changed or {})}
    snapshot = Snapshot(MemorySource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in records.items()}))
    return snapshot, Environment("2026-11-22", "2026-11-22T09:30:00Z", "", snapshot)


def test_what_is_linked_counts() -> None:
    snapshot, environment = world()
    table = snapshot.table("item")
    column = confidence_column(table, environment)
    for at in range(len(table)):
        record = table.record(at)
        _, value, reason = ITEMS[record.id]
        assert (record.id, confidence_of(record, snapshot)) == (record.id, Confidence(value, reason))
        assert (record.id, column[at]) == (record.id, value)
    assert confidence_column(table, environment) is column
    assert set(confidence_column(snapshot.table("problem"), environment).rows()) == {None}
    assert set(confidence_column(table, environment._replace(snapshot=None)).rows()) == {None}


def test_a_change_around_an_item_changes_its_confidence() -> None:
    snapshot, environment = world()
    confidence_column(snapshot.table("item"), environment)
    problem = snapshot.record("problem", "p1")
    assert problem is not None
    after = snapshot.with_records([Record("problem", "p1", {**problem.data, "evidence": [{"id": "e9", "source": "survey"}]})])
    table, at = after.table("item"), after.table("item").position("i1")
    assert at is not None
    assert confidence_column(table, environment._replace(snapshot=after))[at] == 2
    assert confidence_of(table.record(at), after).reason == "1 survey"
    assert confidence_column(snapshot.table("item"), environment)[at] == 1


@given(st.dictionaries(
    st.sampled_from([f"k{at}" for at in range(6)]),
    st.fixed_dictionaries({
        "problems": st.lists(st.sampled_from(["p1", "p2", "p3", "p4", "gone"]), max_size=2, unique=True),
        "hypotheses": st.lists(st.sampled_from(["h1", "h2", "h3", "h4"]), max_size=2, unique=True),
        "milestone": st.sampled_from([None, "m1", "gone"]), "so_that": st.sampled_from(["", "x"]),
        "done_at": st.sampled_from([None, "2026-02-01T00:00:00Z", "2026-06-01T00:00:00Z"]), "effort": st.sampled_from([None, 1]),
        "reach": st.just(10), "impact": st.just(1), "confidence": st.just(50),
    })))
def test_the_column_says_what_each_record_says(items: dict[str, dict[str, Any]]) -> None:
    snapshot, environment = world({"item": {id: {k: v for k, v in one.items() if v} for id, one in items.items()}})
    table = snapshot.table("item")
    column = confidence_column(table, environment)
    assert list(column.rows()) == [confidence_of(table.record(at), snapshot).value for at in range(len(table))]


_IDS = {"item": ["i1", "i3", "i5", "new"], "problem": ["p1", "p2", "p4", "p9"], "hypothesis": ["h1", "h3"], "experiment": ["x1", "x2"],
        "feedback": ["f1", "f9"], "milestone": ["m1"]}
_FIELDS = st.fixed_dictionaries({}, optional={
    "problems": st.lists(st.sampled_from(["p1", "p2", "p9"]), max_size=2, unique=True), "hypotheses": st.sampled_from([["h1"], ["h3"]]),
    "problem": st.sampled_from(["p1", "p2", "p9"]), "goal": st.just("g1"), "goals": st.just(["g1"]), "milestone": st.just("m1"),
    "status": st.sampled_from(["refuted", "declined", "new"]), "hypothesis": st.sampled_from(["h1", "h3"]), "method": st.just("survey"),
    "result": st.sampled_from(["won", "lost"]), "linked": st.sampled_from([["p1"], ["i3"], ["p9", "new"]]),
    "deleted_at": st.just("2026-01-01T00:00:00Z"), "evidence": st.sampled_from([[], [{"id": "e1", "source": "analytics"}]]),
})


@given(st.lists(st.tuples(st.sampled_from([(kind, id) for kind, ids in _IDS.items() for id in ids]), _FIELDS), max_size=8))
def test_a_column_that_is_mended_says_what_one_made_anew_says(edits: list[tuple[tuple[str, str], dict[str, Any]]]) -> None:
    snapshot, environment = world()
    confidence_column(snapshot.table("item"), environment)
    for (kind, id), data in edits:
        snapshot = snapshot.with_records([Record(kind, id, {"id": id, **data})])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evidence_columns._Gathered, "column", lambda self: pytest.fail("all of it was made anew"))
            mended = confidence_column(snapshot.table("item"), environment._replace(snapshot=snapshot))
        table = snapshot.table("item")
        assert list(mended.rows()) == [confidence_of(table.record(at), snapshot).value for at in range(len(table))]

"""What a review has to tell: from records alone, and with what is known of then."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.digest import SECTIONS, Digest, Entry, digest
from pmtui.domain.query import Environment
from pmtui.domain.review import last_marker, near_day, since, some_days_ago

NOW, TODAY, THEN = "2026-11-22T09:30:00Z", "2026-11-22", "2026-11-08T15:00:00Z"
BEFORE, AFTER = "2026-11-08T14:59:59Z", "2026-11-08T15:00:01Z"


class Changes:
    """When records were last changed."""

    def of(self, kind: str) -> dict[str, str]:
        """By id."""
        return {"old": "2026-09-01T00:00:00Z", "older": "2026-08-01T00:00:00Z", "new": "2026-11-20T00:00:00Z"}


def world(*records: tuple[str, str, dict[str, Any]]) -> Snapshot:
    documents: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, id, fields in records:
        documents.setdefault(kind, {})[id] = {"id": id, "title": f"the {id}", "created_at": "2026-01-01T00:00:00Z", **fields}
    return Snapshot(MemorySource(documents))


def told(now: Snapshot, then: Snapshot | None = None, changes: Changes | None = None) -> Digest:
    return digest(then, now, THEN, Environment(TODAY, NOW, "ana", last_changes=changes))


def only(now: Snapshot, then: Snapshot | None = None) -> Entry:
    found = told(now, then).entries
    assert len(found) == 1, found
    return found[0]


def reason(at: str, field: str, to: str, **more: Any) -> dict[str, Any]:
    return {"id": f"r{at[8:19]}", "at": at, "by": "bo", "field": field, "to": to, "text": ["so it", "was"], **more}


def learning(at: str, stance: str = "against") -> dict[str, Any]:
    return {"id": f"l{at[8:19]}", "at": at, "stance": stance, "text": ["people do not"]}


def test_evidence_counts_where_it_is_new_speaks_against_and_is_about_a_bet_that_stands() -> None:
    bets = {
        "stands": {"status": "testing", "learnings": [learning(AFTER), learning(BEFORE), learning(NOW, "for")]},
        "fell": {"status": "refuted", "learnings": [learning(AFTER)]},
        "gone": {"status": "testing", "deleted_at": NOW, "learnings": [learning(AFTER)]},
    }
    now = world(*(("hypothesis", id, fields) for id, fields in bets.items()))
    found = told(now).of("evidence")
    assert [(one.id, one.at, one.said) for one in found] == [("stands", AFTER, "people do not")]


def test_an_experiment_that_was_lost_is_evidence_against_its_bet() -> None:
    bet = ("hypothesis", "bet", {"status": "testing"})
    lost = {"status": "stopped", "result": "lost", "hypothesis": "bet", "end": "2026-11-10", "learning": ["no difference"]}
    found = only(world(bet, ("experiment", "trial", lost)))
    assert (found.kind, found.said, found.at) == ("experiment", "lost, against “the bet”: no difference", "2026-11-10")
    assert not told(world(bet, ("experiment", "trial", {**lost, "end": "2026-11-07"}))).entries
    assert not told(world(bet, ("experiment", "trial", {**lost, "result": "won"}))).entries
    was_so = world(bet, ("experiment", "trial", lost))
    assert not told(was_so, was_so).entries


def test_what_was_refuted_tells_what_was_believed_how_sure_and_what_was_learnt() -> None:
    fields = {
        "status": "refuted", "change": "a message", "outcome": "double payments", "confidence": 80, "learnings": [learning(AFTER)],
        "reasons": [reason(AFTER, "status", "refuted")],
    }
    found = only(world(("hypothesis", "sms", fields)))
    assert (found.section, found.by, found.why) == ("refuted", "bo", "people do not")
    assert found.said == "we believed, 80 % sure: a message will double payments"
    persona = ("persona", "fay", {"title": "Fay, a founder"})
    found = only(world(persona, ("hypothesis", "sms", {**fields, "persona": "fay"})))
    assert found.said == "we believed, 80 % sure: a message for Fay will double payments"


SLIPS = [
    ("2026-12-20", "2026-12-27", "day", "20 Dec 2026 → 27 Dec 2026, 7 days later"),
    ("2026-12-31", "2027-03-31", "quarter", "Q4 2026 → Q1 2027, 90 days later"),
]


@pytest.mark.parametrize(("was", "will", "resolution", "said"), SLIPS)
def test_a_date_that_slipped_names_both_who_and_why(was: str, will: str, resolution: str, said: str) -> None:
    moved = reason(AFTER, "target", will, **{"from": was})
    fields = {"status": "active", "target": will, "resolution": resolution, "reasons": [moved]}
    found = only(world(("milestone", "m", fields)))
    assert (found.said, found.by, found.why) == (said, "bo", "so it was")
    before = {**fields, "reasons": [{**moved, "at": BEFORE}]}
    assert not told(world(("milestone", "m", before))).entries
    older = world(("milestone", "m", {"status": "active", "target": was, "resolution": resolution}))
    assert not told(world(("milestone", "m", before)), older).entries, "it was given before then, and only committed after it"
    without = world(("milestone", "m", {**fields, "reasons": []}))
    assert only(without, older).said == said, "what nobody wrote a reason for is seen by comparing"


def test_several_moves_are_told_as_one_and_earlier_dates_are_no_slip() -> None:
    moves = [
        reason(AFTER, "target", "2026-12-10", **{"from": "2026-12-01"}),
        reason("2026-11-12T00:00:00Z", "target", "2026-12-15", **{"from": "2026-12-10"}),
    ]
    found = only(world(("milestone", "m", {"target": "2026-12-15", "status": "active", "reasons": moves})))
    assert (found.said, found.facts["times"], found.facts["days"]) == ("1 Dec 2026 → 15 Dec 2026, 14 days later, in 2 moves", 2, 14)
    back = [reason(AFTER, "target", "2026-11-29", **{"from": "2026-12-01"})]
    assert not told(world(("milestone", "m", {"target": "2026-11-29", "status": "active", "reasons": back}))).entries


def test_a_target_that_passed_while_nobody_moved_it_is_told_once_it_has_passed_since() -> None:
    late = world(("milestone", "m", {"target": "2026-11-20", "status": "active"}))
    assert only(late).said == "its target 20 Nov 2026 has passed, 2 days ago"
    assert not told(world(("milestone", "m", {"target": "2026-11-01", "status": "active"}))).entries, "the last review saw it"
    assert not told(world(("milestone", "m", {"target": "2026-11-20", "status": "shipped", "shipped_at": BEFORE}))).entries


def test_decisions_come_with_what_was_decided_and_questions_last() -> None:
    now = world(
        ("decision", "asked", {"status": "open", "created_at": AFTER, "context": ["who pays"]}),
        ("decision", "made", {"status": "decided", "chosen": "the first", "because": ["it is cheap"],
                              "reasons": [reason(AFTER, "status", "decided")]}),
        ("decision", "taken", {"status": "reversed", "wrong_because": ["it was not"], "reasons": [reason(NOW, "status", "reversed")]}),
        ("decision", "before", {"status": "decided", "reasons": [reason(BEFORE, "status", "decided")]}),
    )
    found = told(now).of("decisions")
    assert [(one.id, one.said, one.why) for one in found] == [
        ("made", "decided: the first", "it is cheap"), ("taken", "taken back", "it was not"), ("asked", "asked, still open", "who pays"),
    ]


def test_what_shipped_stands_by_milestone_and_milestones_first() -> None:
    now = world(
        ("milestone", "m", {"status": "shipped", "shipped_at": NOW}),
        ("item", "a", {"status": "done", "done_at": AFTER, "milestone": "m", "estimate": 3}),
        ("item", "b", {"status": "done", "done_at": NOW}),
        ("item", "c", {"status": "done", "done_at": BEFORE, "milestone": "m"}),
        ("item", "d", {"status": "dropped", "done_at": NOW}),
        ("item", "e", {"status": "done", "done_at": "2026-11-20T00:00:00Z", "milestone": "m"}),
    )
    assert [one.id for one in told(now).of("shipped")] == ["m", "e", "a", "b"]


def test_stale_work_is_what_lies_longest_and_unknown_where_nobody_knows() -> None:
    now = world(*(("item", id, {"status": "doing"}) for id in ("old", "older", "new")), ("milestone", "old", {"status": "active"}))
    found = told(now, changes=Changes())
    assert [(one.kind, one.id) for one in found.of("stale")] == [("milestone", "old"), ("item", "older"), ("item", "old")]
    assert found.knows_stale
    assert told(now).knows_stale is False


def test_the_sections_stand_in_the_order_of_the_practice_whatever_there_is() -> None:
    now = world(
        ("item", "a", {"status": "done", "done_at": NOW}), ("hypothesis", "h", {"status": "testing", "learnings": [learning(NOW)]}),
        ("decision", "d", {"status": "open", "created_at": NOW}), ("milestone", "m", {"status": "active", "target": "2026-11-21"}),
    )
    names = [one.section for one in told(now).entries]
    assert names == sorted(names, key=SECTIONS.index)
    assert set(names) == {"evidence", "slipped", "decisions", "shipped"}


def test_the_marker_is_the_last_review_that_was_held_before_now() -> None:
    snapshot = world(
        ("review", "one", {"at": "2026-10-01T10:00:00Z"}), ("review", "two", {"at": "2026-11-01T10:00:00Z"}),
        ("review", "next", {"at": "2026-12-01T10:00:00Z"}), ("review", "gone", {"at": "2026-11-20T10:00:00Z", "deleted_at": NOW}),
    )
    found = last_marker(snapshot, NOW)
    assert found is not None
    assert (found.at, found.review, found.day) == ("2026-11-01T10:00:00Z", "two", "1 Nov 2026")
    assert last_marker(world(), NOW) is None
    assert since(world(), NOW) == some_days_ago(NOW)
    assert since(world(), NOW).at == "2026-11-08T09:30:00Z"


@pytest.mark.parametrize(("now", "before", "day"), [
    ("2026-10-26T09:00:00Z", "2026-10-12T09:00:00Z", "12 Oct"), ("2026-04-01T00:30:00Z", "2026-03-18T00:30:00Z", "18 Mar"),
    ("2026-11-08T23:30:00Z", "2026-10-25T23:30:00Z", "25 Oct"), ("2026-03-09T06:30:00Z", "2026-02-23T06:30:00Z", "23 Feb"),
])
def test_days_are_the_same_in_every_zone_and_across_daylight_saving(zone: str, now: str, before: str, day: str) -> None:
    found = some_days_ago(now)
    assert (found.at, near_day(found.at, now[:10])) == (before, day)
    late = world(("milestone", "m", {"target": now[:10], "status": "active"}))
    environment = Environment(now[:10], now)
    assert not digest(None, late, found.at, environment).entries, "a target is met until its day is over"
    moved = [reason(now, "target", "2026-12-31", **{"from": "2026-10-25"})]
    slipped = world(("milestone", "m", {"target": "2026-12-31", "status": "active", "reasons": moved}))
    assert digest(None, slipped, found.at, environment).entries[0].facts["days"] == 67

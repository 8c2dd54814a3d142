"""Triage, split and merge as plans: one change each, and the inverse gives what was there before."""

from __future__ import annotations

from typing import Any

import pytest
from world import NOW, TODAY, context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.joining_plans import merge, merged, split
from pmtui.commands.triage_plans import accept, decide, decline, duplicate, snooze, to_problem
from pmtui.domain.change import Change, Snapshot, apply, inverse
from pmtui.domain.query import Environment, matching, parse
from pmtui.domain.triage import inbox, snooze_words

F1, F2, I1, I2, I3, P1, M1 = "ffffffffff", "ffffffffgg", "aaaaaaaaa1", "aaaaaaaaa2", "aaaaaaaaa3", "ppppppppp1", "mmmmmmmmm1"


def data(**more: dict[str, Any]) -> Snapshot:
    return world(
        ("feedback", F1, {"title": "Export please", "customer": "Ada", "channel": "Ticket", "quote": ["I need CSV"], "tags": ["csv"],
                          "created_at": "2026-11-01T08:00:00Z", **more.get("f1", {})}),
        ("feedback", F2, {"title": "CSV export", "voters": ["Bo"], "created_at": "2026-11-02T08:00:00Z", **more.get("f2", {})}),
        ("item", I1, {"title": "Export as CSV", "status": "ready", "rank": "a0", **more.get("i1", {})}),
        ("item", I2, {"title": "CSV", "rank": "a1", "created_at": "2026-11-03T08:00:00Z", **more.get("i2", {})}),
        ("item", I3, {"title": "After CSV", "status": "ready", "rank": "a2", "depends_on": [I2], **more.get("i3", {})}),
        ("problem", P1, {"title": "Data is locked in"}), ("milestone", M1, {"title": "MVP", "rank": "a0", **more.get("m1", {})}),
    )


def planned(plan: Any, snapshot: Snapshot, *ids: str, **arguments: Any) -> Change:
    found = plan(context(snapshot), {"ids": list(ids), **arguments})
    assert isinstance(found, Change)
    assert len({(edit.kind, edit.id) for edit in found.edits}) == len(found.edits)
    before = {(edit.kind, edit.id): snapshot.record(edit.kind, edit.id) for edit in found.edits}
    after = apply(inverse(found), apply(found, snapshot))
    for key, record in before.items():
        assert record is None or after.record(*key) == record, "the inverse gives another record"
    return found


def now(snapshot: Snapshot, change: Change, id: str) -> dict[str, Any]:
    record = apply(change, snapshot).find(id)
    assert record is not None
    return dict(record.data)


def waiting(snapshot: Snapshot) -> list[str]:
    return [snapshot.table(one.kind).id(one.position) for one in inbox(snapshot, TODAY)]


def test_the_inbox_holds_new_feedback_and_items_the_oldest_first() -> None:
    assert waiting(data()) == [F1, F2, I2]
    assert waiting(data(f1={"status": "declined"}, i2={"deleted_at": NOW})) == [F2]


@pytest.mark.parametrize(("fields", "is_away"), [
    ({"status": "snoozed", "snoozed_until": "2026-11-23"}, True), ({"status": "snoozed", "snoozed_until": TODAY}, False),
    ({"status": "snoozed", "snoozed_for": M1}, True), ({"status": "snoozed", "snoozed_for": "nowhere001"}, False),
    ({"status": "snoozed", "snoozed_until": "2026-11-20", "snoozed_for": M1}, False), ({"status": "snoozed"}, False),
])
def test_a_snoozed_record_comes_back_by_itself(fields: dict[str, Any], is_away: bool) -> None:
    snapshot = data(f1=fields)
    assert (F1 not in waiting(snapshot)) is is_away
    shipped = data(f1=fields, m1={"status": "shipped"})
    assert fields.get("snoozed_for") != M1 or F1 in waiting(shipped)


def test_the_filter_language_knows_what_is_snoozed() -> None:
    snapshot = data(f1={"status": "snoozed", "snoozed_for": M1}, f2={"status": "snoozed", "snoozed_until": TODAY})
    table = snapshot.table("feedback")
    found = matching(parse("is:snoozed", table.kind), table, Environment(TODAY, NOW, snapshot=snapshot))
    assert [table.id(at) for at, is_so in enumerate(found) if is_so] == [F1]


def test_accepting_makes_items_ready_and_items_of_feedback() -> None:
    snapshot = data()
    change = planned(accept, snapshot, F1, I2)
    assert change.title == "Accept 2 records"
    made = change.edits[-1].id
    assert now(snapshot, change, F1)["status"] == "linked"
    assert now(snapshot, change, F1)["linked"] == [made]
    assert now(snapshot, change, made) == {
        "id": made, "title": "Export please", "tags": ["csv"], "status": "ready", "created_at": NOW, "created_by": "ana",
        "rank": now(snapshot, change, made)["rank"],
    }
    assert now(snapshot, change, I2)["status"] == "ready"
    assert waiting(apply(change, snapshot)) == [F2]


def test_what_has_been_accepted_is_not_accepted_again() -> None:
    snapshot = data(i1={"status": "doing"}, i2={"status": "dropped", "duplicate_of": I1}, f1={"status": "duplicate"})
    for id, status in ((I1, "doing"), (F1, "duplicate")):
        with pytest.raises(Refused, match=f"is {status}"):
            accept(context(snapshot), {"ids": [id]})
    revived = now(snapshot, planned(accept, snapshot, I2), I2)
    assert (revived["status"], revived.get("duplicate_of")) == ("ready", None)


def test_feedback_becomes_the_evidence_of_a_problem_and_an_item_is_dropped_for_one() -> None:
    snapshot = data()
    change = planned(to_problem, snapshot, F1, I2)
    first, second = (edit.id for edit in change.edits if edit.kind == "problem")
    evidence = now(snapshot, change, first)["evidence"]
    assert [(one["customer"], one["source"], one["quote"], one["at"]) for one in evidence] == [
        ("Ada", "ticket", ["I need CSV"], "2026-11-01T08:00:00Z"),
    ]
    item = now(snapshot, change, I2)
    assert (item["status"], item["problems"]) == ("dropped", [second])
    assert item["reasons"][0]["text"] == [f"turned into the problem P-{second[:6]}"]
    assert now(snapshot, change, second)["title"] == "CSV"


def test_a_decline_needs_a_reason_which_the_screens_ask_for() -> None:
    snapshot = data()
    with pytest.raises(Refused, match="needs a reason"):
        decline(context(snapshot), {"ids": [F1]})
    record = snapshot.record("feedback", F1)
    assert record is not None
    assert decline(context(snapshot, selection=[record], screen="inbox"), {}) == Effect("triage_decline", {"records": (("feedback", F1),)})
    change = planned(decline, snapshot, F1, I2, reason="out of scope")
    assert (now(snapshot, change, F1)["status"], now(snapshot, change, I2)["status"]) == ("declined", "dropped")
    assert now(snapshot, change, F1)["reasons"][0]["text"] == ["out of scope"]


def test_snoozing_until_a_day_or_until_something_is_done() -> None:
    snapshot = data()
    change = planned(snooze, snapshot, F1, I2, until="+2w", reason="after the fair")
    assert now(snapshot, change, F1)["status"] == "snoozed"
    assert (now(snapshot, change, I2)["snoozed_until"], now(snapshot, change, I2).get("status")) == ("2026-12-06", None)
    assert waiting(apply(change, snapshot)) == [F2]
    change = planned(snooze, snapshot, F2, until="MVP")
    assert change.title == "Snooze “CSV export” until “MVP” has shipped"
    record = apply(change, snapshot).record("feedback", F2)
    assert record is not None
    assert snooze_words(record, snapshot) == "until “MVP” has shipped"
    assert now(snapshot, planned(accept, apply(change, snapshot), F2), F2).get("snoozed_for") is None


@pytest.mark.parametrize(("until", "words"), [
    ("yesterday", "not in the future"), ("no such thing", "is no date,"), (I1, "cannot be snoozed for itself"), ("", "until when"),
])
def test_a_snooze_without_an_end_is_refused(until: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        snooze(context(data()), {"ids": [I1], "until": until})


def test_a_duplicate_hands_over_what_people_gave() -> None:
    snapshot = data()
    change = planned(duplicate, snapshot, F1, of=F2)
    assert now(snapshot, change, F1)["duplicate_of"] == F2
    assert now(snapshot, change, F1)["status"] == "duplicate"
    assert now(snapshot, change, F1)["reasons"][0]["text"] == ["repeats “CSV export”"]
    assert now(snapshot, change, F2)["voters"] == ["Ada", "Bo"]
    change = planned(duplicate, snapshot, I2, of=I1)
    assert now(snapshot, change, I2)["status"] == "dropped"
    assert now(snapshot, change, I3)["depends_on"] == [I1]


def test_feedback_of_what_is_there_already_is_linked_with_it() -> None:
    snapshot = data()
    change = planned(duplicate, snapshot, F1, F2, I2, of=I1)
    assert [now(snapshot, change, id).get("linked") for id in (F1, F2)] == [[I1], [I1]]
    assert now(snapshot, change, I2)["duplicate_of"] == I1
    change = planned(accept, snapshot, F1, F2, to=P1)
    assert [one["quote"] for one in now(snapshot, change, P1)["evidence"]] == [["I need CSV"], ["CSV export"]]


def test_what_cannot_be_a_duplicate_is_refused() -> None:
    snapshot = data(i2={"duplicate_of": I1})
    for ids, of, words in (([I1], I2, "repeats this one already"), ([I1], I1, "cannot repeat itself"), ([I1], P1, "no record")):
        with pytest.raises(Refused, match=words):
            duplicate(context(snapshot), {"ids": ids, "of": of})
    assert planned(duplicate, snapshot, I3, of=I2).edits[0].after["duplicate_of"] == I1, "the original counts, not its duplicate"


def test_the_command_line_says_the_verdict_first() -> None:
    assert planned(decide, data(), F1, verdict="problem").command == "triage.problem"
    with pytest.raises(Refused, match="triage is for feedback and items"):
        decide(context(data()), {"verdict": "accept", "ids": [P1]})


def test_a_split_makes_parts_behind_the_whole_which_leaves_the_inbox() -> None:
    snapshot = data(i2={"criteria": [{"id": "k1", "text": "One"}, {"id": "k2", "text": "Two"}], "tags": ["x"]})
    change = planned(split, snapshot, I2, titles=["One", "Else", "One"])
    whole, parts = now(snapshot, change, I2), [edit for edit in change.edits if edit.before is None]
    assert change.title == "Split “CSV” into 2"
    assert (whole["status"], whole["criteria"]) == ("ready", [{"id": "k2", "text": "Two"}])
    assert [(one.after["title"], one.after["parent"], one.after["tags"], one.after.get("status")) for one in parts] == [
        ("One", I2, ["x"], None), ("Else", I2, ["x"], None),
    ]
    assert "a1" < parts[0].after["rank"] < parts[1].after["rank"] < "a2"
    change = planned(split, snapshot, F1, titles=["One", "Two"])
    assert len(now(snapshot, change, F1)["linked"]) == 2
    record = snapshot.record("item", I2)
    assert record is not None
    assert split(context(snapshot, selection=[record], screen="inbox"), {}) == Effect(
        "split", {"kind": "item", "id": I2, "offered": ("One", "Two")},
    )
    with pytest.raises(Refused, match="a problem cannot be split"):
        split(context(snapshot), {"ids": [P1], "titles": ["One"]})


def test_a_merge_keeps_the_first_and_moves_the_rest_over() -> None:
    snapshot = data(i1={"body": ["mine"]}, i2={"body": ["yours"], "estimate": 3})
    change = planned(merge, snapshot, I1, I2)
    assert change.title == "Merge “CSV” into “Export as CSV”"
    kept = now(snapshot, change, I1)
    assert (kept["estimate"], kept["body"], kept["status"]) == (3, ["mine", "", "From “CSV”:", "", "yours"], "ready")
    assert now(snapshot, change, I2)["duplicate_of"] == I1
    assert now(snapshot, change, I3)["depends_on"] == [I1]
    assert planned(merge, snapshot, I2, I3, into=I1).edits[0].id == I1
    records = [record for id in (I1, I2) if (record := snapshot.record("item", id)) is not None]
    assert isinstance(merge(context(snapshot, selection=records, screen="backlog"), {}), Effect)
    for ids, words in (([I1], "one record alone"), ([I1, F1], "several kinds"), ([M1, M1 + "x"], "no record")):
        with pytest.raises(Refused, match=words):
            merge(context(snapshot), {"ids": ids})
    with pytest.raises(Refused, match="cannot be merged"):
        merged(context(snapshot), *(snapshot.record("milestone", M1), [snapshot.record("milestone", M1)]))  # type: ignore[arg-type]

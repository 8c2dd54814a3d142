"""Hypotheses and decisions: each step is one change with its reason, and nothing impossible is taken."""

from __future__ import annotations

from typing import Any

import pytest
from world import NOW, context, world

from pmtui.commands import decisions, records, verdicts
from pmtui.commands.core import Command, Effect, Refused
from pmtui.commands.core import run as run_command
from pmtui.domain.calibration import calibration
from pmtui.domain.change import Change, Snapshot, apply, inverse
from pmtui.domain.records import Record

H, G, ONE, TWO, D, ANA, BO = "hhhhhhhhh1", "hhhhhhhhh2", "bbbbbbbbb1", "bbbbbbbbb2", "ddddddddd1", "ppppppppp1", "ppppppppp2"
WORLD = world(
    ("hypothesis", H, {"title": "Texts help", "status": "testing", "change": "texting", "metric": "paid", "confidence": 80, "baseline": 4,
                       "because": ["they are", "read"]}),
    ("hypothesis", G, {"title": "Mails help"}),
    ("item", ONE, {"title": "Send texts", "status": "ready", "hypotheses": [H]}),
    ("item", TWO, {"title": "Sender name", "status": "done", "hypotheses": [H]}),
    ("decision", D, {"title": "Buy or build", "approver": ANA, "about": [H], "informed": [BO], "options": [
        {"id": "kkkkkkkkk1", "title": "Buy", "rank": "a0"}, {"id": "kkkkkkkkk2", "title": "Build", "rank": "a1"}]}),
    ("person", ANA, {"title": "Ana", "handle": "ana"}), ("person", BO, {"title": "Bo", "handle": "bo"}),
)
COMMANDS = {one.id: one for area in (decisions, records, verdicts) for one in area.COMMANDS}


def run(id: str, given: dict[str, Any], snapshot: Snapshot = WORLD, *, screen: str = "", cursor: str = "") -> Change | Effect:
    around = context(snapshot)
    around.screen, around.is_screen = screen, bool(screen)
    around.cursor = snapshot.find(cursor) if cursor else None
    command: Command = COMMANDS[id]
    return command.plan(around, given) if not screen else run_command(command, around, given)


def changed(id: str, given: dict[str, Any], snapshot: Snapshot = WORLD, *, screen: str = "", cursor: str = "") -> Snapshot:
    change = run(id, given, snapshot, screen=screen, cursor=cursor)
    assert isinstance(change, Change), change
    back = apply(inverse(change, NOW), apply(change, snapshot))
    for edit in change.edits:
        if edit.before is not None:
            assert dict(back.find(edit.id).data) == dict(snapshot.find(edit.id).data)  # type: ignore[union-attr]
    return apply(change, snapshot)


def found(snapshot: Snapshot, id: str) -> Record:
    record = snapshot.find(id)
    assert record is not None
    return record


def refusal(id: str, given: dict[str, Any], snapshot: Snapshot = WORLD) -> Refused:
    with pytest.raises(Refused) as caught:
        run(id, given, snapshot)
    return caught.value


def words(record: Record) -> list[tuple[str, str]]:
    return [(one["field"], " ".join(one["text"])) for one in record["reasons"]]


def test_stopping_drops_what_was_named_with_the_reason_and_leaves_what_is_done() -> None:
    after = changed("record.decide", {"ids": [H], "what": "stop", "reason": "No lift", "status": "refuted", "drop": "all"})
    assert (found(after, H)["decision"], found(after, H).status, words(found(after, H))) == \
        ("stop", "refuted", [("decision", "No lift"), ("status", "No lift")])
    assert (found(after, ONE).status, found(after, TWO).status) == ("dropped", "done")
    assert words(found(after, ONE)) == [("status", f"H-{H} “Texts help” is stopped: No lift")]


def test_a_pivot_makes_the_next_hypothesis_of_what_was_believed() -> None:
    after = changed("record.decide", {"ids": [H], "what": "pivot", "reason": "Ask better", "next": "Names help"})
    table = after.table("hypothesis")
    made = next(record for at in range(len(table)) if (record := table.record(at)).title == "Names help")
    assert (made["change"], made["metric"], made["baseline"], made.status) == ("texting", "paid", 4, "draft")
    assert (made["confidence"], made["decision"], made["learnings"]) == (None, None, [])
    assert made.body == f"Follows H-{H}, from which we pivoted: Ask better"


@pytest.mark.parametrize(("given", "code", "about"), [
    ({"what": "stop"}, "missing_reason", "stop needs a reason"), ({"what": "maybe", "reason": "x"}, "bad_value", "persevere, pivot, stop"),
    ({"what": "stop", "reason": "x", "next": "Y"}, "usage", "follows from a pivot"),
    ({"what": "persevere", "reason": "x", "drop": ONE}, "usage", "decide to stop"),
    ({"what": "stop", "reason": "x", "drop": TWO}, "bad_value", "no open item that rests on"),
    ({"what": "stop", "reason": "x", "approver": ANA}, "usage", "--approver is for decisions"),
    ({"ids": [D], "what": "Rent", "reason": "x"}, "bad_value", "there are 1 Buy; 2 Build"),
    ({"ids": [D], "what": "Buy"}, "missing_reason", "needs its reason"),
    ({"ids": [D], "what": "Buy", "reason": "x", "drop": "all"}, "usage", "--drop is for hypotheses"),
    ({"ids": [ONE], "what": "Buy", "reason": "x"}, "bad_value", "hypotheses and decisions are decided"),
])
def test_what_cannot_be_decided(given: dict[str, Any], code: str, about: str) -> None:
    error = refusal("record.decide", {"ids": [H], **given})
    assert error.code == code
    assert about in error.words


def test_setting_the_decision_needs_a_reason_too() -> None:
    assert refusal("record.set", {"ids": [H], "fields": ["decision=pivot"]}).code == "missing_reason"
    after = changed("record.set", {"ids": [H], "fields": ["decision=pivot"], "reason": "Ask better"})
    assert words(found(after, H)) == [("decision", "Ask better")]
    assert isinstance(run("record.set", {"ids": [H], "fields": ["decision="]}), Change)


def test_one_learning_goes_for_some_and_against_others() -> None:
    after = changed("hypothesis.learn", {"text": "Read, not trusted", "for": "Mails help", "against": H})
    assert [(one["text"], one["stance"]) for one in found(after, H)["learnings"]] == [(["Read, not trusted"], "against")]
    assert found(after, G)["learnings"][0]["stance"] == "for"
    for given, about in (({"text": " "}, "what was learnt"), ({"text": "x"}, "for or against which"),
                         ({"text": "x", "for": H, "against": f"{G},{H}"}, "for and against “Texts help”")):
        assert about in refusal("hypothesis.learn", given).words


def test_the_sentence_changes_only_what_was_typed() -> None:
    values = {"change": "texting", "persona": "", "outcome": "pay", "because": "they are read", "metric": "paid", "baseline": "4",
              "target": "6"}
    change = run("hypothesis.state", {"id": H, "values": {**values, "confidence": "80"}})
    assert isinstance(change, Change)
    assert dict(change.edits[0].after) == {"outcome": "pay", "target": 6}  # the two lines of `because` stay two lines
    for name, text in (("target", "much"), ("confidence", "120")):
        with pytest.raises(Refused) as caught:
            run("hypothesis.state", {"id": H, "values": {**values, "confidence": "80", name: text}})
        assert str(caught.value).startswith(f"{name}")
    made = changed("hypothesis.state", {"id": "", "values": {**values, "confidence": ""}}).table("hypothesis")
    assert "Texting" in made.column("title").rows()
    assert "what would we do" in refusal("hypothesis.state", {"id": "", "values": {"change": "", "outcome": ""}}).words


def test_before_a_test_begins_a_screen_asks_how_sure_we_are() -> None:
    def begun(id: str, **given: Any) -> Change | Effect:
        return run("record.set", {"fields": ["status=testing"], **given}, screen="hypotheses", cursor=id)

    asked = begun(G)
    assert isinstance(asked, Effect)
    assert (asked.name, asked.arguments) == ("how_sure", {"id": G, "status": "testing"})
    assert isinstance(begun(G, fields=["status=testing", "confidence=60"]), Change)
    assert isinstance(begun(G, is_unstated=True), Change)
    assert isinstance(run("record.set", {"ids": [G], "fields": ["status=testing"]}), Change)  # a script says what it wants


def test_what_is_stated_after_the_verdict_is_no_forecast() -> None:
    def after(snapshot: Snapshot, *fields: str, id: str = H) -> Snapshot:
        return changed("record.set", {"ids": [id], "fields": list(fields), "reason": "It was tested"}, snapshot)

    def stated(snapshot: Snapshot) -> tuple[int, float | None, int]:
        found = calibration(snapshot)
        return found.outcomes, found.stated, found.unstated

    refuted = after(WORLD, "status=refuted")
    assert found(refuted, H)["forecast"] == {"confidence": 80}
    assert stated(after(refuted, "confidence=10")) == stated(refuted) == (1, 0.8, 0)
    assert stated(after(after(refuted, "confidence=10"), "status=supported")) == (1, 0.8, 0)
    again = after(after(refuted, "status=testing"), "confidence=30")  # a new test: what is said before its verdict counts
    assert found(again, H)["forecast"] is None
    assert stated(after(again, "status=supported")) == (1, 0.3, 0)
    assert stated(after(after(WORLD, "status=supported", id=G), "confidence=100", id=G)) == (0, None, 1)  # nobody had said so before
    assert stated(after(WORLD, "status=supported", "confidence=100", id=G)) == (0, None, 1)
    older = world(("hypothesis", H, {"status": "supported", "confidence": 70}), ("hypothesis", G, {"status": "refuted"}))
    assert stated(older) == (1, 0.7, 1)  # of older data nothing was kept
    assert stated(after(after(older, "confidence=5"), "confidence=100", id=G)) == (1, 0.7, 1)
    made = apply(run("record.add", {"kind": "hypothesis", "title": "Old", "fields": ["status=supported", "confidence=60"]}), world())  # type: ignore[arg-type]
    assert stated(made) == (1, 0.6, 0)
    with pytest.raises(Refused, match="forecast"):
        after(refuted, "forecast=3")


def test_a_decision_from_question_to_reversal() -> None:
    after = changed("decision.option", {"ids": [D], "title": "Rent", "fields": ["for=Cheap", "against=For ever"]})
    assert [one["title"] for one in found(after, D)["options"]] == ["Buy", "Build", "Rent"]
    assert "already" in refusal("decision.option", {"ids": [D], "title": "rent"}, after).words
    after = changed("record.decide", {"ids": [D], "what": "3", "reason": "Cheapest\nby far"}, after)
    assert [found(after, D)[name] for name in ("status", "chosen", "because")] == ["decided", "Rent", ["Cheapest", "by far"]]
    assert words(found(after, D)) == [("status", "Decided: Rent")]
    after = changed("decision.reverse", {"ids": [D], "reason": "It broke"}, after)
    assert (found(after, D).status, found(after, D)["wrong_because"]) == ("reversed", ["It broke"])
    assert "reversed already" in refusal("decision.reverse", {"ids": [D], "reason": "x"}, after).words
    assert "is reversed" in refusal("record.decide", {"ids": [D], "what": "1", "reason": "x"}, after).words
    assert "not decided yet" in refusal("decision.reverse", {"ids": [D], "reason": "x"}).words


def test_a_reversal_by_status_keeps_its_reason_where_people_look_for_it() -> None:
    after = changed("record.set", {"ids": [D], "fields": ["status=reversed"], "reason": "It broke"})
    assert found(after, D)["wrong_because"] == ["It broke"]
    own = changed("record.set", {"ids": [D], "fields": ["status=reversed", "wrong_because=Own words"], "reason": "It broke"})
    assert found(own, D)["wrong_because"] == ["Own words"]


def test_who_approves_must_be_named() -> None:
    nobody = changed("record.set", {"ids": [D], "fields": ["approver="]})
    assert "nobody is named who decides" in refusal("record.decide", {"ids": [D], "what": "1", "reason": "x"}, nobody).words
    after = changed("record.decide", {"ids": [D], "what": "buy", "reason": "x", "approver": BO}, nobody)
    assert found(after, D)["approver"] == BO


def test_what_replaces_a_decision_takes_its_people_and_what_it_is_about() -> None:
    after = changed("decision.supersede", {"ids": [D], "title": "Buy what"})
    table = after.table("decision")
    made = next(record for at in range(len(table)) if (record := table.record(at)).title == "Buy what")
    assert [made[name] for name in ("supersedes", "approver", "about", "informed", "status", "options")] == [D, ANA, [H], [BO], "open", []]
    assert found(after, D).status == "superseded"
    assert "replaced already" in refusal("decision.supersede", {"ids": [D], "title": "x"}, after).words


def test_a_question_about_records_of_several_kinds() -> None:
    after = changed("decision.about", {"ids": [H, ONE], "title": "  Now or  later? "})
    table = after.table("decision")
    made = next(record for at in range(len(table)) if (record := table.record(at))["about"] == [ONE, H])
    assert made.title == "Now or later?"
    assert "what has to be decided" in refusal("decision.about", {"ids": [H], "title": " "}).words



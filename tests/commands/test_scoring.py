from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Effect, Refused
from pmtui.commands.score_plans import agreed, scored, voted
from pmtui.domain.ballots import ballots_of
from pmtui.domain.canonical import encode
from pmtui.domain.change import Change, Snapshot, apply, inverse
from pmtui.domain.records import Record

A, P = "aaaaaaaaa1", "ppppppppp1"
WORLD = world(("item", A, {"title": "Retry payments", "created_at": "2026-11-01T09:00:00Z"}), ("problem", P, {}))


def by(author: str, snapshot: Snapshot) -> Any:
    found = context(snapshot)
    found.author = author
    return found


def item(snapshot: Snapshot) -> Record:
    found = snapshot.record("item", A)
    assert found is not None
    return found


def ballot(snapshot: Snapshot, author: str, *words: str) -> Snapshot:
    change = REGISTRY["score.ballot"].plan(by(author, snapshot), {"ids": [A], "fields": list(words)})
    assert isinstance(change, Change)
    return apply(change, snapshot)


def agree(snapshot: Snapshot, *inputs: str) -> Change:
    change = REGISTRY["score.agree"].plan(by("Ana", snapshot), {"ids": [A], "inputs": list(inputs)})
    assert isinstance(change, Change)
    return change


def undone(change: Change, snapshot: Snapshot) -> bool:
    """Whether undo gives the bytes from before again."""
    back = apply(inverse(change), apply(change, snapshot))
    return encode(item(back).schema, item(back).data) == encode(item(snapshot).schema, item(snapshot).data)


def test_a_score_sets_the_inputs_in_one_change_that_undo_takes_back() -> None:
    change = scored(context(WORLD), item(WORLD), "RICE", {"reach": 500, "impact": 2})
    assert change.title == "Score “Retry payments” by RICE"
    assert len(change.edits) == 1
    after = item(apply(change, WORLD))
    assert (after["reach"], after["impact"]) == (500, 2)
    assert undone(change, WORLD)
    with pytest.raises(Refused, match="effort"):
        scored(context(WORLD), item(WORLD), "RICE", {"effort": 0})


def test_ballots_leave_the_fields_alone_and_each_person_has_one() -> None:
    voting = ballot(ballot(ballot(WORLD, "Ana", "impact=2", "moscow=must"), "Bo", "impact=0.5"), "Ana", "impact=3")
    assert item(voting)["impact"] is None
    assert set(ballots_of(item(voting))) == {("Ana", "impact", 3), ("Bo", "impact", 0.5), ("Ana", "moscow", 1)}
    assert len(ballots_of(item(ballot(voting, "Ana", "impact=")))) == 2
    change = voted(by("Cy", voting), item(voting), {"reach": 100})
    assert undone(change, voting)


def test_agreeing_takes_the_median_and_tells_who_said_what() -> None:
    voting = WORLD
    for author, impact in (("Ana", 3), ("Bo", 1), ("Cy", 1)):
        voting = ballot(voting, author, f"impact={impact}", "moscow=should")
    change = agree(voting, "impact")
    after = item(apply(change, voting))
    assert change.title == "Agree on impact of “Retry payments”"
    assert after["impact"] == 1
    assert {one.input for one in ballots_of(after)} == {"moscow"}
    (reason,) = after["reasons"]
    assert (reason["field"], reason["to"], reason["text"]) == ("impact", "1", ["agreed by the group: Bo 1, Cy 1, Ana 3"])
    assert undone(change, voting)
    rest = item(apply(agree(apply(change, voting)), apply(change, voting)))
    assert rest["moscow"] == "should"
    assert "ballots" not in rest.data


def test_another_value_than_the_median_can_be_agreed_on() -> None:
    voting = ballot(ballot(WORLD, "Ana", "impact=3"), "Bo", "impact=1")
    after = item(apply(agree(voting, "impact=2"), voting))
    assert after["impact"] == 2
    assert ballots_of(after) == []
    same = apply(agreed(by("Ana", voting), item(voting), {"impact": 3}), voting)
    assert item(same)["impact"] == 3


@pytest.mark.parametrize(("command", "arguments", "message"), [
    ("score.ballot", {"ids": [A], "fields": []}, "no score is given"),
    ("score.ballot", {"ids": [A], "fields": ["title=x"]}, "no input of a score"),
    ("score.ballot", {"ids": [A], "fields": ["impact+=1"]}, "INPUT=VALUE"),
    ("score.ballot", {"ids": [A], "fields": ["ease=11"]}, "ease"),
    ("score.ballot", {"ids": [A], "fields": ["impact=much"]}, "not a number"),
    ("score.ballot", {"ids": [P], "fields": ["importance=3"]}, "a group scores items"),
    ("score.agree", {"ids": [A], "inputs": []}, "nobody has scored"),
    ("score.agree", {"ids": [A], "inputs": ["impact"]}, "nobody has scored impact"),
    ("score.agree", {"ids": [A], "inputs": ["impacts=2"]}, "no field"),
])
def test_what_makes_no_sense_is_refused_in_words(command: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message) as refused:
        REGISTRY[command].plan(by("Ana", WORLD), arguments)
    assert refused.value.hint


def test_who_has_no_name_cannot_vote() -> None:
    with pytest.raises(Refused, match="needs a name"):
        voted(by("", WORLD), item(WORLD), {"impact": 2})


def test_only_what_has_scores_is_scored() -> None:
    on_items = context(WORLD, screen="backlog", kind="item", cursor=item(WORLD))
    assert REGISTRY["score.one"].plan(on_items, {}) == Effect("score", {"kind": "item", "ids": [A]})
    assert REGISTRY["score.run"].blocked(on_items) is None
    on_roadmap = context(WORLD, screen="roadmap", kind="milestone")
    for id in ("score.run", "score.reveal"):
        assert REGISTRY[id].blocked(on_roadmap)
    assert REGISTRY["score.reveal"].blocked(context(WORLD, screen="problems", kind="problem"))

"""The journey map: stages of several journeys in one order, and the problems in them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.journey import journey_map, journey_of, stage_key, stage_names
from pmtui.domain.records import Record


def persona(id: str, *stages: str, **texts: Any) -> dict[str, Any]:
    journey = [{"id": f"{id}{at}", "stage": stage, "rank": f"a{at}", **texts} for at, stage in enumerate(stages)]
    return {"id": id, "title": f"{id.capitalize()}, somebody", "journey": journey}


def record(*stages: str) -> Record:
    return Record("persona", "x", persona("x", *stages))


def snapshot(*personas: dict[str, Any], **problems: dict[str, Any]) -> Snapshot:
    return Snapshot(MemorySource({
        "persona": {one["id"]: one for one in personas},
        "problem": {id: {"id": id, "title": id, **data} for id, data in problems.items()},
    }))


def told(of: Snapshot, persona: str = "") -> list[tuple[str, str]]:
    table = of.table("problem")
    return [(one.name, "".join(table.id(at) for at in one.rows)) for one in journey_map(of, range(len(table)), persona)]


def test_stages_of_several_journeys_come_in_one_order() -> None:
    assert stage_names([record("Set up", "Get paid", "Close"), record("Set up", "Explain", "Close", "Renew")]) == [
        "Set up", "Explain", "Get paid", "Close", "Renew"]
    assert stage_names([record("A"), record("B", "A")], ["c", "a ", "", None, "C"]) == ["B", "A", "c"]
    assert stage_names([record("Sign up", "Pay"), record("Close")]) == ["Sign up", "Close", "Pay"]
    assert stage_names([record("A", "B", "C"), record("C", "A")]) == ["A", "B", "C"]


def test_problems_stand_in_their_stages_and_those_without_one_last() -> None:
    data = snapshot(
        persona("ana", "Set up", "Pay"), persona("bo", "Pay", "Close"),
        a={"journey_stage": "pay", "personas": ["ana"]}, b={"journey_stage": "Leave", "personas": ["bo"]}, c={},
        d={"journey_stage": " PAY", "personas": ["bo", "ana"]}, e={"journey_stage": "Close", "personas": ["ana"]},
    )
    assert told(data) == [("Set up", ""), ("Pay", "ad"), ("Close", "e"), ("Leave", "b"), ("", "c")]
    assert told(data, "ana") == [("Set up", ""), ("Pay", "ad"), ("Close", "e")]
    assert told(data, "bo") == [("Pay", "d"), ("Close", ""), ("Leave", "b")]
    assert told(data, "gone") == []


def test_what_personas_do_is_told_by_stage_and_row() -> None:
    data = snapshot(persona("ana", "Pay", doing=["Waits", " "], pains="late"), persona("bo", "pay", thinking=["hm"]))
    [stage] = journey_map(data, ())
    assert [(step.name, step.entry, step.texts) for step in stage.steps] == [
        ("Ana", "ana0", (("Waits",), (), (), ("late",))), ("Bo", "bo0", ((), ("hm",), (), ())),
    ]


def test_journeys_that_somebody_wrote_by_hand_do_no_harm() -> None:
    odd = Record("persona", "x", {"title": "X", "journey": [7, {"stage": ""}, {"stage": "A", "doing": 5}, {"id": "k"}]})
    assert [step.texts[0] for step in journey_of(odd)] == [("5",)]
    assert journey_of(Record("persona", "x", {"title": "X", "journey": "nothing"})) == []


NAMES = st.lists(st.sampled_from(["A", "a ", "B", "C", "Ç", "D", ""]), max_size=5)


@given(st.lists(NAMES, max_size=4), NAMES)
def test_every_stage_stands_once_and_one_journey_keeps_its_order(journeys: list[list[str]], others: list[str]) -> None:
    found = [stage_key(name) for name in stage_names([record(*one) for one in journeys], others)]
    every = {stage_key(name) for one in (*journeys, others) for name in one} - {""}
    assert sorted(found) == sorted(every)
    for one in journeys:
        alone = [stage_key(name) for name in stage_names([record(*one)])]
        assert alone == list(dict.fromkeys(key for name in one if (key := stage_key(name))))

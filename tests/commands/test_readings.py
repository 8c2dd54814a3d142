from __future__ import annotations

from typing import Any

import pytest
from world import TODAY, context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.core import run as run_command
from pmtui.commands.evidence import COMMANDS as EVIDENCE
from pmtui.commands.reading_plans import NewReading, readings_plan
from pmtui.commands.readings import COMMANDS
from pmtui.domain.change import Change, apply, inverse
from pmtui.domain.records import Record

ADD, KPI, _ = COMMANDS
G, BARE, P = "ggggggggg1", "ggggggggg2", "ppppppppp1"
KPIS = [
    {"id": "kkkkkkkkk1", "name": "Recovered", "unit": "%", "baseline": 41, "target": 65, "rank": "a0", "note": "of a later version",
     "readings": [{"id": "rrrrrrrrr1", "at": "2026-11-01", "value": 43, "origin": "warehouse", "quality": "of a later version"}]},
    {"id": "kkkkkkkkk2", "name": "Churn per month", "direction": "down", "baseline": 3, "target": 1, "rank": "a1"},
]
WORLD = world(("goal", G, {"title": "Get paid", "kpis": KPIS}), ("goal", BARE, {"title": "Bare"}), ("problem", P, {}))


def goal(after: Change | None = None) -> Record:
    found = (WORLD if after is None else apply(after, WORLD)).record("goal", G)
    assert found is not None
    return found


def plan(**arguments: Any) -> Change:
    found = ADD.plan(context(WORLD), {"ids": G, **arguments})
    assert isinstance(found, Change)
    return found


def readings(change: Change, kpi: int) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.items() if name != "id"} for one in goal(change)["kpis"][kpi].get("readings", [])]


def test_a_reading_joins_those_of_its_kpi_and_can_be_taken_back() -> None:
    change = plan(kpi="churn", value="2.5", day="yesterday", note=" outage  over ")
    assert readings(change, 1) == [{"at": "2026-11-21", "value": 2.5, "note": "outage over"}]
    assert readings(change, 0)[0]["quality"] == goal(change)["kpis"][0]["note"] == "of a later version"
    assert change.title == "Read 2.5 of Churn per month, 2026-11-21"
    assert apply(inverse(change), apply(change, WORLD)).record("goal", G) == goal()


@pytest.mark.parametrize("word", ["recovered", "Recovered", "rec", "1", "kkkkkkkkk1"])
def test_a_kpi_is_meant_by_name_beginning_place_or_id(word: str) -> None:
    assert {"at": TODAY, "value": 61.5} in readings(plan(kpi=word, value="61.5 %"), 0)


def test_what_was_read_of_a_day_from_one_origin_stands_there_once() -> None:
    wanted = [
        NewReading("kkkkkkkkk1", "2026-11-01", 44, origin="warehouse"), NewReading("kkkkkkkkk1", "2026-11-01", 45),
        NewReading("kkkkkkkkk2", "2026-11-02", 2.5, "calm", "warehouse"), NewReading("kkkkkkkkk2", "2026-11-02", 2.5, "", "warehouse"),
    ]
    first = readings_plan(context(WORLD), goal(), wanted, "Import")
    assert (first.added, first.updated, first.same) == (2, 1, 1)
    assert sorted((one["value"], one.get("quality", "")) for one in readings(first.change, 0)) == [(44, "of a later version"), (45, "")]
    again = readings_plan(context(apply(first.change, WORLD)), goal(first.change), wanted, "Import")
    assert (again.added, again.updated, again.same, again.change.edits) == (0, 0, 4, ())


@pytest.mark.parametrize(("arguments", "said"), [
    ({"kpi": "nobody", "value": "1"}, "it has 1 Recovered; 2 Churn per month"), ({"kpi": "1", "value": ""}, "value: there is none"),
    ({"kpi": "1", "value": "1,234"}, "could be 1.234 or 1234"), ({"kpi": "1", "value": "much"}, "value: 'much' is not a number"),
    ({"kpi": "1", "value": "1", "day": "2026-02-30"}, "date: "), ({"kpi": "1", "value": "1", "day": "tomorrow"}, "lies in the future"),
    ({"ids": BARE, "kpi": "1", "value": "1"}, "pmtui kpi G-ggggg"), ({"ids": P, "kpi": "1", "value": "1"}, "there is no record"),
])
def test_what_cannot_be_read_is_refused_with_the_reason(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as caught:
        plan(**arguments)
    assert said in f"{caught.value}; {caught.value.hint}"


def test_screens_ask_in_a_dialog_by_the_key_of_strategy_and_by_that_of_evidence() -> None:
    here = context(WORLD, screen="strategy", cursor=goal(), kind="goal")
    assert run_command(ADD, here, {}) == run_command(EVIDENCE[0], here, {}) == Effect("add_reading", {"id": G})
    problem = WORLD.record("problem", P)
    elsewhere = context(WORLD, screen="strategy", cursor=problem, kind="problem")
    with pytest.raises(Refused, match="a problem has no KPIs: on a goal, this key takes a reading of one"):
        run_command(ADD, elsewhere, {})


def test_a_kpi_is_named_and_falls_where_its_target_lies_below_the_baseline() -> None:
    def added(**said: str) -> dict[str, Any]:
        change = KPI.plan(context(WORLD), {"ids": BARE, **said})
        assert isinstance(change, Change)
        after = apply(change, WORLD).record("goal", BARE)
        assert after is not None
        return {name: value for name, value in after["kpis"][0].items() if name not in ("id", "rank")}

    assert added(name=" Churn  rate ", unit="%", baseline="2.9 %", target="1.5") == {
        "name": "Churn rate", "unit": "%", "baseline": 2.9, "target": 1.5, "direction": "down",
    }
    assert added(name="Visits", target="10") == {"name": "Visits", "target": 10}
    bare = WORLD.record("goal", BARE)
    assert run_command(ADD, context(WORLD, screen="strategy", cursor=bare, kind="goal"), {}) == Effect("add_kpi", {"id": BARE})


@pytest.mark.parametrize(("said", "reason"), [
    ({"name": " "}, "name: it is blank"), ({"name": "x", "target": "soon"}, "target: 'soon' is not a number"),
    ({"ids": G, "name": "RECOVERED"}, "name: there is a KPI called 'RECOVERED' already"),
])
def test_a_kpi_that_cannot_be_told_from_others_is_refused(said: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        KPI.plan(context(WORLD), {"ids": BARE, **said})

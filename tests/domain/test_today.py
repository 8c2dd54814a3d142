"""What needs a person today: each concern, its order, its records and its filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.contact import contact_pulse
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.table import MemoryRows, Table
from pmtui.domain.today import Concern, concerns

TODAY = "2026-11-22"
KIND_OF = {"backlog": "item", "roadmap": "milestone", "problems": "problem", "hypotheses": "hypothesis", "experiments": "experiment"}
Documents = Mapping[str, Mapping[str, Any]]


class Commits:
    """All files were committed on one day."""

    def __init__(self, day: str) -> None:
        self.day = day

    def of(self, kind: str) -> Mapping[str, str]:
        return {id_of(one): f"{self.day}T10:00:00Z" for one in "123456789"}


def id_of(digit: str) -> str:
    return f"{digit}aaaaaaaaa"


def snapshot(settings: Mapping[str, Any] | None = None, **kinds: Documents) -> Snapshot:
    tables = {
        kind: Table(kind, MemoryRows(kind, {id_of(one): {"id": id_of(one), "title": one, **fields} for one, fields in documents.items()}))
        for kind, documents in kinds.items()
    }
    return Snapshot(MemorySource({}), tables, settings=settings or {})


def environment(of: Snapshot, day: str = "") -> Environment:
    return Environment(TODAY, f"{TODAY}T09:30:00Z", snapshot=of, last_changes=Commits(day) if day else None)


def found(of: Snapshot, day: str = "") -> dict[str, Concern]:
    return {one.key: one for one in concerns(of, environment(of, day))}


def ids(concern: Concern) -> str:
    return "".join(id[0] for _, id in concern.records)


WHOLE: dict[str, Any] = {
    "problems": [id_of("1")], "body": ["a"], "estimate": 1, "criteria": [{"id": "cccccccccc", "text": "x"}], "ux": 1, "business": 1,
    "feasibility": 1,
}


def test_nothing_needs_anybody() -> None:
    assert found(snapshot()) == {}
    assert found(snapshot(item={"1": {**WHOLE, "status": "ready"}, "2": {"status": "done"}})) == {}


@pytest.mark.parametrize(("kinds", "key", "chosen"), [
    ({"item": {"1": {"status": "inbox"}, "2": {**WHOLE, "status": "ready"}, "3": {"status": "inbox", "snoozed_until": "2026-12-24"}}},
     "triage item", "1"),
    ({"feedback": {"1": {"status": "new"}, "2": {"status": "linked"}}}, "triage feedback", "1"),
    ({"item": {"1": {"status": "inbox", "snoozed_until": "2026-11-22"}, "2": {"status": "inbox", "snoozed_until": "2026-11-23"}}},
     "back item", "1"),
    ({"milestone": {"1": {"target": "2026-11-21"}, "2": {"target": "2026-11-22"}, "3": {"target": "2026-10-01", "status": "shipped"},
                    "4": {"target": "2026-10-01", "resolution": "quarter"}}}, "late", "1"),
    ({"milestone": {"1": {"health": "at_risk"}, "2": {"health": "on_track"}, "3": {"health": "off_track", "status": "cancelled"}}},
     "at risk", "1"),
    ({"item": {"1": {**WHOLE, "status": "doing", "due": "2026-11-21"}, "2": {**WHOLE, "status": "doing", "due": "2026-11-22"}}},
     "overdue item", "1"),
    ({"item": {"1": {**WHOLE, "status": "doing", "depends_on": [id_of("2")]}, "2": {**WHOLE, "status": "doing"}}}, "blocked", "1"),
    ({"item": {"1": {**WHOLE, "status": "ready", "estimate": None}, "2": {**WHOLE, "status": "ready"}, "3": {**WHOLE, "status": "doing"}}},
     "not ready", "1"),
    ({"item": {"1": {**WHOLE, "status": "doing", "problems": []}, "2": {**WHOLE, "status": "doing"}}}, "orphaned item", "1"),
    ({"problem": {"1": {}, "2": {"evidence": [{"id": "eeeeeeeeee", "at": f"{TODAY}T08:00:00Z", "source": "interview"}]}}},
     "orphaned problem", "1"),
    ({"decision": {"1": {"created_at": "2026-11-08T00:00:00Z"}, "2": {"created_at": "2026-11-09T00:00:00Z"},
                   "3": {"created_at": "2020-01-01T00:00:00Z", "status": "decided"}}}, "decisions", "1"),
    ({"product": {"1": {"review_on": "2026-11-22"}, "2": {"review_on": "2026-11-23"}}}, "products", "1"),
    ({"goal": {"1": {"due": "2026-11-01"}, "2": {"due": "2026-11-01", "status": "met"}}}, "overdue goal", "1"),
])
def test_each_concern_has_its_records_and_a_filter_that_shows_the_same(kinds: dict[str, Documents], key: str, chosen: str) -> None:
    of = snapshot(**kinds)
    concern = found(of)[key]
    assert (concern.number, ids(concern)) == (len(chosen), chosen)
    if concern.query:
        kind = KIND_OF.get(concern.screen) or concern.records[0][0]
        table = of.table(kind)
        assert "".join(table.id(at)[0] for at in view(parse(concern.query, table.kind), table, environment(of))) == chosen


def test_experiments_are_ready_to_decide_when_they_are_full_or_over() -> None:
    arms = [{"id": "xxxxxxxxx1", "participants": 100}, {"id": "xxxxxxxxx2", "participants": 99}]
    full = [{**one, "participants": 100} for one in arms]
    base = {"status": "running", "hypothesis": id_of("5")}
    of = snapshot(hypothesis={"5": {}}, experiment={
        "1": {**base, "planned_n": 100, "arms": full}, "2": {**base, "planned_n": 100, "arms": arms}, "3": {**base, "end": TODAY},
        "4": {**base, "status": "stopped", "end": TODAY}, "6": {**base, "end": "2026-11-23"}, "7": {**base, "planned_n": 5},
        "8": {**base, "planned_n": 2, "sessions": [{"id": "sssssssss1"}, {"id": "sssssssss2"}]},
        "9": {**base, "planned_n": 2, "sessions": [{"id": "sssssssss1"}]}, "0": {**base, "baseline_rate": 0.05, "mde": 0.5, "arms": full},
    })
    concern = found(of)["decide"]
    assert ids(concern) == "0138", "what was planned counts, else the sample size"
    assert (concern.screen, concern.query) == ("experiments", f"id:{','.join(map(id_of, '0138'))}")


def test_a_crowded_status_says_its_limit() -> None:
    of = snapshot({"wip": {"doing": 1}}, item={one: {**WHOLE, "status": "doing"} for one in "123"})
    concern = found(of)["over doing"]
    assert (concern.number, concern.title, concern.query) == (3, "items are doing, and the limit is 1", "status:doing")


def test_weeks_that_ask_for_too_much_name_who_and_the_milestones() -> None:
    milestones = {"1": {"target": "2026-12-04"}, "2": {"start": "2026-12-21", "target": "2027-01-15"}, "3": {}}
    items = {one: {"milestone": id_of(one), "estimate": 30, "status": "ready"} for one in "12"}
    kinds = {"milestone": milestones, "item": items}
    concern = found(snapshot({"capacity": {"team": 10}}, **kinds))["over capacity"]
    assert (concern.number, concern.title) == (3, "weeks ask for more than fits")
    assert (concern.records, concern.query) == ((("milestone", id_of("1")),), f"id:{id_of('1')}")
    assert concern.advice.startswith("In the next 4 weeks, too much for the team:")
    assert "over capacity" not in found(snapshot({"capacity": {"team": 100}}, **kinds))
    assert "over capacity" not in found(snapshot(**kinds))


def test_stale_work_is_told_as_soon_as_it_is_known() -> None:
    of = snapshot(item={"1": {**WHOLE, "status": "doing"}, "2": {"status": "done"}}, milestone={"3": {}}, persona={"4": {}})
    assert found(of) == {}
    assert found(of, "2026-10-24") == {}
    later = found(of, "2026-10-23")
    assert {key: ids(one) for key, one in later.items()} == {"stale item": "1", "stale milestone": "3"}


def test_conflicts_come_first() -> None:
    base = {"id": id_of("1"), **WHOLE, "status": "doing", "title": "One"}
    contested = merge(SCHEMA["item"], base, {**base, "title": "Ours"}, {**base, "title": "Theirs"})
    of = snapshot(item={"1": contested, "2": {"status": "inbox"}})
    assert [(one.key, one.number, one.screen) for one in concerns(of, environment(of))] == [
        ("conflicts", 1, "conflicts"), ("triage item", 1, "inbox"),
    ]


@pytest.mark.parametrize(("day", "days"), [("2026-11-15", None), ("2026-11-14", 8), ("", 0)])
def test_a_week_without_a_customer(day: str, days: int | None) -> None:
    entry = {"id": "eeeeeeeeee", "at": f"{day}T08:00:00Z", "source": "interview"}
    other = {"id": "ffffffffff", "at": f"{TODAY}T08:00:00Z", "source": "analytics"}
    said = {"id": "gggggggggg", "quote": ["x"]}
    of = snapshot(problem={"1": {"evidence": [other, *([entry] if day else [])]}, "2": {"evidence": [said]}})
    contact = found(of).get("contact")
    assert (contact.number if contact is not None else None) == days


def test_sessions_of_experiments_are_contacts_too() -> None:
    of = snapshot(experiment={"1": {"sessions": [{"id": "eeeeeeeeee", "at": f"{TODAY}T08:00:00Z"}]}})
    found = contact_pulse(of, TODAY)
    assert (found.days, found.key) == (0, ("experiment", id_of("1")))


def test_what_is_odd_in_files_is_no_concern_and_no_crash() -> None:
    of = snapshot(
        experiment={"1": {"status": "running", "planned_n": "many", "arms": [7, {"participants": "x"}], "sessions": ["x", {"at": 3}]}},
        problem={"1": {"evidence": [3, {"at": None, "source": "interview"}]}}, milestone={"1": {"target": "soon"}},
        decision={"1": {"created_at": "yesterday"}},
    )
    assert "late" not in found(of)


def test_bets_that_shipped_and_missed_are_told_until_somebody_answers() -> None:
    def world(**belief: Any) -> Snapshot:
        readings = [{"id": f"r{at}", "at": day, "value": 41} for at, day in enumerate(("2026-09-01", "2026-10-20", "2026-11-10"))]
        return snapshot(
            goal={"1": {"kpis": [{"id": "k", "name": "Recovered", "readings": readings}]}},
            hypothesis={"2": {"status": "supported", "kpi": "Recovered", "baseline": 41, "target": 60, **belief}},
            item={"3": {"status": "done", "done_at": "2026-10-01T10:00:00Z", "hypotheses": [id_of("2")], "problems": ["p"]}},
        )

    (told,) = [one for one in found(world()).values() if one.key == "missed"]
    assert (told.title, told.number, told.records, told.screen, told.query) == (
        "hypothesis shipped and missed its target", 1, (("hypothesis", id_of("2")),), "hypotheses", f"id:{id_of('2')}",
    )
    assert "missed" not in found(world(decision="stop")) | found(world(baseline=39, target=40))


def test_problems_that_rest_on_old_evidence_are_named_and_the_weeks_of_talks_told() -> None:
    def quote(day: str) -> dict[str, Any]:
        return {"id": "e", "at": f"{day}T08:00:00Z", "source": "interview", "quote": ["x"]}

    of = snapshot(problem={"1": {"evidence": [quote("2026-01-02")]}, "2": {"evidence": [quote("2026-11-10")]},
                           "3": {"status": "solved", "evidence": [quote("2020-01-02")]}})
    concern = found(of)["old evidence"]
    assert (ids(concern), concern.title, concern.query) == ("1", "problem rests on evidence older than 180 days", "is:stale_evidence")
    assert found(of)["contact"].weeks[-3:] == (0, 1, 0)
    assert "old evidence" not in found(snapshot({"evidence_half_life": 400}, problem={"1": {"evidence": [quote("2026-01-02")]}}))

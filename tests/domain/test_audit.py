from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.audit import CHECKS, audit, found_by, gaps_of
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, matching, parse
from pmtui.domain.records import Record

READ = [{"id": "k", "name": "Churn", "baseline": 2, "target": 1, "readings": [{"id": "r", "at": "2026-11-01", "value": 1.5}]}]
GONE = "2026-11-22T09:30:00Z"
WORLD: dict[str, dict[str, dict[str, Any]]] = {
    "goal": {"g": {"status": "active", "kpis": READ}, "bare": {"status": "proposed"}, "met": {"status": "met"},
             "blind": {"status": "active", "kpis": [{"id": "k", "name": "Blind"}]}, "idea": {"kpis": [{"id": "k", "name": "Later"}]},
             "gone": {"status": "active", "deleted_at": GONE}},
    "problem": {"p": {"goal": "g", "evidence": [{"id": "e", "quote": ["Ouch"]}]}, "mute": {"goal": "g"},
                "lost": {"goal": "gone", "evidence": [{"id": "e", "quote": ["Ouch"]}]}, "old": {"status": "dismissed"}},
    "hypothesis": {"h": {"problem": "p"}, "wild": {"status": "supported", "problem": "p"}, "no": {"status": "refuted"},
                   "loose": {"status": "testing"}},
    "experiment": {"x": {"hypothesis": "h"}, "y": {"hypothesis": "loose"}, "stray": {"status": "stopped"},
                   "dead": {"hypothesis": "wild", "deleted_at": GONE}},
    "item": {"why": {"status": "ready", "problems": ["p"]}, "belief": {"status": "ready", "hypotheses": ["h"]}, "none": {"status": "ready"},
             "raw": {"status": "inbox"}, "done": {"status": "done"}},
    "milestone": {"m": {"goals": ["g"]}, "aimless": {}, "mute": {"status": "shipped", "goals": ["g"]},
                  "said": {"status": "shipped", "outcome": "Fewer calls", "goals": ["g"]}, "away": {"goals": ["unknown"]}},
    "decision": {"open": {}, "mute": {"status": "decided"}, "said": {"status": "decided", "because": ["It is cheap"]}},
}
WANTED = {
    "work_without_why": "none", "problem_without_evidence": "mute", "problem_without_goal": "lost", "hypothesis_without_test": "wild",
    "hypothesis_without_problem": "loose", "experiment_without_hypothesis": "stray", "milestone_without_goal": "aimless",
    "goal_without_kpi": "bare", "goal_without_reading": "blind", "shipped_without_outcome": "mute", "decision_without_because": "mute",
}


def world(documents: dict[str, dict[str, dict[str, Any]]]) -> tuple[Snapshot, Environment]:
    found = {kind: {id: {"id": id, "title": id, **data} for id, data in some.items()} for kind, some in documents.items()}
    snapshot = Snapshot(MemorySource(found))
    return snapshot, Environment("2026-11-22", GONE, snapshot=snapshot)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_each_check_finds_its_own(check: Any) -> None:
    found = found_by(check, *world(WORLD))
    assert " ".join(one.id for one in found.findings()) == WANTED[check.code]
    assert found.number == len(list(found.findings()))
    assert all(one.fix.startswith("pmtui ") and SCHEMA[check.kind].shown_id(one.id) in one.fix for one in found.findings())


def test_the_filter_says_the_same_as_the_audit() -> None:
    snapshot, environment = world(WORLD)
    orphans = {"item": "none", "problem": "mute", "hypothesis": "wild", "experiment": "stray", "milestone": "aimless", "goal": "bare"}
    for kind, id in orphans.items():
        table = snapshot.table(kind)
        mask = matching(parse("is:orphaned", SCHEMA[kind]), table, environment)
        assert [table.id(at) for at in range(len(table)) if mask[at]] == [id], kind


def test_what_is_found_follows_the_records_on_which_it_depends() -> None:
    snapshot, environment = world(WORLD)
    untested = next(check for check in CHECKS if check.code == "hypothesis_without_test")
    assert found_by(untested, snapshot, environment).number == 1
    changed = snapshot.with_records([Record("experiment", "new", {"id": "new", "hypothesis": "wild"})])
    assert found_by(untested, changed, environment._replace(snapshot=changed)).number == 0
    assert found_by(untested, snapshot, environment).number == 1


@given(st.dictionaries(st.sampled_from("abcdef"), st.fixed_dictionaries({}, optional={
    "status": st.sampled_from(SCHEMA["item"].statuses), "problems": st.lists(st.sampled_from("pqz"), max_size=2, unique=True),
    "hypotheses": st.lists(st.sampled_from("hz"), max_size=1), "deleted_at": st.just(GONE)}), max_size=6))
def test_work_without_a_why_by_its_definition(items: dict[str, dict[str, Any]]) -> None:
    here: dict[str, dict[str, dict[str, Any]]] = {
        "item": items, "problem": {"p": {}, "q": {"deleted_at": GONE}}, "hypothesis": {"h": {}}}
    snapshot, environment = world(here)
    wanted = sorted(
        id for id, data in items.items()
        if data.get("status", "inbox") not in ("inbox", "done", "dropped") and "deleted_at" not in data
        and not {*data.get("problems", ()), *data.get("hypotheses", ())} - {"q"}
    )
    assert sorted(one.id for one in audit(snapshot, environment)[0].findings()) == wanted
    table = snapshot.table("item")
    marked = [table.id(at) for at in range(len(table)) if list(gaps_of(snapshot, environment, "item", at))]
    assert sorted(marked) == wanted

"""Two clones plan in the same scenario: both have all of it after a sync, and a field that both set is one conflict, not two changes."""

from __future__ import annotations

from pathlib import Path

from pmtui.domain.change import Change, Edit
from pmtui.domain.records import Record
from pmtui.domain.scenario_edits import redirected
from pmtui.domain.scenarios import changes_of, with_changes
from tests.store.clones import Clone, require_equal, settle, team

MVP, ITEM, PLAN = "aaaaaaaaa1", "bbbbbbbbb1", "ccccccccc1"


def plan(clone: Clone, id: str, kind: str, **fields: object) -> None:
    """Give a record another value in the scenario, as the screens do."""
    present = clone.workspace.snapshot()
    scenario = present.record("scenario", PLAN)
    assert scenario is not None
    record = with_changes(present, scenario).snapshot.record(kind, id)
    assert record is not None
    edit = Edit(kind, id, {name: record.data[name] for name in fields if name in record.data}, fields)
    clone.workspace.save(redirected(Change("plan", (edit,), at="2026-11-22T09:30:00Z"), scenario, present))


def planned(clone: Clone) -> set[tuple[str, str, str]]:
    return {(one.record, one.field, one.to) for one in changes_of(Record("scenario", PLAN, clone.data(PLAN, "scenario")))}


def test_plans_of_two_clones_meet(tmp_path: Path) -> None:
    ana, bo = team(tmp_path, "ana", "bo")
    ana.add(MVP, "milestone", title="MVP", target="2026-12-31")
    ana.add(ITEM, title="Retries", estimate=3)
    ana.add(PLAN, "scenario", title="Two teams")
    settle([ana, bo])
    plan(ana, MVP, "milestone", target="2027-01-31")
    plan(bo, ITEM, "item", estimate=8)
    settle([ana, bo])
    assert planned(ana) == planned(bo) == {(MVP, "target", "2027-01-31"), (ITEM, "estimate", "8")}
    assert "conflicts" not in str(ana.data(PLAN, "scenario"))
    plan(ana, ITEM, "item", estimate=5)
    plan(bo, ITEM, "item", estimate=13)
    settle([ana, bo])
    require_equal([ana, bo])
    assert len(planned(bo)) == 2
    assert all(value in str(bo.data(PLAN, "scenario")["changes"]) for value in ("'5'", "'13'", "conflicts"))
    plan(bo, ITEM, "item", estimate=3)  # today's value: the change is out again, and with it the conflict
    settle([ana, bo])
    assert planned(ana) == {(MVP, "target", "2027-01-31")}
    assert ana.data(MVP, "milestone")["target"] == "2026-12-31"

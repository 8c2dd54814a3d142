"""The gate for what cannot be, and what follows when an experiment starts and stops."""

from __future__ import annotations

from typing import Any

import pytest
from world import NOW, TODAY, context, world

from pmtui.commands.core import Refused
from pmtui.commands.editing import change_of, edit_of, new_record
from pmtui.commands.importing import import_plan
from pmtui.commands.plausibility import Impossible
from pmtui.domain.change import Snapshot, apply, inverse
from pmtui.domain.experiment_figures import figures_of
from pmtui.domain.joining import copied
from pmtui.domain.kinds import SCHEMA
from pmtui.formats.imported import Imported

ARMS = [{"id": "a", "name": "A", "participants": 10, "conversions": 30}, {"id": "b", "name": "B", "participants": 10, "conversions": 3}]
DESIGN = {"metric": "signup", "mde": 0.01, "planned_n": 8158, "decision_rule": "ship if it wins"}
USUAL = {"alpha": 0.05, "power": 0.8, "mode": "superiority"}
"""What a blank field of the design is taken for."""


def changed(snapshot: Snapshot, kind: str, id: str, **values: Any) -> Snapshot:
    record = snapshot.record(kind, id)
    assert record is not None
    made = context(snapshot)
    change = change_of(made, "Set", "record.set", [edit_of(made, record, values, "because")])
    after = apply(change, snapshot)
    assert apply(inverse(change), after).record(kind, id) == record, "undone to the first value of all"
    return after


def test_a_change_that_makes_it_so_is_refused_with_the_field_and_the_reason() -> None:
    snapshot = world(("iteration", "s", {"start": "2026-11-02", "end": "2026-11-13"}))
    with pytest.raises(Impossible, match="end: 2026-11-01 is before its start, 2026-11-02") as error:
        changed(snapshot, "iteration", "s", end="2026-11-01")
    assert (error.value.field, error.value.path, error.value.hint) == ("end", ("end",), "give start and end together")
    with pytest.raises(Impossible):
        changed(snapshot, "iteration", "s", start="2026-12-01")
    changed(snapshot, "iteration", "s", start="2026-12-01", end="2026-12-11")
    made = context(snapshot)
    new = new_record(made, SCHEMA["iteration"], {"title": "x", "start": "2026-02-01", "end": "2026-01-01"})
    with pytest.raises(Impossible):
        change_of(made, "Add", "record.add", [new])


def test_what_is_so_already_keeps_nobody_from_changing_something_else() -> None:
    snapshot = world(("experiment", "x", {"arms": ARMS, "start": "2026-11-02", "end": "2026-11-01"}))
    after = changed(snapshot, "experiment", "x", metric="signup", alpha=0.1)
    after = changed(after, "experiment", "x", arms=[ARMS[0], {**ARMS[1], "conversions": 4}])
    with pytest.raises(Impossible):
        changed(after, "experiment", "x", arms=[{**ARMS[0], "conversions": 31}, ARMS[1]])
    with pytest.raises(Impossible):
        changed(after, "experiment", "x", end="2026-10-01")
    changed(after, "experiment", "x", arms=[{**ARMS[0], "conversions": 7}, ARMS[1]], end=None)


def test_starting_freezes_the_design_and_later_edits_are_flagged() -> None:
    snapshot = world(("experiment", "x", {**DESIGN, "title": "Signup"}))
    running = changed(snapshot, "experiment", "x", status="running")
    record = running.record("experiment", "x")
    assert record is not None
    assert record["frozen"] == {"at": NOW, **USUAL, **DESIGN}
    assert record["start"] == TODAY
    assert figures_of(record.data, TODAY).changed_since_start == ()
    after = changed(running, "experiment", "x", mde=0.02, decision_rule=None)
    record = after.record("experiment", "x")
    assert record is not None
    assert record["frozen"] == {"at": NOW, **USUAL, **DESIGN}
    assert figures_of(record.data, TODAY).changed_since_start == ("mde", "decision_rule")
    stopped = changed(after, "experiment", "x", status="stopped").record("experiment", "x")
    assert stopped is not None
    assert stopped["end"] == TODAY
    assert stopped["frozen"] == record["frozen"]
    again = changed(changed(after, "experiment", "x", status="stopped"), "experiment", "x", status="running").record("experiment", "x")
    assert again is not None
    assert again["frozen"] == record["frozen"], "the design of the first start counts"
    draft = changed(after, "experiment", "x", status="draft").record("experiment", "x")
    assert draft is not None
    assert draft["frozen"] is None


def test_what_is_given_with_the_start_is_frozen_and_days_that_are_given_stay() -> None:
    snapshot = world(("experiment", "x", {**DESIGN, "start": "2026-11-01", "end": "2026-12-01"}))
    record = changed(snapshot, "experiment", "x", status="running", mde=0.03).record("experiment", "x")
    assert record is not None
    assert (record["frozen"]["mde"], record["start"], record["end"]) == (0.03, "2026-11-01", "2026-12-01")
    past = changed(world(("experiment", "x", {"end": "2026-01-01"})), "experiment", "x", status="running").record("experiment", "x")
    assert past is not None
    assert past["start"] is None, "today would be after its end"
    assert past["frozen"] == {"at": NOW, **USUAL}
    made = new_record(context(world()), SCHEMA["experiment"], {"title": "New", "status": "running", **DESIGN})
    assert made.after["frozen"] == {"at": NOW, **USUAL, **DESIGN}


def test_a_copy_is_a_new_test() -> None:
    arms = [{"id": "a", "name": "A", "participants": 10, "conversions": 3, "rank": "a0", "weight": 1}]
    rails = [{"id": "g", "name": "Refunds", "readings": [{"id": "r", "arm": "A", "participants": 9, "conversions": 1}]}]
    ran = {"status": "running", "arms": arms, "guardrails": rails, "start": "2026-11-01", "frozen": {"at": NOW}}
    snapshot = world(("experiment", "x", {**DESIGN, **ran}))
    record = snapshot.record("experiment", "x")
    assert record is not None
    found = copied(record)
    assert found["arms"] == [{"id": "a", "name": "A", "rank": "a0", "weight": 1}]
    assert found["guardrails"] == [{"id": "g", "name": "Refunds"}]
    assert not {"status", "frozen", "start", "end"} & set(found)
    assert found["mde"] == 0.01


def test_an_import_takes_in_what_can_be_and_names_the_rest() -> None:
    def foreign(key: str, end: str, **more: Any) -> Imported:
        return Imported("iteration", "other", key, {"title": key, "start": "2026-11-02", "end": end, **more}, (), f"line {key}")

    late = Imported("item", "other", "9", {"title": "Done", "done_at": "2026-11-25T00:00:00Z"}, (), "line 9")
    plan = import_plan(context(world()), [foreign("1", "2026-11-13"), foreign("2", "2026-11-01"), late], "Import")
    assert (plan.added, plan.faults) == (2, (("line 2", "end: 2026-11-01 is before its start, 2026-11-02"),))
    again = apply(plan.change, world())
    plan = import_plan(context(again), [foreign("1", "2026-10-13")], "Import")
    assert [place for place, _ in plan.faults] == ["line 1"]


def test_conflicts_can_be_ended_by_what_stands_there() -> None:
    snapshot = world(("iteration", "s", {"start": "2026-11-02", "end": "2026-11-13"}))
    made = context(snapshot)
    record = snapshot.record("iteration", "s")
    assert record is not None
    change_of(made, "Take", "conflict.take_mine", [edit_of(made, record, {"end": "2026-11-01"})])
    with pytest.raises(Refused):
        change_of(made, "Take", "record.set", [edit_of(made, record, {"end": "2026-11-01"})])

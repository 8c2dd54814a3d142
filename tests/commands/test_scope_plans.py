"""The scope line of a milestone: what stands where, and the one change that a drag of it makes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from world import context, world

from pmtui.commands.scope_plans import cut
from pmtui.domain.change import Change, Edit, Snapshot, apply, inverse
from pmtui.domain.scope_line import places_to_go, scope_of

MVP, GA, OLD = "mvp0000001", "ga00000001", "old0000001"


def item(id: str, rank: str, **fields: object) -> tuple[str, str, dict[str, object]]:
    return ("item", id * 10, {"rank": rank, "status": "ready", **fields})


def plan() -> Snapshot:
    return world(
        ("milestone", MVP, {"target": "2026-12-31"}), ("milestone", GA, {"target": "2027-06-30"}),
        ("milestone", OLD, {"target": "2026-01-31", "status": "shipped"}),
        item("a", "a1", milestone=MVP, status="done"), item("b", "a2", milestone=MVP, estimate=3), item("c", "a3", milestone=MVP),
        item("d", "a0"), item("e", "a4", estimate=5), item("f", "a5", status="inbox"), item("g", "a6", milestone=GA),
        item("h", "a7", status="dropped"), item("i", "a8", milestone=MVP, status="dropped"),
        item("j", "a9", deleted_at="2026-11-01T00:00:00Z"),
    )


def test_own_open_items_stand_above_the_line_and_what_nobody_planned_below() -> None:
    scope = scope_of(plan(), MVP)
    assert [(row.id[0], row.is_in, row.points) for row in scope.rows] == [
        ("b", True, 3), ("c", True, None), ("d", False, None), ("e", False, 5)]
    assert (scope.line, scope.done) == (2, 1)
    assert places_to_go(plan(), MVP) == ["", GA]


def test_what_falls_out_goes_where_it_is_sent_and_what_is_taken_in_comes() -> None:
    snapshot = plan()
    scope = scope_of(snapshot, MVP)
    out = apply(cut(context(snapshot), scope, 1, GA), snapshot)
    assert out.record("item", "c" * 10)["milestone"] == GA
    assert scope_of(out, MVP).line == 1
    assert apply(cut(context(snapshot), scope, 0, ""), snapshot).record("item", "b" * 10)["milestone"] is None
    change = cut(context(snapshot), scope, 4, "")
    assert {edit.id[0] for edit in change.edits} == {"d", "e"}
    assert scope_of(apply(change, snapshot), MVP).line == 4
    assert not cut(context(snapshot), scope, scope.line, GA).edits


def test_what_somebody_else_planned_meanwhile_stays_there() -> None:
    snapshot = plan()
    scope = scope_of(snapshot, MVP)
    theirs = apply(Change("", (Edit("item", "c" * 10, {"milestone": MVP}, {"milestone": GA}),)), snapshot)
    after = apply(cut(context(theirs), scope, 0, ""), theirs)
    assert (after.record("item", "b" * 10)["milestone"], after.record("item", "c" * 10)["milestone"]) == (None, GA)


@given(st.integers(-2, 8), st.sampled_from(["", GA]))
def test_a_cut_taken_back_is_no_cut(line: int, beyond: str) -> None:
    snapshot = plan()
    change = cut(context(snapshot), scope_of(snapshot, MVP), line, beyond)
    again = apply(inverse(change), apply(change, snapshot))
    assert all(again.record("item", edit.id).data == snapshot.record("item", edit.id).data for edit in change.edits)

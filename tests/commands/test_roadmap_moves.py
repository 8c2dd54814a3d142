"""Earlier and later: dates on a timeline, lanes, states; previews and reasons."""

from __future__ import annotations

from typing import Any

import pytest
from world import NOW, context, world

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Context, Effect, Refused, run
from pmtui.commands.roadmap_moves import HORIZONS, LANES, TIMELINE
from pmtui.domain.change import Change, Snapshot, apply, inverse
from pmtui.domain.planned_dates import Steps

A, B, NONE, ITEM = "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "dddddddddd"
HERE = world(
    ("milestone", A, {"start": "2027-01-10", "target": "2027-02-15", "resolution": "quarter", "horizon": "next"}),
    ("milestone", B, {"target": "2027-02-15"}), ("milestone", NONE, {}), ("item", ITEM, {"status": "ready"}),
)


def at(*ids: str, snapshot: Snapshot = HERE, layout: str = TIMELINE) -> Context:
    records = [record for id in ids if (record := snapshot.find(id)) is not None]
    return context(snapshot, selection=records, cursor=records[0], screen="roadmap", layout=layout, kind="milestone")


def changed(id: str, where: Context, **arguments: Any) -> dict[str, dict[str, Any]]:
    """What a command makes of the records that it changes."""
    change = run(REGISTRY[id], where, arguments)
    assert isinstance(change, Change)
    after = apply(change, where.snapshot)
    assert all(edit.before is not None for edit in change.edits)
    assert apply(inverse(change), after).find(A) == where.snapshot.find(A)
    return {edit.id: dict(edit.after) for edit in change.edits}


@pytest.mark.parametrize(("id", "steps"), [
    ("record.status_next", Steps(1)), ("record.status_previous", Steps(-1)), ("roadmap.target_later", Steps(0, 1)),
])
def test_on_a_timeline_dates_are_previewed(id: str, steps: Steps) -> None:
    assert run(REGISTRY[id], at(A, B), {}) == Effect("preview_move", {"ids": [A, B], "steps": steps})


@pytest.mark.parametrize(("id", "ids", "fault"), [
    ("record.status_next", (NONE,), "no dates yet"), ("roadmap.target_earlier", (A, ITEM), "is no milestone"),
    ("roadmap.target_earlier", (NONE,), "no dates yet"),
])
def test_what_cannot_move_says_why(id: str, ids: tuple[str, ...], fault: str) -> None:
    with pytest.raises(Refused, match=fault) as refused:
        run(REGISTRY[id], at(*ids), {})
    assert refused.value.code == "blocked"


def test_elsewhere_the_same_keys_step_through_states_and_lanes() -> None:
    assert changed("record.status_next", at(ITEM)) == {ITEM: {"status": "doing", "started_at": NOW}}
    assert changed("record.status_next", at(A, layout="list")) == {A: {"status": "active"}}
    assert changed("record.status_next", at(A, layout=LANES)) == {A: {"horizon": "later"}}
    assert changed("record.status_previous", at(NONE, layout=LANES)) == {NONE: {"horizon": "later"}}
    assert changed("record.status_previous", at(A, NONE, layout=LANES)) == {A: {"horizon": "now"}, NONE: {"horizon": "later"}}
    assert HORIZONS == ("now", "next", "later", None)
    with pytest.raises(Refused, match="unplanned is the last lane"):
        changed("record.status_next", at(NONE, layout=LANES))


def test_a_move_earlier_needs_no_reason_and_a_slip_does() -> None:
    assert changed("roadmap.move", at(A), by="-1") == {A: {"start": "2026-10-10", "target": "2026-12-31"}}
    with pytest.raises(Refused, match=r"“aaaaaaaaaa” slips to Q2 2027, which needs a reason") as refused:
        changed("roadmap.move", at(A), by="1")
    assert refused.value.code == "missing_reason"
    with pytest.raises(Refused, match="and 1 more moves, which needs a reason"):
        changed("roadmap.move", at(A, B), by=1)


def test_one_reason_serves_all_that_move_together() -> None:
    found = changed("roadmap.move", at(A, B, NONE), by=1, reason="Bank delays")
    assert (found[A]["start"], found[A]["target"], found[B]["target"]) == ("2027-04-10", "2027-06-30", "2027-02-16")
    assert set(found) == {A, B}
    assert [(one["field"], one["from"], one["to"], one["text"]) for one in found[A]["reasons"]] == [
        ("target", "2027-02-15", "2027-06-30", ["Bank delays"]),
    ]


def test_the_target_alone() -> None:
    found = changed("roadmap.move", at(A), target_by=2, reason="More to do")
    assert {name: found[A][name] for name in found[A] if name != "reasons"} == {"target": "2027-09-30"}
    assert changed("roadmap.target_earlier", at(B, layout="list")) == {B: {"target": "2027-02-14"}}
    with pytest.raises(Refused, match="before the start, 10 Jan 2027"):
        changed("roadmap.target_earlier", at(A, layout="list"))


@pytest.mark.parametrize("by", ["far", "1.5"])
def test_a_number_of_periods(by: str) -> None:
    with pytest.raises(Refused, match="is not a number of periods"):
        changed("roadmap.move", at(A), by=by)


def test_commands_say_where_they_belong() -> None:
    reason = REGISTRY["timeline.zoom_in"].blocked(at(A, layout="lanes"))
    assert reason is not None
    assert "timeline" in reason
    assert REGISTRY["timeline.zoom_in"].blocked(at(A, layout="list")) is None, "there it folds groups"
    assert REGISTRY["timeline.pan_later"].blocked(at(A, layout="list")) is not None
    assert REGISTRY["timeline.zoom_in"].blocked(at(A)) is None
    assert REGISTRY["roadmap.target_later"].blocked(at(ITEM)) is not None
    assert REGISTRY["roadmap.target_later"].blocked(context(HERE)) is not None

"""What a review says of one milestone, and what it came to: changes since then, minutes."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, inverse
from pmtui.domain.milestone_review import changes_of
from pmtui.domain.records import Record
from pmtui.domain.review_minutes import minutes_of, own_changes

NOW, THEN, AFTER = "2026-11-22T09:30:00Z", "2026-11-08T15:00:00Z", "2026-11-10T10:00:00Z"
Row = tuple[str, str, dict[str, Any]]


def world(*records: Row) -> Snapshot:
    documents: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, id, fields in records:
        documents.setdefault(kind, {})[id] = {"id": id, "title": f"the {id}", "created_at": "2026-01-01T00:00:00Z", **fields}
    return Snapshot(MemorySource(documents))


def milestone(snapshot: Snapshot, id: str = "m") -> Record:
    found = snapshot.record("milestone", id)
    assert found is not None
    return found


def test_changes_come_from_the_records_and_what_was_then_adds_to_them() -> None:
    now = world(
        ("milestone", "m", {"outcome": "B", "target": "2026-12-01", "updates": [
            {"id": "u1", "at": AFTER, "by": "bo", "health": "at_risk", "text": ["Slow"]},
            {"id": "u0", "at": "2026-11-01T10:00:00Z", "text": ["Old"]}]}),
        ("item", "done", {"milestone": "m", "status": "done", "done_at": AFTER}),
        ("item", "new", {"milestone": "m", "status": "ready", "created_at": AFTER}),
        ("item", "joined", {"milestone": "m", "status": "ready"}),
        ("decision", "d", {"status": "open", "about": ["m"], "created_at": AFTER}),
    )
    words = [one.words for one in changes_of(milestone(now), now, None, THEN)]
    assert words == ["Slow", "open: the d", "1 item done: the done", "1 item added: the new"]
    then = world(
        ("milestone", "m", {"outcome": "A", "target": "2026-12-08"}), ("item", "done", {"milestone": "m", "status": "doing"}),
        ("item", "left", {"milestone": "m", "status": "ready"}), ("item", "joined", {"status": "ready"}),
    )
    words = [one.words for one in changes_of(milestone(now), now, then, THEN)]
    assert words == [
        "Slow", "open: the d", "1 item done: the done", "2 items added: the joined, the new", "1 item moved out or dropped: the left",
        "outcome A → B", "target 8 Dec 2026 → 1 Dec 2026, 7 days earlier",
    ]
    assert changes_of(milestone(now), now, world(), THEN)[-1].words == "new since then"
    late = world(("milestone", "m", {"created_at": "2026-11-20T00:00:00Z"}))
    assert [one.words for one in changes_of(milestone(late), late, None, THEN)] == ["new since then"]


def test_minutes_tell_what_was_recorded_and_forget_what_was_undone() -> None:
    begun = "2026-11-22T09:00:00Z"
    moved = {"id": "r1", "at": NOW, "field": "target", "from": "2026-12-01", "to": "2026-12-08", "text": ["The bank"]}
    snapshot = world(
        ("person", "ana", {"title": "Ana"}),
        ("decision", "d", {"status": "decided", "because": ["cheap"], "approver": "ana", "about": ["m"]}),
        ("decision", "gone", {"status": "open", "deleted_at": NOW}),
        ("item", "i", {"assignee": "ana", "milestone": "m", "due": "2026-12-01"}),
        ("milestone", "m", {"target": "2026-12-08", "reasons": [moved],
                            "updates": [{"id": "u", "at": begun, "by": "bo", "health": "at_risk"}]}),
        ("milestone", "same", {"target": "2026-12-08"}),
    )
    dates = {"m": (None, "2026-12-01", "day"), "same": (None, "2026-12-08", "day"), "never": (None, None, "day")}
    made, here = [("decision", "d"), ("decision", "gone"), ("item", "i")], {("m", "dates"), ("m", "u")}
    found = minutes_of(snapshot, ["ana"], made, dates, begun, here)
    assert found.attendees == ("Ana",)
    assert [(one.id, one.said) for one in found.decisions] == [("d", "because cheap, decided by Ana, about the m")]
    assert [(one.id, one.said) for one in found.actions] == [("i", "Ana, for the m, due 2026-12-01")]
    assert [(one.id, one.said) for one in found.changes] == [("m", "target 1 Dec 2026 → 8 Dec 2026 (The bank); at risk")]
    assert not found.meanwhile
    found = minutes_of(snapshot, [], [], dates, begun, {("m", "dates")})  # a colleague's update came by sync while the review was held
    assert [one.said for one in (*found.changes, *found.meanwhile)] == ["target 1 Dec 2026 → 8 Dec 2026 (The bank)", "at risk (bo)"]


def test_what_was_changed_here_is_told_from_what_came_by_sync() -> None:
    def change(at: str, before: dict[str, Any], after: dict[str, Any], kind: str = "milestone") -> Change:
        return inverse(Change("x", (Edit(kind, "m", before, after),), at=at))

    old, new = {"id": "u0"}, {"id": "u1"}
    undos = [change(THEN, {}, {"target": "2026-12-08"}), change(NOW, {"updates": [old]}, {"updates": [old, new], "health": "at_risk"})]
    assert own_changes(undos, AFTER) == {("m", "u1")}
    assert own_changes(undos, THEN) == {("m", "u1"), ("m", "dates")}
    assert own_changes([change(NOW, {"target": "2026-12-08"}, {}), change(NOW, {}, {"start": "x"}, "item")], AFTER) == {("m", "dates")}

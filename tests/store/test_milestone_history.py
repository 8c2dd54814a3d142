"""What git knows of a milestone: how its target moved, and when items joined it and left it. From a real repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmtui.domain.burn_up import Span
from pmtui.domain.canonical import encode
from pmtui.domain.history import FieldChange, Revision
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.slip_history import moves_of
from pmtui.store.errors import StoreError
from pmtui.store.milestone_members import MilestoneMembers
from pmtui.store.record_log import Asked, RecordLog
from pmtui.store.workspace import Workspace
from tests.store.test_record_log import commit, workspace  # noqa: F401  # the fixture
from tests.store.workspaces import IDS, path_of

M, A, B, C = IDS[0], IDS[4], IDS[5], IDS[6]


def write(place: Workspace, kind: str, id: str, **fields: Any) -> None:
    path = path_of(place, id, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(SCHEMA[kind], {"id": id, "title": id, **fields}))


def reason(day: int, was: str, now: str, text: str) -> dict[str, Any]:
    entry = {"id": f"{day:010d}", "at": f"2026-11-{day:02d}T07:00:00Z", "by": "bo", "field": "target", "from": was, "to": now}
    return {**entry, "text": [text]}


def test_all_moves_of_a_target_also_those_without_a_reason(workspace: Workspace) -> None:  # noqa: F811
    top = Path(workspace.root).parent
    old = {**reason(1, "2026-11-01", "2026-12-01", "long ago"), "at": "2025-01-01T07:00:00Z", "by": ""}
    write(workspace, "milestone", M, target="2026-12-01", reasons=[old])
    commit(top, "begin", 2)
    write(workspace, "milestone", M, target="2026-11-25", reasons=[old])
    commit(top, "earlier", 3, "Bo")
    two = [reason(4, "2026-11-25", "2026-12-05", "one"), reason(5, "2026-12-05", "2026-12-10", "two")]
    write(workspace, "milestone", M, target="2026-12-10", reasons=[old, *two])
    commit(top, "two at once", 6)
    data: dict[str, Any] = {"target": "2026-12-10", "resolution": "month", "reasons": [old, *two]}
    write(workspace, "milestone", M, **data)
    record = Record("milestone", M, data)
    log = RecordLog(workspace.root, workspace.local, Asked("milestone", M), "Chen")
    found = moves_of(record, log.revisions())
    assert [(one.by, one.was, one.now, one.days, one.reason, bool(one.commit)) for one in found] == [
        ("", "2026-11-01", "2026-12-01", 31, "long ago", False),
        ("Bo", "2026-12-01", "2026-11-25", -6, "", True),
        ("bo", "2026-11-25", "2026-12-05", 10, "one", True), ("bo", "2026-12-05", "2026-12-10", 5, "two", True),
        ("Chen", "2026-12-10", "2026-12-10", 21, "", False),
    ]


def test_a_reason_whose_way_is_another_one_explains_the_move_to_the_same_day() -> None:
    kept = reason(4, "2026-11-20", "2026-12-05", "a merge took the other side's day")
    record = Record("milestone", M, {"target": "2026-12-05", "reasons": [kept]})
    change = FieldChange("target", "2026-11-25", "2026-12-05")
    merged = Revision("2026-11-06T08:00:00Z", "Ana", "c2", "milestone", M, "x", "edited", (change,))
    first = Revision("2026-11-02T08:00:00Z", "Ana", "c1", "milestone", M, "x", "added", (FieldChange("target", None, "2026-11-25"),))
    [found] = moves_of(record, [merged, first])
    assert (found.was, found.now, found.days, found.reason) == ("2026-11-25", "2026-12-05", 10, "a merge took the other side's day")
    assert [one.reason for one in moves_of(record, [])] == ["a merge took the other side's day"]


def test_when_items_joined_a_milestone_and_when_they_left(workspace: Workspace) -> None:  # noqa: F811
    top = Path(workspace.root).parent
    write(workspace, "item", A, milestone=M, created_at="2026-10-20T08:00:00Z")
    write(workspace, "item", B, created_at="2026-10-20T08:00:00Z")
    write(workspace, "item", C, milestone=M, created_at="2026-10-20T08:00:00Z", estimate=8)
    commit(top, "begin", 2)
    write(workspace, "item", B, milestone=M, created_at="2026-10-20T08:00:00Z", estimate=3)
    commit(top, "join", 5)
    write(workspace, "item", C, milestone="mother0000", created_at="2026-10-20T08:00:00Z", estimate=8)
    write(workspace, "item", A, milestone=M, title="Another title", created_at="2026-10-20T08:00:00Z")
    commit(top, "leave", 9)
    members = MilestoneMembers(workspace.root, M)
    assert sorted(members.spans()) == sorted([
        Span(A, "2026-10-20"), Span(B, "2026-11-05"), Span(C, "2026-10-20", "2026-11-09", 8),
    ])
    given_up = MilestoneMembers(workspace.root, M)
    given_up.end()
    with pytest.raises(StoreError) as error:
        given_up.spans()
    assert error.value.code == "cancelled"


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        MilestoneMembers(str(tmp_path), M).spans()

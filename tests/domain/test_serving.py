from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment
from pmtui.domain.serving import Served, served_goals, serving_none

GONE = "2026-11-01T09:00:00Z"


def snapshot(**kinds: Mapping[str, dict[str, Any]]) -> Snapshot:
    return Snapshot(MemorySource({kind: {id: {"id": id, **data} for id, data in some.items()} for kind, some in kinds.items()}))


def test_what_serves_a_goal_and_what_serves_none() -> None:
    found = snapshot(
        goal={"g": {}, "h": {}},
        milestone={"m1": {"goals": ["g", "h"]}, "m2": {"goals": ["g"], "status": "shipped"}, "m3": {}, "m4": {"status": "shipped"}},
        problem={
            "p1": {"goal": "g"}, "p2": {}, "p3": {"status": "dismissed"}, "p4": {"deleted_at": GONE},
            "p5": {"goal": "g", "deleted_at": GONE},
        },
    )
    served = served_goals(found)
    assert [served.of(id) for id in "ghx"] == [Served(2, 1), Served(1, 0), Served()]
    assert serving_none(found, Environment("2026-11-22", GONE, "ana", found)) == Served(1, 1)

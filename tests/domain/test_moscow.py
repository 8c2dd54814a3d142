"""MoSCoW counted on effort."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.moscow import NOTHING_CHECKED, MoscowCheck, moscow_checks, must_share_column
from pmtui.domain.query import Environment, parse, view

ITEMS: list[dict[str, Any]] = [
    {"milestone": "m1", "moscow": "must", "estimate": 8}, {"milestone": "m1", "moscow": "must", "estimate": 5, "status": "done"},
    {"milestone": "m1", "moscow": "should", "estimate": 3}, {"milestone": "m1", "moscow": "could", "estimate": 2},
    {"milestone": "m1", "estimate": 2}, {"milestone": "m1", "moscow": "should"}, {"milestone": "m1"},
    {"milestone": "m1", "moscow": "wont", "estimate": 40}, {"milestone": "m1", "moscow": "must", "estimate": 50, "status": "dropped"},
    {"milestone": "m1", "moscow": "must", "estimate": 50, "deleted_at": "2026-01-01T00:00:00Z"},
    {"milestone": "m2", "moscow": "must", "estimate": 6}, {"milestone": "m2", "moscow": "should", "estimate": 4},
    {"milestone": "m3", "estimate": 4}, {"milestone": "m4", "moscow": "must"}, {"moscow": "must", "estimate": 4},
    {"milestone": "m5", "moscow": "must", "estimate": "8"},
]
SNAPSHOT = Snapshot(MemorySource({
    "item": {f"i{at:02}": {"id": f"i{at:02}", **one} for at, one in enumerate(ITEMS)},
    "milestone": {f"m{at}": {"id": f"m{at}", "rank": f"a{at}"} for at in range(1, 7)},
}))


def test_musts_are_counted_on_effort() -> None:
    found = moscow_checks(SNAPSHOT.table("item"))
    assert found["m1"] == MoscowCheck({"must": 13, "should": 3, "could": 2, "": 2}, 2)
    assert (found["m1"].total, found["m1"].share("must"), found["m1"].is_over) == (20, 65, True)
    assert (found["m2"].share("must"), found["m2"].is_over) == (60, False)
    assert "m3" not in found
    assert found["m4"] == found["m5"] == MoscowCheck({}, 1)
    assert (found["m4"].share("must"), found["m4"].is_over) == (None, False)
    assert set(found) == {"m1", "m2", "m4", "m5"}
    assert moscow_checks(SNAPSHOT.table("item")) is found
    assert moscow_checks(Snapshot(MemorySource({})).table("item")) == {}
    assert NOTHING_CHECKED.share("must") is None


def test_milestones_are_found_by_their_share() -> None:
    table, environment = SNAPSHOT.table("milestone"), Environment("2026-11-22", "2026-11-22T00:00:00Z", "", SNAPSHOT)
    assert list(must_share_column(table, environment).rows()) == [65, 60, None, None, None, None]
    assert [table.id(at) for at in view(parse("must_share>60", table.kind), table, environment)] == ["m1"]
    assert set(must_share_column(SNAPSHOT.table("item"), environment).rows()) == {None}

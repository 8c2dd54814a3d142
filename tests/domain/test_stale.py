"""Stale, orphaned and over the limit: as filters over columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pmtui.domain import stale, wip
from pmtui.domain.change import Change, Edit, MemorySource, Snapshot, apply
from pmtui.domain.computed import computed_of
from pmtui.domain.query import Environment, parse, view
from pmtui.domain.table import MemoryRows, Table

TODAY = "2026-11-22"


class Commits:
    def __init__(self, **days: str) -> None:
        self.days = {f"{id}aaaaaaaaa": f"{day}T10:00:00Z" for id, day in days.items()}

    def of(self, kind: str) -> Mapping[str, str]:
        return self.days if kind == "item" else {}


def snapshot(kind: str, documents: Mapping[str, Mapping[str, Any]], **settings: Any) -> Snapshot:
    whole = {f"{id}aaaaaaaaa": {"id": f"{id}aaaaaaaaa", "title": id, **fields} for id, fields in documents.items()}
    return Snapshot(MemorySource({}), {kind: Table(kind, MemoryRows(kind, whole))}, settings=settings)


def found(of: Snapshot, kind: str, text: str, commits: Commits | None = None) -> str:
    table = of.table(kind)
    around = Environment(TODAY, f"{TODAY}T09:30:00Z", snapshot=of, last_changes=commits)
    return "".join(sorted(table.id(at)[0] for at in view(parse(text, table.kind), table, around)))


ITEMS: dict[str, dict[str, Any]] = {
    "1": {"status": "ready"}, "2": {"status": "doing"}, "3": {"status": "done"}, "4": {"status": "ready"},
    "5": {"status": "ready", "deleted_at": "2026-01-01T00:00:00Z"},
}
COMMITS = Commits(**{"1": "2026-10-23", "2": "2026-10-24", "3": "2020-01-01", "5": "2020-01-01"})


def test_thirty_days_without_a_commit_make_open_work_stale() -> None:
    of = snapshot("item", ITEMS)
    assert found(of, "item", "is:stale", COMMITS) == "1"
    assert found(of, "item", "stale:no", COMMITS) == "234"
    assert found(snapshot("item", ITEMS, stale_days=29), "item", "is:stale", COMMITS) == "12"


def test_blank_until_it_is_known() -> None:
    of = snapshot("item", ITEMS)
    assert found(of, "item", "is:stale") == ""
    table = of.table("item")
    assert computed_of(table.record(0), of, Environment(TODAY, ""))["stale"] is None
    assert computed_of(table.record(0), of, Environment(TODAY, "", last_changes=COMMITS))["stale"] is True


def test_what_is_changed_now_is_not_stale_any_more() -> None:
    of = snapshot("item", ITEMS)
    assert found(of, "item", "is:stale", COMMITS) == "1"
    new = Edit("item", "6aaaaaaaaa", None, {"id": "6aaaaaaaaa", "title": "6", "status": "ready"})
    edit = Edit("item", "1aaaaaaaaa", {}, {"estimate": 3})
    assert found(apply(Change("touch", (edit, new)), of), "item", "is:stale", COMMITS) == ""


@pytest.mark.parametrize("days", [0, -1, 1.5, "30", True, None, 10**9])
def test_a_wrong_number_of_days_is_named(days: Any) -> None:
    assert "whole number of days" in stale.faults({"stale_days": days})[0]
    assert stale.patience({"stale_days": days}).days == 30


def test_orphans() -> None:
    items = snapshot("item", {
        "1": {"status": "ready"}, "2": {"status": "inbox"}, "3": {"status": "done"}, "4": {"status": "doing", "problems": ["p"]},
        "5": {"status": "doing", "hypotheses": ["h"]}, "6": {"status": "doing", "milestone": "m"},
    })
    assert found(items, "item", "is:orphaned") == "16"
    problems = snapshot("problem", {"1": {}, "2": {"evidence": [{"id": "eeeeeeeeee", "quote": ["Ow"]}]}, "3": {"status": "solved"}})
    assert found(problems, "problem", "is:orphaned") == "1"


def test_over_the_limit() -> None:
    limits = {"doing": 1, "ready": 2, "inbox": 9}
    of = snapshot("item", {**ITEMS, "6": {"status": "doing"}}, wip=limits)
    assert found(of, "item", "is:over_limit") == "26"
    assert wip.over_limits(of.table("item"), {"wip": limits}) == {"doing": (2, 1)}
    assert wip.faults({"wip": limits}) == []


@pytest.mark.parametrize(("given", "said"), [
    (3, "how many items a status may hold"), ({"doing": 0}, "from 1 on"), ({"doing": True}, "from 1 on"),
    ({"sleeping": 3}, "no status 'sleeping'"),
])
def test_wrong_limits_are_named(given: Any, said: str) -> None:
    assert said in wip.faults({"wip": given})[0]
    assert not wip.limits({"wip": given}).most


def test_words_that_a_kind_does_not_know_are_refused() -> None:
    from pmtui.domain.kinds import SCHEMA
    from pmtui.domain.query import QuerySyntax

    with pytest.raises(QuerySyntax, match="has no word 'ready'"):
        parse("is:ready", SCHEMA["problem"])
    with pytest.raises(QuerySyntax, match="has no word 'stale'"):
        parse("is:stale", SCHEMA["persona"])

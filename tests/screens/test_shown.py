from __future__ import annotations

import pytest

from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.query import Environment, QuerySyntax
from pmtui.screens.shown import Asked, Rules, Shown, shown

IDS = {status: f"{index}aaaaaaaaa" for index, status in enumerate(("inbox", "ready", "doing", "done", "dropped"))}
WORLD = Snapshot(MemorySource({"item": {
    id: {"id": id, "title": status, "status": status, "rank": f"a{index}", "estimate": 9 - index}
    for index, (status, id) in enumerate(IDS.items())
}}))


def look(text: str, sort: str = "", with_closed: bool = False) -> tuple[Shown, list[str]]:
    table = WORLD.table("item")
    environment = Environment("2026-11-22", "2026-11-22T09:30:00Z", "ana", WORLD)
    rules = Rules("item", "-status:done,dropped", "without done and dropped")
    found = shown(table, rules, Asked(text, sort, with_closed=with_closed), environment)
    return found, [table.record(at).title for at in found.rows]


def test_without_a_filter_done_and_dropped_stay_away_and_the_title_says_so() -> None:
    found, titles = look("")
    assert titles == ["inbox", "ready", "doing"]
    assert found.title == "without done and dropped · by rank"
    assert found.total == 5
    assert found.is_by_rank


@pytest.mark.parametrize(("text", "expected"), [
    ("estimate>7", ["inbox", "ready"]), ("status:done", ["done"]), ("is:closed", ["done", "dropped"]),
    ("bet:none", ["inbox", "ready", "doing", "done", "dropped"]), ("inbox or done", ["inbox"]),
    ("sort:estimate", ["doing", "ready", "inbox"]), ("-ready", ["inbox", "doing"]),
])
def test_a_filter_that_speaks_of_status_decides_itself(text: str, expected: list[str]) -> None:
    assert look(text)[1] == expected


def test_another_order_is_named_and_rank_moves_make_no_sense_there() -> None:
    found, titles = look("", "-estimate")
    assert titles == ["inbox", "ready", "doing"]
    assert "by estimate ↓" in found.title
    assert not found.is_by_rank


def test_the_board_shows_closed_ones() -> None:
    assert look("", "", True)[1] == ["inbox", "ready", "doing", "done", "dropped"]


def test_groups_come_in_the_order_of_the_choices_with_their_counts() -> None:
    found, titles = look("group:status status:ready,done")
    assert [(one.title, one.size, one.detail) for one in found.groups] == [("ready", 1, "1 · 8 pts"), ("done", 1, "1 · 6 pts")]
    assert titles == ["ready", "done"]


def test_a_wrong_filter_names_its_column() -> None:
    with pytest.raises(QuerySyntax) as wrong:
        look("status:ready nonsense:1")
    assert wrong.value.column == 14

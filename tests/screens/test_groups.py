"""Groups: what their headers say, bands of numbers, folding by keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text

from pmtui.domain.change import Change, Edit, MemorySource, Snapshot
from pmtui.domain.query import Environment
from pmtui.screens.groups import in_groups
from pmtui.store.workspace import Workspace


def groups(values: list[float | None], field: str = "reach") -> list[tuple[str, int]]:
    records = {f"{at:010d}": {"id": f"{at:010d}", "title": "t", "rank": f"a{at:03d}"} | ({} if value is None else {field: value})
               for at, value in enumerate(values)}
    world = Snapshot(MemorySource({"item": records}))
    table = world.table("item")
    found = in_groups(range(len(table)), table, field, Environment("2026-11-22", NOW, "", world))
    assert sorted(position for _, positions in found for position in positions) == list(range(len(values)))
    return [(group.title, group.size) for group, _ in found]


def test_few_numbers_have_a_group_each_and_many_stand_in_bands() -> None:
    assert groups([3, 1, 3, None]) == [("1", 1), ("3", 2), ("no reach", 1)]
    assert groups([*range(0, 210, 10), 0.5, 1000, 999.9, None]) == [
        ("below 1", 2), ("10 to 20", 1), ("20 to 50", 3), ("50 to 100", 5), ("100 to 200", 10), ("200 to 500", 1), ("500 to 1,000", 1),
        ("1,000 to 2,000", 1), ("no reach", 1),
    ]


@pytest.mark.parametrize("value", [1.0, 2.0, 5.0, 9.999999, 10.0, 20.0, 50.0, 1e6, 2e15, 1e59, 0.0, -3.0])
def test_every_number_stands_in_the_band_that_holds_it(value: float) -> None:
    titles = [title for title, _ in groups([value, *(at / 8 for at in range(8, 40))])]
    assert all(title in ("below 0", "below 1") or float(title.split(" to ")[0].replace(",", "")) >= 1 for title in titles)


async def test_groups_are_folded_and_unfolded_by_keys(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product")
    with Workspace(root) as workspace:
        workspace.save(Change("size", tuple(
            Edit("item", item_id(at), {}, {"type": "bug" if at % 2 else "story", "estimate": 2}) for at in range(6)), at=NOW))
    async with opened(root, size=(80, 24)) as (app, pilot):
        screen = app.records_screen
        await pilot.press("ctrl+g", *"type", "enter")
        assert "▿ story ────" in screen_text(app)
        assert "9 · 6 pts" in screen_text(app)
        await pilot.press("j", "-")
        assert [group.is_folded for group in screen.list.view.groups] == [True, False]
        assert screen.list.cursor_id is None
        assert "▸▹ story" in screen_text(app)
        assert "12 of 12" in screen_text(app)
        await pilot.press("*")
        assert len(screen.list.selected) == 3, "nobody selects what nobody sees"
        await pilot.press("escape", "enter")
        assert (screen.list.cursor_id, screen.is_detail_open) == (item_id(0), False)
        await pilot.press("-", "-")
        assert [group.is_folded for group in screen.list.view.groups] == [True, True]
        await pilot.press("+", "+")
        assert [group.is_folded for group in screen.list.view.groups] == [False, False]
        await pilot.press("ctrl+g", *"none", "enter", "-")
        assert "no groups to fold" in screen_text(app) or "no groups to fold" in str([one.message for one in app._notifications])


async def test_the_board_has_limits_and_swimlanes(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=6)
    with Workspace(root) as workspace:
        edits = [Edit("item", item_id(at), {"status": "ready"}, {"status": "doing", "type": "bug"}) for at in range(2)]
        workspace.save(Change("start", tuple(edits), at=NOW))
    path = root / "pmtui.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "settings": {"wip": {"doing": 1, "ready": 9}}}), encoding="utf-8")
    before = all_bytes(root)
    async with opened(root, size=(110, 30)) as (app, pilot):
        await pilot.press("b")
        await pilot.pause()
        assert "doing ▲ 2/1" in screen_text(app)
        assert "ready 4/9" in screen_text(app)
        await pilot.press("/", *"-id:000", "enter")
        assert "doing 1 of ▲ 2/1" in screen_text(app)
        await pilot.press("escape", "ctrl+g", *"type", "enter")
        board = app.records_screen.board
        assert [band.title for band in board.view.swimlanes] == ["story", "bug"]
        assert "story ───" in screen_text(app)
        assert board.move_to_id(item_id(0))
        await pilot.press("J")
        assert [board.view.table.id(at) for at in board.view.lanes[2].rows] == [item_id(1), item_id(0)]
        await pilot.press(">")
        assert (board.cursor_id, board.view.lanes[board._at].name, board.view.band(3, board.cursor_index)) == (item_id(0), "review", 1)
        await pilot.press("h")
        assert board.cursor_id == item_id(1)
        await pilot.press("h", "k")  # in the lane of what is ready the second band is empty
        assert (board.view.lanes[board._at].name, board.view.band(1, board.cursor_index)) == ("ready", 0)
        await pilot.press("u", "u")
        await saved(app, pilot)
        assert all_bytes(root) == before

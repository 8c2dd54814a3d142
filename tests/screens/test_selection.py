from __future__ import annotations

from pathlib import Path

import pytest
from stage import item_id, make_workspace, opened, saved, stored

from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def chosen(app) -> list[str]:
    return [record.title for record in app.records_screen.selected()]


async def test_the_selection_stands_in_the_order_shown(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.dispatch("view.sort", {"field": "title"})
        app.dispatch("view.sort", {"field": "title"})
        await pilot.press("g", "g", "space", "space")
        assert chosen(app) == ["Item 9", "Item 8"]
        app.dispatch("view.sort", {"field": "title"})
        assert chosen(app) == ["Item 8", "Item 9"]
        await pilot.press("*")
        assert chosen(app) == sorted(f"Item {at}" for at in range(12))
        await pilot.press("b")
        assert sorted(chosen(app)) == sorted(f"Item {at}" for at in range(12))


async def test_selected_records_are_decoded_only_when_somebody_looks_at_them(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("*")
        table = type(app.snapshot.table("item"))
        decoded: list[int] = []
        plain = table.record
        monkeypatch.setattr(table, "record", lambda self, at: decoded.append(at) or plain(self, at))
        await pilot.press("j")
        assert len(decoded) < 12
        assert len(chosen(app)) == 12


async def test_what_another_layout_does_not_show_is_no_longer_selected(root: Path) -> None:
    with Workspace(root) as workspace:
        workspace.save(Change("done", (Edit("item", item_id(3), {"status": "ready"}, {"status": "done"}),), at="2026-11-22T09:30:00Z"))
    async with opened(root) as (app, pilot):
        await pilot.press("b", "*")
        assert len(chosen(app)) == 12
        await pilot.press("b")
        assert len(chosen(app)) == 11
        assert "Item 3" not in chosen(app)


async def test_a_step_goes_past_the_neighbour_that_is_shown(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.dispatch("view.filter", {"query": "Item 1"})  # Item 1, Item 10, Item 11
        await pilot.press("J")
        await saved(app, pilot)
        assert stored(root, item_id(10))["rank"] < stored(root, item_id(1))["rank"] < stored(root, item_id(11))["rank"]
        await pilot.press("escape", "g", "g", "j", "space", "j", "space", "K")  # Items 2 and 4, which become neighbours
        await saved(app, pilot)
        order = sorted(range(12), key=lambda at: stored(root, item_id(at))["rank"])
        assert order[:5] == [2, 4, 0, 3, 5]


async def test_a_step_on_the_board_stays_in_its_lane(root: Path) -> None:
    with Workspace(root) as workspace:
        workspace.save(Change("doing", (Edit("item", item_id(1), {"status": "ready"}, {"status": "doing"}),), at="2026-11-22T09:30:00Z"))
    async with opened(root) as (app, pilot):
        await pilot.press("b")
        app.records_screen.board.move_to_id(item_id(0))
        await pilot.press("J")
        await saved(app, pilot)
        order = sorted(range(12), key=lambda at: stored(root, item_id(at))["rank"])
        assert order[:4] == [1, 2, 0, 3]

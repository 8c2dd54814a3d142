from __future__ import annotations

import threading
from pathlib import Path

import pytest
from stage import item_id, make_workspace, opened, saved, stored, until

from pmtui.domain import query_columns, slow_columns
from pmtui.domain.change import Change, Edit
from pmtui.domain.query_columns import _COMPUTED
from pmtui.screens.filling import Filling
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
        app.dispatch("select.all")
        assert app.records_screen.main.border_subtitle == "12 selected"  # in the same turn, so that there is one picture of it
        assert chosen(app) == sorted(f"Item {at}" for at in range(12))
        await pilot.press("b")
        assert sorted(chosen(app)) == sorted(f"Item {at}" for at in range(12))


async def test_a_number_is_sorted_from_the_highest_down_and_then_turned_round(root: Path) -> None:
    async with opened(root) as (app, pilot):
        for number, id in enumerate((item_id(3), item_id(7), item_id(5))):
            app.dispatch("record.set", {"targets": (("item", id),), "fields": (f"estimate={number + 1}",)})
        await pilot.press("O", *"estimate", "enter")
        await until(app, pilot, lambda: app.records_screen.sort)
        assert app.records_screen.view_widget.shown_ids()[:3] == [item_id(5), item_id(7), item_id(3)]
        await pilot.press("O", *"estimate", "enter")
        await until(app, pilot, lambda: app.records_screen.sort == "estimate")
        assert app.records_screen.view_widget.shown_ids()[:3] == [item_id(3), item_id(7), item_id(5)]
        for field, order in (("rice", "-rice"), ("title", "title"), ("rank_position", "rank_position"), ("due", "due"), ("rank", "")):
            app.dispatch("view.sort", {"field": field})
            assert app.records_screen.sort == order


async def test_an_order_for_which_much_must_be_read_comes_from_a_thread(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(root) as (app, pilot):
        makers: list[str] = []
        plain = _COMPUTED["evidence_confidence"]
        made = {"evidence_confidence": lambda *of: makers.append(threading.current_thread().name) or plain(*of)}
        monkeypatch.setattr(slow_columns, "_AT_ONCE", 0)
        monkeypatch.setattr(query_columns, "_COMPUTED", {**_COMPUTED, **made})
        app.dispatch("view.sort", {"field": "-evidence_confidence"})
        assert makers in ([], ["pmtui-columns"])
        assert "by evidence" not in str(app.records_screen.main.border_title)
        await until(app, pilot, lambda: "by evidence" in str(app.records_screen.main.border_title))
        assert makers[0] == "pmtui-columns"
        screen = app.records_screen
        shown = screen.view_widget.shown_ids()
        screen.wanted_cursor, screen.filling = shown[2], Filling(screen)  # as a start does that finds this order
        app.snapshot.table("item").kept.pop("gathered")
        screen.show_snapshot()
        assert screen.view_widget.shown_ids() == []
        await until(app, pilot, lambda: not screen.filling.is_waiting)
        assert (screen.view_widget.shown_ids(), screen.view_widget.cursor_id) == (shown, shown[2])
        app.commit(Change("rename", (Edit("item", item_id(3), {"title": "Item 3"}, {"title": "Another"}),), at="2026-11-22T09:30:00Z"))
        assert "Another" in [app.snapshot.record("item", id).title for id in app.records_screen.view_widget.shown_ids()]


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

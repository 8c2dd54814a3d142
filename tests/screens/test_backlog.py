from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from stage import all_bytes, item_id, make_workspace, opened, saved, screen_text, settled, stored, until

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.store.config import Config
from pmtui.store.workspace import Workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def titles(app) -> list[str]:
    view = app.records_screen.list.view
    return [view.table.record(at).title for at in view.rows]


async def test_the_list_opens_in_rank_order_with_the_cursor_on_the_first(root: Path) -> None:
    async with opened(root) as (app, pilot):
        assert titles(app) == [f"Item {at}" for at in range(12)]
        assert app.records_screen.cursor_record().title == "Item 0"
        await pilot.press("j", "j", "k")
        assert app.records_screen.cursor_record().title == "Item 1"
        await pilot.press("G")
        assert app.records_screen.cursor_record().title == "Item 11"
        await pilot.press("g", "g")
        assert app.records_screen.cursor_record().title == "Item 0"


async def test_a_title_edited_in_place_reaches_the_file_and_comes_back_by_undo(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("j", "e")
        await pilot.press(*"New 日本", "enter")
        await saved(app, pilot)
        assert stored(root, item_id(1))["title"] == "New 日本"
        assert app.records_screen.cursor_record().title == "New 日本"
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before
        await pilot.press("U")
        await saved(app, pilot)
        assert stored(root, item_id(1))["title"] == "New 日本"


async def test_undo_outlives_the_program(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("J")
    assert all_bytes(root) != before
    async with opened(root) as (app, pilot):
        await pilot.press("u")
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_rank_moves_change_one_file_and_keep_the_cursor(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("J", "J")
        await saved(app, pilot)
        assert titles(app)[:4] == ["Item 1", "Item 2", "Item 0", "Item 3"]
        assert app.records_screen.cursor_record().title == "Item 0"
        await pilot.press("T")
        assert titles(app)[0] == "Item 0"
        await pilot.press("B")
        assert titles(app)[-1] == "Item 0"
        await saved(app, pilot)
    changed = {path for path, raw in all_bytes(root).items() if raw != before.get(path)}
    assert changed == {f"backlog/0/{item_id(0)}.json"}


async def test_a_bulk_edit_is_one_change_and_one_undo(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("space", "space", "space", "n")
        await pilot.press("8", "enter")
        await saved(app, pilot)
        assert [stored(root, item_id(at)).get("estimate") for at in range(4)] == [8, 8, 8, None]
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before


async def test_a_wrong_value_is_asked_again_with_the_reason_and_loses_nothing(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("n", *"many", "enter")
        assert "many" in screen_text(app)
        assert "number" in screen_text(app)
        await pilot.press("escape")
        await pilot.press("d", *"2027-02-30", "enter")
        assert "30 February" in screen_text(app) or "2027-02-30" in screen_text(app)
        await pilot.press("escape")
    assert "estimate" not in stored(root, item_id(0))


async def test_filter_narrows_marks_mistakes_and_escape_clears(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("/", *"item 1")
        await pilot.pause()
        assert titles(app) == ["Item 1", "Item 10", "Item 11"]
        await pilot.press("space", "(")
        await pilot.pause()
        assert titles(app) == ["Item 1", "Item 10", "Item 11"]
        assert "^" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert len(titles(app)) == 12


async def test_keys_typed_into_the_filter_are_text(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("/", *"DyuTBqxJ")
        assert app.records_screen.filter.text == "DyuTBqxJ"
        await pilot.press("escape")
    assert all_bytes(root) == before


async def test_delete_asks_with_another_key_and_restore_undoes_it(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("D", "D")
        assert len(titles(app)) == 12
        await pilot.press("D", "y")
        await saved(app, pilot)
        assert len(titles(app)) == 11
        assert "deleted_at" in stored(root, item_id(0))
        await pilot.press("u")
        await saved(app, pilot)
        assert "deleted_at" not in stored(root, item_id(0))
        assert len(titles(app)) == 12


async def test_add_puts_the_cursor_on_the_new_item(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("a", *"Something new", "enter")
        await saved(app, pilot)
        record = app.records_screen.cursor_record()
        assert record.title == "Something new"
        assert stored(root, record.id)["created_by"] == "ana"


async def test_what_another_program_writes_appears_and_the_cursor_stays(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("j", "j", "j")
        with Workspace(root) as other:
            other.save(Change("elsewhere", (
                Edit("item", item_id(1), {"title": "Item 1"}, {"title": "From elsewhere"}),
                Edit("item", "zzzzzzzzzz", None, {"id": "zzzzzzzzzz", "title": "Arrived", "rank": "Zz", "status": "ready"}),
            )))
        await until(app, pilot, lambda: "Arrived" in titles(app))
        assert titles(app)[:3] == ["Arrived", "Item 0", "From elsewhere"]
        assert app.records_screen.cursor_record().title == "Item 3"


async def test_both_sides_of_a_concurrent_edit_are_kept(root: Path) -> None:
    async with opened(root) as (app, pilot):
        path = root / "backlog" / "0" / f"{item_id(0)}.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"status": "ready"', '"status": "doing"'), encoding="utf-8")
        await pilot.press("n", "5", "enter")
        await saved(app, pilot)
        await settled(app, pilot)
        assert stored(root, item_id(0))["status"] == "doing"
        assert stored(root, item_id(0))["estimate"] == 5
        await until(app, pilot, lambda: app.records_screen.cursor_record().status == "doing")
        assert app.records_screen.cursor_record()["estimate"] == 5


async def test_an_unreadable_file_is_a_row_with_path_and_reason_and_is_not_written_over(root: Path) -> None:
    bad = root / "backlog" / "0" / f"{item_id(2)}.json"
    bad.write_bytes(b'{"id": ')
    async with opened(root) as (app, pilot):
        text = screen_text(app)
        assert f"{item_id(2)}.json" in text
        assert "not JSON" in text
        await pilot.press("*", "n", "3", "enter")
        await saved(app, pilot)
    assert bad.read_bytes() == b'{"id": '
    assert stored(root, item_id(3))["estimate"] == 3


async def test_the_board_keeps_the_cursor_and_moves_between_statuses(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("j", "b", ">")
        await saved(app, pilot)
        assert stored(root, item_id(1))["status"] == "doing"
        assert app.records_screen.cursor_record().title == "Item 1"
        await pilot.press("b")
        assert app.records_screen.cursor_record().title == "Item 1"


async def test_rank_moves_in_another_order_say_why_and_enter_sorts_by_rank(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.dispatch("view.sort", {"field": "title"})
        await pilot.press("J")
        assert "not in the order of rank" in screen_text(app)
        await pilot.press("enter")
        assert app.records_screen.is_by_rank


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50), (50, 12), (10, 5), (300, 100)])
async def test_any_size_survives(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        text = screen_text(app)
        assert ("50×12" in " ".join(text.split())) == (size == (10, 5)) or size == (10, 5)
        await pilot.press("j", "enter", "escape", "b", "b", "z", "z", "z")
        await pilot.resize_terminal(10, 5)
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert app.records_screen.cursor_record() is not None


async def test_an_edit_of_a_file_that_has_become_unreadable_is_rescued_and_does_not_hold_up_the_next(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await until(app, pilot, lambda: app.link._watcher is not None)
        app.link._watcher.close()  # the program learns of the damage only when it saves
        bad = root / "backlog" / "0" / f"{item_id(0)}.json"
        bad.write_bytes(b"<<<<<<< ours\n")
        await pilot.press("n", "5", "enter", "j", "n", "8", "enter")
        await saved(app, pilot)
        assert stored(root, item_id(1))["estimate"] == 8
        assert bad.read_bytes() == b"<<<<<<< ours\n"
        rescued = list((root / ".local" / "rescue").iterdir())
        assert rescued


async def test_without_a_cache_many_files_are_read_behind_the_first_paint(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", 61)
    shutil.rmtree(root / ".local", ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pmtui.store.reading._FEW", 10)
        app = PmtuiApp(Workspace(root), Config(), "ana")
        async with app.run_test(size=(120, 36)) as pilot:
            assert "Reading the files" in screen_text(app) or app.link.is_loaded
            await settled(app, pilot)
            assert len(titles(app)) == 61
            assert not app.awaited
            app.link.finish()


async def test_typing_replaces_the_number_that_is_asked_for(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", 1, estimate=5)
    async with opened(root) as (app, pilot):
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("8", "enter")
        await saved(app, pilot)
    assert stored(root, item_id(0))["estimate"] == 8


async def test_enter_opens_what_is_wrong_with_an_unreadable_file_also_where_there_is_no_pane_for_it(root: Path) -> None:
    path = root / "backlog" / item_id(0)[0] / f"{item_id(0)}.json"
    path.write_text('{"id": ', encoding="utf-8")
    async with opened(root, size=(80, 24)) as (app, pilot):
        await pilot.press("g", "g")
        assert app.records_screen.view_widget.cursor_fault is not None
        await pilot.press("enter")
        await pilot.pause()
        assert app.records_screen.is_detail_open
        assert path.name in screen_text(app)
        await pilot.press("escape")
        assert not app.records_screen.is_detail_open


async def test_enter_where_nothing_is_says_so(tmp_path: Path) -> None:
    async with opened(make_workspace(tmp_path / "product", 0)) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert not app.records_screen.is_detail_open
        assert "no record here" in screen_text(app) or any("no record here" in one.message for one in app._notifications)


async def test_undo_is_offered_at_the_foot_only_where_there_is_something_to_undo(root: Path) -> None:
    async with opened(root) as (app, pilot):
        assert "u undo" not in screen_text(app)
        await pilot.press("n", "3", "enter")
        await pilot.pause()
        assert "u undo" in screen_text(app)
        await pilot.press("u")
        await saved(app, pilot)
        app.records_screen.hints.clear_toast()
        await pilot.pause()
        assert "u undo" not in screen_text(app)

"""The value/effort matrix: the third layout of the Backlog, and what its keys change."""

from __future__ import annotations

from pathlib import Path

from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text, stored

from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace

PLACED = ({"value": 5, "estimate": 2}, {"value": 5, "estimate": 13}, {"value": 2, "effort": 0.5}, {"value": 1, "effort": 4})


async def test_items_are_moved_on_the_matrix_and_back_again(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=6)
    with Workspace(root) as workspace:
        workspace.save(Change("place", tuple(Edit("item", item_id(at), {}, fields) for at, fields in enumerate(PLACED)), at=NOW))
    before = all_bytes(root)
    async with opened(root, size=(80, 24)) as (app, pilot):
        await pilot.press("b", "b")
        await pilot.pause()
        matrix = app.records_screen.view_widget
        assert app.records_screen.layout_name == "matrix"
        assert (matrix.cursor_id, matrix.cursor_cell) == (item_id(0), (1, 5))
        shown = screen_text(app)
        assert all(words in shown for words in ("Do first 1", "Do next 1", "Do later 1", "Don't 1", "Unscored 2", "< > effort  J/K value"))
        await pilot.press(">", "J", "J")
        assert matrix.cursor_cell == (2, 3)
        await saved(app, pilot)
        assert [stored(root, item_id(0))[name] for name in ("estimate", "value")] == [3, 3]
        await pilot.press("<", "<")  # the second goes nowhere
        assert matrix.cursor_cell == (1, 3)
        assert app.records_screen.hints.toast_text or app._notifications
        assert matrix.move_to_id(item_id(4))
        await pilot.press("v", "j", ">", "K")
        assert matrix.cursor_cell == (3, 3)
        assert matrix.view.cells[3, 3].stop - matrix.view.cells[3, 3].start == 2
        await pilot.press("O", *"title", "enter", "K")  # in another order, too
        assert matrix.cursor_cell == (3, 4)
        await pilot.press(*"uuuuuuu")
        await saved(app, pilot)
        assert all_bytes(root) == before
        await pilot.press("b")
        assert app.records_screen.list.cursor_id == matrix.cursor_id

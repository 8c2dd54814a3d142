"""`L`: which link, then with what; made where it is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text, stored, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.link import LinkDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.line_edit import LineEdit

CARDS, SLOW, WINS = "qqqqqqqqq1", "qqqqqqqqq2", "hhhhhhhhh1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "product", 6)
    edits = (
        Edit("problem", CARDS, None, {"id": CARDS, "title": "Cards fail", "created_at": NOW}),
        Edit("problem", SLOW, None, {"id": SLOW, "title": "Slow pages", "created_at": NOW}),
        Edit("hypothesis", WINS, None, {"id": WINS, "title": "Retry wins", "created_at": NOW}),
        Edit("item", item_id(1), {}, {"problems": [CARDS]}),
    )
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", edits, at=NOW))
    return root


def typed(app: PmtuiApp, text: str) -> None:
    focused = app.screen.focused
    assert isinstance(focused, LineEdit)
    focused.insert_text_at_cursor(text)


async def answered(app: PmtuiApp, pilot: Pilot[int]) -> None:
    await until(app, pilot, lambda: not isinstance(app.screen, LinkDialog))
    await saved(app, pilot)


async def asked(app: PmtuiApp, pilot: Pilot[int], field: str, text: str, *keys: str) -> LinkDialog:
    """`L`, a link chosen, a text typed, and keys pressed once what it finds is shown."""
    await pilot.press("L")
    typed(app, field)
    await pilot.press("enter")
    await pilot.pause()
    dialog = app.screen
    assert isinstance(dialog, LinkDialog)
    typed(app, text)
    await until(app, pilot, lambda: dialog._shown[0] == text and not dialog.list.is_searching)
    await pilot.press(*keys)
    return dialog


def problems(root: Path, number: int) -> Any:
    return stored(root, item_id(number)).get("problems")


async def test_a_problem_is_linked_and_linked_no_more(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await asked(app, pilot, "problems", "cards", "enter")
        await answered(app, pilot)
        assert problems(root, 0) == [CARDS]
        await asked(app, pilot, "problems", "", "enter")
        await answered(app, pilot)
        assert problems(root, 0) is None
        await pilot.press("u", "u")
        await saved(app, pilot)
    assert all_bytes(root) == before


@pytest.mark.parametrize(("field", "text", "name", "value"), [
    ("hypotheses", "retry", "hypotheses", [WINS]), ("milestone", "mvp", "milestone", "mmmmmmmmm1"),
    ("depends on", "Item 3", "depends_on", [item_id(3)]), ("parent", "Item 4", "parent", item_id(4)),
    ("assignee", "ana", "assignee", "ppppppppp1"), ("duplicate of", "Item 2", "duplicate_of", item_id(2)),
])
async def test_every_link_of_an_item(root: Path, field: str, text: str, name: str, value: object) -> None:
    async with opened(root) as (app, pilot):
        await asked(app, pilot, field, text, "enter")
        await answered(app, pilot)
        assert stored(root, item_id(0))[name] == value


@pytest.mark.parametrize("key", ["enter", "alt+enter"])
async def test_what_is_missing_is_created_with_what_was_typed_in_one_change(root: Path, key: str) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        dialog = await asked(app, pilot, "problems", "Refunds take weeks")
        assert "create problem “Refunds take weeks”" in screen_text(app)
        assert dialog.list.cursor_row is not None
        await pilot.press(key)
        await answered(app, pilot)
        (id,) = problems(root, 0)
        assert stored(root, id, "problems")["title"] == "Refunds take weeks"
        record = app.records_screen.cursor_record()
        assert record is not None
        assert record.title == "Item 0"
        await pilot.press("u")
        await saved(app, pilot)
        assert problems(root, 0) is None
        assert "deleted_at" in stored(root, id, "problems")
    assert {path: raw for path, raw in all_bytes(root).items() if id not in path} == before


async def test_several_records_at_once_with_several_others(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("space", "space")
        dialog = await asked(app, pilot, "problems", "")
        assert "Problems of 2 items" in screen_text(app)
        assert "◐" in screen_text(app)
        assert [row.label for row in dialog.list.rows][:2] == ["Cards fail", "Slow pages"]
        await pilot.press("tab", "tab", "enter")
        await answered(app, pilot)
        assert problems(root, 0) == problems(root, 1) == [CARDS, SLOW]
        await asked(app, pilot, "problems", "", "tab", "enter")
        await answered(app, pilot)
        assert problems(root, 0) == problems(root, 1) == [SLOW]
        await pilot.press("u", "u")
        await saved(app, pilot)
        assert (problems(root, 0), problems(root, 1)) == (None, [CARDS])


async def test_a_kind_with_one_link_of_its_own_is_not_asked_which(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.commit(Change("add", (Edit("experiment", "xxxxxxxxx1", None, {"id": "xxxxxxxxx1", "title": "Test"}),), at=NOW))
        app.dispatch("record.link", {"targets": (("experiment", "xxxxxxxxx1"),)})
        await pilot.pause()
        assert isinstance(app.screen, LinkDialog)
        typed(app, "retry wins")
        await pilot.press("enter")
        await answered(app, pilot)
        assert stored(root, "xxxxxxxxx1", "experiments")["hypothesis"] == WINS


async def test_a_record_is_not_offered_itself_and_a_circle_is_refused(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await asked(app, pilot, "parent", "Item 1", "enter")
        await answered(app, pilot)
        await pilot.press("j")
        dialog = await asked(app, pilot, "parent", "Item 0", "enter")
        await answered(app, pilot)
        assert not isinstance(app.screen, LinkDialog)
        assert "parent" not in stored(root, item_id(1))
        assert any("lead back to itself" in one.message for one in app._notifications)
        dialog = await asked(app, pilot, "parent", "")
        assert item_id(1) not in " ".join(row.value for row in dialog.list.rows)


async def test_repeating_links_another_record_the_same_way(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await asked(app, pilot, "problems", "Brand new", "enter")
        await answered(app, pilot)
        await pilot.press("j", "j", ".")
        await saved(app, pilot)
        assert problems(root, 2) == problems(root, 0)


async def test_escape_leaves_everything_and_keys_are_text(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await asked(app, pilot, "problems", "DyuTq", "escape")
        await pilot.press("L", "escape")
    assert all_bytes(root) == before


@pytest.mark.parametrize("size", [(80, 24), (50, 12), (10, 5), (300, 100)])
async def test_any_size_survives(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        await asked(app, pilot, "problems", "s")
        await pilot.resize_terminal(10, 5)
        await pilot.resize_terminal(*size)
        await pilot.press("down", "up", "enter")
        await answered(app, pilot)
        assert problems(root, 0)


@pytest.mark.parametrize(("key", "kind", "field", "name"), [
    ("m", "milestone", "milestone", "Spring beta"), ("o", "person", "assignee", "Bo Chen"),
])
async def test_what_is_missing_is_made_where_it_is_chosen(root: Path, key: str, kind: str, field: str, name: str) -> None:
    async with opened(root) as (app, pilot):
        await saved(app, pilot)
        before = all_bytes(root)
        await pilot.press(key)
        await pilot.pause()
        typed(app, name)
        await pilot.pause()
        assert f"new {kind}" in screen_text(app)
        await pilot.press("enter")
        await saved(app, pilot)
        table = app.snapshot.table(kind)
        made = [table.record(at) for at in range(len(table)) if table.record(at).title == name]
        assert len(made) == 1
        assert stored(root, item_id(0))[field] == made[0].id
        assert "u undoes it" in screen_text(app)
        await pilot.press("u")
        await saved(app, pilot)
        assert {path: raw for path, raw in all_bytes(root).items() if made[0].id not in path} == before

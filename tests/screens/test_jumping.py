"""Going to any record from anywhere, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import NOW, item_id, make_workspace, opened, saved, screen_text, until, until_shown
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.commands.core import Effect
from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.jump import JumpDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.line_edit import LineEdit

PROBLEM, GOAL, DONE, DELETED = "qqqqqqqqq1", "ggggggggg1", "dddddddd01", "dddddddd02"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "product", 30)
    edits = (
        Edit("problem", PROBLEM, None, {"id": PROBLEM, "title": "Cards fail at night", "created_at": NOW}),
        Edit("goal", GOAL, None, {"id": GOAL, "title": "Fewer failed payments", "created_at": NOW}),
        Edit("iteration", "jjjjjjjjj1", None, {"id": "jjjjjjjjj1", "title": "Sprint nine", "created_at": NOW}),
        Edit("item", DONE, None, {"id": DONE, "title": "Old invoice work", "status": "done", "rank": "b0", "created_at": NOW}),
        Edit("item", DELETED, None, {"id": DELETED, "title": "Thrown away", "deleted_at": NOW, "rank": "b1", "created_at": NOW}),
    )
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", edits, at=NOW))
    return root


async def standing(app: PmtuiApp, pilot: Pilot[int]) -> None:
    await pilot.pause(0.01)
    await until(app, pilot, lambda: not isinstance(app.screen, JumpDialog) and app.records_screen.is_complete)
    await pilot.pause(0.05)


async def jumped(app: PmtuiApp, pilot: Pilot[int], text: str) -> None:
    """`f`, a text typed at once, Enter right behind it."""
    await pilot.press("f")
    assert isinstance(app.screen, JumpDialog)
    assert isinstance(app.screen.focused, LineEdit)
    app.screen.focused.insert_text_at_cursor(text)
    await pilot.press("enter")
    await standing(app, pilot)


def title(app: PmtuiApp) -> str:
    record = app.records_screen.cursor_record()
    return "" if record is None else record.title


async def test_letters_of_a_title_lead_to_the_record_even_if_enter_comes_before_the_answer(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await jumped(app, pilot, "item 17")
        assert (app.records_screen.name, title(app)) == ("backlog", "Item 17")


@pytest.mark.parametrize("text", ["cards night", "qqqq", "P-qqq", "crads fail", "cfan"])
async def test_a_record_of_another_kind_is_gone_to_on_its_screen_and_back_again(root: Path, text: str) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("j", "j")
        await jumped(app, pilot, text)
        assert (app.records_screen.name, title(app)) == ("problems", "Cards fail at night")
        await pilot.press("ctrl+o")
        await standing(app, pilot)
        assert (app.records_screen.name, title(app)) == ("backlog", "Item 2")
        await pilot.press("g", ".")
        await standing(app, pilot)
        assert (app.records_screen.name, title(app)) == ("problems", "Cards fail at night")
        await pilot.press("g", ",", "alt+o")
        await standing(app, pilot)
        assert app.records_screen.name == "problems"


async def test_what_is_found_shows_kind_and_id_and_marks_letters(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("f")
        app.screen.focused.insert_text_at_cursor("fail")  # type: ignore[union-attr]
        text = await until_shown(app, pilot, "G-ggg")
        row = next(line for line in text.split("\n") if "Fewer failed payments" in line)
        assert "G-ggg" in row
        assert "goal" in row
        assert "P-qqq" in text
        strips = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
        assert [one.text for one in strips if one.style and one.style.underline and one.text == "fail"]


async def test_nothing_typed_shows_where_one_was_and_what_one_changed(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await jumped(app, pilot, "item 17")
        await pilot.press("j", "j", "n", "5", "enter")
        await saved(app, pilot)
        await jumped(app, pilot, "cards")
        await pilot.press("f")
        await until(app, pilot, lambda: isinstance(app.screen, JumpDialog) and len(app.screen.list.rows) > 2)
        shown = [row.label for row in app.screen.list.rows[:4]]
        assert shown[:3] == ["Item 19", "Item 17", "Item 0"]
        await pilot.press("enter")
        await standing(app, pilot)
        assert title(app) == "Item 19"


async def test_digits_are_remembered_too(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("j", "2")
        await standing(app, pilot)
        assert app.records_screen.name == "problems"
        await pilot.press("ctrl+o")
        await standing(app, pilot)
        assert (app.records_screen.name, title(app)) == ("backlog", "Item 1")
        await pilot.press("ctrl+o")
        assert "nowhere to go back to" in screen_text(app)


async def test_a_filter_that_hides_the_record_is_taken_away_and_named(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("/", *"item 2", "enter")
        await jumped(app, pilot, "item 17")
        assert title(app) == "Item 17"
        assert app.records_screen.filter_text == ""
        assert "the filter “item 2” hid it" in screen_text(app)


async def test_a_closed_record_is_shown_by_a_filter_for_its_state(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await jumped(app, pilot, "old invoice")
        assert title(app) == "Old invoice work"
        assert app.records_screen.filter_text == "status:done"
        app.effects.carry_out(Effect("goto", {"kind": "item", "id": DELETED}))
        await standing(app, pilot)
        assert title(app) == "Thrown away"


async def test_a_kind_without_a_screen_opens_in_the_detail_and_back_leads_to_the_list(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await jumped(app, pilot, "sprint nine")
        assert app.records_screen.is_detail_open
        assert "Sprint nine" in screen_text(app)
        await pilot.press("ctrl+o")
        await standing(app, pilot)
        assert title(app) == "Item 0"
        assert "Sprint nine" not in screen_text(app)
        await jumped(app, pilot, "fewer failed")
        assert (app.records_screen.name, title(app)) == ("strategy", "Fewer failed payments")


async def test_records_that_are_gone_are_passed_over(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await jumped(app, pilot, "item 17")
        await jumped(app, pilot, "item 20")
        await jumped(app, pilot, "item 5")
        app.commit(Change("gone", (Edit("item", item_id(20), {}, {"deleted_at": NOW}),), at=NOW))
        await saved(app, pilot)
        await pilot.press("ctrl+o")
        await standing(app, pilot)
        assert title(app) == "Item 17"
        app.effects.carry_out(Effect("goto", {"kind": "item", "id": "zzzzzzzzzz"}))
        await pilot.pause()
        assert any("is gone" in one.message for one in app._notifications)


async def test_on_a_board_the_cursor_goes_to_the_card(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("b")
        await jumped(app, pilot, "old invoice")
        assert (app.records_screen.layout_name, title(app)) == ("board", "Old invoice work")


async def test_keys_typed_into_it_are_text(root: Path) -> None:
    async with opened(root) as (app, pilot):
        before = len(app.ledger.undos)
        await pilot.press("f", *"DyuTq")
        assert app.screen.query_one(LineEdit).value == "DyuTq"
        await pilot.press("escape")
        assert title(app) == "Item 0"
        assert len(app.ledger.undos) == before


@pytest.mark.parametrize("size", [(80, 24), (50, 12), (10, 5), (300, 100)])
async def test_any_size_survives(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        await pilot.press("f", "i")
        await pilot.resize_terminal(10, 5)
        await pilot.pause()
        assert app.screen_stack[-2]._compositor.size == (10, 5), "what is seen behind the dialog is laid out anew, too"
        await pilot.resize_terminal(*size)
        await pilot.press("down", "pagedown", "up", "enter")
        await standing(app, pilot)
        assert title(app)

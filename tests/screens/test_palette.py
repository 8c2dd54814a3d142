"""The palette: any command, by its name or by what else people call it, and its arguments in the same place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stage import item_id, make_workspace, opened, saved, screen_text, stored

from pmtui.app.command_palette import RECENT
from pmtui.app.main import PmtuiApp
from pmtui.screens.dialogs.palette import PaletteDialog
from pmtui.store.config import Config
from pmtui.widgets.picker import PickRow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def palette(app: PmtuiApp) -> PaletteDialog:
    dialog = app.screen
    assert isinstance(dialog, PaletteDialog)
    return dialog


def rows(app: PmtuiApp) -> list[PickRow]:
    return list(palette(app).picker.list.rows)


async def test_a_command_is_found_by_a_word_that_its_title_lacks_and_by_its_key(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":", *"mistake")
        assert rows(app)[0].value == "history.undo"
        palette(app).picker.edit.value = "ctrl+d"
        await pilot.pause()
        assert rows(app)[0].value == "cursor.half_down"
        palette(app).picker.edit.value = "prioirty"
        await pilot.pause()
        assert rows(app)[0].value == "record.priority"


async def test_what_does_not_act_here_comes_last_and_says_why(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":")
        for text in ("", "e", "time"):
            palette(app).picker.edit.value = text
            await pilot.pause()
            is_blocked = [row.detail.endswith(")") for row in rows(app)]
            assert any(is_blocked)
            assert is_blocked == sorted(is_blocked) == [row.is_idle for row in rows(app)]


async def test_the_keys_are_those_that_the_person_has_chosen(root: Path) -> None:
    async with opened(root, config=Config(keymap={"record.status": ("X",)})) as (app, pilot):
        await pilot.press(":")
        assert next(row.detail for row in rows(app) if row.value == "record.status") == "X"


async def test_what_was_used_last_comes_first_also_after_a_new_start(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":", *"priority", "enter", *"high", "enter")
        await pilot.press(":", *"select all", "enter", ":")
        assert [(row.value, row.glyph) for row in rows(app)[:2]] == [("select.all", RECENT), ("record.priority", RECENT)]
        assert rows(app)[2].glyph != RECENT
        await pilot.press("escape")
        app.sessions.keep()
    assert json.loads((root / ".local" / "session.json").read_bytes())["recent"] == ["select.all", "record.priority"]
    async with opened(root) as (app, pilot):
        await pilot.press(":")
        assert rows(app)[0].value == "select.all"


async def test_arguments_are_asked_in_place_and_escape_goes_a_step_back(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":", *"stat", "enter")
        assert palette(app).step.title == "Status · Item 0"
        assert palette(app).picker.list.cursor_row.value == "ready"  # what holds now
        await pilot.press("escape")
        assert (palette(app).picker.edit.value, rows(app)[0].value) == ("stat", "record.status")
        await pilot.press("enter", *"dropped", "enter")
        assert palette(app).step.title == "Why? · Item 0"
        await pilot.press("enter")  # no reason
        assert "needs a reason" in screen_text(app)
        await pilot.press(*"old", "enter")
        await saved(app, pilot)
        assert not isinstance(app.screen, PaletteDialog)
        found = stored(root, item_id(0))
        assert (found["status"], [one["text"] for one in found["reasons"]]) == ("dropped", [["old"]])
        await pilot.press("u")
        await saved(app, pilot)
        assert stored(root, item_id(0))["status"] == "ready"


async def test_a_wrong_value_is_told_in_place_and_stands(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":", *"estimate", "enter", *"many", "enter")
        assert palette(app).step.fault
        assert palette(app).picker.edit.value == "many"
        await pilot.press(*["backspace"] * 4, "8", "enter")
        await saved(app, pilot)
        assert stored(root, item_id(0))["estimate"] == 8


async def test_a_milestone_that_there_is_not_can_be_made(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":", *"milestone", "enter", *"Beta 2", "enter")
        await saved(app, pilot)
        linked = stored(root, item_id(0))["milestone"]
        assert stored(root, linked, "milestones")["title"] == "Beta 2"

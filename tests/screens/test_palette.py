"""The palette: any command, by its name or by what else people call it."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import make_workspace, opened

from pmtui.app.main import PmtuiApp
from pmtui.screens.dialogs.pick import PickDialog
from pmtui.store.config import Config
from pmtui.widgets.picker import PickRow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


def rows(app: PmtuiApp) -> list[PickRow]:
    dialog = app.screen
    assert isinstance(dialog, PickDialog)
    return list(dialog._picker.list.rows)


async def test_a_command_is_found_by_a_word_that_its_title_lacks(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":", *"mistake")
        assert rows(app)[0].value == "history.undo"


async def test_what_does_not_act_here_comes_last_and_says_why(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":")
        is_blocked = [row.detail.endswith(")") for row in rows(app)]
        assert any(is_blocked)
        assert is_blocked == sorted(is_blocked)


async def test_the_keys_are_those_that_the_person_has_chosen(root: Path) -> None:
    async with opened(root, config=Config(keymap={"record.status": ("X",)})) as (app, pilot):
        await pilot.press(":")
        assert next(row.detail for row in rows(app) if row.value == "record.status") == "X"

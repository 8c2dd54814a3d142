"""The keys under `?`: from the live keymap, those of this screen first, found by what they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.app.helping import ELSEWHERE, Helping
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import SHELL
from pmtui.commands.synonyms import SYNONYMS
from pmtui.store.config import Config
from pmtui.widgets.help_view import HelpView, matching
from tests.screens.stage import make_workspace, opened, screen_text

SIZES = ((80, 24), (120, 36), (200, 50))
WANTED = {
    "rename": "record.edit_field", "priority": "record.priority", "deadline": "record.due", "kanban": "view.layout",
    "points": "record.estimate",
    "undelete": "record.restore", "exit": "app.quit", "search": "view.filter", "colors": "app.theme", "label": "record.tags",
    "owner": "record.assign", "close": "record.status", "mark": "select.toggle", "shortcuts": "app.help", "remove": "record.delete",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=3)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=0)


def test_other_words_are_of_commands_that_there_are() -> None:
    known = {command.id for command in REGISTRY if command.scope != SHELL}
    assert set(SYNONYMS) - known == set()


async def test_every_command_stands_there_once_with_its_live_keys(root: Path) -> None:
    config = Config(keymap={"record.add": ("ctrl+n",), "record.comment": ()})
    async with opened(root, config=config) as (app, _pilot):
        rows = {row.id: row for row in Helping(app).rows()}
        assert set(rows) == {command.id for command in REGISTRY if command.scope != SHELL}
        assert rows["record.add"].keys == "ctrl+n"
        assert (rows["record.comment"].keys, rows["record.comment"].group) == ("", "By name: : and a few letters of it")


async def test_what_acts_on_this_screen_comes_first(root: Path) -> None:
    async with opened(root) as (app, pilot):
        rows = Helping(app).rows()
        marks = [row.is_here for row in rows]
        assert marks == sorted(marks, reverse=True)
        assert {row.group for row in rows if not row.is_here} <= {ELSEWHERE}
        assert {row.id: row for row in rows}["view.columns"].is_here
        await pilot.press("b")
        await pilot.pause()
        there = {row.id: row for row in Helping(app).rows()}["view.columns"]
        assert (there.is_here, there.group) == (False, ELSEWHERE)
        assert "list" in there.help


async def test_in_an_empty_list_the_keys_of_records_act_here_all_the_same(empty: Path) -> None:
    async with opened(empty) as (app, _pilot):
        rows = {row.id: row for row in Helping(app).rows()}
        assert rows["record.status"].is_here
        assert rows["rank.down"].is_here


@pytest.mark.parametrize(("words", "id"), WANTED.items())
async def test_keys_are_found_by_what_they_do(root: Path, words: str, id: str) -> None:
    async with opened(root) as (app, _pilot):
        found = [row.id for row in matching(Helping(app).rows(), words)]
        assert id in found[:3], found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_typing_narrows_the_table_and_the_columns_stay(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        await pilot.press("?")
        await pilot.pause()
        before = next(line for line in screen_text(app).split("\n") if "Edit field" in line)
        await pilot.press(*"rename")
        await pilot.pause()
        text = screen_text(app)
        assert before.strip("│ ▇▃█▁") in text
        assert f" of {len(Helping(app).rows())} · esc closes" in text
        assert "Priority" not in text
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query(HelpView)

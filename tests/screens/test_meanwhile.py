"""What somebody else changes on the disk while a cell is being edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stage import item_id, make_workspace, opened, saved, screen_text, stored, until, until_shown, until_told

from pmtui.screens.dialogs.lines import LinesDialog

ZERO, ONE = item_id(0), item_id(1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", 6)


def written_outside(root: Path, id: str, **fields: object) -> None:
    path = root / "backlog" / id[0] / f"{id}.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **fields}, indent=2) + "\n", encoding="utf-8")


@pytest.mark.parametrize("typed", [True, False])
async def test_a_title_that_somebody_else_changed_is_not_written_over_without_a_word(root: Path, typed: bool) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("e", *("!!" if typed else ""))
        written_outside(root, ZERO, title="Theirs")
        await until(app, pilot, lambda: app.snapshot.record("item", ZERO).title == "Theirs")
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, ZERO)["title"] == "Theirs"
        if not typed:
            return
        await until_shown(app, pilot, "changed meanwhile", "!!")
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, ZERO)["title"] == "!!"
        await pilot.press("u")
        await saved(app, pilot)
        assert stored(root, ZERO)["title"] == "Theirs"


async def test_escape_keeps_theirs_and_of_several_records_each_is_looked_at(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("space", "space", "e", *"Mine")
        written_outside(root, ONE, title="Theirs")
        await until(app, pilot, lambda: app.snapshot.record("item", ONE).title == "Theirs")
        await pilot.press("enter")
        await until_shown(app, pilot, "changed meanwhile")
        await pilot.press("escape")
        await saved(app, pilot)
        assert [stored(root, id)["title"] for id in (ZERO, ONE)] == ["Item 0", "Theirs"]
        assert "changed meanwhile" not in screen_text(app)


async def test_another_field_that_changed_is_no_question(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("e", *"!!")
        written_outside(root, ZERO, estimate=8)
        await until(app, pilot, lambda: app.snapshot.record("item", ZERO)["estimate"] == 8)
        await pilot.press("enter")
        await saved(app, pilot)
        assert (stored(root, ZERO)["title"], stored(root, ZERO)["estimate"]) == ("!!", 8)


async def test_a_long_text_that_somebody_else_changed_is_asked_for_again(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.effects.room("pmtui.app.editing_lines:EditingLines").do_edit_lines({"kind": "item", "id": ZERO, "field": "body"})
        await until(app, pilot, lambda: isinstance(app.screen, LinesDialog))
        await pilot.press(*"mine")
        written_outside(root, ZERO, body=["theirs"])
        await until(app, pilot, lambda: app.snapshot.record("item", ZERO)["body"] == ["theirs"])
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        assert stored(root, ZERO)["body"] == ["theirs"]
        await until_told(app, pilot, "not saved yet")
        await until_shown(app, pilot, "mine")
        await pilot.press("ctrl+s")
        await saved(app, pilot)
        assert stored(root, ZERO)["body"] == ["mine"]

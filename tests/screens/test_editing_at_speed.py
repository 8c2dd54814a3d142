from __future__ import annotations

import json
from pathlib import Path

import pytest
from form_stage import press
from stage import all_bytes, item_id, make_workspace, opened, saved, screen_text, stored, until, until_shown
from textual.events import Paste

from pmtui.app.replacing import time_limit
from pmtui.app.unsaved import UNSAVED
from pmtui.commands.criteria import in_order
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.replacing import Wrong, hits, pattern
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.criteria import CriteriaDialog
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.screens.dialogs.link import LinkDialog
from pmtui.screens.dialogs.paste import PasteDialog
from pmtui.screens.dialogs.pick import PickDialog
from pmtui.screens.dialogs.preview import PreviewDialog

ZERO, ONE = item_id(0), item_id(1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", 6)


def ticks(root: Path, id: str = ZERO) -> list[tuple[str, bool]]:
    return [(one["text"], one.get("done") is True) for one in in_order(stored(root, id).get("criteria"))]


async def test_a_checklist_with_a_key_a_step_and_a_pasted_list(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("X", *"asks", "enter", *"tells", "enter", "escape")
        assert isinstance(app.screen, CriteriaDialog)
        await pilot.press("space", "K", "e", *" all", "enter")
        await saved(app, pilot)
        assert ticks(root) == [("tells all", True), ("asks", False)]
        assert "1/2" in screen_text(app)
        await pilot.press("d", "u")
        app.screen.post_message(Paste("- [ ] one\n- two"))
        await pilot.pause()
        await saved(app, pilot)
        assert [text for text, _ in ticks(root)] == ["tells all", "asks", "one", "two"]
        await pilot.press("escape")
        assert "criteria" in screen_text(app)
        for _ in range(len(app.ledger.undos)):
            await pilot.press("u")
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_a_list_that_is_pasted_on_the_list_is_shown_and_added_as_one_change(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.screen.focused.post_message(Paste("# Plan\n- Retry #pay 3pts\n  - [ ] thrice\n  - [x] told\n- Export @nobody\n"))
        await until(app, pilot, lambda: isinstance(app.screen, PasteDialog) and "2 criteria" in screen_text(app))
        shown = screen_text(app)
        assert "2 items · 2 criteria · stayed text: @nobody · left out: “# Plan”" in shown
        assert "3 pts" in shown
        await pilot.press("c")
        await until_shown(app, pilot, "4 items")
        await pilot.press("c", "enter")
        await saved(app, pilot)
        (change,) = [step.title for step in app.ledger.undos]
        assert change == "Add 2 items, first “Retry”"
        assert app.records_screen.cursor_record().title == "Retry"
        assert ticks(root, app.records_screen.cursor_record().id) == [("thrice", False), ("told", True)]
        await pilot.press("a")
        app.screen.focused.post_message(Paste("- [ ] one\n- [x] two"))
        await until(app, pilot, lambda: isinstance(app.screen, PasteDialog), "a list in the quick-add line is many records")
        await pilot.press("escape", "c", "*", "b", "*", "ctrl+p")
        await until(app, pilot, lambda: isinstance(app.screen, PreviewDialog))
        await pilot.press("escape", "escape")
        app.effects.room(UNSAVED).put(["record.add_list", "item"], "")
        await pilot.press("Y", "p", *"Mail", "escape")
        await pilot.press("Y", "p")
        assert app.screen.editor.text == "Mail"
        await pilot.press("ctrl+s")
        assert app.records_screen.cursor_record().title == "Mail"


async def test_find_and_replace_shows_every_hit_and_replaces_those_chosen_in_one_change(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await pilot.press("%", *"item", "tab", *"Task")
        await until_shown(app, pilot, "6 hits in 6 records")
        await pilot.press("tab", "tab", "tab", "space", "j")
        assert "5 of 6 hits in 5 records" in screen_text(app)
        await pilot.press("enter")
        await saved(app, pilot)
        assert [stored(root, item_id(at))["title"] for at in range(3)] == ["Item 0", "Task 1", "Task 2"]
        await pilot.press("space", "space", "%", "tab", *"Job")
        assert app.screen.put.value == "Job", "what was put in the place the last time is typed over, as what was looked for is"
        await pilot.press("tab", "tab", "right", "right", "shift+tab", "shift+tab", "shift+tab")
        for key in (*"(", *"x"):
            await pilot.press(key)
        await until_shown(app, pilot, "the regular expression cannot be read: missing ), unterminated subpattern at character 1")
        assert "in 2 selected items" in screen_text(app)
        await pilot.press("escape", "u")
        await saved(app, pilot)
    assert all_bytes(root) == before


def test_a_regular_expression_that_takes_for_ever_is_given_up() -> None:
    with pytest.raises(Wrong, match="takes too long"), time_limit(0.05):
        list(hits([("a", "a" * 60)], SCHEMA["item"].fields["title"], pattern("(a|aa)*$b", "", is_regular=True)))


async def test_cells_are_edited_one_after_the_other_as_in_a_spreadsheet(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        app.records_screen.list.to_column("estimate")
        await pilot.press("e", "3", "down", "5", "down", "x", "down")
        assert isinstance(app.screen, AskDialog), "what is no number is asked for again before the cursor goes on"
        await pilot.press("escape", "e", "8", "shift+tab")
        await saved(app, pilot)
        assert [stored(root, item_id(at)).get("estimate") for at in range(4)] == [3, 5, 8, None]
        assert app.records_screen.list.cursor_column.name == "title", "the column of the score has no cell to type in"
        await pilot.press("escape", "space", "k", "k", "space")
        app.records_screen.list.to_column("tags")
        app.records_screen.list.to_column("estimate")
        await pilot.press("e", "1", "enter")
        await saved(app, pilot)
        assert sum(stored(root, item_id(at)).get("estimate") == 1 for at in range(4)) == 2
        assert app.ledger.undos[-1].title == "Set estimate 1 of 2 items"
        await pilot.press("escape", "G", "h", ".")
        await saved(app, pilot)
        assert (stored(root, item_id(5))["estimate"], stored(root, item_id(5))["title"]) == (1, "Item 5"), "the field that was edited"
        for _ in range(len(app.ledger.undos)):
            await pilot.press("u")
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_cells_without_a_line_of_text_are_edited_where_they_can_be(root: Path) -> None:
    async with opened(root, size=(320, 40)) as (app, pilot):
        screen = app.records_screen
        screen.chosen_columns = ("title", "id", "depends_on", "parent", "age_days", "assignee", "criteria", "progress")
        screen.show_snapshot()
        for column, dialog in (("depends_on", LinkDialog), ("assignee", PickDialog), ("criteria", CriteriaDialog), ("parent", PickDialog)):
            screen.list.to_column(column)
            await pilot.press("e")
            assert isinstance(app.screen, dialog), column
            await pilot.press("escape")
        for column, reason in (("id", "stays as it was given"), ("age_days", "follows from when"), ("progress", "parts below it")):
            screen.list.to_column(column)
            await pilot.press("e")
            assert app.screen is screen
            assert reason in screen_text(app) or any(reason in str(one.message) for one in app._notifications)
        await pilot.press("I", *"Item 4")
        dialog = app.screen
        await until(app, pilot, lambda: dialog._shown[0] == "Item 4" and not dialog.list.is_searching)
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, ZERO)["parent"] == item_id(4)
        await pilot.press("W")
        assert isinstance(app.screen, LinkDialog)


async def test_templates_fill_lines_and_forms_and_long_text_is_previewed(root: Path) -> None:
    settings = json.loads((root / "pmtui.json").read_text(encoding="utf-8"))
    settings.setdefault("settings", {})["templates"] = {
        "bug": {"body": "# How\n\nto *see* it", "criteria": ["a test fails"], "tags": ["bug"]}, "chore": {"body": "Why now"},
    }
    (root / "pmtui.json").write_text(json.dumps(settings), encoding="utf-8")
    async with opened(root) as (app, pilot):
        await pilot.press("a", *"Crash !bug")
        assert "with the template of bug: text, 1 criterion, #bug" in screen_text(app)
        await pilot.press("enter")
        await saved(app, pilot)
        made = stored(root, app.records_screen.cursor_record().id)
        assert (made["body"], made["tags"], made["criteria"][0]["text"]) == (["# How", "", "to *see* it"], ["bug"], "a test fails")
        await pilot.press("A")
        form = app.screen
        assert isinstance(form, FormScreen)
        await press(pilot, *"Slow", "enter")
        form.model.put(("type",), "bug")
        form.edited()
        assert form.model.value(("body",)) == ["# How", "", "to *see* it"]
        form.model.put(("tags",), ["own"])
        form.model.put(("type",), "chore")
        form.edited()
        assert (form.model.value(("body",)), form.model.value(("tags",)), form.model.value(("criteria",))) == (["Why now"], ["own"], [])
        form.move_to(form.row_at(("body",)))
        await press(pilot, "enter", "space", "*", "b", "*", "ctrl+p")
        await until(app, pilot, lambda: isinstance(app.screen, PreviewDialog))
        assert "Preview · body of Slow" in screen_text(app)
        assert "Why now b" in screen_text(app)
        await press(pilot, "q", "!", "ctrl+s")
        await saved(app, pilot)
        assert stored(root, app.records_screen.cursor_record().id)["body"] == ["Why now *b*!"]

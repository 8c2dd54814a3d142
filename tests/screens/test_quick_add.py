"""The quick-add line on the screens: typed, completed, added, kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import all_bytes, make_workspace, opened, saved, screen_text, stored, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.dialogs.quick_add import QuickAddDialog
from pmtui.widgets.line_edit import LineEdit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", tags=["billing", "api"])


def typed(app: PmtuiApp, text: str) -> None:
    focused = app.screen.focused
    assert isinstance(focused, LineEdit)
    focused.insert_text_at_cursor(text)


def last(app: PmtuiApp, root: Path, kind: str = "item") -> dict[str, object]:
    """The record that was added last, as its file has it."""
    edit = app.ledger.undos[-1].edits[0]
    assert edit.kind == kind
    return stored(root, edit.id, SCHEMA[kind].collection)


async def opened_line(app: PmtuiApp, pilot: Pilot[int], text: str = "") -> QuickAddDialog:
    await pilot.press("a")
    typed(app, text)
    await pilot.pause()
    dialog = app.screen
    assert isinstance(dialog, QuickAddDialog)
    return dialog


async def test_a_line_sets_fields_and_shows_before_what_it_will_set(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await opened_line(app, pilot, "Retry payments #billing @me !high 3pts >MVP due:2027-03-31")
        text = screen_text(app)
        assert "Retry payments · #billing · @ana · high · 3 pts · ms MVP · due 2027-03-31" in text
        await pilot.press("enter")
        await saved(app, pilot)
        found = last(app, root)
        assert found["title"] == "Retry payments"
        assert (found["tags"], found["assignee"], found["priority"], found["estimate"], found["milestone"], found["due"]) == (
            ["billing"], "ppppppppp1", "high", 3, "mmmmmmmmm1", "2027-03-31")
        record = app.records_screen.cursor_record()
        assert record is not None
        assert record.title == "Retry payments"
        await pilot.press("u")
        await saved(app, pilot)
        assert set(all_bytes(root)) > set(before)
        assert all(all_bytes(root)[path] == raw for path, raw in before.items())


async def test_tab_takes_what_is_offered_and_enter_what_was_chosen(root: Path) -> None:
    async with opened(root) as (app, pilot):
        dialog = await opened_line(app, pilot, "x #bi")
        await pilot.press("tab")
        assert dialog.edit.value == "x #billing "
        typed(app, "@")
        await pilot.pause()
        assert "ana" in screen_text(app)
        await pilot.press("down", "enter")
        assert dialog.edit.value == "x #billing @ana "
        typed(app, ">mv")
        await pilot.press("tab", *"!hi", "tab", "enter")
        await saved(app, pilot)
        found = last(app, root)
        assert (found["title"], found["tags"], found["assignee"], found["milestone"], found["priority"]) == (
            "x", ["billing"], "ppppppppp1", "mmmmmmmmm1", "high")


async def test_what_does_not_resolve_is_marked_and_said_and_stays_in_the_title(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await opened_line(app, pilot, "Ask @zoe about it")
        text = screen_text(app)
        assert "^^^^ nobody here is called @zoe; it stays text" in text
        assert "Ask @zoe about it" in text
        await pilot.press("enter")
        await saved(app, pilot)
        assert last(app, root)["title"] == "Ask @zoe about it"
        assert any("stayed text" in one.message for one in app._notifications)


@pytest.mark.parametrize("key", ["alt+enter", "ctrl+enter", "ctrl+j"])
async def test_adding_and_going_on(root: Path, key: str) -> None:
    async with opened(root) as (app, pilot):
        dialog = await opened_line(app, pilot, "First")
        await pilot.press(key)
        assert dialog.edit.value == ""
        assert "added “First”" in screen_text(app)
        typed(app, "Second")
        await pilot.press("enter")
        await saved(app, pilot)
        assert [change.edits[0].kind for change in app.ledger.undos] == ["item", "item"]
        assert last(app, root)["title"] == "Second"
        assert not isinstance(app.screen, QuickAddDialog)


async def test_a_blank_title_is_refused_in_place(root: Path) -> None:
    async with opened(root) as (app, pilot):
        dialog = await opened_line(app, pilot, "#billing")
        await pilot.press("enter")
        assert app.screen is dialog
        assert "the title is blank" in screen_text(app)
        assert not app.ledger.undos


async def test_escape_keeps_the_text_for_the_next_time(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await opened_line(app, pilot, "Half a thou")
        await pilot.press("escape")
        assert not app.ledger.undos
        dialog = await opened_line(app, pilot, "ght")
        assert dialog.edit.value == "Half a thought"
        await pilot.press("enter")
        dialog = await opened_line(app, pilot)
        assert dialog.edit.value == ""


async def test_a_status_that_needs_a_reason_asks_for_it(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await opened_line(app, pilot, "Never do this status:dropped")
        await pilot.press("enter")
        assert "Why?" in screen_text(app)
        await pilot.press(*"No", "enter")
        await saved(app, pilot)
        found = last(app, root)
        assert found["status"] == "dropped"
        assert found["reasons"][0]["text"] == ["No"]  # type: ignore[index]


async def test_any_kind_by_its_own_command(root: Path) -> None:
    async with opened(root) as (app, pilot):
        for kind in sorted(SCHEMA.kinds, key="item".__eq__):  # the item last: the cursor goes to it, and stays where it is for the others
            app.dispatch(f"record.add_{kind}")
            await pilot.pause()
            assert f"{kind} ─" in screen_text(app)
            typed(app, "Something #new")
            await pilot.press("enter")
            await saved(app, pilot)
            assert last(app, root, kind)["tags"] == ["new"]
            record = app.records_screen.cursor_record()
            assert record is not None
            assert (record.title == "Something") == (kind == "item"), kind


async def test_keys_and_pastes_are_text(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        dialog = await opened_line(app, pilot)
        await pilot.press(*"DyuTBqxJ")
        assert dialog.edit.value == "DyuTBqxJ"
        await pilot.press("escape")
    assert all_bytes(root) == before


@pytest.mark.parametrize("size", [(80, 24), (50, 12), (10, 5), (300, 100)])
async def test_any_size_survives(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        await opened_line(app, pilot, "x" * 200 + " #a @zoe >MVP 日本")
        await pilot.resize_terminal(10, 5)
        await pilot.resize_terminal(*size)
        await pilot.press("enter")
        await saved(app, pilot)
        assert app.ledger.undos


async def test_two_enters_at_the_same_moment_add_once(root: Path) -> None:
    async with opened(root) as (app, pilot):
        dialog = await opened_line(app, pilot, "Once")
        dialog.edit.post_message(dialog.edit.Submitted(dialog.edit, "Once"))
        dialog.edit.post_message(dialog.edit.Submitted(dialog.edit, "Once"))
        await pilot.pause()
        await saved(app, pilot)
        assert len(app.ledger.undos) == 1


async def test_titles_of_a_large_kind_are_read_behind_the_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.domain.quick_add_names._LARGE", 5)
    async with opened(root) as (app, pilot):
        await opened_line(app, pilot, "x ^Item")
        await until(app, pilot, lambda: "Item 7" in screen_text(app) and "could be" not in screen_text(app))
        await pilot.press("down", "enter", "enter")
        await saved(app, pilot)
        assert last(app, root)["parent"]

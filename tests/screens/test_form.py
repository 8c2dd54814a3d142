"""The record form as a person meets it: moving, typing, choosing, lists, links, faults, drafts, conflicts, other writers."""

from __future__ import annotations

import contextlib
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from form_stage import go, open_form, press, rest, type_text
from stage import NOW, all_bytes, item_id, make_workspace, opened, saved, screen_text, settled, stored, until
from textual import events

from pmtui.domain.change import Change, Edit
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.form.asking import AnswerDialog
from pmtui.screens.dialogs.form.linking import FieldLinksDialog
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.screens.dialogs.pick import PickDialog
from pmtui.store.drafts import read_drafts
from pmtui.store.workspace import Workspace

ITEM = item_id(0)
CRITERIA = [
    {"id": "c0aaaaaaaa", "text": "One", "rank": "a0"}, {"id": "c1aaaaaaaa", "text": "Two", "rank": "a1"},
    {"id": "c2aaaaaaaa", "text": "Three", "rank": "a2"},
]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=3)


def change(root: Path, *edits: Edit) -> None:
    with Workspace(root) as workspace:
        workspace.save(Change("elsewhere", edits, at=NOW))


def drafts(root: Path) -> list[dict[str, Any]]:
    return read_drafts(str(root / ".local"))


def note_beneath(form: FormScreen, name: str) -> str:
    """What is written beneath a field."""
    row = form.row_at((name,))
    return " ".join("".join(span.text for span in line.spans).strip() for line in form.view.lines if line.row == row and line.is_beneath)


async def test_ctrl_e_opens_typing_edits_ctrl_s_saves_and_u_undoes(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root, (80, 24)) as (app, pilot):
        await press(pilot, "ctrl+e")
        form = app.screen
        assert isinstance(form, FormScreen)
        await press(pilot, "!", "x", "enter")  # typing alone begins to edit
        assert "· edited" in str(form.box.border_title)
        await press(pilot, "ctrl+s")
        await saved(app, pilot)
        assert stored(root, ITEM)["title"] == "Item 0!x"
        await press(pilot, "u")
        await saved(app, pilot)
        assert all_bytes(root) == before


async def test_e_in_the_opened_detail_edits_all_fields(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await press(pilot, "enter", "e")
        assert isinstance(app.screen, FormScreen)
        assert app.screen.model.id == ITEM


async def test_j_and_k_are_text_while_a_field_is_typed_and_move_else(root: Path) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "j", "j", "k")
        assert form.row is not None
        assert form.row.path == ("status",)
        await press(pilot, "k", "enter", "j", "k", "q", "u", "?", "escape")
        assert form.model.top("title") == "Item 0jkqu?"


async def test_tab_goes_on_typing_in_the_next_field_and_back(root: Path) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "reach")
        await press(pilot, "5", "tab", "2", "tab", "8", "0", "shift+tab", "3", "escape")
        assert (form.model.top("reach"), form.model.top("impact"), form.model.top("confidence")) == (5, 3, 80)


@pytest.mark.parametrize(("name", "text", "fault"), [
    ("confidence", "120", "outside 0 to 100"), ("estimate", "1,5", "1.5"), ("severity", "6", "outside 1 to 5"),
    ("due", "31 Feb", "is not a date"), ("due", "2027-02-31", "does not exist"),
])
async def test_a_wrong_value_is_named_under_its_field_at_once_and_not_saved(root: Path, name: str, text: str, fault: str) -> None:
    change(root, Edit("problem", "ppppppppp9", None, {"id": "ppppppppp9", "title": "A problem", "created_at": NOW}))
    kind, id = ("problem", "ppppppppp9") if name == "severity" else ("item", ITEM)
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, kind, id, name)
        await press(pilot, *text)
        assert fault in note_beneath(form, name)
        await press(pilot, "escape", "home", "ctrl+s")
        assert app.screen is form
        assert form.row is not None
        assert form.row.path == (name,)
        assert "not saved" in form.foot.text
        assert form.entering.editor is not None
        assert all_bytes(root) == before
        for _ in range(12):
            await press(pilot, "backspace")
        assert note_beneath(form, name).find(fault) < 0
        await press(pilot, "escape", "escape")
        assert app.screen is app.records_screen, "nothing is left that could be lost"


async def test_a_blank_title_is_refused(root: Path) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "delete", "ctrl+s")
        assert app.screen is form
        assert "title is blank" in form.foot.text


@pytest.mark.parametrize(("words", "day"), [
    ("next monday", "2026-11-23"), ("+2w", "2026-12-06"), ("tuesday", "2026-11-24"), ("1m", "2026-12-22"), ("next friday", "2026-11-27"),
])
async def test_a_date_in_words_shows_what_it_comes_to(root: Path, words: str, day: str) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "due")
        await press(pilot, "enter")
        assert form.entering.editor is not None
        form.entering.editor.insert_text_at_cursor(words)  # type: ignore[union-attr]
        await rest(pilot)
        assert note_beneath(form, "due").startswith(f"= {date.fromisoformat(day):%A} {int(day[8:])} ")
        await press(pilot, "enter")
        assert form.model.top("due") == day


async def test_the_calendar_moves_by_day_week_and_month(root: Path) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "due")
        await press(pilot, "c")
        assert "November 2026" in screen_text(app)
        await press(pilot, "right", "down", "pagedown", "pagedown", "left")
        assert "January 2027" in screen_text(app)
        await press(pilot, "enter")
        assert form.model.top("due") == "2027-01-29"
        go(form, ("due",))
        await press(pilot, "c", "t", "enter")
        assert form.model.top("due") == "2026-11-22"
        go(form, ("due",))
        await press(pilot, "c", "up", "escape")
        assert form.model.top("due") == "2026-11-22", "escape takes nothing"
        go(form, ("started_at",))
        await press(pilot, "enter", "down", "right", "enter")
        assert form.model.top("started_at") == "2026-11-23T00:00:00Z"


async def test_choices_show_what_they_mean_and_a_letter_finds_one(root: Path) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "status")
        await press(pilot, "enter")
        assert "being worked on" in screen_text(app)
        await press(pilot, "d", "d", "d", "enter")
        assert form.model.top("status") == "dropped"
        go(form, ("moscow",))
        await press(pilot, "c")  # a letter opens the list on its choice
        await press(pilot, "enter")
        assert form.model.top("moscow") == "could"
        go(form, ("moscow",))
        await press(pilot, "enter", "end", "enter")
        assert form.model.top("moscow") is None


async def test_a_status_that_needs_a_reason_asks_for_it(root: Path) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "status")
        await press(pilot, "enter", "end", "enter", "ctrl+s")
        assert isinstance(app.screen, AskDialog)
        await press(pilot, "escape")
        assert app.screen is form
        await press(pilot, "ctrl+s", *"too late", "enter")
        await saved(app, pilot)
        assert stored(root, ITEM)["status"] == "dropped"
        assert stored(root, ITEM)["reasons"][0]["text"] == ["too late"]


async def test_entries_are_added_edited_moved_deleted_and_brought_back(root: Path) -> None:
    change(root, Edit("item", ITEM, {}, {"criteria": CRITERIA}))
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "criteria")
        texts = lambda: [one["text"] for one in form.model.entries(("criteria",))]  # noqa: E731
        go(form, ("criteria", "c0aaaaaaaa"))
        await press(pilot, "J")
        assert texts() == ["Two", "One", "Three"]
        await press(pilot, "space", "K")
        assert texts() == ["One", "Two", "Three"]
        assert form.model.entries(("criteria",))[0]["done"] is True
        go(form, ("criteria", "c1aaaaaaaa"))
        await press(pilot, "D")
        assert texts() == ["One", "Three"]
        await press(pilot, "ctrl+z")
        assert texts() == ["One", "Two", "Three"]
        await press(pilot, "ctrl+y", "a", *"Four", "enter")
        go(form, ("criteria", "c2aaaaaaaa"))
        await press(pilot, "enter", "j")
        await type_text(form, pilot, "Three, at last")
        await press(pilot, "ctrl+s")
        await saved(app, pilot)
        found = {one["id"]: one for one in stored(root, ITEM)["criteria"]}
        assert sorted(one["text"] for one in found.values()) == ["Four", "One", "Three, at last"]
        assert "c1aaaaaaaa" not in found


async def test_an_entry_in_which_nobody_wrote_is_not_kept(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        await open_form(app, pilot, "item", ITEM, "criteria")
        await press(pilot, "a", "escape", "ctrl+s")
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_lists_within_lists(root: Path) -> None:
    change(root, Edit("goal", "ggggggggg1", None, {"id": "ggggggggg1", "title": "Grow", "created_at": NOW}))
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "goal", "ggggggggg1", "kpis")
        await press(pilot, "a", *"Sign-ups", "enter")
        kpi = form.model.entries(("kpis",))[0]["id"]
        go(form, ("kpis", kpi, "readings"))
        await press(pilot, "a", *"2026-11-20", "enter", "1", "2", "enter", "escape", "s")
        await saved(app, pilot)
        reading = stored(root, "ggggggggg1", "goals")["kpis"][0]["readings"][0]
        assert {name: reading[name] for name in ("at", "value")} == {"at": "2026-11-20", "value": 12}


async def test_a_missing_record_is_created_with_the_link_and_undone_with_it(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "problems")
        await press(pilot, "enter")
        assert isinstance(app.screen, FieldLinksDialog)
        await press(pilot, *"Banks fail")
        assert "create problem" in screen_text(app)
        await press(pilot, "enter")
        assert "Banks fail (new problem)" in screen_text(app)
        await press(pilot, "ctrl+s")
        await saved(app, pilot)
        assert app.screen is not form
        (id,) = stored(root, ITEM)["problems"]
        assert stored(root, id, "problems")["title"] == "Banks fail"
        await press(pilot, "u")
        await saved(app, pilot)
        after = all_bytes(root)
        new = set(after) - set(before)
        assert {name: raw for name, raw in after.items() if name not in new} == before
        assert [b"deleted_at" in after[name] for name in new] == [True]


async def test_what_is_created_where_several_kinds_fit_is_asked(root: Path) -> None:
    change(root, Edit("feedback", "fffffffff1", None, {"id": "fffffffff1", "title": "Mail", "created_at": NOW}))
    async with opened(root) as (app, pilot):
        await open_form(app, pilot, "feedback", "fffffffff1", "linked")
        await press(pilot, "N", *"ew thing", "enter")
        assert isinstance(app.screen, PickDialog)
        await press(pilot, *"problem", "enter", "ctrl+s")
        await saved(app, pilot)
        (id,) = stored(root, "fffffffff1", "feedback")["linked"]
        assert stored(root, id, "problems")["title"] == "New thing"


async def test_a_created_record_that_nothing_links_to_any_more_is_not_saved(root: Path) -> None:
    before = set(all_bytes(root))
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "assignee")
        await press(pilot, "Z", *"oe", "enter", "delete")
        go(form, ("title",))
        await press(pilot, "x", "enter", "ctrl+s")
        await saved(app, pilot)
    assert set(all_bytes(root)) == before


async def test_tags_are_completed_with_those_of_other_records(root: Path) -> None:
    change(root, Edit("item", item_id(1), {}, {"tags": ["billing", "portal"]}))
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "tags")
        await press(pilot, *"new, bil")
        assert "billing" in note_beneath(form, "tags")
        await press(pilot, "right", "enter")
        assert form.model.top("tags") == ["billing", "new"]


async def test_escape_asks_and_every_answer_does_what_it_says(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "x", "escape", "escape")
        assert isinstance(app.screen, AnswerDialog)
        await press(pilot, "x", "y", "q", "enter")
        assert isinstance(app.screen, AnswerDialog), "only what is offered answers"
        await press(pilot, "escape")
        assert app.screen is form
        assert form.model.top("title") == "Item 0x"
        await press(pilot, "escape", "d")
        assert app.screen is app.records_screen
        assert all_bytes(root) == before
        await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "x", "escape", "escape", "s")
        await saved(app, pilot)
        assert stored(root, ITEM)["title"] == "Item 0x"


async def test_a_paste_is_text_wherever_the_cursor_stands(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "criteria")
        for path in (("criteria",), ("due",), ("status",), ("rank",)):
            go(form, path)
            form.post_message(events.Paste("\x13Dyqs\nu"))
            await rest(pilot)
            if form.entering.editor is not None or form.choosing.is_open:
                await press(pilot, "escape")
        go(form, ("title",))
        form.post_message(events.Paste("two\nlines"))
        await rest(pilot)
        assert "two lines" in str(form.model.top("title"))
        await press(pilot, "escape", "escape", "d")
        await saved(app, pilot)
    assert all_bytes(root) == before


async def test_long_text_and_the_whole_record_go_to_the_editor_and_come_back(root: Path, tmp_path: Path, monkeypatch: Any) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys;p=sys.argv[1];t=open(p).read()\n"
        "t=t.replace('title: Item 0here','title: Item 0 outside').replace('priority: none','priority: high') if '---' in t else t+'more'\n"
        "open(p,'w').write(t)\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    async with opened(root) as (app, pilot):
        app.suspend = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        form = await open_form(app, pilot, "item", ITEM, "body")
        await type_text(form, pilot, "First")
        await press(pilot, "ctrl+o")
        assert form.model.top("body") == ["First", "more"]
        go(form, ("title",))
        await press(pilot, *"here", "enter", "E")
        assert form.model.top("title") == "Item 0 outside"
        await press(pilot, "ctrl+s")
        await saved(app, pilot)
        found = stored(root, ITEM)
        assert (found["title"], found["priority"], found["body"]) == ("Item 0 outside", "high", ["First", "more"])


async def test_what_the_editor_wrote_and_nobody_understands_is_kept(root: Path, tmp_path: Path, monkeypatch: Any) -> None:
    import tempfile

    script = tmp_path / "editor.py"
    script.write_text("import sys;p=sys.argv[1];t=open(p).read();open(p,'w').write(t.replace('estimate:','estimate: lots'))")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with opened(root) as (app, pilot):
        app.suspend = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        form = await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "E")
        assert app.screen is form
        assert not form.model.is_dirty
    (kept,) = tmp_path.glob("pmtui-*/*.md")
    assert "estimate: lots" in kept.read_text()


async def test_what_others_change_meanwhile_is_shown_and_merged(root: Path) -> None:
    change(root, Edit("item", ITEM, {}, {"tags": ["old"], "estimate": 1}))
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "tags")
        await press(pilot, "enter", "end", *", mine", "enter")
        change(root, Edit("item", ITEM, {"tags": ["old"], "estimate": 1}, {"tags": ["old", "theirs"], "estimate": 5}))
        await until(app, pilot, lambda: form.model.outside == {"tags", "estimate"})
        assert form.model.top("estimate") == 5
        assert form.model.top("tags") == ["mine", "old"]
        assert "changed elsewhere" in note_beneath(form, "tags")
        await press(pilot, "ctrl+s")
        await saved(app, pilot)
        assert stored(root, ITEM)["tags"] == ["mine", "old", "theirs"]
        assert stored(root, ITEM)["estimate"] == 5


def disputed(root: Path) -> None:
    """Give the item a conflict on its title, and one inside an entry, as a merge leaves them."""
    from pmtui.domain.canonical import encode
    from pmtui.domain.kinds import SCHEMA
    from pmtui.domain.merge import merge

    kind, base = SCHEMA["item"], {**stored(root, ITEM), "criteria": CRITERIA}
    ours = {**base, "title": "Ours", "criteria": [{**CRITERIA[0], "text": "One of ours"}, *CRITERIA[1:]]}
    theirs = {**base, "title": "Theirs", "criteria": [{**CRITERIA[0], "text": "One of theirs"}, *CRITERIA[1:]]}
    path = root / "backlog" / ITEM[0] / f"{ITEM}.json"
    path.write_bytes(encode(kind, merge(kind, base, ours, theirs)))


@pytest.mark.parametrize("side", [0, 1])
async def test_both_sides_of_a_conflict_are_shown_and_one_ends_it(root: Path, side: int) -> None:
    disputed(root)
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "title")
        assert {"Ours", "Theirs"} <= set(screen_text(app).split())
        for path in (("title",), ("criteria", "c0aaaaaaaa", "text")):
            go(form, path)
            await press(pilot, *["j"] * (side + 1))
            assert form.row is not None
            wanted = form.row.value
            await press(pilot, "enter")
            assert form.model.value(path) == wanted
        await press(pilot, "ctrl+s")
        await saved(app, pilot)
        now = stored(root, ITEM)
        assert "conflicts" not in now
        assert "conflicts" not in now["criteria"][0]
        await press(pilot, "u")
        await saved(app, pilot)
        assert all_bytes(root) == before


async def test_a_draft_is_kept_offered_and_removed(root: Path) -> None:
    async with opened(root) as (app, pilot):
        form = await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "!", "enter")
        go(form, ("confidence",))
        await press(pilot, *"150", "escape")
        await until(app, pilot, lambda: drafts(root))
        assert drafts(root)[0]["values"] == {"title": "Item 0!"}
    # the app ended without saving: another one finds the draft
    async with opened(root) as (app, pilot):
        await press(pilot, "ctrl+e")
        assert isinstance(app.screen, AnswerDialog)
        await press(pilot, "enter")
        form = app.screen
        assert isinstance(form, FormScreen)
        assert form.model.top("title") == "Item 0!"
        assert form.model.state.texts == {("confidence",): "150"}
        await press(pilot, "ctrl+s")
        assert app.screen is form
        await press(pilot, "backspace", "enter", "ctrl+s")
        await saved(app, pilot)
        assert (stored(root, ITEM)["title"], stored(root, ITEM)["confidence"]) == ("Item 0!", 15)
        await until(app, pilot, lambda: drafts(root) == [])


async def test_a_draft_that_is_thrown_away_is_gone_and_one_put_off_stays(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "!", "enter")
    async with opened(root) as (app, pilot):
        await press(pilot, "ctrl+e", "escape")
        assert app.screen is app.records_screen
        assert len(drafts(root)) == 1
        await press(pilot, "ctrl+e", "d")
        await rest(pilot)
        form = app.screen
        assert isinstance(form, FormScreen)
        assert form.model.top("title") == "Item 0"
        await until(app, pilot, lambda: drafts(root) == [])


async def test_a_new_record_of_any_kind(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await settled(app, pilot)
        await press(pilot, "A")
        form = app.screen
        assert isinstance(form, FormScreen)
        await press(pilot, "escape")
        assert app.screen is app.records_screen, "nothing was typed: nothing to ask"
        await press(pilot, "A", *"Fresh work", "enter", "ctrl+s")
        await saved(app, pilot)
        record = app.records_screen.cursor_record()
        assert record is not None
        assert record.title == "Fresh work"
        app.dispatch("record.new", {"kind": "problem"})
        await rest(pilot)
        await press(pilot, *"It hurts", "tab", "ctrl+s")
        await saved(app, pilot)
        table = app.snapshot.table("problem")
        assert [table.column("title")[at] for at in range(len(table))] == ["It hurts"]


async def test_leaving_the_program_keeps_what_is_in_the_form(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await open_form(app, pilot, "item", ITEM, "title")
        await press(pilot, "!")
        app.exit(0)
    assert drafts(root)[0]["values"] == {"title": "Item 0!"}


@pytest.mark.parametrize("key", ["escape", "ctrl+s"])
async def test_keys_that_wait_for_a_form_that_is_closed_already_do_nothing(root: Path, key: str) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        main, records = app.screen, len(all_bytes(root))
        form = await open_form(app, pilot, "item", "")
        go(form, ("title",))
        if key == "ctrl+s":
            await type_text(form, pilot, "A new one")
        for one in (key, key, "a", key):
            form.post_message(events.Key(one, one if len(one) == 1 else None))
        await rest(pilot)
        assert app.screen is main
        await saved(app, pilot)
        assert len(all_bytes(root)) == records + (key == "ctrl+s")
        assert len(app.ledger.undos) == (key == "ctrl+s")
        assert (await open_form(app, pilot, "item", ITEM)).model.id == ITEM
        await press(pilot, "escape")
        assert app.screen is main


async def test_keys_typed_ahead_wait_for_the_record_that_enter_meant(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await open_form(app, pilot, "item", ITEM, "problems")
        assert app._driver is not None
        for key in ("enter", *"Banks fail", "enter", "ctrl+s"):
            event = events.Key(key, key if len(key) == 1 else None)
            event.set_sender(app)
            app._driver.send_message(event)
        await until(app, pilot, lambda: app.screen is app.records_screen)
        await saved(app, pilot)
        (id,) = stored(root, ITEM)["problems"]
        assert stored(root, id, "problems")["title"] == "Banks fail"

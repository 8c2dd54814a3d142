"""The History screen: rows that are changes, a filter of their own, pages, reading that can be stopped, and taking back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from history_stage import commit, edited, history_of, make_history, read, rows
from stage import NOW, item_id, opened, saved, screen_text, stored, until, until_shown
from textual.screen import Screen

from pmtui.domain.change import Change, Edit
from pmtui.domain.history import ADDED, EDITED, MOVED
from pmtui.screens.history_reading import HistoryReading
from pmtui.store.workspace import Workspace
from pmtui.widgets.history_rows import BY_PERSON, BY_RECORD

A, B, C = item_id(0), item_id(1), item_id(2)
ALL = [(A, EDITED), (C, EDITED), (A, EDITED), (B, EDITED), (C, MOVED), (A, EDITED)]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_history(tmp_path_factory.mktemp("history") / "product")


@pytest.fixture
def root(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import shutil

    monkeypatch.setenv("PMTUI_NOW", NOW)
    return Path(shutil.copytree(template, tmp_path / "product"))


async def test_the_newest_change_comes_first_and_its_fields_stand_beside_it(root: Path) -> None:
    async with opened(root, (160, 40)) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        assert rows(screen)[:6] == ALL
        assert all(what == ADDED for _, what in rows(screen)[6:])
        text = screen_text(app)
        assert "status doing → review" in text
        await pilot.press("j", "j")
        await pilot.pause()
        text = screen_text(app)
        assert all(one in text for one in ("+cards", "− We retry a failed card", "+ The tries can be set", "Tune the retries", "Cyd Marsh"))


async def test_a_record_without_a_screen_opens_here_and_back_leads_to_the_change(root: Path) -> None:
    sprint = {"id": "jjjjjjjjj1", "title": "Sprint nine", "created_at": NOW}
    with Workspace(root) as workspace:
        workspace.save(Change("add", (Edit("iteration", "jjjjjjjjj1", None, sprint),), at=NOW))
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        screen.filter_text = "kind:iteration"
        screen.show_snapshot()
        await read(app, pilot)
        key = screen.view_widget.cursor_id
        await pilot.press("enter")
        await until(app, pilot, lambda: str(screen.query_one("#side").border_title).startswith("history › I-jjjj"))
        assert app.records_screen is screen
        await pilot.press("ctrl+o")
        await until(app, pilot, lambda: not screen.is_detail_open)
        assert (screen.is_detail_open, screen.view_widget.has_focus, screen.view_widget.cursor_id) == (False, True, key)


async def test_enter_goes_to_the_record_and_back_leads_to_the_change(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        await pilot.press("j", "enter")
        await until(app, pilot, lambda: (app.records_screen.name, app.records_screen.view_widget.cursor_id) == ("backlog", C))
        await pilot.press("ctrl+o")
        await until(app, pilot, lambda: app.records_screen is screen)
        await read(app, pilot)
        assert app.records_screen is screen
        assert screen.cursor_revision is not None
        assert (screen.cursor_revision.id, screen.cursor_revision.commit) == (C, "")


async def test_by_record_and_by_person_the_cursor_stays_on_its_change(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        await pilot.press("j", "j", "j")
        here = screen.view_widget.cursor_id
        await pilot.press("b")
        assert (screen.layout_name, screen.view_widget.cursor_id) == (BY_RECORD, here)
        assert rows(screen)[:3] == [(A, EDITED)] * 3
        await pilot.press("b")
        assert (screen.layout_name, screen.view_widget.cursor_id) == (BY_PERSON, here)
        assert "Ana Ruiz" in screen_text(app)


async def test_the_filter_names_what_changes_have(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        filters = {"who:cyd": 1, "field:status what:edited": 3, "to:dropped": 1, "charged": 1, "since:-2d commit:any": 1}
        for text, wanted in filters.items():
            app.dispatch("view.filter", {"query": text})
            await read(app, pilot)
            assert (text, len(rows(screen))) == (text, wanted)
        await pilot.press("/")
        screen.filter.edit.value = "is:open "
        await pilot.pause()
        assert "changes have no is" in screen_text(app)
        assert len(rows(screen)) == 1
        await pilot.press("escape")
        await read(app, pilot)
        assert len(rows(screen)) == 11


async def test_the_history_of_the_record_under_the_cursor(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("j", "H")
        await until(app, pilot, lambda: app.records_screen.name == "history")
        screen = await read(app, pilot)
        assert rows(screen) == [(A, EDITED), (A, EDITED), (A, EDITED), (A, ADDED)]
        await pilot.press("escape")
        await read(app, pilot)
        assert rows(screen)[:6] == ALL


async def test_new_commits_appear_by_reload_and_the_cursor_stays(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        await pilot.press("j", "j", "j")
        here = screen.view_widget.cursor_id
        commit(root, "All of it", 22, "Ana Ruiz")
        edited(root, 1, estimate=8)
        await pilot.press("r")
        await read(app, pilot)
        assert rows(screen)[:3] == [(B, EDITED), (A, EDITED), (C, EDITED)]
        assert screen.view_widget.cursor_id == here


async def test_what_is_changed_here_becomes_a_change_that_is_not_committed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.screens.history._SOON", 0.2)
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        before = len(rows(screen))
        screen.view_widget.move_to_id(next(key for key in map(screen.reading.rows.id, range(before)) if key.endswith("mmmmmmmmm1")))
        await pilot.press(">")
        await saved(app, pilot)
        await until(app, pilot, lambda: len(rows(screen)) > before)
        assert next((one.id, one.commit) for one in screen.reading.rows.revisions if one.kind == "milestone") == ("mmmmmmmmm1", "")


async def test_a_change_is_taken_back_and_that_is_undone(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        await pilot.press("j", "j")
        now = stored(root, A)
        await pilot.press("Z")
        await saved(app, pilot)
        found = stored(root, A)
        assert (found["tags"], found["body"][0], "criteria" in found, found["status"]) == (["billing"], now["body"][0].replace(
            "four and nine", "three and seven"), False, "review")
        assert len(found["body"]) == 3
        await pilot.press("u")
        await saved(app, pilot)
        assert stored(root, A) == now
        assert app.records_screen is screen


async def test_a_drop_that_was_taken_back_may_ask_for_a_reason(root: Path) -> None:
    edited(root, 1, status="ready")
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        while screen.cursor_revision is None or screen.cursor_revision.id != B:
            await pilot.press("j")
        await pilot.press("Z")
        await until_shown(app, pilot, "needs a reason")
        await pilot.press(*"still so", "enter")
        await saved(app, pilot)
        assert stored(root, B)["status"] == "dropped"


async def test_the_workspace_as_it_was_begins_at_the_commit_under_the_cursor(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        await pilot.press("j", "j")
        assert screen.cursor_revision is not None
        await pilot.press("g", "a")
        wanted = f"as it was at commit {screen.cursor_revision.commit[:7]}"
        await until_shown(app, pilot, wanted)


@pytest.mark.parametrize("key", ["J", "T", "O", "C", "ctrl+g"])
async def test_what_makes_no_sense_here_says_why(root: Path, key: str) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        await read(app, pilot)
        await pilot.press(key)
        await pilot.pause()
        assert any("order of time" in str(one.message) for one in app._notifications)


async def test_pages_come_as_one_scrolls(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.screens.history_reading.PAGE", 2)
    monkeypatch.setattr("pmtui.screens.history_reading.FURTHER", 3)
    monkeypatch.setattr("pmtui.screens.history_reading._AHEAD", 2)
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        assert len(rows(screen)) == 2
        await pilot.press("G")
        await read(app, pilot)
        assert len(rows(screen)) == 5
        app.dispatch("view.filter", {"query": "what:added"})
        await read(app, pilot)
        for _ in range(3):
            await pilot.press("G")
            await read(app, pilot)
        assert len(rows(screen)) == 5
        assert screen.reading.is_all


async def test_many_changes_are_looked_at_in_several_goes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.screens.history_filling._AT_ONCE", 2)
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        app.dispatch("view.filter", {"query": "kind:item what:added"})
        await until(app, pilot, lambda: not screen.is_matching and len(rows(screen)) == 3)
        assert all(what == ADDED for _, what in rows(screen))


async def test_escape_stops_reading_and_what_has_come_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.screens.history_reading.PAGE", 2)
    monkeypatch.setattr("pmtui.screens.history_reading._SHOWN_AFTER", 0.0)
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        reading: HistoryReading = screen.reading
        monkeypatch.setattr(reading, "_carry_out", lambda name, **arguments: None)
        reading.begin(anew=True)
        await pilot.press("escape")
        assert (reading.is_under_way, reading.is_stopped, len(rows(screen)) > 0) == (False, True, True)
        assert "reading stopped" in screen_text(app)


async def test_nothing_is_read_before_the_screen_is_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr("pmtui.app.history.ReadingHistory.do_read_history", lambda room, arguments: started.append(arguments))
    async with opened(root, ahead=True) as (app, pilot):
        await until(app, pilot, lambda: isinstance(app._installed_screens.get("history"), Screen))
        await asyncio.sleep(0.1)
        assert started == []
        await pilot.press("8")
        await until(app, pilot, lambda: len(started) == 1)


async def test_git_is_let_go_while_nobody_looks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.screens.history_reading.PAGE", 4)
    monkeypatch.setattr("pmtui.screens.history_reading._AHEAD", 0)
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        log = app.effects.room("pmtui.app.history:ReadingHistory")._log
        process = log._blobs._stream._process
        assert process.poll() is None
        await pilot.press("4")
        await until(app, pilot, lambda: process.poll() is not None)
        await pilot.press("8")
        await read(app, pilot)
        assert rows(screen) == ALL[:4]


async def test_a_record_that_was_purged_comes_back(root: Path) -> None:
    path = root / "backlog" / "0" / f"{B}.json"
    path.unlink()
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        await pilot.press("j")
        assert screen.cursor_revision is not None
        assert (screen.cursor_revision.id, screen.cursor_revision.what) == (B, "purged")
        await pilot.press("enter")
        await pilot.pause()
        assert any("not here any more" in str(one.message) for one in app._notifications), screen_text(app)
        await pilot.press("Z")
        await saved(app, pilot)
        assert stored(root, B)["status"] == "dropped"


async def test_without_a_repository_it_says_what_to_do(root: Path, tmp_path: Path) -> None:
    import shutil

    shutil.rmtree(root / ".git")
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        await read(app, pilot)
        text = screen_text(app)
        assert "this workspace is in no git repository" in text
        assert "git init makes one" in text
        assert history_of(app).cursor_revision is None
        await pilot.press("Z", "enter", "x")
        await pilot.pause()


async def test_it_stands_again_as_it_was_left(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        await pilot.press("b", "j", "j")
        app.dispatch("view.filter", {"query": "kind:item"})
        await read(app, pilot)
        here = screen.view_widget.cursor_id
        app.sessions.keep()
    async with opened(root) as (app, pilot):
        screen = await read(app, pilot)
        assert (screen.layout_name, screen.filter_text, screen.view_widget.cursor_id) == (BY_RECORD, "kind:item", here)


async def test_in_the_past_the_foot_names_what_leads_back_and_nothing_that_is_refused(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("8")
        screen = await read(app, pilot)
        assert "Z take back" in screen_text(app)
        await pilot.press("G", "g", "a")
        await until(app, pilot, lambda: app.past is not None and "return to now" in screen_text(app).splitlines()[-1])
        foot = screen_text(app).splitlines()[-1]
        assert "esc return to now" in foot
        assert "take back" not in foot
        assert screen is app.records_screen

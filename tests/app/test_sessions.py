"""The session: screen, layout, filter, order, columns, cursor and scroll of each screen stand again at the next start."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.app.sessions import usable
from pmtui.commands.core import Effect
from pmtui.screens.registry import SCREENS
from pmtui.screens.view_state import ViewState
from pmtui.store.config import Config
from pmtui.store.workspace import Workspace
from tests.screens.stage import all_bytes, item_id, make_workspace, opened, settled, until, until_told

LINES = 120


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=LINES)


def session_file(root: Path) -> Path:
    return root / ".local" / "session.json"


def write_session(root: Path, **state: Any) -> None:
    session_file(root).write_text(json.dumps({"screen": "backlog", "screens": {"backlog": state}}), encoding="utf-8")


def read(root: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(session_file(root).read_text(encoding="utf-8"))
    return found


async def waited_for(pilot: Pilot[int], text: str) -> None:
    """Wait until a warning says something."""
    await until_told(pilot.app, pilot, text)


async def test_the_screen_stands_as_it_was_left_down_to_the_scroll(root: Path) -> None:
    before = all_bytes(root)
    async with opened(root) as (app, pilot):
        app.dispatch("view.filter", {"query": "item"})
        app.dispatch("view.sort", {"field": "title"})
        await pilot.press("z", *"j" * 50, *"k" * 9)
        await pilot.pause()
        left, cursor, scroll = app.records_screen.state(), app.records_screen.list.cursor_id, app.records_screen.list.scroll_offset
        app.effects.leave()
    assert scroll.y > 0
    async with opened(root) as (app, pilot):
        screen = app.records_screen
        assert screen.state() == left
        assert (screen.list.cursor_id, screen.list.scroll_offset) == (cursor, scroll)
        assert (screen.filter_text, screen.sort, screen.detail_place) == ("item", "title", "below")
        assert "item" in str(screen.query_one("#main").border_title)
    assert all_bytes(root) == before


async def test_another_layout_is_shown_at_once_with_its_cursor(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("b", *"jjjj")
        await pilot.pause()
        cursor = app.records_screen.view_widget.cursor_id
        app.effects.leave()
    async with opened(root) as (app, pilot):
        assert app.records_screen.layout_name == "board"
        assert app.records_screen.view_widget.cursor_id == cursor
        await pilot.press("b", "b")
        await pilot.pause()
        assert app.records_screen.list.cursor_id == cursor


async def test_the_cursor_finds_its_record_when_the_cache_is_gone(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(*"j" * 30)
        app.effects.leave()
    shutil.rmtree(root / ".local" / "cache")
    async with opened(root) as (app, pilot):
        assert app.records_screen.list.cursor_id == item_id(30)


async def test_a_smaller_terminal_shows_the_cursor_too(root: Path) -> None:
    async with opened(root, (200, 60)) as (app, pilot):
        await pilot.press(*"j" * 52)
        app.effects.leave()
    async with opened(root, (80, 24)) as (app, pilot):
        view = app.records_screen.list
        assert view.cursor_id == item_id(52)
        assert view.scroll_offset.y <= 52 < view.scroll_offset.y + view.size.height


async def test_a_record_that_is_gone_leaves_the_cursor_at_the_top_for_good(root: Path) -> None:
    write_session(root, cursor="zzzzzzzzzz", top=40)
    async with opened(root) as (app, _pilot):
        assert app.records_screen.list.cursor_id == item_id(0)
        assert app.records_screen.wanted_cursor == ""


async def test_a_filter_that_no_longer_parses_is_dropped_and_said(root: Path) -> None:
    write_session(root, filter="nonsense>3", sort="no-such", group="neither", cursor=item_id(7), columns=["title", "gone"])
    async with opened(root) as (app, pilot):
        screen = app.records_screen
        assert (screen.filter_text, screen.sort, screen.group) == ("", "", "")
        assert len(screen.list.view.rows) == LINES
        assert screen.list.cursor_id == item_id(7)
        await waited_for(pilot, "Backlog: the filter “nonsense>3” is not understood")
        await waited_for(pilot, "no-such")
        await waited_for(pilot, "neither")
        app.effects.leave()
    assert "filter" not in read(root)["screens"]["backlog"]  # said once, not at each start


@pytest.mark.parametrize("raw", [b"", b"[1]", b'{"screen": 7, "screens": 8}', b'{"screen": "moon", "screens": {"backlog": []}}', b"\xff"])
async def test_an_odd_file_is_ignored(root: Path, raw: bytes) -> None:
    session_file(root).write_bytes(raw)
    async with opened(root) as (app, pilot):
        assert app.records_screen.name == "backlog"
        assert app.records_screen.list.cursor_id == item_id(0)
        assert not pilot.app._notifications


async def test_odd_values_are_left_out(root: Path) -> None:
    write_session(root, layout="spiral", filter=7, sort=None, detail="above", cursor=["x"], top=-4, extra=[], columns=[1])
    async with opened(root) as (app, _pilot):
        screen = app.records_screen
        assert (screen.layout_name, screen.filter_text, screen.detail_place) == ("list", "", "right")


async def test_a_named_screen_goes_before_the_one_that_was_left_and_stands_as_it_stood(root: Path) -> None:
    write_session(root, filter="item 1")
    app = PmtuiApp(Workspace(root), Config(), "ana", "backlog")
    async with app.run_test() as pilot:
        await settled(app, pilot)
        assert app.records_screen.filter_text == "item 1"
        app.link.finish()


async def test_it_is_kept_while_the_program_runs_but_only_when_it_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmtui.app.sessions.EVERY", 0.05)
    async with opened(root) as (app, pilot):
        await pilot.press("j")
        await until(app, pilot, lambda: session_file(root).is_file() and read(root)["screens"]["backlog"].get("cursor") == item_id(1))
        await pilot.pause(0.1)
        session_file(root).unlink()
        await pilot.pause(0.2)
        assert not session_file(root).exists()


async def test_the_demo_neither_keeps_nor_restores(root: Path) -> None:
    write_session(root, filter="item 1")
    before = session_file(root).read_bytes()
    app = PmtuiApp(Workspace(root), Config(), "ana")
    app.is_demo = True
    async with app.run_test() as pilot:
        await settled(app, pilot)
        assert app.records_screen.filter_text == ""
        await pilot.press("j")
        app.effects.leave()
    assert session_file(root).read_bytes() == before


async def test_screens_that_were_not_visited_keep_their_state(root: Path) -> None:
    session_file(root).write_text(json.dumps({"screen": "backlog", "screens": {"later": {"filter": "x"}}}), encoding="utf-8")
    async with opened(root) as (app, pilot):
        await pilot.press("j")
        app.effects.leave()
    assert read(root)["screens"]["later"] == {"filter": "x"}
    assert read(root)["screens"]["backlog"]["cursor"] == item_id(1)


def test_what_is_usable_stays() -> None:
    state = ViewState("list", "status:ready", "-rice", "status", ("title",), "off", "a", 3, {"zoom": "week"})
    assert usable(state, "item") == (state, [])
    assert usable(state._replace(group="none"), "item")[1] == []
    assert ViewState.of_json(json.loads(json.dumps(state.as_json()))) == state


async def test_each_screen_stands_as_it_stood_and_the_last_one_is_shown(root: Path) -> None:
    others = [name for name in SCREENS if name != "backlog"]
    async with opened(root) as (app, pilot):
        app.dispatch("view.filter", {"query": "item 1"})
        states = {}
        for name in others:
            app.effects.carry_out(Effect("screen", {"name": name}))
            await pilot.pause()
            app.dispatch("view.layout")
            await pilot.pause()
            states[name] = app.records_screen.state()
        app.effects.leave()
    async with opened(root) as (app, pilot):
        assert app.records_screen.name == others[-1]
        for name in others:
            app.effects.carry_out(Effect("screen", {"name": name}))
            await pilot.pause()
            assert app.records_screen.state() == states[name]
        app.effects.carry_out(Effect("screen", {"name": "backlog"}))
        await pilot.pause()
        assert app.records_screen.filter_text == "item 1"

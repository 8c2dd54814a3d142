"""The Roadmap on the screen: its three layouts, moves that are shown before they are made, what they leave in the files."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from stage import NOW, all_bytes, make_workspace, opened, saved, screen_text, settled, stored, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.screens.roadmap import RoadmapScreen
from pmtui.store.workspace import Workspace
from pmtui.widgets.cells import width_of
from pmtui.widgets.line_edit import LineEdit

MVP, NEXT, YEAR, NONE, DONE = "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "dddddddddd", "eeeeeeeeee"
MILESTONES: dict[str, dict[str, Any]] = {
    MVP: {"title": "Billing MVP", "start": "2026-10-05", "target": "2026-12-15", "status": "active", "health": "on_track",
          "release": "mvp", "horizon": "now"},
    NEXT: {"title": "Dunning", "start": "2026-12-01", "target": "2027-02-15", "resolution": "quarter", "depends_on": [MVP],
           "horizon": "next", "health": "at_risk"},
    YEAR: {"title": "顧客 everywhere", "target": "2027-05-01", "resolution": "year", "horizon": "later"},
    NONE: {"title": "Some day"},
    DONE: {"title": "Long shipped", "start": "2026-01-05", "target": "2026-02-01", "status": "shipped"},
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Five milestones; the first has three items, one of them done."""
    root = make_workspace(tmp_path / "product", count=3, milestone=MVP)
    edits = [
        Edit("milestone", id, None, {"id": id, "rank": f"a{at}", "created_at": NOW, **fields})
        for at, (id, fields) in enumerate(MILESTONES.items())
    ]
    edits.append(Edit("milestone", "mmmmmmmmm1", {}, {"deleted_at": NOW}))
    edits.append(Edit("item", "000aaaaaaa", {"status": "ready"}, {"status": "done", "due": "2026-11-10"}))
    edits.append(Edit("item", "001aaaaaaa", {}, {"due": "2026-11-20"}))
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", tuple(edits), at=NOW))
    for path in (root / ".local" / "journal").iterdir():
        path.unlink()
    return root


def roadmap(app: PmtuiApp) -> RoadmapScreen:
    screen = app.records_screen
    assert isinstance(screen, RoadmapScreen)
    return screen


def line_with(app: PmtuiApp, words: str) -> str:
    return next(line for line in screen_text(app).split("\n") if words in line)


def said(app: PmtuiApp) -> str:
    """What the toasts say."""
    return " ".join(one.message for one in app._notifications)


async def answered(app: PmtuiApp, pilot: Pilot[int], text: str) -> None:
    focused = app.screen.focused
    assert isinstance(focused, LineEdit)
    focused.insert_text_at_cursor(text)
    await pilot.press("enter")
    await pilot.pause()


async def test_the_timeline_shows_what_is_open_with_progress_and_dependencies(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("g", "r")
        await pilot.pause()
        text = screen_text(app)
        assert "Roadmap · without shipped and cancelled · by start · 4 of 5" in text
        assert "Long shipped" not in text
        assert "15 Dec · 1/3 · mvp" in line_with(app, "Billing MVP")
        await pilot.press(">")
        await pilot.pause()
        assert "« 16 d too early" in line_with(app, "Dunning"), "what is tried counts"
        await pilot.press("escape")
        await pilot.pause()
        assert "« 15 d too early" in line_with(app, "Dunning")
        assert "╱" in line_with(app, "Dunning")
        assert line_with(app, "Dunning").startswith("│→")
        assert text.index("no date ──") < text.index("Some day")
        await pilot.press("j")
        assert line_with(app, "Billing MVP").startswith("│←")


async def test_items_unfold_and_can_be_worked_on_where_they_stand(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "l", "j")
        await pilot.pause()
        lines = screen_text(app).split("\n")
        at = next(at for at, line in enumerate(lines) if "Billing MVP" in line)
        assert ["Item 1" in lines[at + 1], "Item 2" in lines[at + 2], "Item 0" in lines[at + 3]] == [True] * 3, "what is open comes first"
        assert "» due 20 Nov" in lines[at + 1]
        record = app.records_screen.cursor_record()
        assert record is not None
        assert (record.kind, record.title) == ("item", "Item 1")
        await pilot.press(">")
        await saved(app, pilot)
        assert stored(root, "001aaaaaaa")["status"] == "doing"
        await pilot.press("h", "h")
        await pilot.pause()
        assert "Item 1" not in screen_text(app)


async def test_a_move_is_shown_first_and_made_by_enter_with_one_reason_and_one_undo(root: Path) -> None:
    async with opened(root) as (app, pilot):
        before = all_bytes(root)
        await pilot.press("5", "j", ">", ">", "<", ")")
        await pilot.pause()
        text = screen_text(app)
        assert "Dunning: target Q1 2027 → Q3 2027, start 1 Dec 2026 → 1 Mar 2027" in text
        assert "····" in line_with(app, "Dunning"), "the old place is dotted"
        assert "enter keep" in text.split("\n")[-1]
        assert all_bytes(root) == before
        await pilot.press("enter")
        await pilot.pause()
        assert "slips to Q3 2027, which needs a reason" in " ".join(screen_text(app).split())
        await answered(app, pilot, "The bank is late")
        await saved(app, pilot)
        after = stored(root, NEXT, "milestones")
        assert (after["start"], after["target"]) == ("2027-03-01", "2027-09-30")
        assert [one["text"] for one in after["reasons"]] == [["The bank is late"]]
        assert not roadmap(app).preview.is_shown
        assert "enter keep" not in screen_text(app).split("\n")[-1]
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before


async def test_escape_drops_a_move_and_so_does_giving_no_reason_twice(root: Path) -> None:
    async with opened(root) as (app, pilot):
        before = all_bytes(root)
        await pilot.press("5", ">", "escape")
        assert not roadmap(app).preview.is_shown
        await pilot.press(">", "enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert roadmap(app).preview.is_shown, "the question is gone, the preview is not"
        await pilot.press("escape")
        assert not roadmap(app).preview.is_shown
        assert all_bytes(root) == before


async def test_what_waits_for_a_milestone_goes_along_in_one_change_and_a_start_moves_alone(root: Path) -> None:
    async with opened(root) as (app, pilot):
        before = all_bytes(root)
        await pilot.press("5", "p")
        assert "a move that is shown: > begins one" in screen_text(app) + said(app)
        await pilot.press(">", "p")
        await pilot.pause()
        text = screen_text(app)
        assert "one goes along, as far as needed · Billing MVP → 16 Dec 2026 · Dunning from 17 Dec 2026" in text
        assert "too early" not in text, "the push mends what was too early before"
        assert roadmap(app).preview.dates[NEXT].start == "2026-12-17"
        await pilot.press("p")
        assert roadmap(app).preview.along == "all"
        await pilot.press("p")
        assert NEXT not in roadmap(app).preview.dates
        await pilot.press("p", "j")
        assert roadmap(app).preview.is_shown, "the cursor may look at what goes along"
        await pilot.press("enter")
        await pilot.pause()
        await answered(app, pilot, "One day more")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["target"] == "2026-12-16"
        moved = stored(root, NEXT, "milestones")
        assert (moved["start"], moved["target"]) == ("2026-12-17", "2027-02-15")
        await pilot.press("u")
        await saved(app, pilot)
        assert all_bytes(root) == before
        await pilot.press("tab", "shift+tab", "g", "g", ">", "escape", ">", "<", "tab", "<")
        await pilot.pause()
        assert "start 5 → 4 Oct 2026" in screen_text(app)
        assert roadmap(app).preview.dates[MVP].target == "2026-12-15"
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["start"] == "2026-10-04"


async def test_lanes_fold_and_the_critical_path_and_the_forecast_are_shown(root: Path) -> None:
    with Workspace(root) as workspace:
        edits = [Edit("milestone", MVP, {}, {"theme": "Money"}), Edit("milestone", YEAR, {}, {"theme": "World"})]
        weeks = [f"2026-{month:02}-{day:02}T10:00:00Z" for month, day in ((9, 20), (10, 1), (10, 9), (10, 16), (11, 2), (11, 12))]
        edits += [Edit("item", f"zzzzzzzz{at:02}", None, {"id": f"zzzzzzzz{at:02}", "title": "Done", "status": "done", "done_at": when,
                                                      "rank": f"z{at}", "created_at": NOW}) for at, when in enumerate(weeks)]
        workspace.save(Change("prepare", tuple(edits), at=NOW))
    async with opened(root) as (app, pilot):
        await pilot.press("5", "ctrl+g")
        await pilot.pause()
        await pilot.press(*"theme", "enter")
        await until(app, pilot, lambda: roadmap(app).outlook.forecasts is not None)
        lines = [line for line in screen_text(app).split("\n") if line.strip()]
        at = next(at for at, line in enumerate(lines) if "▿ Money" in line)
        assert "1 · 1/3 done" in lines[at]
        assert "Billing MVP" in lines[at + 1]
        assert "▿ World" in lines[at + 2]
        assert "⇢" in lines[at + 1] or "⇛" in lines[at + 1] or "┤" in lines[at + 1]
        assert "no date" in line_with(app, "Some day"), "in the lane of those without a theme"
        await pilot.press("P")
        await pilot.pause()
        assert "slack" in screen_text(app)
        assert "critical" in line_with(app, "顧客")
        await pilot.press("g", "g", "j", ">", ">")
        await pilot.pause()
        assert "slack 992 d" in line_with(app, "Billing MVP"), "the end of all would come two years later"
        await pilot.press("escape", "0")
        await pilot.pause()
        assert "slack 261 d" in line_with(app, "Billing MVP")
        await pilot.press("P", "g", "g", "h")
        await pilot.pause()
        assert "Billing MVP" not in screen_text(app)
        assert "━" in line_with(app, "▹ Money")
        assert app.records_screen.view_widget.cursor_id is None
        assert "enter unfold" in screen_text(app).split("\n")[-1]
        await pilot.press(">", "space", "e", "enter")
        await pilot.pause()
        assert app.records_screen.view_widget.cursor_id == MVP
        await pilot.press("b", "b", "b")
        await pilot.pause()
        assert "▿ Money" in screen_text(app), "lanes are as they were after a round through the layouts"


async def test_a_move_earlier_needs_no_reason_and_the_selection_moves_together(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "space", "j", "space", "<")
        await pilot.pause()
        assert "2 milestones: -1, each by its own periods" in screen_text(app)
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["target"] == "2026-12-14"
        assert stored(root, NEXT, "milestones")["target"] == "2026-12-31"
        await pilot.press("u")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["target"] == "2026-12-15"
        assert stored(root, NEXT, "milestones")["target"] == "2027-02-15"


async def test_a_move_and_back_is_no_move(root: Path) -> None:
    async with opened(root) as (app, pilot):
        before = all_bytes(root)
        await pilot.press("5", "j", ">", "<", "enter")
        await pilot.pause()
        assert not roadmap(app).preview.is_shown
        assert app.screen is app.records_screen
        assert all_bytes(root) == before


async def test_a_target_cannot_go_before_the_start(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "j", "(")
        await pilot.pause()
        assert roadmap(app).preview.dates[NEXT].target == "2026-12-31"
        await pilot.press("(")
        await pilot.pause()
        assert roadmap(app).preview.dates[NEXT].target == "2026-12-31"
        assert "before the start" in said(app)


async def test_leaving_the_milestone_or_the_layout_drops_the_move(root: Path) -> None:
    async with opened(root) as (app, pilot):
        before = all_bytes(root)
        await pilot.press("5", ">", "j")
        await pilot.pause()
        assert not roadmap(app).preview.is_shown
        assert "not moved" in screen_text(app)
        await pilot.press(">", "b")
        await pilot.pause()
        assert not roadmap(app).preview.is_shown
        assert all_bytes(root) == before


async def test_dates_that_change_meanwhile_drop_the_move(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", ">")
        with Workspace(root) as other:
            other.save(Change("elsewhere", (Edit("milestone", MVP, {"target": "2026-12-15"}, {"target": "2026-12-20"}),), at=NOW))
        await until(app, pilot, lambda: not roadmap(app).preview.is_shown)
        assert "20 Dec" in line_with(app, "Billing MVP")


async def test_a_milestone_without_dates_says_so(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "G", ">")
        await pilot.pause()
        assert "no dates yet" in said(app)
        assert not roadmap(app).preview.is_shown


async def test_the_layouts_share_cursor_and_selection(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "j", "space", "b")
        await pilot.pause()
        assert app.records_screen.view_widget.cursor_id == NEXT
        text = screen_text(app)
        assert "■ now 1" in text
        assert "unplanned 1" in text
        assert "by rank" in text
        await pilot.press("b")
        await pilot.pause()
        assert app.records_screen.view_widget.cursor_id == NEXT
        assert "Q1 2027" in line_with(app, "▸")
        assert "1 selected" in screen_text(app)
        await pilot.press("b")
        await pilot.pause()
        assert app.records_screen.layout_name == "timeline"
        assert app.records_screen.view_widget.cursor_id == NEXT


async def test_lanes_are_horizons(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "b", ">")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["horizon"] == "next"
        await pilot.press(">", ">")
        await saved(app, pilot)
        assert "horizon" not in stored(root, MVP, "milestones")
        await pilot.press(">")
        await pilot.pause()
        assert "unplanned is the last lane" in said(app)
        await pilot.press("u", "u", "u")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["horizon"] == "now"


async def test_rank_moves_ask_for_the_order_of_rank_once(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "J")
        await pilot.pause()
        assert "sort by rank" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "by rank" in screen_text(app)
        await pilot.press("J")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["rank"] > stored(root, NEXT, "milestones")["rank"]


async def test_zoom_pan_and_today_by_key_and_the_zoom_is_remembered(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "-", "-", "-")
        await pilot.pause()
        assert "years" in screen_text(app).split("\n")[2]
        await pilot.press(*["shift+right"] * 8)
        await pilot.pause()
        assert "‹ 22 Nov" in screen_text(app)
        await pilot.press("0")
        await pilot.pause()
        assert "▼ 22 Nov" in screen_text(app)
        state = app.records_screen.state()
        assert state.extra == {"zoom": "years"}
        other = RoadmapScreen(app)
        other.restore(state)
        assert other.timeline.level == 3


async def test_keys_of_the_timeline_say_where_they_belong(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("+")
        await pilot.pause()
        assert "no groups to fold" in screen_text(app) or "no groups to fold" in said(app)
        await pilot.press("0")
        await pilot.pause()
        assert "g r shows it" in said(app)


async def test_a_milestone_can_be_added_edited_and_filtered_here(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("5", "/")
        focused = app.screen.focused
        assert isinstance(focused, LineEdit)
        focused.insert_text_at_cursor("status:shipped")
        await pilot.press("enter")
        await pilot.pause()
        assert "Long shipped" in screen_text(app)
        assert "Billing MVP" not in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen.focused, LineEdit)
        app.screen.focused.value = "Billing, first cut"
        await pilot.press("enter")
        await saved(app, pilot)
        assert stored(root, MVP, "milestones")["title"] == "Billing, first cut"


async def test_files_that_cannot_be_read_are_shown_above_the_bars(root: Path) -> None:
    path = root / "milestones" / "b" / f"{NEXT}.json"
    path.write_bytes(b"{")
    async with opened(root) as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        text = screen_text(app)
        assert f"▲ milestones/b/{NEXT}.json" in text
        assert text.index("▲") < text.index("Billing MVP")
        await pilot.press("g", "g", ">", "l", "space", "+", "enter", "escape")
        await pilot.pause()
        assert path.read_bytes() == b"{"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50), (50, 12), (10, 5), (300, 100)], ids=str)
async def test_no_text_is_wider_than_the_screen(root: Path, size: tuple[int, int]) -> None:
    async with opened(root, size) as (app, pilot):
        await pilot.press("5", "l", ">")
        await pilot.pause()
        for keys in (("escape",), ("b",), ("b",), ("b", "enter")):
            await pilot.press(*keys)
            await pilot.pause()
            lines = screen_text(app).split("\n")
            assert len(lines) <= size[1]
            assert all(width_of(line) <= size[0] for line in lines)


async def test_an_empty_roadmap_teaches(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=0)
    with Workspace(root) as workspace:
        workspace.save(Change("none", (Edit("milestone", "mmmmmmmmm1", {}, {"deleted_at": NOW}),), at=NOW))
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("5")
        await pilot.pause()
        for _ in range(3):
            assert "No milestone yet." in screen_text(app)
            await pilot.press("<", ">", "(", "+", "l", "enter", "space", "b")
            await pilot.pause()


async def test_random_keys_never_break_it_and_undo_brings_the_first_bytes_back(root: Path) -> None:
    keys = [*"<>()+-0hljkbJKGpP", "tab", "space", "enter", "escape", "shift+left", "shift+right"]
    random_keys = random.Random(7)
    before = all_bytes(root)
    async with opened(root, (100, 20)) as (app, pilot):
        await pilot.press("5")
        for _ in range(12):
            await pilot.press(*random_keys.choices(keys, k=12))
            if isinstance(app.screen.focused, LineEdit):
                await pilot.press("x", "enter")
        for _ in range(4):
            await pilot.press("escape")
        await saved(app, pilot)
        for _ in range(200):
            if not app.ledger.undos:
                break
            app.dispatch("history.undo")
        await saved(app, pilot)
    after = all_bytes(root)
    assert {name: json.loads(data) for name, data in after.items()} == {name: json.loads(data) for name, data in before.items()}
    assert after == before

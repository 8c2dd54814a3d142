"""The Strategy screen: sections of several kinds under one cursor, its layouts, and the positioning of a product."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from goldens import SIZES, assert_as_in, assert_whole_hints, at_rest
from stage import NOW, make_workspace, opened, saved, screen_text, stored, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.commands.core import Effect
from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace
from pmtui.widgets.section_list import SectionList
from pmtui.widgets.side_by_side import SideBySide

FOLDER = Path(__file__).with_name("golden_strategy")
FULL: dict[str, tuple[str, ...]] = {
    "sections": (), "product": ("enter",), "positioning": ("escape", "P", "down", "down"),
    "persona": ("escape", "/", *"mira", "enter", "enter"),
    "sides": ("escape", "escape", "b", "l", "j"), "people": ("b",),
}
"""What is pressed one after the other in the demo."""
EMPTY: dict[str, tuple[str, ...]] = {"empty": (), "no competitor": ("b",), "nobody placed": ("b",)}
KINDS = ("product", "goal", "decision", "person", "persona", "competitor")
RECORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "rrrrrrrrr1": ("product", {"title": "Oven", "for_": "bakers"}),
    "ggggggggg1": ("goal", {"title": "Less waste", "status": "active", "due": "2027-01-31", "tests_positioning": True}),
    "ggggggggg2": ("goal", {"title": "Unserved", "status": "proposed"}),
    "ddddddddd1": ("decision", {"title": "Which oven", "status": "open"}),
    "sssssssss1": ("persona", {"title": "Mira", "segment": "small"}),
    "ccccccccc1": ("competitor", {"title": "Recurro", "strengths": ["Known"], "url": "https://recurro.example"}),
    "ccccccccc2": ("competitor", {"title": "Tollbooth"}),
    "ccccccccc3": ("competitor", {"title": "Zeta"}),
    "qqqqqqqqq1": ("problem", {"title": "Waste", "goal": "ggggggggg1", "personas": ["sssssssss1"]}),
    "qqqqqqqqq2": ("problem", {"title": "Aimless"}),
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        root = make_demo(tmp_path_factory.mktemp("strategy") / "product")
        seconds = datetime.fromisoformat(NOW).timestamp()
        for path in root.rglob("*.json"):
            os.utime(path, (seconds, seconds))
        yield root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = make_workspace(tmp_path / "product", count=2)
    edits = [Edit(kind, id, None, {"id": id, "created_at": NOW, **data}) for id, (kind, data) in RECORDS.items()]
    with Workspace(made) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    return made


def sections(app: PmtuiApp) -> SectionList:
    shown = app.records_screen.list
    assert isinstance(shown, SectionList)
    return shown


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause(0.05)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_full(demo: Path, size: tuple[int, int]) -> None:
    async with opened(demo, size) as (app, pilot):
        await pilot.press("6")
        for name, keys in FULL.items():
            await pilot.press(*keys)
            text = await at_rest(app, pilot)
            assert_as_in(FOLDER, name, size, text, with_top=False)
            if app.screen is app.records_screen:
                assert_whole_hints(app, text)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screen_empty(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(make_workspace(tmp_path / "product", count=0), size) as (app, pilot):
        await pilot.press("g", "s")
        for name, keys in EMPTY.items():
            await pilot.press(*keys)
            assert_as_in(FOLDER, name, size, await at_rest(app, pilot), with_top=False)


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in (*FULL, *EMPTY) for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted


async def test_one_cursor_over_all_kinds(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await press(pilot, "6")
        shown, screen = sections(app), app.records_screen
        assert [group.key for group in shown.view.groups] == list(KINDS)
        assert (screen.kind, app.context().kind, screen.cursor_record().title) == ("product", "product", "Oven")
        await press(pilot, "j")
        assert (screen.kind, screen.cursor_record().title) == ("goal", "Less waste")
        assert shown.cursor_column is not None
        assert "stage" not in screen_text(app).split("\n")[2]  # the headings are those of the section under the cursor
        await press(pilot, "e", *"Less bread", "enter")
        await saved(app, pilot)
        assert stored(root, "ggggggggg1", "goals")["title"] == "Less bread"
        await press(pilot, "x", "x", "x")  # a line that is no record cannot be selected
        assert shown.selection.ids == {"ggggggggg1", "ggggggggg2"}
        assert [one.title for one in screen.selected()] == ["Less bread", "Unserved"]
        await press(pilot, "escape", "*")
        assert len(screen.selected()) == len(shown.selection.ids) == 9
        assert {one.kind for one in screen.selected()} == set(KINDS)
        await press(pilot, "escape", "g", "g", "a", *"Kiln", "enter", "escape")
        assert (screen.kind, screen.cursor_record().title) == ("product", "Kiln")


async def test_lines_lead_to_what_serves_no_goal_and_back(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await press(pilot, "6", "j", "j", "j")
        shown = app.records_screen
        assert "1 open milestone serves no goal" in screen_text(app)
        assert shown.cursor_record() is None
        await press(pilot, "j", "enter")
        assert (app.records_screen.name, app.records_screen.cursor_record().title) == ("problems", "Aimless")
        await press(pilot, "escape")
        assert app.records_screen is shown
        await press(pilot, "k", "enter")
        assert (app.records_screen.name, app.records_screen.filter_text) == ("roadmap", "goal:none")


async def test_folds_and_filter_over_all_kinds_are_kept(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await press(pilot, "6", "j", "-")
        screen = app.records_screen
        assert (sections(app).cursor_group.key, screen.kind, screen.cursor_record()) == ("goal", "goal", None)
        assert screen.state().extra == {"folded": ["goal"]}
        await press(pilot, "enter")
        assert screen.cursor_record().title == "Less waste"
        await press(pilot, "-")
        app.effects.carry_out(Effect("goto", {"kind": "goal", "id": "ggggggggg2"}))
        await until(app, pilot, lambda: screen.cursor_record() is not None and screen.cursor_record().title == "Unserved")
        assert screen.folded == set()  # who goes to a record unfolds its section
        await press(pilot, "-", "a", *"Third", "enter", "escape")
        assert (screen.cursor_record().title, screen.folded) == ("Third", set())  # and who adds one to it
        await press(pilot, "-", "/", *"re", "enter")
        assert [group.key for group in sections(app).view.groups] == ["competitor"]
        await press(pilot, "escape", "/", *"status:open", "enter")
        assert [group.key for group in sections(app).view.groups] == ["decision"]  # kinds without such a status stay away
        state = screen.state()
        await press(pilot, "escape")
        screen.restore(state)
        screen.show_snapshot()
        assert (screen.filter_text, screen.folded) == ("status:open", {"goal"})


async def test_the_parts_of_a_positioning_are_one_change(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await press(pilot, "6", "P")
        assert "2 of 6" in screen_text(app)  # begins with the first part that is blank
        await press(pilot, *"to know what sells", "enter", "down", *"says what to bake")
        assert "For bakers who need to know what sells, Oven is a ‹category›" in screen_text(app)
        await press(pilot, "up", *"forecast")
        assert "Oven is a forecast that" in screen_text(app)
        await press(pilot, "escape", "n", "ctrl+s")  # what was typed is not thrown away
        await saved(app, pilot)
        found = stored(root, "rrrrrrrrr1", "products")
        assert [found.get(name) for name in ("for_", "need", "category", "benefit", "unlike")] == [
            "bakers", "to know what sells", "forecast", "says what to bake", None]
        await press(pilot, "u")
        await saved(app, pilot)
        assert stored(root, "rrrrrrrrr1", "products") == {"id": "rrrrrrrrr1", "title": "Oven", "for_": "bakers", "created_at": NOW}


async def test_competitors_are_compared_and_changed_side_by_side(root: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await press(pilot, "6", "b")
        sides = app.records_screen.view_widget
        assert isinstance(sides, SideBySide)
        assert "Oven (ours)" in screen_text(app)
        assert "Zeta" not in screen_text(app)
        await press(pilot, "l", "l", "l")
        text = screen_text(app)
        assert "Zeta" in text and "Oven (ours)" in text and "◂ 2" in text  # noqa: PT018
        await press(pilot, "h", "h", "j", "e", "enter", *"Big", "ctrl+s")
        await saved(app, pilot)
        assert stored(root, "ccccccccc1", "competitors")["strengths"] == ["Known", "Big"]
        await press(pilot, "j", "j", "e", *"https://other.example", "enter", "J", "space")
        await saved(app, pilot)
        assert stored(root, "ccccccccc1", "competitors")["url"] == "https://other.example"
        assert [one.title for one in app.records_screen.selected()] == ["Recurro"]
        await press(pilot, "escape", "h", "k", "e")
        assert "g p shows them" in " ".join(str(one.message) for one in app._notifications)


async def test_people_are_moved_on_their_map(root: Path) -> None:
    async with opened(root, (120, 36)) as (app, pilot):
        await press(pilot, "6", "b", "b", ">", "K", "K")
        await saved(app, pilot)
        found = stored(root, "ppppppppp1", "people")
        assert (found["interest"], found["influence"]) == (3, 4)
        assert "Keep satisfied 1" in screen_text(app)
        await press(pilot, ">")
        assert "Manage closely 1" in screen_text(app)
        await press(pilot, "b", "G")
        assert app.records_screen.layout_name == "list"


async def test_thousands_of_decisions_do_not_slow_a_key(root: Path) -> None:
    import time

    edits = [Edit("decision", f"d{at:09d}", None, {"id": f"d{at:09d}", "title": f"Decision {at}", "created_at": NOW}) for at in range(2000)]
    with Workspace(root) as workspace:
        workspace.save(Change("many", tuple(edits), at=NOW))
    async with opened(root) as (app, pilot):
        await press(pilot, "6")
        screen = app.records_screen
        took = []
        for _ in range(5):
            begun = time.process_time()
            screen.show_snapshot()
            screen.moving.do_move({"by": "page", "step": 1})
            took.append(time.process_time() - begun)
        assert min(took) < 0.02


async def test_a_filter_asked_for_before_the_screen_stands_has_to_wait(root: Path) -> None:
    async with opened(root) as (app, pilot):
        app.effects.carry_out(Effect("screen", {"name": "strategy"}))
        assert app.screen is app.records_screen
        if not app.screen.is_mounted:  # it was not made ahead yet
            assert app.records_screen.is_deciding
            app.dispatch("view.filter")
        await press(pilot, "/", *"recurro", "enter")
        assert [group.key for group in sections(app).view.groups] == ["competitor"]

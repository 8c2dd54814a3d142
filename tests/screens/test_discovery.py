"""The Problems and Hypotheses screens: what they show, in which order, and what their keys do to the files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import test_golden as golden
from stage import NOW, make_workspace, opened, rested, saved, screen_text, settled, stored, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace
from pmtui.widgets.quadrant_map import QuadrantMap

FOLDER = Path(__file__).with_name("golden_discovery")
SIZES = ((80, 24), (120, 36), (200, 50))
VIEWS: dict[str, tuple[str, ...]] = {
    "problems": ("2",), "problem": ("enter",), "problems board": ("escape", "b"), "evidence": ('"',), "journey": ("escape", "b"),
    "journey of one": ("n", "k"),
    "quotes": ("j", "W"), "hypotheses": ("escape", "b", "3"), "hypothesis": ("enter",), "map": ("escape", "b"),
    "map all": ("/", *"is:open or is:closed", "enter"),
    "hypotheses board": ("escape", "b"),
}
PROBLEMS: dict[str, dict[str, Any]] = {
    "ppppppppp1": {"title": "Small", "importance": 4, "satisfaction": 8, "status": "validated"},
    "ppppppppp2": {"title": "Great", "importance": 9, "satisfaction": 1, "status": "solving", "personas": ["qqqqqqqqq1"],
                   "evidence": [{"id": "eeeeeeeee1", "at": "2026-11-19T09:00:00Z", "quote": ["Ouch"]}]},
    "ppppppppp3": {"title": "Unknown", "severity": 3},
    "ppppppppp4": {"title": "Gone", "importance": 9, "satisfaction": 9, "status": "solved"},
}
HYPOTHESES: dict[str, dict[str, Any]] = {
    "hhhhhhhhh1": {"title": "Sure and vital", "importance": 5, "certainty": 5, "problem": "ppppppppp2"},
    "hhhhhhhhh2": {"title": "Unsure and vital", "importance": 5, "certainty": 1, "status": "testing", "risk": "ethics"},
    "hhhhhhhhh3": {"title": "Nowhere"},
    "hhhhhhhhh4": {"title": "Refuted", "importance": 5, "certainty": 1, "status": "refuted", "decision": "stop"},
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(golden, "FOLDER", FOLDER)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        yield make_demo(tmp_path_factory.mktemp("golden") / "product")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("discovery") / "product", count=2, problems=["ppppppppp2"])
    edits = [Edit(kind, id, None, {"id": id, "created_at": NOW, **data})
             for kind, some in (("problem", PROBLEMS), ("hypothesis", HYPOTHESES)) for id, data in some.items()]
    edits += [
        Edit("persona", "qqqqqqqqq1", None, {"id": "qqqqqqqqq1", "title": "Priya, pays for her team", "created_at": NOW}),
        Edit("experiment", "xxxxxxxxx1", None, {"id": "xxxxxxxxx1", "title": "Try", "hypothesis": "hhhhhhhhh2", "status": "running",
                                                "created_at": NOW}),
    ]
    with Workspace(root) as workspace:
        workspace.save(Change("make", tuple(edits), at=NOW))
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "product"))


def titles(app: PmtuiApp) -> list[str]:
    view = app.records_screen.list.view
    return [view.table.record(at).title for at in view.rows]


def row(app: PmtuiApp, title: str) -> str:
    return next(" ".join(line.split()) for line in screen_text(app).split("\n") if title in line)


async def test_problems_come_by_opportunity_blank_ones_last_and_closed_ones_when_asked_for(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("g", "p")
        assert titles(app) == ["Great", "Small", "Unknown"]
        assert "Problems · open · by opportunity ↓ · 3 of 4" in screen_text(app)
        await pilot.press("/", *"is:closed", "enter")
        assert titles(app) == ["Gone"]
        assert "open ·" not in screen_text(app).split("\n")[1]


async def test_a_problem_says_what_is_known_and_what_is_done(root: Path) -> None:
    async with opened(root, (220, 30)) as (app, pilot):
        await pilot.press("2", "z", "z")
        assert row(app, "Great") == "│ ▸ 17 ppppp ◕ solving Great ▯▯▯▯▯ 9 1 1 3 d ago 0.99 1 hyp 0/2 Priya │".replace("▯▯▯▯▯", "·····")
        assert row(app, "Small") == "│ 4 ppppp ◑ validated Small ····· 4 8 none – – nothing │"
        assert row(app, "Unknown") == "│ n/a ppppp ○ captured Unknown ▮▮▮▯▯ – – none – – – │"


async def test_hypotheses_stand_by_status_the_riskiest_first(root: Path) -> None:
    async with opened(root, (220, 30)) as (app, pilot):
        await pilot.press("g", "h", "z", "z")
        assert titles(app) == ["Sure and vital", "Nowhere", "Unsure and vital"]
        assert row(app, "Unsure and vital") == "│ hhhhh ◑ testing Unsure and vital § ethics 5 1 – 1 running – │"
        await pilot.press("/", *"status:refuted", "enter")
        assert row(app, "Refuted").endswith("5 1 – – stop │")


async def test_list_map_and_board_keep_the_cursor_and_the_selection(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("3", "j", "j", "x")
        here = app.records_screen.cursor_record()
        assert here is not None
        for layout in ("map", "board", "list"):
            await pilot.press("b")
            assert (app.records_screen.layout_name, app.records_screen.cursor_record()) == (layout, here)
            assert app.records_screen.view_widget.selection.ids == {here.id}
        assert here.title == "Unsure and vital"


async def test_the_map_is_walked_and_changes_go_to_the_record_under_the_cursor(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("3", "b", "g", "g")
        seen = []
        for key in ("j", "j", "k", "h", "l", "l", "G"):
            await pilot.press(key)
            record = app.records_screen.cursor_record()
            seen.append(record.title if record is not None else "")
        assert seen == ["Sure and vital", "Nowhere", "Sure and vital", "Unsure and vital", "Sure and vital", "Nowhere", "Nowhere"]
        await pilot.press("h", ">", "enter")  # it asks how sure we are; enter alone begins without it
        await saved(app, pilot)
        assert stored(root, "hhhhhhhhh1", "hypotheses")["status"] == "testing"
        await pilot.press("u")
        await saved(app, pilot)
        assert "status" not in stored(root, "hhhhhhhhh1", "hypotheses")


async def test_a_value_that_changes_moves_the_record_and_the_cursor_with_it(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("3", "b", "G")
        view = app.records_screen.view_widget
        assert isinstance(view, QuadrantMap)
        assert view.cursor_cell == (6, 0)
        app.dispatch("record.set", {"fields": ["importance=2", "certainty=4"]})
        await pilot.pause()
        assert view.cursor_cell == (4, 2)
        assert view.cursor_id == "hhhhhhhhh3"


async def test_work_on_a_problem_is_counted_anew_when_an_item_is_done(root: Path) -> None:
    async with opened(root, (220, 30)) as (app, pilot):
        await pilot.press("s", *"done", "enter", "2", "z", "z")
        assert "1 hyp 1/2" in row(app, "Great")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screens_of_the_demo(demo: Path, size: tuple[int, int]) -> None:
    wrong = []
    async with opened(demo, size) as (app, pilot):
        for name, keys in VIEWS.items():
            await pilot.press(*keys)
            text = await _whole(app, pilot)
            try:
                golden.assert_golden(name, size, _without_frame(text))
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
    assert not wrong, "\n".join(wrong)


async def _whole(app: PmtuiApp, pilot: Pilot[int]) -> str:
    """The screen once nothing changes any more and the detail pane has what comes late."""
    await until(app, pilot, lambda: app.records_screen.detail._is_whole or not app.records_screen.detail.text_width)
    return await golden.at_rest(app, pilot)


def _without_frame(text: str) -> str:
    """What stands between top line and hints: these belong to all screens, and are held fast elsewhere."""
    return "\n".join(text.split("\n")[1:-1])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_empty_screens_teach_and_bad_files_are_told_of(tmp_path: Path, size: tuple[int, int]) -> None:
    root = make_workspace(tmp_path / "product", count=0)
    async with opened(root, size, ahead=size[0] == 200) as (app, pilot):
        if size[0] == 200:  # made ahead, before anybody comes: it counts the talks all the same
            await until(app, pilot, lambda: getattr(app._installed_screens["problems"], "is_complete", False))
        for name, keys in (("no problems", "2"), ("no hypotheses", "3"), ("no map", "b")):
            await pilot.press(keys)
            if name == "no problems" and size[0] > 110:  # counted in a thread
                await rested(app, pilot, lambda text: "talks with customers" in text)
            text = await golden.at_rest(app, pilot)
            golden.assert_golden(name, size, _without_frame(text))
    for folder, letter in (("problems", "p"), ("hypotheses", "h")):
        (root / folder / letter).mkdir(parents=True, exist_ok=True)
        (root / folder / letter / f"{letter * 9}1.json").write_bytes(b'{"id": ')
    async with opened(root, size) as (app, pilot):
        await settled(app, pilot)
        for name, keys in (("faulty problems", "2"), ("faulty hypotheses", "3")):
            await pilot.press(keys)
            text = await golden.at_rest(app, pilot)
            golden.assert_golden(name, size, _without_frame(text))


@pytest.mark.skipif(os.environ.get("GOLDEN") == "write", reason="files are being written")
def test_no_golden_file_is_left_over() -> None:
    names = [*VIEWS, "no problems", "no hypotheses", "no map", "faulty problems", "faulty hypotheses"]
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in names for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted

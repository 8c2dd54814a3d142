"""The Roadmap as text, at three sizes; `GOLDEN=write pytest tests/screens/test_roadmap_golden.py` writes it anew.

Whoever changes the screen looks at the difference and commits it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from goldens import SIZES, assert_as_in, assert_whole_hints, at_rest
from stage import NOW, make_workspace, opened, settled, until
from test_roadmap import DONE, MILESTONES, MVP, NEXT, NONE, YEAR

from pmtui.domain.capacity import WEEKS
from pmtui.domain.change import Change, Edit
from pmtui.domain.team_settings import PREFIX, SETTINGS_ID, WORKSPACE
from pmtui.screens.roadmap import RoadmapScreen
from pmtui.store.workspace import Workspace

FOLDER = Path(__file__).with_name("golden_roadmap")
VIEWS: dict[str, tuple[str, ...]] = {
    "timeline": ("j",), "unfolded": ("l", "j", "j"), "preview": ("j", ">", ")"), "selected": ("space", "j", "space", "<"),
    "years": ("-", "-"), "weeks": ("+", "+", "+"), "lanes": ("b",), "list": ("b", "b"), "detail": ("enter",),
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


def made(folder: Path, milestones: tuple[str, ...] = (MVP, NEXT, YEAR, NONE, DONE)) -> Path:
    """Some of the milestones of the Roadmap's tests; the first has items with due dates."""
    root = make_workspace(folder / "product", count=4, milestone=MVP, assignee="ppppppppp1")
    edits = [
        Edit("milestone", id, None, {"id": id, "rank": f"a{at}", "created_at": NOW, **MILESTONES[id]}) for at, id in enumerate(milestones)
    ]
    edits.append(Edit("milestone", "mmmmmmmmm1", {}, {"deleted_at": NOW}))
    edits.append(Edit("item", "000aaaaaaa", {"status": "ready"}, {"status": "done", "due": "2026-11-10"}))
    title = "An item whose title is much too long for the names beside the chart"
    edits.append(Edit("item", "001aaaaaaa", {"title": "Item 1"}, {"due": "2026-11-20", "title": title}))
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", tuple(edits), at=NOW))
    return root


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", VIEWS)
async def test_the_roadmap(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    async with opened(made(tmp_path), size) as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        await pilot.press(*VIEWS[name])
        text = await at_rest(app, pilot, 0.3)
        assert_as_in(FOLDER, name, size, text, with_top=False)
        assert_whole_hints(app, text)


AHEAD: dict[str, tuple[str, ...]] = {"ahead": (), "path-in-lanes": ("P", "ctrl+g", *"theme", "enter"), "along": (">", ">", "p")}


def looking_ahead(folder: Path) -> Path:
    """The same with themes, a history of items done, and what the team can do in a week."""
    root = made(folder)
    edits = [Edit("milestone", id, {}, {"theme": theme}) for id, theme in ((MVP, "Money"), (NEXT, "Money"), (YEAR, "World"))]
    weeks = ("10-01", "10-07", "10-09", "10-20", "10-28", "11-03", "11-17")
    edits += [
        Edit("item", f"zzzzzzzz{at:02}", None, {"id": f"zzzzzzzz{at:02}", "title": "Done", "status": "done", "rank": f"z{at}",
                                                "created_at": NOW, "done_at": f"2026-{day}T10:00:00Z"}) for at, day in enumerate(weeks)
    ]
    edits += [
        Edit("item", f"yyyyyyyy{at:02}", None, {"id": f"yyyyyyyy{at:02}", "title": "To do", "status": "ready", "rank": f"y{at}",
                                                "created_at": NOW, "milestone": NEXT if at % 2 else MVP, "estimate": 3})
        for at in range(12)
    ]
    edits.append(Edit(WORKSPACE, SETTINGS_ID, {}, {f"{PREFIX}capacity": {"team": 5}}))
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", tuple(edits), at=NOW))
    return root


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_roadmap_with_all_that_lies_ahead(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(looking_ahead(tmp_path), size) as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        screen = app.records_screen
        assert isinstance(screen, RoadmapScreen)
        await until(app, pilot, lambda: screen.outlook.forecasts is not None and len(screen.outlook.loads) > WEEKS)  # as far as is in sight
        for name in ("ahead", "along", "path-in-lanes"):
            await pilot.press(*AHEAD[name])
            assert_as_in(FOLDER, name, size, await at_rest(app, pilot, 0.3), with_top=False)
            await pilot.press("escape")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["empty", "faulty"])
async def test_the_roadmap_without_milestones_and_with_bad_files(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    root = made(tmp_path, () if name == "empty" else (MVP, NEXT))
    if name == "faulty":
        (root / "milestones" / "b" / f"{NEXT}.json").write_bytes(b'{"id": ')
    async with opened(root, size) as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        for layout in ("timeline", "lanes", "list"):
            assert_as_in(FOLDER, f"{name}-{layout}", size, await at_rest(app, pilot, 0.3), with_top=False)
            await pilot.press("b")


def test_no_golden_file_is_left_over() -> None:
    names = [*VIEWS, *(f"{name}-{layout}" for name in ("empty", "faulty") for layout in ("timeline", "lanes", "list"))]
    wanted = {f"{name}-{width}x{height}.txt" for name in names for width, height in SIZES}
    wanted |= {f"{name}-{width}x{height}.txt" for name in AHEAD for width, height in SIZES[:2]}
    assert {path.name for path in FOLDER.iterdir()} == wanted

"""The Roadmap as text, at three sizes; `GOLDEN=write pytest tests/screens/test_roadmap_golden.py` writes it anew.

Whoever changes the screen looks at the difference and commits it.
"""

from __future__ import annotations

import os
from itertools import zip_longest
from pathlib import Path

import pytest
from stage import NOW, make_workspace, opened, screen_text, settled
from test_roadmap import DONE, MILESTONES, MVP, NEXT, NONE, YEAR
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace
from pmtui.widgets.cells import width_of
from pmtui.widgets.hint_line import HintLine

FOLDER = Path(__file__).with_name("golden_roadmap")
SIZES = ((80, 24), (120, 36), (200, 50))
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


def assert_golden(name: str, size: tuple[int, int], text: str) -> None:
    """The text is that of the golden file, and nothing of it is wider or higher than the screen."""
    lines = text.split("\n")
    assert len(lines) <= size[1]
    assert all(width_of(line) <= size[0] for line in lines)
    path = FOLDER / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run with GOLDEN=write and look at it"
    wanted = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    # the top line names the other screens, which are tested elsewhere
    other = [f"{at}: {line}\n   now {now}" for at, (line, now) in enumerate(zip_longest(wanted, lines)) if at and line != now]
    assert not other, f"{path.name} is another; if it is meant so, run with GOLDEN=write\n" + "\n".join(other[:4])


def assert_whole_hints(app: PmtuiApp, text: str) -> None:
    """Each key hint of the last line is there in full or not at all."""
    rest = text.split("\n")[-1]
    for hint in app.records_screen.query_one(HintLine).hints:
        words = f"{hint.key} {hint.label}"
        if f" {words} " in f"{rest} ":
            rest = rest.replace(words, "", 1)
    assert not rest.strip(), f"part of a hint is left: {rest!r}"


async def at_rest(app: PmtuiApp, pilot: Pilot[int]) -> str:
    """The screen once nothing changes any more."""
    text = ""
    await pilot.pause(0.3)  # links and backlinks follow once the cursor rests
    for _ in range(100):
        await pilot.pause(0.03)
        before, text = text, screen_text(app)
        if text == before:
            break
    return text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", VIEWS)
async def test_the_roadmap(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    async with opened(made(tmp_path), size) as (app, pilot):
        await pilot.press("5")
        await settled(app, pilot)
        await pilot.press(*VIEWS[name])
        text = await at_rest(app, pilot)
        assert_golden(name, size, text)
        assert_whole_hints(app, text)


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
            assert_golden(f"{name}-{layout}", size, await at_rest(app, pilot))
            await pilot.press("b")


def test_no_golden_file_is_left_over() -> None:
    names = [*VIEWS, *(f"{name}-{layout}" for name in ("empty", "faulty") for layout in ("timeline", "lanes", "list"))]
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}-{width}x{height}.txt" for name in names for width, height in SIZES}

"""Exporting from the Roadmap: asked what, as what and for whom, in one dialog; what makes no sense is refused in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from goldens import assert_as_in
from stage import NOW, make_workspace, opened, rested, screen_text, until
from textual.containers import Vertical
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace

MILESTONE = {"title": "Retries", "outcome": "Payments come back", "target": "2027-03-31", "resolution": "quarter", "theme": "Inside"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.chdir(tmp_path)
    root = make_workspace(tmp_path / "product", count=2)
    edit = Edit("milestone", "mmmmmmmmm1", None, {"id": "mmmmmmmmm1", "created_at": NOW, **MILESTONE})
    with Workspace(root) as workspace:
        workspace.save(Change("make", (edit,), at=NOW))
    return root


async def said(app: PmtuiApp, pilot: Pilot[int], words: str) -> None:
    """Wait until the person has been told something."""
    def is_told() -> bool:
        return any(words in one for one in (" ".join(screen_text(app).split()), *(str(one.message) for one in app._notifications)))

    await until(app, pilot, is_told, f"nobody said {words!r}")


async def as_golden(app: PmtuiApp, pilot: Pilot[int], name: str, size: tuple[int, int]) -> None:
    """The dialog looks as it did; what is behind it has texts of its own."""
    text = await rested(app, pilot, lambda text: "one page" in text)
    x, y, width, height = app.screen.query_one(Vertical).region
    box = "\n".join(line[x : x + width] for line in text.split("\n")[y : y + height])
    assert_as_in(Path(__file__).with_name("golden_export"), name, size, box)


async def test_the_roadmap_is_told_to_the_team_and_to_customers(root: Path, tmp_path: Path) -> None:
    async with opened(root, (80, 24)) as (app, pilot):
        await pilot.press("5", ":", *"export", "enter")
        await as_golden(app, pilot, "asked", (80, 24))
        await pilot.press("ctrl+s")
        await said(app, pilot, "roadmap.html: written")
        page = (tmp_path / "roadmap.html").read_text(encoding="utf-8")
        assert "Inside" in page
        app.dispatch("roadmap.export")
        await rested(app, pilot, lambda text: "one page" in text)
        await pilot.press("b", "down", "down", "right", "ctrl+s")
        await rested(app, pilot, lambda text: "only the team gets backlog" in text)
        await pilot.resize_terminal(120, 36)
        await as_golden(app, pilot, "refused", (120, 36))
        await pilot.press("up", "up", "r", "down", "m", "tab", "tab")
        await rested(app, pilot, lambda text: "roadmap-for-customers.md" in text)
        await pilot.press("enter")
        await said(app, pilot, "roadmap-for-customers.md: written")
        app.dispatch("roadmap.export")
        await rested(app, pilot, lambda text: "one page" in text)
        await pilot.press("tab", "tab", "tab", *"none/a.html", "ctrl+s")
        await said(app, pilot, "there is no such folder")
        told = [str(one.message) for one in app._notifications if "no such folder" in str(one.message)]
        assert told
        assert all(one.count("make it first") == 1 for one in told)
    text = (tmp_path / "roadmap-for-customers.md").read_text(encoding="utf-8")
    assert "Q1 2027" in text
    assert "Inside" not in text

"""The scope line over the Roadmap: dragged by keys, with the forecast that follows, kept as one change."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import NOW, all_bytes, make_workspace, opened, rested, saved, settled, stored

from pmtui.domain.change import Change, Edit
from pmtui.store.workspace import Workspace

MVP, GA = "mmmmmmmmm1", "gaaaaaaaaa"


async def test_the_line_is_dragged_kept_and_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    root = make_workspace(tmp_path / "product", count=6, milestone=MVP)
    general = Edit("milestone", GA, None, {"id": GA, "title": "General", "rank": "b0", "created_at": NOW})
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", (general,), at=NOW))
    first = all_bytes(root)
    async with opened(root, (100, 30)) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("5")
        await settled(app, pilot)
        await pilot.press("X")
        await rested(app, pilot, lambda text: "6 items" in text and "computing" not in text)
        await pilot.press("K", "K", "m")
        assert "What falls out goes to" in await rested(app, pilot, lambda text: "General" in text)
        await pilot.press("escape", "m", *"gen", "enter")
        text = await rested(app, pilot, lambda text: "2 items" in text and "weeks" in text)
        assert "→ General" in text
        assert "4 items" in text
        await pilot.press("escape", "X", "K", "K", "m", "down", "enter", "enter")
        await saved(app, pilot)
        assert sorted(str(stored(root, f"00{at}aaaaaaa")["milestone"]) for at in range(6)) == [GA, GA, MVP, MVP, MVP, MVP]
        await pilot.press("u")
        await saved(app, pilot)
    after = all_bytes(root)
    assert {name: after[name] for name in first} == first

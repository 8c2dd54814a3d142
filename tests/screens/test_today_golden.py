"""Today and what is missing to be ready, as text at three sizes; `GOLDEN=write pytest tests/screens/test_today_golden.py` writes them."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
import test_golden
from goldens import at_rest
from stage import NOW, opened, screen_text
from test_golden import SIZES, assert_golden

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo

FOLDER = Path(__file__).with_name("golden_today")
VIEWS: dict[str, tuple[str, ...]] = {"lines": ("1", "h"), "unfolded": ("j", "j", "j", "j", "l", "j"), "visit": ("k", "j", "h", "enter")}
"""What is pressed one after the other."""


def shown(app: PmtuiApp) -> str:
    """All but the top line, in which git and the writer speak when they come to it."""
    return screen_text(app).partition("\n")[2]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)
    root = make_demo(tmp_path / "product")
    seconds = datetime.fromisoformat(NOW).timestamp()
    for path in root.rglob("*.json"):
        os.utime(path, (seconds, seconds))
    async with opened(root, size) as (app, pilot):
        for name, keys in VIEWS.items():
            await pilot.press(*keys)
            assert_golden(name, size, await at_rest(app, pilot, 0.25, shown))
        app.dispatch("record.status", {"value": "ready"})
        assert_golden("not ready", size, await at_rest(app, pilot, shown=shown))

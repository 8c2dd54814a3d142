"""Saved views, groups, swimlanes and the matrix as text, at three sizes; `GOLDEN=write pytest tests/screens/test_views_golden.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
import test_golden
from goldens import SIZES, at_rest
from stage import make_workspace, opened, saved, screen_text
from test_golden import assert_golden

from pmtui.app.main import PmtuiApp

FOLDER = Path(__file__).with_name("golden_views")
STEPS: dict[str, tuple[str, ...]] = {
    "views": ("w", "w", "j"),
    "a view": ("9",),
    "save a view": ("w", "s"),
    "groups": ("escape", "w", "0", "ctrl+g", *"milestone", "enter", "-"),
    "swimlanes": ("b",),
    "matrix": ("b",),
    "moved on the matrix": (">", "J"),
}
"""What is pressed, one after the other; each picture goes on where the one before ended."""


def below_the_top(app: PmtuiApp) -> str:
    """What the screen shows below the line that tells how saving stands."""
    return screen_text(app).partition("\n")[2]


@pytest.mark.parametrize("size", SIZES, ids=lambda one: "x".join(map(str, one)))
async def test_views_groups_and_the_matrix_of_the_demo(tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", test_golden.NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)
    root = test_golden.make_demo(tmp_path / "product")
    wrong = []
    async with opened(root, size) as (app, pilot):
        await pilot.press("z", "z")  # what the detail says has pictures of its own
        for name, keys in STEPS.items():
            await pilot.press(*keys)
            await saved(app, pilot)
            app.records_screen.hints.clear_toast()
            try:
                assert_golden(name.replace(" ", "-"), size, await at_rest(app, pilot, 0.05, below_the_top))
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
    assert not wrong, "\n".join(wrong)


async def test_an_empty_matrix_teaches(tmp_path: Path) -> None:
    async with opened(make_workspace(tmp_path / "product", count=0), (80, 24)) as (app, pilot):
        await pilot.press("b", "b")
        await pilot.pause()
        assert "Nothing here yet." in screen_text(app)
        await pilot.press("J", ">", "h", "G", "space", "w", "w", "escape", "b", "-", "ctrl+g", *"tags", "enter", "-", "b")
        assert app.is_running

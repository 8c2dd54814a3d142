"""The inbox and its questions as text, at three sizes; `GOLDEN=write pytest tests/screens/test_inbox_golden.py` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
import test_golden
from stage import opened, rested, settled
from test_golden import SIZES, assert_golden

FOLDER = Path(__file__).with_name("golden_inbox")
HEARD = "Portal is blinding at night"
VIEWS = (
    ("inbox", (), "Dark theme"), ("duplicate", ("d",), "the likeliest first"), ("decline", ("escape", "n", *"too"), "too few ask"),
    ("snooze", ("escape", "z"), "in two weeks"), ("snooze by typing", tuple("fri"), "until 20"),
    ("split", ("escape", ";", *"One", "enter"), "1 part"), ("merge", ("escape", "4", "&", *"portal w", "enter"), "what goes over"),
)
"""What is shown, by which keys from the one before, and what then stands on the screen."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", test_golden.NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_inbox_and_its_questions(size: tuple[int, int], tmp_path: Path) -> None:
    root = test_golden.make_demo(tmp_path / "product")
    faults = []
    async with opened(root, size=size) as (app, pilot):
        await pilot.press("g", "i")
        await settled(app, pilot)
        place = next(at for at in range(30) if app.records_screen.list.view.table.record(at).title == HEARD)
        app.records_screen.list.move_to(place)
        for name, keys, wanted in VIEWS:
            await pilot.press(*keys)
            text = await rested(app, pilot, lambda text, wanted=wanted: wanted in text)  # type: ignore[misc]
            try:
                assert_golden(name, size, text)
            except AssertionError as error:
                faults.append(str(error))
    assert not faults, "\n\n".join(faults)

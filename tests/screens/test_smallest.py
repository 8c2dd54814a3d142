"""A terminal in which nothing has room: a plain message, and all that was typed stands there again afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import make_workspace, opened, rested, screen_text

from pmtui.screens.dialogs.dialog import Dialog
from pmtui.screens.smallest import PLEA

SIZES = ((10, 5), (49, 30), (120, 11), (1, 1))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", 12)


@pytest.mark.parametrize("key", ["ctrl+e", "f", "L", ":", "P", "?"])
async def test_a_dialog_is_a_plain_message_and_then_as_it_was(root: Path, key: str) -> None:
    async with opened(root, (120, 36)) as (app, pilot):
        await pilot.press(key, "C", "a")
        shown = await rested(app, pilot, lambda text: isinstance(app.screen, Dialog))
        focus = app.screen.focused
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            small = await rested(app, pilot, lambda text, lines=height: len(text.split("\n")) == lines)
            words = "".join(small.split())
            assert words
            assert "".join(PLEA.split()).startswith(words)
        await pilot.resize_terminal(120, 36)
        assert await rested(app, pilot, lambda text: PLEA not in text and len(text.split("\n")) == 36) == shown
        assert app.screen.focused is focus
        await pilot.press("escape")
        assert PLEA not in screen_text(app)

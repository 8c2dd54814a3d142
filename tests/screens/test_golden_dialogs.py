"""Adding, jumping and linking as text, at three sizes; `GOLDEN=write pytest tests/screens/test_golden_dialogs.py` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
import test_golden
from goldens import at_rest
from stage import make_workspace, opened, until
from test_golden import SIZES, assert_golden
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.screens.dialogs.jump import JumpDialog
from pmtui.screens.dialogs.link import LinkDialog
from pmtui.widgets.line_edit import LineEdit

FOLDER = Path(__file__).with_name("golden_dialogs")
VIEWS: dict[str, tuple[str, ...]] = {
    "jump": ("f", "retry pay"),
    "jump to nothing": ("f", "qqqq qqqq"),
    "jump without a text": ("f", ""),
    "which link": ("L", ""),
    "link": ("L", "depends on", "enter", "vat"),
    "link with a new one": ("L", "problems", "enter", "Nobody reads invoices"),
    "link as it is": ("L", "problems", "enter", ""),
    "quick add": ("a", ""),
    "quick add with all": ("a", "Retry failed payments #portal @bo !high 3pts >self due:friday P-sbhe"),
    "quick add with a mistake": ("a", " and @zoe again"),
    "quick add with offers": ("a", " ^"),
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", test_golden.NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace for each size: what was typed into a dialog is kept beside it."""
    monkeypatch.setenv("PMTUI_NOW", test_golden.NOW)
    return test_golden.make_demo(tmp_path / "product")


def is_answered(app: PmtuiApp) -> bool:
    """Whether nothing more will be found for what has been typed."""
    dialog = app.screen
    if isinstance(dialog, JumpDialog | LinkDialog):
        return not dialog.list.is_searching and dialog._shown[0] == dialog.edit.value
    return True


async def shown(app: PmtuiApp, pilot: Pilot[int], keys: tuple[str, ...]) -> str:
    """Keys pressed and texts typed in turn; what the screen shows once it is at rest."""
    for at, one in enumerate(keys):
        if at % 2:
            assert isinstance(app.screen.focused, LineEdit)
            app.screen.focused.insert_text_at_cursor(one)
            await until(app, pilot, lambda: is_answered(app))
        else:
            await pilot.press(one)
            await pilot.pause()
    await until(app, pilot, lambda: is_answered(app))
    return await at_rest(app, pilot, 0)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialogs_over_the_demo(demo: Path, size: tuple[int, int]) -> None:
    wrong = []
    async with opened(demo, size) as (app, pilot):
        await at_rest(app, pilot)  # the links follow once the cursor rests
        for name, keys in VIEWS.items():
            try:
                assert_golden(name, size, await shown(app, pilot, keys))
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
            await pilot.press("escape")
            app.records_screen.hints.clear_toast()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_dialogs_without_records(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(make_workspace(tmp_path / "product", count=0), size) as (app, pilot):
        assert_golden("empty jump", size, await shown(app, pilot, ("f", "x")))
        await pilot.press("escape")
        assert_golden("empty quick add", size, await shown(app, pilot, ("a", "x >")))


def test_no_golden_file_is_left_over() -> None:
    names = [*VIEWS, "empty jump", "empty quick add"]
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in names for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted

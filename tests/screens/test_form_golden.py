"""The record form as text, at three sizes; `GOLDEN=write pytest tests/screens/test_form_golden.py` writes them anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import test_golden
from form_stage import go, open_form, press, rest
from stage import NOW, make_workspace, opened, screen_text
from test_golden import SIZES, assert_golden
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.widgets.hint_line import fitting_hints

FOLDER = Path(__file__).with_name("golden_forms")
KINDS = ("item", "problem", "goal", "product")
STATES = ("choices", "calendar", "fault", "entry", "long text", "links", "asks", "foot of item", "new person")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)


@pytest.fixture
def demo(made: Path) -> Path:
    """The sample workspace, without what an earlier form left unsaved in it."""
    shutil.rmtree(made / ".local" / "drafts", ignore_errors=True)
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        yield make_demo(tmp_path_factory.mktemp("golden") / "product")


def first(snapshot: Snapshot, kind: str) -> str:
    """The id of the first record of a kind."""
    table = snapshot.table(kind)
    return table.id(next(iter(table.in_order())))


def assert_whole_hints(form: FormScreen) -> None:
    """No hint of the foot is cut."""
    shown = fitting_hints(form.hints.hints, form.hints.size.width - 1)
    assert shown
    assert all(f"{one.key} {one.label}" in screen_text(form.app) for one in shown)  # type: ignore[arg-type]


async def close(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Leave the form; what stands in it is given up."""
    for _ in range(6):
        if app.screen is app.records_screen:
            return
        await press(pilot, "escape")
        if "discard what was typed" in screen_text(app):
            await press(pilot, "d")
    raise AssertionError(f"the form does not close:\n{screen_text(app)}")


async def bring_about(form: FormScreen, pilot: Pilot[int], state: str) -> None:
    """Go to a field and do there what leads to a state."""
    if state == "entry":
        go(form, ("criteria",))
        await press(pilot, "j", "enter", "j", "enter")
    elif state not in ("asks", "foot of item", "new person"):
        go(form, ({"choices": "status", "calendar": "due", "fault": "confidence", "long text": "body", "links": "problems"}[state],))
        await press(pilot, *{"calendar": "c", "fault": "999", "long text": ("enter",)}.get(state, ("enter",)))
    elif state == "asks":
        await press(pilot, "!", "enter", "escape")
    elif state == "foot of item":
        await press(pilot, "end", "enter")
    await rest(pilot)
    await pilot.pause(0.1)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_forms_and_what_is_unfolded_in_them(demo: Path, size: tuple[int, int]) -> None:
    wrong = []

    def compare(name: str) -> None:
        try:
            assert_golden(name, size, screen_text(app))
        except AssertionError as error:
            wrong.append(str(error).partition("\nassert")[0])

    async with opened(demo, size) as (app, pilot):
        for kind in KINDS:
            form = await open_form(app, pilot, kind, first(app.snapshot, kind))
            await pilot.pause(0.05)
            compare(f"form of {kind}")
            assert_whole_hints(form)
            await close(app, pilot)
        for state in STATES:
            kind, id = ("person", "") if state == "new person" else ("item", first(app.snapshot, "item"))
            form = await open_form(app, pilot, kind, id)
            await bring_about(form, pilot, state)
            compare(state)
            await close(app, pilot)
    assert not wrong, "\n".join(wrong)


def test_no_golden_file_is_left_over() -> None:
    names = [*(f"form of {kind}" for kind in KINDS), *STATES]
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in names for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("size", [(10, 5), (20, 8), (50, 12), (300, 100)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_form_lives_in_any_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    root = make_workspace(tmp_path / "product", count=2)
    async with opened(root, size) as (app, pilot):
        form = await open_form(app, pilot, "item", "000aaaaaaa", "status")
        await press(pilot, "enter", "down", "enter")
        go(form, ("body",))
        await press(pilot, "enter", "x", "escape")
        for kind in SCHEMA.kinds:
            await press(pilot, "escape")
            if app.screen is not app.records_screen:
                await press(pilot, "d")
            form = await open_form(app, pilot, kind, "")
            await press(pilot, "end", "home")
        for wide in (40, 120, 10, 200, 80):
            await pilot.resize_terminal(wide, max(5, wide // 4))
        await press(pilot, "tab", "x", "escape")
        assert app.screen is form


async def test_a_form_that_is_opened_often_leaves_nothing_behind(tmp_path: Path) -> None:
    import gc

    from textual.widget import Widget

    root = make_workspace(tmp_path / "product", count=2)

    def counted() -> int:
        gc.collect()
        return sum(isinstance(one, Widget) for one in gc.get_objects())

    async with opened(root) as (app, pilot):
        counts = []
        for at in range(40):
            await open_form(app, pilot, "item", f"{at % 2:03d}aaaaaaa")
            await press(pilot, "x", "escape", "ctrl+z", "escape")
            assert app.screen is app.records_screen
            if at % 20 == 19:
                await pilot.pause(0.1)
                counts.append(counted())
        assert counts[-1] <= counts[-2], "widgets of closed editors stay in memory"

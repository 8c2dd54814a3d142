"""Where there is no workspace: what is offered, what each offer does, and how it looks at three sizes."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmtui.app.welcome import Made, Progress, WelcomeApp
from pmtui.cli.welcoming import FirstSteps, in_words, offers
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.store.config import Config
from pmtui.widgets.cells import width_of
from tests.screens import stage

DATA = Path(__file__).parents[1] / "data"
GOLDEN = Path(__file__).with_name("golden")
IS_WRITING = os.environ.get("GOLDEN") == "write"
SIZES = ((80, 24), (120, 36), (200, 50))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with both trackers in it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    root = tmp_path / "acme"
    shutil.copytree(DATA / "backlog-md", root / "backlog")
    shutil.copytree(DATA / "beads", root / ".beads")
    return root


def app_on(folder: Path, steps: FirstSteps | None = None) -> WelcomeApp:
    steps = steps or FirstSteps(str(folder), {})
    return WelcomeApp(Config(), offers(steps.finds.values(), steps.folder), steps, in_words(str(folder)), "9.9.9")


@asynccontextmanager
async def shown(app: WelcomeApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[str]]:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


def text_of(app: WelcomeApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[str], is_so: Callable[[], object]) -> None:
    await stage.until(pilot.app, pilot, is_so)


def assert_golden(name: str, size: tuple[int, int], text: str) -> None:
    path = GOLDEN / f"{name}-{size[0]}x{size[1]}.txt"
    assert all(width_of(line) <= size[0] for line in text.split("\n"))
    if IS_WRITING:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == path.read_text(encoding="utf-8"), f"{path.name} is another; if it is meant so, run with GOLDEN=write"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_it_looks(folder: Path, size: tuple[int, int]) -> None:
    app = app_on(folder)
    async with shown(app, size) as pilot:
        assert_golden("welcome", size, text_of(app))
        await pilot.press("m")
        await pilot.pause()
        assert_golden("welcome-name", size, text_of(app))
        await pilot.press("escape")
        await pilot.pause()
        assert_golden("welcome-make", size, text_of(app))
    shutil.rmtree(folder / "backlog")
    shutil.rmtree(folder / ".beads")
    app = app_on(folder)
    async with shown(app, size):
        assert_golden("welcome-nothing-found", size, text_of(app))


@pytest.mark.parametrize("size", [(10, 5), (50, 12), (60, 16), (300, 100)])
async def test_any_size_survives_and_every_offer_can_be_reached(folder: Path, size: tuple[int, int]) -> None:
    app = app_on(folder)
    async with shown(app, size) as pilot:
        await pilot.press("G")
        await pilot.pause()
        assert app.welcome.offers.current.name == "quit"
        assert "Quit" in text_of(app) or size == (10, 5)
        await pilot.resize_terminal(80, 24)
        await pilot.press("g")
        await pilot.pause()
        assert "▸ b  Import backlog/" in text_of(app)


async def test_each_key_means_what_it_says(folder: Path) -> None:
    app = app_on(folder)
    async with shown(app) as pilot:
        seen = []
        for key in ("j", "down", "j", "j", "j", "k", "up", "G", "g", "end", "home"):
            await pilot.press(key)
            seen.append(app.welcome.offers.cursor_index)
        assert seen == [1, 2, 3, 4, 4, 3, 2, 4, 0, 4, 0]
        await pilot.press("x", "tab", "space", "escape", "pagedown", "left")
        assert app.welcome.offers.cursor_index == 0
        await pilot.press("d")
    assert app.return_value == "demo"
    assert not (folder / "product").exists()


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_makes_nothing(folder: Path, key: str) -> None:
    app = app_on(folder)
    async with shown(app) as pilot:
        await pilot.press(key)
    assert not app.return_value
    assert sorted(path.name for path in folder.iterdir()) == [".beads", "backlog"]


async def test_a_workspace_is_made_under_the_name_that_was_typed(folder: Path) -> None:
    app = app_on(folder)
    async with shown(app) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("end", *" Billing", "enter")
        await until(pilot, lambda: not app.is_running or app.return_value)
    assert app.return_value == str(folder / "product")
    assert json.loads((folder / "product" / "pmtui.json").read_text(encoding="utf-8"))["name"] == "acme Billing"


async def test_an_import_makes_the_workspace_and_fills_it(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    app = app_on(folder)
    async with shown(app) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        await until(pilot, lambda: app.return_value)
    assert len(list((folder / "product" / "backlog").rglob("*.json"))) == 61
    assert {path: path.read_bytes() for path in before} == before


async def test_what_cannot_be_imported_is_shown_before_the_workspace_opens(folder: Path) -> None:
    with (folder / ".beads" / "issues.jsonl").open("ab") as file:
        file.write(b'{"id": "x-1", "title": \n')
    app = app_on(folder)
    async with shown(app) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        await until(pilot, lambda: app.welcome.stage == "reporting")
        await pilot.pause()
        text = text_of(app)
        assert "Not everything could be imported" in text
        assert "issues.jsonl line 62" in text
        assert "enter open the workspace" in text
        await pilot.press("j", "enter")
    assert app.return_value == str(folder / "product")


async def test_what_goes_wrong_is_said_and_the_choice_stays(folder: Path) -> None:
    app = app_on(folder)
    (folder / "backlog" / "tasks").chmod(0o700)
    shutil.rmtree(folder / ".beads")
    async with shown(app) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        await until(pilot, lambda: "does not exist" in text_of(app))
        assert app.welcome.stage == "choosing"
        assert not (folder / "product").exists()
        (folder / "product").write_text("a file is in the way")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        await until(pilot, lambda: "a folder; choose another folder" in text_of(app))
        await pilot.press("q")
    assert not app.return_value


async def test_keys_mean_nothing_while_it_works_and_escape_cancels_before_anything_is_made(folder: Path) -> None:
    is_reading, may_go_on = threading.Event(), threading.Event()

    class Slow(FirstSteps):
        def bring_in(self, find: str, name: str, progress: Progress) -> Made:
            is_reading.set()
            may_go_on.wait(60)
            return super().bring_in(find, name, progress)

    app = app_on(folder, Slow(str(folder), {}))
    async with shown(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        await until(pilot, is_reading.is_set)
        await pilot.press("q", "d", "m", "j")
        assert (app.welcome.stage, app.welcome.offers.cursor_index, app.is_running) == ("working", 0, True)
        await pilot.press("escape")
        may_go_on.set()
        await until(pilot, lambda: "cancelled; nothing was made" in text_of(app))
        assert not (folder / "product").exists()


def test_a_folder_that_is_in_use_is_not_made_a_workspace(folder: Path) -> None:
    (folder / "product").mkdir()
    assert FirstSteps(str(folder), {}).folder.endswith("acme/product")
    (folder / "product" / "main.c").write_text("")
    assert FirstSteps(str(folder), {}).folder.endswith("acme/.pmtui")


def test_every_offer_has_a_letter_of_its_own(folder: Path) -> None:
    steps = FirstSteps(str(folder), {})
    keys = [one.key for one in offers(steps.finds.values(), steps.folder)]
    assert keys == ["b", "e", "d", "m", "q"]
    assert offers([steps.finds["beads"]], "x")[0].key == "b"

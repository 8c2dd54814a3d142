"""The note of what is new: once after an upgrade, never on a first installation, never in the demo."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

import pmtui
from pmtui.app.main import PmtuiApp
from pmtui.app.whats_new import NOTES, notes_since, number
from pmtui.store.config import Config
from pmtui.store.seen_version import last_version, remember_version
from pmtui.store.workspace import Workspace
from pmtui.widgets.note import Note
from tests.screens.stage import make_workspace, opened, screen_text, settled, until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product")


async def looked(pilot: Pilot[int]) -> None:
    """Wait until the program has looked which version was started last."""
    await until(pilot.app, pilot, lambda: last_version() == pmtui.__version__)
    await pilot.pause(0.1)


async def test_a_first_start_says_nothing_and_is_remembered(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await looked(pilot)
        assert not app.screen.query(Note)
    assert last_version() == pmtui.__version__


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_upgrade_says_once_what_is_new_and_escape_takes_it_away(
    root: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pmtui, "__version__", "0.2.0")
    remember_version("0.1.0")
    async with opened(root, size) as (app, pilot):
        await looked(pilot)
        text = screen_text(app)
        assert "What's new in 0.2.0" in text
        assert "esc closes" in text
        for line in NOTES["0.2.0"]:
            assert " ".join(line.split()[:4]) in text
        await pilot.press("j")
        assert app.records_screen.list.cursor_index == 1
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "What's new in 0.2.0" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query(Note)
    async with opened(root, size) as (app, pilot):
        await looked(pilot)
        assert not app.screen.query(Note)


async def test_neither_an_older_version_nor_one_without_news_says_anything(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_version("99.0.0")
    async with opened(root) as (app, pilot):
        await pilot.pause(0.5)
        assert not app.screen.query(Note)
    assert last_version() == "99.0.0"
    remember_version("0.2.0")
    monkeypatch.setattr(pmtui, "__version__", "0.2.9")
    async with opened(root) as (app, pilot):
        await looked(pilot)
        assert not app.screen.query(Note)
    assert last_version() == "0.2.9"


async def test_the_demo_says_nothing_and_remembers_nothing(root: Path) -> None:
    remember_version("0.0.1")
    app = PmtuiApp(Workspace(root), Config(), "ana")
    app.is_demo = True
    async with app.run_test() as pilot:
        await settled(app, pilot)
        await pilot.pause(0.5)
        assert not app.screen.query(Note)
        app.link.finish()
    assert last_version() == "0.0.1"


async def test_nothing_is_said_where_it_could_not_be_remembered(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_version("0.0.1")
    monkeypatch.setattr("pmtui.app.upgrades.remember_version", lambda version: False)
    async with opened(root) as (app, pilot):
        await pilot.pause(0.5)
        assert not app.screen.query(Note)


def test_every_release_of_the_changelog_has_its_note() -> None:
    released = re.findall(r"^## \[(\d+\.\d+\.0)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(released) <= set(NOTES)
    assert list(NOTES) == sorted(NOTES, key=number)
    assert pmtui.__version__.rpartition(".")[0] in {version.rpartition(".")[0] for version in NOTES}


def test_which_notes_are_shown() -> None:
    assert list(notes_since("0.1.0", "0.2.0")) == ["0.2.0"]
    assert list(notes_since("0.0.9", "0.2.0")) == ["0.2.0", "0.1.0"]
    assert notes_since("0.2.0", "0.2.0") == notes_since("0.3.0", "0.2.0") == {}
    assert number("0.10.0") > number("0.9.9")
    assert number("1.0rc1") < number("1.0.1")

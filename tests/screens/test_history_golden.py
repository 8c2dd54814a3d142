"""The History screen as text, at three sizes; `GOLDEN=write pytest tests/screens/test_history_golden.py` writes them anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from goldens import SIZES, assert_as_in, at_rest
from history_stage import make_history, read
from stage import NOW, make_workspace, opened, screen_text

from pmtui.app.main import PmtuiApp

FOLDER = Path(__file__).with_name("golden_history")
VIEWS: dict[str, tuple[str, ...]] = {
    "uncommitted": (), "text": ("j", "j"), "reason": ("j",), "moved": ("j",), "by record": ("b",), "by person": ("b",),
}
"""What is pressed one after the other."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_history(tmp_path_factory.mktemp("history") / "product")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


def below_saving(app: PmtuiApp) -> str:
    """What the screen shows, without the word that tells how saving stands, which comes when it comes."""
    return "\n".join(line.replace("saved", "").rstrip() for line in screen_text(app).split("\n"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_changes(template: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    root = Path(shutil.copytree(template, tmp_path / "product"))
    async with opened(root, size) as (app, pilot):
        await pilot.press("8")
        await read(app, pilot)
        for name, keys in VIEWS.items():
            await pilot.press(*keys)
            assert_as_in(FOLDER, name, size, await at_rest(app, pilot, shown=below_saving), with_top=False)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["empty", "no repository"])
async def test_nothing_to_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: tuple[int, int]) -> None:
    root = make_workspace(tmp_path / "product", count=0)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    if name == "empty":
        import subprocess

        for words in ("init -q -b main", "add .", "-c user.name=A -c user.email=a@b.c commit -qm Begin", "rm -rq people milestones"):
            subprocess.run(["git", "-C", str(root), *words.split()], check=True)
        for words in ("checkout -q --orphan other", "reset -q"):
            subprocess.run(["git", "-C", str(root), *words.split()], check=True)
    async with opened(root, size) as (app, pilot):
        await pilot.press("8")
        await read(app, pilot)
        assert_as_in(FOLDER, name, size, await at_rest(app, pilot, shown=below_saving), with_top=False)


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in [*VIEWS, "empty", "no repository"] for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted

"""The History screen as text, at three sizes; `GOLDEN=write pytest tests/screens/test_history_golden.py` writes them anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from history_stage import make_history, read
from stage import NOW, make_workspace, opened, screen_text

from pmtui.widgets.cells import width_of

FOLDER = Path(__file__).with_name("golden_history")
IS_WRITING = os.environ.get("GOLDEN") == "write"
SIZES = ((80, 24), (120, 36), (200, 50))
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


def assert_golden(name: str, size: tuple[int, int], text: str) -> None:
    lines = [line.replace("saved", "").rstrip() for line in text.split("\n")]
    assert len(lines) <= size[1]
    assert all(width_of(line) <= size[0] for line in lines)
    path = FOLDER / f"{name.replace(' ', '-')}-{size[0]}x{size[1]}.txt"
    if IS_WRITING:
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run with GOLDEN=write and look at it"
    wanted = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    # the state of git in the top line comes when it comes
    other = [f"{line}\n   now {now}" for line, now in zip(wanted[1:], lines[1:], strict=True) if line != now]
    assert not other, f"{path.name} is another; if it is meant so, run with GOLDEN=write\n" + "\n".join(other[:4])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_changes(template: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    root = Path(shutil.copytree(template, tmp_path / "product"))
    async with opened(root, size) as (app, pilot):
        await pilot.press("8")
        await read(app, pilot)
        for name, keys in VIEWS.items():
            await pilot.press(*keys)
            await pilot.pause(0.2)
            assert_golden(name, size, screen_text(app))


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
        await pilot.pause(0.2)
        assert_golden(name, size, screen_text(app))


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in [*VIEWS, "empty", "no repository"] for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted

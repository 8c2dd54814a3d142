"""The person's own commands in the screens: by key and palette, behind and with the terminal."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmtui.app.helping import Helping
from pmtui.app.main import PmtuiApp
from pmtui.commands.own_commands import GROUP
from pmtui.domain.own_commands import OwnCommand
from pmtui.store.config import Config
from tests.screens.stage import item_id, make_workspace, opened, screen_text, until

WRITE = "import sys, json; json.dump(sys.argv[2:], open(sys.argv[1], 'w'))"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=3, title="-x $(id) \"a\" 'b'")


def config(out: Path) -> Config:
    run = (sys.executable, "-S", "-c", WRITE, str(out))
    return Config(commands=(
        OwnCommand("own.one", "Tell one", (*run, "{id}", "{title}", "{branch}", "{path}", "{status}", "{workspace}"), ("f9",)),
        OwnCommand("own.many", "Tell many", (*run, "{ids}"), ("Y x",), how="suspended"),
        OwnCommand("own.fail", "Fail", ("sh", "-c", "echo broken; exit 4"), ("f8",)),
        OwnCommand("own.none", "No program", ("no-such-program",), ("f7",), how="suspended", is_waited=False),
    ))


async def told(app: PmtuiApp, pilot: Pilot[int], words: str) -> None:
    def is_told() -> bool:
        return words in screen_text(app) or any(words in one.message for one in app._notifications)

    await until(app, pilot, is_told, f"{words!r} is not told")


async def test_commands_of_ones_own_run_and_tell_how_they_end(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    async with opened(root, config=config(out)) as (app, pilot):
        app.suspend = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        assert app.keys_of("own.one") == ("f9",)
        assert {row.id for row in Helping(app).rows() if row.group == GROUP} == {"own.one", "own.many", "own.fail", "own.none"}
        await pilot.press("f9")
        await told(app, pilot, "Tell one: done")
        title, id = "-x $(id) \"a\" 'b'", item_id(0)
        path = root / "backlog" / "0" / f"{id}.json"
        assert json.loads(out.read_bytes()) == [f"B-{id}", title, "b-000aaa-x-id-a-b", str(path), "ready", str(root)]
        await pilot.press("f8")
        await told(app, pilot, "Fail failed with status 4: broken")
        await pilot.press("f7")
        await told(app, pilot, "no-such-program: No such file or directory")
        await pilot.press("space", "space", "f9")
        await told(app, pilot, "it is for one record, and 2 are selected")
        await pilot.press(":", *"tell many", "enter")
        await pilot.pause()
        assert json.loads(out.read_bytes()) == [f"B-{item_id(0)}", f"B-{item_id(1)}"]

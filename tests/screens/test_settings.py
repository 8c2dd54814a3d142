"""The settings screen: values changed where they stand, in force at once, taken back to the first byte; as text at three sizes.

`GOLDEN=write pytest tests/screens/test_settings.py` writes the texts anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import test_golden
from stage import all_bytes, item_id, make_workspace, opened, saved, screen_text, stored, until, until_told
from test_golden import SIZES, assert_golden
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.dialogs.settings import SettingsDialog


async def answer(pilot: Pilot[int], line: str) -> None:
    """Type another line over what the dialog holds."""
    app = pilot.app
    assert isinstance(app.screen, AskDialog)
    app.screen.focused.value = line  # type: ignore[union-attr]
    await pilot.press("enter")
    await pilot.pause()


async def to(app: PmtuiApp, pilot: Pilot[int], id: str) -> None:
    """Put the cursor on a row."""
    assert isinstance(app.screen, SettingsDialog)
    app.screen.show_settings(id)
    await pilot.pause()


async def until_in_force(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until what was set is saved, and the records are read with it."""
    await saved(app, pilot)
    def are_in_force() -> bool:
        return app.present.table("item").kind == SCHEMA["item"] and dict(app.workspace.settings) == dict(app.present.settings)

    await until(app, pilot, are_in_force, "the settings are not in force")


async def test_settings_are_changed_where_they_stand_and_taken_back(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", 3)
    first = all_bytes(root)
    async with opened(root) as (app, pilot):
        app.dispatch("app.settings")
        await pilot.pause()
        await to(app, pilot, "status item ready")
        await pilot.press("enter")
        await answer(pilot, "In work")
        assert "no name of a status" in screen_text(app)
        await answer(pilot, "todo")
        assert "todo, which stands for ready" in screen_text(app)
        await to(app, pilot, "new field item ")
        await pilot.press("a")
        await answer(pilot, "revenue integer 1-5 -- What it may bring.")
        await to(app, pilot, "setting  ice")
        await pilot.press("enter")
        await until_in_force(app, pilot)
        assert json.loads((root / "pmtui.json").read_bytes())["settings"] == {
            "fields": {"item": [{"name": "revenue", "type": "integer", "minimum": 1, "maximum": 5, "help": "What it may bring."}]},
            "ice": "mean", "statuses": {"item": [{"name": "todo", "is": "ready"}]},
        }
        assert [stored(root, item_id(at))["status"] for at in range(3)] == ["todo"] * 3
        await pilot.press("escape", "b")
        await pilot.pause()
        assert "todo" in screen_text(app)  # a lane of the board
        app.dispatch("record.set", {"fields": ["revenue=4"]})
        await saved(app, pilot)
        assert stored(root, item_id(0))["revenue"] == 4
        assert await is_refused(app, pilot, "revenue=9")
        for _ in range(4):
            await pilot.press("u")
        await until_in_force(app, pilot)
    assert all_bytes(root) == first


async def is_refused(app: PmtuiApp, pilot: Pilot[int], word: str) -> bool:
    """Whether it is said that a word cannot be set."""
    app.dispatch("record.set", {"fields": [word]})
    await pilot.pause()
    said = screen_text(app) if isinstance(app.screen, AskDialog) else "".join(str(one.message) for one in app._notifications)
    if isinstance(app.screen, AskDialog):
        await pilot.press("escape")
    return "outside 1 to 5" in said


async def test_what_another_program_sets_is_in_force_and_shown(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", 3)
    async with opened(root) as (app, pilot):
        settings = {"statuses": {"item": [{"name": "qa", "is": "review"}]}, "fields": {"item": [{"name": "area", "type": "set"}]}}
        (root / "pmtui.json").write_text(json.dumps({"format": 1, "name": "Other", "settings": settings}), encoding="utf-8")
        app.link.refresh()
        await until(app, pilot, lambda: app.present.table("item").kind.field("area") is not None and app.present.name == "Other")
        assert "qa" in app.present.table("item").kind.statuses
        app.dispatch("app.settings")
        await pilot.pause()
        await to(app, pilot, "status item qa")
        await pilot.press("D", "y")
        await until_in_force(app, pilot)
        assert "qa" not in SCHEMA["item"].statuses
        (root / "pmtui.json").write_text("{", encoding="utf-8")
        app.link.refresh()
        await until_told(app, pilot, "cannot read")
        assert SCHEMA["item"].field("area") is not None


OWN = [
    {"name": name, "type": type, **({"choices": ["Web", "App"]} if type == "choice" else {})}
    for name, type in (
        ("one", "text"), ("two", "lines"), ("three", "integer"), ("four", "number"), ("five", "date"), ("six", "choice"), ("seven", "flag"),
        ("eight", "link"), ("nine", "links"), ("ten", "set"),
    )
]
ODD = {one["name"]: value for one, value in zip(OWN, [{"a": 1}, "x", "x", [1], 5, {}, "yes", 3, [1], "x"], strict=True)}
FULL = {"one": "Own text", "two": ["Long", "text"], "three": 3, "four": 2.5, "five": "2027-01-02", "six": "Web", "seven": True,
        "eight": "ppppppppp1", "nine": ["mmmmmmmmm1"], "ten": ["a", "b"]}


async def test_own_fields_are_shown_and_edited_and_odd_values_break_nothing(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", 3)
    (root / "pmtui.json").write_text(json.dumps({"format": 1, "settings": {"fields": {"item": OWN}}}), encoding="utf-8")
    for number, values in ((0, ODD), (1, FULL)):
        path = root / "backlog" / "0" / f"{item_id(number)}.json"
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **values}), encoding="utf-8")
    async with opened(root, (120, 120)) as (app, pilot):
        app.dispatch("record.form")
        await pilot.pause()
        assert "The team's own" in screen_text(app)
        assert "Other fields" in screen_text(app)
        await pilot.press("escape", "j", "enter")
        await pilot.pause()
        shown = screen_text(app)
        assert [words for words in ("Own text", "2027-01-02", "Web", "@ana", "MVP") if words not in shown] == []
        app.dispatch("record.set", {"fields": ["three=4", "ten+=c"]})
        await saved(app, pilot)
        app.dispatch("history.undo")
    now = stored(root, item_id(1))
    assert {name: now[name] for name in FULL} == FULL


@pytest.mark.parametrize("size", SIZES)
async def test_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setenv("PMTUI_NOW", test_golden.NOW)
    monkeypatch.setattr(test_golden, "FOLDER", Path(__file__).with_name("golden_settings"))
    root = make_workspace(tmp_path / "product", 3)
    settings = {
        "statuses": {"item": [{"name": "todo", "is": "ready"}, {"name": "review"}, {"name": "qa", "is": "review", "help": "Tried."}]},
        "fields": {"item": [{"name": "revenue", "type": "integer", "minimum": 1, "maximum": 5}]}, "wip": {"doing": 3},
        "ready_refuses": True,
    }
    (root / "pmtui.json").write_text(json.dumps({"format": 1, "name": "Test", "settings": settings}), encoding="utf-8")
    async with opened(root, size) as (app, pilot):
        app.dispatch("app.settings")
        await pilot.pause()
        await to(app, pilot, "status item qa")
        await pilot.pause()
        assert_golden("settings", size, screen_text(app))

"""The live keymap in the running program: presets, own keys, keys of one screen, and what is said of faults."""

from __future__ import annotations

from pathlib import Path

from pmtui.app.main import PmtuiApp
from pmtui.commands.own_keys import ARROWS
from pmtui.store.config import Config, parse_config
from pmtui.store.workspace import Workspace
from tests.screens.stage import item_id, make_workspace, opened, saved, stored

CONFIG = """
keys = "arrows"
[keymap]
"record.status" = "ctrl+i"
"nope.nope" = "x"
"record.add" = "g"
"view.filter" = "F2 F2 hyper+q"
"record.repeat" = "ctrl+c"
"""


def hints(app: PmtuiApp) -> dict[str, str]:
    return {one.label: one.key for one in app.records_screen.hints.hints}


async def test_the_arrows_move_rank_and_are_named_at_the_foot(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "product", count=5)
    config = Config(keys=ARROWS, keymap={"app.help": ("f1",), "triage.snooze": ("w",)})
    async with opened(root, config=config) as (app, pilot):
        assert (hints(app)["rank"], hints(app)["keys"]) == ("alt+↓/↑", "f1")
        await pilot.press("j", "down", "alt+down")
        await saved(app, pilot)
        assert app.records_screen.cursor_record().id == item_id(1)
        assert stored(root, item_id(1))["rank"] > stored(root, item_id(2))["rank"]
        await pilot.press("u")
        await saved(app, pilot)
        assert stored(root, item_id(1))["rank"] < stored(root, item_id(2))["rank"]
        assert app.keys_of("triage.snooze") == ("w",)
        assert app.keys["a",] == "record.add"
        await pilot.press("enter", "tab")
        await pilot.pause()
        assert ("←/→", "link") in [(one.key, one.label) for one in app.records_screen.hints.hints]
        await pilot.press("escape", "g", "i")
        await pilot.pause()
        assert (app.keys["a",], app.keys["w",]) == ("triage.accept", "triage.snooze")
        assert app.keys_of("record.add") == ("insert",)


def test_many_faults_do_not_cover_the_screen(tmp_path: Path) -> None:
    config = parse_config(CONFIG.encode(), "config.toml")
    root = make_workspace(tmp_path / "product", count=1)
    app = PmtuiApp(Workspace(root), config, "ana")
    told = app.told_faults()
    assert told[0] == "config.toml, line 4: keymap.record.status: most terminals send tab for ctrl+i; choose another key"
    assert "line 5: keymap.nope.nope: there is no such command" in told[1]
    assert told[3].endswith("more faults in config.toml: pmtui keys lists them")
    assert len(told) == 4

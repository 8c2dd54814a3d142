from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.app.theme_folders import LARGEST, read_themes, shipped_folder
from pmtui.screens.dialogs.pick import PickDialog
from pmtui.store.chosen_theme import chosen_theme, remember_theme
from pmtui.store.config import Config
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace
from tests.screens import stage

SHIPPED = [path.stem for path in sorted(shipped_folder().glob("*.toml"))]
MINE = b'base = "night"\n[text]\naccent = "#00ff00"\n'


@pytest.fixture(autouse=True)
def _truecolor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")


def app_of(folder: Path, theme: str = "", **files: bytes) -> PmtuiApp:
    init_workspace(folder / "product", "Test")
    own(folder).mkdir(parents=True)
    for name, raw in files.items():
        (own(folder) / f"{name}.toml").write_bytes(raw)
    return PmtuiApp(Workspace(folder / "product"), Config(theme=theme, path=str(folder / "config" / "config.toml")), "ana")


def own(folder: Path) -> Path:
    return folder / "config" / "themes"


@asynccontextmanager
async def running(app: PmtuiApp) -> AsyncIterator[Pilot[int]]:
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.link.is_loaded)
        yield pilot
        app.link.finish()


async def until(pilot: Pilot[int], is_so: Callable[[], bool]) -> None:
    await stage.until(pilot.app, pilot, is_so)


def accent(app: PmtuiApp) -> str:
    return app.theme_variables["role-accent"]


async def test_the_wanted_theme_is_there_at_once_and_the_others_behind_the_first_paint(tmp_path: Path) -> None:
    app = app_of(tmp_path, "day")
    assert (app.theme, app.themes.names) == ("day", ("day",))
    async with running(app):
        assert sorted(app.themes.names) == sorted(SHIPPED)
        assert app.themes.names[:2] == ("night", "day")
        app.themes.use("night")
        assert app.theme == "night"


def test_faulty_files_are_named_and_change_nothing(tmp_path: Path) -> None:
    app = app_of(tmp_path, "mine", mine=b"name = ", other=b"\xff\xfe")
    assert app.theme == "night"
    said = [fault.split(":")[0] for fault in app.themes.faults]
    assert said == ["mine.toml, line 1", "other.toml, line 1", str(tmp_path / "config" / "config.toml")]
    assert f"there is no theme 'mine'; there are {', '.join(SHIPPED)}" in str(app.themes.faults[-1])


def test_a_theme_of_ones_own_may_change_a_few_colours_of_another(tmp_path: Path) -> None:
    app = app_of(tmp_path, "mine", mine=MINE)
    mine = app.themes.known["mine"]
    assert (mine.colour("accent"), mine.dark, mine.title) == ("#00ff00", True, "Mine")
    assert mine.colour("heading") == "#e6eaf2"


def test_ones_own_theme_of_a_shipped_name_stands_before_it_and_may_be_based_on_it(tmp_path: Path) -> None:
    app = app_of(tmp_path, "", night=MINE)
    assert app.themes.faults == []
    assert app.themes.known["night"].colour("accent") == "#00ff00"
    assert app.themes.known["night"].colour("heading") == "#e6eaf2"


@pytest.mark.parametrize(("files", "fault"), [
    ({"a": b'base = "b"\n', "b": b'base = "a"\n'}, "a.toml, line 1, base: b.toml, line 1, base: it goes round in a circle: a > b > a"),
    ({"a": b'base = "nowhere"\n'}, "a.toml, line 1, base: there is no theme 'nowhere': use "),
    ({"a": b"\n\n\xff"}, "a.toml, line 3: not UTF-8: byte 0xff"),
    ({"A b": MINE}, "A b.toml: name the file with at most 31 small letters"),
    ({"a": b"#" * (LARGEST + 1)}, "a.toml: it has 65,537 bytes; a theme has at most 65,536"),
])
def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path, files: dict[str, bytes], fault: str) -> None:
    for name, raw in files.items():
        (tmp_path / f"{name}.toml").write_bytes(raw)
    found = read_themes([str(shipped_folder()), str(tmp_path)])
    assert found[len(SHIPPED)].fault.startswith(fault)
    assert [one.fault for one in found[: len(SHIPPED)]] == [""] * len(SHIPPED)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    assert [one.fault.split(":")[1] for one in read_themes([str(tmp_path)])] == [" it cannot be read"] * 3


async def test_a_saved_file_is_shown_a_faulty_one_warns_and_changes_nothing(tmp_path: Path) -> None:
    app = app_of(tmp_path, "mine", mine=MINE)
    said: list[str] = []
    async with running(app) as pilot:
        app.say = lambda message, severity="information": said.append(message)  # type: ignore[method-assign]
        path = own(tmp_path) / "mine.toml"
        path.write_bytes(MINE.replace(b"#00ff00", b"#00ffff"))
        await until(pilot, lambda: accent(app) == "#00ffff")
        assert said == []
        path.write_bytes(MINE + b'mutd = "#ffffff"\n')
        await until(pilot, lambda: bool(said))
        assert said == ["mine.toml, line 4, text.mutd: no such colour in [text]: did you mean muted?"]
        assert (app.theme, accent(app), "mine" in app.themes.names) == ("mine", "#00ffff", True)
        path.unlink()
        await until(pilot, lambda: not app.themes._held.get(str(path)))
        assert (app.theme, accent(app)) == ("mine", "#00ffff")
        (own(tmp_path) / "second.toml").write_bytes(MINE)
        await until(pilot, lambda: "second" in app.themes.names)
        assert len(said) == 1


async def test_what_was_still_being_read_at_the_end_begins_no_watch(tmp_path: Path) -> None:
    app = app_of(tmp_path)
    async with running(app) as pilot:
        await until(pilot, lambda: app.themes._watch is not None)
        found, app.themes._watch = app.themes.read(), app.themes._watch.close()  # type: ignore[union-attr,func-returns-value]
        app.themes.close()
        app.themes.take(found)
        assert app.is_running
        assert app.themes._watch is None


async def test_a_saved_base_is_shown_through_the_theme_that_stands_on_it(tmp_path: Path) -> None:
    app = app_of(tmp_path, "top", top=b'base = "mine"\n[text]\nkey = "#ffff00"\n', mine=MINE)
    async with running(app) as pilot:
        assert accent(app) == "#00ff00"
        (own(tmp_path) / "mine.toml").write_bytes(MINE.replace(b"#00ff00", b"#00ffff"))
        await until(pilot, lambda: accent(app) == "#00ffff")
        assert app.theme_variables["role-key"] == "#ffff00"


async def test_a_folder_that_comes_later_is_noticed(tmp_path: Path) -> None:
    app = app_of(tmp_path)
    own(tmp_path).rmdir()
    async with running(app) as pilot:
        own(tmp_path).mkdir()
        (own(tmp_path) / "mine.toml").write_bytes(MINE)
        await until(pilot, lambda: "mine" in app.themes.names)


async def test_each_theme_is_seen_under_the_cursor_and_escape_brings_the_old_one_back(tmp_path: Path) -> None:
    app = app_of(tmp_path)
    async with running(app) as pilot:
        app.dispatch("app.theme")
        await until(pilot, lambda: isinstance(app.screen, PickDialog))
        await pilot.press("down")
        await until(pilot, lambda: app.theme == "day")
        await pilot.press(*"contrast")
        await until(pilot, lambda: app.theme == "contrast")
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == "night")
        assert not isinstance(app.screen, PickDialog)
        assert chosen_theme("") == ""
        app.dispatch("app.theme")
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.theme == "day" and chosen_theme("") == "day")


async def test_the_choice_is_remembered_until_the_settings_say_something_else(tmp_path: Path) -> None:
    remember_theme("day", "")
    assert app_of(tmp_path / "a").theme == "day"
    remember_theme("contrast", "day")
    assert app_of(tmp_path / "b", "day").theme == "contrast"
    assert app_of(tmp_path / "c", "red-cyan").theme == "red-cyan"


async def test_where_there_are_16_colours_the_terminals_own_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", "linux")
    app = app_of(tmp_path, "day")
    assert (app.theme, app.themes.wanted) == ("terminal-light", "day")
    async with running(app) as pilot:
        assert set(app.themes.names) == {"terminal", "terminal-light"}
        app.dispatch("app.theme")
        await pilot.press("up")
        await until(pilot, lambda: app.theme == "terminal")
        await pilot.press("escape")
        await until(pilot, lambda: (app.theme, app.themes.wanted) == ("terminal-light", "day"))


async def test_without_colour_there_is_nothing_to_choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(tmp_path, "day", mine=b"broken")
    async with running(app) as pilot:
        app.dispatch("app.theme")
        await pilot.pause()
        assert (app.theme, app.themes.names) == ("plain", ())
        assert not isinstance(app.screen, PickDialog)


async def test_switching_is_quick_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """A short run by default; 300 switches, after which the framework's bounded caches are full too, with PMTUI_SOAK."""
    before, further, allowed = (150, 300, 900) if os.environ.get("PMTUI_SOAK") else (14, 56, 3000)
    app = app_of(tmp_path)
    async with running(app) as pilot:
        await until(pilot, lambda: app.is_screen_installed("form") and app.get_screen("form").is_mounted)  # the last that is made behind

        async def switch(count: int) -> tuple[list[float], int]:
            times = []
            for at in range(count):
                begin = time.process_time()
                app.themes.show(app.themes.names[at % len(SHIPPED)])
                await asyncio.sleep(0.03)
                times.append(time.process_time() - begin)
            gc.collect()
            return sorted(times), len(gc.get_objects())

        _, objects = await switch(before)
        kept = [len(one) for one in (app.available_themes, app.stylesheet.source, app._filters)]
        times, more = await switch(further)
        assert more - objects < allowed
        assert [len(one) for one in (app.available_themes, app.stylesheet.source, app._filters)] == kept
        assert times[further // 2] < 0.05


def test_numbers_without_end_and_chains_without_end_are_faults_of_their_files(tmp_path: Path) -> None:
    (tmp_path / "digits.toml").write_text(f"dark = {'1' * 5000}", encoding="utf-8")
    for at in range(1500):
        (tmp_path / f"t{at}.toml").write_text(f'base = "t{at + 1}"', encoding="utf-8")
    digits, first = read_themes([str(tmp_path)], {"digits", "t0"})
    assert "digits.toml, line 1: not TOML" in digits.fault
    assert "more than 8 themes are based on one another" in first.fault

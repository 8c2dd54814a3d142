from __future__ import annotations

from pathlib import Path

from pmtui.app.main import PmtuiApp
from pmtui.app.theme_folders import shipped_folder
from pmtui.store.config import Config
from pmtui.store.layout import init_workspace
from pmtui.store.workspace import Workspace

SHIPPED = [path.stem for path in sorted(shipped_folder().glob("*.toml"))]


def app_of(folder: Path, theme: str = "", **files: bytes) -> PmtuiApp:
    init_workspace(folder / "product", "Test")
    (folder / "config" / "themes").mkdir(parents=True)
    for name, raw in files.items():
        (folder / "config" / "themes" / f"{name}.toml").write_bytes(raw)
    return PmtuiApp(Workspace(folder / "product"), Config(theme=theme, path=str(folder / "config" / "config.toml")), "ana")


async def test_the_wanted_theme_is_there_at_once_and_the_others_behind_the_first_paint(tmp_path: Path) -> None:
    app = app_of(tmp_path, "day")
    assert (app.theme, app.themes.names) == ("day", ("day",))
    async with app.run_test() as pilot:
        for _ in range(100):
            await pilot.pause(0.02)
            if app.link.is_loaded:
                break
        assert sorted(app.themes.names) == sorted(SHIPPED)
        app.themes.use("night")
        assert app.theme == "night"
        app.link.finish()


def test_faulty_files_are_named_and_change_nothing(tmp_path: Path) -> None:
    app = app_of(tmp_path, "mine", mine=b"name = ", other=b"\xff\xfe")
    assert app.theme == "night"
    said = [fault.split(":")[0] for fault in app.themes.faults]
    assert said == ["mine.toml, line 1", "other.toml, line 1", f"there is no theme 'mine'; there are {', '.join(SHIPPED)}"]

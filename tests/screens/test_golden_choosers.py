"""What is chosen from, told in passing, and every layout without records and with bad files, as text at three sizes.

Of a screen under a dialog only the dialog is kept, as the rest is held fast elsewhere; the frames of all of it are looked at.
`GOLDEN=write pytest tests/screens/test_golden_choosers.py` writes it anew; whoever changes a screen looks at the difference.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import test_golden
from form_stage import open_form, press
from goldens import at_rest
from stage import make_workspace, opened, screen_text, until
from test_golden import NOW, SIZES, assert_golden
from test_golden_frames import cells, open_corners
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen

import pmtui
from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.commands.core import Effect
from pmtui.domain.kinds import SCHEMA
from pmtui.screens.registry import SCREENS
from pmtui.widgets.line_edit import LineEdit
from pmtui.widgets.note import Note

FOLDER = Path(__file__).with_name("golden_choosers")
VIEWS: dict[str, tuple[str, ...]] = {
    "group": ("ctrl+g",),
    "columns": ("C",),
    "sort": ("O",),
    "any kind": (":", "any kind", "enter"),
    "theme": (":", "theme", "enter"),
    "keys that are searched": ("?", "later"),
    "keys that are not found": ("?", "zzzz"),
    "palette without a text": (":",),
    "what is new": (":", "what's new", "enter"),
    "refused": ("n", "many", "enter"),
    "not by rank": ("O", "title", "enter", "J"),
    "grouped": ("ctrl+g", "status", "enter", "j"),
    "learning": ("3", '"'),
    "comment on a problem": ("2", "c"),
    "keys of the roadmap": ("5", "?"),
    "delete many": ("4", "*", "D"),
}
KINDS = ("hypothesis", "milestone", "experiment", "decision", "scenario")
FAULTS = (b'{"id": ', b"\xff\xfe", b"<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)
    monkeypatch.setattr(test_golden, "FOLDER", FOLDER)
    monkeypatch.setattr(pmtui, "__version__", "0.2.0")  # whose note is shown


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        yield make_demo(tmp_path_factory.mktemp("golden") / "product")


@pytest.fixture
def demo(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "product"))


def looked_at(app: PmtuiApp, text: str) -> str:
    """The dialog or note on a screen, or the panes between top line and hints; all boxes around are closed."""
    rows = [cells(line) for line in text.split("\n")]
    width = app.size.width
    assert open_corners([[*row, *[" "] * (width - len(row))] for row in rows]) == []
    notes = list(app.screen.query(Note))
    parts = notes or (list(app.screen.children) if isinstance(app.screen, ModalScreen) else [])
    if not parts:
        return "\n".join(text.split("\n")[1:-1])
    region = Region.from_union([one.region for one in parts if one.region.area])
    return "\n".join("".join(row[region.x : region.right]).rstrip() for row in rows[region.y : region.bottom])


_KEYS = ("enter", "escape", "tab", "space", "delete", "down", "up", "left", "right")


async def enter(app: PmtuiApp, pilot: Pilot[int], keys: tuple[str, ...]) -> None:
    """Press keys; what is longer than a key goes into the line that has the focus."""
    for one in keys:
        if len(one) > 1 and "+" not in one and one not in _KEYS:  # a text: its line may not be there yet
            await until(app, pilot, lambda: isinstance(app.screen.focused, LineEdit))
        if isinstance(app.screen.focused, LineEdit) and one != "enter":
            app.screen.focused.insert_text_at_cursor(one)
        else:
            await press(pilot, one)
        await pilot.pause(0.02)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_is_chosen_from_and_told(demo: Path, size: tuple[int, int]) -> None:
    wrong = []
    async with opened(demo, size) as (app, pilot):
        for name, keys in VIEWS.items():
            await enter(app, pilot, keys)
            try:
                assert_golden(name, size, looked_at(app, await at_rest(app, pilot, 0.35)))
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
            await press(pilot, "escape", "escape", "escape")
            if name in ("grouped", "not by rank"):
                app.dispatch(*(("view.group", {"field": "none"}) if name == "grouped" else ("view.sort", {"field": "rank"})))
            await press(pilot, "g", "g")
            app.records_screen.hints.clear_toast()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_form_of_other_kinds(demo: Path, size: tuple[int, int]) -> None:
    wrong = []
    async with opened(demo, size) as (app, pilot):
        for kind in KINDS:
            table = app.snapshot.table(kind)
            await open_form(app, pilot, kind, table.id(next(iter(table.in_order()))) if len(table) else "")
            try:
                assert_golden(f"form of {kind}", size, looked_at(app, await at_rest(app, pilot, 0.35)))
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
            await pilot.press("escape")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", ["empty", "faulty"])
@pytest.mark.parametrize("screen", ["problems", "hypotheses"])
async def test_every_layout_without_records_and_with_bad_files(tmp_path: Path, screen: str, state: str, size: tuple[int, int]) -> None:
    root = make_workspace(tmp_path / "product", count=1)
    kind = SCHEMA[SCREENS[screen].kind]
    if state == "faulty":
        folder = root / kind.collection / "a"
        folder.mkdir(parents=True, exist_ok=True)
        for at, raw in enumerate(FAULTS):
            (folder / f"aaaaaaaaa{at}.json").write_bytes(raw)
        (folder / "aaaaaaaaa9.json").write_text(f'{{"created_at": "{NOW}", "id": "aaaaaaaaa9", "title": "The one that can be read"}}')
    async with opened(root, size) as (app, pilot):
        await pilot.press(SCREENS[screen].tab.key)
        for layout in SCREENS[screen].screen_class().layouts:
            assert app.records_screen.layout_name == layout
            assert_golden(f"{state} {screen} {layout}", size, looked_at(app, await at_rest(app, pilot, 0.35)))
            await pilot.press("b")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_note_goes_away_and_leaves_what_was_below_it(demo: Path, size: tuple[int, int]) -> None:
    async with opened(demo, size) as (app, pilot):
        before = await at_rest(app, pilot, 0.35)
        app.effects.carry_out(Effect("whats_new", {}))
        assert "What's new" in await at_rest(app, pilot, 0.35)
        await pilot.press("escape")
        assert await at_rest(app, pilot, 0.35) == before
        assert not app.records_screen.query(Note)
        assert "What's new" not in screen_text(app)


def test_no_golden_file_is_left_over() -> None:
    layouts = [f"{state} {screen} {layout}" for screen in ("problems", "hypotheses") for state in ("empty", "faulty")
               for layout in SCREENS[screen].screen_class().layouts]
    names = [*VIEWS, *(f"form of {kind}" for kind in KINDS), *layouts]
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in names for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted

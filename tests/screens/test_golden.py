"""The screens as text, at three sizes; `GOLDEN=write pytest tests/screens/test_golden.py` writes them anew.

Whoever changes a screen looks at the difference and commits it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from goldens import SIZES, assert_as_in, assert_whole_hints, at_rest
from stage import item_id, make_workspace, opened
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.store.session import forget_session
from pmtui.widgets.line_edit import LineEdit

FOLDER = Path(__file__).with_name("golden")
NOW = "2026-11-22T09:30:00Z"
VIEWS: dict[str, tuple[str, ...]] = {
    "list": (),
    "board": ("b",),
    "filter with a mistake": ("/", *"vat rice>lots"),
    "detail": ("enter",),
    "way": ("enter", "l", "l", "l", "l", "enter", "l"),
    "trace": ("t",),
    "comment": ("c",),
    "keys": ("?",),
    "palette": (":", *"copy"),
    "picker": ("s",),
    "question": ("d",),
    "edited in place": ("e",),
    "delete": ("D",),
    "chord": ("g",),
    "selection": ("j", "x", "x", "v", "j"),
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        yield make_demo(tmp_path_factory.mktemp("golden") / "product")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "product", count=0)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    root = make_workspace(tmp_path / "product", count=5)
    for number, raw in enumerate((b'{"id": ', b"\xff\xfe", b"<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n")):
        (root / "backlog" / "0" / f"{item_id(number)}.json").write_bytes(raw)
    return root


def assert_golden(name: str, size: tuple[int, int], text: str) -> None:
    """The text is that of the golden file; other modules have a folder of their own."""
    assert_as_in(FOLDER, name, size, text)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_screens_of_the_demo(demo: Path, size: tuple[int, int]) -> None:
    wrong = []
    forget_session(str(demo), str(demo / ".local"))  # where a slow test of another size was left
    async with opened(demo, size) as (app, pilot):
        for name, keys in VIEWS.items():
            await _typed(app, pilot, keys)
            if name == "chord":
                await pilot.pause(0.5)
            text = await at_rest(app, pilot)
            try:
                assert_golden(name, size, text)
                if name in ("list", "board", "detail", "selection"):
                    assert_whole_hints(app, text)
            except AssertionError as error:
                wrong.append(str(error).partition("\nassert")[0])
            await _home(app, pilot)
    assert not wrong, "\n".join(wrong)


async def _typed(app: PmtuiApp, pilot: Pilot[int], keys: tuple[str, ...]) -> None:
    """Press the first key; what follows goes into a text field as one piece where that has the focus."""
    await pilot.press(*keys[:1])
    if isinstance(app.screen.focused, LineEdit):
        app.screen.focused.insert_text_at_cursor("".join(keys[1:]))
    else:
        await pilot.press(*keys[1:])


async def _home(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Back to the list as it was opened."""
    for _ in range(3):
        await pilot.press("escape")
    if app.records_screen.layout_name != "list":
        await pilot.press("b")
    await pilot.press("g", "g", "v", "v", "escape")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["empty", "faulty"])
async def test_the_screens_without_records_and_with_bad_files(
    request: pytest.FixtureRequest, name: str, size: tuple[int, int],
) -> None:
    root: Path = request.getfixturevalue(name)
    async with opened(root, size) as (app, pilot):
        text = await at_rest(app, pilot)
        assert_golden(name, size, text)
        assert_whole_hints(app, text)
        await pilot.press("b")
        assert_golden(f"{name} board", size, await at_rest(app, pilot))


def test_no_golden_file_is_left_over() -> None:
    names = [*VIEWS, "empty", "faulty", "empty board", "faulty board"]
    wanted = {f"{name.replace(' ', '-')}-{width}x{height}.txt" for name in names for width, height in SIZES}
    assert {path.name for path in FOLDER.iterdir()} == wanted

"""What reaches the terminal piece by piece must add up to the picture that Textual's own compositor paints as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from stage import item_id, make_workspace, opened
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.events import Callback
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

from pmtui.app.main import PmtuiApp
from pmtui.screens import settled
from pmtui.screens.dialogs.dialog import Dialog
from pmtui.widgets.compositing import LineCompositor, without

SIZE = (120, 20)
CONSOLE = Console(color_system="truecolor", force_terminal=True, width=SIZE[0])


class Terminal:
    """What a terminal shows after all that was written to it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(*SIZE)
        self.stream = pyte.Stream(self.screen)
        self.written = 0

    def take(self, update: Any) -> None:
        text = update.render_segments(CONSOLE)
        self.written += len(text)
        self.stream.feed(f"\x1b[?7l{text}")

    def cells(self) -> list[list[Any]]:
        return [[self.screen.buffer[y][x] for x in range(SIZE[0])] for y in range(SIZE[1])]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The terminal that the main screen's updates go to."""
    found = Terminal()

    class Written(LineCompositor):
        def render_update(self, *args: Any, **options: Any) -> Any:
            update = super().render_update(*args, **options)
            if update is not None:
                found.take(update)
            return update

    monkeypatch.setattr(settled, "LineCompositor", Written)
    return found


def whole(app: PmtuiApp) -> list[list[Any]]:
    """The picture, painted at once by Textual's own compositor."""
    other = Terminal()
    other.take(Compositor.render_full_update(app.screen._compositor))
    return other.cells()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Thirty items: some with wide characters, one with more text than the detail pane has lines."""
    root = make_workspace(tmp_path / "product", 30)
    wide, long = {"title": "日本語 👩‍👩‍👧 Überweisung " * 5}, {"body": "\n\n".join(f"line {at}" for at in range(60))}
    for at, fields in ((1, wide), (3, wide), (2, long)):
        path = next(root.glob(f"backlog/*/{item_id(at)}.json"))
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **fields}), encoding="utf-8")
    return root


KEYS = (*"jjjkjl hbjlkb", *["tab", "j", "j", "k", "tab"], *"jzjjzjjz", "ctrl+d", *"jjjj*kG", "K", *"Jk", "g", "g", *"j/", *"m 1", "escape",
        *"ggj?", "escape", *"jjwj", "escape", *"j")


async def test_the_pieces_add_up_to_the_whole_picture(root: Path, terminal: Terminal) -> None:
    async with opened(root, size=SIZE) as (app, pilot):
        for at, key in enumerate(KEYS):
            await pilot.press(key)
            if app.screen is not app.records_screen:
                terminal.stream.feed("\x1b[2J\x1b[HAnother screen stood here")
                continue
            assert not app.screen._compositor._dirty_regions
            assert terminal.cells() == whole(app), f"after {KEYS[:at + 1]}"


async def test_a_toast_and_what_it_covered(root: Path, terminal: Terminal) -> None:
    async with opened(root, size=SIZE) as (app, pilot):
        app.notify("Something " * 12, timeout=0.4)
        for key in "jjjj":
            await pilot.press(key)
            assert terminal.cells() == whole(app)
        await pilot.pause(0.7)
        assert "Something" not in "".join(terminal.screen.display)
        assert terminal.cells() == whole(app)


async def test_what_has_not_changed_is_not_written_again(root: Path, terminal: Terminal) -> None:
    async with opened(root, size=SIZE) as (app, pilot):
        await pilot.press("j")
        terminal.written = 0
        app.records_screen.list.refresh()
        app.records_screen.detail.refresh()
        await pilot.pause()
        assert terminal.written == 0
        await pilot.press("j")
        assert 0 < terminal.written < 6000
        terminal.written = 0
        app.screen.refresh()
        await pilot.pause()
        assert terminal.written < 2000
        await pilot.press("r")  # another program may have written over it
        assert terminal.written > 9000
        assert terminal.cells() == whole(app)


def cells_of(lines: list[Strip]) -> list[list[Any]]:
    """Strips as a terminal shows them."""
    found = Terminal()
    found.stream.feed("\x1b[?7l" + "".join(f"\x1b[{y + 1};1H{line.render(CONSOLE)}" for y, line in enumerate(lines)))
    return found.cells()


async def test_the_screen_behind_a_dialog_is_the_one_that_textual_paints(root: Path) -> None:
    async with opened(root, size=SIZE) as (app, pilot):
        app.notify("Something")
        await pilot.press(*"jjvjz")
        for above in range(2):  # one dialog, and one above it
            app.push_screen(Dialog())
            await pilot.pause()
            dialog, region = app.screen, Region(0, 0, *SIZE)
            assert len(app.screen_stack) == 2 + above
            visible_screen_stack.set(app._background_screens)
            theirs = ModalScreen.render_lines(dialog, region)
            ours = dialog.render_lines(region)
            assert cells_of(ours) == cells_of(theirs)
            assert sum(map(len, ours)) <= sum(map(len, theirs))
            part = dialog.render_lines(Region(7, 3, 40, 2))
            assert [line.text for line in part] == [line.crop(7, 47).text for line in ours[3:5]]


async def test_what_changes_behind_a_dialog_is_painted_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[tuple[str, list[Region]]] = []
    render = LineCompositor.render_update

    def noted(compositor: LineCompositor, *args: Any, **options: Any) -> Any:
        painted.append((type(compositor.root).__name__, [*compositor._dirty_regions]))
        return render(compositor, *args, **options)

    async with opened(root, size=SIZE) as (app, pilot):
        app.push_screen(Dialog())
        await pilot.pause(0.1)
        monkeypatch.setattr(LineCompositor, "render_update", noted)
        app.records_screen.hints.toast("Something is new")
        for _ in range(3):
            await pilot.pause(0.05)
            app.records_screen.post_message(Callback(callback=lambda: None))
        assert {name for name, _ in painted} == {"Dialog"}
        assert all(region.width * region.height <= 2 * SIZE[0] for _, regions in painted for region in regions)
        assert "Something is new" in app.screen.render_lines(Region(0, SIZE[1] - 1, SIZE[0], 1))[0].text
        app.screen.dismiss(None)
        await pilot.pause(0.05)
        assert painted[-1][0] == "BacklogScreen"


@given(st.tuples(*[st.integers(0, 12)] * 4), st.tuples(*[st.integers(0, 12)] * 4))
def test_a_region_without_a_hole_and_the_hole_are_the_region(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    region, hole = Region(*one), Region(*one).intersection(Region(*other))
    if hole:
        cells = [(x, y) for part in (hole, *without(region, hole)) for x in part.column_range for y in part.line_range]
        assert len(cells) == len(set(cells))
        assert set(cells) == {(x, y) for x in region.column_range for y in region.line_range}

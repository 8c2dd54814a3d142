"""With 16 colours, or none: the cursor, the selection and every state are still seen, on every screen and in every layout."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyte.screens import Char

from pmtui.commands.catalogue import REGISTRY
from pmtui.screens.registry import SCREENS
from pmtui.widgets.glyphs import CURSOR, SELECTED
from tests.conftest import IS_SOAK
from tests.end_to_end.program import environment, make_shared_demo, no_traceback, until, words
from tests.end_to_end.terminal import Terminal

KINDS: dict[str, dict[str, str | None]] = {
    "no colour": {"NO_COLOR": "1"}, "16 colours": {"TERM": "xterm-16color", "COLORTERM": None},
    "console": {"TERM": "linux", "COLORTERM": None},
}
FEW = ("no colour", "16 colours")
_COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
_NONE = {0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29, 39, 49}
_SIXTEEN = _NONE | {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shared_demo(tmp_path_factory.mktemp("few") / "product")


@pytest.fixture
def demo(template: Path, tmp_path: Path) -> Path:
    """The sample workspace, on which nobody has looked yet."""
    return Path(shutil.copytree(template, tmp_path / "product"))


@contextmanager
def shown(demo: Path, screen: str, kind: str) -> Iterator[Terminal]:
    with Terminal(words("-w", str(demo), "--screen", screen), (120, 36), environment(**KINDS[kind]), cwd=demo.parent) as terminal:
        terminal.wait_for(CURSOR)
        terminal.settle(0.4)
        yield terminal
        no_traceback(terminal)


def cells_with(terminal: Terminal, sign: str) -> list[tuple[int, int]]:
    """Row and column of every cell that shows a sign."""
    return [(y, x) for y in range(terminal.screen.lines) for x in range(terminal.screen.columns) if cell(terminal, y, x).data == sign]


def cell(terminal: Terminal, y: int, x: int) -> Char:
    return terminal.screen.buffer[y][x]


def reversed_width(terminal: Terminal) -> int:
    """How many cells beside the cursor's mark are reverse as it is."""
    best = 0
    for y, x in cells_with(terminal, CURSOR):
        width = 0
        while x + width < terminal.screen.columns and cell(terminal, y, x + width).reverse:
            width += 1
        best = max(best, width)
    return best


def strong_marks(terminal: Terminal) -> int:
    """How many signs of the selection stand out from their colour; finished records and lanes may have the same sign."""
    return sum(bool(cell(terminal, y, x).bold or cell(terminal, y, x).reverse) for y, x in cells_with(terminal, SELECTED))


def codes(raw: bytes) -> set[int]:
    """Every number that was sent to change how cells look."""
    return {int(one or 0) for found in _COLOURS.findall(raw) for one in found[2:-1].split(b";")}


TRIED = {kind: [screen for at, screen in enumerate(SCREENS) if IS_SOAK or screen == "backlog" or at % 2 == turn]
         for turn, kind in enumerate(FEW)}
"""Each screen without colours or with sixteen, in turn, and the one with the most layouts both ways; in the long run all of them are."""


@pytest.mark.parametrize("kind", TRIED)
def test_the_cursor_is_reverse_and_marks_are_bold_on_every_screen_in_every_layout(demo: Path, kind: str) -> None:
    first, *others = TRIED[kind]
    with shown(demo, first, kind) as terminal:
        _look_at_layouts(terminal, first)
        for screen in others:
            terminal.press(*REGISTRY[f"go.{screen}"].keys[0].split())
            terminal.wait_for(SCREENS[screen].tab.name)
            terminal.settle(0.3)
            _look_at_layouts(terminal, screen)
        assert codes(terminal.raw) <= (_NONE if kind == "no colour" else _SIXTEEN)


def _look_at_layouts(terminal: Terminal, screen: str) -> None:
    for _ in SCREENS[screen].screen_class().layouts:
        until(lambda: reversed_width(terminal) >= 8, terminal)
        before = strong_marks(terminal)
        terminal.press("space", "j")
        until(lambda before=before: strong_marks(terminal) > before and reversed_width(terminal) >= 8, terminal)
        terminal.press("escape", "b")
        terminal.settle(0.2)


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_dialog_too_and_in_a_text_and_what_is_chosen_of_it(demo: Path, kind: str) -> None:
    with shown(demo, "backlog", kind) as terminal:
        terminal.press(":")
        assert reversed_width(terminal) >= 40
        texts = [cell(terminal, y, x) for y, x in cells_with(terminal, "t")]
        assert any(one.reverse for one in texts), "the text cursor is on the first letter of 'type to find'"
        terminal.type("prio")
        terminal.press("enter")
        assert reversed_width(terminal) >= 40
        terminal.press("escape", "escape", "D")  # the palette asks in place: back to it, and out
        assert "Delete" in terminal.text()
        terminal.press("n", "/")
        terminal.type("vat")
        y, line = next((y, line) for y, line in enumerate(terminal.lines()) if "/ vat" in line)
        assert cell(terminal, y, line.index("vat") + 3).reverse
        plain = looks(terminal)
        terminal._child.send("\x1b[1;2D")  # shift+left
        terminal.settle()
        assert looks(terminal) != plain, "what is chosen of a text is seen"
        assert codes(terminal.raw) <= (_NONE if kind == "no colour" else _SIXTEEN)


def looks(terminal: Terminal) -> list[Char]:
    """The cells of the filter's text."""
    y, line = next((y, line) for y, line in enumerate(terminal.lines()) if "/ vat" in line)
    return [cell(terminal, y, line.index("vat") + at)._replace(data="") for at in range(3)]

"""What holds for every golden screen: nothing wider than the screen, no hint cut in two, every box closed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmtui.widgets.cells import iter_graphemes, width_of

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("golden*/*.txt"), *HERE.parent.glob("app/golden/*.txt")])
_SIZE = re.compile(r"-(\d+)x(\d+)\.txt$")
_MORE = re.compile("[^ -~─│╭╮╰╯├┤▸▹▾•·…–▲✕○●]")
"""A sign that may have another number of cells than one."""
CORNERS = {"╭": (1, 1), "╮": (1, -1), "╰": (-1, 1), "╯": (-1, -1)}
"""Each corner, and in which direction its box lies: down or up, right or left."""


def cells(line: str) -> list[str]:
    """A line cell by cell; the second cell of a wide character is empty."""
    if not _MORE.search(line):
        return list(line)
    found: list[str] = []
    for one in iter_graphemes(line):
        found += [one, *[""] * (width_of(one) - 1)]
    return found


def grid(path: Path) -> tuple[list[list[str]], int, int]:
    """A golden file cell by cell, with the size of its screen."""
    match = _SIZE.search(path.name)
    assert match is not None, path.name
    width, height = int(match[1]), int(match[2])
    rows = [cells(line) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    return [[*row, *[" "] * (width - len(row))] for row in rows], width, height


def whole_boxes(rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """Top, left, bottom and right of each box that nothing lies over."""
    found = []
    for top, row in enumerate(rows):
        for left in (x for x, one in enumerate(row) if one == "╭"):
            bottom = top + 1
            while bottom < len(rows) and rows[bottom][left] == "│":
                bottom += 1
            if bottom < len(rows) and rows[bottom][left] == "╰":
                rights = [x for x in range(left + 1, len(row)) if row[x] == "╮" and rows[bottom][x] == "╯"]
                if rights and all(rows[y][rights[0]] == "│" for y in range(top + 1, bottom)):
                    found.append((top, left, bottom, rights[0]))
    return found


def is_bend(rows: list[list[str]], y: int, x: int) -> bool:
    """Whether a corner is the bend of a dependency or of a chart's line; a box without its last corner is found by its other ones."""
    one, row = rows[y][x], rows[y]
    return (one in "╰╭" and {"╰": "╯", "╭": "╮"}[one] not in row[x:]) or (one in "╮╯" and {"╮": "╭", "╯": "╰"}[one] not in row[:x])


def open_corners(rows: list[list[str]]) -> list[str]:
    """The corners from which an edge leads neither to another corner nor under a box that lies over it."""
    boxes = whole_boxes(rows)

    def lies_in(y: int, x: int, box: tuple[int, int, int, int]) -> bool:
        return box[0] <= y <= box[2] and box[1] <= x <= box[3]

    def is_closed(y: int, x: int, down: int, across: int) -> bool:
        over = [box for box in boxes if not lies_in(y, x, box)]

        def is_covered(y: int, x: int) -> bool:
            return any(lies_in(y, x, box) for box in over)

        other = {"╭": ("╰", "╮"), "╮": ("╯", "╭"), "╰": ("╭", "╯"), "╯": ("╮", "╰")}[rows[y][x]]
        at = y + down
        while 0 <= at < len(rows) and rows[at][x] == "│" and not is_covered(at, x):
            at += down
        if not (0 <= at < len(rows)) or (rows[at][x] != other[0] and not is_covered(at, x)):
            return False
        at = x + across
        while 0 <= at < len(rows[y]) and rows[y][at] != other[1] and not is_covered(y, at):
            at += across
        return 0 <= at < len(rows[y])

    belonging = {(y, x) for top, left, bottom, right in boxes for y in (top, bottom) for x in (left, right)}
    return [
        f"{one} in line {y + 1}, column {x + 1}" for y, row in enumerate(rows) for x, one in enumerate(row)
        if one in CORNERS and (y, x) not in belonging and not is_bend(rows, y, x) and not is_closed(y, x, *CORNERS[one])
    ]


def feet(path: Path) -> list[str]:
    """The lines of a golden screen, and of the boxes on it, that name keys."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    found = [part.strip() for line in lines for part in line.split("│") if re.search(r"(?:^| )(?:esc [a-z]+|\? keys)(?: |$)", part)]
    return [line for line in found if len(hints_of(line)) > 1 and "─" not in line]


def hints_of(line: str) -> list[str]:
    """`key label` of each hint in a line."""
    return [one.strip() for one in re.split(r" {2,}", line) if one.strip()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_is_wider_or_higher_than_the_screen_and_every_box_is_closed(path: Path) -> None:
    rows, width, height = grid(path)
    assert len(rows) <= height
    assert [at for at, row in enumerate(rows, 1) if len(row) > width] == []
    if not path.name.startswith("chord-"):  # what may follow a chord lies over the foot of the boxes
        assert open_corners(rows) == []


def test_a_box_with_a_hole_is_found() -> None:
    whole = ["╭─ a ──╮", "│ ╭──╮ │", "│ │  │ │", "│ ╰──╯ │", "╰──────╯"]
    assert open_corners([list(line) for line in whole]) == []
    for y, line in ((1, "│ ╭──╮  "), (4, "╰────── "), (2, "│    │ │")):
        broken = [list(line if at == y else one) for at, one in enumerate(whole)]
        assert open_corners(broken) != [], line
    over = ["╭──────╮   ", "│   ╭─────╮", "│   │     │", "╰───╰─────╯"]
    assert open_corners([list(line) for line in over]) == []


def test_hints_of_narrow_screens_are_whole_ones() -> None:
    """A hint is whole where a wide screen shows the very same; a picture of which there is none at that size proves nothing here."""
    wide = {hint for path in FILES if path.name.endswith("-200x50.txt") for line in feet(path) for hint in hints_of(line)}
    assert len(wide) > 30
    pairs = [path for path in FILES if path.with_name(_SIZE.sub("-200x50.txt", path.name)).is_file()]
    assert len(pairs) > 300
    cut = {(path.name, hint) for path in pairs for line in feet(path) for hint in hints_of(line) if hint not in wide}
    assert cut == set()

"""Take the pictures in docs/pictures from the running program: `make pictures`.

Each picture is the screen of a real pseudo-terminal, written as an SVG of text cells: it needs no fonts to be made,
it is sharp at any size, and a change of the screen is a readable diff.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from pyte.screens import Char, Screen

from docs.page_picture import take_page
from tests.end_to_end.terminal import Terminal

FOLDER = Path(__file__).with_name("pictures")
NOW = "2026-11-23T09:00:00Z"
"""The clock of the pictures: the Monday on which the sample workspace plays."""
COLUMNS, ROWS = 120, 36
_LOADED = 0.8
"""Seconds without a change after which nothing is being read any more."""
_WIDTH, _HEIGHT, _FONT, _BASELINE = 8.4, 18.0, 14, 13.4
_FOREGROUND, _BACKGROUND = "d8d8d8", "121212"
_ANSI = {
    "black": "1c1c1c", "red": "c0504d", "green": "6a9955", "brown": "c8a04a", "blue": "4f7fbf", "magenta": "a070b0", "cyan": "4fa6a6",
    "white": "c8c8c8", "brightblack": "767676", "brightred": "e06c75", "brightgreen": "98c379", "brightbrown": "e5c07b",
    "brightyellow": "e5c07b", "brightblue": "61afef", "brightmagenta": "c678dd", "brightcyan": "56b6c2", "brightwhite": "ffffff",
}
_WORDS = re.compile(r"\S+(?: \S+)*")
# Box-drawing characters become lines, for fonts leave gaps between rows: left, right, up, down.
_BOXES = {
    "─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "├": "rud", "┤": "lud", "┬": "lrd", "┴": "lru", "┼": "lrud",
    "╭": "rd", "╮": "ld", "╰": "ru", "╯": "lu", "━": "lr", "┃": "ud", "╶": "r", "╴": "l", "╷": "d", "╵": "u",
}


class Run(NamedTuple):
    """Cells of one row that look alike: the first column, how many columns, the text, foreground, background, style."""

    column: int
    width: int
    text: str
    ink: str
    paper: str
    style: str


def runs(row: list[Char]) -> Iterator[Run]:
    """The cells of a row joined where they look alike; a wide character stands alone, so that it keeps its two columns."""
    current: Run | None = None
    for column, cell in enumerate(row):
        if cell.data == "":  # the second half of a wide character
            continue
        is_wide = column + 1 < len(row) and row[column + 1].data == ""
        one = Run(column, 2 if is_wide else 1, cell.data, *_colours(cell), _style(cell))
        joins = current is not None and not is_wide and current.width == len(current.text) and current[3:] == one[3:]
        if joins and current is not None:
            current = current._replace(width=current.width + 1, text=current.text + one.text)
            continue
        if current is not None:
            yield current
        current = one
    if current is not None:
        yield current


def svg(screen: Screen, title: str) -> str:
    """A terminal's screen as an SVG; the ground that most cells have is one rectangle."""
    rows = [list(runs([screen.buffer[y][x] for x in range(screen.columns)])) for y in range(screen.lines)]
    grounds = Counter[str]()
    for run in (run for row in rows for run in row):
        grounds[run.paper] += run.width
    ground = grounds.most_common(1)[0][0]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {screen.columns * _WIDTH:.0f} {screen.lines * _HEIGHT:.0f}" '
        'role="img" xml:space="preserve">',
        f"<title>{escape(title)}</title>",
        f"<style>text{{font:{_FONT}px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}}"
        "rect{shape-rendering:crispEdges}</style>",
        f'<rect width="100%" height="100%" fill="#{ground}"/>',
    ]
    for y, row in enumerate(rows):
        lines += [_paper(run, y) for run in row if run.paper != ground]
        lines += [line for run in row if run.text.strip() or "underline" in run.style for line in _ink(run, y)]
    return "\n".join([*lines, "</svg>\n"])


def take(name: str, title: str, *keys: str, shows: str) -> None:
    """Open the sample workspace as somebody new to the program sees it, press keys, wait for a text, and write the picture."""
    with tempfile.TemporaryDirectory() as home:
        own = {"HOME": home, "PMTUI_CONFIG": None, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "XDG_CACHE_HOME": home}
        env = {"PMTUI_NOW": NOW, "TZ": "UTC", **own}
        with Terminal([sys.executable, "-m", "pmtui", "demo"], size=(COLUMNS, ROWS), env=env) as terminal:
            terminal.wait_for("Backlog")
            terminal.settle(_LOADED)
            terminal.press(*keys)
            terminal.wait_for(shows)
            terminal.settle(_LOADED)
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / f"{name}.svg").write_text(svg(terminal.screen, title), encoding="utf-8")
            print(f"docs/pictures/{name}.svg")


def _colours(cell: Char) -> tuple[str, str]:
    ink = _FOREGROUND if cell.fg == "default" else _ANSI.get(cell.fg, cell.fg)
    paper = _BACKGROUND if cell.bg == "default" else _ANSI.get(cell.bg, cell.bg)
    return (paper, ink) if cell.reverse else (ink, paper)


def _style(cell: Char) -> str:
    parts = [
        ' font-weight="bold"' if cell.bold else "", ' font-style="italic"' if cell.italics else "",
        ' text-decoration="underline"' if cell.underscore else "", ' text-decoration="line-through"' if cell.strikethrough else "",
    ]
    return "".join(parts)


def _paper(run: Run, y: int) -> str:
    return (
        f'<rect x="{run.column * _WIDTH:.1f}" y="{y * _HEIGHT:.0f}" width="{run.width * _WIDTH:.1f}" height="{_HEIGHT:.0f}" '
        f'fill="#{run.paper}"/>'
    )


def _ink(run: Run, y: int) -> Iterator[str]:
    boxes = "".join(_box(run.column + at, y, character) for at, character in enumerate(run.text) if character in _BOXES)
    if boxes:
        yield f'<path d="{boxes}" stroke="#{run.ink}" fill="none"/>'
    words = "".join(" " if character in _BOXES else character for character in run.text)
    for found in _WORDS.finditer(words):  # not in one piece: some programs draw several blanks as one
        width = run.width if run.width != len(run.text) else len(found[0])
        yield (
            f'<text x="{(run.column + found.start()) * _WIDTH:.1f}" y="{y * _HEIGHT + _BASELINE:.1f}" textLength="{width * _WIDTH:.1f}" '
            f'lengthAdjust="spacingAndGlyphs" fill="#{run.ink}"{run.style}>{escape(found[0])}</text>'
        )


def _box(column: int, y: int, character: str) -> str:
    x, top = column * _WIDTH, y * _HEIGHT
    middle, centre = top + _HEIGHT / 2, x + _WIDTH / 2
    ends = {"l": (x, middle), "r": (x + _WIDTH, middle), "u": (centre, top), "d": (centre, top + _HEIGHT)}
    return "".join(f"M{centre:.1f} {middle:.1f}L{ends[way][0]:.1f} {ends[way][1]:.1f}" for way in _BOXES[character])


PICTURES = (
    ("problems", "The Problems screen of pmtui: by opportunity score, with what customers said beside them", ("2", "j", "j"), "Help desk"),
    ("hypotheses", "The assumption map of pmtui: hypotheses by importance and certainty", ("3", "b", "l", "j"), "Test first"),
    ("backlog", "The Backlog screen of pmtui: ranked items on the left, the one under the cursor on the right", ("j",), "Preview the next"),
    ("roadmap", "The Roadmap screen of pmtui: milestones on a timeline, one unfolded into its items", ("5", "j", "l"), "Switch plans"),
    ("experiments", "The Experiments screen of pmtui: effects as intervals around zero, and what follows by the rule stated before",
     ("g", "x", "j", "j", "j", "j"), "figures say"),
    ("strategy", "The Strategy screen of pmtui: products, goals, decisions, people; a goal with the charts of its KPIs",
     ("6", "j", "j", "j", "j"), "what feeds it"),
    ("journey", "The journey map of pmtui: stages across, what personas do, think and feel, and the problems of each stage",
     ("2", "b", "b"), "thinking"),
    ("tree", "The Tree screen of pmtui: from goals over problems and hypotheses to work, milestones and KPIs, with what is missing",
     ("7", *"jjjjjjjjjjjj", "l", "j", "l"), "H-"),
    ("form", "The form of an item in pmtui: every field with what it means", ("ctrl+e",), "Acceptance"),
)
"""Name, title, the keys that lead there, and a text that is there then."""


if __name__ == "__main__":
    for name, title, keys, text in PICTURES:
        take(name, title, *keys, shows=text)
    take_page()

"""The lines between a milestone and those that it waits for, or that wait for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_SIGNS = {
    UP: "│", DOWN: "│", UP | DOWN: "│", LEFT: "─", RIGHT: "─", LEFT | RIGHT: "─", DOWN | LEFT: "╮", DOWN | RIGHT: "╭",
    UP | LEFT: "╯", UP | RIGHT: "╰", UP | DOWN | LEFT: "┤", UP | DOWN | RIGHT: "├", DOWN | LEFT | RIGHT: "┬", UP | LEFT | RIGHT: "┴",
    UP | DOWN | LEFT | RIGHT: "┼",
}
_DOUBLE = dict(zip(_SIGNS, "║║║═══╗╔╝╚╣╠╦╩╬", strict=True))
"""The same on the critical path."""


class Link(NamedTuple):
    """A dependency on the screen.

    Attributes:
        line: The line of the one that must come first.
        end: The last cell of its bar.
        to_line: The line of the one that waits.
        to_begin: The first cell of its bar.
        role: The colour role of the line.
    """

    line: int
    end: int
    to_line: int
    to_begin: int
    role: str


Drawn = Mapping[int, Mapping[int, tuple[str, str]]]
"""By line and cell: a sign and its role."""


def drawn_links(links: Iterable[Link], width: int, lines: range | None = None, *, is_double: bool = False) -> Drawn:
    """The signs of some dependencies: each goes along the line of the first one, then down or up to where the other begins.

    One that ends behind the other's beginning goes straight down from its bar.

    Args:
        links: The dependencies; those that lead out of sight are left out.
        width: Cells of the chart.
        lines: The lines in sight; None for all.
        is_double: Whether the lines are doubled: those of the critical path.
    """
    signs = _DOUBLE if is_double else _SIGNS
    bits: dict[tuple[int, int], int] = {}
    roles: dict[tuple[int, int], str] = {}

    def add(line: int, cell: int, bit: int, role: str) -> None:
        if lines is not None and line not in lines:
            return
        bits[line, cell] = bits.get((line, cell), 0) | bit
        roles.setdefault((line, cell), role)

    for link in links:
        column = link.to_begin - 1
        if not 0 <= column < width or link.line == link.to_line:
            continue
        step = 1 if link.to_line > link.line else -1
        away, back = (DOWN, UP) if step > 0 else (UP, DOWN)
        if link.end < column:
            for cell in range(max(0, link.end + 1), column):
                add(link.line, cell, LEFT | RIGHT, link.role)
            add(link.line, column, LEFT | away, link.role)
        for line in _within(link.line + step, link.to_line, step, lines):
            add(line, column, UP | DOWN, link.role)
        add(link.to_line, column, back | RIGHT, link.role)
    drawn: dict[int, dict[int, tuple[str, str]]] = {}
    for (line, cell), value in bits.items():
        drawn.setdefault(line, {})[cell] = (signs[value], roles[line, cell])
    return drawn


def _within(begin: int, end: int, step: int, lines: range | None) -> range:
    """The lines from one up to another, those out of sight left out."""
    if lines is None:
        return range(begin, end, step)
    low, high = (begin, end - 1) if step > 0 else (end + 1, begin)
    return range(max(low, lines.start), min(high, lines.stop - 1) + 1)

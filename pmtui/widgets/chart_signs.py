"""The characters of which charts are made, and the numbers on their axes. Pure."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_POOR_TERMINALS = ("linux", "dumb", "vt100", "vt220", "ansi")
"""Terminals whose fonts have letters and boxes, but no braille and no eighths of blocks."""
_SIZES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_WHOLE, _POWERS = 1e4, 1e15
"""Below the first, numbers stand as they are; from the second on, as powers of ten."""


class Signs(NamedTuple):
    """What a chart is drawn with.

    Attributes:
        across: Dots beside each other in one cell of a line.
        down: Dots above each other in one cell of a line.
        point: A reading.
        target: The line of the target.
        baseline: The line of the baseline.
        marked: A day that is marked.
        axis: The vertical axis, with a tick on it, and the corner below it.
        floor: The horizontal axis, and a tick on it.
        steps: Bars of a sparkline, the lowest first.
        parts: Parts of the last cell of a bar, the smallest first; the last one is full.
    """

    across: int
    down: int
    point: str
    target: str
    baseline: str
    marked: str
    axis: tuple[str, str, str]
    floor: tuple[str, str]
    steps: str
    parts: str


BRAILLE = Signs(2, 4, "•", "╌", "·", "┊", ("│", "┤", "└"), ("─", "┬"), "▁▂▃▄▅▆▇█", "▏▎▍▌▋▊▉█")
"""Lines of braille, where a terminal takes from another font what its own lacks."""
LINES = BRAILLE._replace(across=1, down=3)
"""Lines at the top, in the middle and at the bottom of a cell: every font has them."""
PLAIN = Signs(1, 1, "o", "-", ".", ":", ("|", "+", "+"), ("-", "+"), "_.-=*#", "=")
"""ASCII alone."""
BRAILLE_TERMINALS = (
    "KITTY_WINDOW_ID", "WEZTERM_PANE", "ALACRITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR", "ITERM_SESSION_ID", "KONSOLE_VERSION", "VTE_VERSION",
    "WT_SESSION",
)
"""What terminals set that look for missing characters in other fonts."""
_HEIGHTS, _STEEP = "▔━▁", "┃"
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille character, by row and column."""


@cache
def signs() -> Signs:
    """The characters that this terminal can show; the console of Linux and encodings other than Unicode have ASCII for sure."""
    encoding = (getattr(sys.__stdout__, "encoding", None) or "utf-8").lower().replace("-", "")
    if os.environ.get("TERM", "") in _POOR_TERMINALS or not encoding.startswith("utf"):
        return PLAIN
    return BRAILLE if any(os.environ.get(name) for name in BRAILLE_TERMINALS) else LINES


def dots(set_ones: Sequence[tuple[int, int]], drawn: Signs) -> str:
    """The character of one cell in which some dots, by column and row, are set."""
    if drawn.down == 1:
        return "*"
    if drawn.across == 1:
        rows = {y for _, y in set_ones}
        return _HEIGHTS[rows.pop()] if len(rows) == 1 else _STEEP
    bits = 0
    for x, y in set_ones:
        bits |= _DOTS[y][x]
    return chr(0x2800 + bits)


def short_number(value: float, step: float = 0) -> str:
    """A number for an axis: at most seven characters as a rule, thousands from 10,000 on as `12k`, millions as `3.4M`.

    Args:
        value: The number.
        step: The distance to the next one, which says how many decimals tell them apart; 0 for as many as it has, up to three digits.
    """
    size, letter = next(((size, letter) for size, letter in _SIZES if abs(value) >= max(size, _WHOLE)), (1.0, ""))
    if abs(value) >= _POWERS:
        return f"{value:.1e}".replace("e+", "e").replace("e0", "e")
    scaled, step = value / size, step / size
    if step > 0:
        places = max(0, min(4, -math.floor(math.log10(step) + 1e-9)))
    else:
        places = 0 if scaled == int(scaled) else max(0, min(4, 2 - math.floor(math.log10(abs(scaled))))) if scaled else 0
    text = f"{scaled:.{places}f}"
    if "." in text and not step:
        text = text.rstrip("0").rstrip(".")
    return ("0" if float(text) == 0 else text) + letter


def nice_step(span: float, most: int) -> float:
    """The distance between ticks of an axis, 1, 2 or 5 times a power of ten, so that no more than so many fit in a span."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    return next((one * power for one in (1, 2, 5) if one * power >= rough * 0.999_999), 10 * power)

"""Large type for a projector: letters three lines high, of half blocks. Pure.

A terminal has one size of letters. What is read from the other end of a room is drawn: capitals on a grid of five rows, two rows in a
line. What has no letter here (other scripts, rare signs) stays in the terminal's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.domain.text import folded
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_LETTERS = (
    "A469f99 B4e9e9e C478887 D4e999e E4f8e8f F4f8e88 G478b97 H499f99 I37497 J431196 K49aca9 L48888f M511dd631 N511cd671 O469996 P4e9e88 "
    "Q4699a5 R4e9ea9 S47861e T51f21084 U499996 V5118c544 W5118d771 X51151151 Y51151084 Z51f1111f 0469996 132c97 24e168f 34e161e 4499f11 "
    "54f8e1e 6468e96 74f1244 8469696 9469716 _20 -31c0 .11 ,26 :1a '118 !11d ?4e1604 &44a4b6 /412248 (21a9 )2256 +35d0 %492490 \"35a00"
)
"""A sign, its width and its rows as one number in hexadecimal, the upper left cell first; `_` is the blank."""
_ROWS: Final = 5
HEIGHT: Final = 3
"""Lines of a line of large type."""
_BLOCKS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
_ALIKE = {"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": ".", "\u00a0": " ", "ß": "SS", "×": "X"}

Rows = tuple[str, ...]


def _drawn(word: str) -> Rows:
    width, bits = int(word[1]), int(word[2:], 16)
    rows = [[(bits >> (width * _ROWS - 1 - row * width - cell)) & 1 for cell in range(width)] for row in range(_ROWS)]
    rows.append([0] * width)
    return tuple("".join(_BLOCKS[rows[at][cell], rows[at + 1][cell]] for cell in range(width)) for at in range(0, _ROWS + 1, 2))


_FONT: Final = {(" " if word[0] == "_" else word[0]): _drawn(word) for word in _LETTERS.split(" ")}


def large_rows(text: str) -> Rows | None:
    """A text in one line of large type; None where a letter is not known."""
    plain = "".join(_ALIKE.get(one, one) for one in text)
    letters = [_FONT.get(one) for one in folded(plain).upper()]
    known = [one for one in letters if one is not None]
    return tuple(" ".join(one[row] for one in known) for row in range(HEIGHT)) if known and len(known) == len(letters) else None


def large_lines(text: str, width: int, most: int = 2, role: str = "heading") -> list[Line]:
    """A text in large type, broken at blanks; nothing where it does not fit, or a letter is not known.

    Args:
        text: The text.
        width: Cells of a line.
        most: So many lines of large type there may be.
        role: The colour role.
    """
    found: list[Rows] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        rows = large_rows(longer)
        if rows is None:
            return []
        if line and len(rows[0]) > width:
            found.append(large_rows(line) or ())
            line = word
        else:
            line = longer
    last = large_rows(line) if line else None
    found += [last] if last is not None else []
    if not found or len(found) > most or any(len(row) > width for rows in found for row in rows):
        return []
    return [line for at, rows in enumerate(found) for line in [*([()] if at else []), *_spans(rows, role)]]


def _spans(rows: Iterable[str], role: str) -> list[Line]:
    return [(Span(row.rstrip(), role),) for row in rows]

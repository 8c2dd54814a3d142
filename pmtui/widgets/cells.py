"""Text in terminal cells: its width, its fitting to a column, its wrapping. Graphemes are never split.

Widths are those of `rich.cells`, which is also what the screen is painted by; boundaries of graphemes are those of
Unicode's annex 29, from `wcwidth`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

from pmtui.domain.text import one_line

ELLIPSIS = "…"
_JOINED = re.compile(
    "(?:\u200d[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]?)+|[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+"
    "|[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]+"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_FLAG_LETTERS = {code: chr(code - 0x1F1E6 + ord("A")) for code in range(0x1F1E6, 0x1F200)}
_PLAIN = re.compile(
    "[\x20-\u02ff\u0370-\u0482\u048a-\u0556\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20c0\u2100-\u2bff\u2e80-\u3029"
    "\u3030-\u3098\u309b-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff9d\uffa0-\uffee\U0001f300-\U0001f3fa\U0001f400-\U0001faff]*"
)
"""Text in which every character stands for itself: no marks, joiners, selectors, modifiers, flags or conjoining letters."""
_WORD_REACH = 12
"""How many cells an ellipsis may move left to stand behind a whole word."""


def iter_graphemes(text: str, start: int = 0) -> Iterator[str]:
    """The characters of a text as people see them, from a position on.

    `wcwidth` is imported for the first text that needs it: its tables would cost the start of the program 8 ms.
    """
    if _PLAIN.fullmatch(text):
        return iter(text[start:])
    from wcwidth import iter_graphemes as clusters

    return clusters(text, start)


@lru_cache(16384)
def width_of(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() and text.isprintable() else cell_len(text)


@lru_cache(16384)
def steady(text: str) -> str:
    """Text on one line that every terminal draws in the same number of cells.

    Terminals differ in emoji that are joined, coloured or selected by invisible characters, and in flags; one that
    differs moves the rest of the line. So a joined emoji shows as its first part and a flag as its two letters.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATES.sub("\ufffd", text)  # half of a character: it cannot be written to a terminal
    return _JOINED.sub("", unicodedata.normalize("NFC", one_line(text))).translate(_FLAG_LETTERS)


@lru_cache(4096)
def graphemes(text: str) -> tuple[str, ...]:
    """What people see as single characters: combining marks, joined emoji and flags stay whole."""
    return tuple(iter_graphemes(text))


def cut(text: str, width: int) -> str:
    """The longest beginning of a text that takes at most so many cells."""
    if width <= 0:
        return ""
    if text.isascii():
        return text[:width]
    taken = 0
    kept: list[str] = []
    for one in iter_graphemes(text):
        taken += cell_len(one)
        if taken > width:
            break
        kept.append(one)
    return "".join(kept)


def shortened(text: str, width: int) -> str:
    """A text of at most so many cells, with an ellipsis where something is missing, behind a whole word if one is near."""
    if width_of(text) <= width:
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    head = cut(text, width - 1)
    if len(head) < len(text) and text[len(head)] != " ":
        blank = head.rfind(" ")
        if blank > 0 and width_of(head[blank:]) <= min(_WORD_REACH, width // 3):
            head = head[:blank]
    return head.rstrip() + ELLIPSIS


def clipped(text: str, width: int) -> str:
    """A text of at most so many cells, with as much of it before the ellipsis as fits: in a column, half a word tells more than blanks."""
    return text if width_of(text) <= width else cut(text, width - 1).rstrip() + ELLIPSIS[:width]


@lru_cache(16384)
def fitted(text: str, width: int, align: str = "left", *, is_cell: bool = False) -> str:
    """A text in exactly so many cells, on one line, without control characters.

    Args:
        text: Any text.
        width: Cells, 0 or more.
        align: left, right or center.
        is_cell: Whether it stands in a column, where it is cut at a character; else an ellipsis stands behind a whole word if one is near.
    """
    text = (clipped if is_cell else shortened)(steady(text), width)
    room = width - width_of(text)
    if align == "right":
        return " " * room + text
    if align == "center":
        left = room // 2
        return " " * left + text + " " * (room - left)
    return text + " " * room


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """A paragraph in lines of at most so many cells, broken at blanks; longer words are broken at graphemes.

    Args:
        text: One paragraph.
        width: Cells a line, at least 1.
        indent: What every line but the first begins with; it counts.
    """
    width = max(1, width)
    lines: list[str] = []
    line, used = "", 0
    for word in steady(text).split(" "):
        size = width_of(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = indent, width_of(indent)
            glue = ""
        else:
            glue = " " if line and line != indent else ""
        while used + size + len(glue) > width:
            head = cut(word, width - used - len(glue)) or (graphemes(word)[0] if line in ("", indent) else "")
            lines.append(line + glue + head)
            word = word[len(head):]
            line, used, glue, size = indent, width_of(indent), "", width_of(word)
            if not word or used >= width:
                break
        line, used = line + glue + word, used + len(glue) + size
    lines.append(line)
    return lines


def as_title(text: str) -> Content:
    """A text for the border of a box: what stands in brackets is text there, too."""
    return Content(steady(text))

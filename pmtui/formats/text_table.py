"""Rows of text in aligned columns, and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category, east_asian_width

from pmtui.domain.text import many_lines

GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""Cells that begin so are formulas to a spreadsheet."""


_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_INVISIBLE = frozenset({"Mn", "Mc", "Me", "Cf"})
_FLAGS = ("\U0001f1e6", "\U0001f1ff")
_SKINS = ("\U0001f3fb", "\U0001f3ff")


def width_of(text: str) -> int:
    """How many cells a text takes in a terminal.

    From Python's own tables: the package `wcwidth`, which the screens use, takes longer to import than a list to print.
    """
    if text.isascii():
        return len(text)
    return sum(width for _, width in _clusters(text))


def _clusters(text: str) -> list[tuple[str, int]]:
    """What a terminal draws as one character, with its width: marks, joined emoji and pairs of flags go together."""
    found: list[tuple[str, int]] = []
    for one in text:
        if found:
            last, width = found[-1]
            if one == _EMOJI_STYLE:
                found[-1] = last + one, 2 if width == 1 and (not last.isascii() or last in "0123456789#*") else width
                continue
            is_flag = _FLAGS[0] <= one <= _FLAGS[1] and len(last) == 1 and _FLAGS[0] <= last <= _FLAGS[1]
            is_skin = _SKINS[0] <= one <= _SKINS[1] and width == 2
            if last[-1] == _JOINER or is_flag or is_skin or category(one) in _INVISIBLE:
                found[-1] = last + one, 2 if is_flag else width
                continue
        found.append((one, 0 if category(one) in _INVISIBLE else 2 if east_asian_width(one) in ("W", "F") else 1))
    return found


def cut(text: str, width: int) -> str:
    """A text in at most so many cells, with an ellipsis where something is missing; no character is split."""
    if width_of(text) <= width:
        return text
    if text.isascii():
        return text[: width - 1] + "…"
    kept, used = [], 0
    for one, cells in _clusters(text):
        used += cells
        if used > width - 1:
            break
        kept.append(one)
    return "".join(kept) + "…"


def padded(text: str, width: int, is_right: bool = False) -> str:
    """A text filled with blanks to so many cells."""
    space = " " * max(0, width - width_of(text))
    return space + text if is_right else text + space


def table_lines(head: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int], flexible: int, width: int) -> list[str]:
    """Rows in aligned columns, the head first.

    Args:
        head: The titles of the columns.
        rows: The cells.
        right: The columns of numbers, aligned to the right.
        flexible: The column that gives way where the line is too narrow.
        width: The cells of a line; 0 for as wide as it takes.
    """
    widths = [max([width_of(head[at]), *(width_of(row[at]) for row in rows)]) for at in range(len(head))]
    if width:
        spare = width - sum(widths) - 2 * (len(head) - 1)
        if spare < 0:
            widths[flexible] = max(12, widths[flexible] + spare)
    lines = []
    for row in [head, *rows]:
        cells = [padded(cut(cell, widths[at]), widths[at], at in right) for at, cell in enumerate(row)]
        line = "  ".join(cells).rstrip()
        lines.append(cut(line, width) if width else line)
    return lines


def csv_text(head: Sequence[str], rows: Sequence[Sequence[str]], line_end: str = "\n") -> str:
    """CSV with a header, without control characters; a cell that a spreadsheet would run as a formula gets a leading `'`.

    RFC 4180 ends lines with CRLF.
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(head)
    for row in rows:
        writer.writerow(map(_csv_cell, row))
    return out.getvalue()


def _csv_cell(text: str) -> str:
    """A cell that neither a terminal nor a spreadsheet obeys."""
    cell = text if text.isprintable() else many_lines(text).removeprefix("" if text.startswith(" ") else " ")
    return f"'{cell}" if cell.startswith(GUARDED) and not _is_number(cell) else cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

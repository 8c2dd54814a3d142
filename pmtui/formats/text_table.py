"""Rows of text in aligned columns, and CSV."""

from __future__ import annotations

from collections.abc import Sequence

GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""Cells that begin so are formulas to a spreadsheet."""


def width_of(text: str) -> int:
    """How many cells a text takes in a terminal."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def cut(text: str, width: int) -> str:
    """A text in at most so many cells, with an ellipsis where something is missing; no character is split."""
    if width_of(text) <= width:
        return text
    if text.isascii():
        return text[: width - 1] + "…"
    from wcwidth import iter_graphemes

    kept, used = [], 0
    for one in iter_graphemes(text):
        used += width_of(one)
        if used > width - 1:
            break
        kept.append(one)
    return "".join(kept) + "…"


def padded(text: str, width: int, is_right: bool = False) -> str:
    """A text filled with blanks to so many cells."""
    space = " " * max(0, width - width_of(text))
    return space + text if is_right else text + space


def table_text(head: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int], flexible: int, width: int) -> str:
    """Rows in aligned columns.

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
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def csv_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """CSV with a header; a cell that a spreadsheet would run as a formula gets a leading `'`."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(GUARDED) and not _is_number(cell) else cell for cell in row])
    return out.getvalue()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

"""Rows of a CSV file as other programs write it: marks, other encodings, separators, quoted line breaks, quotes that never end. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmtui.formats.imported import BadInput
from pmtui.formats.text_table import GUARDED

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What columns may be separated by, and what people call it."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MOST_BYTES = 256 << 20
"""A larger file is split before it is imported: all of it is held in memory."""
_SEPARATOR_LINE = "sep="
"""What a spreadsheet writes above the header to say by what columns are separated."""


class CsvRow(NamedTuple):
    """One row.

    Attributes:
        line: The number of its first line in the file, from 1.
        cells: What stands in it, without the guards of spreadsheets.
        fault: Why it cannot be read; empty for a good one.
    """

    line: int
    cells: tuple[str, ...]
    fault: str = ""


class CsvText(NamedTuple):
    """A file.

    Attributes:
        header: The names of the columns, each different from the others.
        rows: The rows below it; blank ones and repeated headers are left out.
        separator: What columns are separated by.
        notes: What people should know of how it was read.
    """

    header: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    separator: str
    notes: tuple[str, ...] = ()


def read_csv(raw: bytes, name: str) -> CsvText:
    """The rows of a file.

    Args:
        raw: All of it.
        name: What to call it in messages.

    Raises:
        BadInput: It is empty, no text, too large, or has no header.
    """
    text, notes = decoded(raw, name)
    lines = list(io.StringIO(text, newline=""))
    first = 0
    separator = ""
    if lines and lines[0].lower().startswith(_SEPARATOR_LINE) and lines[0].strip()[4:5] in SEPARATORS:
        separator, first = lines[0][4], 1
    while first < len(lines) and not lines[first].strip(" ,;\t|\r\n"):
        first += 1
    if first == len(lines):
        raise BadInput(f"{name} is empty", "Export the tickets again.")
    separator = separator or _separator(lines[first:first + 50])
    found = list(_rows(lines, first, separator))
    head, *body = found
    header = _names(head.cells)
    again = [row for row in body if row.cells == head.cells]
    if again:
        where = f"line {again[0].line}" + (f" and {len(again) - 1} more" if len(again) > 1 else "")
        notes.append(f"the header stands there again at {where}: left out")
    rows = tuple(row for row in body if row.cells != head.cells and (row.fault or any(cell.strip() for cell in row.cells)))
    return CsvText(header, tuple(_fitting(row, len(header)) for row in rows), separator, tuple(notes))


def decoded(raw: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a file, and what is to be said of its encoding: what is no UTF-8 is taken as Windows' Latin-1.

    Raises:
        BadInput: It is no text, or too large.
    """
    if len(raw) > _MOST_BYTES:
        raise BadInput(f"{name} is larger than {_MOST_BYTES >> 20} MB", "Split it and import the parts.")
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadInput(f"{name} is empty", "Export the tickets again.")
    encoding = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in raw:
        raise BadInput(f"{name} is no text", "Export the tickets as CSV; a workbook must be saved as CSV first.")
    if raw.startswith((b"PK\x03\x04", b"{", b"[{")):
        raise BadInput(f"{name} is no CSV", "Export the tickets as CSV; a workbook must be saved as CSV first.")
    try:
        return raw.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise BadInput(f"{name} breaks off in the middle of a character", "Export the tickets again.") from None
        line = raw.count(b"\n", 0, error.start) + 1
        note = f"{name} is not UTF-8 (line {line}): read as Latin-1; where letters look wrong, save it as UTF-8 and import again"
        return raw.decode("cp1252", "replace") if _is_windows(raw) else raw.decode("latin-1"), [note]


def _is_windows(raw: bytes) -> bool:
    """Whether all bytes are characters of Windows-1252, which is Latin-1 with curly quotes in the place of controls."""
    return not any(one in raw for one in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))


def _separator(lines: Sequence[str]) -> str:
    """What splits the first rows into the same number of columns, the more the better; a comma where nothing does."""
    best = ("", (0, 0))
    for one in SEPARATORS:
        try:
            sizes = [len(row) for row in csv.reader(lines, delimiter=one) if row]
        except csv.Error:  # a cell that is larger than the module takes; the rows tell it later
            continue
        head = sizes[0] if sizes else 0
        alike = sum(size == head for size in sizes)
        if head > 1 and (head, alike) > best[1]:
            best = one, (head, alike)
    return best[0] or ","


def _rows(lines: Sequence[str], first: int, separator: str) -> Iterator[CsvRow]:
    """The rows from a line on. A quote that never ends costs its row alone: reading goes on with the next line."""
    limit = csv.field_size_limit(1 << 30)
    try:
        at = first
        while at < len(lines):
            reader = csv.reader(lines[at:], delimiter=separator)
            begin, start = at, at
            for cells in reader:
                end = begin + reader.line_num
                if _is_unended(lines[start:end], separator):
                    yield CsvRow(start + 1, (), "a quotation mark opens here and does not close before the end of a cell")
                    at = start + 1
                    break
                yield CsvRow(start + 1, tuple(map(unguarded, cells)))
                start = end
            else:
                at = len(lines)
    finally:
        csv.field_size_limit(limit)


def _is_unended(lines: Sequence[str], separator: str) -> bool:
    """Whether a row of several lines, or the last one, ends within quotes, or closes them in the middle of a later cell."""
    if len(lines) == 1 and '"' not in lines[0]:
        return False
    try:
        rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        return len(lines) > 1 or "end of data" in str(error)
    return len(rows) != 1


def unguarded(cell: str) -> str:
    """A cell without the `'` that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in GUARDED and cell[1:2] else cell


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns: those that stand there twice are numbered, blank ones named by their place."""
    found: list[str] = []
    for at, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column {at}"
        number, one = 1, name
        while one in found:
            number += 1
            one = f"{name} ({number})"
        found.append(one)
    return tuple(found)


def _fitting(row: CsvRow, width: int) -> CsvRow:
    """A row with as many cells as the header has; one with more is a fault, for nobody can tell which are meant."""
    if row.fault:
        return row
    cells = row.cells
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > width:
        return CsvRow(row.line, (), f"it has {len(cells)} cells, and the header {width}: a separator or a quotation mark is missing")
    return CsvRow(row.line, cells + ("",) * (width - len(cells)))

"""Small tables of figures from CSV, which are taken in at once: their text, their rows with the numbers of their lines, their faults. Pure.

Files of records, which may be large and broken in many ways, are read by `csv_rows`.
"""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from pmtui.formats.imported import BadInput


class LineFault(NamedTuple):
    """What could not be taken in: the number of the line, from 1, and why."""

    line: int
    message: str


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, or UTF-16 with one, as spreadsheets write it.

    Raises:
        BadInput: It is something else.
    """
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"it is not UTF-8: byte {error.start} is {raw[error.start]:#04x}", "Save it as CSV in UTF-8.") from None


def separator_of(text: str, separators: str) -> str:
    """What separates columns: what the first line has most of."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(separators, key=head.count)


def rows_of(text: str, separator: str, expected: str) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line, from 1; the first of them names the columns.

    Args:
        text: The whole file, without a mark.
        separator: What separates columns.
        expected: What the first line should be, for the hint where there is none.

    Raises:
        BadInput: It is empty, or a quotation mark is not closed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    found, line = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"line {line}: {error}", "Look for a quotation mark that is not closed.") from None
    if not found:
        raise BadInput("it is empty", expected)
    return found


def brief(word: str) -> str:
    """A text of a file in quotation marks, cut where it is long."""
    return repr(word if len(word) <= 60 else word[:59] + "…")

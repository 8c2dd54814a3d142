"""Records as CSV: every field of their kind, sets joined by `; `, long texts with their line ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.schema import ENTRIES, LINES, OBJECT
from pmtui.domain.table import Table
from pmtui.formats.text_table import csv_text

CRLF = "\r\n"
"""What ends a line of a file, by RFC 4180."""


def records_csv(table: Table, positions: Sequence[int]) -> str:
    """The records at some positions with every field of their kind; lines end as RFC 4180 has it, formulas are guarded."""
    kind = table.kind
    names = ("id", *kind.fields)
    long = [name for name, field in kind.fields.items() if field.type in (LINES, ENTRIES, OBJECT)]
    rows = []
    for at in positions:
        record = table.record(at) if long else None
        rows.append([
            table.id(at) if name == "id" else long_cell(record[name]) if record is not None and name in long
            else plain_cell(table.column(name)[at]) for name in names
        ])
    return csv_text(names, rows, CRLF)


def plain_cell(value: Any) -> str:
    """A value as it is, for CSV: sets joined by `; `."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return "; ".join(map(plain_cell, value))
    return value if isinstance(value, str) else compact(value)


def long_cell(value: Any) -> str:
    """A long text with its line ends; a keyed list or an object as JSON."""
    if not value:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return compact(value)

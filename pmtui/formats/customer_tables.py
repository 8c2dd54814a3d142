"""The roadmap for customers as CSV and JSON: a row a milestone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.domain.roadmap_entries import Entry
from pmtui.formats.record_csv import CRLF
from pmtui.formats.record_json import json_text
from pmtui.formats.text_table import csv_text

COLUMNS = ("title", "outcome", "status", "when", "from", "to")
"""What a row has: `when` in words, `from` and `to` the first and last day of the period that is meant, where words name one."""


def customer_rows(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """A row a milestone, None where nothing is said."""
    rows = []
    for one in entries:
        days = (None, None) if one.target is None else (one.target.first.isoformat(), one.target.last.isoformat())
        rows.append(dict(zip(COLUMNS, (one.title, one.outcome or None, one.status, one.when or None, *days), strict=True)))
    return rows


def customers_csv(entries: Sequence[Entry]) -> str:
    """All rows as CSV, formulas guarded."""
    return csv_text(COLUMNS, [[row[name] or "" for name in COLUMNS] for row in customer_rows(entries)], CRLF)


def customers_json(entries: Sequence[Entry]) -> str:
    """All rows as an array."""
    return json_text(customer_rows(entries))

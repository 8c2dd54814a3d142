"""A field that somebody else changed while a person was editing it: their value is not written over without a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.records import Record
from pmtui.domain.values import shown_value
from pmtui.widgets.cells import shortened, steady

Seen = Mapping[tuple[str, str], Any]
"""What a field held when the editing began, by record."""


def seen(snapshot: Snapshot, targets: Sequence[tuple[str, str]], field: str) -> Seen:
    """What a field of these records holds now."""
    return {(one.kind, one.id): one.data.get(field) for one in snapshot.records(targets)}


def changed_meanwhile(snapshot: Snapshot, before: Seen, field: str) -> str:
    """What was changed since, in words; empty where nothing was."""
    found = [one for one in snapshot.records(tuple(before)) if compact(one.data.get(field)) != compact(before[one.kind, one.id])]
    if not found:
        return ""
    where = f" of {len(found)} records" if len(before) > 1 else ""
    return f"changed meanwhile by somebody else{where}, now {_told(found[0], field)}: enter sets yours instead"


def _told(record: Record, field: str) -> str:
    value = record[field]
    return "blank" if value is None else f"“{shortened(steady(shown_value(record.schema.fields[field], value)), 40)}”"

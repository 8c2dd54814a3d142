"""What every change of a product's stage brings with it, however it is made: an entry in its history, and what is not done yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.commands.assignments import new_entry
from pmtui.commands.core import Context
from pmtui.domain.lifecycle_stages import RETIRED, follow_stage
from pmtui.domain.records import Record


def still_open(context: Context, record: Record, changed: Mapping[str, Any]) -> str:
    """What is not done yet of the end of a product that is retired; empty for all else."""
    if record.kind != "product" or record.schema.like(str(changed.get("status"))) != RETIRED:
        return ""
    from pmtui.domain.lifecycle_facts import checklist

    end = checklist(context.snapshot, record)
    return f"; {end.open} of {end.total} points of its checklist are open" if end is not None and end.open else ""


def with_stage(context: Context, record: Record, status: str) -> list[Any]:
    """The stages of a product with one more."""
    entries = list(record["stages"] or [])
    before = record.status if record.data else None
    return [*entries, new_entry(context, record.schema.fields["stages"], entries, follow_stage(before, status))]

"""A record as JSON for scripts: every field of its kind, blanks and defaults included, with its computed figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.domain.canonical import written
from pmtui.domain.records import Record


def record_document(record: Record, computed: Mapping[str, Any]) -> dict[str, Any]:
    """A record with every field of its kind, then the fields that the schema does not know, then `computed`."""
    document: dict[str, Any] = {"id": record.id, "kind": record.kind}
    for name in record.schema.fields:
        document[name] = record[name]
    for name in ("conflicts", "settled"):
        document[name] = record.data.get(name, {})
    for name in record.unknown():
        document[name] = record.data[name]
    document["computed"] = dict(computed)
    return document


def json_text(value: Any) -> str:
    """A value as indented JSON, numbers of unknown fields as they were written."""
    return written(value) + "\n"

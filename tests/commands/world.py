"""A small world for command tests: documents in memory, a fixed clock, ids that count."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from pmtui.commands.core import Context, Refused
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

NOW = "2026-11-22T09:30:00Z"
TODAY = "2026-11-22"


def world(*records: tuple[str, str, dict[str, Any]]) -> Snapshot:
    """A snapshot of these (kind, id, fields)."""
    documents: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, id, fields in records:
        documents.setdefault(kind, {})[id] = {"id": id, "title": id, **fields}
    return Snapshot(MemorySource(documents))


def context(snapshot: Snapshot, **more: Any) -> Context:
    """A context over a snapshot."""
    numbers = count()

    def resolve(words: str, kinds: Iterable[str]) -> Record:
        for kind in tuple(kinds) or tuple(SCHEMA.kinds):
            for record in snapshot.table(kind):
                if words in (record.id, record.title, record["handle"]) or (len(words) >= 3 and record.id.startswith(words)):
                    return record
        raise Refused(f"there is no record {words!r}", "", "not_found", 4)

    return Context(snapshot, now=NOW, today=TODAY, author="ana", new_id=lambda: f"new{next(numbers):07d}", resolve=resolve, **more)

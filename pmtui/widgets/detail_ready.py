"""What an item that has not been begun still lacks to be ready."""

from __future__ import annotations

from pmtui.domain.query import Environment
from pmtui.domain.ready import missing_of
from pmtui.domain.records import Record
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans


def ready_lines(record: Record, reading: Reading) -> list[Line]:
    """What is missing, in the words of the rules; nothing where nothing is, or where work has begun."""
    status = record.schema.like(record.status)
    if status not in ("inbox", "ready"):
        return []
    missing = missing_of(record, Environment(reading.today, "", snapshot=reading.snapshot))
    if not missing:
        return []
    spans = [Span("lacks:", "warning" if status == "ready" else "muted"), Span(f" {', '.join(rule.key for rule in missing)}", "muted")]
    return labelled("ready", wrapped_spans(spans, reading.value_width))

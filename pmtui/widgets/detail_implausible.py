"""What in a record cannot be, marked where the record is read: a merge or another program may have made it so."""

from __future__ import annotations

from pmtui.domain.plausible import faults_of
from pmtui.domain.records import Record
from pmtui.domain.text import spoken
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans


def implausible_lines(record: Record, reading: Reading) -> list[Line]:
    """A line for each thing that cannot be."""
    lines: list[Line] = []
    for fault in faults_of(record.kind, record.data, reading.today):
        words = f"{spoken(fault.field)}: {fault.words}"
        lines += wrapped_spans([Span(words, "warning")], reading.width, (Span(f"{glyphs.FAULT} ", "warning"),), "  ")
    return lines

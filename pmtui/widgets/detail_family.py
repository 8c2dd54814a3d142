"""What stands around an item in the detail pane: its parts with how far they are, and links that lead round in a circle."""

from __future__ import annotations

from pmtui.domain.dependencies import acyclic_fields, circle_of, in_words
from pmtui.domain.records import Record
from pmtui.domain.rollups import children, progress_below
from pmtui.domain.text import spoken
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading, reference
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, labelled, wrapped_spans

MOST = 12
"""So many parts are named; the others are counted."""
_MANY = 20_000
"""Of so many items the parts are not counted while a key is held."""


def parts_lines(record: Record, reading: Reading) -> list[Line]:
    """The parts of an item in the team's order: how much of their work is done, then each with its status."""
    table = reading.snapshot.table(record.kind)
    if reading.late is not None and len(table) > _MANY and "children" not in table.kept:
        reading.late.append("parts")
        return []
    positions = children(table).get(record.id, ())
    if not positions:
        return []
    progress = progress_below(table, record.id)
    spans: list[Span] = []
    if progress is not None:
        is_done = progress.done == progress.total
        spans.append(Span(f"{progress.done}/{progress.total} done", "success" if is_done else "text"))
        if progress.points:
            spans.append(Span(f" · {progress.done_points:g} of {progress.points:g} points", "muted"))
    lines = wrapped_spans(spans, reading.value_width) if spans else []
    parent = record.schema.fields["parent"]
    for at in positions[:MOST]:
        lines += wrapped_spans(reference(parent, table.id(at), reading), reading.value_width, (), "  ")
    if len(positions) > MOST:
        lines.append((Span(f"and {len(positions) - MOST:,} more", "faint"),))
    return labelled("parts", lines)


def circle_lines(record: Record, reading: Reading) -> list[Line]:
    """Links by which a record comes back to itself: a merge of two right links may make one, and it must be broken by hand."""
    lines: list[Line] = []
    for field in acyclic_fields(record.schema):
        if not record.data.get(field.name):
            continue
        table = reading.snapshot.table(record.kind)
        way = circle_of(table, field.name, record.id)
        if way:
            titles = {one.id: one.title for id in way if (one := table.get(id)) is not None}
            words = f"{spoken(field.name)} leads back to itself: {in_words(way, titles)}; take one link away"
            lines += wrapped_spans([Span(words, "warning")], reading.width, (Span(f"{glyphs.FAULT} ", "warning"),), "  ")
    return lines

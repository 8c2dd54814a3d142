"""A merge before it is made, in lines: what is kept, what is given up, what each field becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINES, LINK, LINKS, SET, Field
from pmtui.domain.text import counted, one_line, spoken
from pmtui.domain.values import shown_value
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import LABEL, Line, labelled, rule, wrapped_spans


def merge_lines(
    keep: Record, gone: Sequence[Record], values: Mapping[str, Any], others: Sequence[tuple[Record, Mapping[str, Any]]],
    left: Sequence[str], snapshot: Snapshot, width: int, id_length: Callable[[str], int],
) -> list[Line]:
    """What a merge brings about.

    Args:
        keep: The record that is kept.
        gone: Those that become its duplicates.
        values: Its new values.
        others: Records that point to it afterwards, with their new links.
        left: Links that stay as they are, in words.
        snapshot: Where linked records are.
        width: Cells of a line.
        id_length: How many characters tell an id from all others.
    """
    room = max(8, width - LABEL)
    lines = labelled("keeps", _named(keep, room, id_length))
    for one in gone:
        lines += labelled("gives up", _named(one, room, id_length))
    lines += [(), rule("what goes over", width)]
    for name, value in values.items():
        field = keep.schema.fields.get(name)
        if field is not None:
            lines += labelled(spoken(name), wrapped_spans(_change(field, keep[name], value, snapshot), room))
    kinds = Counter(record.kind for record, _ in others)
    if kinds:
        counted = ", ".join(f"{count} {SCHEMA[kind].plural if count > 1 else kind}" for kind, count in kinds.items())
        lines += labelled("links to it", wrapped_spans([Span(f"those of {counted} now lead here", "success")], room))
    for words in left:
        lines += labelled("stays", wrapped_spans([Span(f"{words}: it would lead back to itself", "warning")], room))
    if not values and not kinds:
        lines.append((Span("nothing: it says no more than the one that is kept", "muted"),))
    return lines


def _named(record: Record, width: int, id_length: Callable[[str], int]) -> list[Line]:
    name = record.schema.shown_id(record.id, id_length(record.id))
    sign = Span(f"{status_glyph(record.status)} ", status_role(record.status))
    return wrapped_spans([sign, Span(name, "accent"), Span(" "), Span(one_line(record.title), "text bold")], width, (), "  ")


def _change(field: Field, before: Any, after: Any, snapshot: Snapshot) -> list[Span]:
    """What is new in a field: of sets what comes in, of lists and texts how much."""
    if field.type in (SET, LINKS):
        new = [one for one in after or () if one not in (before or ())]
        less = [one for one in before or () if one not in (after or ())]
        spans = [Span(f"+{_name(field, one, snapshot)}", "success") for one in new]
        spans += [Span(f"-{_name(field, one, snapshot)}", "warning") for one in less]
        return [part for span in spans for part in (span, Span(" "))] or [Span("as it is", "muted")]
    if field.type in (ENTRIES, LINES):
        count = len(after or ()) - len(before or ())
        words = counted(count, "entry", "entries") if field.type == ENTRIES else counted(count, "line")
        return [Span(f"+{words}", "success")]
    if field.type == LINK:
        return [Span(_name(field, after, snapshot), "success")]
    return [Span(one_line(shown_value(field, after)), "success")]


def _name(field: Field, value: object, snapshot: Snapshot) -> str:
    found = snapshot.linked(field, str(value)) if field.type in (LINK, LINKS) else None
    return one_line(found.title)[:40] if found is not None else str(value)

"""A field's value in a form: in a line where it fits, with its sign, and with what it means. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pmtui.commands.forms import Created
from pmtui.domain.change import Snapshot
from pmtui.domain.dates import relative
from pmtui.domain.meanings import meanings
from pmtui.domain.merge_candidates import ABSENT
from pmtui.domain.schema import CHOICE, DATE, FLAG, INSTANT, LINES, LINK, LINKS, SET, Field
from pmtui.domain.values import shown_value
from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened, steady, wrapped
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

BLANK = Span("–", "faint")
_MOST_LINES = 3
"""So many lines of a long text are shown before it is opened."""


class Reading(NamedTuple):
    """What is needed to show values.

    Attributes:
        kind: The kind of the form's record.
        snapshot: Where linked records are.
        today: The calendar date where the person is.
        id_length: How many characters tell an id from all others.
        created: Records that are created with this one, by id.
    """

    kind: str
    snapshot: Snapshot
    today: str
    id_length: Callable[[str], int]
    created: Mapping[str, Created] = {}


def link_spans(field: Field, id: str, reading: Reading) -> list[Span]:
    """A linked record: the sign of its status, its id and title."""
    new = reading.created.get(id)
    if new is not None:
        return [Span("+ ", "success"), Span(new.title), Span(f" (new {new.kind})", "muted")]
    record = reading.snapshot.linked(field, id)
    if record is None:
        return [Span(f"{glyphs.FAULT} {id}", "warning"), Span(" is not here", "muted")]
    if record.kind == "person":
        handle = str(record["handle"] or "").removeprefix("@")
        return [Span(record.title), Span(f" @{handle}" if handle else "", "muted")]
    spans = [Span(record.schema.shown_id(id, reading.id_length(id)), "accent"), Span(f" {record.title}")]
    if record.status:
        spans.insert(0, Span(f"{glyphs.status_glyph(record.status)} ", glyphs.status_role(record.status)))
    if record.is_deleted:
        spans.append(Span(" (deleted)", "warning"))
    return spans


def choice_span(field: Field, value: str) -> Span:
    """A choice with the sign that it has on the screens."""
    if field.name == "status":
        return Span(f"{glyphs.status_glyph(value)} {value}", glyphs.status_role(value))
    if field.name == "priority":
        return Span(f"{glyphs.priority_glyph(value)} {value}", glyphs.priority_role(value))
    if field.name == "type":
        return Span(f"{glyphs.type_glyph(value)} {value}", glyphs.type_role(value))
    return Span(value)


def value_lines(field: Field | None, value: Any, reading: Reading, width: int, owner: str = "") -> list[Line]:
    """A value in lines of at most so many cells; a long text is cut with an ellipsis.

    Args:
        field: Its declaration; None for what the schema does not know.
        value: The value.
        reading: What is needed to show it.
        width: Cells of a line.
        owner: The keyed list that the field stands in; empty for a field of the record itself.
    """
    if value is None or value is ABSENT or value in ("", []):
        return [(BLANK,)]
    if field is None:
        return [(Span(shortened(steady(str(value)), width), "muted"),)]
    if field.type == LINES and isinstance(value, list):
        return _text_lines(value, width)
    if field.type in (LINK, LINKS):
        ids = value if isinstance(value, list) else [value]
        return [_clipped(link_spans(field, str(id), reading), width) for id in ids]
    if field.type == SET and isinstance(value, list):
        mark = "#" if field.name == "tags" else ""
        return wrapped_spans([Span("  ".join(f"{mark}{one}" for one in value))], width)
    return [_clipped(_scalar_spans(field, value, reading, owner), width)]


def _scalar_spans(field: Field, value: Any, reading: Reading, owner: str) -> list[Span]:
    if field.type == CHOICE and isinstance(value, str):
        means = meanings(owner or reading.kind, field).get(value, "")
        return [choice_span(field, value), Span(f"  {means}", "muted")]
    if field.type == FLAG:
        return [Span(f"{glyphs.DONE} yes", "success") if value is True else Span(f"{glyphs.OPEN} no", "muted")]
    spans = [Span(shown_value(field, value))]
    if field.type in (DATE, INSTANT) and isinstance(value, str):
        spans.append(Span(f"  {relative(value, reading.today)}", "muted"))
    return spans


def _clipped(spans: list[Span], width: int) -> Line:
    """Spans in one line; what does not fit ends with an ellipsis."""
    kept: list[Span] = []
    for text, role in spans:
        text = steady(text)
        if width <= 0:
            break
        kept.append(Span(shortened(text, width), role))
        width -= len(text)
    return tuple(kept)


def _text_lines(value: list[Any], width: int) -> list[Line]:
    lines = [part for line in value[: _MOST_LINES * 4] for part in wrapped(str(line).expandtabs(4), width)]
    while lines and not lines[-1].strip():
        lines.pop()
    shown: list[Line] = [(Span(line),) for line in lines[:_MOST_LINES]]
    left = len(value) - _MOST_LINES
    if len(lines) > _MOST_LINES:
        more = f" {left} more lines" if left > 1 else ""
        shown[-1] = (Span(shortened(lines[_MOST_LINES - 1], max(1, width - len(more) - 2))), Span(f" …{more}", "faint"))
    return shown or [(BLANK,)]

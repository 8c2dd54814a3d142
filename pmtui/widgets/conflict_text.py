"""The values of a conflict as lines of text, and what changed in them as spans."""

from __future__ import annotations

from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import Conflict
from pmtui.domain.merge_candidates import ABSENT
from pmtui.domain.schema import DATE, ENTRIES, INSTANT, LINES, LINK, LINKS, SET, TEXT, Field
from pmtui.domain.values import shown_value
from pmtui.domain.word_diff import ADDED, REMOVED, word_diff
from pmtui.widgets.detail_text import date_spans, person_name
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

PLUS, MINUS = "+", "−"
"""What stands before words that came and words that went, so that nothing hangs on colour alone."""
_WORDED = (TEXT, LINES)
"""Types whose values are compared word by word; all others as a whole, or element by element."""


def value_texts(conflict: Conflict, value: Any, snapshot: Snapshot) -> tuple[str, ...]:
    """A value in lines: of a text its lines, of a set or links one an element; nothing for a blank."""
    field = conflict.field
    if conflict.path == "deleted_at":
        return ("alive",) if value is ABSENT else ("deleted",)
    if value is ABSENT:
        value = None if field is None else field.blank
    if value is None or value in ("", []):
        return ()
    if field is None:
        return (value if isinstance(value, str) else compact(value),)
    if field.type in (LINES, SET, LINKS, ENTRIES) and isinstance(value, list):
        if field.type == LINKS:
            return tuple(_linked(field, one, snapshot) for one in value)
        return tuple(one if isinstance(one, str) else compact(one) for one in value)
    if field.type == LINK:
        return (_linked(field, value, snapshot),)
    return (value,) if field.type == TEXT and isinstance(value, str) else (shown_value(field, value),)


def _linked(field: Field, id: Any, snapshot: Snapshot) -> str:
    found = snapshot.linked(field, id) if isinstance(id, str) else None
    if found is None:
        return f"{id} (not here)"
    return person_name(id, snapshot) if found.kind == "person" else f"{found.schema.shown_id(id, 4)} {found.title}"


def plain_lines(conflict: Conflict, texts: tuple[str, ...], width: int, role: str = "text") -> list[Line]:
    """Texts as they are, wrapped."""
    lines: list[Line] = []
    for text in texts:
        spans = [Span(text, role)]
        if conflict.field is not None and conflict.field.name == "status" and role == "text":
            spans = [Span(f"{status_glyph(text)}\u00a0{text}", status_role(text))]
        lines += _wrapped(spans, text, width)
    return lines


def changed_lines(conflict: Conflict, before: tuple[str, ...], after: tuple[str, ...], width: int) -> list[Line]:
    """What became of some texts: words that came after a `+`, words that went after a `−`, each in its colour."""
    field = conflict.field
    if field is not None and field.type in (SET, LINKS, ENTRIES):
        return _elements(before, after, width)
    if field is not None and field.type not in _WORDED:
        return plain_lines(conflict, after, width)
    lines: list[Line] = []
    line: list[Span] = []
    for text, change in word_diff("\n".join(before), "\n".join(after)):
        first, *rest = text.split("\n")
        if line and line[-1].role.startswith("error") and first[:1].strip():  # else what went would run into what follows
            line.append(Span(" "))
        line += _marked(first, change)
        for one in rest:
            lines += _wrapped(line, "".join(span.text for span in line), width)
            line = _marked(one, change)
    return [*lines, *_wrapped(line, "".join(span.text for span in line), width)] if line or not lines else lines


def _marked(text: str, change: str) -> list[Span]:
    """A stretch of one line; blanks at its ends stay outside of the mark."""
    bare = text.strip()
    if not change or not bare:
        return [Span(text)] if text and change != REMOVED else []
    lead, trail = text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]
    sign, role, kind = (PLUS, "success", "underline") if change == ADDED else (MINUS, "error", "strike")
    return [Span(lead)] * bool(lead) + [Span(sign, f"{role} bold"), Span(bare, f"{role} {kind}"), *([Span(trail)] * bool(trail))]


def _elements(before: tuple[str, ...], after: tuple[str, ...], width: int) -> list[Line]:
    """What came and what went, element by element."""
    lines: list[Line] = []
    for one in (*before, *(one for one in after if one not in before)):
        if one in before and one in after:
            lines += _wrapped([Span(one)], one, width)
        else:
            lines += _wrapped(_marked(one, ADDED if one in after else REMOVED), one, width)
    return lines


def _wrapped(spans: list[Span], text: str, width: int) -> list[Line]:
    """One line of a text, wrapped; what it is indented by stays."""
    indent = text[:len(text) - len(text.lstrip())].expandtabs(4)[: max(0, width // 3)]
    return wrapped_spans(spans, width, (Span(indent),) * bool(indent), indent)


def instants(conflict: Conflict, value: Any, today: str) -> list[Span]:
    """When a record was deleted, or how far a date is, behind the value; nothing for all others."""
    field = conflict.field
    if field is None or field.type not in (DATE, INSTANT) or not isinstance(value, str):
        return []
    return date_spans(value, today)[:1]

"""One change of the history for reading: who, when, and field by field from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pmtui.domain.history import ADDED, AROSE, PURGED, FieldChange, Revision
from pmtui.domain.history_words import BLANK, called_at, change_words, conflict_value, field_at, is_entry, value_words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ENTRIES, LINES, LINKS, RANK, SET, TEXT, Field
from pmtui.domain.text import counted, one_line, spoken
from pmtui.domain.text_steps import CAME, GONE, KEPT, Piece, line_steps, word_steps
from pmtui.widgets import glyphs
from pmtui.widgets.detail_text import Reading, dated, label_of, person_name
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import LABEL, Line, labelled, wrapped_spans

_ROLES = {KEPT: "text", GONE: "error strike", CAME: "success underline"}
"""How what went and what came looks: it must be told apart without colours, too."""
_MOST = 200
"""Lines of one field; what is longer is cut and says so."""
_LONG = 40
"""Characters from which on two texts are compared word by word."""


def revision_lines(revision: Revision, reading: Reading) -> list[Line]:
    """A change for reading.

    Args:
        revision: What became of a record in a commit.
        reading: The records as they are now, and the room.
    """
    title = one_line(revision.title) or "(no title)"
    lines = [*wrapped_spans([Span(title, "heading")], reading.width), *_told(revision, reading), ()]
    if revision.fault:
        words = "It stays in the history as it is; the other changes are not touched by it."
        lines += wrapped_spans([Span(revision.fault, "warning")], reading.width, (Span(f"{glyphs.FAULT} ", "error"),), "  ")
        return [*lines, (), *wrapped_spans([Span(words, "muted")], reading.width)]
    for change in _in_order(revision.changes):
        lines += _field_lines(revision, change, reading)
    return lines


def _told(revision: Revision, reading: Reading) -> list[Line]:
    """Which record, what became of it, who did it, when, and with which words, between dots."""
    record = reading.snapshot.record(revision.kind, revision.id) if revision.kind in SCHEMA.kinds else None
    id = f"{_letter(revision)}-{revision.id[:reading.id_length(revision.id) if reading.id_length else 5]}"
    link = LinkSpan(id, "accent", Target(revision.kind, revision.id)) if record is not None else Span(id, "muted")
    facts: list[list[Span]] = [[link], [Span(f"{revision.kind} {revision.what}{' in a merge' * revision.is_merge}")]]
    facts += [[Span("not here any more", "warning")]] if record is None else []
    facts += [[Span(one_line(revision.by) or "somebody", "text bold")], dated(revision.at, reading)]
    facts += [[Span(f"{one_line(revision.subject)} ", "muted"), Span(revision.commit[:8], "faint")]] if revision.commit else []
    facts += [] if revision.commit else [[Span("not committed yet", "warning")]]
    spans: list[Span] = []
    for fact in facts:
        spans += [Span("\u00a0· ", "faint")] * bool(spans) + fact
    return wrapped_spans(spans, reading.width)


def _in_order(changes: Sequence[FieldChange]) -> Iterable[FieldChange]:
    """Short values before long texts, as they were otherwise; a place in an order says nothing by itself."""
    shown = [one for one in changes if one.path != "rank" or (one.before is not None and one.after is not None)]
    return sorted(shown, key=lambda one: isinstance(one.after or one.before, list) and len(one.after or one.before) > 3)


def _field_lines(revision: Revision, change: FieldChange, reading: Reading) -> list[Line]:
    field = field_at(revision.kind, change.path)
    called = label_of(field) if field is not None and "." not in change.path else called_at(revision.kind, change)
    label = called if len(called) < LABEL else ""
    width = reading.value_width if label else reading.width - 2
    lines = _value_lines(revision, change, field, reading, width)
    if len(lines) > _MOST:
        left = len(lines) - _MOST
        words = f"and {left:,} more lines; pmtui log {revision.id} --json has all"
        lines = [*lines[:_MOST], *wrapped_spans([Span(words, "muted")], width)]
    if change.reason:
        lines += wrapped_spans([Span(one_line(change.reason), "text italic")], width, (Span("why  ", "muted"),), "     ")
    if label:
        return labelled(label, lines)
    return [*wrapped_spans([Span(called, "muted")], reading.width), *((Span("  "), *line) for line in lines)]


def _value_lines(revision: Revision, change: FieldChange, field: Field | None, reading: Reading, width: int) -> list[Line]:
    def name(id: str) -> str:
        return name_in(reading, id)

    is_whole = revision.what in (ADDED, PURGED)
    if change.conflict:
        return _conflict_lines(change, field, reading, width)
    type = TEXT if field is None else field.type
    if type == RANK and change.before is not None and change.after is not None:
        return [(Span(change_words(revision.kind, change, name)),)]
    if type == LINES and all(isinstance(one, list) for one in (change.before or [], change.after or [])):
        return _text_lines(change.before or [], change.after or [], width, is_whole=is_whole)
    if type == ENTRIES and is_entry(revision.kind, change.path):
        return _entry_lines(change, field, reading, width)
    if type in (SET, LINKS):
        return _set_lines(change, field, reading, width, is_whole=is_whole)
    before, after = value_words(field, change.before, name), value_words(field, change.after, name)
    if revision.what == ADDED:
        return wrapped_spans([Span(after)], width)
    if revision.what == PURGED:
        return wrapped_spans([Span(before)], width)
    if type == TEXT and isinstance(change.before, str) and isinstance(change.after, str) and max(len(before), len(after)) > _LONG:
        return wrapped_spans(_apart(word_steps(one_line(change.before), one_line(change.after))), width)
    return wrapped_spans([*_sided(before, GONE, change.before), Span(" → ", "muted"), *_sided(after, CAME, change.after)], width)


def name_in(reading: Reading, id: str) -> str:
    """What people call the record with an id; empty where it is not here."""
    record = reading.snapshot.find(id)
    if record is None:
        return ""
    return person_name(id, reading.snapshot) if record.kind == "person" else record.title


def _sided(words: str, sign: str, value: Any) -> list[Span]:
    """A value on one side of an arrow; blanks are no text that could be struck out."""
    if value is None or value == []:
        return [Span(words, "muted")]
    return [Span(words, "muted" if sign == GONE else "text bold")]


def _text_lines(before: Sequence[str], after: Sequence[str], width: int, *, is_whole: bool) -> list[Line]:
    """A long text with what went and what came; the whole text of a record that came or went."""
    if is_whole:
        return [line for one in (after or before) for line in wrapped_spans([Span(one)], width)]
    lines: list[Line] = []
    for step in line_steps(before, after):
        if step.left_out:
            words = f"⋯ {counted(step.left_out, 'line')} as before"
            lines.append((Span(words, "faint"),))
        sign = Span(f"{step.sign} ", {GONE: "error", CAME: "success"}.get(step.sign, "faint"))
        role = "muted" if step.sign == KEPT else ""
        lines += wrapped_spans(_spans(step.pieces, role), width, (sign,), "  ")
    return lines


def _spans(pieces: Iterable[Piece], role: str = "") -> list[Span]:
    return [Span(one.text, role or _ROLES[one.sign]) for one in pieces]


def _apart(pieces: Iterable[Piece]) -> list[Span]:
    """Both texts in one row, with a blank between what went and what came in its place."""
    spans: list[Span] = []
    last = ""
    for one in pieces:
        if last == GONE and one.sign == CAME:
            spans.append(Span(" "))
        spans += _spans([one])
        last = one.sign
    return spans


def _set_lines(change: FieldChange, field: Field | None, reading: Reading, width: int, *, is_whole: bool) -> list[Line]:
    before = change.before if isinstance(change.before, list) else []
    after = change.after if isinstance(change.after, list) else []
    spans: list[Span] = []
    for one in [*(one for one in before if one not in after), *after]:
        sign = GONE if one not in after else CAME if one not in before else KEPT
        words = value_words(field, [one], lambda id: name_in(reading, id))
        mark = "" if sign == KEPT or is_whole else sign
        role = "text" if is_whole else "muted" if sign == KEPT else _ROLES[sign]
        spans += [Span("  ")] * bool(spans) + [Span(mark + words.replace(" ", "\u00a0"), role)]
    return wrapped_spans(spans or [Span(BLANK, "muted")], width)


def _entry_lines(change: FieldChange, field: Field | None, reading: Reading, width: int) -> list[Line]:
    """A whole entry that came or went, field by field."""
    entry = change.after if change.before is None else change.before
    sign, role = (CAME, "success") if change.before is None else (GONE, "error")
    lines: list[Line] = []
    inner = {one.name: one for one in field.entry} if field is not None else {}
    for name, value in entry.items() if isinstance(entry, dict) else ():
        if name in ("id", "rank"):
            continue
        texts = value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
        is_text = name in inner and inner[name].type == LINES and texts is not None
        said = texts if is_text and texts is not None else [value_words(inner.get(name), value, lambda id: name_in(reading, id))]
        for at, one in enumerate(said):
            first = (Span(f"{sign} ", role), Span(f"{spoken(name)}  " if at == 0 else "", "muted"))
            lines += wrapped_spans([Span(one_line(one))], width, first, "  ")
    return lines


def _conflict_lines(change: FieldChange, field: Field | None, reading: Reading, width: int) -> list[Line]:
    """What people disagree about, or no longer do."""
    arose = change.conflict == AROSE
    words = "two people changed it at once; the first value is shown" if arose else "the conflict was settled"
    lines = wrapped_spans([Span(words, "conflict")], width, (Span(f"{glyphs.CONFLICT} ", "conflict"),), "  ")
    if field is not None and field.type == LINES and all(isinstance(one, list) for one in (*change.values, change.after or [])):
        return lines + _conflicting_texts(change, width)
    for at, value in enumerate(change.values):
        said = conflict_value(field, change, value, lambda id: name_in(reading, id))
        lines += wrapped_spans([Span(said, "text bold" if arose and at == 0 else "text")], width, (Span("• ", "muted"),), "  ")
    if not arose:
        after = conflict_value(field, change, change.after, lambda id: name_in(reading, id))
        lines += wrapped_spans([Span(after, "text bold")], width, (Span("→ ", "muted"),), "  ")
    return lines


def _conflicting_texts(change: FieldChange, width: int) -> list[Line]:
    """Long texts of a conflict: the first one, and how each other one differs from it."""
    first, *others = change.values
    lines = wrapped_spans([Span("the text that is shown:" if change.conflict == AROSE else "the text that was shown:", "muted")], width)
    lines += _text_lines([], first, width, is_whole=True)
    for one in [*others, *([] if change.conflict == AROSE else [change.after or []])]:
        is_last = change.conflict != AROSE and one is change.after
        lines += wrapped_spans([Span("it became:" if is_last else "the other one:", "muted")], width)
        lines += _text_lines(first, one, width, is_whole=False)
    return lines


def _letter(revision: Revision) -> str:
    known = SCHEMA.kinds.get(revision.kind)
    return known.letter if known is not None else "?"

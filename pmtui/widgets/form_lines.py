"""The lines that a form shows for its rows, with what is unfolded beneath the field that is being edited. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmtui.domain.dates import relative
from pmtui.domain.meanings import meanings
from pmtui.domain.month_grid import HEADS, month_title, month_weeks
from pmtui.domain.schema import ENTRIES, FLAG, RANK, Field
from pmtui.domain.values import shown_value
from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.form_model import FormModel
from pmtui.widgets.form_paths import Path, entry_title, path_name
from pmtui.widgets.form_rows import ADD, ENTRY, FIXED, GROUP, SECTION, SIDE, Row
from pmtui.widgets.form_values import Reading, choice_span, value_lines
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.styled_lines import Line, wrapped_spans

TOUCHED, OUTSIDE = "•", "↻"
UNFOLDED, FOLDED = "▾", "▹"
GROUP_ROOM = 30
"""Cells that the facts at the right of an entry may take."""


class Opened(NamedTuple):
    """What is unfolded beneath a field while it is edited.

    Attributes:
        how: line (an editor of one line), text (one of several), choices or calendar.
        path: The field.
        height: The lines of a text editor.
        cursor: The choice under the cursor.
        day: The day under the cursor of the calendar.
        note: What is said beneath: what a date comes to, what completes a word.
    """

    how: str
    path: Path
    height: int = 0
    cursor: int = 0
    day: str = ""
    note: str = ""


class FormLine(NamedTuple):
    """One line on the screen.

    Attributes:
        row: The index of its row; -1 for blank lines between sections.
        spans: What it says, from the second cell on; the first is the cursor's.
        is_beneath: Whether it is part of what is unfolded, which the cursor's ground does not reach.
    """

    row: int
    spans: Line
    is_beneath: bool = False


def label_width(width: int) -> int:
    """Cells of the column of labels, signs and indents included."""
    return 22 if width >= 70 else max(10, width // 3)


def form_lines(rows: Sequence[Row], model: FormModel, reading: Reading, width: int, opened: Opened | None) -> list[FormLine]:
    """All lines of a form of so many cells."""
    lines: list[FormLine] = []
    conflicts = model.conflicts()
    for at, row in enumerate(rows):
        if row.type == SECTION:
            if lines:
                lines.append(FormLine(-1, ()))
            lines.append(FormLine(at, _section_line(row, width)))
        elif row.type == ENTRY:
            lines.append(FormLine(at, _entry_line(row, model, width)))
        elif row.type == ADD:
            lines.append(FormLine(at, (Span("  " * row.depth + "  + ", "success"), Span(row.label, "muted"))))
        elif row.type == SIDE:
            lines += [FormLine(at, line) for line in _side_lines(row, reading, width)]
        else:
            here = opened if opened is not None and opened.path == row.path else None
            lines += _field_lines(at, row, model, reading, width, here, path_name(row.path) in conflicts)
    return lines


def _section_line(row: Row, width: int) -> Line:
    mark = UNFOLDED if row.is_open else FOLDED
    left = [Span(f"{mark} ", "muted"), Span(row.label, "heading")]
    if not row.is_open:
        left.append(Span(f"  {row.value} fields" if row.value != 1 else "  1 field", "faint"))
    room = width - spans_width(left) - 3
    return (*left, Span(" "), Span("─" * max(0, room), "border"))


def _mark(row: Row, model: FormModel, is_disputed: bool) -> Span:
    if model.fault(row.path):
        return Span(glyphs.FAULT, "error")
    if is_disputed:
        return Span(glyphs.CONFLICT, "conflict")
    if row.path[0] in model.outside and len(row.path) == 1:
        return Span(OUTSIDE, "warning")
    return Span(TOUCHED, "accent") if model.is_touched(row.path) else Span(" ")


def _label(row: Row, mark: Span, width: int) -> list[Span]:
    indent = "  " * row.depth
    return [mark, Span(" "), Span(fitted(f"{indent}{row.label}", width - 4) + " ", "muted")]


def _field_lines(
    at: int, row: Row, model: FormModel, reading: Reading, width: int, opened: Opened | None, is_disputed: bool,
) -> list[FormLine]:
    column = label_width(width)
    room = max(8, width - column - 2)
    head = _label(row, _mark(row, model, is_disputed), column)
    blank = Span(" " * (column - 1))
    if opened is not None and opened.how == "text":
        values: list[Line] = [()] * opened.height
    else:
        values = _values(row, model, reading, room)
    lines = [FormLine(at, (*head, *values[0]))]
    lines += [FormLine(at, (blank, *line), opened is not None and opened.how == "text") for line in values[1:]]
    for text, role in _notes(row, model, opened):
        lines += [FormLine(at, (blank, *line), True) for line in wrapped_spans([Span(text, role)], room)]
    if opened is not None and row.field is not None:
        if opened.how == "choices":
            lines += [FormLine(at, (blank, *line), True) for line in _choice_lines(row, row.field, reading, opened, room)]
        elif opened.how == "calendar":
            lines += [FormLine(at, (blank, *line), True) for line in calendar_lines(opened.day, reading.today)]
    return lines


def _values(row: Row, model: FormModel, reading: Reading, room: int) -> list[Line]:
    if row.type == FIXED:
        return [tuple(Span(one.text, "muted") for one in line) for line in value_lines(row.field, row.value, reading, room)[:3]]
    if row.type == GROUP and row.field is not None:
        mark = UNFOLDED if row.is_open else FOLDED
        if row.field.type != ENTRIES:
            value = model.value(row.path)
            facts = " · ".join(str(one) for one in (value or {}).values() if isinstance(one, str)) if not row.is_open else ""
            none = Span("" if row.is_open or facts else "none yet", "faint")
            return [(Span(f"{mark} ", "muted"), Span(shortened(steady(facts), room - 2), "muted"), none)]
        count = shown_value(row.field, model.entries(row.path)) if row.value else "none yet"
        return [(Span(f"{mark} ", "muted"), Span(count, "text" if row.value else "faint"))]
    if row.path in model.state.texts:
        text = model.state.texts[row.path].replace("\n", " ⏎ ")
        return [(Span(shortened(steady(text), room), "error"),)]
    return value_lines(row.field, model.value(row.path), reading, room, _owner(row, model))


def _owner(row: Row, model: FormModel) -> str:
    """The keyed list that a row's field stands in."""
    if len(row.path) < 3:
        return ""
    holder = model.field(row.path[:-2])
    return holder.name if holder is not None else ""


def _notes(row: Row, model: FormModel, opened: Opened | None) -> list[tuple[str, str]]:
    found = []
    fault = model.fault(row.path)
    if fault:
        found.append((f"{glyphs.FAULT} {fault[:1].upper()}{fault[1:]}", "error"))
    elif opened is not None and opened.note:
        found.append((opened.note, "muted"))
    if row.path[0] in model.outside and len(row.path) == 1 and row.path[0] in model.state.values and model.current is not None:
        field = model.kind.fields.get(row.path[0])
        theirs = shown_value(field, model.current[row.path[0]]) if field is not None else ""
        found.append((f"{OUTSIDE} changed elsewhere meanwhile{f' to {theirs[:60]}' if theirs else ''}; saving keeps both sides", "warning"))
    return found


def _entry_line(row: Row, model: FormModel, width: int) -> Line:
    field, entry = row.field, row.value
    if field is None or not isinstance(entry, dict):
        return ()
    mark = UNFOLDED if row.is_open else FOLDED
    touched = Span(TOUCHED, "accent") if model.is_touched(row.path) else Span(" ")
    if any(one[: len(row.path)] == row.path for one in model.state.faults):
        touched = Span(glyphs.FAULT, "error")
    way = (width, mark, touched)
    known = model.entry_lines.get(row.path)
    if known is None or known[0] is not entry or known[1] != way:
        left = [touched, Span(" " + "  " * row.depth), Span(f"{mark} ", "muted")]
        known = model.entry_lines[row.path] = (entry, way, _entry_words(field, entry, left, width))
    line: Line = known[2]
    return line


def _entry_words(field: Field, entry: dict[str, object], left: list[Span], width: int) -> Line:
    flag = next((one for one in field.entry if one.type == FLAG), None)
    if flag is not None:
        is_set = entry.get(flag.name) is True
        left.append(Span(f"{glyphs.DONE if is_set else glyphs.OPEN} ", "success" if is_set else "muted"))
    facts = _facts(field, entry)
    title = entry_title(field, entry)
    room = max(8, width - spans_width(left) - width_of(facts) - 4)
    label = Span(fitted(title, room)) if title else Span(fitted("blank", room), "faint")
    return (*left, label, Span(f" {facts}", "muted"))


def _facts(field: Field, entry: dict[str, object]) -> str:
    """A few short values of an entry besides its title."""
    title = entry_title(field, entry)
    facts: list[str] = []
    for one in field.entry:
        value = entry.get(one.name)
        if value in (None, "", []) or one.type in (RANK, FLAG, "lines", "link", "object") or str(value) == title:
            continue
        text = f"{len(value)} {one.name}" if one.type == ENTRIES and isinstance(value, list) else shown_value(one, value)
        if one.type == "instant":
            text = text[:10]
        if sum(map(width_of, facts)) + width_of(text) + 3 * len(facts) <= GROUP_ROOM:
            facts.append(steady(text))
    return " · ".join(facts) if " · ".join(facts) != title else ""


def _side_lines(row: Row, reading: Reading, width: int) -> list[Line]:
    column = label_width(width)
    lead = Span(" " * (column - 3))
    lines = value_lines(row.field, row.value, reading, max(8, width - column - 2))[:3]
    return [(lead, Span(f"{glyphs.CONFLICT} " if at == 0 else "  ", "conflict"), *line) for at, line in enumerate(lines)]


def _choice_lines(row: Row, field: Field, reading: Reading, opened: Opened, room: int) -> list[Line]:
    choices = form_choices(field)
    owner = row.path[-3] if len(row.path) > 2 else ""
    means = meanings(owner or reading.kind, field)
    widest = max((width_of(choice_span(field, one).text) for one in choices), default=0)
    lines: list[Line] = []
    for at, choice in enumerate(choices):
        sign = Span(f"{glyphs.CURSOR} " if at == opened.cursor else "  ", "accent bold")
        span = choice_span(field, choice) if choice else Span("none", "muted")
        note = means.get(choice, "") if choice else "clears the field"
        padded = span.text + " " * (widest - width_of(span.text) + 2)
        role = f"{span.role} bold" if at == opened.cursor else span.role
        lines.append((sign, Span(padded, role), Span(shortened(note, max(1, room - widest - 4)), "muted")))
    return lines


def form_choices(field: Field) -> list[str]:
    """The choices of a field; an empty one clears the field where it may be blank."""
    return [*field.choices, *([] if field.default is not None else [""])]


def calendar_lines(day: str, today: str) -> list[Line]:
    """The month of a day: a title, the heads and six weeks; the day itself stands out, and so does today."""
    lines: list[Line] = [
        (Span(fitted(month_title(day), 21), "heading"), Span(f" {relative(day, today)}", "muted")),
        (Span(" ".join(HEADS), "muted"),),
    ]
    for week in month_weeks(day):
        spans: list[Span] = []
        for one in week:
            role = "accent bold reverse" if one == day else "success bold underline" if one == today else (
                "text" if one[:7] == day[:7] else "faint")
            spans += [Span(one[8:].lstrip("0").rjust(2), role), Span(" ")]
        lines.append(tuple(spans))
    return lines

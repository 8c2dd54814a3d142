"""A conflict for reading: the value before, and every value to choose from with who gave it and when.

Where there is room they stand beside each other, line by line; else one below the other. Words that came and went stand out
by a sign and a colour; long stretches that are alike in all of them are folded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import Conflict, Origin, Origins
from pmtui.domain.dates import relative
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge_candidates import ABSENT, value_key
from pmtui.domain.text import spoken
from pmtui.domain.word_diff import Hunk, hunks
from pmtui.widgets.cells import fitted, shortened, steady
from pmtui.widgets.conflict_text import changed_lines, instants, plain_lines, value_texts
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.styled_lines import Line, rule, wrapped_spans

BESIDE = 100
"""From so many cells on, the values stand beside each other: a screen of 110 columns has them."""
_LEAST = 30
"""The fewest cells of a value that stands beside another one."""
_GAP = 3
_CONTEXT = 2
"""Lines that are alike in all values and stay in sight around those that differ."""


class Shown(NamedTuple):
    """A conflict with all that it takes to show it.

    Attributes:
        conflict: The conflict.
        origins: Who gave its values; None while git is being asked.
        snapshot: Where linked records are.
        today: The calendar date where the person is.
        id_length: How many characters of an id are shown.
    """

    conflict: Conflict
    origins: Origins | None
    snapshot: Snapshot
    today: str
    id_length: int = 4


class _Column(NamedTuple):
    """One value: its number, what it is, and for each hunk its lines."""

    head: list[Line]
    cells: list[list[Line]]


def conflict_lines(shown: Shown, width: int) -> list[Line]:
    """A conflict in lines of at most so many cells."""
    conflict = shown.conflict
    lines = [*_title(shown, width), ()]
    if width < BESIDE:
        before, *values = _columns(shown, width, is_alone=True)
        for at, column in enumerate((*values, before)):  # the one before comes last: what became of it says it all, mostly
            lines += [()] * bool(at) + [*column.head, *(line for cell in column.cells for line in cell)]
        return lines
    count = len(conflict.values) + 1
    beside = min(count, (width + _GAP) // (_LEAST + _GAP))
    size = (width - _GAP * (beside - 1)) // beside
    columns = _columns(shown, size)
    for first in range(0, count, beside):
        lines += [()] * bool(first) + _beside(columns[first:first + beside], size)
    return lines


def _title(shown: Shown, width: int) -> list[Line]:
    conflict = shown.conflict
    name = SCHEMA[conflict.kind].shown_id(conflict.id, shown.id_length)
    facts = [Span(name, "accent"), Span(f"\u00a0· {conflict.kind}", "muted")]
    if conflict.is_deleted:
        facts += [Span("\u00a0· ", "faint"), Span("deleted", "warning")]
    facts += [Span("\u00a0· ", "faint"), Span(field_name(shown), "conflict")]
    if conflict.field is not None:
        facts += [Span(f"\u00a0· {conflict.field.help}", "muted")]
    return [*wrapped_spans([Span(steady(conflict.title) or "(no title)", "heading")], width), *wrapped_spans(facts, width)]


def field_name(shown: Shown) -> str:
    """The contested field for people: an entry of a list is named by what is written on it."""
    return conflict_name(shown.conflict, shown.snapshot)


def conflict_name(conflict: Conflict, snapshot: Snapshot) -> str:
    """The same of any conflict: `title`, `criteria “A failed call …” text`."""
    parts = conflict.path.split(".")
    if len(parts) < 3:
        return conflict.path.replace("_at", "") if conflict.path == "deleted_at" else spoken(conflict.path)
    record = snapshot.record(conflict.kind, conflict.id)
    entries: Any = record[parts[0]] if record is not None else ()
    entry = next((one for one in entries or () if isinstance(one, dict) and one.get("id") == parts[1]), {})
    names = (entry.get(key) for key in ("name", "title", "stage", "quote") if key != parts[2])
    label = next((one for one in names if isinstance(one, str) and one), "")
    return " ".join([spoken(parts[0]), *([f"“{shortened(label, 24)}”"] if label else []), spoken(parts[-1])])


def _columns(shown: Shown, width: int, *, is_alone: bool = False) -> list[_Column]:
    """The value before, then the values, each with its cells: as many as there are hunks."""
    conflict = shown.conflict
    base, *texts = (value_texts(conflict, one, shown.snapshot) for one in (conflict.base, *conflict.values))
    origins = shown.origins
    known: Sequence[Origin | None] = (None,) * (len(texts) + 1) if origins is None else (origins.base, *origins.values)
    reference = base or texts[0]
    parts = hunks(reference, texts)
    found = []
    for number, (value, text, origin) in enumerate(zip((conflict.base, *conflict.values), (base, *texts), known, strict=True)):
        cells = [_cell(conflict, part, number, width, is_first=at == 0, is_last=at == len(parts) - 1, has_base=bool(base))
                 for at, part in enumerate(parts)]
        if not text:
            cells = [[(Span("(blank)", "faint italic"),)], *([[]] * (len(parts) - 1))]
        elif cells and cells[0] and (far := instants(conflict, value, shown.today)):
            line: Line = (*cells[0][-1], Span("  "), *(one._replace(role="muted") for one in far))
            cells[0] = [*cells[0][:-1], line if spans_width(line) <= width else cells[0][-1]]
        found.append(_Column(_head(shown, number, value, origin, width, is_alone=is_alone), cells))
    return found


def _head(shown: Shown, number: int, value: Any, origin: Origin | None, width: int, *, is_alone: bool) -> list[Line]:
    """The key that takes a value, what it is, who gave it and when."""
    conflict = shown.conflict
    words = "before" if number == 0 else "shown now" if number == 1 else "other"
    if number and value_key(value) == value_key(conflict.base):
        words += ", as before"
    first = [Span(str(number), "key bold"), Span(f" {words}", "muted" if number != 1 else "text")]
    if shown.origins is None:
        who = [Span("asking git who …", "faint")]
    elif origin is None:
        who = [Span("not in git" if number else "", "faint")]
    else:
        at = f"{origin.at[:10]} {origin.at[11:16]}"
        who = [Span(f"{steady(origin.by)}", "accent"), Span(f" {relative(origin.at, shown.today)}"), Span(f" ({at})", "muted")]
        if spans_width(who) > width:
            who.pop()
    is_one = is_alone and spans_width(first) + 3 + spans_width(who) <= width
    lines: list[Line] = [(*first, Span(" · ", "faint"), *who)] if is_one else [tuple(first), *wrapped_spans(who, width)]
    return [*lines, (Span("─" * width, "border"),)]


def _cell(conflict: Conflict, part: Hunk, number: int, width: int, *, is_first: bool, is_last: bool, has_base: bool) -> list[Line]:
    """What a value says in one hunk."""
    if part.is_same:
        return _folded(conflict, part.base, width, is_first=is_first, is_last=is_last)
    if number == 0:
        return plain_lines(conflict, part.base, width) if has_base else []
    text = part.versions[number - 1]
    if text == part.base:
        return plain_lines(conflict, text, width)
    return changed_lines(conflict, part.base, text, width) if part.base or has_base else plain_lines(conflict, text, width)


def _folded(conflict: Conflict, texts: tuple[str, ...], width: int, *, is_first: bool, is_last: bool) -> list[Line]:
    """Lines that are alike in all values: those next to a difference, and how many there are besides."""
    head, tail = (0 if is_first else _CONTEXT), (0 if is_last else _CONTEXT)
    hidden = len(texts) - head - tail
    if hidden < 2:
        return plain_lines(conflict, texts, width, "muted")
    note: Line = (Span(f"⋯ {hidden} lines alike", "faint"),)
    return [*plain_lines(conflict, texts[:head], width, "muted"), note, *plain_lines(conflict, texts[len(texts) - tail:], width, "muted")]


def _beside(columns: Sequence[_Column], width: int) -> list[Line]:
    """Some values beside each other; what stands at one place of the text stands on one line."""
    lines = _rows([one.head for one in columns], width)
    for cells in zip(*(one.cells for one in columns), strict=True):
        lines += _rows(list(cells), width)
    return lines


def _rows(cells: Sequence[list[Line]], width: int) -> list[Line]:
    height = max((len(one) for one in cells), default=0)
    is_head = bool(cells and cells[0] and cells[0][-1][:1] and cells[0][-1][0].text.startswith("─"))
    if is_head:  # the rules under the heads stand on one line
        cells = [[*one[:-1], *([()] * (height - len(one))), one[-1]] for one in cells]
    lines: list[Line] = []
    for at in range(height):
        spans: list[Span] = []
        for number, cell in enumerate(cells):
            line = cell[at] if at < len(cell) else ()
            spans += [Span(" │ ", "border")] * bool(number)
            spans += [*line, Span(" " * max(0, width - spans_width(line)))]
        lines.append(tuple(spans))
    return lines


def origin_words(origins: Origins | None, today: str) -> tuple[str, str]:
    """How old a conflict is: since its newest value was given, and who gave values; empty where git does not know.

    Of several people the first names stand there, where these tell them apart: the column is narrow, and the pane has all.
    """
    known = [one for one in (origins.values if origins is not None else ()) if one is not None]
    if not known:
        return "", ""
    names = list(dict.fromkeys(steady(one.by) for one in known))
    first = [name.partition(" ")[0] for name in names]
    return relative(max(one.at for one in known), today), ", ".join(first if len(names) > 1 and len({*first}) == len(names) else names)


def short_value(conflict: Conflict, value: Any, snapshot: Snapshot, width: int) -> str:
    """A value in one line of so many cells."""
    texts = value_texts(conflict, value, snapshot)
    return fitted(" / ".join(texts) if texts else "(blank)", width).rstrip() if value is not ABSENT or texts else "(blank)"


__all__ = ["BESIDE", "Shown", "conflict_lines", "conflict_name", "origin_words", "rule", "short_value"]

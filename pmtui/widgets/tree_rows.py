"""The lines of trees of records: what a trace and the Tree screen say of a node, in exactly so many cells. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.styled_lines import Line

INDENT = 2
FOLDED, UNFOLDED, BARE = "▸ ", "▾ ", "  "
"""What stands before a node of which what is below is hidden, or shown, or of which nothing is below."""
GAP = "!"
"""The sign of what is missing."""
FACTS_FROM = 60
"""From this width on, facts stand at the right."""
NOTES_FROM = 84
"""From this width on, what else there is to say stands before them."""
_LEAST = 16
"""So many cells a title keeps beside what is missing."""
ShortId = Callable[[str, str], str]
"""The id of a record as people write it, from its kind and id."""


class NodeLook(NamedTuple):
    """What a line says of one node.

    Attributes:
        depth: How far it is indented.
        is_open: Whether what is below it is shown; None where there is nothing.
        kind: Its kind; of what is no record, anything that is no kind.
        id: The id of a record; empty where none is to be shown.
        title: Its title.
        status: Its status; empty for none.
        relation: What it is to the node above it, where the kind alone does not say it.
        role: The colour role of the title.
        gap: What is missing, in a word or two; empty for nothing.
        note: What else there is to say, where there is room.
        facts: What stands at the right.
        is_missing: A link names it, and there is no such record.
        is_contested: People gave one of its fields different values.
    """

    depth: int
    is_open: bool | None
    kind: str
    id: str
    title: str
    status: str = ""
    relation: str = ""
    role: str = "text"
    gap: str = ""
    note: str = ""
    facts: Sequence[Span] = ()
    is_missing: bool = False
    is_contested: bool = False


def node_line(look: NodeLook, width: int, short_id: ShortId) -> Line:
    """A node in exactly so many cells, or less where nothing stands at the right.

    Args:
        look: What to show.
        width: Cells.
        short_id: The id of a record as people write it.
    """
    before = _before(look, width, short_id)
    room = width - spans_width(before)
    is_blank = not any(one.text.strip() for one in look.facts)  # where there is room, what is missing stands in a column
    right: list[Span] = list(look.facts) if width >= (NOTES_FROM if is_blank and look.gap else FACTS_FROM) else []
    if look.note and width >= NOTES_FROM:
        right = [Span(f"{look.note}  ", "muted"), *right]
    if look.gap and room - spans_width(right) >= _LEAST:
        words = shortened(f"{GAP} {look.gap}", room - spans_width(right) - _LEAST)
        right = [Span(f"{words}  " if right else words, "warning"), *right]
    elif look.gap:
        right = [Span(GAP, "warning")]
    if not right:
        return tuple(cut_spans([*before, Span(look.title, look.role)], width))
    left = cut_spans([*before, Span(look.title, look.role)], max(0, width - spans_width(right) - 1))
    return tuple(cut_spans([*left, Span(" " * (width - spans_width(left) - spans_width(right))), *right], width))


def title_at(look: NodeLook, width: int, short_id: ShortId) -> int:
    """The cell in which the title of a node begins."""
    return spans_width(_before(look, width, short_id))


def sign_at(depth: int, width: int) -> int:
    """The cell of the sign of a node that is indented so far, in a line of so many cells."""
    return min(depth * INDENT, width // 3)


def is_done_with(kind: str, status: str) -> bool:
    """Whether a record asks for nothing any more, so that its title may step back."""
    return kind in SCHEMA.kinds and status in SCHEMA[kind].closed and kind not in ("hypothesis", "experiment")


def cut_spans(spans: Sequence[Span], width: int) -> list[Span]:
    """Spans in at most so many cells, the last one that fits cut at a word."""
    kept: list[Span] = []
    for text, role in spans:
        shown = shortened(steady(text), max(0, width))
        width -= width_of(shown)
        kept.append(Span(shown, role))
    return kept


def _before(look: NodeLook, width: int, short_id: ShortId) -> list[Span]:
    """What stands before the title: sign of its status, what it is to the row above it, its id."""
    indent = sign_at(look.depth, width)
    sign = BARE if look.is_open is None else UNFOLDED if look.is_open else FOLDED
    spans = [Span(" " * indent + sign, "muted")]
    if look.is_missing:
        return [*spans, Span(f"{glyphs.FAULT} ", "warning"), Span(f"{look.id} is not here", "warning")]
    if look.status:
        spans.append(Span(f"{glyphs.status_glyph(look.status)} ", glyphs.status_role(look.status)))
    elif look.id:
        spans.append(Span(BARE))
    if look.relation:
        spans.append(Span(f"{look.relation} ", "muted"))
    if look.id:
        spans += [Span(short_id(look.kind, look.id), "accent"), Span(" ")]
    return [*spans, Span(f"{glyphs.CONFLICT} ", "conflict")] if look.is_contested else spans

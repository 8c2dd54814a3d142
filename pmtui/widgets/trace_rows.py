"""The rows of a trace: two trees with the record between them, folded where a person folded them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.tracing import Node, Trace
from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.styled_lines import Line

Path = tuple[int, ...]
"""Where a node stands: 0 comes from or 1 leads to, then the number of each child on the way."""
ROOT: Path = ()
INDENT = 2
MANY = 40
"""Of more rows than this, what is two steps away is folded at first."""
_FACTS_FROM = 60
"""From this width on, kind and status stand at the right."""


class Row(NamedTuple):
    """One line of a trace.

    Attributes:
        path: Where it stands; that of its parent for a gap or what is left out.
        depth: How far it is indented.
        node: The record; None for headings, gaps and what is left out.
        words: What a row without a record says.
        role: The colour role of the words.
        is_open: Whether what is below it is shown; None where there is nothing.
    """

    path: Path
    depth: int
    node: Node | None = None
    words: str = ""
    role: str = "text"
    is_open: bool | None = None

    @property
    def can_hold_cursor(self) -> bool:
        """Whether the cursor may stand on it."""
        return self.node is not None


def trace_rows(trace: Trace, folded: Collection[Path] = ()) -> list[Row]:
    """All rows, from what the record comes from down to what it leads to."""
    rows = [Row((0,), 0, words="comes from", role="heading"), *_below(trace.comes_from, (0,), 1, folded)]
    if len(rows) == 1:
        rows.append(Row((0,), 1, words="nothing", role="faint"))
    rows.append(Row(ROOT, 0, trace.leads_to))
    down = [Row((1,), 0, words="leads to", role="heading"), *_below(trace.leads_to, (1,), 1, folded)]
    if len(down) == 1:
        down.append(Row((1,), 1, words="nothing yet", role="faint"))
    return rows + down


def folded_at_first(trace: Trace) -> set[Path]:
    """What is folded at first: nothing in a small trace, in a large one what is more than a step away."""
    rows = trace_rows(trace)
    return {row.path for row in rows if row.is_open and row.depth >= 1} if len(rows) > MANY else set()


def _below(node: Node, path: Path, depth: int, folded: Collection[Path]) -> Iterator[Row]:
    for at, child in enumerate(node.children):
        own = (*path, at)
        has_more = bool(child.children or child.gaps or child.more)
        is_open = own not in folded if has_more else None
        yield Row(own, depth, child, is_open=is_open)
        if is_open:
            yield from _below(child, own, depth + 1, folded)
    for words in node.gaps:
        yield Row(path, depth, words=f"– {words}", role="warning")
    if node.more:
        yield Row(path, depth, words=f"and {node.more:,} more", role="faint")


def row_line(row: Row, width: int, short_id: Callable[[str, str], str]) -> Line:
    """A row in exactly so many cells or less.

    Args:
        row: What to show.
        width: Cells.
        short_id: The id of a record as people write it, from its kind and id.
    """
    indent = min(row.depth * INDENT, width // 3)
    if row.node is None:
        left_out = indent + (INDENT if row.role != "heading" else 0)
        return tuple(_cut([Span(" " * left_out), Span(row.words, row.role)], width))
    node = row.node
    sign = "  " if row.is_open is None else "▾ " if row.is_open else "▸ "
    role = "text bold" if row.path == ROOT else "faint" if node.is_repeated or node.status in SCHEMA[node.kind].closed else "text"
    title = "" if node.is_missing else node.title or "(no title)"
    right = _facts(node) if width >= _FACTS_FROM else []
    room = width - spans_width(right) - bool(right)
    left = _cut([Span(" " * indent + sign, "muted"), *_name(node, short_id), *_mark(node), Span(title, role)], room)
    return (*left, Span(" " * (width - spans_width(left) - spans_width(right))), *right) if right else tuple(left)


def _cut(spans: list[Span], width: int) -> list[Span]:
    """Spans in at most so many cells, the last one that fits cut at a word."""
    kept: list[Span] = []
    for text, role in spans:
        shown = shortened(steady(text), max(0, width))
        width -= width_of(shown)
        kept.append(Span(shown, role))
    return kept


def _name(node: Node, short_id: Callable[[str, str], str]) -> list[Span]:
    """Sign of its status, what it is to the row above it, its id."""
    if node.is_missing:
        return [Span(f"{glyphs.FAULT} ", "warning"), Span(f"{node.id} is not here", "warning")]
    status = Span(f"{glyphs.status_glyph(node.status)} ", glyphs.status_role(node.status)) if node.status else Span("  ")
    relation = [Span(f"{node.relation} ", "muted")] if node.relation else []
    return [status, *relation, Span(short_id(node.kind, node.id), "accent"), Span(" ")]


def _mark(node: Node) -> list[Span]:
    """That people gave one of its fields different values."""
    return [Span(f"{glyphs.CONFLICT} ", "conflict")] if node.is_contested else []


def _facts(node: Node) -> list[Span]:
    """Kind and status, in columns."""
    where = "shown above" if node.is_repeated else node.status
    return [Span(f"{node.kind:<10} ", "muted"), Span(f"{where:<12}", glyphs.status_role(node.status) if not node.is_repeated else "faint")]

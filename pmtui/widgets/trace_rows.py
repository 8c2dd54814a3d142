"""The rows of a trace: two trees with the record between them, folded where a person folded them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from pmtui.domain.chain import QUOTE
from pmtui.domain.text import said
from pmtui.domain.tracing import Node, Trace
from pmtui.widgets import glyphs
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line
from pmtui.widgets.tree_rows import INDENT, NodeLook, ShortId, cut_spans, is_done_with, node_line

Path = tuple[int, ...]
"""Where a node stands: 0 comes from or 1 leads to, then the number of each child on the way."""
ROOT: Path = ()
MANY = 40
"""Of more rows than this, what is two steps away is folded at first."""


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
        """Whether the cursor may stand on it: a KPI or a quote leads nowhere."""
        return self.node is not None and self.node.is_record


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
    """What is folded at first: nothing in a small trace, in a large one what is more than a step away; quotes do not make it large."""
    rows = trace_rows(trace)
    size = sum(row.node is None or row.node.kind != QUOTE for row in rows)
    return {row.path for row in rows if row.is_open and row.depth >= 1} if size > MANY else set()


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


def row_line(row: Row, width: int, short_id: ShortId) -> Line:
    """A row in exactly so many cells or less.

    Args:
        row: What to show.
        width: Cells.
        short_id: The id of a record as people write it, from its kind and id.
    """
    if row.node is None:
        indent = min(row.depth * INDENT, width // 3) + (INDENT if row.role != "heading" else 0)
        return tuple(cut_spans([Span(" " * indent), Span(row.words, row.role)], width))
    return node_line(_look(row, row.node), width, short_id)


def _look(row: Row, node: Node) -> NodeLook:
    """What a row says of its node."""
    closed = is_done_with(node.kind, node.status)
    role = "text bold" if row.path == ROOT else "faint" if node.is_repeated or closed else "text"
    title = "" if node.is_missing else node.title or "(no title)"
    if node.kind == QUOTE:
        facts = [Span(f"{'quote':<10} ", "muted"), Span(" " * 12, "text")]
        return NodeLook(row.depth, row.is_open, node.kind, "", said(title), role="muted", note=node.said_by, facts=facts)
    if not node.is_record:
        progress = "" if node.progress is None else node.facts[-1]
        facts = [Span(f"{'KPI':<10} ", "muted"), Span(f"{progress or 'no reading':<12}", "text" if progress else "warning")]
        return NodeLook(row.depth, row.is_open, node.kind, "", title, relation=node.relation, facts=facts)
    where = "shown above" if node.is_repeated else node.status
    facts = [Span(f"{node.kind:<10} ", "muted"), Span(f"{where:<12}", "faint" if node.is_repeated else glyphs.status_role(node.status))]
    return NodeLook(
        row.depth, row.is_open, node.kind, node.id, title, node.status, node.relation, role, note=" · ".join(node.facts), facts=facts,
        is_missing=node.is_missing, is_contested=node.is_contested,
    )

"""Tables of Markdown in a given width: cells are wrapped, the widest columns give way first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from pmtui.widgets.cells import width_of
from pmtui.widgets.one_line import Span, spans_width
from pmtui.widgets.styled_lines import Line, wrapped_spans

GAP = 3
"""Cells between two columns: a bar with a blank at either side."""
LEAST = 6
"""A column is never narrower; where that does not fit, each row becomes a list."""

Cell = Sequence[Span]


def table_lines(rows: Sequence[Sequence[Cell]], width: int, right: Collection[int] = ()) -> list[Line]:
    """A table: the first row is its head.

    Args:
        rows: The cells, row by row.
        width: Cells of a line.
        right: The columns that are flush right, from 0.
    """
    if not rows or not rows[0]:
        return []
    count = max(map(len, rows))
    wanted = [max((spans_width(row[at]) for row in rows if at < len(row)), default=0) or 1 for at in range(count)]
    room = width - GAP * (count - 1)
    if room < min(LEAST * count, sum(wanted)):
        return _listed(rows, width)
    widths = fair(wanted, room)
    head = [[Span(span.text, f"{span.role} bold") for span in cell] for cell in rows[0]]
    lines = _row(head, widths, right)
    lines.append((Span("─┼─".join("─" * one for one in widths), "border"),))
    for row in rows[1:]:
        lines += _row(row, widths, right)
    return lines


def fair(wanted: Sequence[int], room: int) -> list[int]:
    """The widths of columns that share some room: none gets more than it wants, the widest give way."""
    widths = list(wanted)
    while sum(widths) > room:
        top = max(widths)
        next_top = max((one for one in widths if one < top), default=0)
        widest = [at for at, one in enumerate(widths) if one == top]
        over = sum(widths) - room
        step = min(top - next_top, max(1, over // len(widest)))
        for at in widest:
            taken = min(step, sum(widths) - room)
            widths[at] -= taken
    return widths


def _row(cells: Sequence[Cell], widths: Sequence[int], right: Collection[int]) -> list[Line]:
    columns = [wrapped_spans(cells[at] if at < len(cells) else (), width) for at, width in enumerate(widths)]
    lines: list[Line] = []
    for parts in zip_longest(*columns, fillvalue=()):
        line: list[Span] = []
        for at, (part, width) in enumerate(zip(parts, widths, strict=True)):
            blank = Span(" " * (width - sum(width_of(span.text) for span in part)))
            line += [Span(" │ ", "border")] * bool(at) + ([blank, *part] if at in right else [*part, blank])
        lines.append(tuple(line))
    return lines


def _listed(rows: Sequence[Sequence[Cell]], width: int) -> list[Line]:
    """A table that is too narrow for columns: each row as lines of head and value."""
    lines: list[Line] = []
    for row in rows[1:] or rows:
        lines += [()] if lines else []
        for head, cell in zip_longest(rows[0] if len(rows) > 1 else (), row, fillvalue=()):
            name = [Span(f"{''.join(span.text for span in head)}: ", "muted")] if head else []
            lines += wrapped_spans([*name, *cell], width, (), "  ")
    return lines

"""What an empty screen says: what belongs there, and which keys start it; the same in every layout."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip

from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import Palette
from pmtui.widgets.styled_lines import Line, wrapped_spans

BETWEEN = " · "
"""What stands between the hints of a line; a hint begins with its key."""
_WIDEST = 100
"""Cells: longer lines are hard to read."""
_LONGEST_KEY = 3


def teaching_lines(texts: Sequence[str], width: int) -> list[Line]:
    """The texts as lines that fit: the first is the heading, a line of hints is broken between two of them.

    Args:
        texts: The lines as they are written; an empty one is a gap.
        width: Cells of the widget.
    """
    room = max(8, min(width - 4, _WIDEST))
    lines: list[Line] = []
    for at, text in enumerate(texts):
        if at == 0:
            lines.append((Span(shortened(text, room), "heading"),))
        elif BETWEEN in text:
            lines += _hints(text.split(BETWEEN), room)
        else:
            lines += wrapped_spans([Span(text, "muted")], room) if text else [()]
    return lines


def _hints(hints: Sequence[str], room: int) -> list[Line]:
    """Hints side by side as long as they fit; one that is longer than a line is wrapped."""
    lines: list[Line] = []
    used = room
    for hint in hints:
        key, _, rest = hint.partition(" ")
        spans = [Span(key, "key"), Span(f" {rest}", "muted")] if len(key) <= _LONGEST_KEY and rest else [Span(hint, "muted")]
        size = width_of(hint)
        if lines and used + width_of(BETWEEN) + size <= room:
            lines[-1] = (*lines[-1], Span(BETWEEN, "faint"), *spans)
            used += width_of(BETWEEN) + size
        else:
            lines += [tuple(spans)] if size <= room else wrapped_spans(spans, room)
            used = size if size <= room else room
    return lines


def teaching_strip(texts: Sequence[str], y: int, height: int, width: int, palette: Palette) -> Strip:
    """One line of an empty widget, in its middle; a third of what is free lies above.

    Args:
        texts: See `teaching_lines`.
        y: Which line of the widget.
        height: Lines that the text may take.
        width: Cells of the widget.
        palette: The styles.
    """
    lines = teaching_lines(texts, width)
    at = y - max(0, (height - len(lines)) // 3)
    line: Line = lines[at] if 0 <= at < len(lines) else ()
    left = max(0, width - sum(width_of(one.text) for one in line)) // 2
    parts = [Segment(" " * left, palette.style()), *(Segment(one.text, palette.style(one.role)) for one in line)]
    return Strip(parts).adjust_cell_length(width, palette.style())

"""Lines that frame the screen: painted in one piece, without child widgets, so that a change costs one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from pmtui.widgets.cells import cut, steady, width_of
from pmtui.widgets.palette import Palette, palette_of


class Span(NamedTuple):
    """A piece of a line: what it says and its colour role."""

    text: str
    role: str = "text"


def spans_width(spans: Sequence[Span]) -> int:
    """The cells that some spans take."""
    return sum(width_of(steady(one.text)) for one in spans)


def line_of(left: Sequence[Span], right: Sequence[Span], width: int, palette: Palette, ground: str = "background") -> Strip:
    """A line with spans at the left and others at the right end; where room is short, the left gives way.

    Args:
        left: From the left edge.
        right: Up to the right edge.
        width: Cells of the line.
        palette: The styles.
        ground: What it stands on.
    """
    room = max(0, width - spans_width(right))
    parts: list[Segment] = []
    for text, role in left:
        shown = cut(steady(text), room)
        room -= width_of(shown)
        parts.append(Segment(shown, palette.style(role, ground)))
    parts.append(Segment(" " * room, palette.style("text", ground)))
    parts += [Segment(steady(text), palette.style(role, ground)) for text, role in right]
    return Strip(parts).crop(0, width).adjust_cell_length(width, palette.style("text", ground))


class OneLine(Widget):
    """A line that says what `spans` gives."""

    DEFAULT_CSS = """
    OneLine { height: 1; width: 1fr; }
    """
    GROUND = "background"
    can_focus = False

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        """What stands at the left and at the right of a line of so many cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        palette = palette_of(self.app)
        if y:
            return line_of((), (), width, palette, self.GROUND)
        left, right = self.spans(width)
        return line_of(left, right, width, palette, self.GROUND)

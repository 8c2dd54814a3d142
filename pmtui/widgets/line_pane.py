"""A scrolling pane of styled lines, painted one by one."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.widgets.direct import DirectLines
from pmtui.widgets.palette import Palette, palette_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.styled_lines import Line, paint_line

MARGIN = 1
"""Blank cells at the left and right; the scrollbar takes one more."""


class LinePane(DirectLines, ScrollView, can_focus=True):
    """Text for reading: lines with colour roles, already wrapped."""

    DEFAULT_CSS = """
    LinePane {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """
    GROUND = "background"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty pane."""
        super().__init__(id=id, classes=classes)
        self.lines: list[Line] = []
        self._painted: LRUCache[tuple[Line, int], Strip] = LRUCache(512)
        self._painted_by: Palette | None = None

    @property
    def text_width(self) -> int:
        """Cells that a line may take; 0 before the pane has a size."""
        return max(0, self.size.width - 2 * MARGIN - 1)

    def set_lines(self, lines: list[Line], *, keep_place: bool = True) -> None:
        """Show other lines.

        Args:
            lines: The lines, each at most `text_width` cells.
            keep_place: Whether the pane stays where it is scrolled to; else it goes to the top.
        """
        if lines != self.lines:
            self.lines = lines
            set_height(self, len(lines))
            self.refresh()
        if not keep_place:
            self.first()

    def page(self, direction: int) -> None:
        """Scroll by a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self.size.height - 1))

    def half_page(self, direction: int) -> None:
        """Scroll by half a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self.size.height // 2))

    def move(self, delta: int) -> None:
        """Scroll by so many lines."""
        self.scroll_to(y=self.scroll_offset.y + delta, animate=False, force=True)

    def first(self) -> None:
        """Scroll to the top."""
        self.scroll_to(y=0, animate=False, force=True)

    def last(self) -> None:
        """Scroll to the end."""
        self.scroll_to(y=len(self.lines), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen; records have many lines in common, blank ones above all."""
        palette = palette_of(self.app)
        if palette is not self._painted_by:
            self._painted_by = palette
            self._painted.clear()
        at = y + round(self.scroll_y)
        line, width = self.lines[at] if at < len(self.lines) else (), self.size.width
        found = self._painted.get((line, width))
        if found is None:
            found = self._painted[line, width] = paint_line(line, width, palette, self.GROUND, MARGIN)
        return found

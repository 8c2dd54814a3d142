"""A list in a dialog: a cursor on one of its places, the moves, the mouse, and how the line under the cursor is painted."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.events import Click
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.widgets import glyphs
from pmtui.widgets.cells import steady
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.list_moves import KeyMoves, Moving
from pmtui.widgets.palette import palette_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.styled_lines import Line

_BESIDE = 3
"""Cells of a line that are not its own: the mark of the cursor, a blank and the scrollbar."""


class CursorList(DirectLines, Moving, KeyMoves, ScrollView, can_focus=True):
    """Places one below the other, each of one line or several; the cursor stands on one of them.

    A class of its own says how many places there are (`_stops`) and what a line says (`line`). Where a place has several lines,
    or some lines are no place, it says so, too (`line_count`, `lines_of`, `place_at`). After showing other things it calls `lay_out`.
    """

    DEFAULT_CSS = """
    CursorList { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; background: $surface; }
    """
    MARK: ClassVar[str] = glyphs.CURSOR
    """What stands before the first line of the place under the cursor."""

    def __init__(self) -> None:
        """An empty list."""
        super().__init__()
        self._cursor = 0

    # What a class of its own says

    def line(self, y: int, width: int) -> Line:
        """What a line of the list says in so many cells."""
        raise NotImplementedError

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return self._stops

    def lines_of(self, index: int) -> range:
        """The lines of a place."""
        return range(index, index + 1)

    def place_at(self, y: int) -> int | None:
        """The place that a line belongs to; None where it is none."""
        return y if 0 <= y < self._stops else None

    def in_sight(self, index: int) -> range:
        """The lines that are in sight when the cursor stands on a place: its own, and its heading, say."""
        return self.lines_of(index)

    @property
    def is_cursor_shown(self) -> bool:
        """Whether the place under the cursor is marked."""
        return True

    def pointed(self, index: int, event: Click) -> None:
        """A place was clicked: the cursor goes there."""
        self.move_to(index)

    # The cursor

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands, from 0."""
        return self._cursor

    @property
    def _height(self) -> int:
        return max(1, self.size.height)

    def move_to(self, index: int) -> None:
        """Move the cursor; outside means the nearest end."""
        before, self._cursor = self._cursor, max(0, min(index, self._stops - 1))
        top = int(self.scroll_offset.y)
        for at in (before, self._cursor):
            if at < self._stops:
                lines = self.lines_of(at)
                self.refresh(Region(0, lines.start - top, self.size.width, len(lines)))
        self.seen()

    def lay_out(self) -> None:
        """Other things are shown: tell how high they are, paint them, and keep the cursor inside and in sight."""
        self._cursor = max(0, min(self._cursor, self._stops - 1))
        set_height(self, self.line_count)
        self.refresh()
        self.seen()

    def seen(self) -> None:
        """Scroll so that the place under the cursor is in sight: its beginning, where there is no room for all of it, or not yet."""
        if self._cursor < self._stops:
            lines, top, height = self.in_sight(self._cursor), self.scroll_offset.y, max(1, self.size.height)
            y = lines.start if lines.start < top or len(lines) > height else lines.stop - height if lines.stop > top + height else top
            if y != top:
                self.scroll_to(y=y, animate=False, force=True)

    # The mouse

    def clicked(self, event: Click) -> int | None:
        """Which place was clicked, by its index; None where it was none."""
        offset = event.get_content_offset(self)
        return self.place_at(offset.y + int(self.scroll_offset.y)) if offset is not None else None

    def on_click(self, event: Click) -> None:
        """Heed a click on a place."""
        at = self.clicked(event)
        if at is not None:
            self.pointed(at, event)

    # Painting

    def render_line(self, y: int) -> Strip:
        """One line, on the ground of the cursor where that stands on it."""
        palette, width = palette_of(self.app), self.size.width
        row = y + round(self.scroll_y)
        lines = self.lines_of(self._cursor) if self.is_cursor_shown and self._cursor < self._stops else range(0)
        ground = "cursor" if row in lines else "surface"
        mark = self.MARK if lines and row == lines.start else " " * len(self.MARK)
        parts = [Segment(mark, palette.style("accent", ground))]
        if row < self.line_count:
            parts += [Segment(steady(text), palette.style(role, ground)) for text, role in self.line(row, max(1, width - _BESIDE))]
        return Strip(parts).crop(0, width).adjust_cell_length(width, palette.style("text", ground))

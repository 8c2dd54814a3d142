"""The widget that shows a form: lines with a cursor on a row, painted one by one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.widgets import glyphs
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.form_lines import FormLine, label_width
from pmtui.widgets.palette import Palette, palette_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.styled_lines import Line, paint_line


class FormView(DirectLines, ScrollView, can_focus=True):
    """The rows of a form. It knows lines and rows, not what they mean."""

    DEFAULT_CSS = """
    FormView { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; background: $background; }
    """

    class Clicked(Message):
        """A row was clicked.

        Attributes:
            row: Its index.
            is_again: Whether the cursor stood on it already.
        """

        def __init__(self, row: int, is_again: bool) -> None:
            """Say which."""
            super().__init__()
            self.row = row
            self.is_again = is_again

    class Resized(Message):
        """The lines must be made for another width."""

    def __init__(self) -> None:
        """An empty form."""
        super().__init__()
        self.lines: Sequence[FormLine] = ()
        self.cursor = 0
        self._painted: FIFOCache[tuple[Line, int, str], Strip] = FIFOCache(512)
        self._painted_by: Palette | None = None

    @property
    def text_width(self) -> int:
        """Cells of a line; the scrollbar takes one of the widget's."""
        return max(20, self.size.width - 1)

    def show(self, lines: Sequence[FormLine], cursor: int) -> None:
        """Show other lines, with the cursor on a row; only lines that look otherwise are painted."""
        before, was, top = self.lines, self.cursor, round(self.scroll_y)
        self.lines, self.cursor = lines, cursor
        set_height(self, len(lines))
        width, height = self.size.width, self.size.height
        for y in range(height):
            at = y + top
            old = before[at] if at < len(before) else None
            new = lines[at] if at < len(lines) else None
            if old != new or (new is not None and was != cursor and new.row in (was, cursor)):
                self.refresh(Region(0, y, width, 1))
        self.bring_into_sight()

    def lines_of(self, row: int) -> tuple[int, int]:
        """The first line of a row and how many it has; (0, 0) where it has none."""
        own = [at for at, line in enumerate(self.lines) if line.row == row]
        return (own[0], len(own)) if own else (0, 0)

    def bring_into_sight(self) -> None:
        """Scroll as little as needed to show all of the cursor's row, its first line above all."""
        first, count = self.lines_of(self.cursor)
        top, height = round(self.scroll_y), max(1, self.size.height)
        if first + count > top + height:
            top = first + count - height
        top = min(top, first if first > 1 else 0)  # the first heading comes into sight with its first field
        if top != round(self.scroll_y):
            self.scroll_to(y=top, animate=False, force=True)

    def value_region(self, row: int, height: int = 1) -> Region:
        """Where the value of a row stands, on this widget."""
        first, _ = self.lines_of(row)
        left = label_width(self.text_width)
        return Region(left, first - round(self.scroll_y), max(1, self.text_width - left), height)

    def on_resize(self, event: Resize) -> None:
        """Ask for lines that fit."""
        self._painted.clear()
        self.post_message(self.Resized())

    def on_click(self, event: Click) -> None:
        """Tell which row was clicked."""
        at = event.y + round(self.scroll_y)
        if at < len(self.lines) and self.lines[at].row >= 0:
            self.post_message(self.Clicked(self.lines[at].row, self.lines[at].row == self.cursor))

    def notify_style_update(self) -> None:
        """Forget what was painted: the theme may be another."""
        super().notify_style_update()
        self._painted.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        palette, width = palette_of(self.app), self.size.width
        if palette is not self._painted_by:
            self._painted_by = palette
            self._painted.clear()
        at = y + round(self.scroll_y)
        line = self.lines[at] if at < len(self.lines) else FormLine(-1, ())
        is_here = line.row >= 0 and line.row == self.cursor
        ground = "cursor" if is_here and not line.is_beneath else "background"
        is_first = is_here and (at == 0 or self.lines[at - 1].row != line.row)
        key = (line.spans, width, f"{ground}{is_first}")
        found = self._painted.get(key)
        if found is None:
            mark = glyphs.CURSOR if is_first else " "
            rest = paint_line(line.spans, width - 1, palette, ground)
            found = self._painted[key] = Strip([Segment(mark, palette.style("accent bold", ground)), *rest], width)
        return found

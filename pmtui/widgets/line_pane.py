"""A scrolling pane of styled lines, painted one by one, with a cursor that goes from link to link."""

from __future__ import annotations

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.events import Blur, Click, Focus
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.widgets.cells import steady, width_of
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.link_spans import Target
from pmtui.widgets.list_moves import KeyMoves
from pmtui.widgets.palette import Palette, palette_of
from pmtui.widgets.pane_links import PaneLink, Place, links_in, next_link, number_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.styled_lines import Line, paint_line

MARGIN = 1
"""Blank cells at the left and right; the scrollbar takes one more."""


class LinkOpened(Message):
    """A link was clicked.

    Attributes:
        pane: The pane that it stands in.
        target: What it opens.
    """

    def __init__(self, pane: LinePane, target: Target) -> None:
        """Name the link."""
        super().__init__()
        self.pane = pane
        self.target = target


class LinePane(DirectLines, KeyMoves, ScrollView, can_focus=True):
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
        self._links: list[PaneLink] | None = None
        self._marked: int | None = None
        self._kept: tuple[Target, int] | None = None  # what was marked, and how many links above it opened the same
        self._painted: FIFOCache[tuple[Line, int], Strip] = FIFOCache(512)
        self._painted_by: Palette | None = None

    @property
    def text_width(self) -> int:
        """Cells that a line may take; 0 before the pane has a size."""
        return max(0, self.size.width - 2 * MARGIN - 1)

    def set_lines(self, lines: list[Line], *, keep_place: bool = True) -> None:
        """Show other lines.

        Args:
            lines: The lines, each at most `text_width` cells.
            keep_place: Whether the pane stays where it is scrolled to, and the link marked; else it goes to the top.
        """
        is_other = lines != self.lines
        if self._marked is not None and self._marked < len(self.links):
            target = self.links[self._marked].target
            self._kept = target, sum(one.target == target for one in self.links[: self._marked])
        self.lines = lines  # equal ones too: what looks the same may open something else
        self._links = None
        if not keep_place:
            self._kept = None
        self._marked = None if self._kept is None else number_of(self.links, *self._kept)  # others may have come above it
        if is_other:
            set_height(self, len(lines))
            self.refresh()
        if not keep_place:
            self.first()

    # Links

    @property
    def links(self) -> list[PaneLink]:
        """The links of the text, from the top down; looked for when they are first asked for."""
        if self._links is None:
            self._links = links_in(self.lines)
        return self._links

    @property
    def marked(self) -> PaneLink | None:
        """The link under the cursor, while the pane has the focus."""
        if self._marked is None or not self.has_focus or self._marked >= len(self.links):
            return None
        return self.links[self._marked]

    def mark(self, number: int | None) -> None:
        """Put the cursor on a link, by its number; None takes it away."""
        if number is not None and number >= len(self.links):
            number = None
        self._kept = None
        if number != self._marked:
            self._marked = number
            self.refresh()
        if number is not None:
            first, last = self.links[number].places[0].line, self.links[number].places[-1].line
            top, height = self.scroll_offset.y, self.size.height
            if first < top or last >= top + height:
                self.scroll_to(y=max(0, min(first, max(first - height // 3, last - height + 1))), animate=False, force=True)

    @property
    def marked_number(self) -> int | None:
        """The number of the link under the cursor."""
        return self._marked

    def stand(self, top: int, marked: int | None) -> None:
        """Scroll to a line and put the cursor on a link, as once before."""
        self.scroll_to(y=top, animate=False, force=True)
        self.mark(marked)

    def move_across(self, step: int) -> None:
        """Go to the next link (1) or the one before (-1)."""
        self.mark(next_link(self.links, self._marked, step, self.scroll_offset.y, self.size.height))

    def on_focus(self, event: Focus) -> None:
        """Show the cursor."""
        if self._marked is not None:
            self.refresh()

    def on_blur(self, event: Blur) -> None:
        """Hide the cursor."""
        if self._marked is not None:
            self.refresh()

    def on_click(self, event: Click) -> None:
        """Open the link under the mouse."""
        line, cell = event.y + self.scroll_offset.y, event.x - MARGIN
        for number, link in enumerate(self.links):
            if link.has(line, cell):
                event.stop()
                self.mark(number)
                self.post_message(LinkOpened(self, link.target))
                return

    # Scrolling

    def page(self, direction: int) -> None:
        """Scroll by a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self.size.height - 1))

    def half_page(self, direction: int) -> None:
        """Scroll by half a screen, down (1) or up (-1)."""
        self.move(direction * max(1, self.size.height // 2))

    def move(self, delta: int) -> None:
        """Scroll by so many lines; a link that goes out of sight loses the cursor."""
        self._scroll(self.scroll_offset.y + delta)

    def first(self) -> None:
        """Scroll to the top."""
        self._scroll(0)

    def last(self) -> None:
        """Scroll to the end."""
        self._scroll(len(self.lines))

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True)
        if self._marked is not None and self._marked < len(self.links):
            top = max(0, min(y, len(self.lines) - self.size.height))
            if not top <= self.links[self._marked].places[0].line < top + self.size.height:
                self.mark(None)

    # Painting

    def render_line(self, y: int) -> Strip:
        """One line of the screen; records have many lines in common, blank ones above all."""
        palette = palette_of(self.app)
        if palette is not self._painted_by:
            self._painted_by = palette
            self._painted.clear()
        at = y + round(self.scroll_y)
        line, width = self.lines[at] if at < len(self.lines) else (), self.size.width
        marked = self.marked if self._marked is not None else None
        place = next((one for one in marked.places if one.line == at), None) if marked is not None else None
        if place is not None:
            return marked_line(line, place, width, palette, self.GROUND)
        found = self._painted.get((line, width))
        if found is None:
            found = self._painted[line, width] = paint_line(line, width, palette, self.GROUND, MARGIN)
        return found


def marked_line(line: Line, place: Place, width: int, palette: Palette, ground: str) -> Strip:
    """A line with the cursor on one of its links."""
    parts = [Segment(" " * MARGIN, palette.style("text", ground))]
    cell = 0
    for text, role in line:
        shown = steady(text)
        is_marked = place.start <= cell < place.end
        parts.append(Segment(shown, palette.style(role, "cell" if is_marked else ground)))
        cell += width_of(shown)
    return Strip(parts).crop(0, width).adjust_cell_length(width, palette.style("text", ground))

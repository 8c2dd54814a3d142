"""A board: the same records and the same cursor as the list, in lanes; one widget on the line API."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.events import Click, Resize
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.domain.table import Fault
from pmtui.widgets import glyphs
from pmtui.widgets.board_paint import CardPainter
from pmtui.widgets.board_view import CARD, BoardView, Card, CardOf, Lane, first_lane, lane_width
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.list_paint import tight
from pmtui.widgets.list_view import Positions, Records
from pmtui.widgets.messages import HeaderClicked, Opened
from pmtui.widgets.palette import palette_of
from pmtui.widgets.record_cursor import RecordCursor
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.selection import Selection
from pmtui.widgets.teaching import teaching_strip

__all__ = ["Board", "Card", "Lane"]

_HEAD = 2
"""Lines above the cards: the headings and a blank line."""


class Board(DirectLines, RecordCursor[BoardView], ScrollView, can_focus=True):
    """Cards in lanes. `move` goes along a lane, `move_across` to its neighbours; lanes scroll together."""

    DEFAULT_CSS = """
    Board {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty board; `set_view` fills it."""
        super().__init__(id=id, classes=classes)
        self.view = BoardView(Records(()), ())
        self.selection = Selection()
        self._lane = self._row = self._first = 0
        self._card: CardOf = lambda table, position: Card("")
        self._faults: tuple[Fault, ...] = ()
        self._empty: tuple[str, ...] = ()
        self._id_length: Callable[[str], int] | None = None
        self._painter: CardPainter | None = None
        self._parts: FIFOCache[tuple[object, ...], list[Segment]] = FIFOCache(2048)

    def set_view(
        self, table: Positions, lanes: Sequence[Lane], card: CardOf, *, faults: Sequence[Fault] = (),
        id_length: Callable[[str], int] | None = None, empty: Sequence[str] = (),
    ) -> None:
        """Show other cards; the cursor stays on its record, wherever that has gone.

        Args:
            table: Where the records are.
            lanes: The columns, in their order.
            card: What a card says.
            faults: Unreadable files; the board says how many there are, the list shows them.
            id_length: How many characters tell an id from all others.
            empty: What to say where there are no cards at all.
        """
        here, height = self.cursor_id, self._row * CARD - self._scroll
        self.view = BoardView(table, lanes)
        self._card, self._faults, self._id_length, self._empty = card, tuple(faults), id_length, tuple(empty)
        self._painter = None
        found = self.view.find(here) if here is not None else None
        if found is None:
            found = self._lane, self._row
            if here is None:
                found = next(((at, 0) for at, lane in enumerate(self.view.lanes) if len(lane.rows)), found)
        self._place(*found)
        self._keep_selected(set(self.selected))
        set_height(self, _HEAD + max((len(lane.rows) for lane in lanes), default=0) * CARD)
        self.scroll_to(y=self._row * CARD - height, animate=False, force=True)
        self._show_cursor()
        self.refresh()
        if here != self.cursor_id:
            self._post_cursor()

    # The cursor

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor; None in an empty lane."""
        return self.view.id(self._lane, self._row)

    @property
    def cursor_lane(self) -> Lane | None:
        """The lane under the cursor, or None where there are no lanes."""
        return self.view.lanes[self._lane] if self.view.lanes else None

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands in its lane, from 0."""
        return self._row

    @property
    def _stops(self) -> int:
        return len(self.view.lanes[self._lane].rows) if self.view.lanes else 0

    @property
    def _height(self) -> int:
        return max(1, (self.size.height - _HEAD) // CARD)

    def move_to(self, index: int) -> None:
        """Move to a card of this lane; outside means the nearest end."""
        self._go(self._lane, index)

    def move_across(self, delta: int) -> None:
        """Move to a lane at the right (1) or left (-1); the cursor keeps its height where it can."""
        self._go(self._lane + delta, self._row)

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where the board does not show it."""
        found = self.view.find(id)
        if found is not None:
            self._go(*found)
        return found is not None

    def _place(self, lane: int, row: int) -> None:
        self._lane = max(0, min(lane, len(self.view.lanes) - 1))
        self._row = max(0, min(row, self._stops - 1))

    def _go(self, lane: int, row: int) -> None:
        before = (self._lane, self._row)
        self._place(lane, row)
        if before == (self._lane, self._row):
            self._show_cursor()
            return
        if before[0] != self._lane:
            self.refresh(Region(0, 0, self.size.width, _HEAD + 1))
        if not self._reach():
            self._refresh_row(before[1])
            self._refresh_cursor()
        self._show_cursor()
        self._post_cursor()

    def _shown_ids(self) -> Sequence[str]:
        return self.view.ids()

    def _ids_from(self, id: str | None) -> Sequence[str]:
        ids = self.view.ids()
        here = self.cursor_id
        if here is None:
            return ()
        last = ids.index(here)
        first = ids.index(id) if id in ids else last
        return ids[min(first, last):max(first, last) + 1]

    # Painting

    @property
    def _lane_width(self) -> int:
        return max(8, lane_width(len(self.view.lanes), self.size.width))

    def _refresh_cursor(self) -> None:
        self._refresh_row(self._row)

    def _refresh_row(self, row: int) -> None:
        self.refresh(Region(0, _HEAD + row * CARD - self._scroll, self.size.width, CARD))

    def _show_cursor(self) -> None:
        if not self.size.width:  # before the first layout: `on_resize` looks again
            return
        shown = max(1, self.size.width // self._lane_width)
        first = first_lane(self._first, self._lane, shown, len(self.view.lanes))
        if first != self._first:
            self._first = first
            self.refresh()
        top, room = self._row * CARD, max(CARD, self.size.height - _HEAD)
        y = min(max(self._scroll, top + CARD - 1 - room), top)
        if y != self._scroll:
            self.scroll_to(y=y, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        palette, width = palette_of(self.app), self.size.width
        if self._painter is None:
            self._painter = CardPainter(palette, self._lane_width, self._id_length)
            self._parts.clear()
        if y == 1:
            return self._second_line(width)
        if y > 1 and not any(len(lane.rows) for lane in self.view.lanes):
            return teaching_strip(self._empty, y - _HEAD, self.size.height - _HEAD, width, palette)
        row, line = divmod(y - _HEAD + self._scroll, CARD)
        parts: list[Segment] = []
        for at in range(self._first, len(self.view.lanes)):
            parts += self._painter.head(self.view.lanes[at], at == self._lane) if y == 0 else self._card_line(self._painter, at, row, line)
        return Strip(tight(parts)).crop(0, width).adjust_cell_length(width, palette.style())

    def _second_line(self, width: int) -> Strip:
        """What does not show: lanes at either side, and unreadable files."""
        palette = palette_of(self.app)
        shown = max(1, width // self._lane_width)
        left, right = self._first, max(0, len(self.view.lanes) - self._first - shown)
        spans = [Segment(f"  ‹ {left} more" if left else "", palette.style("faint"))]
        if self._faults:
            words = "file" if len(self._faults) == 1 else "files"
            spans.append(Segment(f"  {glyphs.FAULT} {len(self._faults)} {words} cannot be read: b shows the list", palette.style("error")))
        end = f"{right} more › " if right else ""
        used = sum(one.cell_length for one in spans)
        spans += [Segment(" " * max(0, width - used - len(end) - 1), palette.style()), Segment(end, palette.style("faint"))]
        return Strip(spans).crop(0, width).adjust_cell_length(width, palette.style())

    def _card_line(self, painter: CardPainter, at: int, row: int, line: int) -> list[Segment]:
        rows = self.view.lanes[at].rows
        if not rows and row == line == 0:
            return painter.empty(at == self._lane)
        if row >= len(rows):
            return painter.blank()
        at_cursor = (at, row) == (self._lane, self._row)
        ground = self._ground(is_at_cursor=at_cursor)
        position = rows[row]
        id = self.view.table.id(position)
        is_selected = id in self.selection.ids
        key = (position, line, ground, is_selected)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = painter.card(id, self._card(self.view.table, position), line, ground, is_selected)
        return found

    # What happens to it

    def notify_style_update(self) -> None:
        """Forget painted cards: the theme may be another."""
        super().notify_style_update()
        self._painter = None

    def on_resize(self, event: Resize) -> None:
        """Share the width anew and keep the cursor in sight, from the first lane on where that shows it."""
        self._painter = None
        self._first = 0
        self._show_cursor()
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Move the cursor, open with a double click, or tell which heading was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        lane = self._first + offset.x // self._lane_width
        if lane >= len(self.view.lanes):
            return
        if offset.y < _HEAD:
            self.post_message(HeaderClicked(self, self.view.lanes[lane].name))
            return
        row = (offset.y - _HEAD + self._scroll) // CARD
        if row < len(self.view.lanes[lane].rows):
            self._go(lane, row)
            if event.chain == 2:
                self.post_message(Opened(self, self.cursor_id))

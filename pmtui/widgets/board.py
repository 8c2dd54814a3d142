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
from pmtui.widgets.board_paint import CardPainter
from pmtui.widgets.board_view import CARD, BoardView, Card, CardOf, Lane, Spot, Swimlane, first_lane, lane_width
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.lane_cursor import LaneCursor, unseen_line
from pmtui.widgets.list_paint import tight
from pmtui.widgets.list_view import Positions, Records
from pmtui.widgets.messages import HeaderClicked, Opened
from pmtui.widgets.palette import palette_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.selection import Selection
from pmtui.widgets.teaching import teaching_strip

__all__ = ["Board", "Card", "Lane"]

_HEAD = LaneCursor.HEAD
"""Lines above the cards: the headings and a blank line."""


class Board(DirectLines, LaneCursor[BoardView], ScrollView, can_focus=True):
    """Cards in lanes. `move` goes along a lane, `move_across` to its neighbours; lanes scroll together."""

    HEAD_SEEN = _HEAD + 1
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
        self._card: CardOf = lambda table, position: Card("")
        self._faults: tuple[Fault, ...] = ()
        self._empty: tuple[str, ...] = ()
        self._id_length: Callable[[str], int] | None = None
        self._painter: CardPainter | None = None
        self._parts: FIFOCache[tuple[object, ...], list[Segment]] = FIFOCache(2048)

    def set_view(
        self, table: Positions, lanes: Sequence[Lane], card: CardOf, *, faults: Sequence[Fault] = (),
        id_length: Callable[[str], int] | None = None, empty: Sequence[str] = (), swimlanes: Sequence[Swimlane] = (),
    ) -> None:
        """Show other cards; the cursor stays on its record, wherever that has gone.

        Args:
            table: Where the records are.
            lanes: The columns, in their order.
            card: What a card says.
            faults: Unreadable files; the board says how many there are, the list shows them.
            id_length: How many characters tell an id from all others.
            empty: What to say where there are no cards at all.
            swimlanes: Bands across the lanes, whose rows then stand in their order.
        """
        here, height = self.cursor_id, self._top - self._scroll
        self.view = BoardView(table, lanes, swimlanes)
        self._card, self._faults, self._id_length, self._empty = card, tuple(faults), id_length, tuple(empty)
        self._painter = None
        found = self.view.find(here) if here is not None else None
        if found is None:
            found = self._at, self._place
            if here is None:
                found = next(((at, 0) for at, lane in enumerate(self.view.lanes) if len(lane.rows)), found)
        self._stand(*found)
        self._keep_selected(set(self.selected))
        set_height(self, _HEAD + self.view.height)
        self.scroll_to(y=self._top - height, animate=False, force=True)
        self._show_cursor()
        self.refresh()
        if here != self.cursor_id:
            self._post_cursor()

    # The cursor

    @property
    def _lanes(self) -> int:
        return len(self.view.lanes)

    @property
    def _top(self) -> int:
        """The first line of the card under the cursor, counted from below the headings."""
        return self.view.line(self._at, self._place)

    @property
    def _stops(self) -> int:
        return len(self.view.lanes[self._at].rows) if self.view.lanes else 0

    @property
    def _height(self) -> int:
        return max(1, (self.size.height - _HEAD) // CARD)

    def move_across(self, delta: int) -> None:
        """Move to a lane at the right (1) or left (-1); the cursor keeps its height where it can."""
        lanes = self.view.lanes
        lane = max(0, min(self._at + delta, len(lanes) - 1))
        if self.view.swimlanes:  # an empty lane has no height at which the cursor could wait
            beyond = range(lane, len(lanes)) if delta > 0 else range(lane, -1, -1)
            lane = next((at for at in beyond if len(lanes[at].rows)), self._at)
        if lanes:
            self._go(lane, self.view.beside(self._at, self._place, lane))

    # Painting

    @property
    def _lane_width(self) -> int:
        return max(8, lane_width(len(self.view.lanes), self.size.width))

    def _refresh_place(self, at: int, place: int) -> None:
        self.refresh(Region(0, _HEAD + self.view.line(at, place) - self._scroll, self.size.width, CARD))

    def _show_cursor(self) -> None:
        if not self.size.width:  # before the first layout: `on_resize` looks again
            return
        shown = max(1, self.size.width // self._lane_width)
        first = first_lane(self._first, self._at, shown, len(self.view.lanes))
        if first != self._first:
            self._first = first
            self.refresh()
        top, room = self._top, max(CARD, self.size.height - _HEAD)
        y = min(max(self._scroll, top + CARD - 1 - room), top - self.view.is_first(self._at, self._place))
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
        spot = self.view.spot(y - _HEAD + self._scroll)
        parts: list[Segment] = []
        if y > 1 and spot.row < 0:
            parts = self._painter.swimlane(self.view.swimlanes[spot.band], width)
            return Strip(tight(parts)).crop(0, width).adjust_cell_length(width, palette.style())
        for at in range(self._first, len(self.view.lanes)):
            parts += self._painter.head(self.view.lanes[at], at == self._at) if y == 0 else self._card_line(self._painter, at, spot)
        return Strip(tight(parts)).crop(0, width).adjust_cell_length(width, palette.style())

    def _second_line(self, width: int) -> Strip:
        """What does not show: lanes at either side, and unreadable files."""
        right = max(0, len(self.view.lanes) - self._first - max(1, width // self._lane_width))
        return unseen_line(palette_of(self.app), width, self._first, right, self._faults)

    def _card_line(self, painter: CardPainter, at: int, spot: Spot) -> list[Segment]:
        rows, line = self.view.lanes[at].rows, spot.line
        if not rows and spot == (0, 0, 0):
            return painter.empty(at == self._at)
        row = self.view.row_at(at, spot)
        if row is None:
            return painter.blank()
        at_cursor = (at, row) == (self._at, self._place)
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
        row = self.view.row_at(lane, self.view.spot(offset.y - _HEAD + self._scroll))
        if row is not None:
            self._go(lane, row)
            if event.chain == 2:
                self.post_message(Opened(self, self.cursor_id))

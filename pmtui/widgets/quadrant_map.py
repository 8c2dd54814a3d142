"""A map of four quadrants: the same records and the same cursor as the list, by two values; one widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.segment import Segment
from textual.events import Click, Resize
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.domain.table import Fault
from pmtui.domain.text import counted
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.list_paint import tight
from pmtui.widgets.list_view import Positions, Records
from pmtui.widgets.messages import Opened
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import palette_of
from pmtui.widgets.quadrant_axes import Axes
from pmtui.widgets.quadrant_paint import LabelOf, MapLabel, MapPainter
from pmtui.widgets.quadrant_view import OUTSIDE, UNPLACED, Cell, Grid, MapView, first_shown, grid, lines_of_label
from pmtui.widgets.record_cursor import RecordCursor
from pmtui.widgets.selection import Selection
from pmtui.widgets.teaching import teaching_strip

__all__ = ["MapLabel", "QuadrantMap"]


class QuadrantMap(DirectLines, RecordCursor[MapView], ScrollView, can_focus=True):
    """Records in the cells of a 5×5 map, drawn as four quadrants.

    `move` goes down a column and on to the next one, from the upper left to the rest;
    `move_across` goes to the nearest cell at a side. A cell that holds more than it can show follows the cursor.
    """

    DEFAULT_CSS = """
    QuadrantMap { height: 1fr; overflow: hidden hidden; background: $background; }
    """

    def __init__(self, axes: Axes, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty map; `set_view` fills it."""
        super().__init__(id=id, classes=classes)
        self.axes = axes
        self.view = MapView(Records(()), ())
        self.selection = Selection()
        self._cursor = self._level = 0
        self._label: LabelOf = lambda table, position: MapLabel("")
        self._signs: tuple[Span, ...] = ()
        self._faults: tuple[Fault, ...] = ()
        self._empty: tuple[str, ...] = ()
        self._id_length: Callable[[str], int] | None = None
        self._painter: MapPainter | None = None
        self._grid: Grid | None = None

    def set_view(
        self, table: Positions, rows: Sequence[int], values: Sequence[tuple[Any, Any]], label: LabelOf, *, signs: Sequence[Span] = (),
        faults: Sequence[Fault] = (), id_length: Callable[[str], int] | None = None, empty: Sequence[str] = (),
    ) -> None:
        """Show other records; the cursor stays on its record, wherever that has gone.

        Args:
            table: Where the records are.
            rows: Their positions; records of one cell keep this order.
            values: The values across and upwards of each of the rows, 1 to 5; others are listed as not placed.
            label: What stands for a record.
            signs: What the signs of the labels mean, for the line below.
            faults: Unreadable files; the map says how many there are, the list shows them.
            id_length: How many characters tell an id from all others.
            empty: What to say where there are no records.
        """
        here = self.cursor_id
        self.view = MapView(table, rows, values)
        self._label, self._signs, self._faults = label, tuple(signs), tuple(faults)
        self._id_length, self._empty = id_length, tuple(empty)
        self._painter = self._grid = None
        found = self.view.find(here) if here is not None else None
        self._cursor = max(0, min(self._cursor if found is None else found, len(self.view) - 1))
        self._keep_selected(set(self.selected))
        self._level = (self.view.cell(self._cursor) or OUTSIDE)[1]
        self.refresh()
        if here != self.cursor_id:
            self._post_cursor()

    # The cursor

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor; None on an empty map."""
        return self.view.id(self._cursor)

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands in the order of the map, from 0."""
        return self._cursor

    @property
    def cursor_cell(self) -> Cell | None:
        """The values across and upwards of the cell under the cursor; None on an empty map."""
        return self.view.cell(self._cursor)

    @property
    def _stops(self) -> int:
        return len(self.view)

    @property
    def _height(self) -> int:
        cell = self.cursor_cell
        return max(2, len(self.view.cells[cell]) if cell is not None else 2)

    def move_to(self, index: int) -> None:
        """Move to a record by its place in the order; outside means the nearest end."""
        self._go(index)
        self._level = (self.cursor_cell or OUTSIDE)[1] or self._level

    def move_across(self, delta: int) -> None:
        """Move to the next column that holds records, to the cell that is nearest to the height the cursor had."""
        here = self.cursor_cell
        if here is None:
            return
        inside = self._cursor - self.view.cells[here].start
        there = self.view.across((here[0], self._level), delta)
        if there is not None:
            places = self.view.cells[there]
            self._go(places[min(inside, len(places) - 1)])

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where the map does not show it."""
        found = self.view.find(id)
        if found is not None:
            self.move_to(found)
        return found is not None

    def _go(self, index: int) -> None:
        before, cell = self._cursor, self.cursor_cell
        self._cursor = max(0, min(index, len(self.view) - 1))
        if before == self._cursor:
            return
        if not self._reach():
            self._refresh_cell(cell)
            self._refresh_cursor()
            self._refresh_headings()
        self._post_cursor()

    def _shown_ids(self) -> Sequence[str]:
        return self.view.ids()

    def _ids_from(self, id: str | None) -> Sequence[str]:
        if not len(self.view):
            return ()
        start = self.view.find(id) if id is not None else None
        return self.view.ids(self._cursor if start is None else start, self._cursor)

    # Painting

    def _grid_now(self) -> Grid:
        if self._grid is None:
            self._grid = grid(self.view, self.size.width, self.size.height)
        return self._grid

    def _refresh_cursor(self) -> None:
        self._refresh_cell(self.cursor_cell)

    def _refresh_cell(self, cell: Cell | None) -> None:
        if cell is not None and cell in self.view.cells:
            column, row = self._grid_now().place(cell)
            self.refresh(Region(column.start, row.start, column.size, row.size))

    def _refresh_headings(self) -> None:
        for line in (self._grid_now().upper, self._grid_now().lower):
            self.refresh(Region(0, line, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        palette, width = palette_of(self.app), self.size.width
        if not len(self.view):
            return teaching_strip(self._empty, y, self.size.height, width, palette)
        layout = self._grid_now()
        if self._painter is None:
            self._painter = MapPainter(palette, self.axes, self.view, layout, self._id_length)
        painter = self._painter
        if y == layout.legend:
            parts = painter.legend(self._signs, self._fault_words(), width)
        elif y == layout.axis:
            parts = painter.axis()
        else:
            parts = self._body(painter, layout, y)
        return Strip(tight(parts)).crop(0, width).adjust_cell_length(width, palette.style())

    def _fault_words(self) -> str:
        count = len(self._faults)
        return f"{counted(count, 'file')} cannot be read: b shows the list" if count else ""

    def _body(self, painter: MapPainter, layout: Grid, y: int) -> list[Segment]:
        """A line of the quadrants, and of the records without a place beside them."""
        row = next((one for one in layout.rows if one.start <= y < one.start + one.size), None)
        if row is not None:
            parts = painter.edge(row, y)
            for column in layout.columns:
                if column.value != UNPLACED:
                    parts += [*self._cell_line(painter, (column.value, row.value), column.size, y - row.start, row.size),
                              painter.wall(column.value)]
        elif y in (layout.upper, layout.lower):
            parts = painter.heading(y == layout.upper, self.cursor_cell)
        else:
            return []
        if OUTSIDE in self.view.cells:
            column, place = layout.place(OUTSIDE)
            parts = [*parts, Segment(" ", palette_of(self.app).style())]
            parts += painter.aside_heading(column.size) if y == layout.upper else (
                self._cell_line(painter, OUTSIDE, column.size, y - place.start, place.size))
        return parts

    def _cell_line(self, painter: MapPainter, cell: Cell, width: int, line: int, size: int) -> list[Segment]:
        places = self.view.cells.get(cell, range(0))
        lines = lines_of_label(len(places), size)
        inside = self._cursor - places.start if self._cursor in places else -1
        first = first_shown(len(places), size, inside)
        at, line_of = divmod(line, lines)
        at += first
        if at >= len(places) or not width:
            return [Segment(" " * width, palette_of(self.app).style())]
        position = self.view.rows[places[at]]
        id = self.view.table.id(position)
        hidden = len(places) - size if lines == 1 and line == size - 1 else 0
        ground = self._ground(is_at_cursor=at == inside)
        label = self._label(self.view.table, position)
        return painter.label(id, label, line_of, width, lines, ground, id in self.selection.ids, max(0, hidden))

    # What happens to it

    def notify_style_update(self) -> None:
        """Forget what was made for a theme: it may be another."""
        super().notify_style_update()
        self._painter = None

    def on_resize(self, event: Resize) -> None:
        """Share the screen anew."""
        self._painter = self._grid = None
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Move the cursor, or open with a double click."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for cell, places in self.view.cells.items():
            column, row = self._grid_now().place(cell)
            if column.start <= offset.x < column.start + column.size and row.start <= offset.y < row.start + row.size:
                inside = self._cursor - places.start if self._cursor in places else -1
                lines = lines_of_label(len(places), row.size)
                at = first_shown(len(places), row.size, inside) + (offset.y - row.start) // lines
                if at < len(places):
                    self.move_to(places[at])
                    if event.chain == 2:
                        self.post_message(Opened(self, self.cursor_id))
                return

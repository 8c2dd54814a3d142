"""The list of all screens: a table on Textual's line API that paints a line when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.cache import FIFOCache
from textual.events import Click, Resize
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.domain.table import Fault
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.list_fields import FieldCursor
from pmtui.widgets.list_paint import GUTTER, Painter
from pmtui.widgets.list_view import Group, ListColumn, ListView, Placed, Positions, Records, laid_out
from pmtui.widgets.messages import CursorMoved, HeaderClicked, Opened, SelectionChanged
from pmtui.widgets.palette import palette_of
from pmtui.widgets.record_cursor import LineCursor
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.selection import Selection

__all__ = ["CursorMoved", "Group", "HeaderClicked", "ListColumn", "Opened", "RecordList", "Records", "SelectionChanged"]


class RecordList(DirectLines, LineCursor[ListView], FieldCursor, ScrollView, can_focus=True):
    """Records in columns, with a cursor that stays on its record whatever happens around it."""

    DEFAULT_CSS = """
    RecordList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty list; `set_view` fills it."""
        super().__init__(id=id, classes=classes)
        self.view = ListView(Records(()), ())
        self.selection = Selection()
        self._columns: tuple[ListColumn, ...] = ()
        self._placed: tuple[Placed, ...] = ()
        self._column = ""
        self._empty: tuple[str, ...] = ()
        self._version: object = None
        self._id_length: Callable[[str], int] | None = None
        self._painter: Painter | None = None
        self._laid_out_for = -1
        self._strips: FIFOCache[tuple[object, ...], Strip] = FIFOCache(1024)

    # What is shown

    def set_view(
        self, table: Positions, rows: Sequence[int], columns: Sequence[ListColumn], *, faults: Sequence[Fault] = (),
        groups: Sequence[Group] = (), id_length: Callable[[str], int] | None = None, empty: Sequence[str] = (), version: object = None,
    ) -> None:
        """Show other rows; the cursor stays on its record and the record stays at its height on the screen.

        Args:
            table: Where the records are.
            rows: Their positions, in the order to show.
            columns: The columns; pass the same tuple while they stay the same.
            faults: Unreadable files, shown above all rows.
            groups: Header rows, by ascending `at`.
            id_length: How many characters tell an id from all others.
            empty: What to say where there are no rows: what belongs here and which key starts it.
            version: Anything that differs when a cell may read differently although the table is the same object.
        """
        old, height = self.view, self.view.line(self._cursor) - self._scroll
        here, group = (self.cursor_id, self.cursor_fault), self.cursor_group
        if table is not old.table or version != self._version or tuple(columns) != self._columns:
            self._strips.clear()
            self._painter = None
        self.view = ListView(table, rows, faults, groups)
        self._version, self._empty, self._id_length = version, tuple(empty), id_length
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._lay_out()
        self._cursor = self._kept_cursor(old, *here, group)
        self._keep_selected(set(self.selected))
        set_height(self, len(self.view) + self.HEAD)
        if len(self.view):
            self.scroll_to(y=self.view.line(self._cursor) - height, animate=False, force=True)
            self._show_cursor()
        self.refresh()
        if here != (self.cursor_id, self.cursor_fault):
            self._post_cursor()

    def _kept_cursor(self, old: ListView, id: str | None, fault: Fault | None, group: Group | None) -> int:
        found = self.view.find(id) if id is not None else self.view.find_fault(fault.path) if fault is not None else None
        if found is None and group is not None and group.key and fault is None:
            at = self.view.find_group(group.key)
            is_folded = at is not None and self.view.group(self.view.line(at)) is not None
            found = at if is_folded or group.is_folded else None  # folded or unfolded just now
        if found is None:
            found = self._cursor - len(old.faults) + len(self.view.faults)
        return max(0, min(found, self.view.stops - 1))

    # The cursor

    @property
    def cursor_group(self) -> Group | None:
        """The group in which the cursor stands, or on whose header; None where there are no groups."""
        return self.view.group_of(self._cursor)

    @property
    def cursor_region(self) -> Region:
        """Where the cell under the cursor is on the screen, for an editor to be laid over it."""
        column = self.cursor_column
        place = next((one for one in self._placed if one.column is column), None)
        y = self.view.line(self._cursor) - self._scroll + self.HEAD
        x, width = (place.x, place.width) if place else (0, self.size.width)
        return Region(x, y, width, 1).translate(self.content_region.offset)

    def _column_moved(self) -> None:
        self.refresh(Region(0, 0, self.size.width, self.HEAD))
        self._refresh_cursor()

    def _shown_ids(self) -> Sequence[str]:
        return [self.view.table.id(position) for position in self.view.rows]

    # Painting

    def _lowest_top(self, line: int, margin: int) -> int:
        """The header above the first of a group stays in sight, too."""
        top = super()._lowest_top(line, margin)
        return top if self.view.group(line - 1) is None else min(top, line - 1)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        if self._laid_out_for != self.size.width:  # the first paint comes before the message that tells the size
            self._lay_out()
        if self._painter is None:
            self._painter = Painter(palette_of(self.app), self._placed, self.size.width, self._id_length)
        painter = self._painter
        if y < self.HEAD:
            return self._head_line(painter)
        line = y - self.HEAD + self._scroll
        stop = self.view.stop(line)
        if stop is None:
            group = self.view.group(line)
            if group is not None:
                return self._cached(("group", group), lambda: painter.group(group))
            return painter.blank() if len(self.view) else painter.teaching(self._empty, y - self.HEAD, self._height)
        at_cursor = stop == self._cursor
        ground = self._ground(is_at_cursor=at_cursor)
        folded = self.view.group(line)
        if folded is not None:
            return self._cached(("group", folded, ground), lambda: painter.group(folded, ground))
        fault = self.view.fault(stop)
        if fault is not None:
            return self._cached((fault.path, fault.reason, ground), lambda: painter.fault(fault, ground))
        return self._row_line(painter, self.view.position(stop) or 0, ground, at_cursor)

    def _head_line(self, painter: Painter) -> Strip:
        """The headings."""
        column = self.cursor_column
        return self._cached(("head", column and column.name), lambda: painter.head(column))

    def _row_line(self, painter: Painter, position: int, ground: str, at_cursor: bool) -> Strip:
        """The record at a position."""
        is_selected = self.view.table.id(position) in self.selection.ids
        column = self.cursor_column if at_cursor else None
        key = (position, ground, is_selected, column and column.name)
        return self._cached(key, lambda: painter.row(self.view.table, position, ground, is_selected, column))

    # What happens to it

    def _lay_out(self) -> None:
        self._laid_out_for = self.size.width
        self._placed = laid_out(self._columns, self.size.width - 2, GUTTER)  # the scrollbar and a blank
        self._strips.clear()
        self._painter = None

    def renew(self) -> None:
        """Paint every line anew: what stands in cells may be another although the records are the same."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget painted lines: the theme may be another."""
        super().notify_style_update()
        self._strips.clear()
        self._painter = None

    def on_resize(self, event: Resize) -> None:
        """Share the width anew and keep the cursor in sight."""
        if self._laid_out_for != self.size.width:
            self._lay_out()
            self.refresh()
        self._show_cursor()

    def on_click(self, event: Click) -> None:
        """Move the cursor, open with a double click, or tell which heading was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        column = next((one.column for one in self._placed if one.x <= offset.x < one.x + one.width), None)
        if offset.y < self.HEAD:
            if column is not None:
                self.post_message(HeaderClicked(self, column.name))
            return
        stop = self.view.stop(offset.y - self.HEAD + self._scroll)
        if stop is not None:
            if column is not None:
                self.to_column(column.name)
            self.move_to(stop)
            if event.chain == 2 or self.view.group(self.view.line(stop)) is not None:
                self.post_message(Opened(self, self.cursor_id, self.cursor_fault))

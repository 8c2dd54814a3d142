"""The cursor that lists, boards, maps and timelines have alike: it is told of, seen, and stays in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from textual.cache import FIFOCache
from textual.events import Blur, Focus
from textual.geometry import Region
from textual.strip import Strip

from pmtui.domain.table import Fault
from pmtui.widgets.list_moves import Moving
from pmtui.widgets.messages import CursorMoved
from pmtui.widgets.selection import Selecting, V, View

_MARGIN = 2
"""Lines that stay in sight above and below the cursor, where there is room for them."""


class RecordCursor(Moving, Selecting[V]):
    """A cursor on one of the records that a widget shows."""

    @property
    def cursor_fault(self) -> Fault | None:
        """The unreadable file under the cursor; None where a widget shows only how many there are."""
        return None

    @property
    def _scroll(self) -> int:
        return round(self.scroll_y)

    def _ground(self, *, is_at_cursor: bool) -> str:
        """The colour role behind a record."""
        return "background" if not is_at_cursor else "cursor" if self.has_focus else "cursor-blurred"

    def _post_cursor(self) -> None:
        self.post_message(CursorMoved(self, self.cursor_id, self.cursor_fault))

    def on_focus(self, event: Focus) -> None:
        """Show the cursor at full strength."""
        self._refresh_cursor()

    def on_blur(self, event: Blur) -> None:
        """Show the cursor at rest."""
        self._refresh_cursor()


class LineView(View, Protocol):
    """Records on lines; stops are the lines on which the cursor can stand, numbered from 0."""

    @property
    def stops(self) -> int:
        """The number of stops."""

    def line(self, stop: int) -> int:
        """The line of a stop."""

    def fault(self, stop: int) -> Fault | None:
        """The unreadable file at a stop, or None."""

    def id(self, stop: int) -> str | None:
        """The record's id at a stop, or None."""

    def find(self, id: str) -> int | None:
        """The stop of a record, or None where it is not shown."""

    def ids(self, first: int, last: int) -> list[str]:
        """The ids of the records between two stops, both included, in either order."""


L = TypeVar("L", bound=LineView)


class LineCursor(RecordCursor[L], Generic[L]):
    """A cursor on lines, one record each, below some lines of headings that stay.

    Attributes:
        HEAD: The number of those lines.
    """

    HEAD = 1
    _cursor: int = 0
    _strips: FIFOCache[tuple[object, ...], Strip]
    """Painted lines, by all that they show."""

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor; None on an unreadable file and where there is nothing."""
        return self.view.id(self._cursor)

    @property
    def cursor_fault(self) -> Fault | None:
        """The unreadable file under the cursor, or None."""
        return self.view.fault(self._cursor)

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands among all lines that it can stand on, from 0."""
        return self._cursor

    @property
    def _stops(self) -> int:
        return self.view.stops

    @property
    def _height(self) -> int:
        return max(1, self.size.height - self.HEAD)

    def move_to(self, index: int) -> None:
        """Move the cursor to the line with this index; outside means the nearest end."""
        index = max(0, min(index, self.view.stops - 1))
        if index == self._cursor:
            self._show_cursor()
            return
        before, self._cursor = self._cursor, index
        if not self._reach():
            self._refresh_stop(before)
            self._refresh_stop(index)
            self._follow_cursor()
        self._show_cursor()
        self._post_cursor()

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where it is not shown."""
        found = self.view.find(id)
        if found is not None:
            self.move_to(found)
        return found is not None

    def _follow_cursor(self) -> None:
        """Paint what else looks different where the cursor is now."""

    def _ids_from(self, id: str | None) -> Sequence[str]:
        start = self.view.find(id) if id else None
        return self.view.ids(self._cursor if start is None else start, self._cursor)

    def _refresh_cursor(self) -> None:
        self._refresh_stop(self._cursor)

    def _refresh_stop(self, stop: int) -> None:
        self._refresh_line(self.view.line(stop))

    def _refresh_line(self, line: int) -> None:
        self.refresh(Region(0, line - self._scroll + self.HEAD, self.size.width, 1))

    def _show_cursor(self) -> None:
        """Scroll as little as shows the cursor with some lines around it."""
        if not self.size.height:  # before the first layout: `on_resize` looks again
            return
        line, height = self.view.line(self._cursor), self._height
        margin = min(_MARGIN, (height - 1) // 4)
        top = self._lowest_top(line, margin)
        y = min(max(self._scroll, line + margin + 1 - height), max(0, top))
        if y != self._scroll:
            self.scroll_to(y=y, animate=False, force=True)

    def _lowest_top(self, line: int, margin: int) -> int:
        """The line down to which one may scroll with the cursor on a line."""
        return line - margin if self._cursor > margin else 0

    def _cached(self, key: tuple[object, ...], paint: Callable[[], Strip]) -> Strip:
        """A line as it was painted before, or painted now."""
        found = self._strips.get(key)
        if found is None:
            found = self._strips[key] = paint()
        return found

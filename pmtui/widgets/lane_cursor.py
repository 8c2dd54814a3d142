"""The cursor that boards and journey maps have alike: on a place of a lane, below some lines of headings that stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from pmtui.domain.table import Fault
from pmtui.domain.text import counted
from pmtui.widgets import glyphs
from pmtui.widgets.palette import Palette
from pmtui.widgets.record_cursor import RecordCursor
from pmtui.widgets.selection import View


class LaneView(View, Protocol):
    """Records in lanes; places are where the cursor can stand in a lane, numbered from 0."""

    def id(self, at: int, place: int) -> str | None:
        """The record's id at a place of a lane, or None."""

    def find(self, id: str) -> tuple[int, int] | None:
        """Lane and place of a record, or None where it is not shown."""

    def ids(self) -> Sequence[str]:
        """The ids of all records, lane by lane."""


L = TypeVar("L", bound=LaneView)


class LaneCursor(RecordCursor[L], Generic[L]):
    """A cursor on a place of a lane.

    Attributes:
        HEAD: The number of lines above all places.
        HEAD_SEEN: How many lines at the top look different when the cursor goes to another lane.
    """

    HEAD = 2
    HEAD_SEEN = 2
    _at = _place = _first = 0
    """Lane and place of the cursor, and the first lane in sight."""

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor; None where none is, as in an empty lane."""
        return self.view.id(self._at, self._place)

    @property
    def cursor_index(self) -> int:
        """Where the cursor stands in its lane, from 0."""
        return self._place

    @property
    def _lanes(self) -> int:
        """How many lanes there are."""
        raise NotImplementedError

    def move_to(self, index: int) -> None:
        """Move to a place of this lane; outside means the nearest end."""
        self._go(self._at, index)

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where it is not shown."""
        found = self.view.find(id)
        if found is not None:
            self._go(*found)
        return found is not None

    def _stand(self, at: int, place: int) -> None:
        self._at = max(0, min(at, self._lanes - 1))
        self._place = max(0, min(place, self._stops - 1))

    def _go(self, at: int, place: int) -> None:
        before = (self._at, self._place)
        self._stand(at, place)
        if before == (self._at, self._place):
            self._show_cursor()
            return
        if before[0] != self._at:
            self.refresh(Region(0, 0, self.size.width, self.HEAD_SEEN))
        if not self._reach():
            self._refresh_place(*before)
            self._refresh_cursor()
        self._show_cursor()
        self._post_cursor()

    def _shown_ids(self) -> Sequence[str]:
        return self.view.ids()

    def _ids_from(self, id: str | None) -> Sequence[str]:
        ids, here = self.view.ids(), self.cursor_id
        if here is None:
            return ()
        last = ids.index(here)
        first = ids.index(id) if id in ids else last
        return ids[min(first, last):max(first, last) + 1]

    def _refresh_cursor(self) -> None:
        self._refresh_place(self._at, self._place)

    def _refresh_place(self, at: int, place: int) -> None:
        """Have the lines of a place painted again."""
        raise NotImplementedError

    def _show_cursor(self) -> None:
        """Scroll as little as shows the cursor."""
        raise NotImplementedError


def unseen_line(palette: Palette, width: int, left: int, right: int, faults: Sequence[Fault], indent: int = 0) -> Strip:
    """A line that says what does not show: so many lanes at either side, and unreadable files.

    Args:
        palette: The colours.
        width: The width of the line, in cells.
        left: How many lanes are out of sight at the left.
        right: How many at the right.
        faults: The files that cannot be read.
        indent: So many blank cells come first.
    """
    spans = [Segment(f"{' ' * indent}  ‹ {left} more" if left else "", palette.style("faint"))]
    if faults:
        spans.append(Segment(f"  {glyphs.FAULT} {counted(len(faults), 'file')} cannot be read: b shows the list", palette.style("error")))
    end = f"{right} more › " if right else ""
    used = sum(one.cell_length for one in spans)
    spans += [Segment(" " * max(0, width - used - len(end) - 1), palette.style()), Segment(end, palette.style("faint"))]
    return Strip(spans).crop(0, width).adjust_cell_length(width, palette.style())

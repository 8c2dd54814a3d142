"""A timeline: milestones as bars over weeks, months, quarters or years; one widget on the line API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.cache import FIFOCache
from textual.events import Click, Resize
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.domain.periods import period_of
from pmtui.domain.table import Fault
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.list_view import Positions, Records
from pmtui.widgets.messages import Opened
from pmtui.widgets.palette import palette_of
from pmtui.widgets.record_cursor import LineCursor
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.selection import Selection
from pmtui.widgets.timeline_axis import TimeAxis
from pmtui.widgets.timeline_bars import Bar, Extent, Facts
from pmtui.widgets.timeline_folds import Folding
from pmtui.widgets.timeline_paint import FOLD_CELLS, HEAD, TimelinePainter
from pmtui.widgets.timeline_relations import Relating
from pmtui.widgets.timeline_scale import Scale
from pmtui.widgets.timeline_view import FAULT, ITEM, MILESTONE, Row, TimelineView

__all__ = ["Facts", "Timeline"]


class Timeline(DirectLines, LineCursor[TimelineView], TimeAxis, Relating, Folding, ScrollView, can_focus=True):
    """Bars along an axis of time, with a cursor that stays on its record; the axis moves sideways, the lines up and down."""

    DEFAULT_CSS = """
    Timeline {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    HEAD = HEAD

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty timeline; `set_view` fills it."""
        super().__init__(id=id, classes=classes)
        self.view = TimelineView(Records(()), ())
        self.selection = Selection()
        self.unfolded: set[str] = set()
        self._given: tuple[Positions, Sequence[int], Sequence[int], Positions] = (Records(()), (), (), Records(()))
        self._today = 1
        self._span: tuple[int | None, int | None] = (None, None)
        self._empty: tuple[str, ...] = ()
        self._painter: TimelinePainter | None = None
        self._bars: dict[Row, Bar] = {}
        self._strips: FIFOCache[tuple[object, ...], Strip] = FIFOCache(512)

    def set_view(
        self, table: Positions, rows: Sequence[int], undated: Sequence[int], *, items: Positions, facts: Facts, today: date,
        span: tuple[int | None, int | None] = (None, None), faults: Sequence[Fault] = (), empty: Sequence[str] = (),
    ) -> None:
        """Show other milestones; the cursor stays on its record, and the record at its height on the screen.

        Args:
            table: Where the milestones are.
            rows: The positions of those with dates, in the order to show.
            undated: The positions of those without.
            items: Where the items are.
            facts: What the lines say.
            today: The day where the person is.
            span: The first and the last day of all bars, as ordinals: what the first paint brings into sight.
            faults: Files that could not be read.
            empty: What to say where there is nothing to show.
        """
        here, fault = self.cursor_id, self.cursor_fault
        height = self.view.line(self._cursor) - self._scroll
        self._given, self._facts, self._empty, self._span = (table, rows, undated, items), facts, tuple(empty), span
        self._today = today.toordinal()
        if not self._is_chosen and not self.view.milestones:  # later on, what is in sight does not jump with the data
            self.scale = None
        self._lay_out(faults)
        self._find_again(here)
        self._keep_selected(set(self.selected))
        self.scroll_to(y=self.view.line(self._cursor) - height, animate=False, force=True)
        self._show_cursor()
        self.redraw()
        if (here, fault) != (self.cursor_id, self.cursor_fault):
            self._post_cursor()

    def _lay_out(self, faults: Sequence[Fault]) -> None:
        table, rows, undated, items = self._given
        self.unfolded &= {id for id in self.unfolded if table.position(id) is not None}
        children = {id: self._facts.children(id) for id in self.unfolded} if self._facts is not None else {}
        self.view = TimelineView(table, rows, undated, items=items, unfolded=children, faults=faults)
        set_height(self, len(self.view) + HEAD)

    def show_facts(self, facts: Facts) -> None:
        """Show the same milestones with other facts: dates that are tried."""
        self._facts = facts
        self.redraw()

    def redraw(self) -> None:
        """Paint every line anew: what they say may be different."""
        self._bars.clear()
        self._scale_changed()

    # The cursor

    def _follow_cursor(self) -> None:
        self._relink()

    def _folds_changed(self) -> None:
        here = self.cursor_id
        self._lay_out(self.view.faults)
        self._find_again(here)
        self._show_cursor()
        self.redraw()
        if here != self.cursor_id:
            self._post_cursor()

    def _find_again(self, id: str | None) -> None:
        """Put the cursor on its record, wherever that has gone; where it is gone, on what has come into its place."""
        found = self.view.find(id) if id is not None else None
        self._cursor = max(0, min(self._cursor if found is None else found, self.view.stops - 1))

    def _extent_here(self) -> Extent | None:
        row = self.view.row(self._cursor)
        return self._bar(row).extent if row is not None and row.sort != FAULT else None

    def _scale_changed(self) -> None:
        self._strips.clear()
        self._painter = None
        self._relations = None
        self.refresh()

    # Painting

    def _bar(self, row: Row) -> Bar:
        found = self._bars.get(row)
        if found is None and self._facts is not None:
            found = self._bars[row] = (self._facts.item if row.sort == ITEM else self._facts.bar)(row.at)
        return found or Bar("")

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        scale = self.chart
        if self._painter is None or self._painter.scale is not scale:
            self._painter, self._relations = self._made_painter(scale), None
            self._strips.clear()
        painter = self._painter
        if not len(self.view):
            return painter.teaching(self._empty, y, self.size.height)
        if y < HEAD:
            return self._cached((y, "head"), lambda: painter.head(y))
        line = y - HEAD + self._scroll
        if line >= len(self.view):
            return self._cached(("blank",), painter.blank)
        related = self._related()
        row = self.view.rows[line]
        if line == self.view.head:
            count = len(self.view.rows) - line - 1
            return self._cached(("no date", count), lambda: painter.group("no date", str(count)))
        ground = self._ground(is_at_cursor=self.view.stop(line) == self._cursor)
        if row.sort == FAULT:
            return self._cached((row, ground), lambda: painter.fault(self.view.faults[row.at], ground))
        id = self.view.id_of(row)
        links, mark, is_selected = related.drawn.get(line), related.marks.get(line, ""), id in self.selection.ids
        key = (row, ground, is_selected, mark, tuple(links.items()) if links else ())
        is_unfolded = row.sort == MILESTONE and id in self.unfolded
        return self._cached(
            key, lambda: painter.row(self._bar(row), ground, is_selected, mark, is_unfolded, row.sort == ITEM, links)
        )

    def _made_painter(self, scale: Scale) -> TimelinePainter:
        day = period_of(date.fromordinal(self._today), "day")
        return TimelinePainter(palette_of(self.app), scale, self.size.width, self._today, f"{day.first.day} {day.short}")

    # What happens to it

    def notify_style_update(self) -> None:
        """Forget painted lines: the theme may be another."""
        super().notify_style_update()
        self._strips.clear()
        self._painter = None

    def on_resize(self, event: Resize) -> None:
        """Share the width anew and keep the cursor in sight."""
        self._relations = None
        self._show_cursor()
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Move the cursor; a click on the sign of folded items folds, a double click opens."""
        offset = event.get_content_offset(self)
        stop = self.view.stop(offset.y - HEAD + self._scroll) if offset is not None and offset.y >= HEAD else None
        if stop is not None:
            self.move_to(stop)
            if offset is not None and offset.x in FOLD_CELLS:
                self.toggle_fold()
            elif event.chain == 2:
                self.post_message(Opened(self, self.cursor_id, self.cursor_fault))

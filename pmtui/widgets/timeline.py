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
from pmtui.widgets.messages import LookedFurther, Opened
from pmtui.widgets.palette import palette_of
from pmtui.widgets.record_cursor import LineCursor
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.selection import Selection
from pmtui.widgets.timeline_axis import TimeAxis
from pmtui.widgets.timeline_band import LINES as BAND
from pmtui.widgets.timeline_band import Band
from pmtui.widgets.timeline_bars import Bar, Extent, Facts
from pmtui.widgets.timeline_folds import Folding
from pmtui.widgets.timeline_paint import FOLD_CELLS, HEAD, TimelinePainter
from pmtui.widgets.timeline_relations import Relating
from pmtui.widgets.timeline_scale import Scale
from pmtui.widgets.timeline_view import FAULT, ITEM, LANE, MILESTONE, Lane, Row, TimelineView
from pmtui.widgets.timeline_view import HEAD as NO_DATE

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
        self.folded: set[str] = set()
        self._given: tuple[Positions, Sequence[int], Sequence[int], Positions] = (Records(()), (), (), Records(()))
        self._lanes: Sequence[Lane] = ()
        self._band: Band | None = None
        self._foot, self._shown = 0, 1
        self._note = ""
        self._today = 1
        self._span: tuple[int | None, int | None] = (None, None)
        self._empty: tuple[str, ...] = ()
        self._painter: TimelinePainter | None = None
        self._bars: dict[Row, Bar] = {}
        self._strips: FIFOCache[tuple[object, ...], Strip] = FIFOCache(512)

    def set_view(
        self, table: Positions, rows: Sequence[int], undated: Sequence[int], *, items: Positions, facts: Facts, today: date,
        span: tuple[int | None, int | None] = (None, None), faults: Sequence[Fault] = (), empty: Sequence[str] = (),
        lanes: Sequence[Lane] = (), folded: set[str] | None = None,
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
            lanes: What the milestones are shown in, all of them, in the place of `rows` and `undated`.
            folded: The keys of the lanes that are folded; folding one changes this set.
        """
        here, fault = self.cursor_id, self.cursor_fault
        height = self.view.line(self._cursor) - self._scroll
        self._given, self._facts, self._empty, self._span = (table, rows, undated, items), facts, tuple(empty), span
        self._today, self._lanes = today.toordinal(), lanes
        self.folded = self.folded if folded is None else folded
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
        self.view = TimelineView(table, rows, undated, items=items, unfolded=children, faults=faults, lanes=self._lanes, folded=self.folded)
        set_height(self, len(self.view) + HEAD + self._foot)

    def show_facts(self, facts: Facts, note: str = "") -> None:
        """Show the same milestones with other facts: dates that are tried, a forecast, the critical path.

        Args:
            facts: What the lines say.
            note: What stands above the names: that something is being computed.
        """
        self._facts, self._note = facts, note
        self.redraw()

    def show_band(self, band: Band | None) -> None:
        """Show how much is committed against how much can be done, below the bars; None takes it away."""
        had, self._band = self._foot, band or None
        self._measure_foot()
        if had != self._foot:
            self._show_cursor()
        self._scale_changed()

    @property
    def until(self) -> date | None:
        """The last day in sight; None before the first paint."""
        return None if self.scale is None else date.fromordinal(self.scale.last)

    def _measure_foot(self) -> None:
        """Count the lines of the band of capacity: none where the widget has no room for it."""
        height = self.size.height
        self._shown = max(1, height - HEAD)
        self._foot = BAND if self._band is not None and (not height or height > HEAD + 2 * BAND) else 0
        set_height(self, len(self.view) + HEAD + self._foot)

    @property
    def _in_sight(self) -> range:
        top = self._scroll
        return range(top, top + self._shown)

    @property
    def _height(self) -> int:
        return max(1, self.size.height - HEAD - self._foot)

    def redraw(self) -> None:
        """Paint every line anew: what they say may be different."""
        self._bars.clear()
        self._scale_changed()

    # The cursor

    def _follow_cursor(self) -> None:
        self._relink()

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record, and open the lane in which it stands; False where it is not shown."""
        return super().move_to_id(id) or (self._show_folded(id) and super().move_to_id(id))

    def _folds_changed(self, lane: str = "") -> None:
        here = self.cursor_id
        self._lay_out(self.view.faults)
        heading = self.view.find_lane(lane) if lane else None
        if heading is not None:
            self._cursor = heading
        else:
            self._find_again(here)
        self._keep_selected(set(self.selected))
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
        return self._bar(row).extent if row is not None and row.sort not in (FAULT, LANE) else None

    def _scale_changed(self) -> None:
        self._strips.clear()
        self._painter = None
        self._relations = self._path = None
        self.refresh()

    # Painting

    def _bar(self, row: Row) -> Bar:
        found = self._bars.get(row)
        if found is None and self._facts is not None:
            found = self._bars[row] = self._bar_of(row, self._facts)
        return found or Bar("")

    def _bar_of(self, row: Row, facts: Facts) -> Bar:
        if row.sort == LANE:
            return facts.lane(self.view.lanes[row.at], is_folded=row.owner in self.folded)
        return facts.item(row.at) if row.sort == ITEM else facts.bar(row.at)

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
        below, band = y - self.size.height + self._foot if self._foot else -1, self._band
        if band is not None and below >= 0:
            return self._cached(("band", below), lambda: painter.band(band, below))
        line = y - HEAD + self._scroll
        return self._cached(("blank",), painter.blank) if line >= len(self.view) else self._line_of(line, painter)

    def _line_of(self, line: int, painter: TimelinePainter) -> Strip:
        """One line of what is shown."""
        row = self.view.rows[line]
        if row.sort == NO_DATE:
            count = len(self.view.rows) - line - 1
            return self._cached(("no date", count), lambda: painter.group("no date", str(count)))
        ground = self._ground(is_at_cursor=self.view.stop(line) == self._cursor)
        if row.sort == FAULT:
            return self._cached((row, ground), lambda: painter.fault(self.view.faults[row.at], ground))
        if row.sort == LANE:
            return self._cached((row, ground), lambda: painter.lane(self._bar(row), ground, is_folded=row.owner in self.folded))
        related, path = self._related(), self._on_path().get(line, {})
        id = self.view.id_of(row)
        links, mark, is_selected = {**path, **related.drawn.get(line, {})}, related.marks.get(line, ""), id in self.selection.ids
        key = (row, ground, is_selected, mark, tuple(links.items()) if links else ())
        is_unfolded = row.sort == MILESTONE and id in self.unfolded
        return self._cached(
            key, lambda: painter.row(self._bar(row), ground, is_selected, mark, is_unfolded, row.sort == ITEM, links)
        )

    def _made_painter(self, scale: Scale) -> TimelinePainter:
        if self._band is not None and self._band.last < scale.last:
            self.post_message(LookedFurther(self))
        day = period_of(date.fromordinal(self._today), "day")
        return TimelinePainter(palette_of(self.app), scale, self.size.width, self._today, f"{day.first.day} {day.short}", self._note)

    # What happens to it

    def notify_style_update(self) -> None:
        """Forget painted lines: the theme may be another."""
        super().notify_style_update()
        self._strips.clear()
        self._painter = None

    def on_resize(self, event: Resize) -> None:
        """Share the width anew and keep the cursor in sight."""
        self._relations = self._path = None
        self._measure_foot()
        self._show_cursor()
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Move the cursor; a click on the sign of folded items folds, a double click opens."""
        offset = event.get_content_offset(self)
        is_inside = offset is not None and HEAD <= offset.y < self.size.height - self._foot
        line = offset.y - HEAD + self._scroll if offset is not None and is_inside else -1
        if 0 <= line < len(self.view) and self.view.rows[line].sort == LANE:
            self._toggle_lane(self.view.rows[line].owner)
            return
        stop = self.view.stop(line)
        if stop is not None:
            self.move_to(stop)
            if offset is not None and offset.x in FOLD_CELLS:
                self.toggle_fold()
            elif event.chain == 2:
                self.post_message(Opened(self, self.cursor_id, self.cursor_fault))

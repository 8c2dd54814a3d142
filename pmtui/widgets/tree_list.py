"""The list of the Tree screen: one line a node, indented below what it belongs to; cursor, selection and scroll are the list's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.events import Click
from textual.geometry import Region
from textual.strip import Strip

from pmtui.domain.tree_rows import TreeRows
from pmtui.domain.tree_spots import path_of
from pmtui.widgets.list_paint import GUTTER, Painter
from pmtui.widgets.list_view import ListColumn, Positions
from pmtui.widgets.messages import FoldClicked
from pmtui.widgets.palette import palette_of
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.tree_looks import look_of
from pmtui.widgets.tree_rows import BARE, NodeLook, ShortId, node_line, sign_at, title_at

HEADING = "goal → problem → hypothesis → test → work → milestone → KPI"
COLUMN = ListColumn("title", HEADING, lambda table, at: (table.id(at), "text"), priority=0, field="title")
"""The one column: what a row says is put together by `tree_looks`."""
AUDIT_COLUMN = COLUMN._replace(title="what is missing, and where")
EDGE = 2
"""Cells at the right: a blank and the scrollbar."""


class TreePainter(Painter):
    """Paints the nodes of a tree at one width, with one theme."""

    looks: Callable[[int], NodeLook]
    short_id: ShortId

    def row(self, table: Positions, position: int, ground: str, is_selected: bool, column: ListColumn | None) -> Strip:
        """One node."""
        at_cursor = ground != "background"
        if is_selected and not at_cursor:
            ground = "selected"
        style = self._palette.style
        line = node_line(self.looks(position), self._width - GUTTER - EDGE, self.short_id)
        parts = [Segment(text, style(f"{role} bold" if at_cursor and role == "text" else role, ground)) for text, role in line]
        return self._line([*self._marks(at_cursor, is_selected, ground), *parts], ground)


class TreeList(RecordList):
    """Nodes of a tree."""

    DEFAULT_CSS = ""

    def __init__(self, *, id: str | None = None, classes: str | None = None, column: ListColumn = COLUMN) -> None:
        """An empty tree under a heading."""
        super().__init__(id=id, classes=classes)
        self._only = (column,)
        self.short_id: ShortId = lambda kind, id: id
        self._looks: FIFOCache[str, NodeLook] = FIFOCache(512)

    @property
    def rows(self) -> TreeRows | None:
        """The rows; None before any are shown."""
        table = self.view.table
        return table if isinstance(table, TreeRows) else None

    def show(self, rows: TreeRows, **shown: Any) -> None:
        """Show other rows, as `set_view` does."""
        before = self.rows
        if before is None or rows.tree is not before.tree:
            self._looks = FIFOCache(512)
        self.set_view(rows, range(len(rows)), self._only, **shown)

    def look(self, position: int) -> NodeLook:
        """What a row says; worked out once as long as tree and folds are the same."""
        rows = cast(TreeRows, self.rows)
        row = rows.row(position)
        known = self._looks.get(row.key)
        if known is None:
            known = self._looks[row.key] = look_of(rows.tree, row)
        return known._replace(is_open=row.is_open)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        if self._laid_out_for != self.size.width:
            self._lay_out()
        if self._painter is None:
            painter = TreePainter(palette_of(self.app), self._placed, self.size.width, self._id_length)
            painter.looks, painter.short_id = self.look, self.short_id
            self._painter = painter
        return super().render_line(y)

    def on_click(self, event: Click) -> None:
        """A click on the sign of a node folds or unfolds it; elsewhere it is the list's."""
        offset = event.get_content_offset(self)
        stop = self.view.stop(offset.y - self.HEAD + self._scroll) if offset is not None and offset.y >= self.HEAD else None
        key = self.view.id(stop) if stop is not None else None
        row = self.rows.row_of(key) if self.rows is not None else None
        if offset is None or stop is None or row is None or row.is_open is None:
            return
        sign = GUTTER + sign_at(row.depth, self.size.width - GUTTER - EDGE)
        if sign <= offset.x < sign + len(BARE):
            event.prevent_default()
            self.move_to(stop)
            self.post_message(FoldClicked(self, row.key, is_open=not row.is_open))

    def _shown_ids(self) -> Sequence[str]:
        return _records(super()._shown_ids())

    def _ids_from(self, id: str | None) -> Sequence[str]:
        return _records(super()._ids_from(id))

    @property
    def cursor_region(self) -> Region:
        """Where the title under the cursor is on the screen, for an editor to be laid over it."""
        region = super().cursor_region
        position = self.view.position(self._cursor)
        if position is None or self.rows is None:
            return region
        before = title_at(self.look(position), self.size.width - GUTTER - EDGE, self.short_id)
        return Region(region.x + before, region.y, max(1, region.width - before), 1)


def _records(keys: Sequence[str]) -> list[str]:
    """Those of the places at which a record stands: the others cannot be selected."""
    return [key for key in keys if path_of(key[key.rfind("/") + 1:])[0].is_record]

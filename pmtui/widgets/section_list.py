"""A list of several kinds, each with columns of its own; the headings are those of the section under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.list_paint import GUTTER, Painter, tight
from pmtui.widgets.list_view import ListColumn, Placed, laid_out
from pmtui.widgets.palette import palette_of
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.section_rows import Section, SectionRows


class SectionList(RecordList):
    """Sections of records in a list with one cursor, one selection and one scroll."""

    DEFAULT_CSS = ""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty list; `set_sections` fills it."""
        super().__init__(id=id, classes=classes)
        self._columns_of: Mapping[str, tuple[ListColumn, ...]] = {}
        self._placed_of: dict[str, tuple[Placed, ...]] = {}
        self._painters: dict[str, Painter] = {}
        self._painters_for: Painter | None = None
        self._section = ""

    def set_sections(self, rows: SectionRows, columns: Mapping[str, tuple[ListColumn, ...]], **shown: Any) -> None:
        """Show other rows, as `set_view` does.

        Args:
            rows: The sections.
            columns: The columns of each kind; pass the same tuples while they stay the same.
            shown: What else `set_view` takes.
        """
        self._columns_of = columns
        together = tuple(one for own in columns.values() for one in own)
        self.set_view(rows, range(len(rows)), together, **shown)
        self._take_section()

    @property
    def sections(self) -> SectionRows | None:
        """The rows; None before any are shown."""
        table = self.view.table
        return table if isinstance(table, SectionRows) else None

    @property
    def section(self) -> str:
        """The kind of the section under the cursor; empty where there is none."""
        id = self.cursor_id
        if id is not None and self.sections is not None:
            return self.sections.kind_of(id)
        group = self.cursor_group
        return group.key if group is not None else ""

    # The cursor

    def _take_section(self) -> None:
        """Take the columns of the section under the cursor."""
        section = self.section or self._section or next(iter(self._columns_of), "")
        placed = self._placed_of.get(section, ())
        if section != self._section or placed is not self._placed:
            self._section, self._placed = section, placed
            self.refresh(Region(0, 0, self.size.width, self.HEAD))

    def _post_cursor(self) -> None:
        self._take_section()
        super()._post_cursor()

    def _column_moved(self) -> None:
        super()._column_moved()
        self._take_section()

    def _shown_ids(self) -> Sequence[str]:
        return [id for id in super()._shown_ids() if "/" not in id]

    def _ids_from(self, id: str | None) -> Sequence[str]:
        return [one for one in super()._ids_from(id) if "/" not in one]

    def toggle_selection(self) -> None:
        """Select the record under the cursor, or no longer; other lines cannot be selected."""
        if "/" not in (self.cursor_id or "/"):
            super().toggle_selection()

    # Painting

    def _lay_out(self) -> None:
        super()._lay_out()
        width = self.size.width - 2
        whole = {kind: [one._replace(is_sign=False) for one in columns] for kind, columns in self._columns_of.items()}
        self._placed_of = {kind: laid_out(columns, width, GUTTER) for kind, columns in whole.items()}
        if not all(placed[:1] and placed[0].column.name == "id" for placed in self._placed_of.values()):
            without = {kind: [one for one in columns if one.name != "id"] for kind, columns in whole.items()}
            self._placed_of = {kind: laid_out(columns, width, GUTTER) for kind, columns in without.items()}  # titles stand below each other
        self._section, section = "", self._section
        self._placed = self._placed_of.get(section, ())
        self._take_section()

    def _painter_of(self, painter: Painter, kind: str) -> Painter:
        """The painter of a section, as long as the theme and the width stay."""
        if self._painters_for is not painter:
            self._painters_for, self._painters = painter, {}
        if kind not in self._painters:
            self._painters[kind] = Painter(palette_of(self.app), self._placed_of.get(kind, ()), self.size.width, self._id_length)
        return self._painters[kind]

    def _head_line(self, painter: Painter) -> Strip:
        column = self.cursor_column
        own = self._painter_of(painter, self._section)
        return self._cached(("head", self._section, column and column.name), lambda: own.head(column))

    def _row_line(self, painter: Painter, position: int, ground: str, at_cursor: bool) -> Strip:
        section, at = cast(SectionRows, self.view.table).at(position)
        if at >= len(section.rows):
            return self._cached((section.kind, "line", at, ground, section.lines), lambda: self._line(section, at, ground))
        row = section.rows[at]
        is_selected = section.table.id(row) in self.selection.ids
        column = self.cursor_column if at_cursor else None
        key = (section.kind, row, ground, is_selected, column and column.name)
        own = self._painter_of(painter, section.kind)
        return self._cached(key, lambda: own.row(section.table, row, ground, is_selected, column))

    def _line(self, section: Section, at: int, ground: str) -> Strip:
        """A line that is no record: its words, and at the right what Enter does there."""
        line, width, style = section.lines[at - len(section.rows)], self.size.width, palette_of(self.app).style
        is_here = ground != "background"
        room = max(1, width - GUTTER - 2)
        words = shortened(steady(line.text), room)
        hint = line.key if is_here and width_of(words) + 2 + width_of(line.key) <= room else ""
        gap = room - width_of(words) - width_of(hint)
        parts = [
            Segment(" ▸  " if is_here else " " * GUTTER, style("accent bold", ground)), Segment(words, style(line.role, ground)),
            Segment(" " * gap, style("text", ground)), Segment(hint, style("key", ground)),
        ]
        return Strip(tight(parts)).adjust_cell_length(width, style("text", ground))

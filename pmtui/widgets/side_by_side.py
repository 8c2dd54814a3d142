"""Records side by side: a column each, a row for each thing that is compared. The cursor stands in a cell, which can be edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.events import Click, Resize
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.widgets import glyphs
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.list_paint import tight
from pmtui.widgets.messages import Opened
from pmtui.widgets.palette import palette_of
from pmtui.widgets.record_cursor import RecordCursor
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.selection import Selection
from pmtui.widgets.side_by_side_view import GAP, LABEL, CellOf, SideCell, Sides, SideView, columns_in_sight, laid_out_sides
from pmtui.widgets.teaching import teaching_strip

HEAD = 2
"""Lines above the rows: the titles and a rule."""
TitleOf = Callable[[str, str], tuple[str, str]]
"""From kind and id to the title of a column and its colour role."""


class SideBySide(DirectLines, RecordCursor[SideView], ScrollView, can_focus=True):
    """Columns of wrapped cells; `move` goes through the rows, `move_across` through the records."""

    DEFAULT_CSS = """
    SideBySide { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; background: $background; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Nothing to compare; `set_view` brings it."""
        super().__init__(id=id, classes=classes)
        self.view = SideView()
        self.selection = Selection()
        self._column = self._row = self._first = 0
        self._cell_of: CellOf = lambda kind, id, row: SideCell((), "")
        self._title_of: TitleOf = lambda kind, id: ("", "text")
        self._empty: tuple[str, ...] = ()
        self._sides: Sides | None = None
        self._sides_for: tuple[object, ...] = ()

    def set_view(self, view: SideView, cell_of: CellOf, title_of: TitleOf, empty: Sequence[str] = ()) -> None:
        """Show other records, or the same anew; the cursor stays on its record and row.

        Args:
            view: The records and the rows.
            cell_of: What a record says of a row; asked for the columns in sight alone.
            title_of: What stands above a column.
            empty: What to say where there is nothing to compare.
        """
        here = self.cursor_id
        self.view, self._cell_of, self._title_of, self._empty = view, cell_of, title_of, tuple(empty)
        found = view.find(here) if here is not None else None
        self._column = max(0, min(self._column if found is None else found, len(view.columns) - 1))
        self._sides = None
        self._keep_selected(set(self.selected))
        self._settle()
        if here != self.cursor_id:
            self._post_cursor()

    # The cursor

    @property
    def cursor_id(self) -> str | None:
        """The id of the record under the cursor, or None."""
        return self.view.columns[self._column][1] if self.view.columns else None

    @property
    def cursor_index(self) -> int:
        """The column of the cursor, from 0."""
        return self._column

    @property
    def cursor_field(self) -> str:
        """The field that is edited in the cell under the cursor; empty where there is none."""
        if not self.view.columns:
            return ""
        kind, id = self.view.columns[self._column]
        return self._cell_of(kind, id, self.view.rows[self._row].name).field

    @property
    def _stops(self) -> int:
        return len(self.view.columns)

    @property
    def _height(self) -> int:
        return max(1, self.size.height - HEAD)

    def move_to(self, index: int) -> None:
        """Move to a column; outside means the nearest end."""
        before = self._column
        self._column = max(0, min(index, len(self.view.columns) - 1))
        if before != self._column:
            self._reach()
            self._settle()
            self._post_cursor()

    def move_to_id(self, id: str) -> bool:
        """Move the cursor to a record; False where it is not shown."""
        found = self.view.find(id)
        if found is not None:
            self.move_to(found)
        return found is not None

    def move_across(self, delta: int) -> None:
        """Move to the record at the right or at the left."""
        self.move_to(self._column + delta)

    def move(self, delta: int) -> None:
        """Move to another row; a cell that is higher than the screen is read to its end first."""
        sides = self._sides_now()
        end = sides.tops[self._row + 1] if self._row + 1 < len(sides.tops) else 0
        if delta > 0 and end > self._scroll + self._height and end - sides.tops[self._row] > self._height:
            self.half_page(1)
            return
        self._to_row(self._row + delta)

    def first(self) -> None:
        """Move to the first row."""
        self._to_row(0)

    def last(self) -> None:
        """Move to the last row."""
        self._to_row(len(self.view.rows) - 1)

    def half_page(self, direction: int) -> None:
        """Scroll by half a screen; the cursor comes along."""
        self._scroll_by(direction * max(1, self._height // 2))

    def page(self, direction: int) -> None:
        """Scroll by a screen; the cursor comes along."""
        self._scroll_by(direction * max(1, self._height - 1))

    def _scroll_by(self, lines: int) -> None:
        sides = self._sides_now()
        y = max(0, min(self._scroll + lines, sides.tops[-1] - self._height))
        if y == self._scroll:
            self._to_row(len(self.view.rows) - 1 if lines > 0 else 0)
            return
        self.scroll_to(y=y, animate=False, force=True)
        self._row = max(sides.row_at(y), min(self._row, sides.row_at(y + self._height - 1)))
        self.refresh()

    def _to_row(self, row: int) -> None:
        self._row = max(0, min(row, len(self.view.rows) - 1))
        self._settle()

    def _settle(self) -> None:
        """Bring the cursor into sight."""
        self.refresh()
        if not self.size.height or not self.view.columns:
            return
        sides = self._sides_now()
        set_height(self, sides.tops[-1] + HEAD)
        top, end = sides.tops[self._row], sides.tops[self._row + 1]
        y = min(max(self._scroll, end - self._height), top)
        if y != self._scroll:
            self.scroll_to(y=y, animate=False, force=True)

    def _shown_ids(self) -> Sequence[str]:
        return [id for _, id in self.view.columns]

    def _ids_from(self, id: str | None) -> Sequence[str]:
        start = self.view.find(id) if id is not None else None
        low, high = sorted((self._column if start is None else start, self._column))
        return [id for _, id in self.view.columns[low:high + 1]]

    def _refresh_cursor(self) -> None:
        self.refresh()

    @property
    def cursor_region(self) -> Region:
        """Where the first line of the cell under the cursor is on the screen."""
        sides = self._sides_now()
        at = sides.columns.index(self._column) if self._column in sides.columns else 0
        y = max(0, sides.tops[self._row] - self._scroll) + HEAD
        return Region(LABEL + at * (sides.size + GAP), y, sides.size, 1).translate(self.content_region.offset)

    # Painting

    def _sides_now(self) -> Sides:
        """The columns in sight, wrapped once as long as neither they nor the width change."""
        columns = columns_in_sight(self.view, self._width, self._column, self._first)
        of = (self.view, tuple(columns), self._width)
        if self._sides is None or self._sides_for != of:
            self._sides_for = of
            self._sides = laid_out_sides(self.view, columns, self._width, self._cell_of)
            self._first = next((at for at in columns if at >= self.view.fixed), 0)
        return self._sides

    @property
    def _width(self) -> int:
        return max(LABEL + 8, self.size.width - 2)  # the scrollbar and a blank

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        palette, width = palette_of(self.app), self.size.width
        if not self.view.columns:
            return teaching_strip(self._empty, y, self.size.height, width, palette)
        sides = self._sides_now()
        parts = self._head(sides) if y == 0 else [Segment("─" * (width - 1), palette.style("border"))] if y < HEAD else (
            self._body(sides, y - HEAD + self._scroll))
        return Strip(tight(parts)).crop(0, width).adjust_cell_length(width, palette.style())

    def _head(self, sides: Sides) -> list[Segment]:
        """The titles, and before them how many columns are out of sight at either side."""
        style = palette_of(self.app).style
        movable = [at for at in sides.columns if at >= self.view.fixed]
        before = movable[0] - min(self.view.fixed, len(sides.columns)) if movable and len(sides.columns) < len(self.view.columns) else 0
        after = len(self.view.columns) - 1 - sides.columns[-1]
        words = "  ".join([*([f"◂ {before}"] if before > 0 else []), *([f"{after} ▸"] if after > 0 else [])])
        parts = [Segment(f" {words}".ljust(LABEL), style("accent"))]
        for at in sides.columns:
            kind, id = self.view.columns[at]
            title, role = self._title_of(kind, id)
            mark = f"{glyphs.SELECTED} " if id in self.selection.ids else ""
            text = shortened(f"{mark}{steady(title)}", sides.size)
            here = " bold underline" if at == self._column else " bold"
            parts += [Segment(text, style(role + here)), Segment(" " * (sides.size - width_of(text) + GAP), style())]
        return parts

    def _body(self, sides: Sides, line: int) -> list[Segment]:
        """A line of the rows."""
        style = palette_of(self.app).style
        if line >= sides.tops[-1]:
            return []
        row = sides.row_at(line)
        at = line - sides.tops[row]
        if line == sides.tops[row + 1] - 1:
            is_last = row + 1 == len(self.view.rows)
            return [] if is_last else [Segment(" " * LABEL, style()), Segment("─" * (self._width - LABEL), style("border"))]
        is_here = row == self._row
        label = f" {self.view.rows[row].label}" if at == 0 else ""
        parts = [Segment(label.ljust(LABEL - GAP), style("accent bold" if is_here else "muted"))]
        for place, column in enumerate(sides.columns):
            lines = sides.cells[row][place]
            spans = lines[at] if at < len(lines) else ()
            is_cursor = is_here and column == self._column
            ground = self._ground(is_at_cursor=is_cursor)
            if ground == "background" and self.view.columns[column][1] in self.selection.ids:
                ground = "selected"
            is_marked = is_cursor and at == max(0, self._scroll - sides.tops[row])
            used = sum(width_of(one.text) for one in spans)
            parts += [Segment(" ", style()), Segment((glyphs.CURSOR if is_marked else "").ljust(GAP - 1), style("accent bold", ground)),
                      *(Segment(steady(one.text), style(one.role, ground)) for one in spans),
                      Segment(" " * max(0, sides.size - used), style("text", ground))]
        return parts

    # What happens to it

    def on_resize(self, event: Resize) -> None:
        """Wrap anew."""
        self._sides = None
        self._settle()

    def on_click(self, event: Click) -> None:
        """Move the cursor, or open with a double click."""
        offset = event.get_content_offset(self)
        if offset is None or not self.view.columns or offset.x < LABEL:
            return
        sides = self._sides_now()
        place = (offset.x - LABEL) // (sides.size + GAP)
        if place < len(sides.columns):
            self._row = sides.row_at(offset.y - HEAD + self._scroll) if offset.y >= HEAD else self._row
            self.move_to(sides.columns[place])
            self.refresh()
            if event.chain == 2:
                self.post_message(Opened(self, self.cursor_id))

"""The records that a search found: sign of the status, id, title with the typed letters marked, kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import overload

from rich.segment import Segment
from textual.strip import Strip

from pmtui.domain.change import Snapshot
from pmtui.domain.conflicts import CONFLICTS
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line
from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, graphemes, shortened, steady, width_of
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.matched import matched_letters
from pmtui.widgets.palette import Palette, palette_of
from pmtui.widgets.picker import PickList, PickRow
from pmtui.widgets.record_index import Hit

NEW = "+"
"""The sign of a row that makes something new."""
_ID = 8
_WIDE = 60
"""From this width on there is room for the kind at the right."""


class FoundRows(Sequence[PickRow]):
    """Rows for records, made when they come into view: the value is `kind id`, the detail the kind."""

    def __init__(self, snapshot: Snapshot, hits: Sequence[Hit], more: Sequence[PickRow] = ()) -> None:
        """The records that are found, and further rows behind them."""
        self._snapshot, self._hits, self._more = snapshot, hits, more

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._hits) + len(self._more)

    @overload
    def __getitem__(self, index: int) -> PickRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[PickRow]: ...
    def __getitem__(self, index: int | slice) -> PickRow | list[PickRow]:
        """The row at an index."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        if index >= len(self._hits):
            return self._more[index - len(self._hits)]
        return found_row(self._snapshot, self._hits[index])

    def place(self, value: str) -> int:
        """The index of the row with a value; the first one's where there is none such any more."""
        kind, _, id = value.partition(" ")
        if Hit(kind, id) in self._hits:
            return self._hits.index(Hit(kind, id))
        return next((at for at, row in enumerate(self._more, len(self._hits)) if row.value == value), 0)


def found_row(snapshot: Snapshot, hit: Hit) -> PickRow:
    """The row of a record."""
    table = snapshot.table(hit.kind)
    at = table.position(hit.id)
    if at is None:
        return PickRow(f"{hit.kind} {hit.id}", "(removed meanwhile)", hit.kind)
    title = one_line(str(table.column("title")[at] or "")) or "(no title)"
    handle = table.column("handle")[at] if hit.kind == "person" else None
    status = str(table.column("status")[at] or "") if table.kind.statuses else ""
    mark = f"{glyphs.CONFLICT} " if table.column(CONFLICTS)[at] else ""
    label = f"{mark}{title} @{handle}" if handle else f"{mark}{title}"
    return PickRow(f"{hit.kind} {hit.id}", label, hit.kind, status_glyph(status) if status else " ", status_role(status))


def hit_of(row: PickRow) -> Hit:
    """The record of a row."""
    kind, _, id = row.value.partition(" ")
    return Hit(kind, id)


class FoundList(PickList):
    """The rows, with a cursor.

    Attributes:
        partly: The values of rows that some of the records have and others do not: marked by halves.
    """

    def __init__(self, id_length: Callable[[str], int]) -> None:
        """An empty list.

        Args:
            id_length: How many characters tell an id from all others.
        """
        super().__init__()
        self.partly: Collection[str] = ()
        self.is_searching = False
        self._id_length = id_length

    def render_line(self, y: int) -> Strip:
        """One row."""
        palette, width = palette_of(self.app), self.size.width
        at = y + int(self.scroll_offset.y)
        if at >= len(self.rows):
            blank = "   nothing matches" if self._words.strip() else "   there are none yet"
            text = "" if self.rows or y or self.is_searching else blank
            return Strip([Segment(fitted(text, width), palette.style("muted", "surface"))], width)
        row, ground = self.rows[at], "cursor" if at == self.cursor_index else "surface"
        mark = glyphs.SELECTED if row.value in self.marked else "◐" if row.value in self.partly else " "
        return self._painted(row, mark, ground, width, palette)

    def _painted(self, row: PickRow, mark: str, ground: str, width: int, palette: Palette) -> Strip:
        style = palette.style
        is_record = " " in row.value
        hit = hit_of(row)
        id = SCHEMA[hit.kind].shown_id(hit.id, self._id_length(hit.id)) if is_record else ""
        detail = f" {shortened(steady(row.detail), 12).rjust(12)} " if width >= _WIDE or not is_record else " "
        parts = [
            Segment(f" {glyphs.CURSOR if ground == 'cursor' else ' '}", style("accent bold", ground)),
            Segment(f"{mark} ", style("success", ground)), Segment(f"{row.glyph or ' '} ", style(row.role, ground)),
        ]
        if is_record:
            parts.append(Segment(fitted(id, _ID) + " ", style("id", ground)))
        room = max(1, width - sum(width_of(one.text) for one in parts) - width_of(detail) - 1)
        parts += self._title(shortened(steady(row.label), room), room, ground, palette)
        parts.append(Segment(detail, style("muted", ground)))
        return Strip(parts).crop(0, width).adjust_cell_length(width, style("text", ground))

    def _title(self, label: str, room: int, ground: str, palette: Palette) -> list[Segment]:
        """A title in so many cells, the letters that were typed standing out."""
        marked = matched_letters(label, self._words)
        plain = palette.style("text bold" if ground == "cursor" else "text", ground)
        strong = palette.style("accent bold underline", ground)
        contested = palette.style("conflict", ground)
        parts, at = [], 0
        for one in graphemes(label):
            parts.append(Segment(one, strong if at in marked else contested if one == glyphs.CONFLICT and not at else plain))
            at += len(one)
        return [*Segment.simplify(parts), Segment(" " * max(0, room - width_of(label)), plain)]

"""Rows to pick from, painted line by line, with a cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.events import Click
from textual.strip import Strip

from pmtui.domain.text import folded
from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, shortened, steady, width_of, wrapped
from pmtui.widgets.cursor_list import CursorList
from pmtui.widgets.palette import Palette, palette_of
from pmtui.widgets.scrolling import set_height


class PickRow(NamedTuple):
    """One thing to pick.

    Attributes:
        value: What it stands for: an id, a choice.
        label: What people read and search.
        detail: Shown at the right and searched too.
        glyph: One cell before the label.
        role: The glyph's colour role.
        is_idle: Whether it does nothing now, and is shown so.
    """

    value: str
    label: str
    detail: str = ""
    glyph: str = ""
    role: str = "text"
    is_idle: bool = False


def paint_row(row: PickRow, words: str, width: int, palette: Palette, ground: str, is_marked: bool) -> Strip:
    """A row with its sign, its label in which the typed word stands out, and its detail.

    Args:
        row: What it says.
        words: What was typed.
        width: Cells of the line.
        palette: The styles.
        ground: surface, or cursor where the cursor is.
        is_marked: Whether it has been marked, where several can be.
    """
    style = palette.style
    sign = f"{row.glyph} " if row.glyph else ""
    beside = width - width_of(row.label) - width_of(sign) - 9  # what the label leaves
    detail = shortened(steady(row.detail), max(width // 3, beside))
    room = max(1, width - width_of(detail) - width_of(sign) - 7)  # the last cell is the scrollbar's
    label = fitted(row.label, room)
    parts = [
        Segment(f" {glyphs.CURSOR if ground == 'cursor' else ' '}", style("accent bold", ground)),
        Segment(f"{glyphs.SELECTED if is_marked else ' '} ", style("success", ground)), Segment(sign, style(row.role, ground)),
    ]
    word = folded(words).split()[0] if words.split() else ""
    at = folded(label).find(word) if word and len(folded(label)) == len(label) else -1
    plain = style("muted" if row.is_idle else "text bold" if ground == "cursor" else "text", ground)
    if at < 0:
        parts.append(Segment(label, plain))
    else:
        end = at + len(word)
        parts += [Segment(label[:at], plain), Segment(label[at:end], style("accent bold", ground)), Segment(label[end:], plain)]
    parts += [Segment(f" {detail} ", style("muted", ground))]
    return Strip(parts).crop(0, width).adjust_cell_length(width, style("text", ground))


class PickList(CursorList, can_focus=False):
    """The rows that match, with a cursor."""

    def __init__(self) -> None:
        """An empty list."""
        super().__init__()
        self.rows: Sequence[PickRow] = ()
        self.marked: set[str] = set()
        self.blank = "nothing matches"
        self.blank_role = "muted"
        self._words = ""

    def show(self, rows: Sequence[PickRow], words: str, cursor: int = 0) -> None:
        """Show rows that match some words."""
        self.rows, self._words = rows, words
        self._cursor = max(0, min(cursor, len(rows) - 1))
        set_height(self, len(rows))
        self.scroll_to(y=max(0, self._cursor - self._height + 2), animate=False, force=True)
        self.refresh()

    @property
    def cursor_row(self) -> PickRow | None:
        """The row under the cursor, or None in an empty list."""
        return self.rows[self._cursor] if self._cursor < len(self.rows) else None

    @property
    def _stops(self) -> int:
        return len(self.rows)

    def pointed(self, index: int, event: Click) -> None:
        """Leave it to the dialog what a click means: there it picks."""

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.move_to(self._cursor)

    def render_line(self, y: int) -> Strip:
        """One row."""
        palette, width = palette_of(self.app), self.size.width
        at = y + int(self.scroll_offset.y)
        if at >= len(self.rows):
            lines = wrapped(self.blank, width - 6) if not self.rows else []
            text = f"   {lines[y]}" if y < len(lines) else ""
            return Strip([Segment(fitted(text, width), palette.style(self.blank_role, "surface"))], width)
        row = self.rows[at]
        return paint_row(row, self._words, width, palette, "cursor" if at == self._cursor else "surface", row.value in self.marked)

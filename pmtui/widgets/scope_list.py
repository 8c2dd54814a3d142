"""The items of a milestone with its scope line between them."""

from __future__ import annotations

from typing import ClassVar

from textual.events import Click

from pmtui.domain.amounts import amount_words
from pmtui.domain.scope_line import Scope
from pmtui.domain.text import counted
from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.cursor_list import CursorList
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_SIDE = 10
"""Cells for the points and what becomes of an item."""


class ScopeList(CursorList):
    """Open items in the team's order; the line stands between two of them, and is no place for the cursor.

    Attributes:
        at: How many items stand above the line.
    """

    DRAG: ClassVar[str] = "─"

    def __init__(self, scope: Scope) -> None:
        """The scope as it is."""
        super().__init__()
        self.scope, self.at = scope, scope.line
        self._cursor = max(0, scope.line - 1)

    @property
    def _stops(self) -> int:
        return len(self.scope.rows)

    @property
    def line_count(self) -> int:
        """The items and the line."""
        return len(self.scope.rows) + 1

    def lines_of(self, index: int) -> range:
        """Behind the line, an item stands one lower."""
        y = index if index < self.at else index + 1
        return range(y, y + 1)

    def place_at(self, y: int) -> int | None:
        """The item at a line of the list; None on the scope line."""
        if y == self.at or not 0 <= y < self.line_count:
            return None
        return y if y < self.at else y - 1

    def drag(self, to: int) -> None:
        """Put the line below so many items; the cursor goes along, to the last item above it."""
        self.at = max(0, min(to, len(self.scope.rows)))
        self._cursor = max(0, min(self.at - 1, len(self.scope.rows) - 1))
        self.lay_out()

    def in_sight(self, index: int) -> range:
        """Around the line both neighbours are in sight."""
        lines = self.lines_of(index)
        return range(max(0, lines.start - 1), min(self.line_count, lines.stop + (2 if abs(index - self.at) <= 1 else 0)))

    def pointed(self, index: int, event: Click) -> None:
        """A click moves the cursor; a double click puts the line below it."""
        self.move_to(index)
        if event.chain == 2:
            self.drag(index + 1)

    def line(self, y: int, width: int) -> Line:
        """An item: its title, its points and what becomes of it; or the line."""
        if y == self.at:
            rows = self.scope.rows[:self.at]
            points = sum(one.points or 0 for one in rows)
            count = counted(len(rows), "item")
            words = f"── scope · {count} " + (f"· {amount_words(points)} pts " if points else "")
            return (Span(words + self.DRAG * max(0, width - width_of(words)), "accent"),)
        index = y if y < self.at else y - 1
        row = self.scope.rows[index]
        is_out, is_taken = index >= self.at and row.is_in, index < self.at and not row.is_in
        mark, role = ("− ", "error") if is_out else ("+ ", "success") if is_taken else ("  ", "muted")
        side = "" if row.points is None else f"{amount_words(row.points)} pts"
        title = shortened(steady(row.title), max(4, width - _SIDE - 4))
        title_role = "text" if index < self.at else "warning" if is_out else "muted"
        gap = " " * max(1, width - 4 - width_of(title) - len(side))
        return (
            Span(mark, role), Span(f"{status_glyph(row.status)} ", status_role(row.status)), Span(title, title_role), Span(gap),
            Span(side, "muted"),
        )

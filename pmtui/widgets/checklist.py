"""A checklist: criteria one below the other, ticked or not, with a cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.events import Resize
from textual.message import Message

from pmtui.widgets import glyphs
from pmtui.widgets.cursor_list import CursorList
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

_UNKNOWN = 999
"""Cells of a line before the list has a size."""
_MARKS = 3
"""Cells at the left of a line and the blank at its right."""


class Checklist(CursorList):
    """The criteria of one item, each with the lines that it needs.

    Attributes:
        entries: The criteria in their order.
    """

    class Wrapped(Message):
        """The criteria were wrapped to another width, and may need another height."""

    def __init__(self) -> None:
        """An empty list."""
        super().__init__()
        self.entries: Sequence[Mapping[str, Any]] = ()
        self._lines: list[tuple[int, Line]] = []
        self._places: list[range] = []

    def show(self, entries: Sequence[Mapping[str, Any]], cursor_id: str = "") -> None:
        """Show other criteria; the cursor goes to one by its id, else it stays where it is."""
        self.entries = entries
        found = next((at for at, one in enumerate(entries) if cursor_id and one.get("id") == cursor_id), self._cursor)
        self._cursor = max(0, min(found, len(entries) - 1))
        self._fill()

    @property
    def entry(self) -> Mapping[str, Any] | None:
        """The criterion under the cursor."""
        return self.entries[self._cursor] if self.entries else None

    def _fill(self) -> None:
        width = max(8, self.size.width - _MARKS) if self.size.width else _UNKNOWN
        self._lines, self._places = [], []
        for at, one in enumerate(self.entries):
            is_done = one.get("done") is True
            mark = Span(f"{glyphs.DONE if is_done else glyphs.OPEN} ", "success" if is_done else "muted")
            words = [Span(str(one.get("text") or "(blank)"), "muted" if is_done else "text")]
            lines = wrapped_spans(words, width, (mark,), "  ")
            self._places.append(range(len(self._lines), len(self._lines) + len(lines)))
            self._lines += [(at, line) for line in lines]
        self.lay_out()

    @property
    def _stops(self) -> int:
        return len(self._places)

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def lines_of(self, index: int) -> range:
        """The lines of a criterion."""
        return self._places[index]

    def place_at(self, y: int) -> int | None:
        """The criterion that a line belongs to."""
        return self._lines[y][0] if 0 <= y < len(self._lines) else None

    def line(self, y: int, width: int) -> Line:
        """One line."""
        return self._lines[y][1]

    def on_resize(self, event: Resize) -> None:
        """Wrap anew."""
        self._fill()
        self.post_message(self.Wrapped())

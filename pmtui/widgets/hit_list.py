"""The hits of a find and replace: each line as it is, and below it as it would be, with what changes marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.events import Click

from pmtui.domain.replacing import Hit
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.cursor_list import CursorList
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_EACH = 2
"""Lines of one hit."""
_BEFORE = 12
"""So many characters stand before the first place in a line that is too long."""
_ID = 7
_MARKS = 3
"""Cells at the left of a hit in which a click toggles it."""


class HitList(CursorList):
    """Hits with a cursor; each is chosen or not.

    Attributes:
        hits: All of them.
        left: Those that are not chosen, each by id and line.
    """

    def __init__(self, short_id: Callable[[str], str]) -> None:
        """An empty list; `short_id` is what people call a record."""
        super().__init__()
        self._short_id = short_id
        self.hits: Sequence[Hit] = ()
        self.left: set[tuple[str, int]] = set()

    def show(self, hits: Sequence[Hit]) -> None:
        """Show other hits; what was not chosen stays so."""
        self.hits = hits
        self.lay_out()

    @property
    def _stops(self) -> int:
        return len(self.hits)

    @property
    def _height(self) -> int:
        return max(1, self.size.height // _EACH)

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return len(self.hits) * _EACH

    def lines_of(self, index: int) -> range:
        """The lines of a hit."""
        return range(index * _EACH, (index + 1) * _EACH)

    def place_at(self, y: int) -> int | None:
        """The hit that a line belongs to."""
        return super().place_at(y // _EACH)

    @property
    def is_cursor_shown(self) -> bool:
        """Whether the cursor is seen: while the list has the focus."""
        return self.has_focus

    @property
    def chosen(self) -> list[Hit]:
        """The hits that are chosen."""
        return [hit for hit in self.hits if (hit.id, hit.line) not in self.left]

    def toggle(self) -> None:
        """Choose the hit under the cursor, or no longer; then go on."""
        if self.hits:
            hit = self.hits[self.cursor_index]
            self.left ^= {(hit.id, hit.line)}
            self.move(1)

    def toggle_all(self) -> None:
        """Choose all, or none where all are chosen."""
        every = {(hit.id, hit.line) for hit in self.hits}
        self.left = set() if every & self.left else every
        self.refresh()

    def pointed(self, index: int, event: Click) -> None:
        """Put the cursor on a hit; on its mark, toggle it."""
        self.move_to(index)
        if event.x < _MARKS:
            self.toggle()

    def line(self, y: int, width: int) -> Line:
        """A hit as it is, or as it would be."""
        at, part = divmod(y, _EACH)
        hit = self.hits[at]
        is_on = (hit.id, hit.line) not in self.left
        room = width - _ID - 1
        if part == 0:
            head = [Span("● " if is_on else "○ ", "success" if is_on else "muted")]
            head.append(Span(shortened(self._short_id(hit.id), _ID - 1).ljust(_ID), "id"))
            return (*head, *marked(hit.old, hit.spans, room, "muted", "error strike" if is_on else "faint"))
        before = Span(" " * (_ID + 2))
        return (before, *(marked(hit.new, hit.new_spans, room, "text", "success bold") if is_on else [Span("stays as it is", "faint")]))


def marked(text: str, places: Sequence[tuple[int, int]], width: int, role: str, mark: str) -> list[Span]:
    """A line with some places marked, cut so that the first of them is in sight."""
    first = places[0][0] if places else 0
    skip = max(0, first - _BEFORE) if width_of(text) > width and first > width - _BEFORE else 0
    spans: list[Span] = [Span("…", "faint")] if skip else []
    at = skip
    for start, end in places:
        spans += [Span(text[at:start], role), Span(text[start:end], mark)] if start >= at else []
        at = max(at, end)
    spans.append(Span(text[at:], role))
    return _cut(spans, width)


def _cut(spans: Sequence[Span], width: int) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if width_of(span.text) > width:
            return [*kept, Span(shortened(span.text, width), span.role)] if width > 0 else kept
        kept.append(span)
        width -= width_of(span.text)
    return kept

"""How the cards and headings of a board are painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment

from pmtui.widgets import glyphs
from pmtui.widgets.board_view import Card, Lane, Swimlane
from pmtui.widgets.cells import cut, shortened, steady, width_of, wrapped
from pmtui.widgets.palette import Palette

_WORD = 6
"""A word is shown from so many cells on."""


def title_lines(title: str, width: int) -> tuple[str, str]:
    """A title in two lines; an ellipsis where it needs more."""
    lines = wrapped(title, width)
    if len(lines) < 2:
        return lines[0], ""
    second = " ".join(lines[1:])
    return lines[0], shortened(second, width)


class CardPainter:
    """Paints the parts of one board at one width, with one theme."""

    def __init__(self, palette: Palette, width: int, id_length: Callable[[str], int] | None) -> None:
        """Take what all cards have in common.

        Args:
            palette: The styles.
            width: Cells of a lane, its gap included.
            id_length: How many characters tell an id from all others.
        """
        self._palette = palette
        self._width = width
        self._inner = max(4, width - 5)
        self._id_length = id_length

    def head(self, lane: Lane, is_current: bool) -> list[Segment]:
        """The heading of a lane, with the number of its cards."""
        style = self._palette.style
        role = f"{lane.role} bold underline" if is_current else f"{lane.role} bold"
        count = f" {len(lane.rows)}" if lane.limit is None or lane.held != len(lane.rows) else ""
        if lane.limit is not None:
            count += f"{' of' if count else ''} {glyphs.FAULT + ' ' if lane.is_over else ''}{lane.held}/{lane.limit}"
        room = self._width - 3 - width_of(count)
        title = shortened(steady(lane.title), max(1, room))
        detail = steady(lane.detail) if width_of(title) + width_of(steady(lane.detail)) + 1 <= room else ""
        parts = [Segment("  ", style()), Segment(title, style(role)), Segment(count, style("warning bold" if lane.is_over else "muted"))]
        return self._filled(parts, [Segment(f"{detail} ", style("faint"))], "background")

    def swimlane(self, band: Swimlane, width: int) -> list[Segment]:
        """The heading of a swimlane, across all lanes."""
        style = self._palette.style
        detail = shortened(steady(band.detail), width // 2)
        title = shortened(steady(band.title), max(1, width - width_of(detail) - 7))
        rule = max(0, width - width_of(title) - width_of(detail) - 6)
        return [Segment("  ", style()), Segment(title, style("heading bold")), Segment(f" {'─' * rule} ", style("border")),
                Segment(f"{detail} ", style("muted"))]

    def card(self, id: str, card: Card, line: int, ground: str, is_selected: bool) -> list[Segment]:
        """One line of a card.

        Args:
            id: The record's id.
            card: What it says.
            line: 0 and 1 are the title, 2 the facts, 3 is blank.
            ground: background, cursor or cursor-blurred.
            is_selected: Whether it carries the mark of the selection.
        """
        at_cursor = ground != "background"
        if not at_cursor:
            ground = "selected" if is_selected else "surface"
        if line == 3:
            return self.blank()
        style = self._palette.style
        edge = glyphs.CURSOR if at_cursor and line == 0 else glyphs.SELECTED if is_selected and line == int(at_cursor) else " "
        mark = Segment(f" {edge} ", style("success" if edge == glyphs.SELECTED else "accent bold", ground))
        if line < 2:
            text = title_lines(card.title, self._inner)[line]
            return self._filled([mark, Segment(text, style("text bold" if at_cursor else "text", ground))], [], ground)
        length = min(5, self._id_length(id) if self._id_length is not None else 0)
        parts = [mark, Segment(id[:length], style("accent", ground)), Segment(id[length:5] + " ", style("faint", ground))]
        end = Segment(" ", style("text", ground))
        return self._filled([*parts, *self._facts(card.left, ground)], [*self._facts(card.right, ground), end], ground)

    def blank(self) -> list[Segment]:
        """A line of a lane without a card."""
        return [Segment(" " * self._width, self._palette.style())]

    def empty(self, is_current: bool) -> list[Segment]:
        """What stands in a lane without cards; the cursor may be there."""
        style = self._palette.style
        mark = Segment(f" {glyphs.CURSOR if is_current else ' '} ", style("accent bold"))
        return self._filled([mark, Segment("nothing here", style("faint"))], [], "background")

    def _facts(self, facts: Sequence[tuple[str, str]], ground: str) -> list[Segment]:
        return [Segment(steady(text), self._palette.style(role, ground)) for text, role in facts]

    def _filled(self, left: list[Segment], right: list[Segment], ground: str) -> list[Segment]:
        """Parts at both ends of a lane, and the gap to the next lane; left what finds room, figures whole or not at all."""
        style = self._palette.style
        room = self._width - 1 - sum(width_of(one.text) for one in right)
        most = room - 1 if any(one.text.strip() for one in right) else room
        parts: list[Segment] = []
        for one in left:
            text = one.text
            if width_of(text) > most:
                text = shortened(text, most) if most >= _WORD and text.strip()[:1].isalpha() else cut(text, most) if not parts else ""
                most = 0
            most -= width_of(text)
            room -= width_of(text)
            parts.append(Segment(text, one.style))
        return [*parts, Segment(" " * max(0, room), style("text", ground)), *right, Segment(" ", style())]

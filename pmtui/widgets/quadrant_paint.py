"""How the cells, headings and axes of a map of quadrants are painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rich.segment import Segment

from pmtui.widgets import glyphs
from pmtui.widgets.cells import cut, fitted, shortened, steady, width_of, wrapped
from pmtui.widgets.one_line import Span
from pmtui.widgets.palette import Palette
from pmtui.widgets.quadrant_axes import MIDDLE, STEPS, Axes
from pmtui.widgets.quadrant_view import LEFT, OUTSIDE, UNPLACED, Band, Cell, Grid, MapView

_MARKS = 3
"""Cells before a label: the cursor's or the selection's mark, the sign of the status, a blank."""
_END = 1
"""Blank cells behind it, so that it does not touch the wall."""
_ID = 4
"""The most characters of an id that a label shows."""


class MapLabel(NamedTuple):
    """What stands in a cell for one record.

    Attributes:
        title: In as many lines as there is room for.
        glyph: One cell: the sign of its status.
        glyph_role: Its colour role.
        role: The colour role of the title.
    """

    title: str
    glyph: str = "·"
    glyph_role: str = "text"
    role: str = "text"


LabelOf = Callable[[Any, int], MapLabel]
"""From table and position to a label."""


class MapPainter:
    """Paints the parts of one map at one size, with one theme."""

    def __init__(self, palette: Palette, axes: Axes, view: MapView, grid: Grid, id_length: Callable[[str], int] | None) -> None:
        """Take what all parts have in common."""
        self._axes = axes
        self._palette = palette
        self._view = view
        self._grid = grid
        self._id_length = id_length

    def heading(self, is_upper: bool, cursor: Cell | None) -> list[Segment]:
        """The line above the upper or the lower quadrants: their names, how many they hold, and a rule."""
        style = self._palette.style
        here = None if cursor is None or cursor == OUTSIDE else (cursor[1] >= MIDDLE, cursor[0] > MIDDLE)
        parts = [Segment(" " * LEFT, style())]
        for is_right in (False, True):
            columns = [one for one in self._grid.columns if one.value != UNPLACED and (one.value > MIDDLE) == is_right]
            width = columns[-1].start + columns[-1].size - columns[0].start
            name, role = self._axes.quadrants[is_upper, is_right]
            count = self._view.quadrant_count(is_upper, is_right)
            look = f"{role} bold" + " underline" * (here == (is_upper, is_right))
            parts += [Segment(" ", style())] * is_right + self._ruled(name, look, str(count), width - is_right)
            parts.append(Segment(" " if is_right else "┬" if is_upper else "┼", style("border")))
        return parts

    def _ruled(self, name: str, role: str, count: str, width: int) -> list[Segment]:
        style = self._palette.style
        name = shortened(name, max(1, width - width_of(count) - 2))
        rule = max(0, width - width_of(name) - width_of(count) - 2)
        return _cut([Segment(name, style(role)), Segment(f" {count} ", style("muted")), Segment("─" * rule, style("border"))], width)

    def aside_heading(self, width: int) -> list[Segment]:
        """The heading of the records without a place."""
        count = str(len(self._view.cells.get(OUTSIDE, ())))
        return [*self._ruled(self._axes.aside, "heading", count, width - 1), Segment(" ", self._palette.style())]

    def axis(self) -> list[Segment]:
        """The values across, below their columns."""
        style = self._palette.style
        parts = [Segment(" " * LEFT, style())]
        for one in self._grid.columns:
            if one.value == UNPLACED:
                continue
            step, meant = self._axes.steps[one.value - 1], self._axes.words.get(one.value, "")
            words = f" {meant}" if one.size > 1 + len(step) + len(meant) else ""
            parts += [Segment(fitted(f" {step}", min(one.size, len(step) + 1)), style("muted")),
                      Segment(fitted(words, max(0, one.size - len(step) - 1)), style("faint"))]
            parts.append(Segment("┴" if one.value == MIDDLE else " ", style("border")))
        return parts

    def legend(self, signs: Sequence[Span], fault: str, width: int) -> list[Segment]:
        """What the axes are and what the signs mean; what is wrong instead, if something is."""
        style = self._palette.style
        parts = [Segment(f" {self._axes.up} ", style("muted")), Segment("↑", style("accent")),
                 Segment(f"   {self._axes.across} ", style("muted")), Segment("→", style("accent"))]
        if fault:
            return [*parts, Segment(f"   {glyphs.FAULT} {fault}", style("error"))]
        room = width - sum(one.cell_length for one in parts) - 2
        kept: list[Segment] = []
        for text, role in signs:
            if width_of(text) + 3 > room:
                break
            room -= width_of(text) + 3
            kept.append(Segment(f"   {text}", style(role)))
        return [*parts, Segment(" " * max(0, room), style()), *kept]

    def edge(self, row: Band, line: int) -> list[Segment]:
        """What stands at the left of a row: its value upwards."""
        text = f" {row.value} " if line == row.start else ""
        return [Segment(fitted(text, LEFT), self._palette.style("muted"))]

    def wall(self, across: int) -> Segment:
        """The gap behind a column: a wall between left and right, a faint line between other columns."""
        if across == MIDDLE:
            return Segment("│", self._palette.style("border"))
        return Segment("┊" if across in STEPS[:-1] else " ", self._palette.style("border"))

    def label(
        self, id: str, label: MapLabel, line: int, width: int, lines: int, ground: str, is_selected: bool, hidden: int = 0,
    ) -> list[Segment]:
        """One line of a label.

        Args:
            id: The record's id.
            label: What it says.
            line: Which line of the label, from 0.
            width: Cells.
            lines: How many lines the label has.
            ground: background, cursor or cursor-blurred.
            is_selected: Whether it carries the mark of the selection.
            hidden: How many more records the cell holds than it can show, told at the end of this line.
        """
        at_cursor = ground != "background"
        if is_selected and not at_cursor:
            ground = "selected"
        style = self._palette.style
        more = f" +{hidden}" if hidden else ""
        room = max(1, width - _MARKS - width_of(more) - _END)
        length = min(_ID, self._id_length(id) if self._id_length is not None else 3)
        short = id[:length]
        texts = _lines_of(f"{short} {steady(label.title)}", room, lines)
        text = fitted(texts[line] if line < len(texts) else "", room)
        mark = glyphs.CURSOR if at_cursor else glyphs.SELECTED if is_selected else " "
        if line:
            mark = glyphs.SELECTED if at_cursor and is_selected and line == 1 else " "
        parts = [Segment(mark, style("success" if mark == glyphs.SELECTED else "accent bold", ground)),
                 Segment(f"{label.glyph if not line else ' '} ", style(label.glyph_role, ground))]
        if not line:
            shown = cut(text, min(len(short), room))
            parts.append(Segment(shown, style("accent", ground)))
            text = text[len(shown):]
        parts += [Segment(text, style(f"{label.role} bold" if at_cursor else label.role, ground)),
                  Segment(f"{more}{' ' * _END}", style("warning", ground))]
        return parts if sum(one.cell_length for one in parts) == width else _cut(parts, width)


def _lines_of(text: str, width: int, lines: int) -> list[str]:
    """A text in at most so many lines; an ellipsis where it needs more."""
    found = wrapped(text, width)
    if len(found) <= lines:
        return found
    return [*found[:lines - 1], shortened(" ".join(found[lines - 1:]), width)]


def _cut(parts: Sequence[Segment], width: int) -> list[Segment]:
    kept: list[Segment] = []
    for text, style, _ in parts:
        text = cut(text, width)
        width -= width_of(text)
        kept.append(Segment(text, style))
    return kept

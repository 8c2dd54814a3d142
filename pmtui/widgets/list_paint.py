"""How the lines of a list are painted: pure functions of what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.strip import Strip

from pmtui.domain.table import Fault
from pmtui.widgets import glyphs
from pmtui.widgets.cells import cut, fitted, shortened, steady, width_of
from pmtui.widgets.list_view import GAP, Group, ListColumn, Placed, Positions
from pmtui.widgets.palette import Palette
from pmtui.widgets.teaching import teaching_strip

FOLDED, UNFOLDED = "▹", "▿"
"""The signs of a group whose records are hidden, and of one whose records are shown."""
GUTTER = 4
"""Cells at the left: a blank, the cursor's mark, the selection's mark, a blank."""


def tight(parts: Sequence[Segment]) -> list[Segment]:
    """The same picture in fewer segments: blanks go with a neighbour on the same ground. Over ssh every byte counts."""
    found: list[Segment] = []
    for part in parts:
        text, style, _ = part
        if found and text and style is not None:
            before, other, _ = found[-1]
            alike = other == style
            if not alike and other is not None and other.bgcolor == style.bgcolor and other.reverse == style.reverse:
                if text.isspace() and not (style.underline or other.underline):
                    found[-1] = Segment(before + text, other)
                    continue
                alike = before.isspace() and not (style.underline or other.underline)
            if alike:
                found[-1] = Segment(before + text, style)
                continue
        if text:
            found.append(part)
    return found


class Painter:
    """Paints the lines of one list at one width, with one theme."""

    def __init__(
        self, palette: Palette, placed: Sequence[Placed], width: int, id_length: Callable[[str], int] | None = None,
    ) -> None:
        """Take what all lines have in common; the lengths of ids are asked for once."""
        self._palette = palette
        self._placed = placed
        self._width = width
        self._id_length = id_length
        self._lengths: dict[str, int] = {}

    def head(self, column: ListColumn | None) -> Strip:
        """The headings; that of the column under the cursor stands out."""
        style = self._palette.style
        parts = [Segment(" " * GUTTER, style("muted"))]
        for one in self._placed:
            role = "accent bold underline" if one.column is column else "muted"
            title = one.column.title[:1] if one.width == 1 else shortened(steady(one.column.title), one.width)
            room = one.width - width_of(title)
            left = room if one.column.align == "right" else room // 2 if one.column.align == "center" else 0
            parts += [Segment(" " * left, style("muted")), Segment(title, style(role)),
                      Segment(" " * (room - left + GAP), style("muted"))]
        return self._line(parts, "background")

    def row(self, table: Positions, position: int, ground: str, is_selected: bool, column: ListColumn | None) -> Strip:
        """One record.

        Args:
            table: Where it is.
            position: Its position there.
            ground: background, cursor or cursor-blurred.
            is_selected: Whether it carries the mark of the selection.
            column: The column under the cursor, on the cursor's row.
        """
        at_cursor = ground != "background"
        if is_selected and not at_cursor:
            ground = "selected"
        style = self._palette.style
        parts = self._marks(at_cursor, is_selected, ground)
        gap = " " * GAP  # in the same segment as the cell where that shows no difference: fewer bytes to send
        for one in self._placed:
            text, role = one.column.text(table, position)
            if one.column is column and ground == "cursor":
                parts += self._cell(text, role, one, "cell")
                parts.append(Segment(gap, style("text", ground)))
                continue
            if at_cursor and not one.column.width:
                role += " bold"
            parts += self._cell(text, role, one, ground, gap)
        return self._line(parts, ground)

    def fault(self, fault: Fault, ground: str) -> Strip:
        """A file that could not be read: its sign, its path and the reason."""
        style = self._palette.style
        room = self._width - GUTTER - 4
        path = shortened(steady(fault.path), max(8, room // 2))
        reason = shortened(steady(fault.reason), max(0, room - width_of(path) - 2))
        return self._line([
            *self._marks(ground != "background", False, ground), Segment(f"{glyphs.FAULT} ", style("error", ground)),
            Segment(path, style("error", ground)), Segment("  ", style("text", ground)), Segment(reason, style("text", ground)),
        ], ground)

    def group(self, group: Group, ground: str = "background") -> Strip:
        """A header row: whether it is folded, its title, a rule and the detail at the right."""
        style = self._palette.style
        mark = glyphs.CURSOR if ground != "background" else " "
        fold = (f"{FOLDED} " if group.is_folded else f"{UNFOLDED} ") if group.key else ""
        detail = shortened(steady(group.detail), self._width // 2)
        title = shortened(steady(group.title), max(1, self._width - width_of(detail) - 9 - len(fold)))
        rule = self._width - width_of(title) - width_of(detail) - 7 - len(fold)
        return self._line([
            Segment(f" {mark}", style("accent bold", ground)), Segment(fold, style("accent" if group.is_folded else "faint", ground)),
            Segment(title, style(f"{group.role} bold", ground)), Segment(f" {'─' * max(0, rule)} ", style("border", ground)),
            Segment(detail, style("muted", ground)),
        ], ground)

    def teaching(self, lines: Sequence[str], y: int, height: int) -> Strip:
        """A line of the text that stands in an empty list; the first is the heading."""
        return teaching_strip(lines, y, height, self._width, self._palette)

    def blank(self) -> Strip:
        """A line below the last."""
        return Strip([Segment(" " * self._width, self._palette.style())], self._width)

    def _marks(self, at_cursor: bool, is_selected: bool, ground: str) -> list[Segment]:
        style = self._palette.style
        if not at_cursor and not is_selected:
            return [Segment(" " * GUTTER, style("text", ground))]
        return [
            Segment(f" {glyphs.CURSOR if at_cursor else ' '}", style("accent bold", ground)),
            Segment(f"{glyphs.SELECTED if is_selected else ' '} ", style("success", ground)),
        ]

    def _cell(self, text: str, role: str, placed: Placed, ground: str, gap: str = "") -> list[Segment]:
        if role == "id":
            return self._id(text, placed.width, ground, gap)
        if placed.width == 1 and placed.column.is_sign:
            text = text.partition(" ")[0]
        return [Segment(fitted(text, placed.width, placed.column.align, is_cell=True) + gap, self._palette.style(role, ground))]

    def _id(self, id: str, width: int, ground: str, gap: str) -> list[Segment]:
        length = self._lengths.get(id)
        if length is None:
            length = self._lengths[id] = self._id_length(id) if self._id_length is not None else 0
        shown = fitted(cut(id, width), width)
        style = self._palette.style
        return [Segment(shown[:length], style("accent", ground)), Segment(shown[length:] + gap, style("faint", ground))]

    def _line(self, parts: list[Segment], ground: str) -> Strip:
        return Strip(tight(parts)).adjust_cell_length(self._width, self._palette.style("text", ground))

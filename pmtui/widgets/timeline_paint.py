"""How the lines of a timeline are painted: names at the left, the chart beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.segment import Segment
from textual.strip import Strip

from pmtui.domain.table import Fault
from pmtui.widgets import glyphs
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.list_paint import tight
from pmtui.widgets.palette import Palette
from pmtui.widgets.teaching import teaching_strip
from pmtui.widgets.timeline_band import Band
from pmtui.widgets.timeline_bars import Bar, bar_cells
from pmtui.widgets.timeline_cells import Cells
from pmtui.widgets.timeline_scale import Scale

FOLDED, UNFOLDED = "▹", "▿"
FIRST, THEN = "←", "→"
"""What must come before the milestone under the cursor, and what waits for it."""
HEAD = 3
"""Lines above the bars: two of the axis and a rule."""
FOLD_CELLS = range(3, 5)
"""Where the sign of folded items stands."""
_INDENT = 2
Signs = Mapping[int, tuple[str, str]]


def names_width(width: int) -> int:
    """Cells of the names, what separates them from the chart included."""
    return max(16, min(48, width * 38 // 100))


class TimelinePainter:
    """Paints the lines of one timeline at one width, one scale and with one theme.

    Attributes:
        scale: Which days are in which cells.
    """

    def __init__(self, palette: Palette, scale: Scale, width: int, today: int, today_label: str, note: str = "") -> None:
        """Take what all lines have in common.

        Args:
            palette: The styles.
            scale: Which days are in which cells of the chart.
            width: Cells of the whole line.
            today: An ordinal of the calendar.
            today_label: How it is named on the axis.
            note: What stands above the names: that something is being computed.
        """
        self._note = note
        self._palette = palette
        self.scale = scale
        self._width = width
        self._names = names_width(width)
        self._today = scale.cell(today)
        self._today_label = today_label
        self._grid = [at for at, _ in scale.axis(scale.zoom.coarse) if at > 0]

    def head(self, y: int) -> Strip:
        """One of the lines above the bars."""
        scale, style = self.scale, self._palette.style
        if y == 2:
            return self._rule()
        cells = Cells(scale.width)
        role = "heading" if y == 0 else "muted"
        for at, period in scale.axis(scale.zoom.coarse if y == 0 else scale.zoom.fine):
            end = scale.cell(period.last.toordinal() + 1)
            name = period.label if y == 0 else period.short
            name = name if width_of(name) < end - max(0, at) else period.short if width_of(period.short) < end - max(0, at) else ""
            if max(0, at) + width_of(name) <= scale.width:
                cells.write(max(0, at), name, role)
        left = f"  {scale.zoom.name}" if y == 0 else f"  {self._note or 'milestone'}"
        parts = [Segment(fitted(left, self._names), style("faint" if y == 0 else "info" if self._note else "muted"))]
        return self._line([*parts, *self._segments(cells, "background")], "background")

    def _rule(self) -> Strip:
        """The rule below the axis, with a tick where each fine period begins, and today."""
        scale = self.scale
        cells = Cells(scale.width)
        for at in range(scale.width):
            cells.put(at, "─", "border")
        for at, _ in scale.axis(scale.zoom.fine):
            cells.put(at, "┬", "border")
        label = f"▼ {self._today_label}"
        if 0 <= self._today < scale.width:
            if self._today + width_of(label) < scale.width:
                cells.write(self._today, label, "accent bold")
                cells.put(self._today + width_of(label), " ", "accent")
            else:
                cells.put(self._today, "▼", "accent bold")
        elif self._today < 0:
            cells.write(0, f"‹ {self._today_label} ", "accent bold")
        else:
            text = f" {self._today_label} ›"
            cells.write(max(0, scale.width - width_of(text)), text, "accent bold")
        rule = Segment("  " + "─" * (self._names - 3) + " ", self._palette.style("border"))
        return self._line([rule, *self._segments(cells, "background")], "background")

    def row(
        self, bar: Bar, ground: str, is_selected: bool, mark: str = "", is_unfolded: bool = False, is_child: bool = False,
        links: Signs | None = None,
    ) -> Strip:
        """One milestone or item.

        Args:
            bar: What it says.
            ground: background, cursor or cursor-blurred.
            is_selected: Whether it carries the mark of the selection.
            mark: How it depends on the milestone under the cursor: FIRST, THEN or nothing.
            is_unfolded: Whether its items stand below it.
            is_child: Whether it is an item.
            links: The signs of dependencies that cross the line, by cell.
        """
        at_cursor = ground != "background"
        if is_selected and not at_cursor:
            ground = "selected"
        cells = bar_cells(bar, self.scale, self._grid, self._today)
        free = max(0, cells.taken.find(1) - 1 if 1 in cells.taken else cells.width) if is_child else 0
        parts, over = self._name(bar, ground, is_selected, mark, is_unfolded, is_child, free)
        for at, (text, role) in (links or {}).items():
            if not cells.taken[at]:
                cells.put(at, text, role)
        return self._line([*parts, *self._segments(cells, ground, over)], ground)

    def _name(
        self, bar: Bar, ground: str, is_selected: bool, mark: str, is_unfolded: bool, is_child: bool, free: int,
    ) -> tuple[list[Segment], int]:
        """The name with its signs; a long one takes so many cells of the chart as are free. Gives how many it took."""
        style = self._palette.style
        at_cursor = ground.startswith("cursor")
        fold = UNFOLDED if is_unfolded else FOLDED if bar.children else " "
        parts = [
            Segment(mark or " ", style("accent bold", ground)),
            Segment(glyphs.CURSOR if at_cursor else " ", style("accent bold", ground)),
            Segment(glyphs.SELECTED if is_selected else " ", style("success", ground)),
            Segment(" " * (_INDENT + 2) if is_child else f"{fold} ", style("muted", ground)),
        ]
        parts += [Segment(steady(text), style(role, ground)) for text, role in bar.signs]
        room = max(0, self._names - sum(one.cell_length for one in parts) - 1)
        over = max(0, min(free, width_of(steady(bar.title)) - room))
        role = f"{bar.title_role} bold" if at_cursor else bar.title_role
        return [*parts, Segment(fitted(bar.title, room + over) + " ", style(role, ground))], over

    def lane(self, bar: Bar, ground: str, *, is_folded: bool) -> Strip:
        """The heading of a lane; of a folded one with the days from its first milestone to its last."""
        style = self._palette.style
        at_cursor = ground != "background"
        ground = ground if at_cursor else "surface"
        cells = bar_cells(bar, self.scale, self._grid, self._today)
        room = max(0, self._names - 2 * _INDENT - 1)
        return self._line([
            Segment(f" {glyphs.CURSOR if at_cursor else ' '} ", style("accent bold", ground)),
            Segment(f"{FOLDED if is_folded else UNFOLDED} ", style("muted", ground)),
            Segment(fitted(bar.title, room), style(bar.title_role, ground)), *self._segments(cells, ground),
        ], ground)

    def band(self, band: Band, line: int) -> Strip:
        """One of the lines of capacity below the bars."""
        text, role = band.names(line, self.scale, self._names)
        cells = band.levels(self.scale) if line == 0 else band.figures(self.scale)
        return self._line([Segment(text, self._palette.style(role)), *self._segments(cells, "background")], "background")

    def group(self, title: str, detail: str) -> Strip:
        """The head above milestones without dates."""
        style = self._palette.style
        rule = "─" * max(0, self._width - width_of(title) - width_of(detail) - 7)
        return self._line([
            Segment("  ", style()), Segment(title, style("heading bold")), Segment(f" {rule} ", style("border")),
            Segment(detail, style("muted")),
        ], "background")

    def fault(self, fault: Fault, ground: str) -> Strip:
        """A file that could not be read."""
        style = self._palette.style
        path = shortened(steady(fault.path), max(8, (self._width - 8) // 2))
        reason = shortened(steady(fault.reason), max(0, self._width - width_of(path) - 10))
        mark = glyphs.CURSOR if ground != "background" else " "
        return self._line([
            Segment(f" {mark}  ", style("accent bold", ground)), Segment(f"{glyphs.FAULT} {path}", style("error", ground)),
            Segment(f"  {reason}", style("text", ground)),
        ], ground)

    def teaching(self, lines: Sequence[str], y: int, height: int) -> Strip:
        """A line of the text that stands in an empty timeline; the first is the heading."""
        return teaching_strip(lines, y, height, self._width, self._palette)

    def blank(self) -> Strip:
        """A line below the last: the grid and today's line go on."""
        cells = bar_cells(Bar(""), self.scale, self._grid, self._today)
        return self._line([Segment(" " * self._names, self._palette.style()), *self._segments(cells, "background")], "background")

    def _segments(self, cells: Cells, ground: str, begin: int = 0) -> list[Segment]:
        """The cells from one on as few segments: runs of one role; a blank goes with what is before it."""
        style: Callable[[str, str], object] = self._palette.style
        parts: list[Segment] = []
        roles, texts = cells.roles, cells.texts
        for at in range(begin + 1, cells.width + 1):
            if at == cells.width or (roles[at] != roles[begin] and texts[at] != " "):
                parts.append(Segment("".join(texts[begin:at]), style(roles[begin], ground)))  # type: ignore[arg-type]
                begin = at
        return parts

    def _line(self, parts: list[Segment], ground: str) -> Strip:
        return Strip(tight(parts)).crop(0, self._width).adjust_cell_length(self._width, self._palette.style("text", ground))


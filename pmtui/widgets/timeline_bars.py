"""What a line of a timeline says, and the cells of its bar: done, to do, the hatched period of an inexact target. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pmtui.widgets.cells import graphemes, shortened, steady, width_of
from pmtui.widgets.timeline_scale import Scale

DONE, TO_DO, UNMEASURED = "■", "□", "─"
HATCHED, HATCHED_DONE = "╱", "▰"
"""The period in which an inexact target lies: any day of it will do."""
EXACT, GHOST, GHOST_END = "◆", "·", "◇"
BEGIN = "├"
TODAY, GRID = "│", "┊"
SEPARATOR = " · "
_LEAST_LABEL = 6
_WANTED = 2
"""Where so many labels fit behind a bar, they stand there: that is where one looks for its end."""


class Extent(NamedTuple):
    """The days of a bar, as ordinals of the calendar.

    Attributes:
        first: Its first day.
        last: Its last day.
        landing: The first day of the period in which its target lies; the last day itself for an exact target.
        is_exact: Whether the target is one day.
        is_open: Whether there is no target: only the first day is known.
        has_start: Whether the first day is a start that somebody set.
    """

    first: int
    last: int
    landing: int
    is_exact: bool = True
    is_open: bool = False
    has_start: bool = True


class Bar(NamedTuple):
    """One line of a timeline.

    Attributes:
        title: Its name.
        signs: What stands before the name: text and role.
        extent: When; None where nothing is planned.
        share: What part is done, 0 to 1; None where there is nothing to count.
        role: The colour role of the bar.
        labels: What stands beside the bar, the most important first: text and role.
        before: The extent before a move that is only shown so far.
        children: How many lines can be unfolded under it.
        title_role: The colour role of the name.
        is_point: Whether it is a mark on one day rather than a bar.
    """

    title: str
    signs: Sequence[tuple[str, str]] = ()
    extent: Extent | None = None
    share: float | None = None
    role: str = "text"
    labels: Sequence[tuple[str, str]] = ()
    before: Extent | None = None
    children: int = 0
    title_role: str = "text"
    is_point: bool = False


class Facts(Protocol):
    """What a timeline asks about what it shows; asked only about lines in sight."""

    def bar(self, position: int) -> Bar:
        """The line of a milestone."""

    def item(self, position: int) -> Bar:
        """The line of an item."""

    def children(self, id: str) -> Sequence[int]:
        """The positions of a milestone's items."""

    def first(self, id: str) -> Sequence[str]:
        """The milestones that must come before one."""

    def then(self, id: str) -> Sequence[str]:
        """The milestones that wait for one."""


class Cells:
    """The cells of one line of the chart: a character and a role each. A wide character leaves the next cell empty text.

    Attributes:
        taken: Which cells a bar or a text has, blanks around the text included: nothing is drawn through them.
    """

    __slots__ = ("roles", "taken", "texts", "width")

    def __init__(self, width: int) -> None:
        """All blank."""
        self.width = width
        self.texts = [" "] * width
        self.roles = ["text"] * width
        self.taken = bytearray(width)

    def put(self, at: int, text: str, role: str) -> None:
        """Write one character of one cell, where it is in sight."""
        if 0 <= at < self.width:
            self.texts[at], self.roles[at] = text, role

    def write(self, at: int, text: str, role: str) -> int:
        """Write a text of whatever characters; gives the cell behind it. It must be in sight."""
        begin = at
        if text.isascii() and 0 <= at <= self.width - len(text):
            at += len(text)
            self.texts[begin:at] = text
            self.roles[begin:at] = [role] * len(text)
        else:
            for one in graphemes(text):
                size = width_of(one)
                self.put(at, one, role)
                for more in range(1, size):
                    self.put(at + more, "", role)
                at += size
        for side in (begin - 1, at):
            if 0 <= side < self.width and not self.taken[side]:
                self.put(side, " ", role)
        self.take(begin - 1, at + 1)
        return at

    def take(self, begin: int, end: int) -> None:
        """Let nothing be drawn through the cells from one up to another."""
        begin, end = max(0, begin), min(end, self.width)
        if begin < end:
            self.taken[begin:end] = b"\1" * (end - begin)


def bar_cells(bar: Bar, scale: Scale, grid: Sequence[int], today: int) -> Cells:
    """The line of one bar with its labels, on the grid and today's line.

    Args:
        bar: What to show.
        scale: Which days are in which cells.
        grid: The cells in which a coarse period begins.
        today: Today's cell.
    """
    cells = Cells(scale.width)
    for at in grid:
        cells.put(at, GRID, "border")
    cells.put(today, TODAY, "accent")
    if bar.before is not None:
        _draw_ghost(cells, bar.before, scale)
    if bar.extent is not None:
        begin, end = _draw(cells, bar, bar.extent, scale)
        if bar.before is not None:
            begin, end = min(begin, scale.cell(bar.before.first)), max(end, scale.cell(bar.before.last))
        cells.take(begin, end + 1)
        _label(cells, bar, begin, end)
    return cells


def _draw(cells: Cells, bar: Bar, extent: Extent, scale: Scale) -> tuple[int, int]:
    """Draw a bar; gives its first and last cell, in sight or not."""
    begin, end = scale.cell(extent.first), scale.cell(extent.last)
    if bar.is_point:
        cells.put(begin, GHOST_END if bar.share is None or bar.share < 1 else EXACT, bar.role)
        return begin, end
    if extent.is_open:
        cells.put(begin, BEGIN, bar.role)
        for at in range(begin + 1, begin + 3):
            cells.put(at, UNMEASURED, bar.role)
        return begin, begin + 2
    landing = scale.cell(extent.landing)
    done = begin + round((bar.share or 0) * (end - begin + 1))
    for at in range(max(0, begin), min(end + 1, cells.width)):
        if at < landing or extent.is_exact:
            text = UNMEASURED if bar.share is None else DONE if at < done else TO_DO
        else:
            text = HATCHED_DONE if at < done else HATCHED
        cells.put(at, text, bar.role)
    if extent.is_exact:
        cells.put(end, EXACT, bar.role)
    return begin, end


def _draw_ghost(cells: Cells, extent: Extent, scale: Scale) -> None:
    begin, end = scale.cell(extent.first), scale.cell(extent.last)
    for at in range(max(0, begin), min(end + 1, cells.width)):
        cells.put(at, GHOST, "muted")
    cells.put(end, GHOST_END, "muted")


def _label(cells: Cells, bar: Bar, begin: int, end: int) -> None:
    """Write the labels behind the bar, else before it, else on it; out of sight, at the edge where it would be."""
    width = cells.width
    if end < 0:
        _write_labels(cells, bar.labels, 2, width - 2)
        cells.put(0, "‹", bar.role)
    elif begin >= width:
        _write_labels(cells, bar.labels, None, width - 2)
        cells.put(width - 1, "›", bar.role)
    else:
        behind, ahead = width - end - 2, begin - 1
        wanted = labels_width(bar.labels[:_WANTED])
        if behind >= wanted or behind >= max(ahead, _LEAST_LABEL):
            _write_labels(cells, bar.labels, end + 2, behind)
        elif ahead >= _LEAST_LABEL:
            _write_labels(cells, bar.labels, None, ahead, begin - 1)
        else:
            _write_on(cells, bar, max(begin, 0), min(end, width - 1))


def _write_on(cells: Cells, bar: Bar, begin: int, end: int) -> None:
    room = end - begin - 5
    parts = fitting_labels(bar.labels, room)
    if parts:
        at = cells.write(begin + 2, " ", "text")
        for text, role in parts:
            at = cells.write(at, text, role)
        cells.write(at, " ", "text")


def _write_labels(cells: Cells, labels: Sequence[tuple[str, str]], at: int | None, room: int, right: int | None = None) -> None:
    """Write what fits from a cell on, or up to a cell."""
    parts = fitting_labels(labels, room)
    if at is None:
        at = (cells.width - 2 if right is None else right) - sum(width_of(text) for text, _ in parts)
    for text, role in parts:
        at = cells.write(at, text, role)


def labels_width(labels: Sequence[tuple[str, str]]) -> int:
    """The cells that all labels take, with what stands between them."""
    return sum(width_of(steady(text)) for text, _ in labels) + len(SEPARATOR) * max(0, len(labels) - 1)


def fitting_labels(labels: Sequence[tuple[str, str]], room: int) -> list[tuple[str, str]]:
    """The labels that fit, whole ones only, and what stands between them; the first is shortened where it has to be."""
    kept = list(labels)
    while len(kept) > 1 and labels_width(kept) > room:
        kept.pop()
    parts: list[tuple[str, str]] = []
    for text, role in kept:
        if parts:
            parts.append((SEPARATOR, "faint"))
        parts.append((steady(text), role))
    if len(kept) == 1 and width_of(parts[0][0]) > room:
        return [(shortened(parts[0][0], room), parts[0][1])] if room >= _LEAST_LABEL else []
    return parts

"""What a line of a timeline says, and the cells of its bar: done, to do, the hatched period of an inexact target. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.timeline_cells import Cells
from pmtui.widgets.timeline_scale import Scale
from pmtui.widgets.timeline_view import Lane
from pmtui.widgets.timeline_whisker import Whisker, draw_whisker

DONE, TO_DO, UNMEASURED = "■", "□", "─"
HATCHED, HATCHED_DONE = "╱", "▰"
"""The period in which an inexact target lies: any day of it will do."""
EXACT, GHOST, GHOST_END = "◆", "·", "◇"
BEGIN = "├"
SPAN = "━"
"""All that is in a folded lane."""
TODAY, GRID = "│", "┊"
SEPARATOR = " · "
_LEAST_LABEL = 6
_UNDATED_AT = 1
"""The cell in which the labels of what has no dates begin."""
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
        whisker: When it is likely to be done; None where nothing is forecast.
        is_span: Whether it only says from when to when: a lane that is folded.
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
    whisker: Whisker | None = None
    is_span: bool = False


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

    def lane(self, lane: Lane, *, is_folded: bool) -> Bar:
        """The heading of a lane."""

    @property
    def path(self) -> Sequence[tuple[str, str]]:
        """The dependencies on the critical path, the one that comes first first; empty where the path is not shown."""


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
    drawn = [_draw(cells, bar, bar.extent, scale)] if bar.extent is not None else []
    if bar.before is not None:
        drawn.append((scale.cell(bar.before.first), scale.cell(bar.before.last)))
    gap = None
    if bar.whisker is not None:
        gap = max((end for _, end in drawn), default=-1) + 2, scale.cell(bar.whisker.first) - 2
        drawn.append(draw_whisker(cells, bar.whisker, scale))
    if drawn:
        begin, end = min(begin for begin, _ in drawn), max(end for _, end in drawn)
        for one, other in drawn:
            cells.take(one, other + 1)
        if gap is not None and gap[0] > 1 and min(gap[1], scale.width - 1) - gap[0] >= labels_width(bar.labels[:_WANTED]) > 0:
            _write_labels(cells, bar.labels, gap[0], min(gap[1], scale.width - 1) - gap[0])
        else:
            _label(cells, bar, begin, end)
    elif bar.labels:
        _write_labels(cells, bar.labels, _UNDATED_AT, cells.width - _UNDATED_AT)
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
    if bar.is_span:
        for at in range(max(0, begin), min(end + 1, cells.width)):
            cells.put(at, SPAN, bar.role)
        return begin, end
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
    return sum(_width(text) for text, _ in labels) + len(SEPARATOR) * max(0, len(labels) - 1)


@lru_cache(4096)
def _width(text: str) -> int:
    return width_of(steady(text))


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

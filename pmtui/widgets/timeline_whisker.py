"""The whisker of a forecast on the line of a bar: done by its first day with 50 %, by its last with 85 %. Pure."""

from __future__ import annotations

from typing import NamedTuple

from pmtui.widgets.chart_signs import PLAIN, signs
from pmtui.widgets.timeline_cells import Cells
from pmtui.widgets.timeline_scale import Scale

IN_TIME, PERHAPS_LATE, LATE = "┤", "⇢", "⇛"
"""How a whisker ends: the target lies behind 85 %, between 50 and 85 %, before 50 %."""
BEGIN, BETWEEN, SINGLE = "├", "┄", "┼"
_ASCII = {IN_TIME: "]", PERHAPS_LATE: ">", LATE: "!", BEGIN: "[", BETWEEN: "-", SINGLE: "|"}
_FREE = " ┊·"
"""What a whisker is drawn over; the bar itself stays, so that its progress can be read."""
_TARGET = "◆"


class Whisker(NamedTuple):
    """When something is likely to be done.

    Attributes:
        first: The day by which it is done in half of all runs, as an ordinal of the calendar.
        last: The day by which it is done in 85 % of them.
        tip: IN_TIME, PERHAPS_LATE or LATE.
        role: The colour role.
    """

    first: int
    last: int
    tip: str
    role: str


ROLES = {IN_TIME: "success", PERHAPS_LATE: "warning", LATE: "error"}


def whisker_of(p50: int, p85: int, target: int | None) -> Whisker:
    """The whisker of a forecast.

    Args:
        p50: The day at 50 %, as an ordinal.
        p85: The day at 85 %.
        target: The last day of the target period; None where there is none, which cannot be missed.
    """
    tip = IN_TIME if target is None or p85 <= target else PERHAPS_LATE if p50 <= target else LATE
    return Whisker(p50, max(p50, p85), tip, "muted" if target is None else ROLES[tip])


def sign(of: str) -> str:
    """One of the signs of whiskers, as this terminal can show it."""
    return _ASCII[of] if signs() is PLAIN else of


def draw_whisker(cells: Cells, whisker: Whisker, scale: Scale) -> tuple[int, int]:
    """Draw a whisker where the bar leaves room, and its ends even on the bar, but never on the target; gives its first and last cell."""
    begin, end = scale.cell(whisker.first), scale.cell(whisker.last)
    between = sign(BETWEEN)
    for at in range(max(0, begin + 1), min(end, cells.width)):
        if cells.texts[at] in _FREE:
            cells.put(at, between, whisker.role)
    tip = SINGLE if begin == end and whisker.tip == IN_TIME else whisker.tip
    ends = ((end, tip),) if begin == end else ((begin, BEGIN), (end, tip))
    for at, text in ends:
        if 0 <= at < cells.width and cells.texts[at] != _TARGET:
            cells.put(at, sign(text), whisker.role)
    return begin, end

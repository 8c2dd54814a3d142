"""What a board shows: lanes of records by status, and which lanes fit on the screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from pmtui.widgets.list_view import Positions

LEAST = 24
"""The fewest cells of a lane; where fewer remain, lanes scroll sideways."""
MOST = 56
CARD = 4
"""Lines of a card: two of its title, one of facts, one blank."""


class Lane(NamedTuple):
    """One column of the board.

    Attributes:
        name: Its stable name: the status.
        title: Its heading, with the sign of the status.
        role: Colour role of the heading.
        rows: The positions of its records, in order.
        detail: Shown at the right of the heading, such as the sum of estimates.
    """

    name: str
    title: str
    role: str
    rows: Sequence[int]
    detail: str = ""


class Card(NamedTuple):
    """What a card says.

    Attributes:
        title: In up to two lines.
        left: The facts at the left of the last line: text and role.
        right: The facts at its right.
    """

    title: str
    left: Sequence[tuple[str, str]] = ()
    right: Sequence[tuple[str, str]] = ()


CardOf = Callable[[Any, int], Card]
"""From table and position to a card."""


class BoardView:
    """Lanes over one table, with records found by id."""

    def __init__(self, table: Positions, lanes: Sequence[Lane]) -> None:
        """Hold the lanes."""
        self.table = table
        self.lanes = tuple(lanes)

    def id(self, lane: int, row: int) -> str | None:
        """The id at a place, or None."""
        if not 0 <= lane < len(self.lanes) or not 0 <= row < len(self.lanes[lane].rows):
            return None
        return self.table.id(self.lanes[lane].rows[row])

    def find(self, id: str) -> tuple[int, int] | None:
        """Lane and row of a record, or None."""
        position = self.table.position(id)
        if position is None:
            return None
        for at, lane in enumerate(self.lanes):
            if position in lane.rows:
                return at, lane.rows.index(position)
        return None

    def ids(self) -> list[str]:
        """All ids, lane by lane."""
        return [self.table.id(position) for lane in self.lanes for position in lane.rows]

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that the board shows, lane by lane."""
        wanted = {self.table.position(id): id for id in ids}
        return [wanted[position] for lane in self.lanes for position in lane.rows if position in wanted] if wanted else []

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first to the last of those records that stand in the first one's lane, and one more at either end."""
        at = next((found[0] for id in ids if (found := self.find(id)) is not None), None)
        if at is None:
            return []
        rows = self.lanes[at].rows
        wanted = {self.table.position(id) for id in ids}
        places = [place for place, position in enumerate(rows) if position in wanted]
        return [self.table.id(position) for position in rows[max(0, places[0] - 1):places[-1] + 2]]


def lane_width(count: int, width: int) -> int:
    """Cells of each of so many lanes, the gap included: as many lanes as fit, sharing the whole width."""
    shown = max(1, min(count, width // LEAST))
    return min(MOST, width // shown) if count else width


def first_lane(first: int, at: int, shown: int, count: int) -> int:
    """The first lane to show, so that a lane is in sight with as little scrolling as possible.

    Args:
        first: The first lane shown now.
        at: The lane that must be in sight.
        shown: How many fit.
        count: How many there are.
    """
    return max(0, min(max(min(first, at), at - shown + 1), count - shown))

"""What a board shows: lanes of records by status, and which lanes fit on the screen."""

from __future__ import annotations

from bisect import bisect_right
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
        limit: How many records it may hold at most; None for any number.
        held: How many it holds whatever the filter shows; counts against the limit.
    """

    name: str
    title: str
    role: str
    rows: Sequence[int]
    detail: str = ""
    limit: int | None = None
    held: int = 0

    @property
    def is_over(self) -> bool:
        """Whether it holds more than it may."""
        return self.limit is not None and self.held > self.limit


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


class Swimlane(NamedTuple):
    """A band across all lanes: the cards that have something in common.

    Attributes:
        title: What that is.
        detail: Shown at the right: count, sum.
        starts: For each lane the index in its rows at which its cards of this band begin.
    """

    title: str
    detail: str
    starts: Sequence[int]


class Spot(NamedTuple):
    """What stands on a line of the board.

    Attributes:
        band: Which swimlane, from 0.
        row: Which card within it and its lane; -1 on the swimlane's heading.
        line: Which line of the card.
    """

    band: int
    row: int
    line: int


def in_swimlanes(lanes: Sequence[Lane], groups: Sequence[tuple[str, str, Sequence[int]]]) -> tuple[list[Lane], list[Swimlane]]:
    """Lanes whose cards stand in swimlanes.

    Args:
        lanes: The lanes with all their cards.
        groups: For each swimlane its title, its detail and the positions of its records; a record may stand in several.
    """
    lane_of = {position: at for at, lane in enumerate(lanes) for position in lane.rows}
    rows: list[list[int]] = [[] for _ in lanes]
    bands = []
    for title, detail, positions in groups:
        bands.append(Swimlane(title, detail, tuple(map(len, rows))))
        for position in positions:
            at = lane_of.get(position)
            if at is not None:
                rows[at].append(position)
    return [lane._replace(rows=some) for lane, some in zip(lanes, rows, strict=True)], bands


class BoardView:
    """Lanes over one table, with records found by id; perhaps in swimlanes."""

    def __init__(self, table: Positions, lanes: Sequence[Lane], swimlanes: Sequence[Swimlane] = ()) -> None:
        """Hold the lanes; the rows of each stand in the order of the swimlanes."""
        self.table = table
        self.lanes = tuple(lanes)
        self.swimlanes = tuple(swimlanes)
        self._head = int(bool(swimlanes))
        self._starts = [[band.starts[at] for band in swimlanes] or [0] for at in range(len(self.lanes))]
        self._tops: list[int] = []
        line = 0
        for band in range(max(1, len(swimlanes))):
            self._tops.append(line)
            line += self._head + CARD * max((self.count(at, band) for at in range(len(self.lanes))), default=0)
        self.height = line

    def count(self, lane: int, band: int) -> int:
        """How many cards a swimlane has in a lane."""
        starts = self._starts[lane]
        end = starts[band + 1] if band + 1 < len(starts) else len(self.lanes[lane].rows)
        return end - starts[band]

    def band(self, lane: int, row: int) -> int:
        """The swimlane of a card."""
        return max(0, bisect_right(self._starts[lane], row) - 1) if self.lanes else 0

    def line(self, lane: int, row: int) -> int:
        """The first line of a card; of an empty lane that of its first card, were there one."""
        if not self.lanes:
            return 0
        band = self.band(lane, row) if self.lanes[lane].rows else 0
        return self._tops[band] + self._head + CARD * (row - self._starts[lane][band])

    def spot(self, line: int) -> Spot:
        """What stands on a line; below the last card, too."""
        band = max(0, bisect_right(self._tops, line) - 1)
        row, of_card = divmod(line - self._tops[band] - self._head, CARD)
        return Spot(band, row, of_card)

    def row_at(self, lane: int, spot: Spot) -> int | None:
        """The card of a lane at a spot, by its index in the lane; None where it has none there."""
        return self._starts[lane][spot.band] + spot.row if 0 <= spot.row < self.count(lane, spot.band) else None

    def beside(self, lane: int, row: int, other: int) -> int:
        """The card of another lane at the height of one: in the same swimlane where it has any there, else the next one."""
        band = self.band(lane, row) if self.lanes[lane].rows else 0
        start, count = self._starts[other][band], self.count(other, band)
        inside = row - self._starts[lane][band] if self.lanes[lane].rows else 0
        return start + min(inside, max(0, count - 1))

    def is_first(self, lane: int, row: int) -> bool:
        """Whether a card stands right below the heading of its swimlane."""
        return bool(self.swimlanes) and row in self._starts[lane]

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
        found = (wanted[position] for lane in self.lanes for position in lane.rows if position in wanted) if wanted else ()
        return list(dict.fromkeys(found))

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first to the last of those records that stand in the first one's lane, and one more at either end.

        A step does not lead out of the swimlane.
        """
        found = next((found for id in ids if (found := self.find(id)) is not None), None)
        if found is None:
            return []
        at, row = found
        band = self.band(at, row)
        start = self._starts[at][band]
        rows = self.lanes[at].rows[start:start + self.count(at, band)]
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

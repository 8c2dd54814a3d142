"""The scope of a milestone as one list with a line in it: what stands above is part of it, what stands below is not.

Above come its own open items in the team's order, below them the next items that nobody has planned yet. Dragging the line up lets its
last items fall out, dragging it down takes the next ones in. Pure; over columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmtui.domain.change import Snapshot
from pmtui.domain.columns import both
from pmtui.domain.roadmap import by_date, items_of

NEXT = 100
"""So many items that are not planned yet stand below the line at most."""


class ScopeRow(NamedTuple):
    """An open item that is, or could be, part of a milestone.

    Attributes:
        id: The item.
        title: Its title.
        status: Its status.
        points: Its estimate; None where it has none.
        is_in: Whether it is part of the milestone now.
    """

    id: str
    title: str
    status: str
    points: float | None
    is_in: bool


class Scope(NamedTuple):
    """What a milestone comprises, and what could come next.

    Attributes:
        milestone: Its id.
        rows: Its open items in the team's order, then the next ones that are in no milestone.
        line: How many of the rows stand above the line as things are.
        done: How many of its items are done; they stay.
    """

    milestone: str
    rows: Sequence[ScopeRow]
    line: int
    done: int

    def out(self, line: int) -> Sequence[ScopeRow]:
        """What falls out where the line stands above so many rows."""
        return self.rows[max(0, line):self.line]

    def taken(self, line: int) -> Sequence[ScopeRow]:
        """What is taken in where the line stands below so many rows."""
        return self.rows[self.line:max(0, line)]


def scope_of(snapshot: Snapshot, milestone: str) -> Scope:
    """The scope of a milestone as it stands."""
    items = snapshot.table("item")
    closed, own = items.kind.closed, items_of(items, milestone)
    status, milestones = items.column("status"), items.column("milestone")
    open_own = [at for at in own if status[at] not in closed]
    undecided = items.kind.alike("inbox")
    free = both(milestones.where(lambda value: not value), items.living())
    free = both(free, status.where(lambda value: value not in closed and value not in undecided))
    following: list[int] = []
    for at in items.in_order():
        if free[at]:
            following.append(at)
            if len(following) == NEXT:
                break
    titles, estimates = items.column("title"), items.column("estimate")

    def row(at: int, is_in: bool) -> ScopeRow:
        points = estimates[at]
        return ScopeRow(
            items.id(at), str(titles[at] or ""), str(status[at]), points if isinstance(points, int | float) else None, is_in
        )

    rows = [*(row(at, True) for at in open_own), *(row(at, False) for at in following)]
    return Scope(milestone, rows, len(open_own), len(own) - len(open_own))


def places_to_go(snapshot: Snapshot, milestone: str) -> list[str]:
    """Where what falls out may go: nowhere (an empty text) first, then the other open milestones by date."""
    table = snapshot.table("milestone")
    status, living = table.column("status"), table.living()
    rows = [at for at in table.in_order() if living[at] and status[at] not in table.kind.closed and table.id(at) != milestone]
    return ["", *(table.id(at) for at in by_date(table, rows))]

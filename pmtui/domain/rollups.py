"""What stands below an item: its children, how much of them is done, and how far its own criteria are met. Pure.

The work below an item is that of its leaves: a child with children of its own counts by these, so that no point counts
twice. What is dropped or deleted counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from pmtui.domain.columns import Column, both
from pmtui.domain.roadmap import Progress, progress_by_milestone

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table


def children(items: Table) -> Mapping[str, Sequence[int]]:
    """The positions of the living items that name each item as their parent, by its id, in the team's order."""
    found: dict[str, list[int]] | None = items.kept.get("children")
    if found is None:
        parents = items.column("parent")
        mask = both(parents.where(bool), items.living())
        found = {}
        order = items.in_order() if any(mask) else ()
        for at in compress(order, mask if isinstance(order, range) else map(mask.__getitem__, order)):
            found.setdefault(str(parents[at]), []).append(at)
        items.kept["children"] = found
    return found


def progress_by_parent(items: Table) -> Mapping[str, Progress]:
    """How much of the work below each item that has children is done, by its id; counted once for a table."""
    found: dict[str, Progress] | None = items.kept.get("progress_below")
    if found is None:
        below = children(items)
        sums = _sums(items, below, below) if below else {}
        found = items.kept["progress_below"] = {
            id: Progress(done, total, made, points) for id, (done, total, made, points) in sums.items() if items.position(id) is not None
        }
    return found


def _sums(items: Table, below: Mapping[str, Sequence[int]], starts: Iterable[str]) -> dict[str, _Sum]:
    """What is below some parents, the parents below them counted first; one that is below itself is not counted again."""
    ids, status, estimate = (items.column(name).rows() for name in ("id", "status", "estimate"))
    made, dropped = frozenset(items.kind.alike("done")), frozenset(items.kind.alike("dropped"))

    def counted(id: str) -> _Sum:
        done = total = 0
        done_points = points = 0.0
        for at in below[id]:
            if ids[at] in below:
                one = known.get(ids[at], _NOTHING)
                done, total, done_points, points = done + one[0], total + one[1], done_points + one[2], points + one[3]
                continue
            state, size = status[at], estimate[at]
            if state in dropped:
                continue
            size = size if isinstance(size, int | float) else 0
            total, points = total + 1, points + size
            if state in made:
                done, done_points = done + 1, done_points + size
        return done, total, done_points, points

    known: dict[str, _Sum] = {}
    begun: set[str] = set()
    for id in starts:
        waiting = [id]
        while waiting:
            here = waiting[-1]
            if here in known:
                waiting.pop()
            elif here not in begun:
                begun.add(here)
                waiting += [ids[at] for at in below[here] if ids[at] in below and ids[at] not in begun]
            else:
                known[here] = counted(here)
                waiting.pop()
    return known


_Sum = tuple[int, int, float, float]
"""Done, total, points done, points."""
_NOTHING: _Sum = (0, 0, 0.0, 0.0)


def progress_of(table: Table, id: str, items: Table) -> Progress | None:
    """The progress of an item with children, or of a milestone with items; None for one without any.

    Args:
        table: The items or the milestones.
        id: One of them.
        items: The items.
    """
    found = progress_by_milestone(items) if table.kind.name == "milestone" else progress_by_parent(items)
    progress = found.get(id)
    return progress if progress is not None and progress.total else None


def progress_below(items: Table, id: str) -> Progress | None:
    """The progress of one item, where those of all others are not asked for; None for one without parts."""
    known: Mapping[str, Progress] | None = items.kept.get("progress_below")
    below = children(items)
    if id not in below:
        return None
    progress = known[id] if known is not None and id in known else Progress(*_sums(items, below, (id,))[id])
    return progress if progress.total else None


def progress_figure(progress: Progress | None) -> dict[str, Any] | None:
    """Progress as `computed` has it: `done`, `total`, `points_done` and `points_total`."""
    if progress is None:
        return None
    points_done, points_total = _plain(progress.done_points), _plain(progress.points)
    return {"done": progress.done, "total": progress.total, "points_done": points_done, "points_total": points_total}


def progress_column(table: Table, environment: Environment) -> Column:
    """How many percent of the work below an item, or for a milestone, are done, 0 to 100; None without any."""
    items = table if table.kind.name == "item" else environment.snapshot.table("item") if environment.snapshot is not None else None
    rows: list[int | None] = [None] * len(table)
    found: Mapping[str, Progress] = {}
    if items is not None and table.kind.name in ("item", "milestone"):
        found = progress_by_parent(items) if table.kind.name == "item" else progress_by_milestone(items)
    for id, progress in found.items():
        at = table.position(id)
        if at is not None and progress.total:
            rows[at] = round(100 * progress.done / progress.total)
    return Column.of(rows)


def criteria_met(entries: object) -> tuple[int, int]:
    """How many of an item's criteria are ticked, and how many there are."""
    known = [one for one in entries if isinstance(one, Mapping)] if isinstance(entries, list) else []
    return sum(one.get("done") is True for one in known), len(known)


def _plain(points: float) -> float | int:
    points = round(points, 10)
    return int(points) if points == int(points) else points

"""The selected records of the tree, and the neighbours among which one can be ranked."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.domain.change import Snapshot
from pmtui.domain.tree import Tree
from pmtui.domain.tree_spots import Path, Spot
from pmtui.screens.chosen import Chosen

_MOST = 2_000
"""Among more neighbours than these, one is ranked on the screen of its kind."""


def chosen_spots(snapshot: Snapshot, spots: Sequence[Spot]) -> Chosen:
    """Those of the spots that are records and that the snapshot has, in their order, each once."""
    return Chosen(snapshot, dict.fromkeys((one.kind, one.id) for one in spots if one.is_record))


def neighbours(tree: Tree, path: Path) -> list[str]:
    """The ids of the records of a kind that stand below the same node as one of them, in the order shown.

    Only open ones where it is open, for those that are closed stand behind them whatever their rank.
    """
    children, kind = tree.children(path[:-1]), path[-1].kind
    table = tree.snapshot.table(kind)
    at = table.position(path[-1].id)
    if at is None or len(children) > _MOST or not table.kind.statuses:
        return [path[-1].id]
    status, closed = table.column("status"), table.kind.closed
    is_closed = status[at] in closed
    spots = (children[one] for one in range(len(children)))
    places = [place for spot in spots if spot.kind == kind and (place := table.position(spot.id)) is not None]
    return [table.id(place) for place in places if (status[place] in closed) is is_closed]

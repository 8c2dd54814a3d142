"""The backlog as a board: one lane a status, one card an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import Table
from pmtui.domain.wip import held_by, limits
from pmtui.screens.groups import points_of, points_text
from pmtui.screens.item_columns import Titles
from pmtui.widgets.board_view import Card, CardOf, Lane
from pmtui.widgets.glyphs import CONFLICT, priority_glyph, priority_role, status_glyph, status_role, type_glyph, type_role


def status_lanes(table: Table, rows: Sequence[int], settings: Mapping[str, Any]) -> list[Lane]:
    """One lane for each status in its order, and one for each unknown word that a record has as its status.

    Args:
        table: The items.
        rows: Their positions, in the order to show.
        settings: The team's, with the limits of the statuses.
    """
    status = table.column("status")
    lanes: dict[str, list[int]] = {name: [] for name in SCHEMA["item"].statuses}
    for at in rows:
        lanes.setdefault(str(status[at]), []).append(at)
    points = points_of(table)

    def words(positions: Sequence[int]) -> str:
        total = points(positions)
        return "" if total is None else points_text(total)

    most = limits(settings).most
    return [
        Lane(name, f"{status_glyph(name)} {name}", status_role(name), positions, words(positions), most.get(name),
             held_by(table, name) if name in most else 0)
        for name, positions in lanes.items()
    ]


def item_card(snapshot: Snapshot) -> CardOf:
    """What a card says: title, and below it type, priority, estimate and who."""
    titles = Titles(snapshot)

    def card(table: Any, at: int) -> Card:
        kind, priority = str(table.column("type")[at]), str(table.column("priority")[at])
        estimate, who = table.column("estimate")[at], table.column("assignee")[at]
        mark = f"{CONFLICT} " if table.column("conflicts")[at] else ""
        left = [(type_glyph(kind), type_role(kind)), (" ", "text"), (priority_glyph(priority), priority_role(priority))]
        if who:
            left.append((f" @{titles.of('person', str(who))}", "muted"))
        right = [] if estimate is None else [(f"{estimate:g}", "muted")]
        return Card(mark + str(table.column("title")[at] or ""), left, right)

    return card

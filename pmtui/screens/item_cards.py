"""The backlog as a board: one lane a status, one card an item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import Table
from pmtui.screens.item_columns import Titles
from pmtui.widgets.board_view import Card, CardOf, Lane
from pmtui.widgets.glyphs import CONFLICT, priority_glyph, priority_role, status_glyph, status_role, type_glyph, type_role


def status_lanes(table: Table, rows: Sequence[int]) -> list[Lane]:
    """One lane for each status in its order, and one for each unknown word that a record has as its status."""
    status = table.column("status")
    lanes: dict[str, list[int]] = {name: [] for name in SCHEMA["item"].statuses}
    for at in rows:
        lanes.setdefault(str(status[at]), []).append(at)
    estimates = table.column("estimate")

    def points(positions: Sequence[int]) -> str:
        total = sum(value for value in (estimates[at] for at in positions) if isinstance(value, int | float))
        return f"{total:g} pts" if total else ""

    return [
        Lane(name, f"{status_glyph(name)} {name}", status_role(name), positions, points(positions))
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

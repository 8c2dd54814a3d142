"""The Backlog: the ranked list, and the board by status. Same records, same cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pmtui.domain.query import Environment
from pmtui.screens.item_cards import item_card, status_lanes
from pmtui.screens.item_columns import item_columns
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules
from pmtui.widgets.board_view import CardOf, Lane
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.top_line import Tab


class BacklogScreen(RecordsScreen):
    """The prioritised backlog."""

    kind: ClassVar[str] = "item"
    tab: ClassVar[Tab] = Tab("4", "Backlog")
    rules: ClassVar[Rules] = Rules("item", "-status:done,dropped", "without done and dropped")
    teaching: ClassVar[tuple[str, ...]] = (
        "Nothing here yet.",
        "",
        "The backlog holds the work, in the order in which it matters.",
        "a adds an item · pmtui import brings in another tracker · ? shows every key",
    )

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        return item_columns(self.host.snapshot, self.filling.position_column(), environment.today)

    def lanes(self, table: Any, rows: Sequence[int]) -> Sequence[Lane]:
        """One lane a status."""
        return status_lanes(table, rows)

    def card(self) -> CardOf:
        """What a card says."""
        return item_card(self.host.snapshot)

"""The Backlog: the ranked list, the board by status, and the matrix of value and effort. Same records, same cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pmtui.domain.query import Environment
from pmtui.screens.item_columns import item_columns
from pmtui.screens.places import WIDE
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.score_columns import score_columns
from pmtui.screens.shown import Rules, Shown
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.widgets.board_view import CardOf, Lane
    from pmtui.widgets.quadrant_map import QuadrantMap

MATRIX = "matrix"
"""The layout of the value/effort matrix."""


def _matrix() -> LayoutView:
    from pmtui.screens.item_matrix import made_matrix

    return made_matrix()


class BacklogScreen(RecordsScreen):
    """The prioritised backlog."""

    kind: ClassVar[str] = "item"
    tab: ClassVar[Tab] = Tab("4", "Backlog")
    rules: ClassVar[Rules] = Rules("item", "-status:done,dropped", "without done and dropped")
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {**RecordsScreen.layouts, MATRIX: _matrix}
    wide_from: ClassVar[Mapping[str, int]] = {"list": WIDE, MATRIX: 180}
    teaching: ClassVar[tuple[str, ...]] = (
        "Nothing here yet.",
        "",
        "The backlog holds the work, in the order in which it matters.",
        "a adds an item · pmtui import brings in another tracker · ? shows every key",
    )

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        own = item_columns(self.host.snapshot, self.filling.position_column(), environment.today)
        return (*own, *score_columns(environment))

    def lanes(self, table: Any, rows: Sequence[int]) -> Sequence[Lane]:
        """One lane a status."""
        from pmtui.screens.item_cards import status_lanes

        return status_lanes(table, rows, self.host.snapshot.settings)

    def card(self) -> CardOf:
        """What a card says."""
        from pmtui.screens.item_cards import item_card

        return item_card(self.host.snapshot)

    def fill(self, layout: str, table: Any, found: Shown) -> None:
        """Give a layout what is to be shown."""
        if layout != MATRIX:
            super().fill(layout, table, found)
            return
        from pmtui.screens.item_matrix import SIGNS, matrix_label, matrix_values

        self.is_by_rank = True  # J and K change the value there, whatever the order
        matrix = cast("QuadrantMap", self.layout_view(MATRIX))
        matrix.set_view(
            table, found.rows, matrix_values(table, found.rows), matrix_label, signs=SIGNS, faults=table.faults,
            id_length=self.host.id_length, empty=self.filling.empty,
        )

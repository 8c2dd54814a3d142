"""Hypotheses: what the team believes and has not shown yet, by status, as an assumption map, or as a board."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, cast

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment
from pmtui.screens.discovery_cards import hypothesis_card, lanes_by_status
from pmtui.screens.hypothesis_columns import hypothesis_columns, map_label
from pmtui.screens.places import WIDE
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules, Shown
from pmtui.widgets.board import Board
from pmtui.widgets.board_view import CardOf, Lane
from pmtui.widgets.glyphs import status_glyph, status_role
from pmtui.widgets.layout_view import LayoutView
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.one_line import Span
from pmtui.widgets.quadrant_axes import ASSUMPTIONS
from pmtui.widgets.quadrant_map import QuadrantMap
from pmtui.widgets.record_list import RecordList
from pmtui.widgets.top_line import Tab


class HypothesesScreen(RecordsScreen):
    """Hypotheses, by status; what matters most and is known least comes first."""

    kind: ClassVar[str] = "hypothesis"
    tab: ClassVar[Tab] = Tab("3", "Hypotheses")
    rules: ClassVar[Rules] = Rules(
        "hypothesis", "-status:supported,refuted,inconclusive", "undecided", "-importance,certainty", "status"
    )
    layouts: ClassVar[Mapping[str, Callable[[], LayoutView]]] = {
        "list": lambda: RecordList(id="list"), "map": lambda: QuadrantMap(ASSUMPTIONS, id="map"), "board": lambda: Board(id="board"),
    }
    wide_from: ClassVar[Mapping[str, int]] = {"list": WIDE, "map": 180}
    leaves_for: ClassVar[frozenset[str]] = frozenset({"experiment"})
    teaching: ClassVar[tuple[str, ...]] = (
        "No hypothesis yet.",
        "",
        "What you believe and have not shown: a change, for whom, what will tell.",
        'a adds a hypothesis · " adds what was learnt · ? shows every key',
        "Importance and certainty, 1 to 5, place it on the assumption map (b).",
    )

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        return hypothesis_columns(self.host.snapshot)

    def lanes(self, table: Any, rows: Sequence[int]) -> Sequence[Lane]:
        """One lane a status."""
        return lanes_by_status(table, rows)

    def card(self) -> CardOf:
        """What a card says."""
        return hypothesis_card(self.host.snapshot)

    def fill(self, layout: str, table: Any, found: Shown) -> None:
        """Give a layout what is to be shown."""
        if layout != "map":
            super().fill(layout, table, found)
            return
        certainty, importance, status = (table.column(name) for name in ("certainty", "importance", "status"))
        shown = {status[at] for at in found.rows}
        signs = [Span(f"{status_glyph(name)} {name}", status_role(name)) for name in SCHEMA["hypothesis"].statuses if name in shown]
        cast(QuadrantMap, self.layout_view("map")).set_view(
            table, found.rows, [(certainty[at], importance[at]) for at in found.rows], map_label, signs=signs, faults=table.faults,
            id_length=self.host.id_length, empty=self.filling.empty,
        )

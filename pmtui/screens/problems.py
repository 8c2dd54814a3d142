"""Problems: what hurts whom, by opportunity score, with the evidence for it and what is being done; or as a board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pmtui.domain.query import Environment
from pmtui.screens.discovery_cards import lanes_by_status, problem_card
from pmtui.screens.problem_columns import problem_columns
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules
from pmtui.widgets.board_view import CardOf, Lane
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.top_line import Tab


class ProblemsScreen(RecordsScreen):
    """Customer problems, the greatest opportunity first."""

    kind: ClassVar[str] = "problem"
    tab: ClassVar[Tab] = Tab("2", "Problems")
    rules: ClassVar[Rules] = Rules("problem", "-status:solved,dismissed", "open", "-opportunity")
    teaching: ClassVar[tuple[str, ...]] = (
        "No problem written down yet.",
        "",
        "What hurts customers stands here, in their own words, before you build.",
        'a adds a problem · " adds what a customer said · ? shows every key',
        "Importance and satisfaction, 1 to 10, make the opportunity score.",
    )

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        return problem_columns(self.host.snapshot, environment.today)

    def lanes(self, table: Any, rows: Sequence[int]) -> Sequence[Lane]:
        """One lane a status."""
        return lanes_by_status(table, rows)

    def card(self) -> CardOf:
        """What a card says."""
        return problem_card()

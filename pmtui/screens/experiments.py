"""Experiments: how each belief is tested, what the figures say by now, and what was decided; as a list or a board by status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from pmtui.domain.query import Environment
from pmtui.screens.discovery_cards import lanes_by_status
from pmtui.screens.experiment_columns import experiment_card, experiment_columns
from pmtui.screens.records_screen import RecordsScreen
from pmtui.screens.shown import Rules
from pmtui.widgets.board_view import CardOf, Lane
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.top_line import Tab


class ExperimentsScreen(RecordsScreen):
    """Experiments by status; those that began last come first."""

    kind: ClassVar[str] = "experiment"
    tab: ClassVar[Tab] = Tab("", "Experiments")
    rules: ClassVar[Rules] = Rules("experiment", order="-start", group="status")
    teaching: ClassVar[tuple[str, ...]] = (
        "No experiment yet.",
        "",
        "A test of a hypothesis, designed before it runs: what is measured,",
        "how many take part, and what will be decided on which result.",
        "a adds one, p plans it · ? shows every key",
        "X on a hypothesis (3) plans one for it at once.",
    )

    def columns(self, environment: Environment) -> Sequence[ListColumn]:
        """The columns of the list."""
        return experiment_columns(self.host.snapshot, environment.today)

    def lanes(self, table: Any, rows: Sequence[int]) -> Sequence[Lane]:
        """One lane a status."""
        return lanes_by_status(table, rows)

    def card(self) -> CardOf:
        """What a card says."""
        return experiment_card(self.host.snapshot, self.host.environment().today)

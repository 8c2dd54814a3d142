"""Problems and hypotheses as boards: one lane a status, one card a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.discovery import quote_count
from pmtui.screens.hypothesis_columns import trials_cell
from pmtui.screens.problem_columns import opportunity_cell
from pmtui.widgets.board_view import Card, CardOf, Lane
from pmtui.widgets.cells import shortened
from pmtui.widgets.glyphs import CONFLICT, bar, risk_glyph, risk_role, status_glyph, status_role

_TEST = 8
"""Cells for the result of a test: more would be cut in the narrowest lane."""


def lanes_by_status(table: Any, rows: Sequence[int]) -> list[Lane]:
    """One lane for each status in its order, and one for each unknown word that a record has as its status."""
    status = table.column("status")
    lanes: dict[str, list[int]] = {name: [] for name in table.kind.statuses}
    for at in rows:
        lanes.setdefault(str(status[at]), []).append(at)
    return [Lane(name, f"{status_glyph(name)} {name}", status_role(name), positions) for name, positions in lanes.items()]


def problem_card() -> CardOf:
    """What a card says: title, and below it severity, how many quotes, and the opportunity score."""

    def card(table: Any, at: int) -> Card:
        count, severity = quote_count(table, at), table.column("severity")[at]
        left = [(bar(severity if isinstance(severity, int | float) else None), "muted"),
                (f" “{count}”", "muted" if count else "warning")]
        return Card(_marked(table, at), left, [opportunity_cell(table, at)])

    return card


def hypothesis_card(snapshot: Snapshot) -> CardOf:
    """What a card says: title, and below it risk, how the tests stand, importance and certainty."""
    trials = trials_cell(snapshot)

    def card(table: Any, at: int) -> Card:
        risk, (tests, role) = table.column("risk")[at], trials(table, at)
        word = shortened(tests.partition(" ")[2], _TEST)
        left = [(f"{risk_glyph(risk)} ", risk_role(risk)), (word, role)] if risk else [(word, role)]
        importance, certainty = table.column("importance")[at], table.column("certainty")[at]
        right = [] if importance is None and certainty is None else [(f"{_or_dash(importance)}·{_or_dash(certainty)}", "muted")]
        return Card(_marked(table, at), left, right)

    return card


def _marked(table: Any, at: int) -> str:
    return f"{CONFLICT} " * bool(table.column("conflicts")[at]) + str(table.column("title")[at] or "")


def _or_dash(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else "–"

"""The columns of the list of hypotheses: what each puts at risk, how sure the team is, and what the tests said."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.discovery import TrialsOfHypotheses, trials_of_hypotheses
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, number_cell, status_cell, title_column
from pmtui.widgets.detail_discovery import DECISION_ROLES, RESULT_ROLES
from pmtui.widgets.glyphs import CONFLICT, risk_glyph, risk_role, status_glyph, status_role
from pmtui.widgets.list_view import ListColumn
from pmtui.widgets.quadrant_paint import MapLabel


def hypothesis_columns(snapshot: Snapshot) -> tuple[ListColumn, ...]:
    """The columns of a list of hypotheses.

    Args:
        snapshot: Where the experiments are.
    """
    return (
        id_column(4),
        ListColumn("status", "status", status_cell, 14, priority=6, field="status", is_sign=True),
        title_column(),
        ListColumn("risk", "risk", risk_cell, 14, priority=5, field="risk"),
        ListColumn("importance", "imp", number_cell("importance"), 3, "right", 1, "importance"),
        ListColumn("certainty", "cert", number_cell("certainty"), 4, "right", 1, "certainty"),
        ListColumn("confidence", "conf", number_cell("confidence", " %"), 4, "right", 7, "confidence"),
        ListColumn("experiments", "tests", trials_cell(snapshot), 10, priority=2),
        ListColumn("verdict", "verdict", verdict_cell, 9, priority=3, field="decision"),
    )


def risk_cell(table: Any, at: int) -> Cell:
    """The kind of risk with its sign."""
    value = table.column("risk")[at]
    return (f"{risk_glyph(value)} {value}", risk_role(value)) if value else BLANK


def trials_cell(snapshot: Snapshot) -> CellOf:
    """How many experiments there are, and how the one that says most stands: `2 won`, `1 running`."""
    found: list[TrialsOfHypotheses] = []

    def text(table: Any, at: int) -> Cell:
        if not found:
            found.append(trials_of_hypotheses(snapshot))
        trials = found[0].of(table.id(at))
        if not trials.experiments:
            return BLANK
        word = trials.result or trials.status
        return (f"{trials.experiments} {word}", RESULT_ROLES.get(word, status_role(word)))

    return text


def verdict_cell(table: Any, at: int) -> Cell:
    """What follows from it: persevere, pivot, stop."""
    value = table.column("decision")[at]
    return (str(value), DECISION_ROLES.get(value, "text")) if value else BLANK


def map_label(table: Any, at: int) -> MapLabel:
    """What stands for a hypothesis on the assumption map."""
    status = str(table.column("status")[at])
    role = "faint" if status in table.kind.closed else "text"
    title = str(table.column("title")[at] or "")
    if table.column("conflicts")[at]:
        title, role = f"{CONFLICT} {title}", "conflict"
    return MapLabel(title, status_glyph(status), status_role(status), role)

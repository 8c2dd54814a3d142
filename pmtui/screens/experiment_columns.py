"""The columns of the list of experiments, and their cards: method, what is tested, time left, effect so far, verdict."""

from __future__ import annotations

from typing import Any

from pmtui.domain.change import Snapshot
from pmtui.domain.experiment_computed import figures_at
from pmtui.domain.experiment_words import chance, count, method_words, points
from pmtui.screens.plain_cells import BLANK, Cell, CellOf, id_column, status_cell, title_cell
from pmtui.widgets.board_view import Card, CardOf
from pmtui.widgets.detail_discovery import RESULT_ROLES
from pmtui.widgets.detail_experiment import EFFECT_ROLES, VERDICT_ROLES, effect_role
from pmtui.widgets.glyphs import CONFLICT, FAULT
from pmtui.widgets.interval_lines import Interval, interval_text
from pmtui.widgets.list_view import ListColumn

_DRAWN = 7
"""Cells of the interval in a list."""
_SHORT = {"ab_test": "A/B", "usability_test": "usability", "data_analysis": "data"}
"""Methods whose names are too long for a column."""
_ALARMS = ("srm", "impossible", "guardrail", "changed_since_start")
"""Warnings that are marked in lists."""


def experiment_columns(snapshot: Snapshot, today: str) -> tuple[ListColumn, ...]:
    """The columns of a list of experiments.

    Args:
        snapshot: Where the hypotheses are.
        today: For what is left of their time.
    """
    return (
        id_column(8),
        ListColumn("status", "status", status_cell, 10, priority=8, field="status", is_sign=True),
        ListColumn("title", "title", title_cell, 0, priority=0, field="title", least=22, ample=38),
        ListColumn("method", "method", method_cell, 9, priority=5, field="method"),
        ListColumn("hypothesis", "hypothesis", hypothesis_cell(snapshot), 24, priority=9, field="hypothesis"),
        ListColumn("left", "left", left_cell(today), 6, "right", 3, "end"),
        ListColumn("effect", "effect", effect_cell(today), 15, priority=1, field="arms"),
        ListColumn("p", "p", p_cell(today), 6, "right", 7),
        ListColumn("chance", "better", chance_cell(today), 6, "right", 6),
        ListColumn("verdict", "verdict", verdict_cell(today), 14, priority=2, field="result"),
    )


def method_cell(table: Any, at: int) -> Cell:
    """How it is tested."""
    value = table.column("method")[at]
    return (_SHORT.get(str(value), method_words(value)), "text") if value else BLANK


def hypothesis_cell(snapshot: Snapshot) -> CellOf:
    """The title of what it tests."""

    def text(table: Any, at: int) -> Cell:
        id = table.column("hypothesis")[at]
        beliefs = snapshot.table("hypothesis")
        place = beliefs.position(str(id)) if id else None
        if place is None:
            return ("none", "warning") if not id else (f"{FAULT} {id}", "warning")
        return (str(beliefs.column("title")[place] or ""), "muted")

    return text


def left_cell(today: str) -> CellOf:
    """How many days it still runs; whether it may be decided."""

    def text(table: Any, at: int) -> Cell:
        left = figures_at(table, at, today).days_left
        if left is None:
            return BLANK
        return ("decide", "warning bold") if left == 0 else (f"{count(left)} d", "text")

    return text


def effect_cell(today: str) -> CellOf:
    """The difference with its interval, drawn in a scale of its own around zero; of sessions the rate of success."""

    def text(table: Any, at: int) -> Cell:
        found = figures_at(table, at, today)
        if found.difference is None:
            rate = found.success_rate
            return BLANK if rate.rate is None else (f"{rate.succeeded}/{rate.tasks} tasks", "text")
        low, high = found.interval or (found.difference, found.difference)
        reach = max(abs(low), abs(high), 1e-9)
        drawn = interval_text(Interval("", low, found.difference, high), (-reach, reach), _DRAWN)
        return (f"{drawn} {points(found.difference):>7}", EFFECT_ROLES[effect_role(found)])

    return text


def p_cell(today: str) -> CellOf:
    """The p of the difference."""

    def text(table: Any, at: int) -> Cell:
        p = figures_at(table, at, today).p_value
        return BLANK if p is None else ("<0.001" if p < 0.001 else f"{p:.3f}", "text")

    return text


def chance_cell(today: str) -> CellOf:
    """How probable it is that the variant is truly better."""

    def text(table: Any, at: int) -> Cell:
        found = figures_at(table, at, today).probability_b_beats_a
        return BLANK if found is None else (chance(found).removeprefix("over ").removeprefix("under "), "text")

    return text


def verdict_cell(today: str) -> CellOf:
    """How it ended, or what the figures say by now; marked where they are not to be trusted as they stand."""

    def text(table: Any, at: int) -> Cell:
        found = figures_at(table, at, today)
        alarm = f"{FAULT} " if any(one.code in _ALARMS for one in found.warnings) else ""
        result = table.column("result")[at]
        if result:
            return (f"{alarm}{result}", RESULT_ROLES.get(str(result), "text"))
        if found.verdict is None:
            return (f"{alarm}–", "warning") if alarm else BLANK
        return (f"{alarm}→ {found.verdict}", VERDICT_ROLES.get(found.verdict, "text"))

    return text


def experiment_card(snapshot: Snapshot, today: str) -> CardOf:
    """What a card says: title, and below it method, effect so far and verdict, or the days that are left."""
    verdict, left = verdict_cell(today), left_cell(today)

    def card(table: Any, at: int) -> Card:
        title = f"{CONFLICT} " * bool(table.column("conflicts")[at]) + str(table.column("title")[at] or "")
        method, _ = method_cell(table, at)
        found = figures_at(table, at, today)
        words, role = verdict(table, at)
        right = [left(table, at)] if (words, role) == BLANK else [(words, role)]
        effect = [(f" {points(found.difference)}", EFFECT_ROLES[effect_role(found)])] if found.difference is not None else []
        return Card(title, [(method, "muted"), *effect], [] if right == [BLANK] else right)

    return card

"""Columns of scores for lists of items: spare ones, that a person chooses; what is behind them is made when a cell is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pmtui.domain.balance import LEGS, weak_legs
from pmtui.domain.columns import Column
from pmtui.domain.query_columns import Environment, filter_column
from pmtui.domain.team_score import team_score
from pmtui.widgets.glyphs import WEAK
from pmtui.widgets.list_view import ListColumn

Cell = tuple[str, str]
_BLANK = ("–", "faint")
_QUADRANTS = {"do first": "success", "do next": "text", "do later": "muted", "don't": "faint"}
_SPARE = 20
"""Their place among columns that a person has not chosen."""
_WORRYING = 2
"""A leg of the balance up to here is a matter for colour."""


def score_columns(environment: Environment) -> Iterator[ListColumn]:
    """One column for each figure of an item that is not just a number of its own."""
    if environment.snapshot is None:
        return
    table = environment.snapshot.table("item")
    score = team_score(environment.snapshot.settings)

    def spare(name: str, title: str, text: Callable[[Any], Cell], width: int, align: str = "right") -> ListColumn:
        return ListColumn(name, title, _cell(table, name, text, environment), width, align, _SPARE, is_spare=True)

    yield spare("ice", "ICE", _figure, 6)
    yield spare("wsjf", "WSJF", _figure, 6)
    if score is not None:
        yield spare("score", score.name, _figure, max(6, min(12, len(score.name))))
    yield spare("kano", "Kano", _word, 15, "left")
    yield spare("value_effort", "value/effort", _quadrant, 12, "left")
    yield ListColumn("balance", "balance", _balance, 7, "left", _SPARE, is_spare=True)
    yield spare("evidence_confidence", "evidence", _evidence, 8)
    yield ListColumn("rank_range", "RICE rank", _rank_cell(environment), 9, "right", _SPARE, is_spare=True)


def _cell(table: Any, name: str, text: Callable[[Any], Cell], environment: Environment) -> Callable[[Any, int], Cell]:
    """A cell of a computed column; the column is made when the first cell is painted."""
    found: list[Column] = []

    def cell(_: Any, at: int) -> Cell:
        if not found:
            found.append(filter_column(table, name, environment))
        return text(found[0][at])

    return cell


def _figure(value: Any) -> Cell:
    return _BLANK if value is None else (f"{value:,.0f}" if value >= 10 else f"{value:.3g}", "text")


def _word(value: Any) -> Cell:
    return ("", "faint") if value is None else (str(value), "text")


def _quadrant(value: Any) -> Cell:
    return ("", "faint") if value is None else (str(value), _QUADRANTS.get(value, "text"))


def _evidence(value: Any) -> Cell:
    """What the evidence is worth; an item without any wears "opinion"."""
    if value is None:
        return _BLANK
    return ("opinion", "warning") if 0 < value < 1 else (f"{value:g}", "error" if value == 0 else "text")


def _balance(table: Any, at: int) -> Cell:
    """The three legs as digits in the order UX, business, feasibility; the weak one is marked."""
    data = {leg: table.column(leg)[at] for leg in LEGS}
    if all(value is None for value in data.values()):
        return ("", "faint")
    weak = weak_legs(data)
    legs = ("–" if value is None else f"{value}{WEAK if leg in weak else ''}" for leg, value in data.items())
    return (" ".join(legs), "score-weak" if weak and data[weak[0]] <= _WORRYING else "text")


def _rank_cell(environment: Environment) -> Callable[[Any, int], Cell]:
    """The range of ranks by RICE: worked out for the rows that are painted."""

    def cell(table: Any, at: int) -> Cell:
        from pmtui.domain.sensitivity import rank_ranges

        found = rank_ranges(table, "rice", environment).at(at)
        if found is None:
            return _BLANK
        return (f"{found.low}–{found.high}" if found.low < found.high else str(found.low), "text")

    return cell

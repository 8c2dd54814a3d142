"""Sensitivity of a score: the range of ranks that an item takes when any one of its inputs moves by one step.

A rank that does not move is safe to act on; one that runs over half of the backlog is a guess. The ranks of all others are
sorted once, so that a range costs a few bisections: it is worked out for the items that are looked at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.columns import Column, both
from pmtui.domain.item_scores import figure_inputs, figure_key, figure_maker
from pmtui.domain.scoring import number_in, rice_score
from pmtui.domain.team_score import team_score

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

SHARE = 0.2
"""How far an input without a scale moves: by a fifth, up and down."""
LEAST_EFFORT = 0.5
"""Person-months below which RICE does not go."""
_FIBONACCI = (1, 2, 3, 5, 8, 13, 20)
_TEN = tuple(range(1, 11))
_SCALES: Mapping[str, Sequence[float]] = {
    "impact": (0.25, 0.5, 1, 2, 3), "confidence": (50, 80, 100), "ice_impact": _TEN, "ice_confidence": _TEN, "ease": _TEN,
    **dict.fromkeys(("business_value", "time_criticality", "risk_reduction", "job_size"), _FIBONACCI),
}
"""The choices of each input that has a scale."""


class RankRange(NamedTuple):
    """Where an item stands by a score, and where it could stand.

    Attributes:
        rank: 1 for the highest score among the open items; equal scores share a rank.
        low: The best rank that one step of one input gives, or the rank itself.
        high: The worst rank that one step of one input gives, or the rank itself.
    """

    rank: int
    low: int
    high: int

    @property
    def figure(self) -> dict[str, int]:
        """As `--json` shows it."""
        return {"low": self.low, "high": self.high}


class Ranking(Column):
    """The scores of the open items in order. It knows nothing of the table, which may go once another one follows from it."""

    __slots__ = ("order", "scores")

    def __init__(
        self, table: Table, figure: str, environment: Environment, before: tuple[Ranking, Collection[int]] | None = None
    ) -> None:
        """Rank the open, living items of a table.

        Args:
            table: The items.
            figure: The score: one of `score_fields.RANKED`.
            environment: The settings, and which statuses are closed.
            before: The ranking of the table before, and the positions that have changed since.
        """
        from pmtui.domain.query_columns import filter_column, open_mask

        super().__init__([], both(open_mask(table, environment), table.living()))
        self.scores = filter_column(table, figure, environment)
        if before is None:
            self.order: list[float] = sorted(score for score in compress(self.scores.rows(), self.codes or b"") if score is not None)
        else:
            self.order = self._reordered(*before)

    def score(self, position: int) -> float | None:
        """The score that ranks the item at a position; None for closed items and without one."""
        found: float | None = self.scores[position] if self.codes and self.codes[position] else None
        return found

    def rank(self, score: float, own: float) -> int:
        """The rank that a score has among the others: one more than those of them that are higher."""
        higher = len(self.order) - bisect_right(self.order, score)
        return higher + 1 - (own > score)

    def _reordered(self, before: Ranking, positions: Collection[int]) -> list[float]:
        """The order before, without what has changed and with what it has become."""
        order = before.order.copy()
        for at in positions:
            score = before.score(at) if at < len(before) else None
            if score is not None:
                del order[bisect_left(order, score)]
        for at in {*positions, *range(len(before), len(self))}:
            score = self.score(at)
            if score is not None:
                insort(order, score)
        return order


class RankRanges(Column):
    """The range of ranks of each open item with a score, worked out when it is asked for."""

    __slots__ = ("_inputs", "_known", "_make", "_ranking", "_scales")

    def __init__(self, table: Table, figure: str, settings: Mapping[str, Any], ranking: Ranking) -> None:
        """Over the ranking of a table by a score, under the team's settings."""
        super().__init__([], ranking.codes)
        self._ranking = ranking
        self._make = rice_score if figure == "rice" else figure_maker(figure, settings)
        self._inputs = {name: table.column(name) for name in figure_inputs_of(figure, settings)}
        self._scales = _scales_of(figure, settings)
        self._known: dict[int, RankRange | None] = {}

    def __getitem__(self, position: int) -> dict[str, int] | None:
        """The lowest and highest rank of the item at a position; None for closed items and without a score."""
        found = self.at(position)
        return found.figure if found is not None else None

    def rows(self) -> Sequence[dict[str, int] | None]:
        """All of them: some microseconds each."""
        return [self[position] for position in range(len(self))]

    def at(self, position: int) -> RankRange | None:
        """Where the item at a position stands and could stand; None for closed items and without a score."""
        if position not in self._known:
            self._known[position] = self._found(position)
        return self._known[position]

    def _found(self, position: int) -> RankRange | None:
        score = self._ranking.score(position)
        if score is None:
            return None
        data = {name: column[position] for name, column in self._inputs.items()}
        moved = [score, *(one for one in self._moved(data) if one is not None)]
        ranks = [self._ranking.rank(one, score) for one in moved]
        return RankRange(ranks[0], min(ranks), max(ranks))

    def _moved(self, data: dict[str, Any]) -> Iterator[Any]:
        """The score after each step of each input."""
        for name, scale in self._scales.items():
            value = number_in(data, name)
            for other in steps(value, scale, LEAST_EFFORT if name == "effort" else 0) if value is not None else ():
                yield self._make({**data, name: other})


def rank_ranges(table: Table, figure: str, environment: Environment) -> RankRanges:
    """The ranges of ranks of a table's items by a score; made once for the table, and quickly from those of the table before."""
    settings = environment.settings
    key = _key(figure, settings)
    kept: dict[str, RankRanges] = table.kept.setdefault("rank_ranges", {})
    if key not in kept:
        known, earlier = table._columns.get(key), table._earlier.get(key)
        if not isinstance(known, Ranking):
            before = (earlier[0], earlier[1]) if earlier is not None and isinstance(earlier[0], Ranking) else None
            known = table._columns[key] = Ranking(table, figure, environment, before)
        kept[key] = RankRanges(table, figure, settings, known)
    return kept[key]


def is_ranked(table: Table, figure: str, settings: Mapping[str, Any]) -> bool:
    """Whether `rank_ranges` answers at once: they are known for this table, or for the one before it."""
    key = _key(figure, settings)
    return key in table._columns or key in table._earlier


def _key(figure: str, settings: Mapping[str, Any]) -> str:
    return f"±{figure_key(figure, settings)}"


def rank_range_of(record: Record, figure: str, environment: Environment) -> RankRange | None:
    """Where one open item stands by a score, and where it could; None without a score, and for what is not in the snapshot."""
    if environment.snapshot is None:
        return None
    table = environment.snapshot.table(record.kind)
    position = table.position(record.id)
    return rank_ranges(table, figure, environment).at(position) if position is not None else None


def steps(value: float, scale: Sequence[float], least: float = 0) -> list[float]:
    """The values one step below and above: the neighbours on the scale, else a fifth less and more.

    Args:
        value: The value now; one that is not on the scale has the neighbours between which it lies.
        scale: The choices in ascending order; empty where there are none.
        least: Without a scale, the least value there is.
    """
    if not scale:
        below = max(least, value * (1 - SHARE)) if value > least else value
        return [one for one in (below, value * (1 + SHARE)) if one != value]
    before, after = bisect_left(scale, value), bisect_right(scale, value)
    return [*scale[max(0, before - 1):before], *scale[after:after + 1]]


def figure_inputs_of(figure: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a score of `score_fields.RANKED` rests on."""
    return ("reach", "impact", "confidence", "effort") if figure == "rice" else figure_inputs(figure, settings)


def _scales_of(figure: str, settings: Mapping[str, Any]) -> dict[str, Sequence[float]]:
    """The scale of each input of a score; empty where an input has none."""
    if figure != "score":
        return {name: _SCALES.get(name, ()) for name in figure_inputs_of(figure, settings)}
    score = team_score(settings)
    found: dict[str, Sequence[float]] = {}
    for one in score.criteria if score is not None else ():
        whole = float(one.low).is_integer() and float(one.high).is_integer() and one.high - one.low <= 100
        found[one.field] = range(int(one.low), int(one.high) + 1) if whole else ()
    return found

"""Scores: every one from its inputs alone; where an input is blank, the score is blank, never zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Data = Mapping[str, Any]
_BEYOND_MEASURE = 1e60
"""A file may hold any number; what is greater than this measures nothing, and its products would overflow."""


def number_in(data: Data, name: str) -> float | None:
    """The number in a field that scores may rest on; None where it is blank, no number, or beyond measure."""
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if -_BEYOND_MEASURE < value < _BEYOND_MEASURE else None


def plain_number(value: float) -> float | None:
    """A whole number as an integer, others to ten decimals, so that 0.1 + 0.2 shows as 0.3; None where it overflows."""
    if abs(value) == float("inf"):
        return None
    value = round(value, 10)
    return int(value) if value == int(value) else value


def rice_score(data: Data) -> float | None:
    """RICE = reach × impact × confidence ÷ effort.

    Reach is customers a quarter, impact 3 to 0.25, confidence percent, effort person-months of at least 0.5.
    Example: 500 × 2 × 80 % ÷ 2 = 400.
    Source: Sean McBride, Intercom, "RICE: simple prioritization for product managers" (2016).

    Returns:
        The score, or None where an input is blank or the effort is not positive.
    """
    reach, impact = number_in(data, "reach"), number_in(data, "impact")
    confidence, effort = number_in(data, "confidence"), number_in(data, "effort")
    if reach is None or impact is None or confidence is None or effort is None or effort <= 0:
        return None
    return plain_number(reach * impact * confidence / 100 / effort)


def opportunity_score(data: Data) -> float | None:
    """Opportunity = importance + max(0, importance − satisfaction), each 1–10; at most 20.

    Source: Anthony Ulwick, "Turn customer input into innovation", Harvard Business Review (2002).

    Returns:
        The score, or None where an input is blank.
    """
    importance, satisfaction = number_in(data, "importance"), number_in(data, "satisfaction")
    if importance is None or satisfaction is None:
        return None
    return plain_number(importance + max(0.0, importance - satisfaction))


PURE_SCORES: dict[str, tuple[str, Callable[[Data], float | None]]] = {
    "rice": ("item", rice_score),
    "opportunity": ("problem", opportunity_score),
}
"""Scores that depend on one record's own fields, with the kind that has them: they may stand in the start-up cache."""


def pure_score(kind: str, name: str, data: Data) -> float | None:
    """A record's score by name; None for a kind that does not have it."""
    of, score = PURE_SCORES[name]
    return score(data) if of == kind else None


def scores_of(kind: str) -> tuple[str, ...]:
    """The names of the pure scores that a kind has."""
    return tuple(name for name, (of, _) in PURE_SCORES.items() if of == kind)

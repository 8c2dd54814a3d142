"""The scores of items besides RICE: ICE, WSJF, Kano, value/effort and the team's own; blank where an input is blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pmtui.domain.balance import LEGS, balance_figure, lowest_leg, weak_leg
from pmtui.domain.scoring import Data, number_in, opportunity_score, plain_number, rice_score
from pmtui.domain.team_score import MEAN, PRODUCT, TeamScore, ice_kind, team_score

KANO_ANSWERS = ("like", "must-be", "neutral", "live-with", "dislike")
"""The answers to both questions of Kano, in the order of the table's rows and columns."""
KANO_CLASSES = {
    "M": "must-be", "O": "one-dimensional", "A": "attractive", "I": "indifferent", "R": "reverse", "Q": "questionable",
}
"""What the letters of the table stand for; must-be comes first, for its absence hurts most."""
_KANO = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
DO_FIRST, DO_NEXT, DO_LATER, DO_NOT = QUADRANTS = ("do first", "do next", "do later", "don't")
"""The quadrants of value and effort: high value for little effort, for much; low value for little effort, for much."""
VALUE_FROM = 3
"""From here on, on the scale of 1 to 5, the value is high."""
EFFORT_TO, POINTS_TO = 1, 5
"""Up to so many person-months, or where these are blank so many points, the effort is low."""


def ice_score(data: Data, kind: str = PRODUCT) -> float | None:
    """ICE of impact, confidence and ease, each 1–10: their product (1–1000), or their mean (1–10).

    Example: 8, 7 and 5 give 280, or 6.6666666667 as a mean.
    Source: Sean Ellis and Morgan Brown, "Hacking Growth" (2017), where it is the mean; most tools multiply.

    Args:
        data: The record.
        kind: `product` or `mean`.
    """
    values = [number_in(data, name) for name in ("ice_impact", "ice_confidence", "ease")]
    impact, confidence, ease = values
    if impact is None or confidence is None or ease is None:
        return None
    return plain_number((impact + confidence + ease) / 3 if kind == MEAN else impact * confidence * ease)


def wsjf_score(data: Data) -> float | None:
    """WSJF = (business value + time criticality + risk reduction or opportunity enablement) ÷ job size.

    Each is one of 1 2 3 5 8 13 20 relative to the others, so the score runs from 0.15 to 60.
    Example: (8 + 13 + 5) ÷ 5 = 5.2. Source: Scaled Agile Framework, "Weighted Shortest Job First", after Don Reinertsen.

    Returns:
        The score, or None where an input is blank or the job has no size.
    """
    value, urgency = number_in(data, "business_value"), number_in(data, "time_criticality")
    risk, size = number_in(data, "risk_reduction"), number_in(data, "job_size")
    if value is None or urgency is None or risk is None or size is None or size <= 0:
        return None
    return plain_number((value + urgency + risk) / size)


def kano_class(data: Data) -> str | None:
    """The class of a feature from the answers to both questions of Kano: one of `KANO_CLASSES`.

    Examples: like it there and dislike it missing is one-dimensional; neutral and dislike is must-be; like and like contradict
    each other and are questionable. Source: Noriaki Kano et al. (1984), in the evaluation table of Berger et al. (1993).

    Returns:
        The class in a word; None where an answer is blank or none of the five.
    """
    functional, dysfunctional = data.get("kano_functional"), data.get("kano_dysfunctional")
    if functional not in KANO_ANSWERS or dysfunctional not in KANO_ANSWERS:
        return None
    return KANO_CLASSES[_KANO[KANO_ANSWERS.index(functional)][KANO_ANSWERS.index(dysfunctional)]]


def value_effort(data: Data) -> str | None:
    """The quadrant of value against effort: one of `QUADRANTS`.

    Value, 1–5, is high from 3 up. Effort is low up to one person-month; where it is blank, an estimate of up to 5 points is.

    Returns:
        The quadrant; None where the value, or both effort and estimate, are blank.
    """
    value, effort, points = number_in(data, "value"), number_in(data, "effort"), number_in(data, "estimate")
    if value is None or (effort is None and points is None):
        return None
    is_small = effort <= EFFORT_TO if effort is not None else points is not None and points <= POINTS_TO
    if value >= VALUE_FROM:
        return DO_FIRST if is_small else DO_NEXT
    return DO_LATER if is_small else DO_NOT


def weighted_score(data: Data, score: TeamScore) -> float | None:
    """The team's own score = Σ weight × value over its criteria; a cost counts as low + high − value of its scale.

    Example: weight 3 × 4 and the cost of 2 on 1–5 with weight 1 give 12 + (1 + 5 − 2) = 16.

    Returns:
        The score, or None where any criterion is blank.
    """
    total = 0.0
    for one in score.criteria:
        value = number_in(data, one.field)
        if value is None:
            return None
        total += one.weight * (one.low + one.high - value if one.is_cost else value)
    return plain_number(total)


def figure_inputs(name: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a figure of `FIGURES` rests on; none where the team has no score of its own."""
    if name == "score":
        score = team_score(settings)
        return tuple(one.field for one in score.criteria) if score is not None else ()
    return _INPUTS[name]


def figure_key(name: str, settings: Mapping[str, Any]) -> str:
    """What tells a figure from itself under other settings."""
    own: Any = ice_kind(settings) if name == "ice" else team_score(settings) if name == "score" else ""
    return f"{name} {own}"


def figure_maker(name: str, settings: Mapping[str, Any]) -> Callable[[Data], Any]:
    """How a figure of `FIGURES` comes from one record, under the team's settings; a choice, a number, or None."""
    if name == "ice":
        kind = ice_kind(settings)
        return lambda data: ice_score(data, kind)
    if name == "score":
        score = team_score(settings)
        return (lambda data: None) if score is None else (lambda data: weighted_score(data, score))
    return _MAKERS[name]


def score_of(name: str, data: Data, settings: Mapping[str, Any]) -> Any:
    """A figure of one record by the name of its method: a number, a word, or None where an input is blank.

    Args:
        name: The `figure` of a method of `score_methods`: rice, ice, wsjf, kano, value_effort, balance, opportunity, score, or a
            field such as `moscow`, which is its own figure.
        data: The record.
        settings: The team's settings.
    """
    if name in ("score", *_MAKERS) or name == "ice":
        return figure_maker(name, settings)(data)
    if name == "balance":
        return balance_figure(data)
    return rice_score(data) if name == "rice" else opportunity_score(data) if name == "opportunity" else data.get(name)


_INPUTS = {
    "ice": ("ice_impact", "ice_confidence", "ease"),
    "wsjf": ("business_value", "time_criticality", "risk_reduction", "job_size"),
    "kano": ("kano_functional", "kano_dysfunctional"),
    "value_effort": ("value", "effort", "estimate"),
    "balance": LEGS,
    "weak": ("ux", "business", "feasibility"),
}
_MAKERS: dict[str, Callable[[Data], Any]] = {
    "wsjf": wsjf_score, "kano": kano_class, "value_effort": value_effort, "balance": lowest_leg, "weak": weak_leg,
}
FIGURES = ("ice", "wsjf", "score", "kano", "value_effort", "balance", "weak")
"""What lists and filters know of an item from its own fields and the team's settings; `balance` as its lowest leg."""

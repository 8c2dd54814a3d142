"""What figures of an experiment are made of: its arms, its plan and its frozen design, as a file may hold them.

Anything may be missing or impossible in a file; it gives a blank here, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pmtui.domain import proportions
from pmtui.domain.proportions import Interval
from pmtui.domain.ranking import ranked
from pmtui.domain.success_rate import whole

FROZEN = ("metric", "mde", "planned_n", "decision_rule", "alpha", "power", "mode", "baseline_rate", "guardrails", "arms")
"""The fields that are kept as they stood when the experiment started: all that its size and its verdict follow from."""
_FIRST = FROZEN[:4]
"""Those that files of earlier versions kept; these say nothing of the others."""
_USUAL: Mapping[str, Any] = {"alpha": 0.05, "power": 0.8, "mode": "superiority"}
"""What a blank field is taken for."""
_GREATEST = 1e100
"""Greater numbers are no figures of anything."""


class ArmFigures(NamedTuple):
    """One arm.

    Attributes:
        id: The id of its entry.
        name: Its name, or a word for its place where it has none.
        participants: People in it; None where that is blank or impossible.
        conversions: Those who converted.
        rate: The share of these, between 0 and 1; None with nobody in the arm.
        interval: The interval of the rate, by Wilson's score.
        share: The planned part of the traffic, between 0 and 1.
    """

    id: str
    name: str
    participants: int | None
    conversions: int | None
    rate: float | None
    interval: Interval | None
    share: float


def arms_of(data: Mapping[str, Any], alpha: float | None = 0.05) -> tuple[ArmFigures, ...]:
    """The arms of an experiment in their order, the control first, with their rates."""
    entries = ranked(data.get("arms"))
    weights = [positive(one.get("weight"), zero=True) for one in entries]
    known = [one for one in weights if one is not None]
    total = sum(known)
    is_weighted = len(known) == len(entries) and total > 0
    found = []
    for at, (entry, weight) in enumerate(zip(entries, weights, strict=True)):
        people, converted = whole(entry.get("participants")), whole(entry.get("conversions"))
        if people is not None and converted is not None and converted > people:
            people = converted = None
        share = weight / total if is_weighted and weight is not None else 1 / len(entries)
        rate = None if people is None or converted is None else proportions.rate(converted, people)
        interval = None if rate is None or alpha is None else proportions.wilson_interval(converted or 0, people or 0, alpha)
        name = str(entry.get("name") or "").strip() or ("control" if at == 0 else f"arm {at + 1}")
        found.append(ArmFigures(str(entry.get("id") or at), name, people, converted, rate, interval, share))
    return tuple(found)


def level_of(data: Mapping[str, Any]) -> float | None:
    """The part of α that each comparison is held to: α ÷ comparisons (Bonferroni), all of it with two arms; None where α is impossible."""
    alpha = unit_number(data, "alpha", 0.05)
    return None if alpha is None else alpha / max(1, len(ranked(data.get("arms"))) - 1)


def frozen_design(data: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a design when it starts: guardrails and arms by their names, the control first; what is blank is left out."""
    values = {name: _as_frozen(data, name) for name in FROZEN}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _as_frozen(data: Mapping[str, Any], name: str) -> Any:
    value = data.get(name)
    if name == "guardrails":
        return "; ".join(sorted(f"{_name(one)} {one.get('direction') or 'up'}" for one in entries_of(data, name)))
    if name == "arms":
        arms = ranked(value)
        weights = [positive(one.get("weight")) for one in arms]
        is_even = any(one is None for one in weights) or len(set(weights)) < 2
        return "; ".join(_name(one) if is_even else f"{_name(one)} {weight:g}" for one, weight in zip(arms, weights, strict=True))
    return _USUAL.get(name) if value in (None, "") else value


def _name(entry: Mapping[str, Any]) -> str:
    return " ".join(str(entry.get("name") or "").split()) or "without a name"


def changed_since_start(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that are not as they were frozen when the experiment started; none for one that has not started."""
    frozen = data.get("frozen")
    if not isinstance(frozen, Mapping):
        return ()
    known = FROZEN if "alpha" in frozen else (*_FIRST, *(name for name in FROZEN if name in frozen and name not in _FIRST))
    blank = () if frozen.get("arms") else ("arms",)  # where none were named, results that come in name them
    return tuple(name for name in known if name not in blank and (frozen.get(name) or None) != (_as_frozen(data, name) or None))


def positive(value: Any, zero: bool = False) -> float | None:
    """A finite number above zero (or zero, where that is allowed), as a file may hold it; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value <= _GREATEST:
        return None
    return value if value > 0 or (zero and value == 0) else None


def unit_number(data: Mapping[str, Any], name: str, default: float) -> float | None:
    """A number between 0 and 1, both excluded; the default where it is blank, None where it is impossible."""
    value = data.get(name)
    if value is None:
        return default
    found = positive(value)
    return found if proportions.is_open_unit(found) else None


def entries_of(data: Mapping[str, Any], name: str) -> list[Any]:
    """The entries of a keyed list; what is none is left out."""
    value = data.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []

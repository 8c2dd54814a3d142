"""The balance of an item between user experience, business goals and technical feasibility, each 1–5."""

from __future__ import annotations

from typing import Any

from pmtui.domain.scoring import Data, number_in

LEGS = ("ux", "business", "feasibility")
"""The three legs, in the order in which they are shown."""


def lowest_leg(data: Data) -> float | None:
    """The value of the lowest leg, 1–5; None where one of the three is blank."""
    values = [number_in(data, leg) for leg in LEGS]
    known = [value for value in values if value is not None]
    return min(known) if len(known) == len(LEGS) else None


def weak_legs(data: Data) -> tuple[str, ...]:
    """The legs that are lower than another one: the lowest, of equals each; none where all are alike or one is blank."""
    lowest = lowest_leg(data)
    if lowest is None or all(number_in(data, leg) == lowest for leg in LEGS):
        return ()
    return tuple(leg for leg in LEGS if number_in(data, leg) == lowest)


def weak_leg(data: Data) -> str | None:
    """The weak leg; of two that are equally low the first; None where no leg is lower than the others, or one is blank.

    Example: user experience 4, business 5 and feasibility 2 stand on a weak feasibility.
    """
    return next(iter(weak_legs(data)), None)


def balance_figure(data: Data) -> dict[str, Any]:
    """The three legs and the weak one, as `--json` shows them; what is blank is None."""
    return {**{leg: number_in(data, leg) for leg in LEGS}, "weak": weak_leg(data)}

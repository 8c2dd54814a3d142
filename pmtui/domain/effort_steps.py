"""The steps of effort of a value/effort matrix: five sizes, from effort in person-months or, where that is blank, from points. Pure.

Up to the third size effort counts as low, as it does for `value_effort`: up to one person-month or 5 points.
"""

from __future__ import annotations

from typing import Any

from pmtui.domain.item_scores import EFFORT_TO, POINTS_TO

MONTHS = (0.5, 0.75, EFFORT_TO, 2, 4)
"""The person-months up to which an effort has the size XS, S, M, L; the last stands for all that is more: XL."""
POINTS = (2, 3, POINTS_TO, 8, 13)
"""The same in points."""
SIZES = ("XS", "S", "M", "L", "XL")
"""The names of the sizes."""
MIDDLE = 3
"""The size, and the value, that a record gets which had none."""
VALUES = (1, 2, 3, 4, 5)
"""The steps of value."""


def effort_step(effort: Any, estimate: Any) -> int | None:
    """The size of an item, 1 for the smallest to 5; None where neither figure is known.

    Args:
        effort: In person-months.
        estimate: In points; counts where the effort is blank.
    """
    for amount, steps in ((effort, MONTHS), (estimate, POINTS)):
        if isinstance(amount, int | float) and not isinstance(amount, bool):
            return next((at for at, most in enumerate(steps[:-1], 1) if amount <= most), len(steps))
    return None


def moved_effort(effort: Any, estimate: Any, step: int) -> tuple[str, float] | None:
    """The field and its new value that move an item by one size; None at an end. What has no size gets the middle one."""
    size = effort_step(effort, estimate)
    if size is None:
        return "estimate", POINTS[MIDDLE - 1]
    if not 1 <= size + step <= len(SIZES):
        return None
    is_in_months = effort_step(effort, None) is not None
    return ("effort", MONTHS[size + step - 1]) if is_in_months else ("estimate", POINTS[size + step - 1])


def moved_value(value: Any, step: int) -> int | None:
    """The next value up (1) or down (-1); None at an end. What has no value gets the middle one."""
    if value not in VALUES or isinstance(value, bool):
        return MIDDLE
    return value + step if value + step in VALUES else None

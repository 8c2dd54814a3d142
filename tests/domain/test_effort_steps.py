"""The sizes of the value/effort matrix agree with its quadrants, and moves go by one size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.effort_steps import MIDDLE, SIZES, effort_step, moved_effort, moved_value
from pmtui.domain.item_scores import DO_FIRST, value_effort

AMOUNTS = st.none() | st.floats(0.1, 500) | st.integers(1, 200) | st.just(True) | st.text(max_size=2)


@given(AMOUNTS, AMOUNTS)
def test_a_size_in_the_left_half_is_a_low_effort(effort: object, estimate: object) -> None:
    size = effort_step(effort, estimate)
    quadrant = value_effort({"value": 5, "effort": effort, "estimate": estimate})
    assert (size is None) == (quadrant is None)
    assert size is None or (size <= MIDDLE) == (quadrant == DO_FIRST)


@given(AMOUNTS, AMOUNTS, st.sampled_from([-1, 1]))
def test_a_move_goes_to_the_next_size_and_back(effort: object, estimate: object, step: int) -> None:
    size = effort_step(effort, estimate)
    moved = moved_effort(effort, estimate, step)
    if moved is None:
        assert size == (1 if step < 0 else len(SIZES))
        return
    after = {"effort": effort, "estimate": estimate, moved[0]: moved[1]}
    assert effort_step(after["effort"], after["estimate"]) == (MIDDLE if size is None else size + step)


@pytest.mark.parametrize(("value", "step", "after"), [
    (None, 1, 3), (1, -1, None), (1, 1, 2), (5, 1, None), (4, 1, 5), (True, 1, 3), ("high", -1, 3), (9, -1, 3),
])
def test_values_go_from_one_to_five(value: object, step: int, after: int | None) -> None:
    assert moved_value(value, step) == after

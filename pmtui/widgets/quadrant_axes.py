"""The axes of a map of four quadrants: what is measured across and upwards, and what the quadrants are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pmtui.domain.effort_steps import SIZES

STEPS = (1, 2, 3, 4, 5)
"""Values on either axis."""
MIDDLE = 3
"""The greatest value across that counts as left, and the least upwards that counts as upper: in doubt, the upper left."""
Quadrants = Mapping[tuple[bool, bool], tuple[str, str]]
"""Name and colour role of each quadrant, by whether it is an upper and whether it is a right one."""


class Axes(NamedTuple):
    """What a map of four quadrants measures.

    Attributes:
        across: What grows to the right.
        up: What grows upwards.
        quadrants: The quadrants' names.
        steps: What stands below the columns, for 1 to 5.
        words: What steps mean, where there is room for it.
        aside: What the records are called that lack one of the two values.
    """

    across: str
    up: str
    quadrants: Quadrants
    steps: tuple[str, ...]
    words: Mapping[int, str]
    aside: str = "Not placed"


QUADRANTS: Quadrants = {
    (True, False): ("Test first", "warning"), (True, True): ("Build on", "success"),
    (False, False): ("Park", "muted"), (False, True): ("Leave", "muted"),
}
"""The quadrants of assumptions, by whether they are important and whether they are certain.

Source of the map: Jeff Gothelf and Josh Seiden, "Lean UX" (2013), the hypothesis prioritisation canvas; David J. Bland and
Alexander Osterwalder, "Testing Business Ideas" (2019), assumptions mapping.
"""
ASSUMPTIONS = Axes("certainty", "importance", QUADRANTS, tuple(map(str, STEPS)), {1: "a guess", 5: "known"})
"""Hypotheses: what matters most and is known least is tested first."""
PEOPLE = Axes("interest", "influence", {
    (True, True): ("Manage closely", "warning"), (True, False): ("Keep satisfied", "accent"),
    (False, True): ("Keep informed", "success"), (False, False): ("Monitor", "muted"),
}, tuple(map(str, STEPS)), {1: "little", 5: "much"})
"""People: how much they can move and how much they care. Source: Aubrey L. Mendelow, "Environmental Scanning" (1981)."""
VALUE_EFFORT = Axes(
    "effort", "value", {
        (True, False): ("Do first", "success"), (True, True): ("Do next", "accent"),
        (False, False): ("Do later", "muted"), (False, True): ("Don't", "faint"),
    },
    SIZES, {1: "≤ 2 pts", 2: "≤ 3 pts", 3: "≤ 5 pts", 4: "≤ 8 pts", 5: "more"}, "Unscored",
)
"""Items: what is worth much and takes little is done first. The steps of effort are in `pmtui.domain.effort_steps`."""

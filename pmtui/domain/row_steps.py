"""How one row of texts becomes another, with bounds on the effort: what all that shows differences stands on."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Step = tuple[str, int, int, int, int]
"""As `difflib` has it: what happened (`equal`, or something else), and from where to where in the row before and in that since then."""


def steps_between(old: Sequence[str], new: Sequence[str], most: int, *, is_whole: bool = True) -> Sequence[Step]:
    """How one row of texts becomes the other.

    Args:
        old: The row before.
        new: The row since then.
        most: Where more pairs than these would be compared, all between the first and the last change counts as changed.
        is_whole: Whether rows that are short enough are compared from end to end; else what begins or ends alike never is.
    """
    if is_whole and len(old) * len(new) <= most:
        return SequenceMatcher(None, old, new, False).get_opcodes()
    head, tail = alike_at_ends(old, new)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    inner: Sequence[Step] = [("replace", 0, len(before), 0, len(after))] if before or after else []
    if before and after and len(before) * len(after) <= most:
        inner = SequenceMatcher(None, before, after, False).get_opcodes()
    middle = [(tag, low + head, high + head, first + head, last + head) for tag, low, high, first, last in inner]
    start = [("equal", 0, head, 0, head)] if head else []
    end = [("equal", len(old) - tail, len(old), len(new) - tail, len(new))] if tail else []
    return [*start, *middle, *end]


def alike_at_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many pieces two rows have in common at their start, and how many at their end."""
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    tail = next((at for at in range(least - head) if old[-1 - at] != new[-1 - at]), least - head)
    return head, tail

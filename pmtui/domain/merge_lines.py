"""Three-way merge of long text, line by line.

The classic diff3 (S. Khanna, K. Kunal, B. C. Pierce: A Formal Investigation of Diff3, 2007): lines that base, ours and
theirs have in common hold the texts together; what lies between two such stretches is taken from the side that changed
it, and where both changed it differently, it overlaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Match(NamedTuple):
    """A stretch of `length` lines that base has from `base` on and a side from `side` on."""

    base: int
    side: int
    length: int


class Anchor(NamedTuple):
    """A stretch of lines that all three have: where it begins in each, and how many lines it has."""

    base: int
    ours: int
    theirs: int
    length: int


def diff3(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[list[str]]:
    """The merged text where nothing overlaps; else two complete ones, with the clean hunks of both sides.

    Returns:
        One text; or two, the first with every overlapping hunk as in `ours`, the second with them as in `theirs`.
        Swapping `ours` and `theirs` gives the same texts in the other order.
    """
    mine: list[str] = []
    yours: list[str] = []
    overlap = False
    at = Anchor(0, 0, 0, 0)
    for anchor in _anchors(_matches(base, ours), _matches(base, theirs)):
        old = list(base[at.base + at.length : anchor.base])
        our = list(ours[at.ours + at.length : anchor.ours])
        their = list(theirs[at.theirs + at.length : anchor.theirs])
        if our == their or their == old:
            mine += our
            yours += our
        elif our == old:
            mine += their
            yours += their
        else:
            overlap = True
            mine += our
            yours += their
        common = base[anchor.base : anchor.base + anchor.length]
        mine += common
        yours += common
        at = anchor
    return [mine, yours] if overlap else [mine]


def _matches(base: Sequence[str], side: Sequence[str]) -> list[Match]:
    """Where a side agrees with base, in order, with an empty match at the end.

    What both begin and end with is matched first: it keeps the cost down where one paragraph of a long text changed.
    """
    shortest = min(len(base), len(side))
    head = 0
    while head < shortest and base[head] == side[head]:
        head += 1
    tail = 0
    while tail < shortest - head and base[-1 - tail] == side[-1 - tail]:
        tail += 1
    found = [Match(0, 0, head)]
    old, new = base[head : len(base) - tail], side[head : len(side) - tail]
    if old and new:
        from difflib import SequenceMatcher  # git starts a process a file, and few files need this

        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        found += [Match(head + block.a, head + block.b, block.size) for block in blocks]
    found.append(Match(len(base) - tail, len(side) - tail, tail))
    found.append(Match(len(base), len(side), 0))
    return found


def _anchors(ours: Sequence[Match], theirs: Sequence[Match]) -> list[Anchor]:
    """The stretches of base that both sides still have, and the end of all three."""
    found: list[Anchor] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        our, their = ours[i], theirs[j]
        start = max(our.base, their.base)
        end = min(our.base + our.length, their.base + their.length)
        if start < end:
            found.append(Anchor(start, our.side + start - our.base, their.side + start - their.base, end - start))
        if our.base + our.length < their.base + their.length:
            i += 1
        else:
            j += 1
    found.append(Anchor(ours[-1].base, ours[-1].side, theirs[-1].side, 0))
    return found

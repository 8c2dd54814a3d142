"""What changed in a text, word by word and line by line, for reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pmtui.domain.row_steps import alike_at_ends, steps_between

KEPT, GONE, CAME = " ", "−", "+"
"""What became of a piece of a text; the signs stand before the lines, too."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.3
"""Two lines that have less than this part in common are shown one below the other, not word by word."""
_MOST_LINES = 400
"""More lines than these between the first and the last changed one are not compared: it takes too long."""
_MOST_WORDS, _MOST_SIGNS = 100_000, 1_000_000
"""Pairs of words of one line, and pairs of characters of all lines, that are compared at most: some 50 ms each, for the keys wait."""


class Piece(NamedTuple):
    """A piece of a text and what became of it: `KEPT`, `GONE` or `CAME`."""

    sign: str
    text: str


class LineStep(NamedTuple):
    """A line of a text: what became of it, and its pieces, of which a changed line may have kept some.

    Attributes:
        sign: `KEPT`, `GONE` or `CAME`.
        pieces: What it says.
        left_out: How many unchanged lines are left out before it.
    """

    sign: str
    pieces: tuple[Piece, ...]
    left_out: int = 0


def word_steps(old: str, new: str) -> list[Piece]:
    """The words of both texts in one row: those that went before those that came in their place.

    Between the first and the last change of long texts words are not compared: all of them go, and all come.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    found: list[Piece] = []
    for tag, low, high, first, last in steps_between(before, after, _MOST_WORDS):
        if tag == "equal":
            found.append(Piece(KEPT, "".join(before[low:high])))
            continue
        found += [Piece(GONE, "".join(before[low:high]))] if high > low else []
        found += [Piece(CAME, "".join(after[first:last]))] if last > first else []
    return found


def line_steps(old: Sequence[str], new: Sequence[str], around: int = 1) -> list[LineStep]:
    """The lines that went and came, with some unchanged ones around them.

    Args:
        old: The lines before.
        new: The lines since then.
        around: How many unchanged lines are shown above and below; the others are left out and counted.
    """
    steps: list[LineStep] = []
    skipped = 0
    effort = _MOST_SIGNS
    opcodes = steps_between(old, new, _MOST_LINES**2)
    for number, (tag, low, high, first, last) in enumerate(opcodes):
        if tag != "equal":
            pairs = _pairs(old[low:high], new[first:last])
            found = list(_replaced(old[low:high], new[first:last], is_close=pairs <= effort))
            effort -= pairs if pairs <= effort else 0
            steps += [found[0]._replace(left_out=skipped), *found[1:]]
            skipped = 0
            continue
        head = around if number else 0
        tail = around if number < len(opcodes) - 1 else 0
        lines = old[low:high]
        if len(lines) <= head + tail + 1 and number and tail:
            head = len(lines)
        steps += [LineStep(KEPT, (Piece(KEPT, one),)) for one in lines[:head]]
        rest = lines[head:]
        shown = rest[len(rest) - tail :] if tail else []
        skipped = len(rest) - len(shown)
        for at, one in enumerate(shown):
            steps.append(LineStep(KEPT, (Piece(KEPT, one),), skipped if at == 0 else 0))
        if shown:
            skipped = 0
    return steps


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of characters it takes to tell which lines are alike."""
    found = 0
    for before, after in zip(old, new, strict=False):
        both = sum(alike_at_ends(before, after))
        found += (len(before) - both) * (len(after) - both)
    return found


def _is_alike(before: str, after: str) -> bool:
    head, tail = alike_at_ends(before, after)
    inner = SequenceMatcher(None, before[head : len(before) - tail], after[head : len(after) - tail], False)
    same = head + tail + sum(one.size for one in inner.get_matching_blocks())
    return 2 * same >= _ALIKE * (len(before) + len(after))


def _replaced(old: Sequence[str], new: Sequence[str], *, is_close: bool) -> Iterator[LineStep]:
    """Lines in the place of others: looked at closely, those that are alike with their words marked."""
    came: list[LineStep] = []
    for at in range(max(len(old), len(new))):
        before, after = old[at] if at < len(old) else None, new[at] if at < len(new) else None
        if is_close and before is not None and after is not None and _is_alike(before, after):
            pieces = word_steps(before, after)
            yield LineStep(GONE, tuple(one for one in pieces if one.sign != CAME))
            came.append(LineStep(CAME, tuple(one for one in pieces if one.sign != GONE)))
            continue
        if before is not None:
            yield LineStep(GONE, (Piece(GONE, before),))
        if after is not None:
            came.append(LineStep(CAME, (Piece(CAME, after),)))
    yield from came

"""How texts differ, for people: which stretches of lines changed in any of several versions, and which words of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pmtui.domain.row_steps import Step, steps_between

SAME, ADDED, REMOVED = "", "+", "-"
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\n|[^\S\n]+|\w+|[^\w\s]")
"""A word: letters and digits together; by itself each sign, each line end, and each character of scripts without blanks."""
_LIKE = 0.35
"""Below this likeness, from 0 to 1, the words of two texts are not compared: all of one goes and all of the other comes."""


_MOST = 400_000
"""Where more pairs of words or lines than this would be compared, texts are not compared but shown whole: nobody waits for it."""


class Piece(NamedTuple):
    """A stretch of a text.

    Attributes:
        text: What it says; may hold line ends.
        change: `SAME`, `ADDED` or `REMOVED`.
    """

    text: str
    change: str


class Hunk(NamedTuple):
    """Lines that stand at one place of several versions.

    Attributes:
        base: The lines of the base.
        versions: Those of each version; where nothing changed, the base's own.
        is_same: Whether no version differs from the base here.
    """

    base: tuple[str, ...]
    versions: tuple[tuple[str, ...], ...]
    is_same: bool


def word_diff(before: str, after: str) -> list[Piece]:
    """The words of `after`, with those that are new and those of `before` that are gone, in the order to read them."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not old or not new or len(old) * len(new) > _MOST or matcher.ratio() < _LIKE:
        return [Piece(text, change) for text, change in ((before, REMOVED), (after, ADDED)) if text]
    pieces: list[Piece] = []
    for _, i1, i2, j1, j2 in _calm(matcher.get_opcodes(), new):
        if old[i1:i2] == new[j1:j2]:
            pieces.append(Piece("".join(new[j1:j2]), SAME))
        else:
            pieces += [Piece("".join(words), change) for words, change in ((old[i1:i2], REMOVED), (new[j1:j2], ADDED)) if words]
    return pieces


def _calm(steps: Iterable[Step], new: Sequence[str]) -> list[Step]:
    """The steps of a diff without blanks that are alike by chance between two changes: `a b` to `c d` is one change, not two."""
    found: list[Step] = []
    for step in steps:
        is_gap = step[0] == "equal" and "".join(new[step[3]:step[4]]).isspace() and "\n" not in new[step[3]:step[4]]
        if found and found[-1][0] != "equal" and (is_gap or step[0] != "equal"):
            before = found[-1]
            found[-1] = ("gap" if is_gap else "replace", before[1], step[2], before[3], step[4])
        else:
            found.append(step)
    return [one for step in found for one in (_opened(step) if step[0] == "gap" else [step])]


def _opened(step: Step) -> list[Step]:
    """A change that took in a blank and found no other change behind it: the blank stands by itself again."""
    _, i1, i2, j1, j2 = step
    return [("replace", i1, i2 - 1, j1, j2 - 1), ("equal", i2 - 1, i2, j2 - 1, j2)]


def hunks(base: Sequence[str], versions: Sequence[Sequence[str]]) -> list[Hunk]:
    """Several versions of a text beside each other, cut where they differ from the base."""
    steps = [steps_between(base, one, _MOST, is_whole=False) for one in versions]
    found: list[Hunk] = []
    at, places = 0, [0] * len(versions)
    for first, last in _regions([(i1, i2) for one in steps for tag, i1, i2, _, _ in one if tag != "equal"]):
        if first > at:
            found.append(_same(base[at:first], len(versions)))
            places = [place + first - at for place in places]
        ends = [_end(one, last, place) for one, place in zip(steps, places, strict=True)]
        texts = tuple(tuple(one[place:end]) for one, place, end in zip(versions, places, ends, strict=True))
        found.append(Hunk(tuple(base[first:last]), texts, is_same=False))
        at, places = last, ends
    if at < len(base):
        found.append(_same(base[at:], len(versions)))
    return found


def _same(lines: Sequence[str], count: int) -> Hunk:
    return Hunk(tuple(lines), (tuple(lines),) * count, is_same=True)


def _regions(changed: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of the base that changed in any version; those that touch are one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(changed):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _end(steps: Iterable[Step], last: int, least: int) -> int:
    """Where a version stands after the line `last` of the base, what is put in there included."""
    place = least
    for tag, i1, i2, j1, j2 in steps:
        if tag == "equal":
            if i1 < last:
                place = max(place, j1 + min(last, i2) - i1)
        elif i2 <= last:
            place = max(place, j2)
    return place

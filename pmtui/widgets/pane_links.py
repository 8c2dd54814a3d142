"""The links in the lines of a pane: where each stands, and which is next. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmtui.widgets.cells import steady, width_of
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.styled_lines import Line


class Place(NamedTuple):
    """A part of a line, in cells.

    Attributes:
        line: The line, from 0.
        start: Its first cell.
        end: The cell behind its last one.
    """

    line: int
    start: int
    end: int


class PaneLink(NamedTuple):
    """A link; one that is wrapped stands in several places.

    Attributes:
        target: What it opens.
        places: Where it stands, from the top down; at least one.
    """

    target: Target
    places: tuple[Place, ...]

    def has(self, line: int, cell: int) -> bool:
        """Whether it stands at a cell of a line."""
        return any(one.line == line and one.start <= cell < one.end for one in self.places)


def links_in(lines: Sequence[Line]) -> list[PaneLink]:
    """Every link, from the top down and from left to right."""
    links: list[PaneLink] = []
    is_open = False  # the last link reaches to the end of the line before
    for at, line in enumerate(lines):
        for target, place, is_first in _runs(at, line):
            if is_open and is_first and links[-1].target == target and links[-1].places[-1].line == at - 1:
                links[-1] = PaneLink(target, (*links[-1].places, place))
            else:
                links.append(PaneLink(target, (place,)))
        is_open = bool(line) and isinstance(line[-1], LinkSpan)
    return links


def _runs(at: int, line: Line) -> Iterator[tuple[Target, Place, bool]]:
    """The links of one line, and whether nothing but blanks stands before."""
    cell, is_first = 0, True
    run: tuple[Target, int] | None = None
    for span in line:
        target = span.target if isinstance(span, LinkSpan) else None
        if run is not None and target != run[0]:
            yield run[0], Place(at, run[1], cell), is_first
            run, is_first = None, False
        if target is None and span.text.strip(" ▎"):
            is_first = False
        if target is not None and run is None:
            run = target, cell
        cell += width_of(steady(span.text))
    if run is not None:
        yield run[0], Place(at, run[1], cell), is_first


def number_of(links: Sequence[PaneLink], target: Target, before: int) -> int | None:
    """The number of a link, when the lines have become others; None where it is gone.

    Args:
        links: All links.
        target: What it opens.
        before: How many links above it open the same.
    """
    same = [at for at, one in enumerate(links) if one.target == target]
    return same[min(before, len(same) - 1)] if same else None


def next_link(links: Sequence[PaneLink], marked: int | None, step: int, top: int, height: int) -> int | None:
    """The link that comes after the marked one, or the first one in sight; None without any.

    Args:
        links: All links.
        marked: The one that is marked, by its number.
        step: 1 for the next, -1 for the one before; at the ends it stays.
        top: The first line in sight.
        height: How many lines are in sight.
    """
    if not links:
        return None
    if marked is not None and marked < len(links):
        return max(0, min(len(links) - 1, marked + step))
    seen = [at for at, one in enumerate(links) if top <= one.places[0].line < top + height]
    if seen:
        return seen[0] if step > 0 else seen[-1]
    after = [at for at, one in enumerate(links) if one.places[0].line >= top]
    return after[0] if after else len(links) - 1

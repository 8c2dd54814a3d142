"""What the milestone under the cursor waits for and what waits for it, as marks beside names and lines across the chart. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pmtui.widgets.timeline_bars import Bar, Facts
from pmtui.widgets.timeline_links import Drawn, Link, drawn_links
from pmtui.widgets.timeline_paint import FIRST, THEN
from pmtui.widgets.timeline_scale import Scale
from pmtui.widgets.timeline_view import Row, TimelineView


class Relations(NamedTuple):
    """The dependencies of one milestone on the screen, by line.

    Attributes:
        marks: FIRST beside what must come before it, THEN beside what waits for it.
        drawn: The signs between the bars, by cell.
    """

    marks: Mapping[int, str]
    drawn: Drawn


def relations(view: TimelineView, id: str | None, facts: Facts | None, bar: Callable[[Row], Bar], scale: Scale) -> Relations:
    """The dependencies of a milestone; those that the view does not show are left out."""
    here = _lines(view, [id]) if id is not None else []
    if id is None or facts is None or not here:
        return Relations({}, {})
    first, then = _lines(view, facts.first(id)), _lines(view, facts.then(id))
    pairs = [(line, here[0], "accent") for line in first] + [(here[0], line, "muted") for line in then]
    links = [_link(bar(view.rows[line]), bar(view.rows[to]), line, to, scale, role) for line, to, role in pairs]
    marks = {**dict.fromkeys(then, THEN), **dict.fromkeys(first, FIRST)}
    return Relations(marks, drawn_links([one for one in links if one is not None], scale.width))


def _lines(view: TimelineView, ids: Sequence[str]) -> list[int]:
    stops = (view.find(id) for id in ids)
    return [view.line(stop) for stop in stops if stop is not None]


def _link(first: Bar, then: Bar, line: int, to_line: int, scale: Scale, role: str) -> Link | None:
    one, other = first.extent, then.extent
    if one is None or other is None:
        return None
    is_late = other.has_start and one.last >= other.first
    return Link(line, scale.cell(one.last), to_line, scale.cell(other.first), "warning bold" if is_late else role)


class Relating:
    """The part of a timeline that shows what the milestone under the cursor waits for, and what waits for it."""

    view: TimelineView
    _cursor: int = 0
    _facts: Facts | None = None
    _relations: Relations | None = None

    @property
    def chart(self) -> Scale:
        """Which days are in which cells."""
        raise NotImplementedError

    def _bar(self, row: Row) -> Bar:
        """What a line says."""
        raise NotImplementedError

    def _refresh_line(self, line: int) -> None:
        """Paint a line anew."""
        raise NotImplementedError

    def _relink(self) -> None:
        """Draw the dependencies of the milestone that the cursor has come to, and paint the lines that they cross or crossed."""
        before, self._relations = self._relations, None
        after = self._related()
        lines = {*after.marks, *after.drawn} if before is None else {*before.marks, *before.drawn, *after.marks, *after.drawn}
        for line in lines:
            self._refresh_line(line)

    def _related(self) -> Relations:
        """The dependencies of the milestone under the cursor, looked up once as long as it stays there."""
        if self._relations is None:
            owner = self.view.owner(self._cursor)
            known = owner is not None and self._facts is not None
            self._relations = relations(self.view, owner, self._facts, self._bar, self.chart) if known else Relations({}, {})
        return self._relations

"""What the milestone under the cursor waits for and what waits for it, as marks beside names and lines across the chart. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pmtui.widgets.timeline_bars import Bar, Facts
from pmtui.widgets.timeline_links import Drawn, Link, drawn_links
from pmtui.widgets.timeline_paint import FIRST, THEN
from pmtui.widgets.timeline_scale import Scale
from pmtui.widgets.timeline_view import Row, TimelineView

_CRITICAL = "warning bold"


class Relations(NamedTuple):
    """The dependencies of one milestone on the screen, by line.

    Attributes:
        marks: FIRST beside what must come before it, THEN beside what waits for it.
        drawn: The signs between the bars, by cell.
        lines: The lines that were in sight.
    """

    marks: Mapping[int, str]
    drawn: Drawn
    lines: range = range(0)


def relations(
    view: TimelineView, id: str | None, facts: Facts | None, bar: Callable[[Row], Bar], scale: Scale, lines: range,
) -> Relations:
    """The dependencies of a milestone; those that the view does not show are left out, and of lines between bars what is out of sight.

    Args:
        view: What is shown.
        id: The milestone.
        facts: What knows its dependencies.
        bar: What a line says.
        scale: Which days are in which cells.
        lines: The lines in sight.
    """
    here = _lines(view, [id]) if id is not None else []
    if id is None or facts is None or not here:
        return Relations({}, {})
    first, then = _lines(view, facts.first(id)), _lines(view, facts.then(id))
    pairs = [(line, here[0], "accent") for line in first] + [(here[0], line, "muted") for line in then]
    links = [_link(bar(view.rows[line]), bar(view.rows[to]), line, to, scale, role) for line, to, role in pairs]
    marks = {**dict.fromkeys(then, THEN), **dict.fromkeys(first, FIRST)}
    return Relations(marks, drawn_links([one for one in links if one is not None], scale.width, lines), lines)


def path_lines(view: TimelineView, facts: Facts, bar: Callable[[Row], Bar], scale: Scale, lines: range) -> Drawn:
    """The lines between the milestones on the critical path, as far as they are in sight.

    Args:
        view: What is shown.
        facts: What knows the path.
        bar: What a line says.
        scale: Which days are in which cells.
        lines: The lines in sight.
    """
    found = []
    for first, then in facts.path:
        one, other = view.find(first), view.find(then)
        if one is None or other is None:
            continue
        line, to_line = view.line(one), view.line(other)
        if max(line, to_line) >= lines.start and min(line, to_line) < lines.stop:
            link = _link(bar(view.rows[line]), bar(view.rows[to_line]), line, to_line, scale, _CRITICAL)
            found += [link._replace(role=_CRITICAL)] if link is not None else []
    return drawn_links(found, scale.width, lines, is_double=True)


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
    _path: tuple[range, Drawn] | None = None

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

    @property
    def _in_sight(self) -> range:
        """The lines in sight."""
        raise NotImplementedError

    def _on_path(self) -> Drawn:
        """The lines of the critical path, made once for the lines in sight."""
        if self._facts is None or not self._facts.path:
            return {}
        lines = self._in_sight
        if self._path is None or self._path[0] != lines:
            self._path = lines, path_lines(self.view, self._facts, self._bar, self.chart, lines)
        return self._path[1]

    def _relink(self) -> None:
        """Draw the dependencies of the milestone that the cursor has come to, and paint the lines that they cross or crossed."""
        before, self._relations = self._relations, None
        after, seen = self._related(), self._in_sight
        lines = {*after.marks, *after.drawn} if before is None else {*before.marks, *before.drawn, *after.marks, *after.drawn}
        for line in lines:
            if line in seen:
                self._refresh_line(line)

    def _related(self) -> Relations:
        """The dependencies of the milestone under the cursor, looked up once as long as it and what is in sight stay there."""
        lines = self._in_sight
        if self._relations is None or self._relations.lines != lines:
            owner = self.view.owner(self._cursor)
            known = owner is not None and self._facts is not None
            found = relations(self.view, owner, self._facts, self._bar, self.chart, lines) if known else Relations({}, {}, lines)
            self._relations = found._replace(lines=lines)
        return self._relations

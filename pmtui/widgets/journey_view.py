"""What a journey map shows: stages across, what personas do in each above, and the problems below; and where which line is. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pmtui.domain.journey import ROWS, Stage
from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.list_view import Positions
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans

LEFT = 10
"""Cells of the names of the rows, at the left."""
LEAST, MOST = 22, 44
"""The fewest and the most cells of a stage, its gap included."""
TALL = 30
"""From this height on a cell shows more of its text, and a problem the beginning of its newest quote."""
_TEXT_ROLES = {"doing": "text", "thinking": "info", "feeling": "muted", "pains": "warning"}


class Spot(NamedTuple):
    """What stands on a line below the headings.

    Attributes:
        text: The row of texts, from 0; negative where it is none.
        row: The place among the problems of a stage, from 0; negative above them.
        line: Which line of that text or problem, from 0.
    """

    text: int
    row: int
    line: int


class JourneyView:
    """Stages over one table of problems, with records found by id.

    Attributes:
        table: Where the problems are.
        stages: The stages, from left to right.
        texts: How many rows of texts the cursor can stand on above the problems: all of a persona's, or none.
    """

    def __init__(self, table: Positions, stages: Sequence[Stage], *, can_edit: bool = False) -> None:
        """Hold the stages; the cursor can stand on their texts where these are of one persona."""
        self.table = table
        self.stages = tuple(stages)
        self.texts = len(ROWS) if can_edit else 0

    def stops(self, at: int) -> int:
        """How many places of a stage the cursor can stand on."""
        if not self.stages:
            return 0
        stage = self.stages[at]
        return (self.texts if stage.name else 0) + len(stage.rows)

    def first_row(self, at: int) -> int:
        """The place of the first problem of a stage."""
        return self.texts if self.stages and self.stages[at].name else 0

    def id(self, at: int, place: int) -> str | None:
        """The id of the problem at a place of a stage, or None."""
        if not 0 <= at < len(self.stages):
            return None
        row = place - self.first_row(at)
        rows = self.stages[at].rows
        return self.table.id(rows[row]) if 0 <= row < len(rows) else None

    def find(self, id: str) -> tuple[int, int] | None:
        """Stage and place of a problem, or None."""
        position = self.table.position(id)
        if position is None:
            return None
        for at, stage in enumerate(self.stages):
            if position in stage.rows:
                return at, self.first_row(at) + stage.rows.index(position)
        return None

    def ids(self) -> list[str]:
        """All ids, stage by stage."""
        return [self.table.id(position) for stage in self.stages for position in stage.rows]

    def shown(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that the map shows, stage by stage."""
        wanted = {self.table.position(id): id for id in ids}
        return [wanted[position] for stage in self.stages for position in stage.rows if position in wanted] if wanted else []

    def around(self, ids: Collection[str]) -> list[str]:
        """The ids from the first to the last of those problems that stand in the first one's stage, and one more at either end."""
        found = next((found for id in ids if (found := self.find(id)) is not None), None)
        if found is None:
            return []
        rows = self.stages[found[0]].rows
        wanted = {self.table.position(id) for id in ids}
        places = [place for place, position in enumerate(rows) if position in wanted]
        return [self.table.id(position) for position in rows[max(0, places[0] - 1):places[-1] + 2]]


class JourneyLayout:
    """Where everything stands at one size. Texts are wrapped; of the problems nothing is looked at but how many there are.

    Attributes:
        width: Cells of a stage, its gap included.
        shown: How many stages are in sight.
        card: Lines of a problem, the blank one below it included.
        cells: The lines of each text, by stage and row.
        top: The line on which the problems begin, counted from below the headings.
        height: All lines below the headings.
    """

    def __init__(self, view: JourneyView, width: int, height: int) -> None:
        """Lay a view out in so many cells and lines."""
        count, room = len(view.stages), max(1, width - LEFT)
        self.shown = max(1, min(count, room // LEAST))
        self.width = max(8, min(MOST, room // self.shown))
        self.is_tall = height >= TALL
        self.card = 6 if self.is_tall else 4
        most = (6 if self.is_tall else 2) if view.texts else 3 if self.is_tall else 1  # of all personas together there is too much
        self.cells = [[_text(stage, row, self.width - 5, most) for row in range(len(ROWS))] for stage in view.stages]
        sizes = [max((len(cell[row]) for cell in self.cells), default=0) for row in range(len(ROWS))]
        self.sizes = [max(size, 1) if view.texts else size for size in sizes]
        self._starts = [sum(self.sizes[:row]) for row in range(len(ROWS))]
        texts = sum(self.sizes)
        self.top = texts + 1 if texts else 0
        self.height = self.top + self.card * max((len(stage.rows) for stage in view.stages), default=0)

    def lines_of(self, view: JourneyView, at: int, place: int) -> range:
        """The lines of a place of a stage."""
        row = place - view.first_row(at)
        if row >= 0:
            return range(self.top + row * self.card, self.top + (row + 1) * self.card)
        return range(self._starts[place], self._starts[place] + self.sizes[place])

    def spot(self, line: int) -> Spot:
        """What stands on a line; below the last problem, too."""
        if line >= self.top:
            row, of_card = divmod(line - self.top, self.card)
            return Spot(-1, row, of_card)
        if line >= sum(self.sizes):
            return Spot(-1, -1, 0)
        text = max(row for row in range(bisect_right(self._starts, line)) if self.sizes[row])
        return Spot(text, -1, line - self._starts[text])


def _text(stage: Stage, row: int, width: int, most: int) -> list[Line]:
    """What the personas do, think, feel or suffer in a stage, wrapped; several are told apart by their first names."""
    lines: list[Line] = []
    for step in stage.steps:
        for number, text in enumerate(step.texts[row]):
            name = [Span(f"{step.name}:", "faint")] if len(stage.steps) > 1 and not number else []
            lines += wrapped_spans([*name, Span(" " * bool(name)), Span(text, _TEXT_ROLES[ROWS[row]])], width)
    if len(lines) <= most:
        return lines
    *kept, last = lines[:most]
    *head, end = last
    room = width - sum(width_of(one.text) for one in head)
    more = " ".join(one.text for line in lines[most:] for one in line)
    return [*kept, (*head, Span(shortened(f"{end.text} {more}", max(1, room)), end.role))]

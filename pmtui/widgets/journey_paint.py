"""How the headings, texts and problems of a journey map are painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment

from pmtui.domain.journey import ROWS, Stage
from pmtui.widgets import glyphs
from pmtui.widgets.board_paint import CardPainter, title_lines
from pmtui.widgets.board_view import Card
from pmtui.widgets.cells import fitted, shortened, steady, width_of
from pmtui.widgets.journey_view import LEFT, JourneyLayout
from pmtui.widgets.palette import Palette
from pmtui.widgets.styled_lines import Line

UNPLACED = "no stage"
"""The heading over problems that name none."""
PROBLEMS = "problems"


class JourneyCard(NamedTuple):
    """What stands for a problem: what a card of a board says, and its newest quote, empty where it has none."""

    card: Card
    quote: str = ""


class JourneyPainter(CardPainter):
    """Paints the parts of one journey map at one size, with one theme."""

    def __init__(self, palette: Palette, layout: JourneyLayout, id_length: Callable[[str], int] | None) -> None:
        """Take what all parts have in common."""
        super().__init__(palette, layout.width, id_length)
        self._layout = layout

    def stage(self, number: int, stage: Stage, is_current: bool) -> list[Segment]:
        """The heading of a stage: its number and name, and how many problems it has."""
        style = self._palette.style
        role = "heading bold underline" if is_current else "heading bold" if stage.name else "muted"
        count = f" {len(stage.rows)}" if stage.rows else ""
        name = f"{number} {steady(stage.name)}" if stage.name else UNPLACED
        title = shortened(name, max(1, self._width - 3 - width_of(count)))
        return self._filled([Segment("  ", style()), Segment(title, style(role)), Segment(count, style("muted"))], [], "background")

    def label(self, text: int, line: int, is_problems: bool) -> list[Segment]:
        """What stands at the left of a line."""
        name = PROBLEMS if is_problems else ROWS[text] if text >= 0 and not line else ""
        return [Segment(fitted(f" {name}", LEFT), self._palette.style("muted"))]

    def text(self, cell: Sequence[Line], line: int, ground: str, *, is_first: bool) -> list[Segment]:
        """One line of what a persona does, thinks, feels or suffers in a stage."""
        style = self._palette.style
        at_cursor = ground != "background"
        mark = glyphs.CURSOR if at_cursor and is_first else " "
        spans = cell[line] if line < len(cell) else ()
        if at_cursor and is_first and not cell:
            return self._filled([Segment(f" {mark} ", style("accent bold", ground)), Segment("–", style("faint", ground))], [], ground)
        parts = [Segment(f" {mark} ", style("accent bold", ground))]
        parts += [Segment(steady(one.text), style(one.role, ground)) for one in spans]
        return self._filled(parts, [], ground)

    def problem(self, id: str, one: JourneyCard, line: int, ground: str, is_selected: bool) -> list[Segment]:
        """One line of a problem: its title in two, its facts, its newest quote in two where there is room, and a blank one."""
        if line < 3 or line == self._layout.card - 1:
            return self.card(id, one.card, 3 if line == self._layout.card - 1 else line, ground, is_selected)
        if ground == "background":
            ground = "selected" if is_selected else "surface"
        style = self._palette.style
        words = f"“{one.quote}”" if one.quote else "no quote yet"
        text = Segment(title_lines(steady(words), self._inner)[line - 3], style("info" if one.quote else "faint", ground))
        return self._filled([Segment("   ", style("text", ground)), text], [], ground)

    def rule(self, width: int) -> list[Segment]:
        """The line between what personas do and the problems."""
        return [Segment(" " + "─" * max(0, width - 2) + " ", self._palette.style("border"))]

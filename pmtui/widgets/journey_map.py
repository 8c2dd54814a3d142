"""The journey map: the same problems and the same cursor as the list, by the stages of the customers' journey; one widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.events import Click, Resize
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pmtui.domain.journey import ROWS, Stage
from pmtui.domain.table import Fault
from pmtui.widgets.board_view import Card
from pmtui.widgets.direct import DirectLines
from pmtui.widgets.journey_cursor import HEAD, JourneyCursor
from pmtui.widgets.journey_paint import JourneyCard, JourneyPainter
from pmtui.widgets.journey_view import LEFT, JourneyView, Spot
from pmtui.widgets.lane_cursor import unseen_line
from pmtui.widgets.list_paint import tight
from pmtui.widgets.list_view import Positions, Records
from pmtui.widgets.messages import HeaderClicked, Opened
from pmtui.widgets.palette import palette_of
from pmtui.widgets.scrolling import set_height
from pmtui.widgets.selection import Selection
from pmtui.widgets.teaching import teaching_strip

CardOf = Callable[[Any, int], JourneyCard]
"""From table and position to what stands for a problem."""


class JourneyMap(DirectLines, JourneyCursor, ScrollView, can_focus=True):
    """Stages with texts and problems. `move` goes down a stage, `move_across` to its neighbours; stages page sideways."""

    DEFAULT_CSS = """
    JourneyMap {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An empty map; `set_view` fills it."""
        super().__init__(id=id, classes=classes)
        self.view = JourneyView(Records(()), ())
        self.selection = Selection()
        self._card: CardOf = lambda table, position: JourneyCard(Card(""))
        self._faults: tuple[Fault, ...] = ()
        self._empty: tuple[str, ...] = ()
        self._id_length: Callable[[str], int] | None = None
        self._painter: JourneyPainter | None = None
        self._parts: FIFOCache[tuple[object, ...], list[Segment]] = FIFOCache(2048)

    def set_view(
        self, table: Positions, stages: Sequence[Stage], card: CardOf, *, can_edit: bool = False, faults: Sequence[Fault] = (),
        id_length: Callable[[str], int] | None = None, empty: Sequence[str] = (),
    ) -> None:
        """Show other stages; the cursor stays on its problem, wherever that has gone, or on its text.

        Args:
            table: Where the problems are.
            stages: The stages, from left to right.
            card: What stands for a problem.
            can_edit: Whether the cursor can stand on the texts, because they are of one persona.
            faults: Unreadable files; the map says how many there are, the list shows them.
            id_length: How many characters tell an id from all others.
            empty: What to say where there are no problems.
        """
        here, stage = self.cursor_id, self.cursor_stage
        place = self._place if self.cursor_text is not None or here is None else self._place - self.view.first_row(self._at)
        was_text = self.cursor_text is not None
        self.view = JourneyView(table, stages, can_edit=can_edit)
        self._card, self._faults, self._id_length, self._empty = card, tuple(faults), id_length, tuple(empty)
        self._laid = self._painter = None
        found = self.view.find(here) if here is not None else None
        if found is None:
            at = next((at for at, one in enumerate(stages) if stage is not None and one.key == stage.key), None)
            if at is None:
                at = next((at for at, one in enumerate(stages) if one.rows), 0)
                place = 0
            found = at, place if was_text and can_edit else place + (self.view.first_row(at) if stages else 0)
        self._stand(*found)
        self._keep_selected(set(self.selected))
        set_height(self, HEAD + self._plan.height)
        self._show_cursor()
        self.refresh()
        if here != self.cursor_id:
            self._post_cursor()

    # Painting

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        palette, width = palette_of(self.app), self.size.width
        if self._painter is None:
            self._painter = JourneyPainter(palette, self._plan, self._id_length)
            self._parts.clear()
        if not self.view.stages:
            return teaching_strip(self._empty, y, self.size.height, width, palette)
        if y == 1:
            return self._second_line(width)
        spot = self._plan.spot(max(0, y - HEAD + self._scroll))
        shown = range(self._first, min(len(self.view.stages), self._first + self._plan.shown))
        if y == 0:
            parts = [Segment(" " * LEFT, palette.style())]
            for at in shown:
                parts += self._painter.stage(at + 1, self.view.stages[at], at == self._at)
        elif spot.text < 0 and spot.row < 0:
            parts = self._painter.rule(width)
        else:
            parts = self._painter.label(spot.text, spot.line, spot.row == spot.line == 0)
            for at in shown:
                parts = [*parts, *self._cell(self._painter, at, spot)]
        return Strip(tight(parts)).crop(0, width).adjust_cell_length(width, palette.style())

    def _second_line(self, width: int) -> Strip:
        """What does not show: stages at either side, and unreadable files."""
        right = max(0, len(self.view.stages) - self._first - self._plan.shown)
        return unseen_line(palette_of(self.app), width, self._first, right, self._faults, LEFT)

    def _cell(self, painter: JourneyPainter, at: int, spot: Spot) -> list[Segment]:
        """What a stage has on a line."""
        if spot.text >= 0:
            is_here = at == self._at and self.cursor_text == ROWS[spot.text]
            ground = self._ground(is_at_cursor=is_here)
            return painter.text(self._plan.cells[at][spot.text], spot.line, ground, is_first=not spot.line)
        rows = self.view.stages[at].rows
        if spot.row >= len(rows):
            is_empty = not rows and spot == (-1, 0, 0) and not (at == self._at and self.cursor_text is not None)
            return painter.empty(at == self._at) if is_empty else painter.blank()
        is_here = at == self._at and self._place == spot.row + self.view.first_row(at)
        ground = self._ground(is_at_cursor=is_here)
        position = rows[spot.row]
        id = self.view.table.id(position)
        is_selected = id in self.selection.ids
        key = (position, spot.line, ground, is_selected)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = painter.problem(id, self._card(self.view.table, position), spot.line, ground, is_selected)
        return found

    # What happens to it

    def notify_style_update(self) -> None:
        """Forget what was painted: the theme may be another."""
        super().notify_style_update()
        self._painter = None

    def on_resize(self, event: Resize) -> None:
        """Lay all out anew and keep the cursor in sight."""
        self._laid = self._painter = None
        self._first = 0
        set_height(self, HEAD + self._plan.height)
        self._show_cursor()
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Move the cursor, open with a double click, or tell that a heading was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x < LEFT or not self.view.stages:
            return
        at = self._first + (offset.x - LEFT) // self._plan.width
        if at >= len(self.view.stages):
            return
        spot = self._plan.spot(max(0, offset.y - HEAD + self._scroll))
        if offset.y < HEAD:
            self.post_message(HeaderClicked(self, ""))
        elif spot.text >= 0 and self.view.first_row(at):
            self._go(at, spot.text)
        elif 0 <= spot.row < len(self.view.stages[at].rows):
            self._go(at, self.view.first_row(at) + spot.row)
            if event.chain == 2:
                self.post_message(Opened(self, self.cursor_id))

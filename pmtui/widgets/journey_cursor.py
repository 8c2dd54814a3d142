"""The cursor of a journey map: on a problem of a stage, or on what a persona does, thinks, feels or suffers there."""

from __future__ import annotations

from textual.geometry import Region

from pmtui.domain.journey import ROWS, Stage
from pmtui.widgets.board_view import first_lane
from pmtui.widgets.journey_view import JourneyLayout, JourneyView
from pmtui.widgets.lane_cursor import LaneCursor

HEAD = LaneCursor.HEAD
"""Lines above all others: the stages, and what does not show of them."""


class JourneyCursor(LaneCursor[JourneyView]):
    """A cursor on a place of a stage: a text, or a problem below it."""

    _laid: JourneyLayout | None = None

    @property
    def cursor_stage(self) -> Stage | None:
        """The stage under the cursor; None on an empty map."""
        return self.view.stages[self._at] if self._at < len(self.view.stages) else None

    @property
    def cursor_text(self) -> str | None:
        """The row of the text under the cursor, as in `ROWS`; None on a problem."""
        stage = self.cursor_stage
        return ROWS[self._place] if stage is not None and stage.name and self._place < self.view.texts else None

    @property
    def _lanes(self) -> int:
        return len(self.view.stages)

    @property
    def _stops(self) -> int:
        return self.view.stops(self._at)

    @property
    def _plan(self) -> JourneyLayout:
        if self._laid is None:
            self._laid = JourneyLayout(self.view, self.size.width, self.size.height)
        return self._laid

    @property
    def _height(self) -> int:
        return max(1, (self.size.height - HEAD) // self._plan.card)

    def move_across(self, delta: int) -> None:
        """Move to a stage at the right (1) or left (-1); the cursor keeps its row where it can."""
        at = max(0, min(self._at + delta, len(self.view.stages) - 1))
        if self.view.stages:
            on_text = self.cursor_text is not None
            row = self._place - self.view.first_row(self._at)
            self._go(at, self._place if on_text and self.view.first_row(at) else max(0, row) + self.view.first_row(at))

    def _refresh_place(self, at: int, place: int) -> None:
        if at < len(self.view.stages) and self.size.width:
            lines = self._plan.lines_of(self.view, at, place)
            self.refresh(Region(0, HEAD + lines.start - self._scroll, self.size.width, len(lines)))

    def _show_cursor(self) -> None:
        if not self.size.width or not self.view.stages:  # before the first layout: `on_resize` looks again
            return
        first = first_lane(self._first, self._at, self._plan.shown, len(self.view.stages))
        if first != self._first:
            self._first = first
            self.refresh()
        lines = self._plan.lines_of(self.view, self._at, self._place)
        room = max(1, self.size.height - HEAD)
        last = lines.stop - (self._place >= self.view.first_row(self._at))  # the blank line below a problem may stay out of sight
        y = min(max(self._scroll, last - room), lines.start)
        if self._place == 0 and last <= room:
            y = 0
        if y != self._scroll:
            self.scroll_to(y=y, animate=False, force=True)

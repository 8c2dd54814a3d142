"""The part of a timeline that knows which days are in sight: zoom, looking aside, today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.widgets.timeline_bars import Extent
from pmtui.widgets.timeline_paint import names_width
from pmtui.widgets.timeline_scale import Scale, fitted_scale

if TYPE_CHECKING:
    from textual.widget import Widget

    _Base = Widget
else:
    _Base = object

_PAN = 4
"""A pan moves by this part of the width; a step aside by half of that."""


class TimeAxis(_Base):
    """Days and cells of a timeline.

    Attributes:
        scale: Which days are in sight; None before the first paint.
        level: The step of the zoom to begin with; None fits it to what is shown.
    """

    scale: Scale | None = None
    level: int | None = None
    _is_chosen: bool = False
    """Whether somebody has chosen what is in sight; until then it is fitted to every new width."""
    _today: int = 1
    _span: tuple[int | None, int | None] = (None, None)

    def _extent_here(self) -> Extent | None:
        """The days of the bar under the cursor."""
        raise NotImplementedError

    def _scale_changed(self) -> None:
        """Paint all anew: every bar stands elsewhere."""
        raise NotImplementedError

    @property
    def chart(self) -> Scale:
        """The scale at the widget's width; fitted to what is shown when it is first asked for."""
        whole = self.size.width
        width = max(1, whole - names_width(whole) - 1)  # the scrollbar
        if self.scale is None or (self.scale.width != width and not self._is_chosen):
            self.scale = fitted_scale(width, self._today, *self._span)
            if self.level is not None:
                self.scale = Scale(1, self.level, width).at_today(self._today)
        elif self.scale.width != width:
            self.scale = self.scale.resized(width)
        return self.scale

    def pan(self, direction: int, part: int = _PAN) -> None:
        """Look at later (1) or earlier (-1) dates, by a part of the width."""
        self._show(self.chart.panned(direction * max(1, self.chart.width // part)))

    def step_aside(self, direction: int) -> None:
        """Look at somewhat later (1) or earlier (-1) dates."""
        self.pan(direction, 2 * _PAN)

    def to_today(self) -> None:
        """Bring today's line into sight."""
        self._show(self.chart.at_today(self._today))

    def zoom(self, step: int) -> None:
        """Closer (1) or from further away (-1), about the bar under the cursor where it is in sight, else about the middle."""
        scale, extent = self.chart, self._extent_here()
        day = scale.day(scale.width / 2)
        if extent is not None and scale.shows(extent.first, extent.last):
            day = (max(extent.first, scale.origin) + min(extent.last, scale.last)) // 2
        self._show(scale.zoomed(step, day))

    def bring_into_sight(self) -> None:
        """Look where the bar under the cursor is, if it is nowhere in sight."""
        scale, extent = self.chart, self._extent_here()
        if extent is not None and not scale.shows(extent.first, extent.last):
            self._show(scale.placed(extent.first, scale.width / 4))

    def _show(self, scale: Scale) -> None:
        if scale != self.scale:
            self.scale, self.level, self._is_chosen = scale, scale.level, True
            self._scale_changed()

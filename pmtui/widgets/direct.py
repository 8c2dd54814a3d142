"""Widgets that paint their lines themselves, without the framework's box model around them.

Textual's styles cache adds borders, padding, links and tints to every line that a widget renders. Widgets without any
of these pay for them all the same: more than half of the time of a repaint. These hand their lines over as they are.
"""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip

from pmtui.widgets.scrolling import SteadyScrolling


class DirectLines(SteadyScrolling):
    """For scrolling widgets without border, padding or text selection, whose `render_line` paints whole lines with a ground."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the widget, as `render_line` paints them."""
        x, right = crop.x, crop.right
        filters = self.get_line_filters()
        background = self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            if x or strip.cell_length != right:
                strip = strip.crop_extend(x, right, None)
            for one in filters:
                strip = strip.apply_filter(one, background)
            strips.append(strip)
        return strips

"""How long a line-API widget is, told without a layout of the whole screen, and a scrollbar that paints what changes."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


def set_height(view: ScrollView, lines: int) -> None:
    """Tell how many lines a widget has.

    Setting `virtual_size` itself lays the whole screen out anew, 10 to 20 ms at each key in a filter. Our widgets keep
    the same place however long they are, and always have their scrollbar, so only the scrollbar must follow.
    """
    size = Size(0, lines)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)


def thumb(height: int, lines: float, shown: float, position: float) -> tuple[int, int] | None:
    """Where the thumb of a vertical scrollbar begins and ends, in eighths of a cell; None where there is none.

    Source: `ScrollBarRender.render_bar` of Textual, which paints it.
    """
    if not (shown and height and lines and height != lines):
        return None
    size = max(1.0, shown / (lines / height))
    eighths = len(ScrollBarRender.VERTICAL_BARS)
    start = int((height - size) * (position / (lines - shown)) * eighths)
    return max(0, start), max(0, start + ceil(size * eighths))


class SteadyScrollBar(ScrollBar):
    """A vertical scrollbar that is painted anew only when it looks otherwise, and then without the framework's box model.

    Textual's own renders all of its cells at every step, though in a long list the thumb stays where it is for hundreds of them.
    """

    def __init__(self, vertical: bool = True, name: str | None = None, *, thickness: int = 1) -> None:
        """A bar at the top of nothing."""
        super().__init__(vertical, name, thickness=thickness)
        self._strips: LRUCache[tuple[object, ...], list[Strip]] = LRUCache(8)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The cells of a part of the bar."""
        bar = self.render()
        height = self.size.height
        if not isinstance(bar, ScrollBarRender) or not isinstance(bar.style, Style) or crop.width != bar.thickness:
            return super().render_lines(crop)
        filters = self.get_line_filters()
        looks = (height, bar.thickness, bar.style, thumb(height, bar.virtual_size, bar.window_size, bar.position), *filters)
        strips = self._strips.get(looks)
        if strips is None:
            strips = self._strips[looks] = self._painted(bar, bar.style, height, filters)
        return strips[crop.y:crop.bottom]

    def notify_style_update(self) -> None:
        """Forget what was painted: the theme may be another."""
        super().notify_style_update()
        self._strips.clear()

    def _painted(self, bar: ScrollBarRender, style: Style, height: int, filters: Sequence[LineFilter]) -> list[Strip]:
        """One strip for each cell; the same object where cells look the same."""
        cells = bar.render_bar(
            height, bar.virtual_size, bar.window_size, bar.position, bar.thickness, True,
            style.bgcolor or RichColor.default(), style.color or RichColor.default(),
        ).segments
        under, ground = self.visual_style.rich_style, self.background_colors[1]
        known: dict[int, Strip] = {}
        for cell in cells:
            if id(cell) not in known:
                strip = Strip(Segment.apply_style([cell], under), bar.thickness)
                for one in filters:
                    strip = strip.apply_filter(one, ground)
                known[id(cell)] = strip
        return [known[id(cell)] for cell in cells]


class SteadyScrolling(_Base):
    """For widgets that scroll up and down: their scrollbar is a `SteadyScrollBar`."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The vertical scrollbar; made when it is first asked for."""
        if self._vertical_scrollbar is None:
            bar = self._vertical_scrollbar = SteadyScrollBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

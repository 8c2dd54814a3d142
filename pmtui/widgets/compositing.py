"""What a repaint costs: only the lines that are dirty are asked for, and only those that look otherwise are written.

Textual's compositor renders every widget that meets the dirty part of the screen, whole, cuts all of it at the edges of
all widgets, and throws most of it away. After a key in a list that is more work than everything else together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from textual._compositor import Compositor, CompositorUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

if TYPE_CHECKING:
    from textual.widget import Widget

_MOST = 64
"""Of more dirty regions than this, Textual's own way is the shorter one."""

Piece = tuple[int, int, Strip]
"""Line, column and picture of a part of a line."""
Written = dict[int, list[tuple[int, int, str]]]
"""What stands on the terminal, as far as it is known: by line, the first and the last column + 1, and what was written."""


@lru_cache(1024)
def _grounds(below: Color, own: Color) -> tuple[Style, Style]:
    """The ground within a widget and around it."""
    return Style(background=below + own), Style(background=below)


def _inner_and_outer(_: StylesCache, below: Color, own: Color) -> tuple[Style, Style]:
    return _grounds(below, own)


# Textual remembers the answer together with the widget's painted lines, and so keeps those of a thousand closed dialogs: 30 MB.
StylesCache.get_inner_outer = _inner_and_outer  # type: ignore[method-assign,assignment]


def without(region: Region, hole: Region) -> list[Region]:
    """What is left of a region when a part that lies inside it is taken away: at most four regions."""
    x, y, width, _ = region
    parts = (
        Region(x, y, width, hole.y - y), Region(x, hole.bottom, width, region.bottom - hole.bottom),
        Region(x, hole.y, hole.x - x, hole.height), Region(hole.right, hole.y, region.right - hole.right, hole.height),
    )
    return [one for one in parts if one]


class LinesUpdate(CompositorUpdate):
    """Lines, or parts of lines, to be written where they differ from what stands there."""

    def __init__(self, pieces: list[Piece], written: Written) -> None:
        """Take the pieces from the top down, and what the terminal shows; writing them brings that up to date."""
        self.pieces = pieces
        self.written = written

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The pieces, all of them: whoever prints them by Rich has no memory."""
        for y, x, strip in self.pieces:
            yield Segment(f"\x1b[{y + 1};{x + 1}H")
            yield from strip

    def render_segments(self, console: Console) -> str:
        """What must be written to the terminal."""
        parts: list[str] = []
        for y, x, strip in self.pieces:
            text, right = strip.render(console), x + strip.cell_length
            known = self.written.setdefault(y, [])
            entry = (x, right, text)
            if entry not in known:
                known[:] = [one for one in known if one[1] <= x or one[0] >= right]
                known.append(entry)
                parts.append(f"\x1b[{y + 1};{x + 1}H{text}")
        return "".join(parts)


class LineCompositor(Compositor):
    """Textual's compositor with a shorter way for repaints of a part of the screen; the picture is the same."""

    def __init__(self) -> None:
        """Know nothing about the terminal."""
        super().__init__()
        self._written: Written = {}

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Everything; whatever the terminal showed before does not count any more."""
        self._written.clear()
        return super().render_full_update(simplify)

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        """What is dirty, or None."""
        regions = self._dirty_regions
        if len(regions) > _MOST:
            self._written.clear()
            return super().render_partial_update()
        dirty = [one for one in regions if not any(one is not other and other.contains_region(one) for other in regions)]
        regions.clear()
        if not dirty:
            return None
        pieces = [piece for part in self._seen(dirty) for piece in _pieces(*part)]
        pieces.sort(key=lambda piece: piece[:2])
        return LinesUpdate(pieces, self._written)

    def _seen(self, dirty: Iterable[Region]) -> Iterator[tuple[Widget, Region, Region]]:
        """Widgets with their own region and a dirty one in which nothing lies above them."""
        screen = self.size.region
        rest = [region for region in (one.intersection(screen) for one in dirty) if region]
        for widget, (region, clip) in self.visible_widgets.items():  # from the front to the back
            visible = region.intersection(clip)
            left: list[Region] = []
            for one in rest:
                part = one.intersection(visible)
                if part:
                    yield widget, region, part
                    left += without(one, part)
                else:
                    left.append(one)
            rest = left
            if not rest:
                return


def _pieces(widget: Widget, region: Region, part: Region) -> Iterator[Piece]:
    strips = widget.render_lines(part.translate(-region.offset))
    for y, strip in zip(part.line_range, strips, strict=False):
        yield y, part.x, strip

"""What a repaint costs: only the lines that are dirty are asked for, and only those that look otherwise are written.

Textual's compositor renders every widget that meets the dirty part of the screen, whole, cuts all of it at the edges of
all widgets, and throws most of it away. After a key in a list that is more work than everything else together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from textual._compositor import Compositor, CompositorUpdate
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.screen import Screen

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


class _Terminal:
    """Counts what makes unknown what the terminal shows: another screen, another program, another size."""

    changes = 0


def hand_on(screen: Screen[Any]) -> bool:
    """Let the dialog above a screen paint what has changed in that screen; whether there is such a dialog.

    Textual has the dialog paint itself whole, and once more with whatever the screen behind does next.
    """
    app = screen.app
    if screen is app.screen or screen not in app._background_screens:
        return False
    regions = screen._compositor._dirty_regions
    if regions:
        app.screen.refresh(*regions)
        regions.clear()
        screen._dirty_widgets.clear()
    return True


def terminal_changed() -> None:
    """Let the next repaint of everything write all of it: somebody else wrote to the terminal."""
    _Terminal.changes += 1


class LineCompositor(Compositor):
    """Textual's compositor with a shorter way for repaints; the picture is the same.

    Attributes:
        curtain: The widget that paints everything by itself, whatever lies on it; None where each paints its own.

    Textual paints a screen that comes or comes back two or three times over: what stands there already is not written again.
    """

    def __init__(self) -> None:
        """Know nothing about the terminal."""
        super().__init__()
        self._written: Written = {}
        self._known = (-1, Size())
        self.curtain: Widget | None = None

    def render_full_update(self, simplify: bool = False) -> CompositorUpdate:  # type: ignore[override]
        """Everything, of which only that is written which looks otherwise; for a picture in a file all of it."""
        if simplify:
            return super().render_full_update(simplify)
        self._dirty_regions.clear()
        return self._lines([self.size.region])

    def render_strips(self, size: Size | None = None) -> list[Strip]:
        """Everything as lines, for a picture."""
        return super().render_strips(size) if self.curtain is None else self.curtain.render_lines(self.size.region)

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        """What is dirty, or None."""
        regions = self._dirty_regions
        if len(regions) > _MOST and self.curtain is None:
            self._written.clear()
            return super().render_partial_update()
        dirty = [one for one in regions if not any(one is not other and other.contains_region(one) for other in regions)]
        regions.clear()
        if not dirty:
            return None
        return self._lines(dirty)

    def _lines(self, dirty: Iterable[Region]) -> LinesUpdate:
        known = (_Terminal.changes, self.size)
        if known != self._known:
            self._written.clear()
            self._known = known
        return LinesUpdate(self.pieces(dirty), self._written)

    def pieces(self, regions: Iterable[Region]) -> list[Piece]:
        """What is seen in some regions, from the top down and from left to right."""
        found = [piece for part in self._seen(regions) for piece in _pieces(*part)]
        found.sort(key=lambda piece: piece[:2])
        return found

    def _seen(self, dirty: Iterable[Region]) -> Iterator[tuple[Widget, Region, Region]]:
        """Widgets with their own region and a dirty one in which nothing lies above them."""
        screen = self.size.region
        rest = [region for region in (one.intersection(screen) for one in dirty) if region]
        if self.curtain is not None:
            yield from ((self.curtain, screen, one) for one in rest)
            return
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
    crop = part.translate(-region.offset)
    strips = _frame(widget, region.height, crop) if _is_frame(widget) else widget.render_lines(crop)
    for y, strip in zip(part.line_range, strips, strict=False):
        yield y, part.x, strip


def _is_frame(widget: Widget) -> bool:
    """Whether a widget paints nothing but a border around others, and its ground."""
    kind = type(widget)
    return (
        widget.is_container and kind.render is Widget.render and kind.render_line is Widget.render_line
        and kind.render_lines is Widget.render_lines
    )


def _frame(widget: Widget, height: int, crop: Region) -> list[Strip]:
    """Lines of a frame: those between the first and the last look alike, so that one of them is painted."""
    x, _, width, _ = crop
    found: dict[int, Strip] = {}
    for y in crop.line_range:
        at = y if y in (0, height - 1) else 1
        if at not in found:
            found[at] = widget.render_lines(Region(x, y, width, 1))[0]
    return [found[y if y in (0, height - 1) else 1] for y in crop.line_range]

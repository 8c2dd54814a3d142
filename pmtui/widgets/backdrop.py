"""What is seen of a screen behind a dialog: its own pieces, each in the dialog's tint.

Textual renders the whole screen behind as one Rich renderable, cuts it at the edges of all widgets, tints every segment anew
and gives it a box model: half of the time in which a dialog opens. Here the lines that are asked for are put together from
what the widgets behind have painted already, and how a style looks in a tint is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip

from pmtui.widgets.compositing import LineCompositor

if TYPE_CHECKING:
    from textual.screen import Screen


def backdrop(behind: Screen[object], region: Region, tint: Color, filters: Sequence[LineFilter], ground: Color) -> list[Strip] | None:
    """The lines of a region of the screen behind a dialog.

    Args:
        behind: The screen.
        region: What is asked for, in cells of the screen.
        tint: The dialog's own translucent background.
        filters: What the app does with every line.
        ground: The background that they take for the dialog's.

    Returns:
        A strip for each line; None where the screen does not paint by pieces.
    """
    compositor = behind._compositor
    if not isinstance(compositor, LineCompositor) or not compositor.size.region.contains_region(region):
        return None
    lines: dict[int, list[Strip]] = {y: [] for y in region.line_range}
    for y, _, strip in compositor.pieces([region]):
        lines[y].append(strip)
    applied = tuple(filters)
    return [_tinted(line, region.width, tint, applied, ground) for line in lines.values()]


def bare(region: Region, tint: Color, filters: Sequence[LineFilter], ground: Color) -> list[Strip]:
    """The lines of a region around a dialog that covers nearly all of the screen, of which scraps would be seen: nothing of it.

    Args:
        region: What is asked for, in cells of the screen.
        tint: The dialog's own translucent background.
        filters: What the app does with every line.
        ground: The background that they take for the dialog's.
    """
    style = Style(bgcolor=tint.with_alpha(1.0).rich_color)
    for one in filters:
        style = one.apply([Segment(" ", style)], ground)[0].style or style
    return [Strip([Segment(" " * region.width, style)], region.width)] * region.height


def _tinted(line: Iterable[Strip], width: int, tint: Color, filters: tuple[LineFilter, ...], ground: Color) -> Strip:
    segments: list[Segment] = []
    before: Style | None = None
    for strip in line:
        for text, style, control in strip:
            if control:
                continue
            own = _style(style, tint, filters, ground)
            if segments and own is before:
                segments[-1] = Segment(segments[-1].text + text, own)
            else:
                segments.append(Segment(text, own))
                before = own
    return Strip(segments, width)


@lru_cache(2048)
def _style(style: Style | None, tint: Color, filters: tuple[LineFilter, ...], ground: Color) -> Style | None:
    """A style in a tint, as Textual makes it of one segment."""
    segments = list(BackgroundScreen.process_segments([Segment(" ", style)], tint))
    for one in filters:
        segments = one.apply(segments, ground)
    return segments[0].style

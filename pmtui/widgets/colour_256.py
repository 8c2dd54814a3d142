"""Themes on terminals of 256 colours: each colour gives way to the one among them that looks most alike and can be read.

What the terminal library would take instead makes a dark blue ground black and the cell under the cursor green.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pmtui.widgets.colour_roles import ALL_ROLES, GROUNDS, TEXTS
from pmtui.widgets.theme_files import ANSI, ThemeSource
from pmtui.widgets.theming import contrast

READABLE = 4.5
"""The least contrast of text on a ground."""
_STEPS = (0, 95, 135, 175, 215, 255)
_CUBE = tuple((red, green, blue) for red in _STEPS for green in _STEPS for blue in _STEPS)
XTERM_256: dict[str, str] = {
    **{f"#{red:02x}{green:02x}{blue:02x}": f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in _CUBE if len({red, green, blue}) > 1},
    "#000000": "#000000", "#ffffff": "#ffffff",
    **{f"#{10 * at - 2:02x}" + f"{10 * at - 2:02x}" * 2: f"#{round(10.2 * at):02x}" + f"{round(10.2 * at):02x}" * 2 for at in range(1, 25)},
}
"""The colours of xterm's cube and its greys, each with what Rich turns into it: it takes its greys by tenths of the lightness.

The first sixteen are missing: they are the person's own and not known.
"""


def in_256_colours(source: ThemeSource) -> ThemeSource:
    """The theme with colours that such a terminal has; texts keep their contrast where there is a colour that does."""
    full = {role: source.colour(role) for role in ALL_ROLES}
    grounds = {role: _nearest(full[role], ()) for role in GROUNDS}
    behind = tuple(sorted({colour for colour in grounds.values() if colour not in ANSI}))
    found = {role: grounds.get(role) or _nearest(full[role], behind if role in TEXTS else ()) for role in ALL_ROLES}
    return source._replace(colours={role: XTERM_256.get(colour, colour) for role, colour in found.items()})


@cache
def _nearest(colour: str, grounds: Iterable[str]) -> str:
    if colour in ANSI:
        return colour
    wanted = _oklab(colour)
    near = sorted(XTERM_256, key=lambda one: sum((a - b) ** 2 for a, b in zip(_oklab(one), wanted, strict=True)))
    return next((one for one in near if all(contrast(one, ground) >= READABLE for ground in grounds)), near[0])


@cache
def _oklab(colour: str) -> tuple[float, float, float]:
    """A colour `#rrggbb` as lightness and two opponents, in which distances are as far as they look.

    Source: Björn Ottosson, A perceptual color space for image processing, 2020.
    """
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )

"""Renders the tables of docs/themes.md: the colours that a theme gives, section by section; `generate.py` writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pmtui.widgets import glyphs
from pmtui.widgets.colour_roles import INHERITED, MEANINGS, REQUIRED, role_name

SIGNS: dict[str, dict[str, str]] = {
    "status": {phase: glyphs.status_glyph(word) for word, phase in glyphs.PHASE.items()}, "type": glyphs.TYPES,
    "priority": glyphs.PRIORITIES, "horizon": glyphs.HORIZONS, "health": glyphs.HEALTHS, "risk": glyphs.RISKS, "score": glyphs.SCORES,
}
"""The signs that go with the colours of a section."""


def block(table: Callable[[Sequence[str], Iterable[Sequence[str]]], str]) -> str:
    """All sections: each colour with its sign, what it is for, and what stands in for it.

    Args:
        table: Renders heads and rows as a table of Markdown.
    """
    parts = []
    for section, keys in MEANINGS.items():
        signs = SIGNS.get(section)
        heads = ("Colour", *(("Sign",) if signs else ()), "What it is for", "Left out")
        rows = [(f"`{key}`", *((signs[key],) if signs else ()), what, _stand_in(section, key)) for key, what in keys.items()]
        parts.append(f"\n### [{section}]\n\n{table(heads, rows)}")
    return "".join(parts)


def _stand_in(section: str, key: str) -> str:
    if f"{section}.{key}" in REQUIRED:
        return "must be there, unless there is a `base`"
    return f"as `{INHERITED.get(role_name(section, key), 'text')}`"

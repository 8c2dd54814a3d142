"""Themes: one TOML file of colours becomes a Textual theme and the colour roles of the program's own widgets.

A theme changes colours only. A file with a mistake is refused with its name, line and key; the old theme stays.
"""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from pmtui.widgets.colour_roles import ALL_ROLES
from pmtui.widgets.theme_files import ANSI, Bases, ThemeSource, read_source

_SCROLLBARS = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color")


def read_theme(text: str, file: str, bases: Bases | None = None) -> Theme:
    """The Textual theme that a TOML text declares; see `read_source`."""
    return theme_of(read_source(text, file, bases))


def theme_of(source: ThemeSource) -> Theme:
    """The Textual theme of a set of role colours; those left out are inherited."""
    full = {role: _textual(source.colour(role)) for role in ALL_ROLES}
    variables = dict(BUILTIN_THEMES["ansi-dark" if source.dark else "ansi-light"].variables) if source.is_ansi else {}
    variables.update((f"role-{role}", colour) for role, colour in full.items())
    variables.update({
        "border": full["border-focused"], "border-blurred": full["border"], "footer-key-foreground": full["key"],
        "input-cursor-background": full["text"], "input-cursor-foreground": full["background"],
        "input-selection-background": full["cell"], "input-selection-foreground": full["text"],
        "block-cursor-background": full["cursor"], "block-cursor-foreground": full["text"],
        "scrollbar": full["border"], "scrollbar-hover": full["faint"], "scrollbar-active": full["accent"],
        "text-muted": full["muted"], "text-disabled": full["faint"], **dict.fromkeys(_SCROLLBARS, full["background"]),
    })
    if full["background"] == full["cell"] == "ansi_default":  # nothing is known of the ground but that its text can be read
        variables.update({
            "input-cursor-background": "ansi_default", "input-cursor-foreground": "ansi_default", "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_white" if source.dark else "ansi_black",
            "input-selection-foreground": "ansi_black" if source.dark else "ansi_white",
        })
    return Theme(
        source.name, primary=full["accent"], secondary=full["info"], warning=full["warning"], error=full["error"],
        success=full["success"], accent=full["accent"], foreground=full["text"], background=full["background"], surface=full["surface"],
        panel=full["panel"], boost=full["surface"] if source.is_ansi else None, dark=source.dark, ansi=source.is_ansi, text_alpha=1.0,
        variables=variables,
    )


def _textual(colour: str) -> str:
    """A colour as Textual spells it."""
    return f"ansi_{colour.replace('-', '_')}" if colour in ANSI else colour


def plain_theme() -> Theme:
    """The theme without any colour of its own, for NO_COLOR: glyphs, bold, underline and reverse carry all meaning."""
    default = "ansi_default"
    variables = {**BUILTIN_THEMES["ansi-dark"].variables, **{f"role-{role}": default for role in ALL_ROLES}}
    bare = ("ansi-background ansi-foreground border border-blurred input-cursor-background input-cursor-foreground scrollbar "
            "scrollbar-hover scrollbar-active scrollbar-background scrollbar-background-hover scrollbar-background-active "
            "scrollbar-corner-color")
    variables |= {**dict.fromkeys(bare.split(), default), "input-cursor-text-style": "reverse"}
    return Theme(
        "plain", primary=default, secondary=default, warning=default, error=default, success=default, accent=default,
        foreground=default, background=default, surface=default, panel=default, boost=default, ansi=True, variables=variables,
    )


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, 1 to 21; 4.5 is the least for text.

    Source: Web Content Accessibility Guidelines 2.2, success criterion 1.4.3 and its definition of relative luminance.
    """
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

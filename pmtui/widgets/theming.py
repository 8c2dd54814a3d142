"""Themes: one TOML file of colours becomes a Textual theme and the colour roles of the program's own widgets.

A theme changes colours only. A file with a mistake is refused with its name, line and key; the old theme stays.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from textual.theme import BUILTIN_THEMES, Theme

GROUNDS = ("background", "surface", "panel", "cursor", "cursor-blurred", "cell", "selected")
"""What text stands on."""

ROLES: dict[str, tuple[str, ...]] = {
    "ground": GROUNDS,
    "text": ("text", "muted", "faint", "accent", "key", "heading", "border", "border-focused"),
    "state": ("error", "warning", "success", "info", "conflict"),
    "status": ("waiting", "ready", "active", "review", "done", "dropped", "paused"),
    "type": ("story", "task", "bug", "spike", "chore", "epic"),
    "priority": ("urgent", "high", "medium", "low", "none"),
    "risk": ("desirability", "viability", "feasibility", "usability", "ethics"),
    "score": ("high", "middle", "low", "weak"),
}
"""The sections of a theme file and the colours in each."""

_BARE = ("ground", "text", "state")
REQUIRED = ("ground.background", "text.text", "text.accent")
_INHERITED = {
    "surface": "background", "panel": "surface", "cursor": "panel", "cursor-blurred": "panel", "cell": "cursor",
    "selected": "surface", "muted": "text", "faint": "muted", "key": "accent", "heading": "accent", "border": "faint",
    "border-focused": "accent", "error": "accent", "warning": "accent", "success": "accent", "info": "accent",
    "conflict": "error", "score-weak": "warning", "score-high": "success",
}
"""Which colour stands in for one that a file leaves out; text for all others."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}")


class ThemeFault(ValueError):
    """A theme file cannot be used; the message names file, line, key and what to write instead."""


def role_name(section: str, key: str) -> str:
    """The name of a role: `status-ready`, or the bare key for grounds, text and states."""
    return key if section in _BARE else f"{section}-{key}"


ALL_ROLES: tuple[str, ...] = tuple(role_name(section, key) for section, keys in ROLES.items() for key in keys)
"""Every colour role of the program."""


def read_theme(text: str, file: str) -> Theme:
    """The theme that a TOML text declares.

    Args:
        text: The content of the file.
        file: Its name, for messages.

    Raises:
        ThemeFault: It is not TOML, has an unknown or misplaced key, a wrong value, or lacks a required colour.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeFault(f"{file}: not TOML: {error}") from None
    name = data.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _fault(text, file, "", "name", 'write a name of small letters, digits, - and _, such as name = "night"')
    dark = data.get("dark", True)
    if not isinstance(dark, bool):
        raise _fault(text, file, "", "dark", "write true or false")
    return theme_of(name, dark, _colours(data, text, file))


def theme_of(name: str, dark: bool, colours: Mapping[str, str]) -> Theme:
    """The Textual theme of a set of role colours; those left out are inherited."""
    full = {role: _inherited(role, colours) for role in ALL_ROLES}
    variables = {f"role-{role}": colour for role, colour in full.items()}
    variables.update({
        "border": full["border-focused"], "border-blurred": full["border"], "footer-key-foreground": full["key"],
        "input-cursor-background": full["text"], "input-cursor-foreground": full["background"],
        "input-selection-background": full["cell"], "input-selection-foreground": full["text"],
        "block-cursor-background": full["cursor"], "block-cursor-foreground": full["text"],
        "scrollbar": full["border"], "scrollbar-hover": full["faint"], "scrollbar-active": full["accent"],
        "scrollbar-background": full["background"], "scrollbar-background-hover": full["background"],
        "scrollbar-background-active": full["background"], "scrollbar-corner-color": full["background"],
    })
    return Theme(
        name, primary=full["accent"], secondary=full["info"], warning=full["warning"], error=full["error"],
        success=full["success"], accent=full["accent"], foreground=full["text"], background=full["background"],
        surface=full["surface"], panel=full["panel"], dark=dark, text_alpha=1.0, variables=variables,
    )


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
    """The contrast ratio of two colours, 1 to 21; 4.5 is the least for text.

    Source: Web Content Accessibility Guidelines 2.2, success criterion 1.4.3 and its definition of relative luminance.
    """
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _inherited(role: str, colours: Mapping[str, str]) -> str:
    while role not in colours:
        role = _INHERITED.get(role, "text")
    return colours[role]


def _colours(data: Mapping[str, Any], text: str, file: str) -> dict[str, str]:
    colours: dict[str, str] = {}
    for section, keys in data.items():
        if section in ("name", "title", "dark"):
            continue
        if section not in ROLES or not isinstance(keys, dict):
            raise _fault(text, file, "", section, f"no such section: use {', '.join(ROLES)}")
        for key, value in keys.items():
            if key not in ROLES[section]:
                raise _fault(text, file, section, key, f"no such colour in [{section}]: use {', '.join(ROLES[section])}")
            if not isinstance(value, str) or not _COLOUR.fullmatch(value):
                raise _fault(text, file, section, key, f'{value!r} is not a colour: write six hex digits such as "#7aa2f7"')
            colours[role_name(section, key)] = value.lower()
    for needed in REQUIRED:
        section, key = needed.split(".")
        if key not in colours:
            raise _fault(text, file, section, key, f'it is missing: add {key} = "#rrggbb" under [{section}]')
    return colours


def _fault(text: str, file: str, section: str, key: str, what: str) -> ThemeFault:
    where = f"{section}.{key}" if section else key
    return ThemeFault(f"{file}, line {_line_of(text, section, key)}, {where}: {what}")


def _line_of(text: str, section: str, key: str) -> int:
    """The line, from 1, on which a key stands; else that of its section; else 1."""
    inside, best = "", 1
    name = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*[\"']?([\w-]+)", line)
        if header:
            inside = header.group(1)
            if inside == (section or key):
                best = number
                if not section:
                    return number
        elif inside == section and name.match(line):
            return number
    return best

"""What a theme file says: TOML with colours alone, checked line by line. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.widgets.colour_roles import REQUIRED, ROLES, inherited, role_name

_EIGHT = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI = ("default", *_EIGHT, *(f"bright-{name}" for name in _EIGHT))
"""The terminal's own colours by name: its default, the eight, and the eight bright ones."""
KEYS = ("title", "about", "dark", "base")
"""What may stand above the sections."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}")


class ThemeFault(ValueError):
    """A theme file cannot be used; the message names file, line and key, and what to write instead."""


class ThemeSource(NamedTuple):
    """What a theme file and the one that it is based on say.

    Attributes:
        name: The theme's name: that of the file, without `.toml`.
        title: What people read.
        about: For whom or for what it is, in a few words; may be empty.
        dark: Whether it is for a dark ground.
        colours: By role `#rrggbb` or a name of `ANSI`; only what is said.
    """

    name: str
    title: str
    about: str
    dark: bool
    colours: Mapping[str, str]

    @property
    def is_ansi(self) -> bool:
        """Whether the terminal's own colours are among them."""
        return any(colour in ANSI for colour in self.colours.values())

    def colour(self, role: str) -> str:
        """The colour of a role, inherited where the files leave it out."""
        return inherited(role, self.colours)


Bases = Callable[[str], "ThemeSource"]
"""Gives the theme of a name; raises ThemeFault with the reason where it cannot be used."""


def read_source(text: str, file: str, bases: Bases | None = None) -> ThemeSource:
    """What a TOML text declares.

    Args:
        text: The content of the file.
        file: Its name, for messages; the theme is named after it.
        bases: Where the theme named by `base` comes from; None where there are no others.

    Raises:
        ThemeFault: It is not TOML, has an unknown or misplaced key, a wrong value, or lacks a required colour.
    """
    name = file.removesuffix(".toml")
    if not _NAME.fullmatch(name):
        raise ThemeFault(f"{file}: name the file with at most 31 small letters, digits, - and _, such as my-night.toml")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of a number with thousands of digits, the TOML reader raises a plain ValueError
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise ThemeFault(f"{file}, line {line}: not TOML: {str(error).partition(' (at ')[0].lower()}") from None
    for key, expected, what in (("title", str, "write a text in quotation marks"), ("about", str, "write a text in quotation marks"),
                                ("dark", bool, "write true or false"), ("base", str, 'write the name of a theme, such as base = "night"')):
        if not isinstance(data.get(key, expected()), expected):
            raise _fault(text, file, "", key, what)
    base = _base(data, text, file, bases)
    colours = {**(base.colours if base else {}), **_colours(data, text, file)}
    if base is None:
        _check_required(colours, text, file)
    title = " ".join(data.get("title", "").split())[:40] or name.replace("-", " ").replace("_", " ").capitalize()
    return ThemeSource(name, title, " ".join(data.get("about", "").split())[:40], data.get("dark", base.dark if base else True), colours)


def _base(data: Mapping[str, Any], text: str, file: str, bases: Bases | None) -> ThemeSource | None:
    wanted = data.get("base", "")
    if not wanted:
        return None
    try:
        if bases is None:
            raise ThemeFault(f"there is no theme {wanted!r}")
        return bases(wanted)
    except ThemeFault as error:
        raise _fault(text, file, "", "base", str(error)) from None


def _colours(data: Mapping[str, Any], text: str, file: str) -> dict[str, str]:
    colours: dict[str, str] = {}
    for section, keys in data.items():
        if section in KEYS:
            continue
        if section not in ROLES:
            what = _unknown("section", section, ROLES) if isinstance(keys, dict) else _unknown("key", section, KEYS)
            raise _fault(text, file, "", section, what)
        if not isinstance(keys, dict):
            raise _fault(text, file, "", section, f"it is a section: write [{section}] on a line of its own, and the colours below")
        for key, value in keys.items():
            if key not in ROLES[section]:
                raise _fault(text, file, section, key, _unknown("colour", key, ROLES[section], f" in [{section}]"))
            if not isinstance(value, str) or not (_COLOUR.fullmatch(value) or value in ANSI):
                what = 'is not a colour: write six hex digits such as "#7aa2f7", or a colour of the terminal such as "bright-blue"'
                raise _fault(text, file, section, key, f"{value!r} {what}")
            colours[role_name(section, key)] = value.lower()
    return colours


def _check_required(colours: Mapping[str, str], text: str, file: str) -> None:
    for needed in REQUIRED:
        section, key = needed.split(".")
        if key not in colours:
            raise _fault(text, file, section, key, f'it is missing: add {key} = "#rrggbb" under [{section}], or base = "night" at the top')


def _unknown(what: str, word: str, known: Iterable[str], where: str = "") -> str:
    from difflib import get_close_matches

    names = list(known)
    near = get_close_matches(word, names, 1)
    hint = f"did you mean {near[0]}?" if near else f"use {', '.join(names)}"
    return f"no such {what}{where}: {hint}"


def _fault(text: str, file: str, section: str, key: str, what: str) -> ThemeFault:
    where = f"{section}.{key}" if section else key
    return ThemeFault(f"{file}, line {_line_of(text, section, key)}, {where}: {what}")


def _line_of(text: str, section: str, key: str) -> int:
    """The line, from 1, on which a key stands; else that of its section; else 1. The TOML reader keeps no lines."""
    inside, best = "", 1
    name = re.compile(rf"\s*(?:{re.escape(section)}\s*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.]")
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*[\"']?([^\"'\].\s]+)", line)
        if header:
            inside = header.group(1)
            if inside == (section or key):
                best = number
                if not section:
                    return number
        elif (inside in ("", section)) and name.match(line):
            return number
    return best

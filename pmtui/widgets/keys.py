"""Names of keys as people write them, sequences of keys, and a keymap that is checked before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from textual.events import Key
from textual.keys import key_to_character

_NAMES = {
    "escape": "esc", "return": "enter", "pageup": "pgup", "pagedown": "pgdn", "page_up": "pgup", "page_down": "pgdn",
    "slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_", "delete": "del", " ": "space",
    "newline": "ctrl+j", "ctrl+at": "ctrl+space", "ctrl+@": "ctrl+space", "backtab": "shift+tab",
}
_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_DISPLAY = {"up": "↑", "down": "↓", "left": "←", "right": "→", "shift+tab": "⇧tab"}
Keys = tuple[str, ...]
"""One key, or several that are pressed one after the other."""
Keymap = Mapping[Keys, str]
"""The id of the command for each key or sequence."""


def normal_key(key: str) -> str:
    """The one name of a key, whether it is written as people do (`?`, `ctrl+P`) or as Textual does (`question_mark`)."""
    if key in _NAMES:
        return _NAMES[key]
    if len(key) == 1:
        return key
    *modifiers, base = [*key[:-1].split("+"), key[-1]] if key.endswith("++") else key.split("+")
    modifiers = [one.lower() for one in modifiers if one]
    if len(base) > 1:
        character = key_to_character(base) or ""
        base = _NAMES.get(base.lower(), character if character.isprintable() and character.strip() else base.lower())
    if len(base) == 1 and base.isalpha() and modifiers:
        if base.isupper():  # a terminal without the kitty protocol says ctrl+P for ctrl+shift+p
            modifiers.append("shift")
        base = base.lower()
    if modifiers == ["shift"] and len(base) == 1 and base.isalpha():
        return base.upper()
    held = [one for one in _MODIFIERS if one in modifiers]
    return "+".join([*held, "space" if base == " " else base])


def key_name(event: Key) -> str:
    """The name of a pressed key as shown to people: `g`, `G`, `?`, `ctrl+d`, `esc`, `space`."""
    if event.is_printable and event.character and "+" not in event.key[:-1]:
        return "space" if event.character == " " else event.character
    return normal_key(event.key)


def parse_keys(text: str) -> Keys:
    """The keys of a written sequence: `g b` is g and then b."""
    return tuple(normal_key(one) for one in text.split())


def shown_keys(keys: Keys) -> str:
    """A sequence as shown to people."""
    return " ".join(_DISPLAY.get(one, one) for one in keys)


class Bound(NamedTuple):
    """A command with its keys, as a keymap is built from.

    Attributes:
        id: The command.
        title: Its name, for messages.
        keys: Its key sequences as written.
    """

    id: str
    title: str
    keys: Sequence[str]


def build_keymap(commands: Iterable[Bound]) -> tuple[dict[Keys, str], list[str]]:
    """The keymap of some commands, and what is wrong with it, in words.

    Of two commands with the same keys the first keeps them. A command whose keys begin those of another would make the
    longer sequence impossible to type, so the longer one is left out.
    """
    found: dict[Keys, str] = {}
    names: dict[str, str] = {}
    faults: list[str] = []
    for command in commands:
        names[command.id] = f"{command.title} ({command.id})"
        for text in command.keys:
            keys = parse_keys(text)
            if not keys:
                faults.append(f"{names[command.id]} has an empty key: write one such as x, ctrl+d or g b")
            elif found.setdefault(keys, command.id) != command.id:
                faults.append(f"{shown_keys(keys)} is bound twice: to {names[found[keys]]} and to {names[command.id]}; the first keeps it")
    for keys in sorted(found, key=len, reverse=True):
        blocker = next((keys[:size] for size in range(1, len(keys)) if keys[:size] in found), None)
        if blocker is not None:
            faults.append(
                f"{shown_keys(blocker)} is {names[found[blocker]]}, so {shown_keys(keys)} for {names[found[keys]]} can never be typed; "
                "the longer one is left out"
            )
            del found[keys]
    return found, faults

"""Names of keys as people write them, sequences of keys, and keymaps that are checked before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_NAMES = {
    "escape": "esc", "return": "enter", "pageup": "pgup", "pagedown": "pgdn", "page_up": "pgup", "page_down": "pgdn",
    "slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_", "delete": "del", " ": "space",
    "less_than_sign": "<", "greater_than_sign": ">", "hyphen_minus": "-",
    "newline": "ctrl+j", "ctrl+at": "ctrl+space", "ctrl+@": "ctrl+space", "backtab": "shift+tab",
}
_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_DISPLAY = {"up": "↑", "down": "↓", "left": "←", "right": "→", "shift+tab": "⇧tab"}
_NAMED = 2
"""How many commands are named whose keys cannot be typed."""
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
        base = _NAMES.get(base.lower(), _character(base) or base.lower())
    if len(base) == 1 and base.isalpha() and modifiers:
        if base.isupper():  # a terminal without the kitty protocol says ctrl+P for ctrl+shift+p
            modifiers.append("shift")
        base = base.lower()
    if modifiers == ["shift"] and len(base) == 1 and base.isalpha():
        return base.upper()
    held = [one for one in _MODIFIERS if one in modifiers]
    return "+".join([*held, "space" if base == " " else base])


def _character(name: str) -> str:
    """The visible character that Textual calls so; empty where it is none."""
    from unicodedata import lookup

    try:
        found = lookup(name.replace("_", " ").upper())
    except KeyError:
        return ""
    return found if found.isprintable() and found.strip() else ""


def parse_keys(text: str) -> Keys:
    """The keys of a written sequence: `g b` is g and then b."""
    return tuple(normal_key(one) for one in text.split())


def shown_keys(keys: Keys) -> str:
    """A sequence as shown to people."""
    return " ".join(map(_shown, keys))


def _shown(key: str) -> str:
    held, _, base = key.rpartition("+")
    return _DISPLAY.get(key) or (f"{held}+{_DISPLAY[base]}" if base in _DISPLAY else key)


class Bound(NamedTuple):
    """A command with its keys, as keymaps are built from.

    Attributes:
        id: The command.
        title: Its name, for messages.
        keys: Its key sequences as written.
        screen: The one screen on which its keys act; empty for all screens.
    """

    id: str
    title: str
    keys: Sequence[str]
    screen: str = ""


class Clash(NamedTuple):
    """A key that a command does not get.

    Attributes:
        ids: The commands: who has it, and who does not; one where the key itself is wrong.
        message: What is wrong, with the names of both.
    """

    ids: tuple[str, ...]
    message: str


class Keymaps:
    """The keymap of every screen. Keys of one screen win there over those of all screens.

    Of two commands with the same keys, the first keeps them. A command whose keys begin those of another would make the
    longer sequence impossible to type, so the longer one is left out.
    """

    def __init__(self, commands: Iterable[Bound]) -> None:
        """Take the commands, in the order in which they get their keys."""
        self._clashes: dict[Clash, None] = {}
        self._named = [(one, self._sequences(one)) for one in commands]
        self._screens = {one.id: one.screen for one, _ in self._named}
        self._titles = {one.id: f"{one.title} ({one.id})" for one, _ in self._named}
        self._built: dict[str, dict[Keys, str]] = {}
        self._live: dict[str, dict[Keys, str]] = {}

    def _sequences(self, command: Bound) -> list[Keys]:
        found = [parse_keys(text) for text in command.keys]
        if not all(found):
            words = f"{command.title} ({command.id}) has an empty key: write one such as x, ctrl+d or g b"
            self._clashes[Clash((command.id,), words)] = None
        return [keys for keys in found if keys]

    def on(self, screen: str) -> dict[Keys, str]:
        """The commands that act on a screen, by their keys."""
        if screen not in self._built:
            own: dict[Keys, str] = {}
            every: dict[Keys, str] = {}
            for command, sequences in self._named:
                if command.screen in ("", screen):
                    for keys in sequences:
                        self._give(own if command.screen else every, keys, command.id)
            for keys in [*every]:  # a key of all screens must not stand before a sequence of this one
                if any(keys == longer[: len(keys)] for longer in own):
                    del every[keys]
            self._built[screen] = self._without_hidden({**own, **every})
        return self._built[screen]

    def live(self, screen: str) -> dict[Keys, str]:
        """What each key leads to on a screen: what acts there, and for a key that is free there what can say where it acts."""
        if screen not in self._live:
            found = self.on(screen)
            elsewhere: dict[Keys, str] = {
                keys: command.id for command, sequences in reversed(self._named) if command.screen not in ("", screen)
                for keys in sequences if len(keys) == 1 and not any(keys == one[:1] for one in found)
            }
            self._live[screen] = {**elsewhere, **found}
        return self._live[screen]

    def of(self, id: str, screen: str) -> list[Keys]:
        """The keys of a command on a screen; of one that acts on another screen alone, its keys there."""
        return [keys for keys, command in self.on(self._screens.get(id) or screen).items() if command == id]

    def clashes(self) -> list[Clash]:
        """What is wrong with the keymaps."""
        for screen in dict.fromkeys(["", *self._screens.values()]):
            self.on(screen)
        return list(self._clashes)

    def faults(self) -> list[str]:
        """The same in words."""
        return [one.message for one in self.clashes()]

    def _give(self, found: dict[Keys, str], keys: Keys, id: str) -> None:
        first = found.setdefault(keys, id)
        if first != id:
            words = f"{shown_keys(keys)} is bound twice: to {self._titles[first]} and to {self._titles[id]}; the first keeps it"
            self._clashes[Clash((first, id), words)] = None

    def _without_hidden(self, found: dict[Keys, str]) -> dict[Keys, str]:
        """Leave out the sequences that cannot be typed, and say so, once for each key that stands before them."""
        hidden: dict[Keys, list[Keys]] = {}
        for keys in sorted(found, key=len, reverse=True):
            blocker = next((keys[:size] for size in range(1, len(keys)) if keys[:size] in found), None)
            if blocker is not None:
                hidden.setdefault(blocker, []).append(keys)
        for blocker, some in hidden.items():
            self._clashes[Clash((found[blocker], *(found[keys] for keys in some)), self._hidden_words(blocker, some, found))] = None
        return {keys: id for keys, id in found.items() if not any(keys in some for some in hidden.values())}

    def _hidden_words(self, blocker: Keys, some: Sequence[Keys], found: Keymap) -> str:
        named = [f"{shown_keys(keys)} for {self._titles[found[keys]]}" for keys in some[:_NAMED]]
        if len(some) > _NAMED:
            named.append(f"{len(some) - _NAMED} more")
        listed = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
        left_out = "one is" if len(some) == 1 else "ones are"
        return f"{shown_keys(blocker)} is {self._titles[found[blocker]]}, so {listed} can never be typed; the longer {left_out} left out"

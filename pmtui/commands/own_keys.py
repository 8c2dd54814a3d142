"""Whose keys: those that commands come with, those of a preset, and the person's own; and what is wrong with the last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pmtui.commands.core import SHELL, Command, screen_of
from pmtui.commands.keymap import Bound, Keymaps, parse_keys, shown_keys
from pmtui.domain.spelling import nearest

VIM, ARROWS = "vim", "arrows"
PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    VIM: {},
    ARROWS: {
        "cursor.down": ("down",),
        "cursor.up": ("up",),
        "cursor.left": ("left",),
        "cursor.right": ("right",),
        "cursor.first": ("home", "ctrl+home"),
        "cursor.last": ("end", "ctrl+end"),
        "cursor.half_down": ("ctrl+down", "ctrl+pagedown"),
        "cursor.half_up": ("ctrl+up", "ctrl+pageup"),
        "rank.down": ("alt+down",),
        "rank.up": ("alt+up",),
        "view.filter": ("/", "ctrl+f"),
        "record.edit_field": ("e", "f2"),
        "record.delete": ("D", "delete"),
        "record.add": ("a", "insert"),
        "history.redo": ("ctrl+r", "U", "ctrl+y"),
    },
}
"""Keys by command, for those that differ from what the commands come with. `arrows` moves without a letter, and h j k l J K are free."""
_NO_KEY = "there is no key"
_TAB, _ENTER, _BACKSPACE = "tab", "enter", "backspace"
_SAME = {"ctrl+i": _TAB, "ctrl+m": _ENTER, "ctrl+h": _BACKSPACE, "ctrl+[": "esc", "ctrl+shift+i": _TAB}
"""Keys for which most terminals send another one's code."""
_ALWAYS = {"ctrl+c": "ctrl+c always quits", "ctrl+q": "ctrl+q always does nothing, so that a slip does not quit"}
"""Keys that nobody can have for anything else."""
_NAMED = frozenset({
    "enter", "tab", "esc", "space", "backspace", "del", "insert", "home", "end", "pgup", "pgdn", "up", "down", "left", "right",
    *(f"f{number}" for number in range(1, 25)),
})
_HARD = frozenset({"enter", "tab", "esc", "space", "backspace"})
_EASY = frozenset({"shift+tab", "ctrl+space", "alt+enter", "alt+backspace"})
"""Keys that terminals cannot send together with others, and the exceptions."""
_WITH_CTRL = frozenset({"space", "\\", "]", "^", "_", "@", "up", "down", "left", "right", "home", "end", "pgup", "pgdn", "del", "insert"})
"""What, besides letters, terminals can send together with ctrl."""


class KeyFault(NamedTuple):
    """Something in the person's keymap that cannot be used, or not everywhere.

    Attributes:
        key: The setting: `keys`, or `keymap.` and the id of a command.
        message: What is wrong.
        hint: What to do about it.
    """

    key: str
    message: str
    hint: str = ""


def keymaps(commands: Iterable[Command], preset: str, own: Mapping[str, tuple[str, ...]]) -> Keymaps:
    """The keymaps with a preset and the person's own keys, which go before all others."""
    ready = PRESETS.get(preset, {})
    bound = []
    for one in commands:
        keys = own.get(one.id, ready.get(one.id, one.keys))
        if one.scope != SHELL:
            free = [text for text in keys if one.id == "app.quit" or _ALWAYS.keys().isdisjoint(parse_keys(text))] if one.id in own else keys
            bound.append(Bound(one.id, one.title, free, screen_of(one)))
    return Keymaps(sorted(bound, key=lambda one: one.id not in own))


def key_faults(commands: Iterable[Command], preset: str, own: Mapping[str, tuple[str, ...]]) -> Iterator[KeyFault]:
    """What is wrong with a preset's name and the person's own keys, each by itself; clashes are known to the keymaps."""
    if preset and preset not in PRESETS:
        near = nearest(preset, list(PRESETS))
        hint = f"did you mean {near}?" if near else f"there are {' and '.join(PRESETS)}"
        yield KeyFault("keys", f"there are no keys called {preset[:40]!r}", hint)
    known = {one.id: one for one in commands}
    for id, keys in own.items():
        if id not in known:
            near = nearest(id, list(known))
            hint = f"did you mean {near}?" if near else "pmtui keys lists them"
            yield KeyFault(f"keymap.{id}", "there is no such command", hint)
        elif known[id].scope == SHELL:
            yield KeyFault(f"keymap.{id}", f"pmtui {known[id].word} is for the command line alone", "take the line out")
        else:
            yield from (KeyFault(f"keymap.{id}", *fault) for text in keys for fault in sequence_faults(id, text))


def sequence_faults(id: str, text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a written sequence of keys for a command: messages, and what to do."""
    keys = parse_keys(text)
    for at, key in enumerate(keys):
        why = "" if (id, key) == ("app.quit", "ctrl+c") else unsendable(key)
        if why:
            is_chord = why.startswith(_NO_KEY) and key.isalnum()
            hint = f"write {' '.join(key)} for keys one after the other" if is_chord else "choose another key"
            yield f"{shown_keys(keys)}: {why}" if len(keys) > 1 else why, hint
        elif key == "esc" and at:
            yield f"{shown_keys(keys)} can never be typed: esc ends a begun sequence", "choose another key"


def unsendable(key: str) -> str:
    """Why a key does not reach the program, or not on every terminal; empty where nothing speaks against it."""
    *held, base = [*key[:-1].rstrip("+").split("+"), key[-1]] if len(key) > 1 and key.endswith("+") else key.split("+")
    held = [one for one in held if one]
    if key in _ALWAYS:
        return _ALWAYS[key]
    if len(base) > 1 and base not in _NAMED:
        return f"{_NO_KEY} {base[:30]!r}"
    if key in _SAME:
        return f"most terminals send {_SAME[key]} for {key}"
    if {"super", "hyper", "meta"} & {*held}:
        return f"few terminals send {key}"
    is_letter = base.isascii() and base.isalpha()
    if "ctrl" in held and len(base) == 1 and ("shift" in held or not (is_letter or base in _WITH_CTRL)):
        return f"most terminals cannot send {key}"
    return f"most terminals cannot send {key}" if held and base in _HARD and key not in _EASY else ""

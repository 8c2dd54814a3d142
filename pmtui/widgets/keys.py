"""The names of pressed keys, as keymaps write them."""

from __future__ import annotations

from textual.events import Key

from pmtui.commands.keymap import normal_key


def key_name(event: Key) -> str:
    """The name of a pressed key as shown to people: `g`, `G`, `?`, `ctrl+d`, `esc`, `space`."""
    if event.is_printable and event.character and "+" not in event.key[:-1]:
        return "space" if event.character == " " else event.character
    return normal_key(event.key)


def pressed(event: Key) -> str:
    """What a dialog calls a pressed key: the character that it writes, else Textual's name; `space`, not a blank."""
    return event.character if event.character and event.is_printable and event.key != "space" else event.key

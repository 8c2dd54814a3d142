"""`keys`: the live keymap, with the person's own keys and commands, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.app.own_keys import faults_of_keys, live_keymaps, with_own
from pmtui.app.theme_folders import theme_faults
from pmtui.cli.session import Session
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import SHELL, Command, screen_of
from pmtui.commands.keymap import shown_keys
from pmtui.store.config import Config, ConfigFault, load_config


def do_keys(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print every command of the screens with its keys."""
    config = load_config()
    commands = with_own(REGISTRY, config)
    keymaps = live_keymaps(commands, config)
    rows = [
        (one, [shown_keys(keys) for keys in keymaps.of(one.id, screen_of(one))]) for one in commands if one.scope != SHELL
    ]
    faults = [*config.faults, *theme_faults(config), *faults_of_keys(commands, config, keymaps)]
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text(_document(config, rows, faults)))
    else:
        session.write(_text(rows, session.width))
    for fault in faults:
        session.say(f"pmtui: {fault}\n")
    return 0


def _text(rows: list[tuple[Command, list[str]]], width: int) -> str:
    """A table: those with a key first, in the order of the commands."""
    from pmtui.formats.text_table import table_lines

    ordered = sorted(rows, key=lambda row: not row[1])
    cells = [("  ".join(keys), one.title, screen_of(one) or "all", one.id) for one, keys in ordered]
    return "\n".join(table_lines(["keys", "command", "screen", "id"], cells, frozenset(), 1, width)) + "\n"


def _document(config: Config, rows: list[tuple[Command, list[str]]], faults: list[ConfigFault | str]) -> dict[str, Any]:
    return {
        "config": config.path, "preset": config.keys or "vim",
        "commands": [
            {
                "id": one.id, "title": one.title, "help": one.help, "group": one.group, "screen": screen_of(one) or None, "keys": keys,
                "default": list(one.keys),
            } for one, keys in rows
        ],
        "faults": [
            {"path": one.path, "line": one.line or None, "key": one.key or None, "message": one.message, "hint": one.hint or None}
            if isinstance(one, ConfigFault) else {"path": None, "line": None, "key": None, "message": one, "hint": None} for one in faults
        ],
    }

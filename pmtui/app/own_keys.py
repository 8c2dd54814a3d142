"""The commands and keys that hold with a person's config: their own among them, and what in the config cannot be used."""

from __future__ import annotations

from collections.abc import Iterable

from pmtui.commands.core import Command, Registry
from pmtui.commands.keymap import Keymaps
from pmtui.commands.own_keys import key_faults, keymaps
from pmtui.store.config import Config, ConfigFault


def with_own(registry: Registry, config: Config) -> Registry:
    """The commands, and behind them the person's own; the registry itself where they have none."""
    if not config.commands:
        return registry
    from pmtui.commands.own_commands import own_command

    return Registry([*registry, *map(own_command, config.commands)])


def live_keymaps(commands: Iterable[Command], config: Config) -> Keymaps:
    """The keymaps of all screens with the person's preset and keys; keys of their own commands are theirs as well."""
    return keymaps(commands, config.keys, {**{one.id: one.keys for one in config.commands if one.keys}, **config.keymap})


def faults_of_keys(commands: Registry, config: Config, made: Keymaps) -> list[ConfigFault | str]:
    """What is wrong with the keys: where the person's config is the cause, with the line of the file."""
    found: list[ConfigFault | str] = [config.fault(*one) for one in key_faults(commands, config.keys, config.keymap)]
    own = {one.id: one.keys for one in config.commands if one.id not in config.keymap}
    found += [config.fault(one.key.removeprefix("keymap."), one.message, one.hint) for one in key_faults(commands, "", own)]
    for clash in made.clashes():
        key = next((f"keymap.{id}" if id in config.keymap else id for id in clash.ids if id in config.keymap or id in own), "")
        found.append(config.fault(key, clash.message) if key else clash.message)
    return found

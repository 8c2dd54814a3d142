"""The registry of all commands."""

from __future__ import annotations

from pmtui.commands import (
    conflicts,
    evidence,
    history,
    jumps,
    linking,
    navigation,
    news,
    opening_forms,
    past,
    quick_add,
    rank_moves,
    records,
    roadmap_moves,
    sync,
    tracing,
    workspace,
)
from pmtui.commands.core import Registry

_AREAS = (
    records,
    linking,
    opening_forms,
    evidence,
    quick_add,
    roadmap_moves,
    rank_moves,
    tracing,
    workspace,
    sync,
    conflicts,
    history,
    navigation,
    jumps,
    past,
    news,
)
"""The modules with commands, in the order in which lists of commands show them."""

REGISTRY = Registry(command for area in _AREAS for command in area.COMMANDS)
"""Every command of the program; keys, palette, command line, help and docs come from it."""

"""The registry of all commands."""

from __future__ import annotations

from pmtui.commands import navigation, rank_moves, records, roadmap_moves, workspace
from pmtui.commands.core import Registry

REGISTRY = Registry((*records.COMMANDS, *roadmap_moves.COMMANDS, *rank_moves.COMMANDS, *workspace.COMMANDS, *navigation.COMMANDS))
"""Every command of the program; keys, palette, command line, help and docs come from it."""

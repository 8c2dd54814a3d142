"""What's new: the note that an upgrade shows once, again."""

from __future__ import annotations

from pmtui.commands.core import Command
from pmtui.commands.navigation import effect

COMMANDS = (
    Command("app.whats_new", "What's new", "What the last versions brought, in a few lines.", effect("whats_new"), group="Else"),
)

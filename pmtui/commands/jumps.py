"""Going to any record, and back and forward through where one was."""

from __future__ import annotations

from pmtui.commands.core import Command
from pmtui.commands.navigation import effect

COMMANDS = (
    Command(
        "go.record", "Go to any record", "Find any record by letters of its title or its id, and go there.", effect("jump"), ("f",),
        group="Find", hint="find",
    ),
    Command(
        "go.previous_place", "Where you were", "Go back to the record from where you came.", effect("jump_back"), ("ctrl+o", "g ,"),
        group="Go",
    ),
    Command(
        "go.next_place", "Where you went back from", "Go forward again, after going back.", effect("jump_forward"), ("alt+o", "g ."),
        group="Go",
    ),
)

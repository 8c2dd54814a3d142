"""The commands that bring a workspace together with its remote."""

from __future__ import annotations

from pmtui.commands.core import JSON, Command, Parameter
from pmtui.commands.navigation import effect

COMMANDS = (
    Command(
        "workspace.sync",
        "Sync",
        "Commit the workspace's files, bring in what others did, and push. Other work in the repository stays as it is.",
        effect("sync"),
        ("S",),
        (
            Parameter("dry_run", "flag", "Ask the remote and say what would happen; change nothing.", option="--dry-run"),
            JSON,
        ),
        word="sync",
        group="Workspace",
        example="pmtui sync",
        hint="sync",
    ),
    Command(
        "workspace.sync_preview",
        "Sync: what would happen",
        "Ask the remote and say what a sync would do; change nothing.",
        effect("sync", dry_run=True),
        group="Workspace",
    ),
)

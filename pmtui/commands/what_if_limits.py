"""What can be done while a scenario is shown, and where to do what cannot."""

from __future__ import annotations

from pmtui.commands.core import LOOKING, LOOKING_TOO, Command

_PLANNING = frozenset({
    "record.edit_field", "record.set", "record.status", "record.assign", "record.tags", "record.estimate", "record.due", "record.priority",
    "record.milestone", "record.type", "record.link", "record.parent", "record.waits_for", "record.repeat", "history.undo", "history.redo",
    "workspace.sync", "workspace.sync_preview",
})
"""What can be done besides looking and moving: plans go into the scenario, and git has all of it."""
WHERE_TO = {
    **dict.fromkeys(
        ("record.add", "record.new", "record.new_kind", "record.add_list", "record.duplicate", "record.split", "tree.add_child"),
        "a what-if adds no records: Escape and add it today; V then plans with it",
    ),
    "record.delete": "a what-if deletes nothing: s says that it is dropped or cancelled",
    **dict.fromkeys(("app.settings", "settings.set"), "settings are those of today in every what-if: Escape, then change them"),
    "history.as_it_was": "the past has no what-if: Escape goes back to today, and g a from there to the past",
    **dict.fromkeys(("roadmap.review", "roadmap.export"), "that tells what is so, and this is a what-if: Escape goes back to today"),
}
"""What is said of commands that cannot be a part of a scenario, and where to go for them."""


def not_in_what_if(command: Command) -> str:
    """Why a command cannot run while a scenario is shown: it is no planning. Empty where it can."""
    if command.id in WHERE_TO:
        return WHERE_TO[command.id]
    is_planning = command.group in ("Shift", "What if") or command.id in _PLANNING
    if is_planning or command.group in LOOKING or command.id in LOOKING_TOO:
        return ""
    return "a what-if holds dates, order, links, estimates and statuses: Escape goes back to today"

"""What saves, renames and deletes a view of the team: one change each. Views of one's own are no records."""

from __future__ import annotations

from pmtui.commands.core import Context
from pmtui.commands.editing import change_of, edit_of, new_record
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.views import SavedView, record_fields


def saving(context: Context, view: SavedView) -> Change:
    """The change that saves a view for the team: a new record, or the old one with other fields.

    Raises:
        Refused: Something in it may not be written.
    """
    kind = SCHEMA["view"]
    record = context.snapshot.record("view", view.id) if view.id else None
    edit = new_record(context, kind, record_fields(view)) if record is None else edit_of(context, record, record_fields(view))
    return change_of(context, f"Save the view “{view.name}” for the team", "view.save", [edit])


def renaming(context: Context, view: SavedView, name: str) -> Change:
    """The change that gives a team's view another name."""
    record = context.snapshot.record("view", view.id)
    edits = [] if record is None else [edit_of(context, record, {"title": name})]
    return change_of(context, f"Rename the view “{view.name}” to “{name}”", "view.rename", edits)


def deleting(context: Context, view: SavedView) -> Change:
    """The change that deletes a team's view."""
    edits = [Edit("view", view.id, {}, {"deleted_at": context.now})]
    return change_of(context, f"Delete the view “{view.name}”", "view.delete", edits)

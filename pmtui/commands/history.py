"""Commands over what happened: the log, the History screen, and taking one change back."""

from __future__ import annotations

from pmtui.commands.core import GLOBAL, JSON, RECORDS, SHELL, Arguments, Command, Context, Effect, Parameter, Refused, without_target
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.navigation import effect
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.team_settings import WORKSPACE
from pmtui.domain.text import one_line

HISTORY = "history"
"""The name of the screen on which rows are changes, not records."""


def _only_here(context: Context) -> str | None:
    """Why nothing can be taken back here: only the History screen shows single changes."""
    return None if context.screen in ("", HISTORY) else "it takes back a change that the History screen shows: g y goes there"


def take_back(context: Context, arguments: Arguments) -> Change:
    """Give the fields of the change under the cursor the values from before it, and keep what happened to others since."""
    from pmtui.domain.history import ADDED, EDITED, PURGED, UNREADABLE
    from pmtui.domain.taken_back import taken_back

    revision = arguments.get("revision")
    if revision is None:
        raise Refused("there is no change under the cursor", "go to one first", "blocked", 1)
    if revision.kind == WORKSPACE and revision.what == EDITED:
        from pmtui.commands.settings_plans import taken_back_settings

        return taken_back_settings(context, revision)
    record = context.snapshot.record(revision.kind, revision.id) if revision.kind in SCHEMA.kinds else None
    title = f"Take back what became of “{one_line(revision.title or revision.id)[:40]}” on {revision.at[:10]}"
    if revision.what == UNREADABLE or revision.kind not in SCHEMA.kinds:
        raise Refused("what cannot be read cannot be taken back", "git has the file as it was", "blocked", 1)
    if revision.what == PURGED:
        if record is not None:
            raise Refused("the record is here again already", "nothing is to be done", "blocked", 1)
        data = {one.path: one.before for one in revision.changes if one.path != "deleted_at"}
        edit: Edit | None = Edit(revision.kind, revision.id, None, {"id": revision.id, **data})
        return change_of(context, title, "history.take_back", [edit])
    if record is None:
        raise Refused("the record is not here any more", "its purge can be taken back, further up", "blocked", 1)
    if revision.what == ADDED:
        raise Refused("this is where the record began", "D deletes it", "blocked", 1)
    values = taken_back(revision.kind, record.data, revision.changes)
    if not values:
        raise Refused("a conflict is settled, not taken back", "g c shows both values", "blocked", 1)
    edit = edit_of(context, record, values, str(arguments.get("reason") or ""))
    return change_of(context, title, "history.take_back", [edit])


def of_record(context: Context, arguments: Arguments) -> Effect:
    """The history of the record under the cursor, on the History screen."""
    targets = [context.cursor] if context.cursor is not None else context.targets()
    if not targets:
        raise Refused("there is no record under the cursor", "go to one first", "blocked", 1)
    return Effect("history_of", {"kind": targets[0].kind, "id": targets[0].id})


COMMANDS = (
    Command("go.history", "History", "Who changed what, field by field, the newest change first.", effect("screen", name=HISTORY),
            ("8", "g y"), group="Go"),
    Command("history.of_record", "History of this record", "Who changed what in the record under the cursor, on the History screen.",
            of_record, ("H",), scope=RECORDS, blocked=without_target, group="Go"),
    Command("history.take_back", "Take this change back", "Give the fields that a change of the history touched the values from before it.",
            take_back, ("Z",), scope=GLOBAL, blocked=_only_here, group="Undo"),
    Command(
        "history.log", "Log", "Who changed which field of which record, when, and from what to what: the newest change first, what is not "
        "committed yet above all. It is read from git.",
        effect("log"), (),
        (
            Parameter("id", "record", "Only this record: id, beginning of an id or exact title."),
            Parameter("since", "moment", "Only from then on: 2026-11-01, -7d, yesterday.", option="--since"),
            Parameter("by", "person", "Only what this person did: a name, a mail address or @handle, or a part of one.", option="--by"),
            Parameter("kind", "kind", "Only records of this kind.", option="--kind"),
            Parameter("field", "field", "Only changes of this field.", option="--field"),
            Parameter("filter", "word", "Only what matches, in the words of the History screen: 'to:done -who:@me'.", option="--filter"),
            Parameter("limit", "number", "At most so many.", option="--limit"),
            JSON,
        ),
        scope=SHELL, word="log", group="Workspace", example="pmtui log B-4k3 --since -30d",
    ),
)

"""The commands that open a record form; what it saves is made in `forms`."""

from __future__ import annotations

from pmtui.commands.assignments import kind_of
from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Refused, without_target
from pmtui.commands.navigation import effect


def open_form(context: Context, arguments: Arguments) -> Effect:
    """The form of one record."""
    records = context.targets()
    if len(records) != 1:
        raise Refused("the form takes one record at a time", "clear the selection first", "blocked", 1)
    return Effect("form", {"kind": records[0].kind, "id": records[0].id, "field": arguments.get("field") or ""})


def open_new(context: Context, arguments: Arguments) -> Effect:
    """The form of a record that is not there yet."""
    return Effect("form", {"kind": kind_of(arguments.get("kind") or context.kind).name, "id": "", "field": "title"})


COMMANDS = (
    Command(
        "record.form", "Edit all fields", "Every field of the record in one form; saved as one change.", open_form, ("ctrl+e",),
        (Parameter("field", "field", "Which field the cursor stands on at first."),), RECORDS, without_target, group="Set", hint="form",
    ),
    Command(
        "record.new", "New record", "A form for a new record of this screen's kind, with every field.", open_new, ("A",),
        (Parameter("kind", "kind", "What to add; the kind of the screen when left out."),), group="Set",
    ),
    Command(
        "record.new_kind", "New record of any kind", "Choose what to add, then fill its form.", effect("form_kinds"), (), group="Set",
    ),
)

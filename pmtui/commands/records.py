"""Commands that add, set, comment, delete and restore records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmtui.commands.assignments import Assignment, assigned, kind_of, new_entry, parse_assignment
from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Plan, Refused, without_target
from pmtui.commands.editing import change_of, edit_of, new_record, with_reason
from pmtui.commands.templating import with_template
from pmtui.commands.value_words import set_words
from pmtui.domain.change import Change, Edit
from pmtui.domain.records import Record
from pmtui.domain.schema import LINKS, Kind

_IDS = Parameter("ids", "records", "Records: ids, beginnings of ids or exact titles.", is_required=True, is_many=True)
_REASON = Parameter("reason", "text", "Why; kept with the record.", option="--reason")
DUE = ("due", "milestone.target", "product.review_on")
"""The fields that the due date is, by kind."""


def targets(context: Context, arguments: Arguments) -> tuple[Record, ...]:
    """The records that a command acts on: those named, else the selection, else the one under the cursor.

    Raises:
        Refused: A name is unknown or ambiguous, or there is none.
    """
    words = arguments.get("ids")
    if words:
        found = {(record.kind, record.id): record for record in (context.resolve(word, ()) for word in words)}
        return tuple(found.values())
    records = context.targets()
    if not records:
        raise Refused("there is no record to act on", "name one by its id", "not_found", 4)
    return tuple(records)


def called(records: Sequence[Record]) -> str:
    """What records are called together: `Retry failed payments` for one, `3 items` for several."""
    if len(records) == 1:
        title = records[0].title
        return f"“{title[:60]}…”" if len(title) > 61 else f"“{title}”"
    kinds = {record.kind for record in records}
    return f"{len(records)} {records[0].schema.plural if len(kinds) == 1 else 'records'}"


def add(context: Context, arguments: Arguments) -> Change | Effect:
    """A new record: from a title and values, or from a quick-add line; the screens ask for the line."""
    kind = kind_of(arguments.get("kind") or context.kind)
    if context.is_screen and not {"title", "line"} & arguments.keys():
        return Effect("quick_add", {"kind": kind.name})
    assignments = [parse_assignment(word) for word in arguments.get("fields") or ()]
    if "line" in arguments:
        from pmtui.commands.quick_add import line_values

        values = line_values(context, kind, arguments["line"])
    else:
        values = assigned(context, kind, None, [Assignment("title", "=", arguments["title"]), *assignments])
    edit = new_record(context, kind, with_template(context, kind, values))
    edit = with_reason(context, kind, edit, arguments.get("reason") or "")
    return change_of(context, f"Add “{edit.after['title'][:60]}”", "record.add", [edit])


def set_fields(context: Context, arguments: Arguments) -> Change | Effect:
    """New values for one or many records."""
    assignments = [parse_assignment(word) for word in arguments.get("fields") or ()]
    if not assignments:
        raise Refused("nothing to set", "name a field and its value, for example estimate=3")
    return _assign(context, arguments, assignments, "record.set")


def edit_field(context: Context, arguments: Arguments) -> Change | Effect:
    """A new value for the field under the cursor; without one, where a cell is edited for which a line of text does not do."""
    name = arguments.get("field") or context.column or "title"
    if "value" not in arguments:
        from pmtui.commands.cells import editor_of

        return editor_of(context, name)
    return _assign(context, arguments, [Assignment(name, "=", arguments["value"])], "record.edit_field")


def _assign(context: Context, arguments: Arguments, assignments: list[Assignment], command: str) -> Change:
    records = targets(context, arguments)
    reason = arguments.get("reason") or ""
    edits: list[Edit | None] = []
    described = ""
    for record in records:
        values = assigned(context, record.schema, record, assignments)
        edits.append(edit_of(context, record, values, reason))
        if not described:
            described = set_words(record.schema, values, assignments, context.snapshot)
    return change_of(context, f"{described} of {called(records)}", command, edits)


def one_field(*fields: str) -> Plan:
    """A plan that sets a field to the argument `value`, or adds it to a set of links: of these, the first that the records have."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        schema = targets(context, arguments)[0].schema
        field = first_of(schema, fields) or fields[0]
        is_set = field in schema.fields and schema.fields[field].type == LINKS
        words = [Assignment(field, "+=" if is_set else "=", arguments["value"])]
        if field == "tags":
            words = _tag_words(arguments["value"])
        return _assign(context, arguments, words, f"record.{field}")

    return plan


def without_field(*fields: str) -> Callable[[Context], str | None]:
    """Why a command on one of these fields cannot run: there is no record, or one of a kind that has none of them."""

    def reason(context: Context) -> str | None:
        records = context.targets()
        if not records or first_of(records[0].schema, fields):
            return without_target(context)
        return f"{records[0].schema.plural} have no field called {fields[0]}"

    return reason


def first_of(kind: Kind, fields: Sequence[str]) -> str:
    """The first of some fields that a kind has; one written KIND.FIELD counts for that kind alone."""
    names = (name.removeprefix(f"{kind.name}.") for name in fields)
    return next((name for name in names if name in kind.fields), "")


def _tag_words(text: str) -> list[Assignment]:
    """`billing -internal` adds one tag and removes another; an empty text changes nothing."""
    words = text.replace(",", " ").replace("#", " ").split()
    if not words:
        raise Refused("no tag is named", "type tags to add, or -tag to remove one")
    return [Assignment("tags", "-=" if word.startswith("-") else "+=", word.lstrip("-+")) for word in words]


def status_step(step: int) -> Plan:
    """A plan that moves records to the next or the previous status."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        records = targets(context, arguments)
        edits = []
        for record in records:
            names = record.schema.statuses
            if not names:
                raise Refused(f"a {record.kind} has no status", "", "blocked", 1)
            here = record.status if record.status in names else record.schema.named(record.stage)  # one that is not in use any more
            at = names.index(here) + step if here in names else 0
            if not 0 <= at < len(names):
                edge = "last" if step > 0 else "first"
                raise Refused(f"{record.status} is the {edge} status", "", "blocked", 1)
            edits.append(edit_of(context, record, {"status": names[at]}, arguments.get("reason") or ""))
        word = names[at] if len(records) == 1 else "the next one" if step > 0 else "the previous one"
        return change_of(context, f"Set status {word} of {called(records)}", "record.status", edits)

    return plan


def comment(context: Context, arguments: Arguments) -> Change | Effect:
    """A comment on one record."""
    records = targets(context, arguments)
    lines = [line.rstrip() for line in str(arguments["text"]).replace("\r\n", "\n").strip("\n").split("\n")]
    if not any(lines):
        raise Refused("the comment is empty", "type what you want to say", "bad_value")
    edits = []
    for record in records:
        entries = list(record["comments"] or [])
        entry = new_entry(context, record.schema.fields["comments"], entries, {"text": lines})
        edits.append(edit_of(context, record, {"comments": [*entries, entry]}))
    return change_of(context, f"Comment on {called(records)}", "record.comment", edits)


def delete(context: Context, arguments: Arguments) -> Change | Effect:
    """A tombstone for each record: it is hidden, kept and can be restored."""
    records = targets(context, arguments)
    edits = [
        None if record.is_deleted else Edit(record.kind, record.id, {}, {"deleted_at": context.now}) for record in records
    ]
    return change_of(context, f"Delete {called(records)}", "record.delete", edits)


def restore(context: Context, arguments: Arguments) -> Change | Effect:
    """Deleted records alive again."""
    records = targets(context, arguments)
    living = [record for record in records if not record.is_deleted]
    if len(living) == len(records):
        raise Refused(f"{called(records)} is not deleted", "pmtui list KIND is:deleted lists what is", "blocked", 1)
    return change_of(context, f"Restore {called(records)}", "record.restore", [_restored(record) for record in records])


def _restored(record: Record) -> Edit | None:
    if not record.is_deleted:
        return None
    from pmtui.domain.merge import edited

    after = edited(record.schema, record.data, {"deleted_at": None})
    names = [name for name in ("deleted_at", "conflicts", "settled") if record.data.get(name) != after.get(name)]
    return Edit(
        record.kind, record.id,
        {name: record.data[name] for name in names if name in record.data}, {name: after[name] for name in names if name in after},
    )


def edit_outside(context: Context, arguments: Arguments) -> Change | Effect:
    """The whole record in the person's own editor."""
    records = targets(context, arguments)
    if len(records) != 1:
        raise Refused("the editor takes one record at a time", "clear the selection first", "blocked", 1)
    return Effect("edit_outside", {"record": records[0]})


def _value(type: str, help: str) -> Parameter:
    return Parameter("value", type, help, is_required=True)


def _field_command(
    id: str, title: str, help: str, keys: tuple[str, ...], fields: tuple[str, ...], parameter: Parameter, hint: str = ""
) -> Command:
    return Command(
        id, title, help, one_field(*fields), keys, (parameter, _REASON), RECORDS, without_field(*fields), group="Set", hint=hint,
    )


COMMANDS = (
    Command(
        "record.add", "Add", "Add a record; the title is enough, the fields may come later.", add, ("a",),
        (
            Parameter("kind", "kind", "What to add: item, problem, milestone …; pmtui schema lists them."),
            Parameter("title", "text", "One line that names it.", is_required=True),
            Parameter("fields", "assignments", "Values of fields, as in estimate=3 tags=billing.", is_many=True), _REASON,
        ),
        word="add", group="Set", hint="add", example='pmtui add item "Retry failed payments" tags=billing estimate=3',
    ),
    Command(
        "record.edit_field", "Edit field", "Edit the field under the cursor where it stands.", edit_field, ("e",),
        (Parameter("field", "field", "Which field; the one under the cursor when left out."), _value("text", "The new value."), _REASON),
        RECORDS, without_target, group="Set", hint="edit",
    ),
    Command(
        "record.edit", "Edit in $EDITOR", "Edit the whole record as text in your own editor.", edit_outside, ("E",),
        (Parameter("ids", "record", "The record: id, beginning of an id or exact title.", is_required=True),), RECORDS, without_target,
        word="edit", group="Set", example="pmtui edit B-4k3",
    ),
    Command(
        "record.set", "Set fields", "Set fields of one or many records; += and -= add to and take from sets and lists.", set_fields, (),
        (
            _IDS, Parameter("fields", "assignments", "New values, as in status=ready tags+=billing.", is_required=True, is_many=True),
            _REASON,
        ), RECORDS, without_target, word="set", group="Set", example="pmtui set 4k3 9xq status=ready tags+=billing",
    ),
    _field_command(
        "record.status", "Status", "Choose how far it has come; a status that gives it up asks why.", ("s",), ("status",),
        _value("status", "The new status."), "status",
    ),
    _field_command(
        "record.assign", "Assign", "Choose who works on it, or who owns it; a new name becomes a person.", ("o", "@"),
        ("assignee", "owner"), _value("link:person", "Who works on it."), "assign",
    ),
    _field_command("record.tags", "Tags", "Add tags; -tag takes one away.", ("i", "#"), ("tags",),
                   _value("tags", "Tags to add; -tag removes one."), "tags"),
    _field_command(
        "record.estimate", "Estimate", "Type how many points it takes; nothing clears it.", ("n",), ("estimate",),
        _value("number", "Points; empty clears."), "estimate",
    ),
    _field_command(
        "record.due", "Due date", "Type the day it is needed, of a milestone its target: friday, +2w, Q2 2027; nothing clears it.",
        ("d",), DUE,
        _value("date", "A date, +2w, friday, of a milestone Q2 2027; empty clears."), "due",
    ),
    _field_command(
        "record.priority", "Priority", "Choose how much it presses, from urgent to low.", ("!",), ("priority",),
        _value("choice:priority", "How much it presses."),
    ),
    _field_command(
        "record.milestone", "Milestone", "Choose the milestone it is for; a new name becomes a milestone.", ("m",), ("milestone",),
        _value("link:milestone", "For which milestone."), "milestone",
    ),
    _field_command("record.type", "Type", "Choose what sort of work it is: story, task, bug and so on.", (), ("type",),
                   _value("choice:type", "What sort of work.")),
    Command(
        "record.comment", "Comment", "Say something about a record; it is kept with your name and the time.", comment, ("c",),
        (Parameter("ids", "record", "The record: id, beginning of an id or exact title.", is_required=True),
         Parameter("text", "lines", "What to say; - reads standard input.", is_required=True)), RECORDS, without_target,
        word="comment", group="Set", hint="comment", example='pmtui comment 4k3 "Two customers asked again"',
    ),
    Command(
        "record.delete", "Delete", "Delete records: they are hidden and kept, and can be restored.", delete, ("D",), (_IDS,), RECORDS,
        without_target, word="delete", group="Away", example="pmtui delete 4k3",
    ),
    Command(
        "record.restore", "Restore", "Bring deleted records back (the filter is:deleted shows them).", restore, ("R",), (_IDS,), RECORDS,
        without_target, word="restore", group="Away", example="pmtui restore 4k3",
    ),
)

"""Linking records with others: what is missing is created, what is wrong is taken away, all in one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmtui.commands.assignments import field_of, kind_of, people_called
from pmtui.commands.core import RECORDS, Arguments, Command, Context, Effect, Parameter, Plan, Refused, without_target
from pmtui.commands.editing import change_of, edit_of, new_record
from pmtui.commands.records import called, targets
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.link_fields import linked_ids
from pmtui.domain.records import Record
from pmtui.domain.schema import LINK, LINKS, Field, Kind
from pmtui.domain.text import folded, one_line, spoken


def link(context: Context, arguments: Arguments) -> Change | Effect:
    """Links of one or many records: added, taken away, and the records that they need.

    The arguments: `field` the link; `add` and `remove` ids of records; `create` kinds and titles of records to be made, where
    no living record of that kind has that title. What is not given is asked for: the field, the records.
    """
    records = targets(context, arguments)
    kinds = {record.kind for record in records}
    if len(kinds) > 1:
        raise Refused("records of several kinds are selected", "link those of one kind at a time", "blocked", 1)
    keys = tuple((record.kind, record.id) for record in records)
    if not arguments.get("field"):
        return Effect("link", {"records": keys})
    kind = records[0].schema
    field = field_of(kind, str(arguments["field"]))
    if field.type not in (LINK, LINKS):
        raise Refused(f"{field.name} is no link", "choose one of the links of the kind", "bad_value")
    if not {"add", "remove", "create"} & arguments.keys():
        return Effect("link", {"records": keys, "field": field.name})
    made: list[Edit] = []
    add = [str(one) for one in arguments.get("add") or ()]
    for name, title in arguments.get("create") or ():
        add.append(_found_or_made(context, str(name), str(title), made))
    remove = {str(one) for one in arguments.get("remove") or ()}
    reason = str(arguments.get("reason") or "")
    edits = [_edited(context, record, field, add, remove, reason) for record in records]
    # what was linked comes first: the cursor goes to a new record only where a change begins with it
    return change_of(context, _title(context.snapshot, field, records, add, remove, made), "record.link", [*edits, *made])


def _edited(context: Context, record: Record, field: Field, add: Sequence[str], remove: set[str], reason: str) -> Edit | None:
    old = linked_ids(field, record.data)
    if field.type == LINKS:
        kept = {*(one for one in old if one not in remove), *add}
        return edit_of(context, record, {field.name: sorted(kept) or None}, reason)
    value = add[-1] if add else None if set(old) & remove else record[field.name]
    return edit_of(context, record, {field.name: value}, reason)


def _found_or_made(context: Context, name: str, title: str, made: list[Edit]) -> str:
    """The id of the living record of a kind with a title; of a new one where there is none."""
    kind = kind_of(name)
    table = context.snapshot.table(kind.name)
    titles, wanted = table.column("title"), folded(one_line(title).strip())
    for at, is_living in enumerate(table.living()):
        if is_living and folded(str(titles[at] or "").strip()) == wanted:
            return table.id(at)
    edit = linked_record(context, kind, title, len(made))
    made.append(edit)
    return edit.id


def linked_record(context: Context, kind: Kind, title: str, serial: int) -> Edit:
    """The edit that makes a record for a link to it; a person is known by the first word of the name, unless somebody is already.

    Args:
        context: The clock, the author and the source of ids.
        kind: Its kind.
        title: Its title, as typed.
        serial: Its place among records made in the same change.

    Raises:
        Refused: The title cannot be one.
    """
    values = {"title": one_line(title).strip()}
    if kind.name == "person":
        handle = folded(values["title"]).removeprefix("@").split()[:1]
        values |= {"handle": handle[0]} if handle and not people_called(context.snapshot, "", handle[0]) else {}
    return new_record(context, kind, values, serial)


def _title(
    snapshot: Snapshot, field: Field, records: Sequence[Record], add: Sequence[str], remove: set[str], made: Sequence[Edit],
) -> str:
    """What happened, in words."""
    name = spoken(field.name)
    if made:
        new = f"“{made[0].after.get('title', '')}”"[:61]
        return f"Create {made[0].kind} {new} and link {called(records)}"
    ids = [*add, *sorted(remove)]
    other = f" {_named(snapshot, field, ids[0])}" if len(ids) == 1 else f" {len(ids)} records"
    verb, joint = ("Unlink", "from") if remove and not add else ("Link", "with")
    return f"{verb} {called(records)} {joint} {name}{other}"


def _named(snapshot: Snapshot, field: Field, id: str) -> str:
    found = snapshot.linked(field, id)
    return f"“{one_line(found.title)[:50]}”" if found is not None else id


def _of_field(name: str, noun: str) -> tuple[Plan, Callable[[Context], str | None]]:
    """The plan that asks for the records of one link, and why it cannot: the kind has no such link."""

    def plan(context: Context, arguments: Arguments) -> Change | Effect:
        return link(context, {**arguments, "field": name})

    def without(context: Context) -> str | None:
        records = context.targets()
        return without_target(context) if not records or name in records[0].schema.fields else f"{records[0].schema.plural} have no {noun}"

    return plan, without


_PARENT, _NO_PARENT = _of_field("parent", "parts")
_WAITING, _NOT_WAITING = _of_field("depends_on", "dependencies")
COMMANDS = (
    Command(
        "record.link", "Link", "Link with problems, hypotheses, milestones and whatever else the kind may point to; create it where "
        "it is missing.", link, ("L",),
        (
            Parameter("field", "link_field", "Which link; asked for when left out."),
            Parameter("add", "ids", "Records to link with.", is_many=True),
            Parameter("remove", "ids", "Records to unlink.", is_many=True),
            Parameter("create", "titles", "Records to create: kind and title each.", is_many=True),
            Parameter("reason", "text", "Why; kept with the record."),
        ), RECORDS, without_target, group="Set", hint="link",
    ),
    Command(
        "record.parent", "Part of", "Choose the larger item that this is a part of; a new name becomes an item.", _PARENT, ("I",), (),
        RECORDS, _NO_PARENT, group="Set",
    ),
    Command(
        "record.waits_for", "Waits for", "Choose what must be done first; what would lead round in a circle is refused, with the way.",
        _WAITING, ("W",), (), RECORDS, _NOT_WAITING, group="Set",
    ),
)

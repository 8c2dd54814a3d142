"""What the app asks when a command lacks an argument: a line of text, or one of several values. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from pmtui.commands.assignments import people_called
from pmtui.commands.cells import cell_field, is_asked
from pmtui.commands.core import Command, Context, Parameter
from pmtui.commands.records import DUE, first_of
from pmtui.domain.change import Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import CHOICE, FLAG, LINK, LINKS, SET, Field
from pmtui.domain.text import folded, spoken
from pmtui.domain.values import shown_value

CURRENT = "current"
"""The detail of the value that holds now."""
_LINKS = {"record.assign": ("assignee", "owner"), "record.milestone": ("milestone",)}
"""The links that a command of one field sets: the first that the kind has."""
_DERIVED = frozenset({"records", "record", "ids", "kind", "point"})
"""Parameters that the screen itself answers, by selection, cursor and kind; points in time have a dialog of their own."""


_ASKING = frozenset({"record.add", "record.add_list", "record.replace", "hypothesis.learn", "goal.reading", "goal.kpi"})
"""Commands with a dialog of their own for what they lack."""


class Question(NamedTuple):
    """One question.

    Attributes:
        parameter: Which argument the answer becomes.
        title: What is asked.
        value: What stands in the line at first.
        help: What can be typed.
        rows: The values to choose from, as (value, label, detail); None for a line of text.
        is_in_place: Whether the line belongs over the cell under the cursor.
        is_long: Whether the answer may have several lines.
        field: The link for which a record that is missing may be made; empty where none may.
        new_kind: That record's kind.
    """

    parameter: str
    title: str
    value: str = ""
    help: str = ""
    rows: tuple[tuple[str, str, str], ...] | None = None
    is_in_place: bool = False
    is_long: bool = False
    field: str = ""
    new_kind: str = ""


def next_question(command: Command, context: Context, arguments: dict[str, Any]) -> Question | None:
    """What has to be asked before a command can be planned, or None."""
    if command.id in _ASKING or (command.id == "record.edit_field" and not _is_asked(context)):
        return None
    for parameter in command.parameters:
        if parameter.is_required and parameter.name not in arguments and parameter.type not in _DERIVED:
            return _question(command, parameter, context)
    return None


def reason_question(message: str) -> Question:
    """The question for a reason that a change needs."""
    return Question("reason", "Why?", help=f"{message[:1].upper()}{message[1:]}: it is kept with the record.")


def _question(command: Command, parameter: Parameter, context: Context) -> Question:
    record = context.targets()[0] if context.targets() else None
    many = f" of {len(context.targets())} records" if len(context.targets()) > 1 else ""
    due = first_of(record.schema, DUE) if record is not None and command.id == "record.due" else ""
    called = spoken(due).capitalize() if due not in ("", "due") else command.title
    title = f"{called}{many.removeprefix(' of') if command.id == 'record.assign' else many}"
    if command.id == "record.edit_field" and record is not None:
        field = record.schema.field(context.column or "title") or record.schema.fields["title"]
        return _field_question(field, record, context, f"{spoken(field.name)}{many}")
    kind, _, name = parameter.type.partition(":")
    if kind == "status":
        return _choice(parameter.name, title, record or _blank(context.kind), "status")
    if kind == "choice" and name:
        return _choice(parameter.name, title, record or _blank(context.kind), name)
    if kind == "link":
        rows = _people(context, _linked(record, command)) if name == "person" else \
            _records(context.snapshot, (name,), _linked(record, command))
        field_name = next((one for one in _LINKS.get(command.id, ()) if record is not None and one in record.schema.fields), "")
        return Question(parameter.name, title, rows=rows, field=field_name, new_kind=name)
    if kind == "column":
        return Question(parameter.name, title, rows=_sortable(context.kind))
    if kind == "group":
        return Question(parameter.name, title, rows=_groupable(context.kind))
    value = "" if record is None or many else _current(record, command)
    return Question(parameter.name, title, value, parameter.help, is_long=kind == "lines")


def _is_asked(context: Context) -> bool:
    """Whether the cell under the cursor is edited by a question: a line of text, or a choice from a list that is not too long."""
    records = context.targets()
    field = cell_field(records[0].schema, context.column) if records else None
    return field is not None and is_asked(field, context.snapshot)


def _field_question(field: Field, record: Record, context: Context, title: str) -> Question:
    if field.type == CHOICE:
        return _choice("value", title, record, field.name)
    if field.type == FLAG:
        now = None if record[field.name] is None else "yes" if record[field.name] else "no"
        rows = [(one, one, CURRENT if one == now else "") for one in ("yes", "no")]
        return Question("value", title, rows=(*rows, ("", "none", "clears the field")))
    if field.links == ("person",):
        return Question("value", title, rows=_people(context, record[field.name]))
    if field.type == LINK:
        return Question("value", title, rows=_records(context.snapshot, field.links, record[field.name]))
    value = record[field.name]
    if field.type in (SET, LINKS):
        text = ", ".join(value or [])
    elif isinstance(value, list):
        text = " ".join(map(str, value))
    else:
        text = "" if value is None else value if isinstance(value, str) else shown_value(field, value)
    return Question("value", title, _as_meant(field, record) or text, field.help, is_in_place=True)


def _as_meant(field: Field, record: Record) -> str:
    """A target as exactly as it is meant, so that a quarter that is not touched stays one; empty for all other fields."""
    if (record.kind, field.name) != ("milestone", "target"):
        return ""
    from pmtui.domain.named_periods import target_words

    return target_words(record["target"], record["resolution"])


def _choice(parameter: str, title: str, record: Record, name: str) -> Question:
    field = record.schema.fields.get(name)
    if field is None:
        return Question(parameter, title, help=f"A {record.kind} has no {name}.")
    now = record[name]
    rows = [(one, one, CURRENT if one == now else "") for one in field.choices]
    if field.default is None:
        rows.append(("", "none", "clears the field"))
    return Question(parameter, title, rows=tuple(rows))


def _linked(record: Record | None, command: Command) -> str | None:
    """The record to which the field of a command points now."""
    values = [record[name] for name in _LINKS.get(command.id, ())] if record is not None else []
    return next((value for value in values if isinstance(value, str)), None)


def _records(snapshot: Snapshot, kinds: tuple[str, ...], now: str | None) -> tuple[tuple[str, str, str], ...]:
    """The living records of some kinds; the one that holds now is marked, and nothing can be chosen, too."""
    rows: list[tuple[str, str, str]] = []
    for kind in kinds or tuple(SCHEMA.kinds):
        table = snapshot.table(kind)
        deleted, titles = table.column("deleted_at"), table.column("title")
        detail = table.column("handle" if kind == "person" else "status") if SCHEMA[kind].statuses or kind == "person" else None
        rows.extend(
            (table.id(at), str(titles[at]), CURRENT if table.id(at) == now else str(detail[at] or "") if detail else "")
            for at in table.in_order() if deleted[at] is None
        )
    rows.append(("", "none", "clears the field"))
    return tuple(rows)


def _people(context: Context, now: str | None) -> tuple[tuple[str, str, str], ...]:
    """The living people by name, whoever asks before all others."""
    table = context.snapshot.table("person")
    handles, me = table.column("handle"), people_called(context.snapshot, context.author, "me")[:1]
    *people, none = _records(context.snapshot, ("person",), now)
    rows = []
    for id, title, detail in people:
        at = table.position(id)
        handle = f"@{handles[at]}" if at is not None and handles[at] else ""
        words = (handle, "you" if id in me else "")
        rows.append((id, title, detail if detail == CURRENT else " · ".join(filter(None, words))))
    rows.sort(key=lambda row: (row[0] not in me, folded(row[1])))
    return (*rows, none)


def _sortable(kind: str) -> tuple[tuple[str, str, str], ...]:
    from pmtui.domain.query_fields import can_sort, filter_fields

    return tuple((one.name, spoken(one.name), one.help) for one in filter_fields(SCHEMA[kind]) if can_sort(one))


_LANES = ("theme", "goals", "owner", "product", "release")


def _groupable(kind: str) -> tuple[tuple[str, str, str], ...]:
    from pmtui.domain.query_fields import can_group, filter_fields

    fields = [one for one in filter_fields(SCHEMA[kind]) if can_group(one) and one.name != "title"]
    if kind == "milestone":  # what makes lanes on a timeline comes first
        fields.sort(key=lambda one: _LANES.index(one.name) if one.name in _LANES else len(_LANES))
    return (*((one.name, spoken(one.name), one.help) for one in fields), ("", "none", "no groups"))


def _current(record: Record, command: Command) -> str:
    """What the field of a one-field command holds now."""
    name = first_of(record.schema, DUE) if command.id == "record.due" else command.id.partition(".")[2]
    field = record.schema.fields.get(name)
    if field is None or field.type in (SET, LINKS):
        return ""
    if field.type == "number" and record[name] is not None:
        return f"{record[name]:g}"
    return _as_meant(field, record) or ("" if record[name] is None else shown_value(field, record[name]))


def _blank(kind: str) -> Record:
    return Record(kind, "", {})

"""The record form: the reading of what is typed in it, and the one change that it saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.commands.assignments import kind_of, new_entry
from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of, new_record, with_reason
from pmtui.commands.linking import linked_record
from pmtui.commands.records import called
from pmtui.domain.canonical import compact
from pmtui.domain.change import Change, Edit, edited_data
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINES, LINKS, OBJECT, RANK, SET, Field, Kind
from pmtui.domain.text import one_line
from pmtui.domain.values import BadValue, parse_value

FIXED: Mapping[str, str] = {
    "rank": "moved by J and K in the list", "deleted_at": "D in the list deletes, R restores", "extra": "kept as the import brought it",
    "frozen": "written when the experiment starts", "forecast": "written when the verdict is given",
}
"""Fields that a form shows and does not change, with who does."""


class Created(NamedTuple):
    """A record that a form makes together with its own, because a link needed it."""

    id: str
    kind: str
    title: str


class Filled(NamedTuple):
    """What a form holds when it is saved.

    Attributes:
        kind: The kind of its record.
        id: The record's id.
        record: The record as it stood when the form was opened; None for a new one.
        values: The new values of the touched fields; None clears one.
        created: New records that links point to.
        resolved: By path, as in `open_conflicts`, the value that ends a conflict.
        blanks: Entries as they were added, by id: one in which nobody has written anything since is not saved.
    """

    kind: Kind
    id: str
    record: Record | None
    values: Mapping[str, Any]
    created: Sequence[Created] = ()
    resolved: Mapping[str, Any] = {}
    blanks: Mapping[str, Any] = {}


def is_fixed(field: Field) -> bool:
    """Whether a form only shows a field."""
    return field.name in FIXED or field.type == RANK or (field.type == OBJECT and not field.entry)


def typed_text(field: Field, value: Any) -> str:
    """A value as a person would type it; long text with its line ends."""
    if value is None:
        return ""
    if field.type == LINES and isinstance(value, list):
        return "\n".join(map(str, value))
    if field.type in (SET, LINKS) and isinstance(value, list):
        words = [one_line(str(one)) for one in value]
        return compact(words) if any("," in one or one.startswith("[") for one in words) else ", ".join(words)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else compact(value)


def read_text(context: Context, field: Field, text: str) -> Any:
    """The value that a person means by a text, as on the command line; None clears the field.

    Raises:
        BadValue: The text is no value of this field.
        Refused: No record is called so, for links.
    """
    value = parse_value(
        field, text, today=context.today, now=context.now, link=lambda words, kinds: context.resolve(words, kinds).id,
    )
    return list(value) if isinstance(value, tuple) else value


def text_fault(context: Context, field: Field, text: str) -> str:
    """Why a text is no value of a field, with what to type instead; empty where it is one."""
    try:
        read_text(context, field, text)
    except BadValue as error:
        message = str(error)
        hint = "" if error.hint in ("", field.help) else f"; {error.hint}"
        return message.removeprefix(f"{field.name}: ") + hint
    except Refused as error:
        return str(error)
    return ""


def blank_entry(context: Context, field: Field, entries: list[Any]) -> dict[str, Any]:
    """A new entry of a keyed list with nothing in it but id, instant, author and place."""
    return new_entry(context, field, entries, {})


def form_change(context: Context, filled: Filled, reason: str = "") -> Change:
    """The one change that saves a form: an edit of its touched fields, and the records that it creates.

    Raises:
        Refused: A value may not be written, or a change of status needs a reason (`missing_reason`).
    """
    values = {name: _without_blanks(filled.kind.fields.get(name), value, filled.blanks) for name, value in filled.values.items()}
    edit: Edit | None
    if filled.record is None:
        edit = _new(context, filled, values, reason)
        title = f"Add “{str(edit.after['title'])[:60]}”"
    else:
        edit = edit_of(context, filled.record, values, reason)
        edit = _with_resolutions(filled.record, edit, filled.resolved)
        if edit is not None and context.snapshot.record(filled.kind.name, filled.id) is None:
            edit = Edit(edit.kind, edit.id, None, edited_data(filled.record.data, edit))  # its file is gone: all of it is written again
        title = f"Edit {called([filled.record])}"
    edits = [edit, *(_created(context, one, at) for at, one in enumerate(filled.created, 1))]
    return change_of(context, title, "record.form", edits)


def _new(context: Context, filled: Filled, values: Mapping[str, Any], reason: str) -> Edit:
    edit = _named(new_record(context, filled.kind, values), filled.id)
    return with_reason(context, filled.kind, edit, reason)


def _named(edit: Edit, id: str) -> Edit:
    """The same new record under the id that links already name."""
    return edit._replace(id=id, after={**edit.after, "id": id})


def _created(context: Context, one: Created, serial: int) -> Edit:
    return _named(linked_record(context, kind_of(one.kind), one.title, serial), one.id)


def _without_blanks(field: Field | None, value: Any, blanks: Mapping[str, Any]) -> Any:
    """A keyed list without the new entries in which nobody has written anything."""
    if field is None or field.type != ENTRIES or not isinstance(value, list) or not blanks:
        return value
    nested = [one for one in field.entry if one.type == ENTRIES]
    kept: list[Any] = []
    for entry in value:
        if isinstance(entry, dict):
            inner = {one.name: _without_blanks(one, entry[one.name], blanks) for one in nested if one.name in entry}
            entry = {name: part for name, part in {**entry, **inner}.items() if part is not None}
        if not isinstance(entry, dict) or _unplaced(entry) != _unplaced(blanks.get(str(entry.get("id")), {})):
            kept.append(entry)
    return kept or None


def _unplaced(entry: Mapping[str, Any]) -> str:
    """An entry without its place, to be compared; a flag that was set and taken back is as if it had not been."""
    return compact({name: value for name, value in entry.items() if name != "rank" and value is not False})


def _with_resolutions(record: Record, edit: Edit | None, choices: Mapping[str, Any]) -> Edit | None:
    """The edit that also ends conflicts inside of entries, which a new value of the whole list would not."""
    inner = {path: value for path, value in choices.items() if "." in path}
    if not inner:
        return edit
    from pmtui.domain.merge_conflicts import NoConflict, resolved

    data = dict(record.data) if edit is None else edited_data(record.data, edit)
    for path, value in inner.items():
        try:
            data = resolved(record.schema, data, path, value)
        except NoConflict:  # the new value of the entry has ended it already
            continue
    names = [name for name in {*record.data, *data} if compact(record.data.get(name)) != compact(data.get(name))]
    names += ["deleted_at"] if record.is_deleted else []
    return Edit(
        record.kind, record.id, {name: record.data[name] for name in sorted(names) if name in record.data},
        {name: data[name] for name in sorted(names) if name in data},
    )

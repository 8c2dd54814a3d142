"""A record as text for an editor, and what changed in that text.

The text is `field: value` lines, as on the command line, then a line of dashes and the body in Markdown.
"""

from __future__ import annotations

from typing import Any

from pmtui.commands.assignments import Assignment, assigned
from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import counted
from pmtui.domain.change import Change
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINES, LINKS, OBJECT, SET, Field

BORDER = "---"
_HIDDEN = frozenset({"body", "rank", "created_at", "created_by", "deleted_at", "source"})
_LINE_BREAK = " ⏎ "
"""Stands for a line break where a long text is shown on one line."""


def editable_text(record: Record) -> str:
    """The text that the editor shows; comments, criteria and other lists are edited elsewhere."""
    lines = [
        f"# {record.schema.letter}-{record.id}: change the values, save and close; an empty value clears a field.",
        "# The body follows the dashes. Closing without saving changes nothing.",
    ]
    for name, field in record.schema.fields.items():
        if name not in _HIDDEN and field.type not in (ENTRIES, OBJECT):
            lines.append(f"{name}: {_shown(field, record[name])}".rstrip())
    return "\n".join([*lines, BORDER, record.body]) + "\n"


def change_from_text(context: Context, record: Record, before: str, after: str) -> Change:
    """The change that a person made in the editor: only lines that differ count.

    Raises:
        Refused: A line that is no field, an unknown field, a bad value; the line's number is named.
    """
    old, old_body = _parts(before)
    new, new_body = _parts(after)
    values: dict[str, Any] = {}
    for name, (number, text) in new.items():
        if name not in old or old[name][1] != text:
            words = text.replace(_LINE_BREAK.strip(), "\n") if _is_lines(record, name) else text
            try:
                values.update(assigned(context, record.schema, record, [Assignment(name, "=", words)]))
            except Refused as error:
                raise Refused(f"line {number}: {error}", error.hint, error.code, error.status) from None
    if new_body != old_body:
        values["body"] = new_body.split("\n") if new_body.strip() else None
    return change_of(context, f"Edit {counted([record])}", "record.edit", [edit_of(context, record, values)])


def _is_lines(record: Record, name: str) -> bool:
    field = record.schema.fields.get(name)
    return field is not None and field.type == LINES


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.type == LINES:
        return _LINE_BREAK.join(map(str, value))
    if field.type in (SET, LINKS):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parts(text: str) -> tuple[dict[str, tuple[int, str]], str]:
    """The values by field, with their line numbers, and the body."""
    values: dict[str, tuple[int, str]] = {}
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip() == BORDER:
            return values, "\n".join(lines[number:]).rstrip("\n")
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise Refused(f"line {number} is not of the form field: value", "the body begins after a line of three dashes", "bad_value")
        values[name.strip()] = (number, value.strip())
    raise Refused("the line of dashes before the body is missing", f"put a line {BORDER} back before the body", "bad_value")

"""A record as text for an editor, and what changed in that text.

The text is `field: value` lines, as on the command line; long texts and lists of entries are indented below the name
of their field, an entry as one JSON object a line; then comes a line of dashes, and the body in Markdown.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pmtui.commands.assignments import Assignment, assigned, field_of, read_entry
from pmtui.commands.core import Context, Refused
from pmtui.commands.editing import change_of, edit_of
from pmtui.commands.records import called
from pmtui.domain.canonical import BadJson, compact, decode
from pmtui.domain.change import Change
from pmtui.domain.ranking import ranked, ranks_between
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINES, LINKS, OBJECT, RANK, SET, Field
from pmtui.domain.text import one_line
from pmtui.domain.values import BadValue, lines_of

BORDER = "---"
REASON = "reason"
"""The line that says why, for changes that need a reason; it is no field."""
_HIDDEN = frozenset({"body", "rank", "created_at", "created_by", "deleted_at", "source"})
_INDENT = "  "
_HEAD = """\
# {name}: change the values, save and close. An empty value clears a
# field; a line that you take out stays as it is. Long texts and lists are
# indented below their name; in a list each line is one JSON object, and a new
# one needs no id. The body follows the dashes. Closing without saving changes
# nothing. The reason is for changes that need one.
"""


class _Part(NamedTuple):
    """One field in the text: the number of its line, and its value, continued lines included."""

    number: int
    text: str


def editable_text(record: Record) -> str:
    """The text that the editor shows."""
    lines = [_HEAD.format(name=record.schema.shown_id(record.id)) + f"{REASON}:"]
    for name, field in record.schema.fields.items():
        if name not in _HIDDEN and field.type != OBJECT:
            value = record[name]
            if field.type in (LINES, ENTRIES):
                lines.append(f"{name}:")
                lines.extend(_INDENT + line if line else "" for line in _block(field, value or []))
            else:
                lines.append(f"{name}: {_shown(field, value)}".rstrip())
    return "\n".join([*lines, BORDER, *([record.body] if record.body else [])]) + "\n"


def change_from_text(context: Context, record: Record, before: str, after: str) -> Change:
    """The change that a person made in the editor: only what differs counts.

    Raises:
        Refused: A line that is no field, an unknown field, a bad value, a missing reason; the line's number is named.
    """
    old, old_body = _parts(before)
    new, new_body = _parts(after)
    reason = new.pop(REASON, _Part(0, "")).text
    values: dict[str, Any] = {}
    for name, part in new.items():
        if name not in old or old[name].text != part.text:
            try:
                values.update(_values(context, record, name, part))
            except (Refused, BadValue) as error:
                code, status = (error.code, error.status) if isinstance(error, Refused) else ("bad_value", 2)
                raise Refused(f"line {part.number}: {error}", error.hint, code, status) from None
    new_body = _begun(new_body, old_body)
    if new_body != old_body:
        values["body"] = lines_of(new_body) or None
    try:
        edit = edit_of(context, record, values, reason)
    except Refused as error:
        if error.code == "missing_reason":
            error.hint = f"give one on the line {REASON}:"
        raise
    return change_of(context, f"Edit {called([record])}", "record.edit", [edit])


def _begun(body: str, old: str) -> str:
    """A body without the blank lines that a person left between the dashes and its beginning, unless it began so before."""
    lines = body.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return body if not old.split("\n")[0].strip() and old else "\n".join(lines[first:])


def _shown(field: Field, value: Any) -> str:
    """A value in one line, as it would be typed."""
    if value is None:
        return ""
    if field.type in (SET, LINKS) and isinstance(value, list):
        words = [one_line(str(one)) for one in value]
        return compact(words) if any("," in one or one.startswith("[") for one in words) else ", ".join(words)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(value if isinstance(value, str) else compact(value))


def _block(field: Field, value: Any) -> list[str]:
    """The lines of a long text or of a keyed list, without their indent."""
    if not isinstance(value, list):
        return []
    if field.type == LINES:
        return [str(line) for line in value]
    return [_entry_line(field, one) for one in _in_order(field, value)]


def _in_order(field: Field, entries: list[Any]) -> list[dict[str, Any]]:
    return ranked(entries) if field.ordered else [one for one in entries if isinstance(one, dict)]


def _entry_line(field: Field, entry: dict[str, Any]) -> str:
    names = ["id", *(one.name for one in field.entry if one.type != RANK and one.name in entry)]
    names += [name for name in sorted(entry) if name not in names and name != "rank"]
    return "{" + ", ".join(f"{compact(name)}: {compact(entry[name])}" for name in names if name in entry) + "}"


def _values(context: Context, record: Record, name: str, part: _Part) -> dict[str, Any]:
    """The new value of one field."""
    field = field_of(record.schema, name)
    if field.type == ENTRIES:
        return {field.name: _entries(context, field, list(record[field.name] or []), part)}
    if field.type != LINES and "\n" in part.text:
        raise Refused(f"{field.name} has one line only", "long text belongs in the body, after the dashes", "bad_value")
    found = assigned(context, record.schema, record, [Assignment(name, "=", part.text)])
    if field.name == "target" and found.get("resolution") == "day":
        del found["resolution"]  # the text says beside it how exactly the day is meant
    return found


def _entries(context: Context, field: Field, old: list[Any], part: _Part) -> list[Any] | None:
    """The entries of a keyed list: those whose line is as it was stay to the byte."""
    lines = {_entry_line(field, one): one for one in old if isinstance(one, dict)}
    found: list[dict[str, Any]] = []
    for line in filter(str.strip, part.text.split("\n")):
        known = lines.get(line.strip())
        found.append(known if known is not None else _entry(context, field, old, found, line.strip()))
    ids = [str(one["id"]) for one in found]
    if len(set(ids)) != len(ids):
        raise Refused(f"{field.name}: the id {next(id for id in ids if ids.count(id) > 1)} stands there twice",
                      "leave the id out of a new entry", "bad_value")
    return _ranked(field, found) or None


def _entry(context: Context, field: Field, old: list[Any], before: list[dict[str, Any]], line: str) -> dict[str, Any]:
    """A changed entry, or a new one where the line names no id."""
    try:
        data = decode(line.encode("utf-8"))
    except BadJson as error:
        raise BadValue(f"{field.name}: an entry is a JSON object in one line, but {error}", 'write it as {"KEY": "VALUE"}') from None
    id = data.pop("id", None)
    if id is None:
        return read_entry(context, field, [*old, *before], line)
    known = next((one for one in old if isinstance(one, dict) and one.get("id") == id), None)
    if known is None:
        raise Refused(f"{field.name} has no entry with the id {id!r}", "leave the id out of a new entry", "bad_value")
    return _merged(context, field, known, data)


def _merged(context: Context, field: Field, known: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """An entry with the values of its line; what the line leaves as it was is not read again, entries within keep their ids."""
    result = {"id": known["id"], **({"rank": known["rank"]} if "rank" in known else {})}
    changed: dict[str, Any] = {}
    for name, value in data.items():
        if name in known and compact(known[name]) == compact(value):
            result[name] = known[name]
        else:
            changed[name] = value
    nested = {one.name: one for one in field.entry if one.type == ENTRIES and isinstance(changed.get(one.name), list)}
    for name, inner in nested.items():
        lines = "\n".join(_entry_line(inner, one) if isinstance(one, dict) else compact(one) for one in changed.pop(name))
        result[name] = _entries(context, inner, list(known.get(name) or []), _Part(0, lines)) or []
    if changed:
        read = read_entry(context, field, [], compact(changed))
        result.update({name: value for name, value in read.items() if name in changed})
    return result


def _ranked(field: Field, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries in the order of their lines: they get new ranks where the old ones say another order."""
    if not field.ordered:
        return entries
    ranks = [str(one.get("rank") or "") for one in entries]
    if all(ranks) and ranks == sorted(set(ranks)):
        return entries
    return [{**one, "rank": rank} for one, rank in zip(entries, ranks_between(None, None, len(entries)), strict=True)]


def _parts(text: str) -> tuple[dict[str, _Part], str]:
    """The values by field, with their line numbers, and the body."""
    found: dict[str, tuple[int, list[str]]] = {}
    block: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if line.rstrip() == BORDER:
            parts = {name: _Part(at, "\n".join(some).strip("\n")) for name, (at, some) in found.items()}
            return parts, "\n".join(lines[number:]).rstrip("\n")
        if line[:1] in (" ", "\t") or not line:
            block.append(line.removeprefix(_INDENT) if line.startswith(_INDENT) else line[1:])
            continue
        if line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise Refused(f"line {number} is not of the form field: value", "the body begins after a line of three dashes", "bad_value")
        if name.strip() in found:
            raise Refused(f"line {number}: {name.strip()} stands there twice", "take one of the two lines out", "bad_value")
        block = [value.strip()]
        found[name.strip()] = (number, block)
    raise Refused("the line of dashes before the body is missing", f"put a line {BORDER} back before the body", "bad_value")

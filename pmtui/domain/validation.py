"""Whether a file's bytes are a record, and whether a value fits its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.schema import (
    CHOICE,
    DATE,
    ENTRIES,
    FLAG,
    ID_ALPHABET,
    ID_LENGTH,
    INSTANT,
    INTEGER,
    LINES,
    LINK,
    LINKS,
    NUMBER,
    OBJECT,
    SET,
    Field,
    Kind,
)

_ID = re.compile(f"[{ID_ALPHABET}]{{{ID_LENGTH}}}")
_NAMES = {
    LINES: "an array of lines", LINKS: "an array of ids", SET: "an array of words", ENTRIES: "an array of objects",
    OBJECT: "an object", INTEGER: "a whole number", NUMBER: "a number", FLAG: "true or false",
}
_WORDS = (SET, LINKS, LINES)


def is_id(text: str) -> bool:
    """Whether a text is a whole id: ten characters of Crockford's base 32 in lower case."""
    return _ID.fullmatch(text) is not None


def read_record(kind: Kind, id: str, raw: bytes) -> dict[str, Any]:
    """The fields in a record's file.

    Args:
        kind: The kind of the folder in which the file lies.
        id: The stem of the file's name.
        raw: The bytes of the file.

    Raises:
        BadJson: It cannot be read; the message says why, without the path.
    """
    data = decode(raw)
    if not is_id(id):
        raise BadJson(f"the file's name {id!r} is not an id: ten characters of {ID_ALPHABET}")
    if data.get("id") is None:
        raise BadJson("it has no id")
    if data["id"] != id:
        raise BadJson(f"it says id {data['id']!r}, but the file is named {id}.json")
    for name, value in data.items():
        field = kind.fields.get(name)
        if field is not None and value is not None and not field.is_own:
            wrong = type_fault(field, value)
            if wrong:
                raise BadJson(wrong)
    for name in ("conflicts", "settled"):
        if not isinstance(data.get(name, {}), dict):
            raise BadJson(f"{name} is not an object")
    return data


def type_fault(field: Field, value: Any) -> str | None:
    """Why a value has another JSON type than its field, or None. Ranges, choices and dates are not looked at."""
    if field.type in (NUMBER, INTEGER):
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    elif field.type == FLAG:
        fits = isinstance(value, bool)
    elif field.type in _WORDS:
        fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
    elif field.type == ENTRIES:
        fits = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    elif field.type == OBJECT:
        fits = isinstance(value, dict)
    else:
        fits = isinstance(value, str)
    return None if fits else f"{field.name} is not {_NAMES.get(field.type, 'a text')}"


def is_fitting(field: Field, value: Any) -> bool:
    """Whether a value is of its field's JSON type, or blank."""
    return value is None or type_fault(field, value) is None


def value_fault(field: Field, value: Any) -> str | None:
    """Why a value may not be written to a field, or None: its type, its range, its date. Any choice is kept."""
    if value is None:
        return None
    wrong = type_fault(field, value)
    if wrong:
        return wrong
    if field.type in (NUMBER, INTEGER):
        return _number_fault(field, value)
    if field.type == DATE and not is_date(value):
        return f"{field.name}: {value!r} is not a calendar date such as 2027-03-31"
    if field.type == INSTANT and not is_instant(value):
        return f"{field.name}: {value!r} is not an instant such as 2026-11-22T09:30:00Z"
    if field.type == LINK and not is_id(value):
        return f"{field.name}: {value!r} is not an id"
    if field.type == LINKS:
        bad = next((one for one in value if not is_id(one)), None)
        return None if bad is None else f"{field.name}: {bad!r} is not an id"
    if field.type == CHOICE and not value:
        return f"{field.name} is empty"
    if field.type == ENTRIES:
        return _entries_fault(field, value)
    return None


def record_fault(kind: Kind, data: Mapping[str, Any]) -> str | None:
    """Why a record may not be written, or None; fields that the schema does not know are kept as they are."""
    title = data.get("title")
    if not isinstance(title, str) or not title.strip():
        return "the title is blank"
    for name, value in data.items():
        field = kind.fields.get(name)
        wrong = None if field is None else value_fault(field, value)
        if wrong:
            return wrong
    return None


def is_date(text: str) -> bool:
    """Whether a text is a calendar date that exists, as `2026-11-22`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_instant(text: str) -> bool:
    """Whether a text is an instant in UTC to the second, as `2026-11-22T09:30:00Z`."""
    if len(text) != 20 or text[10] != "T" or text[-1] != "Z":
        return False
    try:  # not strptime: its first call costs 10 ms of import
        return datetime.fromisoformat(text).isoformat()[:19] == text[:19]
    except ValueError:
        return False


def _number_fault(field: Field, value: float) -> str | None:
    if value != value or abs(value) == float("inf"):
        return f"{field.name}: {value} is not a number that can be stored"
    if field.type == INTEGER and value != int(value):
        return f"{field.name}: {value} is not a whole number"
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        if low is not None and high is not None:
            return f"{field.name}: {value} is outside {low:g} to {high:g}"
        return f"{field.name}: {value} is less than {low:g}" if low is not None else f"{field.name}: {value} is more than {high:g}"
    return None


def _entries_fault(field: Field, entries: list[dict[str, Any]]) -> str | None:
    fields = {one.name: one for one in field.entry}
    for entry in entries:
        for name, value in entry.items():
            inner = fields.get(name)
            wrong = None if inner is None else value_fault(inner, value)
            if wrong:
                return f"{field.name}.{wrong}"
    return None

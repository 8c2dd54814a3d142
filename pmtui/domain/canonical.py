"""Canonical JSON: the one way in which a record is written, so that diffs show what changed and nothing else.

UTF-8 without BOM, two-space indent, one field a line, one array element a line, keys in schema order, the team's
own and unknown keys after them sorted, a final newline. Fields at their default are left out. Numbers in unknown fields stay as
they were written: `1.10` remains `1.10`.

The encoder is our own because the standard one is slow with an indent (pure Python there, too), knows no schema
order and cannot keep a number's spelling.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any

from pmtui.domain.schema import ARRAYS, ENTRIES, INTEGER, LINES, LINKS, NUMBER, OBJECT, SET, Field, Kind

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_MANY_DIGITS = 4000
"""Python refuses to convert integers of more than 4,300 digits."""
_DEEPEST = 100
"""Levels of objects and arrays that a file may have: what is read must also be written, merged and drawn without
running out of stack."""
_KEPT_BY_MERGE = {"conflicts": 3, "settled": 1}
"""Fields that the merge keeps, and how many levels of objects there have sorted keys: by field, entry, candidate."""


class BadJson(ValueError):
    """The bytes are not a JSON object that a record could be."""


class WrittenNumber(float):
    """A number that remembers its spelling, for fields that no schema knows."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> WrittenNumber:
        """Read the number; too great a one becomes infinity, but keeps its spelling."""
        self = super().__new__(cls, text)
        self.text = text
        return self


def _number(text: str) -> float:
    value = float(text)
    return value if repr(value) == text else WrittenNumber(text)


def _integer(text: str) -> float:
    if text == "-0" or len(text) > _MANY_DIGITS:
        return WrittenNumber(text)
    return int(text)


def _constant(text: str) -> Any:
    raise BadJson(f"{text} is not a number that JSON knows")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadJson(f"the field {twice!r} stands there twice")
    return result


_DECODER = json.JSONDecoder(parse_float=_number, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_pairs)
"""Made once: `json.loads` would make one for each file."""


def decode(raw: bytes) -> dict[str, Any]:
    """The object in these bytes, numbers as written.

    Raises:
        BadJson: Not UTF-8, not JSON, not an object, a field twice, NaN or infinity; the message says which and where.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadJson(f"not UTF-8: byte {error.start} is {raw[error.start]:#04x}") from None
    if text.startswith("\ufeff"):
        text = text[1:]
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        if any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in text.splitlines()):
            raise BadJson("it holds the conflict markers of a merge") from None
        raise BadJson(f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise BadJson("nested too deeply") from None
    if not isinstance(value, dict):
        raise BadJson("not a JSON object: it must begin with {")
    if raw.count(b"{") + raw.count(b"[") > _DEEPEST and _is_deeper(value, _DEEPEST):
        raise BadJson(f"nested too deeply: more than {_DEEPEST} levels")
    return value


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in (value.values() if isinstance(value, dict) else value))


def compact(value: Any) -> str:
    """A value as JSON on one line with sorted keys: equal texts are equal values, and 1, 1.0 and true differ."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, dict | MappingProxyType):
        return "{" + ",".join(f"{_string(str(key))}:{compact(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(compact, value)) + "]"
    return _scalar(value)


def normal(field: Field, value: Any) -> Any:
    """The canonical form of a value: sets sorted, entries by id and without defaults, whole numbers as integers.

    A value of another type than the field's is returned as it is: it is kept and shown, never bent.
    """
    if isinstance(value, str):
        return value
    if field.type in (NUMBER, INTEGER) and isinstance(value, float):
        if value.is_integer() and abs(value) < 2**53:
            return int(value)
        return float(value) if abs(value) != float("inf") else value
    if field.type in (SET, LINKS) and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(set(value))
    if field.type == ENTRIES and are_entries(value):
        return sorted((_normal_entry(field, one) for one in value), key=lambda one: str(one["id"]))
    if field.type == OBJECT and field.entry and isinstance(value, dict):
        return _normal_entry(field, value)
    return value


def normal_record(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """A record's fields in canonical order and form, those at their default left out."""
    return normal_fields(kind.fields, data)


def encode(kind: Kind, data: Mapping[str, Any]) -> bytes:
    """The bytes of a record's file: canonical, with a final newline."""
    return _file(normal_record(kind, data))


def encode_object(data: Mapping[str, Any]) -> bytes:
    """Any JSON object in the same style, keys in the order given: for `pmtui.json` and for a record in normal form."""
    return _file(data)


def _file(data: Mapping[str, Any]) -> bytes:
    text = _pretty(data, "") + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # two halves that stand together are one character, also to whoever reads the file
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return _LONE_SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode("utf-8")


def written(value: Any) -> str:
    """A value as it stands in a file, keys in the order given: equal texts are equal to the byte."""
    return _pretty(value, "")


def on_one_line(value: Any) -> str:
    """A value as JSON on one line, keys in the order given and numbers as written: equal texts are equal to the byte."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, dict | MappingProxyType):
        return "{" + ",".join([f"{_string(str(key))}:{on_one_line(one)}" for key, one in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([on_one_line(one) for one in value]) + "]"
    return _scalar(value)


def are_entries(value: Any) -> bool:
    """Whether a keyed list is well formed: objects, each with an id of its own."""
    if not isinstance(value, list):
        return False
    ids = [one.get("id") if isinstance(one, dict) else None for one in value]
    return all(isinstance(one, str) for one in ids) and len(set(ids)) == len(ids)


def _normal_entry(field: Field, entry: Mapping[str, Any]) -> dict[str, Any]:
    return normal_fields({one.name: one for one in field.entry}, entry)


def normal_fields(fields: Mapping[str, Field], data: Mapping[str, Any]) -> dict[str, Any]:
    """Fields in canonical order and form, those at their default left out: of a record or of one entry."""
    result: dict[str, Any] = {}
    if "id" in data:
        result["id"] = data["id"]
    for name, field in fields.items():
        if name in data and not field.is_own:
            value = normal(field, data[name])
            if value is not None and not _is_blank(field, value):
                result[name] = value
    for name in sorted(data):
        own = fields.get(name)
        if own is None and name != "id":
            result[name] = _sorted_keys(data[name], _KEPT_BY_MERGE.get(name, 0))
        elif own is not None and own.is_own:  # among the unknown ones: to declare a field moves nothing in the files
            value = normal(own, data[name])
            if value is not None and not _is_blank(own, value):
                result[name] = value
    return result


def _is_blank(field: Field, value: Any) -> bool:
    """Whether a value is the one that the field has anyway."""
    default = field.default
    if default is None:
        return field.type in ARRAYS and isinstance(value, list | tuple) and not value
    if isinstance(value, str) and isinstance(default, str):
        return value == default
    return compact(value) == compact(default)


def _sorted_keys(value: Any, depth: int) -> Any:
    """The same value with sorted keys in its outer levels."""
    if depth and isinstance(value, dict):
        return {key: _sorted_keys(value[key], depth - 1) for key in sorted(value)}
    if depth and isinstance(value, list):
        return [_sorted_keys(one, depth) for one in value]
    return value


def is_lines(field: Field, value: Any) -> bool:
    """Whether a value is well-formed long text of this field."""
    return field.type == LINES and isinstance(value, list) and all(isinstance(one, str) for one in value)


_string = encode_basestring


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, WrittenNumber):
        return value.text
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        if value != value or abs(value) == float("inf"):
            raise ValueError(f"{value} cannot be written as JSON")
        return float.__repr__(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _pretty(value: Any, indent: str) -> str:
    if isinstance(value, str):
        return _string(value)
    deeper = indent + "  "
    if isinstance(value, dict | MappingProxyType):
        if not value:
            return "{}"
        # strings are the most of a record: written here, they save a call each
        rows = [
            f"{deeper}{_string(str(key))}: {_string(one) if isinstance(one, str) else _pretty(one, deeper)}" for key, one in value.items()
        ]
        return "{\n" + ",\n".join(rows) + "\n" + indent + "}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        rows = [deeper + (_string(one) if isinstance(one, str) else _pretty(one, deeper)) for one in value]
        return "[\n" + ",\n".join(rows) + "\n" + indent + "]"
    return _scalar(value)

"""Settings as people type them on one line, and back: a status, a field, the limits; anything else as JSON.

A status is `qa is review -- Somebody tries it.`, a field `revenue integer 1-5 -- What it may bring.` or `area choice Web, App`,
and limits are `doing 3, review 2`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pmtui.domain.canonical import BadJson, compact, decode
from pmtui.domain.schema import CHOICE, INTEGER, LINK, LINKS, NUMBER
from pmtui.domain.team_schema import OWN_TYPES

_HELP = re.compile(r"\s+--\s+|\s+--$")
_END = r"(-?[0-9]+(?:\.[0-9]+)?)?"
_RANGE = re.compile(rf"{_END}\s*(?:\.\.|to|–|-)\s*{_END}")


class BadLine(ValueError):
    """A line is no such setting; the message says what is wrong and how it is written."""


def status_line(declared: Mapping[str, Any]) -> str:
    """A declared status as one types it."""
    name = str(declared.get("name", ""))
    stands_for = str(declared.get("is", name))
    return _with_help(name if stands_for == name else f"{name} is {stands_for}", declared)


def read_status(line: str) -> dict[str, Any]:
    """The declaration of a status; what it says is checked where it is set.

    Raises:
        BadLine: It is not of the form NAME is BUILT-IN.
    """
    words, help = _parted(line)
    parts = words.split()
    if len(parts) == 1:
        return {"name": parts[0], **help}
    if len(parts) != 3 or parts[1] not in ("is", "="):
        raise BadLine("write it as: qa is review")
    return {"name": parts[0], "is": parts[2], **help}


def field_line(declared: Mapping[str, Any]) -> str:
    """A declared field as one types it."""
    parts = [str(declared.get("name", "")), str(declared.get("type", ""))]
    low, high = declared.get("minimum"), declared.get("maximum")
    if low is not None or high is not None:
        parts.append(f"{'' if low is None else compact(low)}..{'' if high is None else compact(high)}")
    several = declared.get("choices") if declared.get("type") == CHOICE else declared.get("links")
    if isinstance(several, list) and several:
        parts.append(", ".join(map(str, several)))
    return _with_help(" ".join(parts), declared)


def read_field(line: str) -> dict[str, Any]:
    """The declaration of a field; what it says is checked where it is set.

    Raises:
        BadLine: It is not of the form NAME TYPE, then a range, choices or kinds.
    """
    words, help = _parted(line)
    name, _, rest = words.partition(" ")
    type, _, more = rest.strip().partition(" ")
    if not name or not type:
        raise BadLine(f"write it as: revenue integer 1-5; the types are {', '.join(OWN_TYPES)}")
    found: dict[str, Any] = {"name": name, "type": type}
    more = more.strip()
    if type in (INTEGER, NUMBER) and more:
        found |= _range(more)
    elif type == CHOICE:
        found["choices"] = [one.strip() for one in more.split(",") if one.strip()]
    elif type in (LINK, LINKS) and more:
        found["links"] = [one.strip() for one in more.split(",") if one.strip()]
    elif more:
        raise BadLine(f"after {name} {type} nothing follows but -- and what it is for")
    return {**found, **help}


def limits_line(limits: Any) -> str:
    """Limits of work in progress as one types them."""
    return ", ".join(f"{name} {compact(most)}" for name, most in limits.items()) if isinstance(limits, Mapping) else json_line(limits)


def read_limits(line: str) -> dict[str, Any] | None:
    """The limits; None where there are none.

    Raises:
        BadLine: A part is not of the form STATUS NUMBER.
    """
    found: dict[str, Any] = {}
    for part in (one for one in line.split(",") if one.strip()):
        words = part.replace("=", " ").replace(":", " ").split()
        if len(words) != 2 or not words[1].isdecimal():
            raise BadLine("write them as: doing 3, review 2")
        found[words[0]] = int(words[1])
    return found or None


def json_line(value: Any) -> str:
    """Any value as one types it."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def read_json(line: str) -> Any:
    """The value of a line: JSON, else the text itself; None for a blank one.

    Raises:
        BadLine: It begins like JSON and is none.
    """
    text = line.strip()
    if not text:
        return None
    try:
        return decode(b'{"value":' + text.encode("utf-8", "replace") + b"}")["value"]
    except BadJson as error:
        if text[0] in '[{"':
            raise BadLine(f"that is not JSON: {str(error).rpartition(': ')[2]}") from None
        return text


def _parted(line: str) -> tuple[str, dict[str, Any]]:
    """What stands before `--`, and the help behind it."""
    words, *help = _HELP.split(line.strip(), 1)
    return words.strip(), {"help": help[0].strip()} if help and help[0].strip() else {}


def _with_help(line: str, declared: Mapping[str, Any]) -> str:
    help = declared.get("help")
    return f"{line} -- {help}" if isinstance(help, str) and help.strip() else line


def _range(text: str) -> dict[str, Any]:
    found = _RANGE.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        raise BadLine(f"{text[:30]!r} is no range: write it as 1-5")
    return {name: _number(end) for name, end in (("minimum", found[1]), ("maximum", found[2])) if end}


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value

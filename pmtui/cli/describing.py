"""`schema`: the kinds and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.cli.errors import hanging, wrapped
from pmtui.cli.session import Session
from pmtui.commands.assignments import kind_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import ENTRIES, FORMAT, LINK, LINKS, RANK, Field, Kind


def do_schema(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print one kind with its fields, or all kinds."""
    word = arguments.get("kind")
    session.put_team_in_force()
    kinds = [kind_of(word)] if word else list(SCHEMA.kinds.values())
    if session.is_json:
        from pmtui.formats.record_json import json_text

        described = [_kind(kind) for kind in kinds]
        session.write(json_text(described[0] if word else {"format": FORMAT, "kinds": described}))
    elif word:
        session.write(_text(kinds[0]))
    else:
        session.write("".join(hanging(f"{kind.letter}  {kind.name}", kind.help, 16) + "\n" for kind in kinds))
    return 0


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "kind": kind.name, "collection": kind.collection, "letter": kind.letter, "help": kind.help, "statuses": list(kind.statuses),
        "stands_for": {one: kind.like(one) for one in kind.statuses if kind.like(one) != one},
        "closed": sorted(kind.closed), "needs_reason": sorted(kind.reasoned), "fields": [_field(one) for one in kind.fields.values()],
    }


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type, "help": field.help, "default": field.blank}
    if field.choices:
        described["choices"] = list(field.choices)
    if field.links:
        described["links"] = list(field.links)
    if field.minimum is not None:
        described["minimum"] = field.minimum
    if field.maximum is not None:
        described["maximum"] = field.maximum
    if field.short:
        described["short"] = list(field.short)
    if field.is_own:
        described["is_own"] = True
    if field.entry:
        described["entry"] = [_field(one) for one in field.entry]
    return described


def _text(kind: Kind) -> str:
    lines = [wrapped(f"{kind.name}: {kind.help}", indent=""), f"files: {kind.collection}/   letter: {kind.letter}"]
    if kind.statuses:
        lines.append(wrapped(f"status: {' → '.join(kind.statuses)}"))
        own = [f"{one} stands for {kind.like(one)}" for one in kind.statuses if kind.like(one) != one]
        lines += [wrapped("; ".join(own))] if own else []
    if kind.reasoned:
        lines.append(f"needs a reason: {', '.join(one for one in kind.statuses if one in kind.reasoned)}")
    width = max(map(len, kind.fields)) + 2
    lines.append("")
    for field in kind.fields.values():
        lines.append(hanging(field.name, f"{field.help} {_takes(field)}", width))
    return "\n".join(lines) + "\n"


def _takes(field: Field) -> str:
    """What a field takes, in words."""
    if field.choices:
        words = f"One of {', '.join(field.choices)}"
    elif field.type in (LINK, LINKS):
        words = ("Links to " if field.type == LINKS else "Link to ") + (" or ".join(field.links) or "any record")
    elif field.entry:
        words = f"{'Entries' if field.type == ENTRIES else 'Object'} with {', '.join(one.name for one in field.entry if one.type != RANK)}"
    else:
        words = _WORDS.get(field.type, field.type.capitalize())
    if field.minimum is not None or field.maximum is not None:
        low, high = (f"{one:g}" if one is not None else "" for one in (field.minimum, field.maximum))
        words += f", {low} to {high}" if low and high else f", at least {low}" if low else f", at most {high}"
    short = f"; short: {', '.join(field.short)}" if field.short else ""
    return f"({words}{short})"


_WORDS = {
    "text": "Text", "lines": "Long text", "set": "Words", "flag": "Yes or no", "rank": "Order key", "integer": "Whole number",
    "object": "Object",
}
"""What the types without anything more to say are called."""

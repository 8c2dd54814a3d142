"""`schema`: the kinds and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.cli.errors import wrapped
from pmtui.cli.session import Session
from pmtui.commands.assignments import kind_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import FORMAT, Field, Kind


def do_schema(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print one kind with its fields, or all kinds."""
    word = arguments.get("kind")
    kinds = [kind_of(word)] if word else list(SCHEMA.kinds.values())
    if session.is_json:
        from pmtui.formats.record_json import json_text

        described = [_kind(kind) for kind in kinds]
        session.write(json_text(described[0] if word else {"format": FORMAT, "kinds": described}))
    elif word:
        session.write(_text(kinds[0]))
    else:
        session.write("".join(f"{kind.letter}  {kind.name:<12} {kind.help}\n" for kind in kinds))
    return 0


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "kind": kind.name, "collection": kind.collection, "letter": kind.letter, "help": kind.help, "statuses": list(kind.statuses),
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
    if field.entry:
        described["entry"] = [_field(one) for one in field.entry]
    return described


def _text(kind: Kind) -> str:
    lines = [wrapped(f"{kind.name}: {kind.help}"), f"files: {kind.collection}/   letter: {kind.letter}"]
    if kind.statuses:
        lines.append(wrapped(f"status: {' → '.join(kind.statuses)}"))
    lines.append("")
    for field in kind.fields.values():
        what = "|".join(field.choices) if field.choices else field.type
        lines.append(wrapped(f"{field.name:<18} {what}"))
        lines.append(wrapped(f"    {field.help}"))
    return "\n".join(lines) + "\n"

"""Three-way merge of `pmtui.json`: each setting for itself, so that two people can change two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.domain.canonical import BadJson, decode, encode_object
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge import merge
from pmtui.domain.team_settings import PREFIX as _SETTING
from pmtui.domain.team_settings import WORKSPACE

KIND = SCHEMA[WORKSPACE]
"""What the merge has to know about `pmtui.json`: no field is of a type of its own."""


def merged_settings(sides: Sequence[bytes | None]) -> bytes | None:
    """The `pmtui.json` with what both sides changed, each setting for itself; None where one cannot be read.

    Args:
        sides: The bytes in the merge base, ours and theirs; None for a file that is not there.
    """
    try:
        base, ours, theirs = (flat(decode(raw)) if raw is not None else {} for raw in sides)
    except BadJson:
        return None
    return encode_object(nested(merge(KIND, base, ours, theirs)))


def flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as fields of their own, so that two people can change two of them."""
    settings = data.get("settings")
    if not isinstance(settings, dict):
        return dict(data)
    rest = {name: value for name, value in data.items() if name != "settings"}
    return {**rest, **{_SETTING + name: value for name, value in settings.items()}}


def nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Such fields as they stand in the file."""
    settings = {name[len(_SETTING) :]: fields[name] for name in sorted(fields) if name.startswith(_SETTING)}
    first = {name: fields[name] for name in ("format", "name") if name in fields}
    rest = {name: value for name, value in sorted(fields.items()) if not name.startswith(_SETTING) and name not in first}
    whole = {**first, "settings": settings or fields.get("settings", {})}
    return {**whole, **{name: value for name, value in rest.items() if name != "settings"}}

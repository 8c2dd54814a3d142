"""Which links a kind has, and which of them are worth asking for first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import LINK, LINKS, Field, Kind

COMMON = ("product", "owner", "duplicate_of")
"""Links that every kind, or nearly every one, has: asked for last."""
_MAKEABLE = ("problem", "hypothesis", "item", "milestone", "goal", "decision")
"""What a link to any kind can create."""


def link_fields(kind: Kind) -> list[Field]:
    """The links of a kind, in the order in which they are worth asking for: its own, those to people, those of all kinds."""
    found = [field for field in kind.fields.values() if field.type in (LINK, LINKS)]
    return sorted(found, key=lambda field: (field.name in COMMON, field.links == ("person",)))


def one_link_field(kind: Kind) -> Field | None:
    """The only link that a kind has of its own, so that nobody need be asked which; None where there are several."""
    own = [field for field in link_fields(kind) if field.name not in COMMON]
    return own[0] if len(own) == 1 else None


def makeable(field: Field, kind: Kind) -> Sequence[str]:
    """The kinds of record that may be created for a link of a kind."""
    kinds = allowed(field, kind)
    return kinds if field.links or len(kinds) == 1 else _MAKEABLE


def allowed(field: Field, kind: Kind) -> Sequence[str]:
    """The kinds of record that a link of a kind may point to; a duplicate is of its own kind."""
    return (kind.name,) if field.name == "duplicate_of" else field.links or tuple(SCHEMA.kinds)


def linked_ids(field: Field, data: Mapping[str, object]) -> list[str]:
    """The ids that a record's link holds."""
    value = data.get(field.name)
    if field.type == LINK:
        return [value] if isinstance(value, str) and value else []
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []

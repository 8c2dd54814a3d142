"""Which sigils of the quick-add line a kind understands, and which of its fields they set: all from the schema."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query_fields import filter_field
from pmtui.domain.schema import CHOICE, ENTRIES, INTEGER, LINK, LINKS, OBJECT, RANK, Field, Kind
from pmtui.domain.text import folded

TAG_SIGN, PERSON_SIGN, CHOICE_SIGN, PLAN_SIGN, PARENT_SIGN = "#", "@", "!", ">", "^"

_PEOPLE = ("handle", "assignee", "driver", "attendees", "owner")
"""`@` sets the first of these that a kind has."""
_PLANS = ("milestone", "problem", "hypothesis", "goal", "goals", "linked", "about")
"""`>` sets the first of these that a kind has: what the record is for."""
_POINTS = ("estimate", "capacity")
_LEVELS = ("severity", "importance")
"""`!4` sets the first of these scales that a kind has."""
_NOT_BY_ID = ("parent", "duplicate_of")
"""Links that an id by itself does not mean: what it names is rather needed first."""
_FIRST = ("priority", "moscow")
"""The choices for which `!` is there."""
_UNTYPED = frozenset({"deleted_at", "source", "title", "reasons", "comments"})


class Sigils(NamedTuple):
    """What the sigils mean for one kind.

    Attributes:
        kind: The kind.
        fields: The field that `@`, `>` and `^` set, where the kind has one.
        choices: The fields whose words `!` takes: choices that share no word with another field.
        level: The scale that `!` and a number set, or None.
        points: The field that `3pts` sets, or None.
        links: By the letter before an id: the field that it sets and the kind of the linked record.
    """

    kind: Kind
    fields: dict[str, Field]
    choices: tuple[Field, ...]
    level: Field | None
    points: Field | None
    links: dict[str, tuple[Field, str]]

    def choice(self, word: str) -> tuple[Field | None, Any]:
        """The field and value that `!word` sets; None and what is wrong where it sets none. A unique beginning is enough."""
        wanted = folded(word).replace("-", "_")
        if wanted.isdecimal() and self.level is not None:
            low, high = int(self.level.minimum or 0), int(self.level.maximum or 0)
            return (self.level, int(wanted)) if low <= int(wanted) <= high else (None, f"{self.level.name} goes from {low} to {high}")
        every = [(field, one) for field in self.choices for one in field.choices]
        found = [(field, one) for field, one in every if one.replace("-", "_") == wanted]
        found = found or [(field, one) for field, one in every if one.replace("-", "_").startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            return None, f"!{word} could be {', '.join(one for _, one in found[:4])}: type more of it"
        if not every and self.level is None:
            return None, f"! sets nothing of {article(self.kind.name)}"
        first = self.level if self.level is not None else self.choices[0]
        return None, f"!{word} sets nothing: {first.name} is {', '.join(first.choices) or f'a number up to {first.maximum:g}'}"

    def field(self, name: str) -> Field | None:
        """The field that `name:value` sets, by the names of the filter language; None where none does."""
        found = filter_field(self.kind, name) or filter_field(self.kind, name.lower())
        if found is None or self.kind.fields.get(found.name) is not found or found.name in _UNTYPED:
            return None
        return None if found.type in (ENTRIES, OBJECT, RANK) else found

    def misspelt(self, name: str) -> str | None:
        """The field that a misspelt name most likely means; None where it rather is a word of the title."""
        from difflib import get_close_matches

        names = [one for field in self.kind.fields.values() for one in (field.name, *field.short) if self.field(one) is not None]
        return next(iter(get_close_matches(folded(name), names, 1, 0.8)), None)


@lru_cache(32)
def _sigils(name: str) -> Sigils:
    kind = SCHEMA[name]
    fields = kind.fields

    def first(names: tuple[str, ...]) -> Field | None:
        return next((fields[one] for one in names if one in fields), None)

    signs = {PERSON_SIGN: first(_PEOPLE), PLAN_SIGN: first(_PLANS), PARENT_SIGN: first(("parent",))}
    found = {sign: field for sign, field in signs.items() if field is not None and (sign == PERSON_SIGN or field.type in (LINK, LINKS))}
    links: dict[str, tuple[Field, str]] = {}
    linking = [one for one in fields.values() if one.type in (LINK, LINKS) and "person" not in one.links and one.name not in _NOT_BY_ID]
    for field in linking:
        for target in field.links or tuple(SCHEMA.kinds):
            links.setdefault(SCHEMA[target].letter.upper(), (field, target))
    worded = [one for one in fields.values() if one.type == CHOICE and one.name != "status"]

    def shares_words(one: Field, other: Field) -> bool:  # a field of the team's own takes no word from a built-in one
        return other is not one and (one.is_own or not other.is_own) and bool(set(one.choices) & set(other.choices))

    choices = [one for one in worded if not any(shares_words(one, other) for other in worded)]
    return Sigils(
        kind, found, tuple(sorted(choices, key=lambda one: one.name not in _FIRST)),
        next((fields[one] for one in _LEVELS if one in fields and fields[one].type == INTEGER), None), first(_POINTS), links,
    )


SCHEMA.forgetting(_sigils.cache_clear)


def sigils_of(kind: Kind) -> Sigils:
    """The sigils of a kind."""
    return _sigils(kind.name)


def article(noun: str) -> str:
    """A noun with its article: `an item`, `a problem`."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
